"""What a participant does with drafts, stances and translations: every refusal and the grant."""

from __future__ import annotations

from typing import Any

import pytest
from tests.rules.people import (
    PARTICIPANTS,
    called,
    drafter,
    expert,
    guest,
    host,
    japan,
    kazakhstan,
    observer,
    public,
    watcher,
)

from nemawashi.access.rules import GRANTED, Verdict, refuse
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.clauses.spans import Span
from nemawashi.texts import rules
from nemawashi.texts.rules import Put
from nemawashi.texts.terms import Outcome, Refusal, Stance, TextState

DEAD = [outcome for outcome in Outcome if outcome != Outcome.LIVE]
CLAUSE_REF = "clause/8f0e4f9e-0000-4000-8000-00000000000"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ""),
        ("ref/1", "ref/1"),
        (f"{CLAUSE_REF}1", f"{CLAUSE_REF}1"),
        (f"ref/2 {CLAUSE_REF}1\nref/2", f"ref/2 {CLAUSE_REF}1"),
        ("ref/ ref/x text/1 ref/1x xref/1 clause/8f0e4f9e", ""),
        (f"ref/{'9' * 18} ref/{'9' * 19}", f"ref/{'9' * 18}"),
        (" ".join(f"ref/{number}" for number in range(9)), " ".join(f"ref/{number}" for number in range(8))),
    ],
)
def test_references_are_named_once_each_and_eight_at_most(words: str, expected: str) -> None:
    assert rules.references(words) == expected
    assert rules.references(words, operation=Operation.REPLACE) == expected
    assert rules.references(words, operation=Operation.DELETE) == ""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"is_clause_closed": True}, Refusal.CLAUSE_CLOSED),
        ({"is_clause_silent": True}, Refusal.SILENCE_RUNS),
        ({"is_clause_closed": True, "is_draft": False}, Refusal.NOT_A_DRAFT),
        ({"span": None}, Refusal.WORDS_CHANGED_BENEATH),
    ],
)
def test_nothing_is_tabled_on_a_clause_that_is_closed_or_silent(change: dict[str, Any], expected: Refusal | None) -> None:
    asked = {"state": TextState.ZERO_DRAFT, "is_draft": True, "span": Span(0, 3), "is_clause_deleted": False}

    assert rules.may_table(japan, **asked | change) == Verdict(expected)
    for gone in ({"is_clause_deleted": True}, {"is_draft": False}, {}):
        assert rules.may_table(watcher, **asked | change | gone) == refuse(Refusal.NOT_A_PARTICIPANT)


@pytest.mark.parametrize("by", [*PARTICIPANTS, observer, guest], ids=called)
def test_whoever_acts_for_a_delegation_withdraws_its_draft(by: Any) -> None:
    assert rules.may_withdraw_draft(by, is_draft=True) == GRANTED
    assert rules.may_withdraw_draft(by, is_draft=False) == refuse(Refusal.NOT_A_DRAFT)


@pytest.mark.parametrize("by", [watcher, host, expert, public], ids=called)
def test_who_acts_for_none_withdraws_no_draft(by: Any) -> None:
    assert rules.may_withdraw_draft(by, is_draft=True) == refuse(Refusal.NOT_A_PARTICIPANT)


@pytest.mark.parametrize("state", TextState)
def test_participants_draft_while_the_text_is_open_and_nobody_else_does(state: TextState) -> None:
    is_open = state in (TextState.ZERO_DRAFT, TextState.UNDER_NEGOTIATION)
    granted = GRANTED if is_open else refuse(Refusal.NOT_UNDER_NEGOTIATION)

    assert [rules.may_draft(by, state=state) for by in (*PARTICIPANTS, drafter)] == [granted] * 4
    for by in (host, expert, guest, observer, public, watcher):
        assert rules.may_draft(by, state=state) == refuse(Refusal.NOT_A_PARTICIPANT)


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (japan, {}, None),
        (kazakhstan, {}, Refusal.NOT_YOUR_POSITION),
        (host, {}, Refusal.NOT_A_PARTICIPANT),
        (host, {"is_chair": True}, None),
        (host, {"is_chair": True, "state": TextState.ADOPTED}, Refusal.NOT_UNDER_NEGOTIATION),
        *[(host, {"is_chair": True, "outcome": outcome}, Refusal.NOT_LIVE) for outcome in DEAD],
        *[(japan, {"outcome": outcome}, Refusal.NOT_LIVE) for outcome in DEAD],
        (japan, {"is_chair": True}, None),
        (japan, {"state": TextState.ADOPTED}, Refusal.NOT_UNDER_NEGOTIATION),
        (watcher, {}, Refusal.NOT_A_PARTICIPANT),
    ],
)
def test_a_party_withdraws_its_own_position_and_the_chair_its_own_words(
    by: Any, change: dict[str, Any], expected: Refusal | None
) -> None:
    asked = {"state": TextState.ZERO_DRAFT, "outcome": Outcome.LIVE, "proposers": ("japan",)}

    assert rules.may_withdraw(by, **asked | change) == Verdict(expected)


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (japan, {}, None),
        (japan, {"is_asked": False}, Refusal.NOT_ASKED),
        (japan, {"is_behind": False}, Refusal.NOT_BEHIND_IT),
        *[(japan, {"outcome": outcome}, Refusal.NOT_LIVE) for outcome in DEAD],
        (japan, {"state": TextState.UNDER_SILENCE}, Refusal.NOT_UNDER_NEGOTIATION),
        (host, {}, Refusal.NOT_A_PARTICIPANT),
        (watcher, {}, Refusal.NOT_A_PARTICIPANT),
    ],
)
def test_who_stands_behind_a_position_answers_the_chair(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    asked = {"state": TextState.ZERO_DRAFT, "outcome": Outcome.LIVE, "is_asked": True, "is_behind": True}

    assert rules.may_answer_asking(by, **asked | change) == Verdict(expected)


JOIN = {"state": TextState.ZERO_DRAFT, "outcome": Outcome.LIVE, "proposers": ("japan",), "is_chair": False}


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (kazakhstan, {}, None),
        (japan, {}, Refusal.BEHIND_IT_ALREADY),
        (kazakhstan, {"is_chair": True}, Refusal.NOT_YOUR_POSITION),
        *[(kazakhstan, {"outcome": outcome}, Refusal.NOT_LIVE) for outcome in DEAD],
        (kazakhstan, {"state": TextState.ADOPTED}, Refusal.NOT_UNDER_NEGOTIATION),
        (watcher, {"proposers": ()}, Refusal.NOT_A_PARTICIPANT),
        (host, {}, Refusal.NOT_A_PARTICIPANT),
    ],
)
def test_a_participant_joins_a_live_position_of_another_party(
    by: Any, change: dict[str, Any], expected: Refusal | None
) -> None:
    assert rules.may_join(by, **JOIN | change) == Verdict(expected)


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        *[(kazakhstan, {"stance": stance}, None) for stance in Stance if stance != Stance.NONE],
        (kazakhstan, {"stance": ""}, Refusal.NO_STANCE),
        (kazakhstan, {"stance": Stance.NONE}, Refusal.NO_STANCE),
        *[(kazakhstan, {"outcome": outcome}, Refusal.NOT_LIVE) for outcome in DEAD],
        (kazakhstan, {"state": TextState.ISSUED}, Refusal.NOT_UNDER_NEGOTIATION),
        (observer, {}, Refusal.NOT_A_PARTICIPANT),
    ],
)
def test_a_stance_that_is_held_is_taken_back(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    asked = {"state": TextState.ZERO_DRAFT, "outcome": Outcome.LIVE, "stance": "oppose"}

    assert rules.may_lift_stance(by, **asked | change) == Verdict(expected)


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (japan, {}, None),
        (kazakhstan, {}, Refusal.NOT_YOUR_POSITION),
        *[(japan, {"outcome": each}, Refusal.NOT_NOT_RETAINED) for each in Outcome if each != Outcome.NOT_RETAINED],
        (japan, {"is_clause_deleted": True}, Refusal.CLAUSE_DELETED),
        (japan, {"span": None}, Refusal.WORDS_CHANGED_BENEATH),
        (japan, {"state": TextState.UNDER_SILENCE}, Refusal.NOT_UNDER_NEGOTIATION),
        (watcher, {}, Refusal.NOT_A_PARTICIPANT),
    ],
)
def test_what_was_not_retained_is_brought_back_by_its_party(
    by: Any, change: dict[str, Any], expected: Refusal | None
) -> None:
    asked = {
        "state": TextState.UNDER_NEGOTIATION,
        "outcome": Outcome.NOT_RETAINED,
        "proposers": ("japan",),
        "span": Span(0, 3),
        "is_clause_deleted": False,
    }

    assert rules.may_revive(by, **asked | change) == Verdict(expected)


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        *[(by, {}, None) for by in (host, *PARTICIPANTS)],
        *[(by, {}, Refusal.NOT_A_PARTICIPANT) for by in (watcher, observer, guest, expert, public)],
        (host, {"state": TextState.ADOPTED}, Refusal.NOT_UNDER_NEGOTIATION),
        (japan, {"language": "en"}, Refusal.NOT_A_TRANSLATION),
        (japan, {"is_deleted": True}, Refusal.CLAUSE_DELETED),
        (japan, {"words": " "}, Refusal.NO_WORDS),
        (japan, {"words": "и" * 10_000}, None),
        (japan, {"words": "и" * 10_001}, Refusal.TOO_MANY_WORDS),
    ],
)
def test_a_clause_is_worded_in_another_language_while_the_text_can_change(
    by: Any, change: dict[str, Any], expected: Refusal | None
) -> None:
    asked = {
        "state": TextState.UNDER_NEGOTIATION, "language": "ru", "own": "en", "words": "Стороны", "is_deleted": False,
    }  # fmt: skip

    assert rules.may_translate(by, **asked | change) == Verdict(expected)


CLAUSE, STANDING = "The parties will meet.", ("a", "b", "c")


@pytest.mark.parametrize(
    ("key", "operation", "target", "expected"),
    [
        ("a", "move", "c", "c"),
        ("c", "move", "a", "a"),
        ("a", "move", "a", Refusal.NO_TARGET),
        ("a", "move", "", Refusal.NO_TARGET),
        ("a", "move", "x", Refusal.NO_TARGET),
        ("x", "move", "a", Refusal.NO_TARGET),
        ("a", "merge", "", "b"),
        ("a", "merge", "b", "b"),
        ("b", "merge", "", "c"),
        ("a", "merge", "c", Refusal.NOTHING_TO_MERGE),
        ("c", "merge", "", Refusal.NOTHING_TO_MERGE),
        ("x", "merge", "", Refusal.NOTHING_TO_MERGE),
    ],
)
def test_a_clause_moves_behind_another_and_merges_with_the_next(
    key: str, operation: str, target: str, expected: str | Refusal
) -> None:
    asked = Proposed(key, Operation(operation), start=2, end=5, words="unasked", target=target)

    made = rules.put(asked, clause=CLAUSE, is_deleted=False, standing=STANDING)

    answered = refuse(expected) if isinstance(expected, Refusal) else Put(asked.operation, target=expected)
    assert made == answered


@pytest.mark.parametrize(
    ("operation", "start", "end", "words", "expected"),
    [
        ("insert", 0, 0, " x ", Put(Operation.INSERT, 0, 0, " x ")),
        ("insert", 22, 22, "x", Put(Operation.INSERT, 22, 22, "x")),
        ("insert", 23, 23, "x", Refusal.OUT_OF_THE_CLAUSE),
        ("insert", 2, 4, "x", Put(Operation.INSERT, 2, 4, "x")),
        ("replace", 0, 22, "x", Put(Operation.REPLACE, 0, 22, "x")),
        ("delete", 0, 23, "", Refusal.OUT_OF_THE_CLAUSE),
        ("delete", 0, 22, "unasked", Put(Operation.DELETE, 0, 22, "")),
        ("footnote", 3, 3, " see\r\nannex ", Put(Operation.FOOTNOTE, 3, 3, "see\nannex")),
        ("footnote", 3, 4, "see", Refusal.OUT_OF_THE_CLAUSE),
        ("placeholder", 0, 0, "date", Put(Operation.PLACEHOLDER, 0, 0, "date")),
        ("split", 3, 3, "unasked", Put(Operation.SPLIT, 3, 3, "")),
        ("split", 3, 3, "One. [^] Two.", Put(Operation.SPLIT, 3, 3, "One. [^] Two.")),
        ("split", 3, 3, "One. [^]", Refusal.NOTHING_TO_SPLIT),
        ("split", 3, 3, "[^] Two.", Refusal.NOTHING_TO_SPLIT),
        ("split", 3, 3, "One. [^] Two. [^] Three.", Refusal.NOTHING_TO_SPLIT),
        ("split", 0, 0, "", Refusal.NOTHING_TO_SPLIT),
        ("split", 22, 22, "", Refusal.NOTHING_TO_SPLIT),
        ("comment", 2, 9, " why? ", Put(Operation.COMMENT, 0, 0, "why?")),
        ("alternative", 2, 9, f" {CLAUSE}\n", Refusal.NO_CHANGE),
        ("delete_clause", 2, 9, "unasked", Put(Operation.DELETE_CLAUSE, 0, 0, "")),
        ("new_clause", 0, 0, CLAUSE, Put(Operation.NEW_CLAUSE, 0, 0, CLAUSE)),
        ("insert", 0, 0, "x" * 10_000, Put(Operation.INSERT, 0, 0, "x" * 10_000)),
        ("insert", 0, 0, "x" * 10_001, Refusal.TOO_MANY_WORDS),
    ],
)
def test_what_is_asked_is_taken_with_what_its_operation_has(
    operation: str, start: int, end: int, words: str, expected: Put | Refusal
) -> None:
    asked = Proposed("a", Operation(operation), start=start, end=end, words=words, target="b")

    made = rules.put(asked, clause=CLAUSE, is_deleted=False, standing=STANDING)

    assert made == (refuse(expected) if isinstance(expected, Refusal) else expected)
    assert rules.put(asked, clause=CLAUSE, is_deleted=True, standing=STANDING) == refuse(Refusal.CLAUSE_DELETED)


def test_what_is_put_is_held_in_columns() -> None:
    key = "8f0e4f9e-0000-4000-8000-000000000001"
    columns = Put(Operation.MOVE, 1, 2, "words", key).columns

    assert columns | {"target_id": str(columns["target_id"])} == {
        "operation": "move", "language": "", "start": 1, "end": 2, "words": "words", "target_id": key,
    }  # fmt: skip
    assert Put(Operation.COMMENT).columns["target_id"] is None
