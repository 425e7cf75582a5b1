"""Who may do what to a text, clause and position: every refusal and the grant."""

from typing import Any

import pytest
from tests.rules.people import (
    NOT_PARTICIPANTS,
    NOT_SECRETARIAT,
    PARTICIPANTS,
    called,
    host,
    japan,
    kazakhstan,
    watcher,
)

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.clauses.spans import Span
from nemawashi.texts import rules
from nemawashi.texts.rules import Held
from nemawashi.texts.terms import ClauseStatus, Outcome, Refusal, TextState

OPEN = [TextState.ZERO_DRAFT, TextState.UNDER_NEGOTIATION]
CLOSED = [state for state in TextState if state not in OPEN]
CLAUSE = "The parties will meet."


def held(operation: str = Operation.REPLACE, start: int = 4, end: int = 11, **words: Any) -> Held:
    return Held(
        **{"key": "one", "operation": Operation(operation), "span": Span(start, end), "proposers": ("japan",)} | words
    )


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("by", PARTICIPANTS, ids=called)
def test_participants_take_positions_while_the_text_is_open(by: Any, state: str) -> None:
    assert rules.may_take_position(by, state=state) == GRANTED


@pytest.mark.parametrize("by", NOT_PARTICIPANTS, ids=called)
def test_nobody_else_takes_a_position(by: Any) -> None:
    assert rules.may_take_position(by, state="zero_draft") == refuse(Refusal.NOT_A_PARTICIPANT)


@pytest.mark.parametrize("state", CLOSED)
def test_a_text_that_is_not_open_takes_no_position(state: str) -> None:
    assert rules.may_take_position(japan, state=state) == refuse(Refusal.NOT_UNDER_NEGOTIATION)


@pytest.mark.parametrize(
    ("operation", "start", "end", "words", "expected"),
    [
        ("insert", 3, 3, " all", None),
        ("insert", 0, 23, "x", Refusal.OUT_OF_THE_CLAUSE),
        ("insert", -1, 2, "x", Refusal.OUT_OF_THE_CLAUSE),
        ("insert", 5, 4, "x", Refusal.OUT_OF_THE_CLAUSE),
        ("insert", 3, 3, "  ", Refusal.NO_WORDS),
        ("delete", 4, 11, "", None),
        ("delete", 4, 4, "", Refusal.OUT_OF_THE_CLAUSE),
        ("replace", 4, 11, "states", None),
        ("replace", 4, 4, "states", Refusal.OUT_OF_THE_CLAUSE),
        ("replace", 4, 11, "", Refusal.NO_WORDS),
        ("replace", 4, 11, "parties", Refusal.NO_CHANGE),
        ("alternative", 0, 0, "The states will meet.", None),
        ("alternative", 0, 0, CLAUSE, Refusal.NO_CHANGE),
        ("alternative", 0, 0, " ", Refusal.NO_WORDS),
        ("new_clause", 0, 0, "They will meet in Almaty.", None),
        ("new_clause", 0, 0, "", Refusal.NO_WORDS),
        ("delete_clause", 0, 0, "", None),
        ("reserve", 0, 0, "", None),
        ("reserve", 0, 0, "pending instructions", None),
        ("comment", 0, 0, "which year?", None),
        ("comment", 0, 0, "", Refusal.NO_WORDS),
        ("comment", 0, 0, "x" * 10_000, None),
        ("comment", 0, 0, "x" * 10_001, Refusal.TOO_MANY_WORDS),
    ],
)
def test_operation_span_and_words_make_sense_together(
    operation: str, start: int, end: int, words: str, expected: Refusal | None
) -> None:
    asked = Proposed("a", Operation(operation), start=start, end=end, words=words)

    made = rules.put(asked, clause=CLAUSE, is_deleted=False)

    assert made == (rules.Put(asked.operation, start, end, words) if expected is None else refuse(expected))


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (japan, {}, None),
        (watcher, {}, Refusal.NOT_A_PARTICIPANT),
        (japan, {"state": "adopted"}, Refusal.NOT_UNDER_NEGOTIATION),
        (japan, {"is_draft": False}, Refusal.NOT_A_DRAFT),
        (watcher, {"is_draft": False}, Refusal.NOT_A_PARTICIPANT),
        (japan, {"is_clause_deleted": True}, Refusal.CLAUSE_DELETED),
        (japan, {"span": None}, Refusal.WORDS_CHANGED_BENEATH),
    ],
)
def test_a_draft_is_tabled_while_its_words_stand(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    asked = {"state": "zero_draft", "is_draft": True, "span": Span(0, 3), "is_clause_deleted": False}

    assert rules.may_table(by, **asked | change).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (kazakhstan, {}, None),
        (kazakhstan, {"proposers": ()}, None),
        (japan, {}, Refusal.OWN_POSITION),
        (host, {}, Refusal.NOT_A_PARTICIPANT),
        (kazakhstan, {"state": "under_silence"}, Refusal.NOT_UNDER_NEGOTIATION),
        *[(kazakhstan, {"outcome": outcome}, Refusal.NOT_LIVE) for outcome in Outcome if outcome != Outcome.LIVE],
    ],
)
def test_a_stance_is_taken_on_what_another_tabled_and_still_lives(
    by: Any, change: dict[str, Any], expected: Refusal | None
) -> None:
    asked = {"state": "under_negotiation", "outcome": "live", "proposers": ("japan",)}

    assert rules.may_take_stance(by, **asked | change).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (japan, {}, None),
        (japan, {"proposers": ("japan", "kazakhstan")}, None),
        (kazakhstan, {}, Refusal.NOT_YOUR_POSITION),
        (host, {}, Refusal.NOT_A_PARTICIPANT),
        (watcher, {}, Refusal.NOT_A_PARTICIPANT),
        (japan, {"state": "issued"}, Refusal.NOT_UNDER_NEGOTIATION),
        (japan, {"outcome": "accepted"}, Refusal.NOT_LIVE),
    ],
)
def test_only_a_party_behind_a_position_withdraws_it(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    asked = {"state": "under_negotiation", "outcome": "live", "proposers": ("japan",)}

    assert rules.may_withdraw(by, **asked | change).refusal == expected


OTHER = held(key="two", proposers=("uzbekistan", "tajikistan"))


@pytest.mark.parametrize(
    ("chosen", "others", "expected"),
    [
        (held(), [], GRANTED),
        (held(), [held()], GRANTED),
        (held(), [held(key="two", start=12, end=16)], GRANTED),
        (held(), [held("comment", 0, 0, key="two")], GRANTED),
        (held(), [held("reserve", 0, 0, key="two")], GRANTED),
        (held(), [held(key="two", span=None)], GRANTED),
        (held("delete"), [held("delete", key="two")], GRANTED),
        (held("new_clause", 0, 0), [held()], GRANTED),
        (held(), [OTHER], refuse(Refusal.COLLIDES, "uzbekistan, tajikistan")),
        (held(), [held(key="two", proposers=(), is_chair=True)], refuse(Refusal.COLLIDES, "Chair")),
        (held(), [held("alternative", 0, 0, key="two")], refuse(Refusal.COLLIDES, "japan")),
        (held("delete_clause", 0, 0), [OTHER], refuse(Refusal.COLLIDES, "uzbekistan, tajikistan")),
        (held("new_clause", 0, 0), [held("new_clause", 0, 0, key="two")], refuse(Refusal.COLLIDES, "japan")),
        (held("comment"), [], refuse(Refusal.NOTHING_TO_ACCEPT)),
        (held("reserve"), [], refuse(Refusal.NOTHING_TO_ACCEPT)),
        (held(span=None), [], refuse(Refusal.WORDS_CHANGED_BENEATH)),
        (held(opponents=("JPN", "UZB")), [], refuse(Refusal.STANDING_OBJECTION, "JPN, UZB")),
    ],
)
def test_the_chair_accepts_what_nobody_opposes_and_nothing_collides_with(
    chosen: Held, others: list[Held], expected: Any
) -> None:
    assert rules.may_accept(host, state="under_negotiation", chosen=chosen, others=others) == expected


@pytest.mark.parametrize("by", NOT_SECRETARIAT, ids=called)
def test_only_the_secretariat_acts_for_the_chair(by: Any) -> None:
    refused = refuse(Refusal.NOT_THE_SECRETARIAT)

    assert rules.is_secretariat(by) == refused
    assert rules.may_accept(by, state="zero_draft", chosen=held(), others=[]) == refused
    assert rules.may_bridge(by, state="zero_draft", words="x", clause="y", named=1) == refused
    assert rules.may_agree_ad_referendum(by, state="zero_draft", live=[], is_deleted=False) == refused
    assert rules.may_issue(by, state="adopted") == refused


@pytest.mark.parametrize("state", CLOSED)
def test_the_chair_changes_no_text_that_is_not_open(state: str) -> None:
    refused = refuse(Refusal.NOT_UNDER_NEGOTIATION)

    assert rules.may_accept(host, state=state, chosen=held(), others=[]) == refused
    assert rules.may_bridge(host, state=state, words="x", clause="y", named=1) == refused
    assert rules.may_agree_ad_referendum(host, state=state, live=[], is_deleted=False) == refused


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"named": 0}, Refusal.NOTHING_TO_BRIDGE),
        ({"words": " "}, Refusal.NO_WORDS),
        ({"words": f" {CLAUSE} "}, Refusal.NO_CHANGE),
        ({"words": "x" * 10_001}, Refusal.TOO_MANY_WORDS),
    ],
)
def test_bridging_words_replace_something_by_something_else(change: dict[str, Any], expected: Refusal | None) -> None:
    asked = {"state": "zero_draft", "words": "The states will meet.", "clause": CLAUSE, "named": 1}

    assert rules.may_bridge(host, **asked | change).refusal == expected


@pytest.mark.parametrize(
    ("live", "is_deleted", "expected"),
    [
        ([], False, None),
        ([held("comment")], False, None),
        ([held("reserve")], False, Refusal.NOT_CLEAN),
        ([held("new_clause")], False, Refusal.NOT_CLEAN),
        ([], True, Refusal.CLAUSE_DELETED),
    ],
)
def test_a_clean_clause_is_agreed(live: list[Held], is_deleted: bool, expected: Refusal | None) -> None:
    verdict = rules.may_agree_ad_referendum(host, state="under_negotiation", live=live, is_deleted=is_deleted)

    assert verdict.refusal == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ClauseStatus.OPEN),
        ({"is_opened": True}, ClauseStatus.CLEAN),
        ({"live": [held("comment")], "is_opened": True}, ClauseStatus.CLEAN),
        ({"live": [held("reserve")]}, ClauseStatus.RESERVED),
        ({"live": [held("reserve"), held("insert")]}, ClauseStatus.CONTESTED),
        ({"live": [held("reserve")], "agreed_at_wording": 2}, ClauseStatus.RESERVED),
        ({"agreed_at_wording": 2, "is_awaited": True}, ClauseStatus.AD_REFERENDUM),
        ({"agreed_at_wording": 2}, ClauseStatus.AGREED),
        ({"agreed_at_wording": 2, "is_held": True}, ClauseStatus.HELD),
        ({"agreed_at_wording": 2, "is_under_silence": True}, ClauseStatus.UNDER_SILENCE),
        ({"live": [held("scrutiny_reserve")], "is_held": True}, ClauseStatus.RESERVED),
        ({"live": [held("general_reserve")], "is_opened": True}, ClauseStatus.CLEAN),
        ({"live": [held("placeholder")]}, ClauseStatus.CONTESTED),
        ({"is_closed": True, "is_opened": True}, ClauseStatus.CLOSED),
        ({"agreed_at_wording": 1, "is_opened": True}, ClauseStatus.CLEAN),
        ({"text_state": "under_silence", "live": [held()]}, ClauseStatus.UNDER_SILENCE),
        ({"text_state": "adopted"}, ClauseStatus.ADOPTED),
        ({"text_state": "issued"}, ClauseStatus.ADOPTED),
        ({"is_deleted": True, "text_state": "issued", "live": [held()]}, ClauseStatus.DELETED),
    ],
)
def test_clause_status_follows_from_acts(change: dict[str, Any], expected: ClauseStatus) -> None:
    asked = {
        "text_state": "under_negotiation",
        "is_deleted": False,
        "live": [],
        "agreed_at_wording": None,
        "wording": 2,
        "is_opened": False,
    }

    assert rules.clause_status(**asked | change) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, GRANTED),
        ({"present": ["japan", "kazakhstan", "mongolia"]}, GRANTED),
        ({"state": "under_silence"}, refuse(Refusal.NOT_UNDER_NEGOTIATION)),
        ({"is_meeting_open": False}, refuse(Refusal.MEETING_NOT_OPEN)),
        ({"open_clauses": 2}, refuse(Refusal.NOT_CLEAN, "2")),
        ({"is_revision_current": False}, refuse(Refusal.NOT_A_CLEAN_REVISION)),
        ({"present": ["kazakhstan"]}, refuse(Refusal.PARTICIPANT_ABSENT, "Japan")),
        ({"present": ["mongolia"]}, refuse(Refusal.PARTICIPANT_ABSENT, "Japan, Kazakhstan")),
    ],
)
def test_adoption_in_a_meeting_needs_every_participant(change: dict[str, Any], expected: Any) -> None:
    asked = {
        "state": "under_negotiation",
        "open_clauses": 0,
        "is_revision_current": True,
        "is_meeting_open": True,
        "participants": {"japan": "Japan", "kazakhstan": "Kazakhstan"},
        "present": ["kazakhstan", "japan"],
    }

    assert rules.may_adopt_in_meeting(host, **asked | change) == expected
    assert rules.may_adopt_in_meeting(japan, **asked | change) == refuse(Refusal.NOT_THE_SECRETARIAT)


@pytest.mark.parametrize("state", TextState)
def test_a_reservation_is_entered_from_silence_on(state: str) -> None:
    verdict = rules.may_enter_reservation(japan, state=state, words="except reservoirs")

    assert verdict.refusal == (None if state in ("under_silence", "adopted", "issued") else Refusal.NOT_ADOPTED)


@pytest.mark.parametrize("by", NOT_PARTICIPANTS, ids=called)
def test_only_a_participant_enters_a_reservation(by: Any) -> None:
    assert rules.may_enter_reservation(by, state="adopted", words="x") == refuse(Refusal.NOT_A_PARTICIPANT)


def test_a_reservation_has_words() -> None:
    assert rules.may_enter_reservation(japan, state="adopted", words=" \n") == refuse(Refusal.NO_WORDS)


@pytest.mark.parametrize("state", TextState)
def test_an_adopted_text_is_issued_once(state: str) -> None:
    assert rules.may_issue(host, state=state).refusal == (None if state == "adopted" else Refusal.NOT_ADOPTED)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], []),
        (["title", "preambular", "preambular", "operative"], ["", "PP1", "PP2", "1"]),
        (["heading", "operative", "heading", "operative"], ["", "1", "", "2"]),
        (["chapeau", "sub", "sub", "operative", "sub"], ["1", "(a)", "(b)", "2", "(a)"]),
        (["operative", "annex", "annex"], ["1", "A1", "A2"]),
        (["chapeau"] + ["sub"] * 28, ["1", *[f"({chr(97 + n)})" for n in range(26)], "(aa)", "(ab)"]),
    ],
)
def test_numbers_follow_from_the_order_of_kinds(kinds: list[str], expected: list[str]) -> None:
    assert rules.numbers(kinds) == expected
