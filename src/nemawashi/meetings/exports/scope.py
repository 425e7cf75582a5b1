"""Which public meetings a feed tells of, and a cheap mark that changes whenever what it would tell changes.

A feed is for everybody, so it is the public's view whoever fetches it: a planned meeting that no public source tells
of is in no feed, no count and no mark. The mark is made of rows that the public may see and of nothing else; above
all not of the log as a whole, whose length would tell when somebody drafts.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import CharField, Count, Exists, Max, Model, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from nemawashi.access.models import Entry
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.meetings import queries
from nemawashi.meetings.models import Invitation, Meeting
from nemawashi.sources.models import RecordRow

Row = TypeVar("Row", bound=Model)
_LATEST = Subquery(RecordRow.objects.order_by("-loaded_at").values("loaded_at")[:1])
WITH_STAMP = {"latest_load_at": _LATEST}  # what ``stamp_of`` needs of each row
OPEN = (Visibility.PUBLIC, Visibility.PARTIES)  # an act on a public meeting changed something public
BEFORE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # of a row that neither files nor acts account for; ZIP knows none earlier


@dataclass(frozen=True, slots=True)
class Scope:
    """All meetings, those of one track, or those that one party hosted or attended."""

    track: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """How many rows, the sum of their versions (each act adds one), and when a file was last loaded. It only grows."""

    rows: int
    versions: int
    loaded_at: dt.datetime | None

    @property
    def parts(self) -> tuple[object, ...]:
        return self.rows, self.versions, self.loaded_at


def meetings_in(scope: Scope) -> QuerySet[Meeting]:
    rows = queries.visible_meetings(viewer=PUBLIC)
    if scope.track:
        rows = rows.filter(track__slug=scope.track)
    if scope.party:
        there = queries.visible_delegations(viewer=PUBLIC).filter(party__slug=scope.party)
        rows = rows.filter(Q(host__slug=scope.party) | Q(pk__in=there.order_by().values("meeting")))
    return rows


def own_meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """The meetings to which the viewer's party was invited; for the host's secretariat, all to which any was."""
    rows = queries.visible_meetings(viewer=viewer)
    if viewer.party_id is None and not viewer.is_secretariat:
        return rows.none()
    invited = Invitation.objects.filter(meeting=OuterRef("pk"))
    return rows.filter(Exists(invited.filter(party_id=viewer.party_id) if viewer.party_id else invited))


def with_changes(rows: QuerySet[Row], noun: str) -> QuerySet[Row]:
    """Each row with ``loaded_at``, when the files last changed it, and ``acted_at``, when an act last did."""
    changed: QuerySet[Row] = rows.annotate(loaded_at=Subquery(_loads(noun)), acted_at=Subquery(_acts(noun)))
    return changed


def stamp(rows: QuerySet[Row]) -> Stamp:
    """One statement, whatever the number of rows. A load of any file counts, because rows are named by other rows."""
    counts = rows.order_by().aggregate(rows=Count("pk"), versions=Sum("version"), loaded_at=Max(_LATEST))
    return Stamp(counts["rows"], counts["versions"] or 0, counts["loaded_at"])


def stamp_of(rows: Sequence[Meeting]) -> Stamp:
    """The same of rows that were read ``WITH_STAMP``, without asking again."""
    latest: dt.datetime | None = getattr(rows[0], "latest_load_at") if rows else None  # noqa: B009  # an annotation
    return Stamp(len(rows), sum(row.version for row in rows), latest)


def changed_at(row: object) -> dt.datetime:
    """When a row of ``with_changes`` last changed, by files or by an act: DTSTAMP, LAST-MODIFIED and updated."""
    moments = (getattr(row, "loaded_at", None), getattr(row, "acted_at", None))
    return max(filter(None, moments), default=BEFORE)


def _loads(noun: str) -> QuerySet[RecordRow, dt.datetime]:
    return RecordRow.objects.filter(object_ref=_ref(noun)).order_by("-loaded_at").values_list("loaded_at", flat=True)[:1]


def _acts(noun: str) -> QuerySet[Entry, dt.datetime]:
    rows = Entry.objects.filter(object_ref=_ref(noun), visibility__in=OPEN, at__isnull=False)
    return rows.order_by("-at").values_list("at", flat=True)[:1]  # type: ignore[return-value]  # none without a moment


def _ref(noun: str) -> Combinable:
    return Concat(Value(f"{noun}/"), OuterRef("slug"), output_field=CharField())
