"""What the chair does to positions, clauses and packages, and what a participant undoes: every refusal and the grant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.rules.people import NOT_SECRETARIAT, PARTICIPANTS, called, guest, host, japan, observer, public, watcher

from nemawashi.access.rules import GRANTED, Verdict, refuse
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.spans import Span
from nemawashi.texts import rules
from nemawashi.texts.rules import Held
from nemawashi.texts.terms import ClauseStatus, Outcome, Refusal, TextState

CLAUSE = "The parties will meet."


def held(operation: str, start: int = 4, end: int = 11, **more: Any) -> Held:
    asked = {"key": "one", "operation": Operation(operation), "span": Span(start, end), "proposers": ("japan",)}
    return Held(**asked | more)


def alternative(words: str, key: str = "two") -> Held:
    return held("alternative", 0, 0, words=words, key=key)


GRANTING: dict[str, tuple[Callable[..., Verdict], dict[str, Any]]] = {
    "not retained": (rules.may_mark_not_retained, {"outcome": Outcome.LIVE, "why": "superseded by events"}),
    "ask to let go": (rules.may_ask_to_let_go, {"outcome": Outcome.LIVE, "is_chair": False, "is_asked": False, "why": "x"}),
    "streamline": (
        rules.may_streamline,
        {
            "kept": alternative("The states will meet.", "one"),
            "others": [alternative("The states will meet.")],
            "clause": CLAUSE,
            "why": "the same",
        },
    ),
    "close": (rules.may_close, {"is_deleted": False, "is_closed": False}),
    "open again": (rules.may_open_again, {"is_closed": True}),
    "reopen": (rules.may_reopen, {"is_agreed": True, "why": "new instructions"}),
    "package": (rules.may_make_package, {"clauses": 2, "is_any_held": False}),
    "end package": (rules.may_end_package, {"is_ended": False}),
    "bridge": (rules.may_bridge, {"words": "The states will meet.", "clause": CLAUSE, "named": 1}),
    "agree": (rules.may_agree_ad_referendum, {"live": [], "is_deleted": False, "is_held": False}),
}
OPEN = (TextState.ZERO_DRAFT, TextState.UNDER_NEGOTIATION)


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("act", GRANTING)
def test_the_chair_does_it_while_the_text_is_open(act: str, state: TextState) -> None:
    rule, asked = GRANTING[act]

    assert rule(host, state=state, **asked) == GRANTED


@pytest.mark.parametrize("state", [state for state in TextState if state not in OPEN])
@pytest.mark.parametrize("act", GRANTING)
def test_nothing_of_it_is_done_to_a_text_that_is_not_open(act: str, state: TextState) -> None:
    rule, asked = GRANTING[act]

    assert rule(host, state=state, **asked) == refuse(Refusal.NOT_UNDER_NEGOTIATION)


@pytest.mark.parametrize("by", NOT_SECRETARIAT, ids=called)
@pytest.mark.parametrize("act", [act for act in GRANTING if act != "reopen"])
def test_nobody_does_it_in_the_place_of_the_chair(act: str, by: Any) -> None:
    rule, asked = GRANTING[act]

    assert rule(by, state=TextState.ZERO_DRAFT, **asked) == refuse(Refusal.NOT_THE_SECRETARIAT)


@pytest.mark.parametrize(
    ("act", "change", "expected"),
    [
        *[("not retained", {"outcome": each}, Refusal.NOT_LIVE) for each in Outcome if each != Outcome.LIVE],
        ("not retained", {"why": " \n"}, Refusal.NO_REASON),
        ("ask to let go", {"outcome": Outcome.ACCEPTED}, Refusal.NOT_LIVE),
        ("ask to let go", {"is_chair": True}, Refusal.OWN_POSITION),
        ("ask to let go", {"is_asked": True}, Refusal.ASKED_ALREADY),
        ("ask to let go", {"why": " "}, Refusal.NO_REASON),
        ("streamline", {"why": " "}, Refusal.NO_REASON),
        ("streamline", {"others": []}, Refusal.NOTHING_TO_BRIDGE),
        ("streamline", {"others": [alternative("Ministers may go.")]}, Refusal.NOT_ALIKE),
        (
            "streamline",
            {"others": [alternative("The states will meet."), alternative("Ministers may go.")]},
            Refusal.NOT_ALIKE,
        ),
        ("close", {"is_deleted": True}, Refusal.CLAUSE_DELETED),
        ("close", {"is_closed": True}, Refusal.CLAUSE_CLOSED),
        ("open again", {"is_closed": False}, Refusal.NOT_CLOSED),
        ("reopen", {"is_agreed": False}, Refusal.NOT_AGREED),
        ("reopen", {"why": " "}, Refusal.NO_REASON),
        ("package", {"clauses": 1}, Refusal.TOO_FEW_CLAUSES),
        ("package", {"clauses": 0}, Refusal.TOO_FEW_CLAUSES),
        ("package", {"is_any_held": True}, Refusal.IN_PACKAGE),
        ("end package", {"is_ended": True}, Refusal.PACKAGE_ENDED),
        ("agree", {"is_held": True}, Refusal.IN_PACKAGE),
        ("agree", {"is_deleted": True}, Refusal.CLAUSE_DELETED),
        ("bridge", {"words": "x" * 10_000}, None),
        ("bridge", {"words": "x" * 10_001}, Refusal.TOO_MANY_WORDS),
    ],
)
def test_each_act_of_the_chair_has_its_conditions(act: str, change: dict[str, Any], expected: Refusal | None) -> None:
    rule, asked = GRANTING[act]

    assert rule(host, state=TextState.UNDER_NEGOTIATION, **asked | change) == Verdict(expected)


@pytest.mark.parametrize("act", ["not retained", "streamline"])
def test_no_position_ends_without_its_parties(act: str) -> None:
    rule, asked = GRANTING[act]

    verdict = rule(host, state=TextState.UNDER_NEGOTIATION, **asked | {"unanswered": ["KAZ", "JPN"]})

    assert verdict == refuse(Refusal.AWAITS_ANSWER, "JPN, KAZ")


@pytest.mark.parametrize("by", [host, *PARTICIPANTS], ids=called)
def test_a_participant_undoes_an_agreement_as_the_chair_does(by: Any) -> None:
    assert rules.may_reopen(by, state=TextState.UNDER_NEGOTIATION, is_agreed=True, why="no longer") == GRANTED


@pytest.mark.parametrize("by", [watcher, observer, guest, public], ids=called)
def test_who_is_no_participant_undoes_no_agreement(by: Any) -> None:
    refused = refuse(Refusal.NOT_A_PARTICIPANT)

    assert rules.may_reopen(by, state=TextState.UNDER_NEGOTIATION, is_agreed=True, why="no longer") == refused


@pytest.mark.parametrize(
    ("one", "other", "stands_last", "expected"),
    [
        (held("insert", 3, 3), held("insert", 3, 3, key="two"), True, None),
        (held("insert", 3, 3), held("insert", 3, 3, key="two"), False, Refusal.COLLIDES),
        (held("new_clause", 0, 0), held("new_clause", 0, 0, key="two"), True, None),
        (held("new_clause_before", 0, 0), held("new_clause_before", 0, 0, key="two"), True, Refusal.COLLIDES),
        (held("move", 0, 0), held("move", 0, 0, key="two"), True, Refusal.COLLIDES),
        (held("move", 0, 0), held("replace", key="two"), False, None),
        (held("split", 3, 3), held("split", 3, 3, key="two"), False, None),
        (held("footnote", 3, 3), held("footnote", 3, 3, key="two"), False, None),
        (held("footnote", 3, 3), held("insert", 3, 3, key="two"), False, None),
        (held("footnote", 6, 6), held("replace", key="two"), False, Refusal.COLLIDES),
        (held("replace"), held("footnote", 6, 6, key="two"), False, Refusal.COLLIDES),
        (held("footnote", 4, 4), held("replace", key="two"), False, None),
        (held("merge", 0, 0), held("alternative", 0, 0, key="two"), False, Refusal.COLLIDES),
        (held("merge", 0, 0), held("delete_clause", 0, 0, key="two"), False, Refusal.COLLIDES),
        (held("merge", 0, 0), held("new_clause_before", 0, 0, key="two"), False, None),
        (held("merge", 0, 0), held("merge", 0, 0, key="two"), False, Refusal.COLLIDES),
        (held("alternative", 0, 0), held("placeholder", 3, 3, key="two"), False, None),
        (held("delete"), held("delete", 0, 8, key="two"), False, None),
        (held("delete"), held("replace", 0, 8, key="two"), False, Refusal.COLLIDES),
        (held("replace"), held("replace", 11, 16, key="two"), False, None),
        (held("replace"), held("replace", 10, 16, key="two"), False, Refusal.COLLIDES),
        (held("insert", 3, 3), held("insert", 4, 4, key="two"), True, None),
        (held("insert", 6, 6), held("replace", key="two"), True, Refusal.COLLIDES),
        (held("replace"), held("replace", key="two", language="ru"), False, None),
        (held("delete_clause", 0, 0), held("replace", key="two", language="ru"), False, Refusal.COLLIDES),
        (held("replace", language="ru"), held("delete_clause", 0, 0, key="two"), False, Refusal.COLLIDES),
        (held("delete_clause", 0, 0), held("move", 0, 0, key="two"), False, Refusal.COLLIDES),
        (held("move", 0, 0), held("delete_clause", 0, 0, key="two"), False, None),
        (held("delete_clause", 0, 0), held("split", 3, 3, key="two"), False, Refusal.COLLIDES),
    ],
)
def test_positions_are_decided_apart_where_neither_touches_the_other(
    one: Held, other: Held, stands_last: bool, expected: Refusal | None
) -> None:
    verdict = rules.may_accept(host, state=TextState.ZERO_DRAFT, chosen=one, others=[other], stands_last=stands_last)

    assert verdict == (refuse(expected, "japan") if expected else GRANTED)


def test_one_that_only_wants_an_order_does_not_hide_another_that_collides() -> None:
    order, clash = held("insert", 6, 6, key="two"), held("delete", 4, 11, key="three", proposers=("host",))

    verdict = rules.may_accept(
        host, state=TextState.ZERO_DRAFT, chosen=held("insert", 6, 6), others=[order, clash], stands_last=True
    )

    assert verdict == refuse(Refusal.COLLIDES, "host")


LIKE = 1.0
ALIKE: dict[str, tuple[Held, Held, float]] = {
    "the same words": (held("replace", words="states"), held("replace", words="states", key="two"), LIKE),
    "one of two words": (held("insert", 3, 3, words=" all"), held("insert", 3, 3, words=" most", key="two"), 0.5),
    "a reserve": (held("reserve"), held("reserve", key="two"), 0.0),
    "a comment": (held("comment"), held("comment", key="two"), 0.0),
    "a reserve beside words": (held("reserve"), held("replace", words="x", key="two"), 0.0),
    "words that changed beneath": (held("replace", span=None), held("replace", key="two"), 0.0),
    "words that changed beneath the other": (held("replace"), held("replace", key="two", span=None), 0.0),
    "the chair's": (held("replace", words="x", is_chair=True), held("replace", words="x", key="two"), 0.0),
    "beside the chair's": (held("replace", words="x"), held("replace", words="x", key="two", is_chair=True), 0.0),
    "a move to one place": (held("move", 0, 0, target="b"), held("move", 0, 0, target="b", key="two"), LIKE),
    "a move to two places": (held("move", 0, 0, target="b"), held("move", 0, 0, target="c", key="two"), 0.0),
    "splits at one place": (held("split", 3, 3), held("split", 3, 3, key="two"), LIKE),
    "splits at two places": (held("split", 3, 3), held("split", 4, 4, key="two"), 0.0),
    "the clause deleted twice": (held("delete_clause", 0, 0), held("delete_clause", 0, 0, key="two"), LIKE),
    "a split and a move": (held("split", 0, 0), held("move", 0, 0, key="two"), 0.0),
    "new clauses": (held("new_clause", words="a b c d"), held("new_clause", words="a b c e", key="two"), 12 / 14),
    "a new clause and an edit": (held("new_clause", words="x"), held("replace", words="x", key="two"), 0.0),
    "edits apart": (held("replace", 0, 3, words="x"), held("replace", 4, 11, words="x", key="two"), 0.0),
    "edits that touch": (held("delete", 0, 4), held("delete", 4, 11, key="two"), 0.0),
    "edits that meet": (held("insert", 4, 4, words="new "), held("replace", words="new parties", key="two"), LIKE),
    "an edit and the clause with it": (
        held("replace", 4, 11, words="states"), alternative("The states will meet."), LIKE,
    ),
    "an alternative and an edit": (alternative("The states will meet."), held("replace", words="states"), LIKE),
    "a deletion and the clause without it": (held("delete", 3, 11), alternative("The will meet."), LIKE),
}  # fmt: skip


@pytest.mark.parametrize("case", ALIKE)
def test_positions_are_as_alike_as_the_words_that_they_would_leave(case: str) -> None:
    one, other, expected = ALIKE[case]

    assert rules.alike(one, other, clause=CLAUSE) == pytest.approx(expected)
    assert rules.alike(other, one, clause=CLAUSE) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((), GRANTED),
        ((ClauseStatus.OPEN, ClauseStatus.AGREED), GRANTED),
        ((ClauseStatus.OPEN, ClauseStatus.UNDER_SILENCE), refuse(Refusal.SILENCE_RUNS)),
    ],
)
def test_words_under_silence_rest(statuses: tuple[str, ...], expected: Verdict) -> None:
    assert rules.is_not_silent(*statuses) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"state": TextState.ISSUED}, None),
        ({"state": TextState.UNDER_SILENCE}, Refusal.NOT_ADOPTED),
        ({"is_by_silence": False}, Refusal.NOT_ADOPTED),
        ({"is_announced": True}, Refusal.ANNOUNCED_ALREADY),
        ({"is_meeting_next": False}, Refusal.NOT_THE_NEXT_MEETING),
    ],
)
def test_what_silence_adopted_is_announced_once_at_the_next_meeting(
    change: dict[str, Any], expected: Refusal | None
) -> None:
    asked = {"state": TextState.ADOPTED, "is_by_silence": True, "is_announced": False, "is_meeting_next": True}

    assert rules.may_announce_adoption(host, **asked | change) == Verdict(expected)
    assert rules.may_announce_adoption(japan, **asked | change) == refuse(Refusal.NOT_THE_SECRETARIAT)


def test_a_corrigendum_is_the_secretariats() -> None:
    words = {"state": TextState.ADOPTED, "before": "recieve", "after": "receive", "why": "Spelling."}

    assert rules.may_correct(japan, **words) == refuse(Refusal.NOT_THE_SECRETARIAT)


ASKED = dt.datetime(2026, 12, 3, 9, 0, tzinfo=dt.UTC)


def test_silence_answers_only_where_the_rules_of_the_forum_name_its_length() -> None:
    until = ASKED + dt.timedelta(days=5)

    assert (rules.answer_by(ASKED, days=None), rules.answer_by(ASKED, days=5)) == (None, until)
    assert not rules.is_answered_by_silence(None, dt.datetime.max.replace(tzinfo=dt.UTC))
    assert not rules.is_answered_by_silence(until, until)
    assert rules.is_answered_by_silence(until, until + dt.timedelta(microseconds=1))
