"""Parties by commitments: who owes what, counted in the database, so that fifty thousand commitments cost what forty do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from nemawashi.access import origins
from nemawashi.access.viewers import Viewer
from nemawashi.commitments.models import Assessment, Commitment, ProgressReport
from nemawashi.commitments.terms import CommitmentState


@dataclass(frozen=True, slots=True)
class OwnerShare:
    """What one party owes alone, or with ``party`` None several together: identified, scored, and how."""

    party: str | None
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
    rows = rows.filter(made_on__startswith=str(year)) if year else rows
    return rows.filter(made_in_ref=text) if text else rows


class CountedRows:
    """Rows in an order, for a list in pages: counted already, sorted by their keys alone, and fetched for one page.

    To sort fifty thousand rows with all that stands beside them takes several times as long.
    """

    def __init__(self, rows: QuerySet[Commitment], total: int, *, viewer: Viewer) -> None:
        self._rows, self._total, self._viewer = rows, total, viewer

    def count(self) -> int:
        return self._total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, part: slice) -> list[Commitment]:
        keys = list(self._rows.values_list("pk", flat=True)[part])
        rows = with_what_came(Commitment.objects.filter(pk__in=keys), viewer=self._viewer)
        return sorted(rows, key=lambda row: keys.index(row.pk))


def with_what_came(rows: QuerySet[Commitment], *, viewer: Viewer) -> QuerySet[Commitment]:
    """The rows of a page with owner, settled score and reports, in two statements."""
    reports = origins.shown(ProgressReport.objects.select_related("party"), viewer=viewer)
    return rows.select_related("owner", "pillar", "settlement").prefetch_related(Prefetch("reports", queryset=reports))


def shares(rows: QuerySet[Commitment]) -> list[OwnerShare]:
    """By owner, in one statement; the settled score counts, which is one for each commitment."""
    counts = {
        f"scored_{name}": Count("pk", filter=Q(settlement__score=score))
        for name, score in (("full", 1), ("part", 0), ("none", -1))
    }
    by_owner = rows.order_by().values("owner__slug").annotate(identified=Count("pk"), **counts)
    return [
        OwnerShare(row["owner__slug"], row["identified"], row["scored_full"], row["scored_part"], row["scored_none"])
        for row in by_owner
    ]


def opinions(rows: Iterable[Commitment], *, viewer: Viewer) -> Mapping[int, Mapping[int, int]]:
    """How many opened scores of each kind the rows of a page have, in one statement."""
    keys = [row.pk for row in rows]
    counted = origins.shown(Assessment.objects.filter(commitment__in=keys), viewer=viewer)
    table: dict[int, dict[int, int]] = {}
    for key, score, number in counted.order_by().values_list("commitment", "score").annotate(number=Count("pk")):
        table.setdefault(key, {})[score] = number
    return table


def areas(*, viewer: Viewer) -> list[str]:
    named = confirmed(viewer=viewer).exclude(area=None).exclude(area="").order_by("area").values_list("area", flat=True)
    return [str(area) for area in named.distinct()]
