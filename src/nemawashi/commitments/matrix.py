"""Parties by commitments: who owes what, counted in the database, so that fifty thousand commitments cost what forty do."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery, Value

from nemawashi.access import origins
from nemawashi.access.viewers import Viewer
from nemawashi.commitments.models import Assessment, Commitment, ProgressReport
from nemawashi.commitments.terms import CommitmentState
from nemawashi.kit.dates import ImpreciseDate

SCORES = (1, 0, -1)
IDENTIFIED = 9  # stands where the others have a score


@dataclass(frozen=True, slots=True)
class OwnerShare:
    """What one party owes alone, by its key, or with ``party`` None several together: identified, scored, and how."""

    party: int | None
    identified: int
    delivered: int
    partly: int
    missed: int

    @property
    def scored(self) -> int:
        return self.delivered + self.partly + self.missed

    @property
    def average(self) -> float | None:
        """(number of +1 − number of −1) ÷ scored; None while nothing is."""
        return (self.delivered - self.missed) / self.scored if self.scored else None


def confirmed(
    *, viewer: Viewer, pillar: str | None = None, area: str | None = None, year: int | None = None, text: str | None = None
) -> QuerySet[Commitment]:
    """Confirmed commitments, without anything beside them. ``text``: the reference of the row in which they were made."""
    rows = origins.shown(Commitment.objects.filter(state=CommitmentState.CONFIRMED), viewer=viewer)
    rows = rows.filter(pillar__slug=pillar) if pillar else rows
    rows = rows.filter(area=area) if area else rows
    if year:  # as text a year, a month and a day of it lie between it and the next one, and an index knows where
        rows = rows.filter(made_on__gte=ImpreciseDate(year), made_on__lt=ImpreciseDate(year + 1))
    return rows.filter(made_in_ref=text) if text else rows


class CountedRows:
    """Rows in an order, for a list in pages: counted already, chosen by their keys alone, and fetched for one page.

    To sort fifty thousand rows with all that stands beside them takes several times as long. ``beside`` says what that is.
    """

    def __init__(
        self, rows: QuerySet[Any], total: int, *, beside: Callable[[QuerySet[Commitment]], QuerySet[Commitment]]
    ) -> None:
        self._rows, self._total, self._beside = rows, total, beside

    def count(self) -> int:
        return self._total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, part: slice) -> list[Commitment]:
        keys = self._rows.values("pk")[part]
        return list(self._beside(Commitment.objects.filter(pk__in=keys)).order_by(*self._rows.query.order_by))


def with_what_came(rows: QuerySet[Commitment], *, viewer: Viewer) -> QuerySet[Commitment]:
    """The rows of a page with owner, settled score and reports, in two statements."""
    reports = origins.shown(ProgressReport.objects.select_related("party"), viewer=viewer)
    return rows.select_related("owner", "pillar", "settlement").prefetch_related(Prefetch("reports", queryset=reports))


def with_opinions(rows: QuerySet[Commitment], *, viewer: Viewer) -> QuerySet[Commitment]:
    """The same with how many opened scores of each kind every row has, counted beside it; see ``opinions``."""
    of_row = origins.shown(Assessment.objects.filter(commitment=OuterRef("pk")), viewer=viewer).order_by()

    def number(score: int) -> Subquery:
        counted = of_row.filter(score=score).values("commitment").annotate(number=Count("pk"))
        return Subquery(counted.values("number"))

    counts = {f"scored_{score + 1}": number(score) for score in SCORES}
    return with_what_came(rows, viewer=viewer).annotate(**counts)


def shares(rows: QuerySet[Commitment]) -> list[OwnerShare]:
    """By owner, in one statement; the settled score counts, which is one for each commitment.

    What is identified and what is scored are counted apart, and joined here: few are scored, and the others need not be
    looked up beside those.
    """
    groups = rows.order_by().values_list("origin", "owner")  # as the index has them, so that nothing is put in order
    identified = groups.annotate(score=Value(IDENTIFIED), number=Count("pk"))
    scored = groups.filter(settlement__isnull=False).annotate(score=F("settlement__score"), number=Count("pk"))
    table: dict[int | None, Counter[int]] = {}
    for _origin, owner, score, number in identified.union(scored, all=True):
        table.setdefault(owner, Counter())[score] += number
    return [OwnerShare(owner, each[IDENTIFIED], each[1], each[0], each[-1]) for owner, each in table.items()]


def opinions(row: Commitment) -> Mapping[int, int]:
    """How many opened scores of each kind a row of ``with_opinions`` has."""
    return {score: number for score in SCORES if (number := getattr(row, f"scored_{score + 1}"))}


def areas(*, viewer: Viewer) -> list[str]:
    named = confirmed(viewer=viewer).exclude(area=None).exclude(area="").order_by("area").values_list("area", flat=True)
    return [str(area) for area in named.distinct()]
