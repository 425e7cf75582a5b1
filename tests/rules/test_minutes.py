"""Minutes: who writes, circulates, corrects and adopts them, each moment at both sides, and who reads them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.rules.people import (
    NOT_SECRETARIAT,
    called,
    drafter,
    expert,
    guest,
    host,
    japan,
    note_taker,
    observer,
    public,
    watcher,
)

from nemawashi.access.rules import GRANTED, Verdict, refuse
from nemawashi.meetings import rules
from nemawashi.meetings.terms import MeetingState, MinutesState, Refusal

UNTIL = dt.datetime(2027, 5, 20, 12, tzinfo=dt.UTC)
BEFORE, AFTER = UNTIL - dt.timedelta(microseconds=1), UNTIL + dt.timedelta(microseconds=1)
BEGUN = (MeetingState.OPEN, MeetingState.HELD)
OUT = {"minutes": MinutesState.CIRCULATED, "until": UNTIL}
HOSTS: dict[Callable[..., Verdict], dict[str, Any]] = {
    rules.may_circulate_minutes: {"minutes": "draft", "until": UNTIL, "at": BEFORE},
    rules.may_adopt_minutes: OUT | {"at": AFTER},
}


@pytest.mark.parametrize("by", NOT_SECRETARIAT, ids=called)
@pytest.mark.parametrize("rule", HOSTS, ids=lambda rule: rule.__name__)
def test_nobody_keeps_minutes_in_the_place_of_the_secretariat(rule: Any, by: Any) -> None:
    assert rule(by, **HOSTS[rule]) == refuse(Refusal.NOT_THE_SECRETARIAT)
    assert rule(host, **HOSTS[rule]) == GRANTED


@pytest.mark.parametrize("by", [host, *NOT_SECRETARIAT], ids=called)
def test_the_secretariat_and_its_note_takers_write_and_nobody_else(by: Any) -> None:
    expected = GRANTED if by in (host, note_taker) else refuse(Refusal.NOT_A_NOTE_TAKER)

    assert rules.may_write_minutes(by, state="open", minutes="") == expected


@pytest.mark.parametrize("state", MeetingState)
def test_they_are_written_from_the_opening_on(state: MeetingState) -> None:
    expected = GRANTED if state in BEGUN else refuse(Refusal.NOTHING_TO_TAKE_DOWN)

    assert {rules.may_write_minutes(by, state=state, minutes="") for by in (host, note_taker)} == {expected}
    assert rules.shows_minutes(host, meeting=state, minutes="") is (state in BEGUN)
    assert rules.shows_minutes(japan, meeting=state, minutes="") is False


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"minutes": MinutesState.DRAFT}, None),
        ({"minutes": MinutesState.CIRCULATED}, None),
        ({"minutes": MinutesState.ADOPTED}, Refusal.MINUTES_ADOPTED),
        ({"has_words": False}, Refusal.MINUTES_EMPTY),
        ({"is_long": True}, Refusal.MINUTES_TOO_LONG),
    ],
)
def test_what_may_be_written(change: dict[str, Any], why: Refusal | None) -> None:
    asked = {"state": MeetingState.HELD, "minutes": ""} | change

    assert rules.may_write_minutes(host, **asked) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("minutes", "until", "why"),
    [
        ("", UNTIL, Refusal.NO_MINUTES),
        (MinutesState.DRAFT, None, None),
        (MinutesState.DRAFT, AFTER, None),
        (MinutesState.DRAFT, UNTIL, Refusal.MOMENT_PASSED),
        (MinutesState.CIRCULATED, AFTER, Refusal.MINUTES_OUT_ALREADY),
        (MinutesState.ADOPTED, AFTER, Refusal.MINUTES_OUT_ALREADY),
    ],
)
def test_they_are_circulated_once_until_a_moment_to_come(minutes: str, until: Any, why: Refusal | None) -> None:
    assert rules.may_circulate_minutes(host, minutes=minutes, until=until, at=UNTIL) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (japan, {}, None),
        (guest, {}, None),
        (observer, {}, None),
        (japan, {"at": AFTER}, Refusal.CORRECTIONS_CLOSED),
        (japan, {"at": AFTER, "until": None}, None),
        (japan, {"minutes": ""}, Refusal.NO_MINUTES),
        (japan, {"minutes": MinutesState.DRAFT}, Refusal.NO_MINUTES),
        (japan, {"minutes": MinutesState.ADOPTED}, Refusal.MINUTES_ADOPTED),
        (japan, {"is_invited": False}, Refusal.NOT_INVITED),
        (japan, {"words": " \n"}, Refusal.MINUTES_EMPTY),
        *((by, {}, Refusal.NOT_A_PARTICIPANT) for by in (host, expert, watcher, drafter, public)),
    ],
)
def test_an_invited_party_corrects_up_to_the_moment_itself(by: Any, change: dict[str, Any], why: Refusal | None) -> None:
    asked = OUT | {"is_invited": True, "at": UNTIL, "words": "It was Tuesday."} | change

    assert rules.may_correct_minutes(by, **asked) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"at": UNTIL}, Refusal.CORRECTIONS_OPEN),
        ({"at": UNTIL, "until": None}, None),
        ({"minutes": ""}, Refusal.NO_MINUTES),
        ({"minutes": MinutesState.DRAFT}, Refusal.NO_MINUTES),
        ({"minutes": MinutesState.ADOPTED}, Refusal.MINUTES_ADOPTED),
    ],
)
def test_they_are_adopted_once_the_moment_has_passed(change: dict[str, Any], why: Refusal | None) -> None:
    assert rules.may_adopt_minutes(host, **(OUT | {"at": AFTER} | change)) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize("state", MinutesState)
def test_a_draft_is_read_by_the_secretariat_alone(state: MinutesState) -> None:
    is_out = state != MinutesState.DRAFT

    asked = (host, japan, watcher, guest, expert, public)
    readers = {by.name or "public": rules.reads_minutes(by, state=state) for by in asked}

    assert readers["host"] is True
    assert (readers["japan"], readers["public"]) == (is_out, False)
    assert rules.shows_minutes(japan, meeting=MeetingState.HELD, minutes=state) is is_out
