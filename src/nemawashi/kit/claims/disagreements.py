"""The kinds of disagreement, from the gravest to none."""

from enum import StrEnum


class Disagreement(StrEnum):
    """In the words of the record's readers; the order is that in which the gravest names a group.

    ``sources.terms`` has the same kinds with their labels.
    """

    CONTRADICTION = "contradiction"
    SLIP = "slip"
    SCOPE = "scope"
    PLAN = "plan against fact"
    OPEN = "open"
    SERIES = "time series"
    PRECISION = "precision"
    WORDING = "wording"
    AGREED = "agreed"
    SINGLE = "single source"


ORDER = {kind: number for number, kind in enumerate(Disagreement)}
