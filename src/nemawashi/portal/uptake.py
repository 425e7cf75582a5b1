"""What came of recommendations, in counts and days: of the rows in which each surfaced, the earliest that is not older."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nemawashi.access.viewers import Viewer
from nemawashi.meetings import rules
from nemawashi.meetings.models import Recommendation
from nemawashi.meetings.rules import Stretch
from nemawashi.meetings.terms import Link
from nemawashi.portal import names
from nemawashi.portal.names import NamedRow
from nemawashi.sources import queries as sources
from nemawashi.sources.terms import TieKind

TAKEN_UP = (Link.STATED, Link.INFERRED, Link.TAKEN_UP)


@dataclass(frozen=True, slots=True)
class FirstSurfaced:
    """A recommendation with the first row in which it surfaced, and how long that took where both days are known."""

    row: Recommendation
    first: NamedRow | None
    stretch: Stretch | None


@dataclass(frozen=True, slots=True)
class UptakeCounts:
    """How many were taken up, as a source says or as this record reads it, and the days of those that can be counted."""

    total: int
    by_link: Sequence[tuple[Link, int]]
    median: int | None
    shortest: int | None
    longest: int | None
    counted: int


def of_recommendations(rows: Iterable[Recommendation], *, viewer: Viewer) -> list[FirstSurfaced]:
    """Recommendations with where each surfaced first: three statements and one for each noun that they lead to."""
    made = list(rows)
    ties = sources.ties_from([row.ref for row in made], viewer=viewer)
    later = {row.pk: ties.get((row.ref, TieKind.SURFACED_IN), []) for row in made}
    known = names.named({ref for refs in later.values() for ref in refs}, viewer=viewer)
    return [_traced(row, [known[ref] for ref in later[row.pk] if ref in known]) for row in made]


def _traced(row: Recommendation, surfaced: Sequence[NamedRow]) -> FirstSurfaced:
    dated = [(rules.days_until(row.made_on, each.on), each) for each in surfaced]
    counted = [(stretch.most, number, stretch) for number, (stretch, _) in enumerate(dated) if stretch]
    if not counted:
        return FirstSurfaced(row, next(iter(surfaced), None), None)
    _, number, stretch = min(counted, key=lambda each: each[:2])
    return FirstSurfaced(row, surfaced[number], stretch)


def counts(traced: Sequence[FirstSurfaced]) -> UptakeCounts:
    """Totals of what was traced. The median is of the longest that each may have taken."""
    links = Counter(each.row.link for each in traced)
    days = sorted(each.stretch.most for each in traced if each.stretch and each.row.link in TAKEN_UP)
    return UptakeCounts(
        len(traced),
        [(link, links[link]) for link in Link if links[link]],
        days[len(days) // 2] if days else None,
        days[0] if days else None,
        days[-1] if days else None,
        len(days),
    )
