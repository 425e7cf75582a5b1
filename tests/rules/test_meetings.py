"""Who may do what to meetings, agendas and recommendations: every refusal and the grant."""

import datetime as dt
from typing import Any

import pytest
from tests.rules.people import NOT_SECRETARIAT, PARTICIPANTS, called, expert, guest, host, japan, observer, watcher

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import rules
from nemawashi.meetings.terms import MeetingState, Rank, Refusal

DAY, MONTH, YEAR = ImpreciseDate(2027, 3, 14), ImpreciseDate(2027, 3), ImpreciseDate(2027)
AHEAD = ("planned", "announced", "postponed")


@pytest.mark.parametrize("by", NOT_SECRETARIAT, ids=called)
def test_only_the_secretariat_runs_meetings(by: Any) -> None:
    refused = refuse(Refusal.NOT_THE_SECRETARIAT)

    assert rules.is_secretariat(by) == refused
    assert rules.may_announce(by, state="planned", start=DAY) == refused
    assert rules.may_postpone(by, state="planned", why="x") == refused
    assert rules.may_cancel(by, state="planned", why="x") == refused
    for state in MeetingState:
        assert rules.may_open(by, state=state, start=DAY, today=dt.date(2027, 3, 14)) == refused
        assert rules.may_hold(by, state=state, end=DAY, today=dt.date(2027, 3, 15)) == refused
        assert rules.may_close(by, state=state) == refused
        assert rules.may_take_attendance(by, state=state, names=["The minister"]) == refused
        assert rules.may_reopen_agenda(by, state=state, is_agenda_adopted=True, why="x") == refused
    assert rules.may_defer(by, item_state="proposed", is_agenda_adopted=False, why="x") == refused
    assert rules.may_defer(by, item_state="deferred", is_agenda_adopted=False, why="x") == refused
    assert rules.may_defer(by, item_state="withdrawn", is_agenda_adopted=False, why="x") == refused
    assert rules.may_adopt_agenda(by, state="announced", is_agenda_adopted=False, open_items=1) == refused
    assert rules.may_adopt_agenda(by, state="announced", is_agenda_adopted=True, open_items=1) == refused


@pytest.mark.parametrize(
    ("by", "words", "expected"),
    [
        (expert, "Set up a service", None),
        (host, "Set up a service", None),
        (expert, "  ", Refusal.NO_REASON),
        (japan, "Set up a service", Refusal.NOT_AN_EXPERT),
        (observer, "Set up a service", Refusal.NOT_AN_EXPERT),
    ],
)
def test_experts_and_the_secretariat_record_recommendations(by: Any, words: str, expected: Refusal | None) -> None:
    assert rules.may_record_recommendation(by, words=words).refusal == expected


@pytest.mark.parametrize("by", [host, *PARTICIPANTS], ids=called)
def test_participants_and_the_secretariat_propose_items(by: Any) -> None:
    assert rules.may_put_on_agenda(by, state="announced", is_agenda_adopted=False) == GRANTED


@pytest.mark.parametrize("by", [observer, guest, watcher, expert], ids=called)
def test_observers_guests_and_watchers_propose_no_items(by: Any) -> None:
    assert rules.may_put_on_agenda(by, state="announced", is_agenda_adopted=False) == refuse(Refusal.NOT_A_PARTICIPANT)


@pytest.mark.parametrize(
    ("state", "is_adopted", "expected"),
    [
        *[(state, False, None) for state in AHEAD],
        *[(state, True, Refusal.AGENDA_ADOPTED) for state in AHEAD],
        ("held", False, Refusal.HELD_ALREADY),
        ("lapsed", False, Refusal.HELD_ALREADY),
        ("cancelled", True, Refusal.CANCELLED),
    ],
)
def test_items_are_proposed_until_the_agenda_is_adopted(state: str, is_adopted: bool, expected: Refusal | None) -> None:
    assert rules.may_put_on_agenda(japan, state=state, is_agenda_adopted=is_adopted).refusal == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (DAY, DAY, None),
        (None, None, None),
        (None, DAY, None),
        (DAY, None, None),
        (DAY, MONTH, None),
        (YEAR, DAY, None),
        (DAY, ImpreciseDate(2027, 3, 13), Refusal.ENDS_BEFORE_IT_STARTS),
        (DAY, ImpreciseDate(2027, 2), Refusal.ENDS_BEFORE_IT_STARTS),
        (YEAR, ImpreciseDate(2026), Refusal.ENDS_BEFORE_IT_STARTS),
    ],
)
def test_a_meeting_does_not_end_before_it_starts(
    start: ImpreciseDate | None, end: ImpreciseDate | None, expected: Refusal | None
) -> None:
    assert rules.dates_stand(start, end).refusal == expected


@pytest.mark.parametrize("zone", ["Asia/Tashkent", "UTC", "Asia/Tokyo"])
def test_a_zone_of_the_database_exists(zone: str) -> None:
    assert rules.zone_exists(zone) == GRANTED


@pytest.mark.parametrize("zone", ["", "Asia/Nowhere", "../etc/passwd", "/etc/passwd", "Asia", "x" * 5000, "Asia/\x00"])
def test_any_other_zone_does_not(zone: str) -> None:
    assert rules.zone_exists(zone) == refuse(Refusal.ZONE_UNKNOWN, zone)


@pytest.mark.parametrize(
    ("state", "start", "expected"),
    [
        ("planned", DAY, None),
        ("postponed", DAY, None),
        ("planned", MONTH, Refusal.NO_DATE),
        ("planned", YEAR, Refusal.NO_DATE),
        ("planned", None, Refusal.NO_DATE),
        ("held", DAY, Refusal.HELD_ALREADY),
        ("cancelled", DAY, Refusal.CANCELLED),
    ],
)
def test_a_meeting_is_announced_with_its_day(state: str, start: ImpreciseDate | None, expected: Refusal | None) -> None:
    assert rules.may_announce(host, state=state, start=start).refusal == expected


@pytest.mark.parametrize("rule", [rules.may_postpone, rules.may_cancel])
@pytest.mark.parametrize(
    ("state", "why", "expected"),
    [
        *[(state, "clash of dates", None) for state in AHEAD],
        ("planned", " ", Refusal.NO_REASON),
        ("held", "clash", Refusal.HELD_ALREADY),
        ("cancelled", "clash", Refusal.CANCELLED),
    ],
)
def test_a_meeting_ahead_is_postponed_or_cancelled_with_a_reason(
    rule: Any, state: str, why: str, expected: Refusal | None
) -> None:
    assert rule(host, state=state, why=why).refusal == expected


TODAY = dt.date(2027, 3, 14)
NOT_ANNOUNCED = [
    ("planned", Refusal.NOT_ANNOUNCED),
    ("postponed", Refusal.NOT_ANNOUNCED),
    ("held", Refusal.HELD_ALREADY),
    ("cancelled", Refusal.CANCELLED),
    ("open", Refusal.IN_SESSION),
]


@pytest.mark.parametrize(
    ("state", "start", "expected"),
    [
        ("announced", DAY, None),
        ("announced", MONTH, None),
        ("announced", ImpreciseDate(2027, 3, 15), Refusal.NOT_ITS_DAY),
        ("announced", None, Refusal.NOT_ITS_DAY),
        *((state, DAY, why) for state, why in NOT_ANNOUNCED),
    ],
)
def test_a_meeting_is_opened_on_its_first_day_at_the_earliest(
    state: str, start: ImpreciseDate | None, expected: Refusal | None
) -> None:
    assert rules.may_open(host, state=state, start=start, today=TODAY).refusal == expected


@pytest.mark.parametrize(
    ("state", "end", "expected"),
    [
        ("announced", ImpreciseDate(2027, 3, 13), None),
        ("announced", DAY, Refusal.NOT_OVER),
        ("announced", MONTH, Refusal.NOT_OVER),
        ("announced", ImpreciseDate(2027, 2), None),
        ("announced", None, Refusal.NOT_OVER),
        *((state, ImpreciseDate(2027, 3, 13), why) for state, why in NOT_ANNOUNCED),
    ],
)
def test_a_meeting_that_nobody_opened_is_held_once_its_last_day_is_over(
    state: str, end: ImpreciseDate | None, expected: Refusal | None
) -> None:
    assert rules.may_hold(host, state=state, end=end, today=TODAY).refusal == expected


@pytest.mark.parametrize("state", MeetingState)
def test_only_what_is_in_session_is_closed_and_has_attendance(state: str) -> None:
    expected = {"open": None, "held": Refusal.HELD_ALREADY}.get(state, Refusal.NOT_IN_SESSION)

    assert rules.may_close(host, state=state).refusal == expected
    assert rules.may_take_attendance(host, state=state, names=["The minister"]).refusal == expected
    assert rules.may_confirm_presence(japan, state=state, is_invited=True, names="The minister").refusal == expected


def test_presence_has_names_and_an_invitation() -> None:
    asked = {"state": "open", "is_invited": True, "names": "The minister"}

    assert rules.may_confirm_presence(japan, **asked | {"names": " "}) == refuse(Refusal.NO_NAMES)
    assert rules.may_confirm_presence(japan, **asked | {"is_invited": False}) == refuse(Refusal.NOT_INVITED)
    assert rules.may_confirm_presence(host, **asked) == refuse(Refusal.NOT_INVITED)
    assert rules.may_take_attendance(host, state="open", names=[]) == refuse(Refusal.NO_NAMES)
    assert rules.may_take_attendance(host, state="open", names=["The minister", " "]) == refuse(Refusal.NO_NAMES)


@pytest.mark.parametrize("rule", [rules.may_postpone, rules.may_cancel])
def test_what_is_in_session_is_neither_moved_nor_given_up(rule: Any) -> None:
    assert rule(host, state="open", why="clash").refusal == Refusal.IN_SESSION


@pytest.mark.parametrize(
    ("item_state", "why", "expected"),
    [
        ("proposed", "no consensus", None),
        ("adopted", "no time", None),
        ("deferred", "again", Refusal.ITEM_NOT_OPEN),
        ("withdrawn", "again", Refusal.ITEM_ENDED),
        ("proposed", "", Refusal.NO_REASON),
    ],
)
def test_an_open_item_is_deferred_with_a_reason(item_state: str, why: str, expected: Refusal | None) -> None:
    verdict = rules.may_defer(host, item_state=item_state, is_agenda_adopted=False, why=why)

    assert verdict.refusal == expected


@pytest.mark.parametrize("state", MeetingState)
def test_an_agenda_is_adopted_at_or_after_the_opening(state: str) -> None:
    verdict = rules.may_adopt_agenda(host, state=state, is_agenda_adopted=False, open_items=1)

    known = {"open": None, "held": None, "announced": Refusal.NOT_IN_SESSION}
    assert verdict.refusal == known.get(state, Refusal.NOT_ANNOUNCED)


@pytest.mark.parametrize(
    ("state", "is_adopted", "why", "expected"),
    [
        ("open", True, "too early", None),
        ("announced", True, "too early", None),
        ("open", False, "too early", Refusal.AGENDA_NOT_ADOPTED),
        ("open", True, " ", Refusal.NO_REASON),
        ("held", True, "too early", Refusal.HELD_ALREADY),
    ],
)
def test_an_agenda_is_provisional_again_with_a_reason(
    state: str, is_adopted: bool, why: str, expected: Refusal | None
) -> None:
    assert rules.may_reopen_agenda(host, state=state, is_agenda_adopted=is_adopted, why=why).refusal == expected


def test_an_agenda_is_adopted_once_and_with_something_on_it() -> None:
    twice = rules.may_adopt_agenda(host, state="announced", is_agenda_adopted=True, open_items=1)
    empty = rules.may_adopt_agenda(host, state="open", is_agenda_adopted=False, open_items=0)

    assert twice == refuse(Refusal.AGENDA_ADOPTED)
    assert empty == refuse(Refusal.AGENDA_EMPTY)


@pytest.mark.parametrize(
    ("office", "rank"),
    [
        (None, Rank.UNKNOWN),
        ("  (chair)", Rank.UNKNOWN),
        ("President", Rank.LEADER),
        ("prime minister", Rank.LEADER),
        ("Deputy prime minister", Rank.MINISTER),
        ("Secretary of state", Rank.MINISTER),
        ("Foreign minister", Rank.MINISTER),
        ("Minister (with the deputy minister)", Rank.MINISTER),
        ("Deputy foreign minister (chair)", Rank.DEPUTY),
        ("State secretary", Rank.DEPUTY),
        ("Ambassador of the deputy minister", Rank.ENVOY),
        ("Special envoy", Rank.ENVOY),
        ("Deputy director", Rank.OFFICIAL),
        ("Head of the minister's office", Rank.OFFICIAL),
        ("Counsellor", Rank.OFFICIAL),
    ],
)
def test_the_rank_is_that_of_the_office_before_any_parenthesis(office: str | None, rank: Rank) -> None:
    assert rules.rank_of(office) == rank


@pytest.mark.parametrize(
    ("state", "moves", "expected"),
    [
        ("planned", True, None),
        ("announced", False, None),
        ("announced", True, Refusal.DAYS_ANNOUNCED),
        ("postponed", True, Refusal.DAYS_ANNOUNCED),
        ("open", False, Refusal.BEGUN),
        ("held", False, Refusal.BEGUN),
        ("lapsed", False, Refusal.BEGUN),
        ("cancelled", False, Refusal.CANCELLED),
    ],
)
def test_a_meeting_is_set_right_until_it_begins(state: str, moves: bool, expected: Refusal | None) -> None:
    assert rules.may_edit_meeting(host, state=state, moves_days=moves).refusal == expected
    assert rules.may_edit_meeting(japan, state=state, moves_days=moves).refusal == Refusal.NOT_THE_SECRETARIAT


ITEM = {
    "proposer": "japan",
    "state": "announced",
    "item_state": "proposed",
    "is_agenda_adopted": False,
    "is_built_on": False,
}


@pytest.mark.parametrize(
    ("by", "differs", "expected"),
    [
        (japan, {}, None),
        (host, {}, Refusal.NOT_ITS_PROPOSER),
        (host, {"is_reworded": False}, None),
        (host, {"is_reworded": False, "is_built_on": True, "is_promise": True}, None),
        (host, {"proposer": None}, None),
        (japan, {"proposer": None}, Refusal.NOT_ITS_PROPOSER),
        (watcher, {}, Refusal.NOT_ITS_PROPOSER),
        (observer, {"is_reworded": False}, Refusal.NOT_ITS_PROPOSER),
        (japan, {"item_state": "deferred"}, Refusal.ITEM_ENDED),
        (japan, {"item_state": "withdrawn"}, Refusal.ITEM_ENDED),
        (japan, {"is_agenda_adopted": True}, Refusal.AGENDA_STANDS),
        (japan, {"state": "held"}, Refusal.HELD_ALREADY),
        (japan, {"is_built_on": True}, Refusal.ITEM_BUILT_ON),
        (japan, {"is_promise": True}, Refusal.ITEM_IS_A_PROMISE),
    ],
)
def test_an_item_is_mended_by_who_proposed_it(by: Any, differs: dict[str, Any], expected: Refusal | None) -> None:
    assert rules.may_mend_item(by, **(ITEM | differs)).refusal == expected


def test_the_secretariat_orders_a_provisional_agenda() -> None:
    assert rules.may_reorder(host, state="announced", is_agenda_adopted=False) == GRANTED
    assert rules.may_reorder(host, state="announced", is_agenda_adopted=True) == refuse(Refusal.AGENDA_STANDS)
    assert rules.may_reorder(host, state="held", is_agenda_adopted=False) == refuse(Refusal.HELD_ALREADY)
    assert rules.may_reorder(japan, state="announced", is_agenda_adopted=False) == refuse(Refusal.NOT_THE_SECRETARIAT)


@pytest.mark.parametrize(
    ("by", "link", "is_taken_up", "words", "expected"),
    [
        (expert, "open", False, "x", None),
        (host, "open", False, "x", None),
        (japan, "open", False, "x", Refusal.NOT_AN_EXPERT),
        (expert, "open", True, "x", Refusal.WORDS_TAKEN_UP),
        (expert, "taken_up", False, "x", Refusal.WORDS_TAKEN_UP),
        (expert, "none", False, "x", Refusal.FROM_A_SOURCE),
        (expert, "stated", False, "x", Refusal.FROM_A_SOURCE),
        (expert, "open", False, " ", Refusal.NO_REASON),
    ],
)
def test_recommendations_are_set_right_until_they_are_taken_up(
    by: Any, link: str, is_taken_up: bool, words: str, expected: Refusal | None
) -> None:
    assert rules.may_edit_recommendation(by, link=link, is_taken_up=is_taken_up, words=words).refusal == expected


@pytest.mark.parametrize(
    ("start", "days", "closes"),
    [
        (DAY, 14, dt.date(2027, 2, 28)),
        (DAY, 0, dt.date(2027, 3, 14)),
        (DAY, None, None),
        (MONTH, 14, None),
        (None, 14, None),
    ],
)
def test_the_agenda_closes_so_many_days_before_the_first(
    start: ImpreciseDate | None, days: int | None, closes: dt.date | None
) -> None:
    assert rules.agenda_closes(start, days=days) == rules.papers_close(start, days=days) == closes


def test_an_item_is_late_from_the_day_after_and_never_the_chairs_own() -> None:
    closes = dt.date(2027, 2, 28)

    assert not rules.is_late(japan, closes=closes, today=closes)
    assert rules.is_late(japan, closes=closes, today=dt.date(2027, 3, 1))
    assert not rules.is_late(host, closes=closes, today=dt.date(2027, 3, 1))
    assert not rules.is_late(japan, closes=None, today=closes)


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (host, {}, None),
        (japan, {}, Refusal.NOT_THE_SECRETARIAT),
        (host, {"state": "held"}, Refusal.HELD_ALREADY),
        (host, {"item_state": "proposed"}, Refusal.NOT_LATE),
        (host, {"is_agenda_adopted": True}, Refusal.AGENDA_STANDS),
        (host, {"why": " "}, Refusal.NO_REASON),
    ],
)
def test_late_items_need_the_chairs_leave_and_a_reason(by: Any, change: dict[str, Any], why: Refusal | None) -> None:
    asked = {"state": "announced", "item_state": "late", "is_agenda_adopted": False, "why": "Urgent."} | change

    assert rules.may_admit_late_item(by, **asked) == (refuse(why) if why else GRANTED)


def days(*written: str) -> list[ImpreciseDate | None]:
    return [ImpreciseDate.parse(each) if each else None for each in written]


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        ([], None),
        (["2004-08-28"], None),
        (["2004", "2006-06", ""], None),
        (["2006-06-05", "2004-08-28"], (22, 22, 22, 1)),
        (["2004-08", "2006-06", "2010-08-07", "2012-11-10"], (27, 22, 50, 3)),
        (["2004-01", "2005-01", "2005-01"], (12, 0, 12, 2)),
    ],
)
def test_how_often_a_track_met(met: list[str], expected: tuple[int, ...] | None) -> None:
    """The gap in the middle, the shortest, the longest, and how many there are, in months."""
    assert rules.cadence(days(*met)) == (rules.Cadence(*expected) if expected else None)


@pytest.mark.parametrize(
    ("met", "expected"),
    [([], None), (["2025", ""], None), (["2025-12-20", "2024-01"], 11), (["2026-11"], 0), (["2026-12-01"], -1)],
)
def test_months_since_a_track_met(met: list[str], expected: int | None) -> None:
    assert rules.months_since(days(*met), today=dt.date(2026, 11, 30)) == expected


@pytest.mark.parametrize(
    ("made", "taken", "expected"),
    [
        ("", "2026-11-02", None),
        ("2026-11-01", "", None),
        ("2026-11-01", "2026-11-02", (1, 1)),
        ("2026-11-01", "2026-11-01", (0, 0)),
        ("2026-11-02", "2026-11-01", None),
        ("2026-11", "2026-11", (0, 29)),
        ("2026-11-10", "2026-11", (0, 20)),
        ("2026-11", "2027-01-01", (32, 61)),
    ],
)
def test_days_from_a_recommendation_to_what_came_of_it(made: str, taken: str, expected: tuple[int, int] | None) -> None:
    (one, other) = days(made, taken)

    assert rules.days_until(one, other) == (rules.Stretch(*expected) if expected else None)
