"""Slips of the pen in words under negotiation: who may set them right, until when a party objects, what remains."""

import datetime as dt
from typing import Any

import pytest
from tests.rules.people import NOT_PARTICIPANTS, NOT_SECRETARIAT, PARTICIPANTS, called, host, japan

from nemawashi.access.rules import GRANTED
from nemawashi.texts import rules
from nemawashi.texts.terms import Refusal, TextState

AT = dt.datetime(2026, 11, 24, 6, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=3)
TICK = dt.timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("state", "is_acted_on", "why", "expected"),
    [
        ("zero_draft", False, "x", None),
        ("zero_draft", True, "x", Refusal.ACTED_ON),
        ("zero_draft", False, " ", Refusal.NO_REASON),
        *[(state, False, "x", Refusal.NOT_A_ZERO_DRAFT) for state in TextState if state != "zero_draft"],
    ],
)
def test_a_zero_draft_is_taken_back_until_a_party_acts(
    state: str, is_acted_on: bool, why: str, expected: Refusal | None
) -> None:
    assert rules.may_take_back(host, state=state, is_acted_on=is_acted_on, why=why).refusal == expected
    assert rules.may_take_back(japan, state=state, is_acted_on=is_acted_on, why=why).refusal == Refusal.NOT_THE_SECRETARIAT


SLIP: dict[str, Any] = {"state": "under_negotiation", "is_deleted": False, "is_silent": False, "is_pending": False}
SLIP |= {"before": "teh", "after": "the", "why": "slip", "ends_at": LATER, "at": AT}


@pytest.mark.parametrize(
    ("differs", "expected"),
    [
        ({}, None),
        ({"state": "zero_draft"}, None),
        ({"after": ""}, None),
        ({"ends_at": AT + TICK}, None),
        ({"ends_at": AT}, Refusal.MOMENT_PASSED),
        ({"state": "adopted"}, Refusal.SEALED_WORDS),
        ({"state": "issued"}, Refusal.SEALED_WORDS),
        ({"state": "under_silence"}, Refusal.NOT_UNDER_NEGOTIATION),
        ({"state": "taken_back"}, Refusal.NOT_UNDER_NEGOTIATION),
        ({"is_deleted": True}, Refusal.CLAUSE_DELETED),
        ({"is_silent": True}, Refusal.SILENCE_RUNS),
        ({"is_pending": True}, Refusal.CORRECTION_PENDING),
        ({"before": " "}, Refusal.NO_WORDS),
        ({"after": "teh"}, Refusal.NO_CHANGE),
        ({"why": " "}, Refusal.NO_REASON),
    ],
)
def test_the_chair_proposes_to_set_a_slip_right(differs: dict[str, Any], expected: Refusal | None) -> None:
    assert rules.may_correct_editorially(host, **(SLIP | differs)).refusal == expected


@pytest.mark.parametrize("by", NOT_SECRETARIAT, ids=called)
def test_nobody_else_sets_words_right(by: Any) -> None:
    assert rules.may_correct_editorially(by, **SLIP).refusal == Refusal.NOT_THE_SECRETARIAT
    assert rules.may_correct_editorially(by, **SLIP | {"state": "adopted"}).refusal == Refusal.NOT_THE_SECRETARIAT


@pytest.mark.parametrize("by", PARTICIPANTS, ids=called)
def test_any_participant_objects_up_to_the_moment_itself(by: Any) -> None:
    words = {"state": "pending", "ends_at": LATER, "words": "no"}

    assert rules.may_object_to_correction(by, at=LATER, **words) == GRANTED
    assert rules.may_object_to_correction(by, at=LATER + TICK, **words).refusal is Refusal.OBJECTION_TOO_LATE
    assert rules.may_object_to_correction(by, at=AT, **words | {"words": " "}).refusal is Refusal.NO_WORDS
    for state in ("taken_in", "objected", "overtaken"):
        refused = rules.may_object_to_correction(by, at=AT, **words | {"state": state})
        assert refused.refusal is Refusal.CORRECTION_ENDED


@pytest.mark.parametrize("by", NOT_PARTICIPANTS, ids=called)
def test_observers_guests_and_the_chair_do_not_object(by: Any) -> None:
    refused = rules.may_object_to_correction(by, state="pending", ends_at=LATER, at=AT, words="no")

    assert refused.refusal is Refusal.NOT_A_PARTICIPANT


@pytest.mark.parametrize(
    ("differs", "expected"),
    [
        ({}, None),
        ({"at": LATER + rules.POST_ROOM}, Refusal.STILL_OPEN_TO_OBJECTION),
        ({"state": "objected"}, Refusal.CORRECTION_ENDED),
        ({"state": "taken_in"}, Refusal.CORRECTION_ENDED),
        ({"is_silent": True}, Refusal.SILENCE_RUNS),
        ({"text_state": "under_silence"}, Refusal.SILENCE_RUNS),
        ({"text_state": "adopted"}, None),
    ],
)
def test_a_correction_is_taken_in_after_its_moment(differs: dict[str, Any], expected: Refusal | None) -> None:
    words = {"state": "pending", "text_state": "under_negotiation", "is_silent": False, "ends_at": LATER}
    words |= {"at": LATER + rules.POST_ROOM + TICK} | differs

    assert rules.may_take_in_correction(host, **words).refusal == expected
    assert rules.may_take_in_correction(japan, **words).refusal is Refusal.NOT_THE_SECRETARIAT
