"""Silence runs to a moment in a named zone; what it came to follows from recorded moments alone."""

import datetime as dt
from typing import Any

import pytest
from tests.rules.people import NOT_PARTICIPANTS, NOT_SECRETARIAT, PARTICIPANTS, called, host, japan

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.texts import rules
from nemawashi.texts.terms import Refusal, SilenceState

NOON = dt.datetime(2026, 11, 27, 7, 0, tzinfo=dt.UTC)
HALF, HAIR = dt.timedelta(milliseconds=500), dt.timedelta(microseconds=1)


def may_break(by: Any = japan, at: dt.datetime = NOON, **change: Any) -> Any:
    asked = {"ends_at": NOON, "is_concluded": False, "has_broken": False, "words": "Not agreed."}
    return rules.may_break_silence(by, at=at, **asked | change)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOON - HALF, None),
        (NOON - HAIR, None),
        (NOON, None),
        (NOON + HAIR, Refusal.TOO_LATE),
        (NOON + HALF, Refusal.TOO_LATE),
        (NOON.astimezone(dt.timezone(dt.timedelta(hours=9))), None),
        ((NOON + HAIR).astimezone(dt.timezone(dt.timedelta(hours=-9))), Refusal.TOO_LATE),
    ],
)
def test_the_moment_itself_is_in_time_and_what_follows_is_not(at: dt.datetime, expected: Refusal | None) -> None:
    assert may_break(at=at).refusal == expected


@pytest.mark.parametrize("by", PARTICIPANTS, ids=called)
def test_every_participant_breaks_silence(by: Any) -> None:
    assert may_break(by) == GRANTED


@pytest.mark.parametrize("by", NOT_PARTICIPANTS, ids=called)
def test_nobody_but_a_participant_breaks_silence(by: Any) -> None:
    assert may_break(by) == refuse(Refusal.NOT_A_PARTICIPANT)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"is_concluded": True}, Refusal.TOO_LATE),
        ({"has_broken": True}, Refusal.BROKEN_ALREADY),
        ({"words": " "}, Refusal.NO_WORDS),
        ({"is_over": True}, Refusal.NOT_UNDER_SILENCE),
        ({"is_over": True, "is_concluded": True, "has_broken": True, "words": ""}, Refusal.NOT_UNDER_SILENCE),
    ],
)
def test_a_break_is_one_of_each_party_in_writing(change: dict[str, Any], expected: Refusal) -> None:
    assert may_break(**change) == refuse(expected)


@pytest.mark.parametrize(
    ("breaks", "concluded", "at", "expected"),
    [
        ([], None, NOON - HAIR, SilenceState.RUNNING),
        ([], None, NOON, SilenceState.RUNNING),
        ([], None, NOON + HAIR, SilenceState.EXPIRED),
        ([], NOON + HALF, NOON + HALF, SilenceState.CONCLUDED),
        ([NOON], None, NOON + HALF, SilenceState.BROKEN),
        ([NOON - HALF, NOON - HALF], None, NOON - HALF, SilenceState.BROKEN),
        ([NOON], NOON + HALF, NOON + HALF, SilenceState.BROKEN),
        ([NOON + HAIR], None, NOON + HALF, SilenceState.EXPIRED),
        ([NOON + HAIR, NOON - HALF], None, NOON + HALF, SilenceState.BROKEN),
    ],
)
def test_state_follows_from_moments_alone(
    breaks: list[dt.datetime], concluded: dt.datetime | None, at: dt.datetime, expected: SilenceState
) -> None:
    assert rules.silence_state(NOON, breaks=breaks, concluded_at=concluded, at=at) == expected


@pytest.mark.parametrize(
    ("local", "zone", "expected"),
    [
        ("2026-11-27T12:00", "Asia/Almaty", "2026-11-27T07:00"),
        ("2026-11-27T12:00", "Asia/Tokyo", "2026-11-27T03:00"),
        ("2026-11-27T12:00", "UTC", "2026-11-27T12:00"),
        ("2026-07-01T12:00", "Europe/Berlin", "2026-07-01T10:00"),
        ("2026-12-01T12:00", "Europe/Berlin", "2026-12-01T11:00"),
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30"),
        ("2024-02-29T23:30", "Asia/Almaty", "2024-02-29T17:30"),
        ("2024-03-01T00:30", "Asia/Almaty", "2024-02-29T19:30"),
    ],
    ids=["almaty", "tokyo", "utc", "summer", "winter", "doubled: the earlier", "doubled in almaty", "after the change"],
)
def test_a_wall_clock_names_a_moment(local: str, zone: str, expected: str) -> None:
    moment = rules.silence_moment(dt.datetime.fromisoformat(local), zone)

    assert moment.isoformat(timespec="minutes") == f"{expected}+00:00"
    assert moment.tzinfo is dt.UTC


def test_a_wall_clock_that_was_read_the_second_time_still_names_the_earlier_moment() -> None:
    local = dt.datetime(2026, 10, 25, 2, 30, fold=1)  # noqa: DTZ001  a wall clock has no zone

    assert rules.silence_moment(local, "Europe/Berlin") == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("local", "zone"), [("2026-03-29T02:30", "Europe/Berlin"), ("2026-03-08T02:00", "America/New_York")]
)
def test_a_time_that_the_clocks_skip_names_none(local: str, zone: str) -> None:
    with pytest.raises(ValueError, match=f"the clocks of {zone} skip"):
        rules.silence_moment(dt.datetime.fromisoformat(local), zone)


def test_an_unknown_zone_names_none() -> None:
    with pytest.raises(KeyError):
        rules.silence_moment(dt.datetime(2026, 1, 1), "Asia/Nowhere")  # noqa: DTZ001  a wall clock has no zone


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, GRANTED),
        ({"state": "zero_draft"}, GRANTED),
        ({"state": "under_silence"}, refuse(Refusal.NOT_UNDER_NEGOTIATION)),
        ({"state": "adopted"}, refuse(Refusal.NOT_UNDER_NEGOTIATION)),
        ({"open_clauses": 3}, refuse(Refusal.NOT_CLEAN, "3")),
        ({"is_revision_current": False}, refuse(Refusal.NOT_A_CLEAN_REVISION)),
        ({"ends_at": NOON - HALF}, refuse(Refusal.MOMENT_PASSED)),
        ({"ends_at": NOON - HALF - HALF}, refuse(Refusal.MOMENT_PASSED)),
        ({"ends_at": NOON - HALF + HAIR}, GRANTED),
        ({"is_running": True}, refuse(Refusal.SILENCE_RUNS)),
        (
            {"least_hours": 72, "ends_at": NOON - HALF + dt.timedelta(hours=72) - HAIR},
            refuse(Refusal.SILENCE_TOO_SHORT, "72"),
        ),
        ({"least_hours": 72, "ends_at": NOON - HALF + dt.timedelta(hours=72)}, GRANTED),
        ({"least_working_days": 3, "working_days": 2}, refuse(Refusal.TOO_FEW_WORKING_DAYS, "3")),
        ({"least_working_days": 3, "working_days": 3}, GRANTED),
        ({"least_working_days": 3, "working_days": None}, GRANTED),
        ({"least_working_days": None, "working_days": 0}, GRANTED),
    ],
)
def test_only_a_clean_revision_goes_under_silence_until_a_moment_to_come(change: dict[str, Any], expected: Any) -> None:
    asked = {"state": "under_negotiation", "open_clauses": 0, "ends_at": NOON, "is_revision_current": True}

    assert rules.may_open_silence(host, at=NOON - HALF, **asked | change) == expected


@pytest.mark.parametrize(
    ("state", "until", "expected"),
    [
        (SilenceState.RUNNING, NOON + HAIR, None),
        (SilenceState.RUNNING, NOON, Refusal.NOT_LATER),
        (SilenceState.RUNNING, NOON - HALF, Refusal.NOT_LATER),
        (SilenceState.BROKEN, NOON + HALF, Refusal.SILENCE_BROKEN),
        (SilenceState.EXPIRED, NOON + HALF, Refusal.TOO_LATE),
        (SilenceState.CONCLUDED, NOON + HALF, Refusal.CONCLUDED_ALREADY),
    ],
)
def test_running_silence_is_extended_and_never_shortened(
    state: SilenceState, until: dt.datetime, expected: Refusal | None
) -> None:
    verdict = rules.may_extend_silence(host, state=state, ends_at=NOON, until=until, at=NOON - HALF)

    assert verdict.refusal == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (SilenceState.EXPIRED, None),
        (SilenceState.RUNNING, Refusal.SILENCE_RUNS),
        (SilenceState.BROKEN, Refusal.SILENCE_BROKEN),
        (SilenceState.CONCLUDED, Refusal.CONCLUDED_ALREADY),
    ],
)
def test_silence_is_concluded_once_after_its_moment_and_unbroken(state: SilenceState, expected: Refusal | None) -> None:
    assert rules.may_conclude_silence(host, state=state).refusal == expected


@pytest.mark.parametrize("by", NOT_SECRETARIAT, ids=called)
def test_only_the_secretariat_runs_silence(by: Any) -> None:
    refused, later = refuse(Refusal.NOT_THE_SECRETARIAT), NOON + HALF
    asked = {"state": "zero_draft", "open_clauses": 0, "ends_at": later, "at": NOON, "is_revision_current": True}

    assert rules.may_open_silence(by, **asked) == refused
    assert rules.may_extend_silence(by, state=SilenceState.RUNNING, ends_at=NOON, until=later, at=NOON) == refused
    assert rules.may_conclude_silence(by, state=SilenceState.EXPIRED) == refused
