"""The time plan and the annotations: collisions to the minute, days, the venue's clock, and how far an agenda has come."""

import datetime as dt
from typing import Any

import pytest
from tests.rules.people import NOT_SECRETARIAT, called, host, japan

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import rules
from nemawashi.meetings.rules import MOST_DAYS, SessionSpan
from nemawashi.meetings.terms import AgendaStage, Refusal

MORNING = SessionSpan(1, dt.time(9), dt.time(12))


def span(starts: str, ends: str, day: int = 1) -> SessionSpan:
    return SessionSpan(day, dt.time.fromisoformat(starts), dt.time.fromisoformat(ends))


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (host, {}, None),
        (japan, {}, Refusal.NOT_THE_SECRETARIAT),
        (host, {"state": "open"}, None),
        (host, {"state": "held"}, Refusal.HELD_ALREADY),
        (host, {"state": "cancelled"}, Refusal.CANCELLED),
        (host, {"span": span("13:00", "15:00", 0)}, Refusal.SESSION_OUTSIDE),
        (host, {"span": span("13:00", "15:00", 2)}, None),
        (host, {"span": span("13:00", "15:00", 3)}, Refusal.SESSION_OUTSIDE),
        (host, {"days": None, "span": span("13:00", "15:00", MOST_DAYS)}, None),
        (host, {"days": None, "span": span("13:00", "15:00", MOST_DAYS + 1)}, Refusal.SESSION_OUTSIDE),
        (host, {"span": span("13:00", "13:01")}, None),
        (host, {"span": span("13:00", "13:00")}, Refusal.SESSION_ENDS_FIRST),
        (host, {"span": span("13:00", "12:59")}, Refusal.SESSION_ENDS_FIRST),
        (host, {"span": span("12:00", "13:00")}, None),
        (host, {"span": span("11:59", "13:00")}, Refusal.SESSIONS_COLLIDE),
        (host, {"span": span("08:00", "09:00")}, None),
        (host, {"span": span("08:00", "09:01")}, Refusal.SESSIONS_COLLIDE),
        (host, {"span": span("10:00", "11:00")}, Refusal.SESSIONS_COLLIDE),
        (host, {"span": span("08:00", "13:00")}, Refusal.SESSIONS_COLLIDE),
        (host, {"span": span("10:00", "11:00", 2)}, None),
    ],
)
def test_may_plan_session(by: Any, change: dict[str, Any], why: Refusal | None) -> None:
    asked = {"state": "announced", "span": span("13:00", "15:00"), "days": 2, "others": [MORNING]} | change

    assert rules.may_plan_session(by, **asked) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize("by", NOT_SECRETARIAT, ids=called)
def test_the_secretariat_alone_annotates_and_takes_out(by: Any) -> None:
    asked = {"item_state": "proposed", "is_agenda_adopted": False, "is_reworded": True}

    assert rules.may_annotate(by, state="announced", **asked) == refuse(Refusal.NOT_THE_SECRETARIAT)
    assert rules.may_remove_session(by, state="announced") == refuse(Refusal.NOT_THE_SECRETARIAT)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"state": "held"}, Refusal.HELD_ALREADY),
        ({"item_state": "deferred"}, Refusal.ITEM_ENDED),
        ({"item_state": "withdrawn"}, Refusal.ITEM_ENDED),
        ({"item_state": "adopted", "is_agenda_adopted": True}, Refusal.AGENDA_STANDS),
        ({"item_state": "adopted", "is_agenda_adopted": True, "is_reworded": False}, None),
    ],
)
def test_may_annotate(change: dict[str, Any], why: Refusal | None) -> None:
    asked = {"state": "open", "item_state": "proposed", "is_agenda_adopted": False, "is_reworded": True} | change

    assert rules.may_annotate(host, **asked) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ((2027, 5, 3), (2027, 5, 4), 2),
        ((2027, 5, 3), None, 1),
        ((2027, 5, 3), (2027, 5), 1),
        ((2027, 5), (2027, 5), None),
        (None, None, None),
    ],
)
def test_days_of_a_meeting(start: Any, end: Any, days: int | None) -> None:
    first, last = (ImpreciseDate(*each) if each else None for each in (start, end))

    assert rules.days_of(first, last) == days
    assert rules.session_day(first, 2) == (dt.date(2027, 5, 4) if days else None)


@pytest.mark.parametrize(
    ("day", "hours", "zone", "stands"),
    [
        ("2027-03-28", ("01:59", "03:00"), "Europe/Vienna", True),
        ("2027-03-28", ("02:00", "04:00"), "Europe/Vienna", False),
        ("2027-03-28", ("01:00", "02:59"), "Europe/Vienna", False),
        ("2027-10-31", ("02:30", "04:00"), "Europe/Vienna", True),
        ("2024-03-01", ("00:30", "09:00"), "Asia/Almaty", True),
    ],
)
def test_an_hour_that_the_clocks_skip_is_refused(day: str, hours: tuple[str, str], zone: str, stands: bool) -> None:
    asked = [dt.time.fromisoformat(each) for each in hours]

    verdict = rules.stands_on_the_clock(dt.date.fromisoformat(day), asked, zone)

    assert verdict == (GRANTED if stands else refuse(Refusal.CLOCK_SKIPPED, zone))
    assert rules.stands_on_the_clock(None, asked, zone) == GRANTED


def test_a_session_survives_a_change_of_the_countrys_offset() -> None:
    days = (dt.date(2024, 2, 28), dt.date(2024, 3, 4))

    moments = [rules.on_the_venues_clock(day, dt.time(9), "Asia/Almaty").astimezone(dt.UTC) for day in days]

    assert [each.hour for each in moments] == [3, 4]  # UTC+6 until March 2024, UTC+5 since


@pytest.mark.parametrize(
    ("is_adopted", "annotations", "stage"),
    [
        (False, [], AgendaStage.PROVISIONAL),
        (False, ["a", " "], AgendaStage.PROVISIONAL),
        (False, ["a", "b"], AgendaStage.ANNOTATED),
        (True, [""], AgendaStage.ADOPTED),
    ],
)
def test_stage_of_an_agenda(is_adopted: bool, annotations: list[str], stage: AgendaStage) -> None:
    assert rules.agenda_stage(is_adopted=is_adopted, annotations=annotations) is stage
