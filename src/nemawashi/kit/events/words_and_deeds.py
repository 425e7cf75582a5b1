"""From word to deed: what a party announced, and which event that followed is tied to it."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nemawashi.kit.dates import ImpreciseDate


@dataclass(frozen=True, slots=True)
class Initiative:
    """What was announced when and by whom; ``deeds``: what is tied to it, as row of the record and date."""

    row: str
    party: str
    title: str
    word: ImpreciseDate | None
    deeds: Sequence[tuple[str, ImpreciseDate | None]]


@dataclass(frozen=True, slots=True)
class Followed:
    """An initiative with its first deed, and from ``least`` to ``most`` days until then.

    Without a first deed none is tied to it in the record, which does not say that nothing was done; with one and without
    days a date is missing, or the deed may lie before the word.
    """

    initiative: Initiative
    deed: str = ""
    on: ImpreciseDate | None = None
    least: int | None = None
    most: int | None = None


def followed(initiatives: Iterable[Initiative]) -> list[Followed]:
    """The first deed of each that may not lie before the word; of several the one that is earliest at the latest."""
    return [_followed(each) for each in initiatives]


def _followed(initiative: Initiative) -> Followed:
    word = initiative.word
    dated = [(on.latest, row, on) for row, on in initiative.deeds if on is not None]
    later = [each for each in dated if word is None or each[0] >= word.earliest]
    if later:
        latest, row, on = min(later, key=lambda each: each[:2])
        if word is None:
            return Followed(initiative, row, on)
        return Followed(initiative, row, on, max(0, (on.earliest - word.latest).days), (latest - word.earliest).days)
    undated = next((row for row, on in initiative.deeds if on is None), "")
    return Followed(initiative, undated)


def median_days(rows: Iterable[Followed]) -> tuple[float, float] | None:
    """The median of the least and that of the most days that each may have taken; of those alone that can be counted."""
    spans = [(each.least, each.most) for each in rows if each.least is not None and each.most is not None]
    if not spans:
        return None
    return statistics.median(least for least, _ in spans), statistics.median(most for _, most in spans)
