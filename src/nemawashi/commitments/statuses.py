"""The status of a commitment as an expression of the database, for lists that are counted and filtered there.

It says what ``rules.status`` says, of every row: ``tests/commitments/test_statuses.py`` compares them in all cases.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from nemawashi.access import origins
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.commitments import rules
from nemawashi.commitments.models import Commitment, ProgressReport
from nemawashi.commitments.terms import CommitmentState, Status
from nemawashi.kit.dates import ImpreciseDate


def with_status(rows: QuerySet[Commitment], *, today: dt.date, viewer: Viewer) -> QuerySet[Any]:
    """Rows with their ``status_now``, for whoever is shown the reports that the viewer is."""
    reports = origins.shown(ProgressReport.objects.filter(commitment=OuterRef("pk")), viewer=viewer)
    past, is_recorded = _past(today), Q(origin=RowOrigin.RECORD)
    cases: list[tuple[Q | Exists, Status]] = [
        *((~Q(state=CommitmentState.CONFIRMED) & Q(state=state), said) for state, said in rules.UNCONFIRMED.items()),
        *((Q(settlement__score=score) & _counts(), said) for score, said in rules.FROM_SCORE.items()),
        (Q(superseded_by__isnull=False), Status.SUPERSEDED),
        *((Q(record_status=each) & past, Status.OVERDUE) for each, said in rules.FROM_RECORD.items() if said == _RUNS),
        *((Q(record_status=each), said) for each, said in rules.FROM_RECORD.items()),
        (past & is_recorded, Status.NOT_ASSESSED),
        (past, Status.OVERDUE),
        (Exists(reports), Status.UNDER_WAY),
        (is_recorded & Q(due_on__isnull=True), Status.NOT_ASSESSED),
        (Q(due_on__isnull=False), Status.NOT_DUE),
    ]
    whens = [When(condition, then=Value(said.value)) for condition, said in cases]
    return rows.annotate(status_now=Case(*whens, default=Value(Status.UNDER_WAY.value), output_field=CharField()))


_RUNS = Status.UNDER_WAY


def _past(today: dt.date) -> Q:
    """That the last day which a due date can mean lies before today: of dates as text the shorter sorts first."""
    this_month, this_year = ImpreciseDate(today.year, today.month), ImpreciseDate(today.year)
    is_before = Q(due_on__lt=ImpreciseDate(today.year, today.month, today.day))
    return is_before & ~Q(due_on__in=[this_month, this_year])


def _counts() -> Q:
    """A score that was given in play does not count for a promise that is none; see ``queries.settlement_of``."""
    if origins.are_asked_for():
        return Q()
    return ~Q(settlement__origin=RowOrigin.FICTION) | Q(origin=RowOrigin.FICTION)


def counted(rows: QuerySet[Any]) -> Mapping[tuple[str | None, str, Status], int]:
    """How many rows of ``with_status`` there are by pillar, kind and status, in one statement."""
    groups = rows.order_by().values_list("pillar__slug", "kind", "status_now").annotate(number=Count("pk"))
    return Counter({(pillar, kind, Status(status)): number for pillar, kind, status, number in groups})
