"""The status that the database computes is the one that the rule gives, in every case."""

import datetime as dt
from itertools import product
from typing import Any

import pytest
from django.db.models import Prefetch

from nemawashi.access import origins
from nemawashi.access.viewers import PUBLIC
from nemawashi.commitments import queries, statuses
from nemawashi.commitments.models import Commitment, ProgressReport, Settlement
from nemawashi.commitments.terms import CommitmentState, RecordStatus
from nemawashi.parties.models import Party

TODAY = dt.date(2027, 6, 15)
DUE = (None, "2026", "2027", "2028", "2027-05", "2027-06", "2027-07", "2027-06-14", "2027-06-15", "2027-06-16")
READINGS = (None, RecordStatus.OPEN, RecordStatus.CONTINUING, RecordStatus.MISSED)
SCORES = (None, (1, "desk"), (0, "fiction"), (-1, "fiction"))
REPORTS = (None, "desk", "fiction")


def _rows(now: Any) -> None:
    party = Party.objects.create(slug="arcadia", code="ARC", names={"en": "Arcadia"}, origin="desk")
    cases = list(product(DUE, READINGS, SCORES, REPORTS, ("record", "desk", "fiction")))
    rows = Commitment.objects.bulk_create(
        Commitment(
            slug=f"c-{number}", made_in_ref="text/a", words="w", kind="joint", order=number, origin=origin, due_on=due,
            record_status=reading, state=CommitmentState.CONFIRMED,
        )
        for number, (due, reading, _score, _report, origin) in enumerate(cases)
    )  # fmt: skip
    Commitment.objects.filter(slug__endswith="7").update(superseded_by=rows[0])
    Settlement.objects.bulk_create(
        Settlement(commitment=row, score=score[0], origin=score[1], why="w", raw_agreement=1, at=now)
        for row, (_due, _reading, score, _report, _origin) in zip(rows, cases, strict=True)
        if score
    )
    ProgressReport.objects.bulk_create(
        ProgressReport(commitment=row, party=party, words="w", at=now, origin=report)
        for row, (_due, _reading, _score, report, _origin) in zip(rows, cases, strict=True)
        if report
    )
    states = [CommitmentState.FOUND, CommitmentState.DECLINED, CommitmentState.REPLACED]
    Commitment.objects.bulk_create(
        Commitment(slug=f"s-{state}", made_in_ref="text/a", words="w", kind="joint", state=state, origin="desk")
        for state in states
    )


@pytest.mark.django_db
@pytest.mark.parametrize("with_fiction", [False, True])
def test_the_database_says_what_the_rule_says(now: Any, with_fiction: bool, django_assert_num_queries: Any) -> None:
    _rows(now)
    with origins.showing(with_fiction):
        reports = origins.shown(ProgressReport.objects.all(), viewer=PUBLIC)
        rows = origins.shown(Commitment.objects.select_related("settlement"), viewer=PUBLIC)
        said = {
            row.pk: (row.status_now, queries.status_of(row, today=TODAY))
            for row in statuses.with_status(rows, today=TODAY, viewer=PUBLIC).prefetch_related(
                Prefetch("reports", queryset=reports)
            )
        }
        with django_assert_num_queries(1):
            groups = statuses.counted(statuses.with_status(rows, today=TODAY, viewer=PUBLIC))

    assert len(said) > 900
    assert {pk: pair for pk, pair in said.items() if pair[0] != pair[1]} == {}
    assert sum(groups.values()) == len(said)
    assert len({status for _pillar, _kind, status in groups}) == (11 if with_fiction else 10)
