"""The kinds of disagreement, from the gravest to none, and what is found of each kind."""

from dataclasses import dataclass, field
from enum import StrEnum

from nemawashi.kit.claims.values import Said


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


@dataclass(frozen=True, slots=True)
class Finding:
    """The claims on one property of one subject: their class, the rule that gave it, and the two claims that show it.

    ``rule`` names a sentence of ``sources.reasons``; ``slipped`` are the keys of claims that slip.
    """

    subject: str
    property: str
    kind: Disagreement
    rule: str
    claims: tuple[Said, ...]
    shown: tuple[Said, ...] = ()
    slipped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that a record keeps together under one key, with the class that names the whole."""

    key: str
    kind: Disagreement
    leading: Finding
    findings: tuple[Finding, ...] = field(default=())
