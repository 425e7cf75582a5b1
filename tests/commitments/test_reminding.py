"""Reminders by the clock: whom they reach, once for each date, and whom they do not."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from nemawashi.access.models import Notice
from nemawashi.assistance import acts as assistance
from nemawashi.assistance.models import Undertaking
from nemawashi.commitments import acts
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import Refusal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Party
from nemawashi.project import tending

Does = Callable[..., Any]


def _soon(now: dt.datetime) -> ImpreciseDate:
    day = now.date() + dt.timedelta(days=9)
    return ImpreciseDate(day.year, day.month, day.day)


def _told_of(event: str) -> list[tuple[str, str, bool]]:
    rows = Notice.objects.filter(entry__event=event).order_by("circle", "party")
    return [(row.circle, row.party, row.asks) for row in rows]


def test_the_owner_alone_is_reminded_once_for_each_date(played: None, now: dt.datetime, training: Commitment) -> None:
    Commitment.objects.filter(pk=training.pk).update(due_on=_soon(now))

    first, second = tending.tend(at=now), tending.tend(at=now)

    assert (first.reminded, second.reminded) == (1, 0)
    assert _told_of("commitment.reminded") == [("host", "", False), ("participants", "japan", True)]
    Commitment.objects.filter(pk=training.pk).update(due_on=ImpreciseDate(now.year, now.month, now.day))
    assert tending.tend(at=now).reminded == 1


def test_remind_of_commitment_by_the_secretariat(
    logged: Does, refused: Does, now: dt.datetime, training: Commitment
) -> None:
    assert refused("host", acts.remind_of_commitment, training) is Refusal.NOT_DUE_SOON
    Commitment.objects.filter(pk=training.pk).update(due_on=_soon(now))
    training.refresh_from_db()

    row, entries = logged("host", acts.remind_of_commitment, training)

    assert row.reminded_for == _soon(now)
    assert entries == [("commitment.reminded", "", "parties", training.ref)]
    assert refused("host", acts.remind_of_commitment, training) is Refusal.REMINDED_ALREADY
    assert refused("japan", acts.remind_of_commitment, training) is Refusal.NOT_THE_SECRETARIAT


def test_nobody_is_reminded_of_what_was_delivered(done: Does, now: dt.datetime, training: Commitment) -> None:
    Commitment.objects.filter(pk=training.pk).update(due_on=_soon(now))
    done("japan", acts.report_progress, training, words="All.", delivery="complete")

    assert tending.tend(at=now).reminded == 0
    assert _told_of("commitment.reminded") == []


def test_the_donor_alone_is_reminded_of_an_end(done: Does, now: dt.datetime, played: None, db: None) -> None:
    giver, receiver = (Party.objects.get(slug=slug) for slug in ("japan", "tajikistan"))
    words = {"title": "Gauges", "recipients": [receiver], "end_on": _soon(now)}
    row = done("japan", assistance.record_project, giver, **words)

    assert tending.tend(at=now).reminded == 1
    assert _told_of("project.reminded") == [("host", "", False), ("parties", "japan", True)]
    assert tending.tend(at=now).reminded == 0
    assert Undertaking.objects.get(pk=row.pk).reminded_for == _soon(now)
