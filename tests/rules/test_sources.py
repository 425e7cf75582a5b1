"""Who works on the record, what stands after rulings and what challenges it: every refusal and the grant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.rules.people import PARTICIPANTS, called, expert, guest, host, japan, observer, public, researcher, watcher

from nemawashi.access.rules import GRANTED, Verdict, refuse
from nemawashi.kit.claims.values import Said, Voice
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.sources import rules
from nemawashi.sources.rules import PropertyStanding, Ruled
from nemawashi.sources.terms import FactState, Refusal, RemarkState, RulingVerdict

PREFERS, REOPENS = RulingVerdict.PREFERS, RulingVerdict.REOPENS
BESIDES = next(verdict for verdict in RulingVerdict if verdict not in (PREFERS, REOPENS))


@pytest.mark.parametrize(
    ("rulings", "expected"),
    [
        ([], PropertyStanding(FactState.UNRULED)),
        ([Ruled(PREFERS, "a")], PropertyStanding(FactState.RULED, frozenset("a"))),
        ([Ruled(PREFERS, "a"), Ruled(PREFERS, "b")], PropertyStanding(FactState.RULED, frozenset("ab"))),
        ([Ruled(BESIDES, "a")], PropertyStanding(FactState.RULED)),
        ([Ruled(PREFERS, "a"), Ruled(REOPENS)], PropertyStanding(FactState.REOPENED)),
        ([Ruled(PREFERS, "a"), Ruled(REOPENS), Ruled(PREFERS, "b")], PropertyStanding(FactState.RULED, frozenset("b"))),
    ],
)
def test_what_stands_follows_from_the_rulings_in_their_order(rulings: list[Ruled], expected: PropertyStanding) -> None:
    assert rules.standing(rulings) == expected


ACTS: dict[str, tuple[Callable[..., Verdict], dict[str, Any]]] = {
    "add source": (rules.may_add_source, {"title": "Report", "url": "", "is_known": lambda url: False}),
    "claim": (
        rules.may_record_claim,
        {"subject_exists": True, "subject": "meeting/fmm-1", "name": "held_on", "value": "2004"},
    ),
    "cite": (rules.may_cite, {"is_cited": False}),
    "rule": (rules.may_rule, {"reason": "the host's note", "is_preferred": False}),
    "reopen": (rules.may_reopen, {"reason": "a new source", "state": FactState.RULED}),
    "archive": (
        rules.may_archive,
        {"size": 1, "most": 20_000_000, "is_known_type": True, "is_archived": False},
    ),
    "import": (rules.may_import, {"faults": 0, "fresh": 1}),
    "answer remark": (rules.may_answer_remark, {"state": RemarkState.WAITING, "words": "It was set right."}),
    "mark gone": (rules.may_mark_gone, {"url": "https://example.org", "is_gone": False}),
}


@pytest.mark.parametrize("by", [*PARTICIPANTS, observer, guest, host, expert, researcher], ids=called)
def test_delegates_the_secretariat_experts_and_researchers_curate(by: Any) -> None:
    assert rules.may_curate(by) == GRANTED
    for rule, asked in ACTS.values():
        assert rule(by, **asked) == GRANTED


@pytest.mark.parametrize("by", [watcher, public], ids=called)
def test_watchers_and_the_public_only_read(by: Any) -> None:
    assert rules.may_curate(by) == refuse(Refusal.NOT_A_CURATOR)
    for rule, asked in ACTS.values():
        assert rule(by, **asked) == refuse(Refusal.NOT_A_CURATOR)


WEB = "https://example.org/a"


@pytest.mark.parametrize(
    ("act", "change", "expected"),
    [
        ("add source", {"title": " "}, refuse(Refusal.NO_WORDS)),
        ("add source", {"url": WEB}, GRANTED),
        ("add source", {"url": WEB, "is_known": lambda url: url == WEB}, refuse(Refusal.SOURCE_EXISTS, WEB)),
        ("add source", {"url": "", "is_known": lambda url: True}, GRANTED),
        ("claim", {"subject_exists": False}, refuse(Refusal.NO_SUCH_SUBJECT, "meeting/fmm-1")),
        ("claim", {"name": "Held on"}, refuse(Refusal.BAD_PROPERTY, "Held on")),
        ("claim", {"name": "a"}, refuse(Refusal.BAD_PROPERTY, "a")),
        ("claim", {"name": "a" * 80}, GRANTED),
        ("claim", {"name": "a" * 81}, refuse(Refusal.BAD_PROPERTY, "a" * 81)),
        ("claim", {"value": " "}, refuse(Refusal.NO_WORDS)),
        ("cite", {"is_cited": True}, refuse(Refusal.SAID_ALREADY)),
        ("rule", {"reason": " "}, refuse(Refusal.NO_WORDS)),
        ("rule", {"is_preferred": True}, refuse(Refusal.RULED_ALREADY)),
        ("reopen", {"reason": " "}, refuse(Refusal.NO_WORDS)),
        ("reopen", {"state": FactState.UNRULED}, refuse(Refusal.NO_RULING)),
        ("reopen", {"state": FactState.REOPENED}, refuse(Refusal.NO_RULING)),
        ("archive", {"size": 0}, refuse(Refusal.NO_FILE)),
        ("archive", {"size": 20_000_000}, GRANTED),
        ("archive", {"size": 20_000_001}, refuse(Refusal.TOO_LARGE, "20 MB")),
        ("archive", {"is_known_type": False}, refuse(Refusal.WRONG_TYPE)),
        ("archive", {"is_archived": True}, refuse(Refusal.ARCHIVED_ALREADY)),
        ("import", {"faults": 1}, refuse(Refusal.UNREADABLE_CLAIMS)),
        ("import", {"fresh": 0}, refuse(Refusal.NOTHING_NEW)),
        ("mark gone", {"url": None}, refuse(Refusal.NO_ADDRESS)),
        ("mark gone", {"url": ""}, refuse(Refusal.NO_ADDRESS)),
        ("mark gone", {"is_gone": True}, refuse(Refusal.GONE_ALREADY)),
    ],
)
def test_each_act_of_a_curator_has_its_conditions(act: str, change: dict[str, Any], expected: Verdict) -> None:
    rule, asked = ACTS[act]

    assert rule(japan, **asked | change) == expected


@pytest.mark.parametrize(
    ("url", "stands"),
    [
        ("http://example.org", True),
        ("HTTPS://example.org/?q=1", True),
        ("https://example.org#part", True),
        ("https://example", False),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("https://example.org/a b", False),
        ("see https://example.org", False),
    ],
)
def test_an_address_is_one_of_the_web(url: str, stands: bool) -> None:
    verdict = rules.may_add_source(japan, title="Report", url=url, is_known=lambda _: False)

    assert verdict == (GRANTED if stands else refuse(Refusal.BAD_ADDRESS, url))


@pytest.mark.parametrize(
    ("url", "names_somebody"),
    [
        ("https://user:secret@example.org/", True),
        ("https://user@example.org", True),
        ("HTTPS://@example.org/", True),
        ("//user@example.org/", True),
        ("https:\\\\user@example.org/", True),
        ("https://example.org/@user", False),
        ("https://example.org?to=a@b.org", False),
        ("https://example.org#a@b", False),
        ("mailto:a@b.org", False),
    ],
)
def test_an_address_names_nobody(url: str, names_somebody: bool) -> None:
    verdict = rules.may_add_source(japan, title="Report", url=url, is_known=lambda _: False)

    assert rules.names_somebody(url) == names_somebody
    assert (verdict == refuse(Refusal.ADDRESS_OF_SOMEBODY)) == names_somebody


def said(value: str, as_of: str | None = None) -> Said:
    when = ImpreciseDate.parse(as_of)
    return Said(value, "meeting/fmm-1", "is_ministerial", "truth", value == "yes", Voice(value, "news"), when)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([], []),
        ([said("yes")], []),
        ([said("no")], ["no"]),
        ([said("no"), said("yes"), said("no")], ["no", "no"]),
        ([said("no", "2012")], ["no"]),
        ([said("no", "2012-05")], ["no"]),
        ([said("no", "2013")], []),
    ],
)
def test_a_later_claim_challenges_what_it_cannot_hold_beside_at_one_time(later: list[Said], expected: list[str]) -> None:
    assert [claim.key for claim in rules.challengers([said("yes", "2012")], later)] == expected
    assert rules.challengers([], later) == []


def test_one_preferred_claim_that_contradicts_is_enough() -> None:
    preferred = [said("no", "2010"), said("yes", "2012"), said("yes")]

    assert rules.challengers(preferred, [said("no", "2012"), said("no", "2010")]) == [
        said("no", "2012"),
        said("no", "2010"),
    ]
    assert rules.challengers(preferred[:2], [said("no", "2010")]) == []


REMARK = {"subject_exists": True, "subject": "meeting/fmm-1", "words": "It met on two days.", "proof": ""}


@pytest.mark.parametrize("by", [public, host, expert, researcher, PARTICIPANTS[0]], ids=called)
def test_readers_without_an_account_and_whoever_curates_may_say_what_is_wrong(by: Any) -> None:
    assert rules.may_receive_remark(by, **REMARK) == GRANTED
    assert rules.may_receive_remark(watcher, **REMARK) == refuse(Refusal.NOT_A_CURATOR)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"subject_exists": False}, refuse(Refusal.NO_SUCH_SUBJECT, "meeting/fmm-1")),
        ({"words": " "}, refuse(Refusal.NO_WORDS)),
        ({"proof": "ftp://example.org/a"}, refuse(Refusal.BAD_ADDRESS, "ftp://example.org/a")),
        ({"proof": "https://me:secret@example.org/"}, refuse(Refusal.ADDRESS_OF_SOMEBODY)),
        ({"proof": "https://example.org/a"}, GRANTED),
    ],
)
def test_a_remark_is_on_a_public_row_in_words(change: dict[str, Any], expected: Verdict) -> None:
    assert rules.may_receive_remark(public, **REMARK | change) == expected


@pytest.mark.parametrize("state", list(RemarkState))
def test_a_question_back_ends_nothing_and_every_other_answer_does(state: RemarkState) -> None:
    is_open = state in (RemarkState.WAITING, RemarkState.ASKED)

    assert rules.may_answer_remark(host, state=state, words="…") == (
        GRANTED if is_open else refuse(Refusal.ANSWERED_ALREADY)
    )
    assert bool(rules.may_answer_remark(host, state=state, words=" ")) is False
