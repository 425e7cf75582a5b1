"""Papers of a meeting: who reads and submits which, both sides of every moment, and what a symbol is."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.rules.people import host, japan, watcher

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.access.terms import Circle, Standing
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.meetings import rules
from nemawashi.meetings.terms import Distribution, MeetingState, PaperKind, Refusal
from nemawashi.portal.templatetags.symbol_words import in_paragraphs, with_symbols

AT = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
TICK = dt.timedelta(microseconds=1)
kazakhstan = replace(japan, party="kazakhstan", party_id=2)
observer = replace(japan, party="mongolia", party_id=3, standing=Standing.OBSERVER)
guest = replace(observer, party="azerbaijan", party_id=4, standing=Standing.GUEST)
expert = Viewer(user_id=9, circle=Circle.EXPERTS)
EVERYBODY = {
    "host": host, "japan": japan, "kazakhstan": kazakhstan, "watcher": watcher, "observer": observer, "guest": guest,
    "expert": expert, "public": PUBLIC,
}  # fmt: skip


def readers(distribution: str, *, owner: str | None = "japan", **words: Any) -> list[str]:
    words = {"is_issued": True} | words
    return [
        name for name, by in EVERYBODY.items() if rules.reads_paper(by, distribution=distribution, owner=owner, **words)
    ]


def test_from_whom_a_paper_is_hidden_by_distribution_embargo_and_withdrawal() -> None:
    own = ["host", "japan", "watcher"]
    assert readers("general") == list(EVERYBODY)
    assert readers("limited") == ["host", "japan", "kazakhstan", "watcher", "observer", "guest"]
    assert readers("restricted") == ["host", "japan", "kazakhstan", "watcher"]
    assert readers("restricted", owner="mongolia") == ["host", "japan", "kazakhstan", "watcher", "observer"]
    for distribution in Distribution.values:
        assert readers(distribution, is_issued=False) == own
        assert readers(distribution, is_withdrawn=True) == own
        assert readers(distribution, owner=None, is_issued=False) == ["host"]


def submitted(by: Viewer, **words: Any) -> Any:
    usual = {"kind": "statement", "distribution": "limited", "state": MeetingState.ANNOUNCED, "is_invited": True, "at": AT}
    return rules.may_submit_paper(by, **usual | words)


@pytest.mark.parametrize(
    ("by", "words", "why"),
    [
        (japan, {}, None),
        (observer, {}, None),
        (host, {"kind": "programme", "is_invited": False}, None),
        (watcher, {}, Refusal.NOT_INVITED),
        (japan, {"is_invited": False}, Refusal.NOT_INVITED),
        (expert, {}, Refusal.NOT_INVITED),
        (PUBLIC, {}, Refusal.NOT_INVITED),
        (japan, {"kind": "circular"}, Refusal.NOT_OF_THIS_KIND),
        (japan, {"kind": "participants"}, Refusal.NOT_OF_THIS_KIND),
        (observer, {"distribution": "restricted"}, Refusal.NOT_A_PARTICIPANT),
        (japan, {"distribution": "restricted"}, None),
        (japan, {"state": MeetingState.CANCELLED}, Refusal.CANCELLED),
        (japan, {"state": MeetingState.HELD}, None),
        (japan, {"has_base": True, "base_owner": "japan"}, None),
        (japan, {"has_base": True, "base_owner": None}, Refusal.NOT_ITS_PAPER),
        (host, {"has_base": True, "base_owner": "japan"}, Refusal.NOT_ITS_PAPER),
        (host, {"has_base": True, "base_owner": None}, None),
        (host, {"base_is_open": False}, Refusal.PAPER_NOT_ISSUED),
        (japan, {"has_words": False}, Refusal.PAPER_EMPTY),
        (host, {"kind": "participants", "distribution": "general"}, Refusal.NAMES_ARE_NEVER_PUBLIC),
        (host, {"kind": "participants", "distribution": "limited"}, None),
        (host, {"kind": "circular"}, Refusal.NO_ANSWER_DATE),
        (host, {"kind": "circular", "answer_by": AT + TICK}, None),
        (host, {"kind": "circular", "answer_by": AT}, Refusal.MOMENT_PASSED),
        (host, {"answer_by": AT + TICK}, Refusal.NOT_A_CIRCULAR),
        (japan, {"embargo_until": AT + TICK}, None),
        (japan, {"embargo_until": AT}, Refusal.MOMENT_PASSED),
    ],
)
def test_who_submits_which_paper(by: Viewer, words: dict[str, Any], why: Refusal | None) -> None:
    assert submitted(by, **words) == (refuse(why) if why else GRANTED)


def released(by: Viewer = japan, **words: Any) -> Any:
    usual: dict[str, Any] = {
        "owner": "japan", "kind": "statement", "distribution": "restricted", "has_base": False, "is_issued": True,
        "is_withdrawn": False, "release_by": None, "until": AT + TICK, "at": AT,
    }  # fmt: skip
    return rules.may_propose_release(by, **usual | words)


@pytest.mark.parametrize(
    ("by", "words", "why"),
    [
        (japan, {}, None),
        (host, {}, None),
        (kazakhstan, {}, Refusal.NOT_ITS_PAPER),
        (watcher, {}, Refusal.NOT_ITS_PAPER),
        (japan, {"until": AT}, Refusal.MOMENT_PASSED),
        (japan, {"is_withdrawn": True}, Refusal.PAPER_WITHDRAWN),
        (japan, {"is_issued": False}, Refusal.PAPER_NOT_ISSUED),
        (japan, {"distribution": "general"}, Refusal.PAPER_GENERAL),
        (japan, {"kind": "participants"}, Refusal.NAMES_ARE_NEVER_PUBLIC),
        (japan, {"has_base": True}, Refusal.GOES_WITH_ITS_BASE),
        (japan, {"release_by": AT}, Refusal.RELEASE_RUNS),
    ],
)
def test_who_proposes_which_release(by: Viewer, words: dict[str, Any], why: Refusal | None) -> None:
    assert released(by, **words) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("by", "words", "why"),
    [
        (kazakhstan, {}, None),
        (kazakhstan, {"at": AT}, None),
        (kazakhstan, {"at": AT + TICK}, Refusal.OBJECTION_TOO_LATE),
        (kazakhstan, {"release_by": None}, Refusal.NO_RELEASE),
        (kazakhstan, {"reads": False}, Refusal.NO_SUCH_PAPER),
        (kazakhstan, {"why": " "}, Refusal.NO_REASON),
        (observer, {}, Refusal.NOT_A_PARTICIPANT),
        (host, {}, Refusal.NOT_A_PARTICIPANT),
        (watcher, {}, Refusal.NOT_A_PARTICIPANT),
    ],
)
def test_an_objection_counts_up_to_the_moment_itself(by: Viewer, words: dict[str, Any], why: Refusal | None) -> None:
    usual: dict[str, Any] = {"reads": True, "release_by": AT, "at": AT - TICK, "why": "ours"}
    assert rules.may_object_to_release(by, **usual | words) == (refuse(why) if why else GRANTED)


def test_a_paper_is_released_after_its_moment_and_issued_from_its_moment_on() -> None:
    room = rules.OBJECTION_ROOM

    def release(at: dt.datetime, **words: Any) -> Any:
        usual: dict[str, Any] = {"is_withdrawn": False, "release_by": AT}
        return rules.may_release_paper(host, at=at, **usual | words).refusal

    assert [release(AT + room), release(AT + room + TICK)] == [Refusal.RELEASE_NOT_OVER, None]
    assert release(AT, release_by=None) is Refusal.NO_RELEASE
    assert release(AT, is_withdrawn=True) is Refusal.PAPER_WITHDRAWN
    assert rules.may_release_paper(japan, is_withdrawn=False, release_by=AT, at=AT).refusal is Refusal.NOT_THE_SECRETARIAT

    def issue(at: dt.datetime, by: Viewer = host, **words: Any) -> Any:
        usual: dict[str, Any] = {"is_issued": False, "is_withdrawn": False, "embargo_until": AT}
        return rules.may_issue_paper(by, at=at, **usual | words).refusal

    assert [issue(AT - TICK), issue(AT)] == [Refusal.UNDER_EMBARGO, None]
    assert issue(AT, is_issued=True) is Refusal.PAPER_ISSUED
    assert issue(AT, is_withdrawn=True) is Refusal.PAPER_WITHDRAWN
    assert issue(AT, by=japan) is Refusal.NOT_THE_SECRETARIAT
    assert [rules.is_answered_in_time(AT, at) for at in (AT, AT + TICK)] == [True, False]


def test_languages_withdrawal_and_answers_belong_to_their_side() -> None:
    def language(by: Viewer, **words: Any) -> Any:
        return rules.may_add_paper_language(by, owner="japan", **{"is_withdrawn": False} | words).refusal

    assert [language(by) for by in (japan, host, kazakhstan, watcher)] == [None, None, *[Refusal.NOT_ITS_PAPER] * 2]
    assert language(japan, is_withdrawn=True) is Refusal.PAPER_WITHDRAWN
    assert language(japan, is_there=True) is Refusal.LANGUAGE_THERE
    assert language(japan, has_words=False) is Refusal.PAPER_EMPTY

    def withdrawn(by: Viewer, why: str = "wrong", **words: Any) -> Any:
        return rules.may_withdraw_paper(by, why=why, **{"owner": "japan", "is_withdrawn": False} | words).refusal

    assert [withdrawn(by) for by in (japan, host, kazakhstan)] == [None, *[Refusal.NOT_ITS_PAPER] * 2]
    assert [withdrawn(host, owner=None), withdrawn(japan, why=" ")] == [None, Refusal.NO_REASON]
    assert withdrawn(japan, is_withdrawn=True) is Refusal.PAPER_WITHDRAWN

    def answered(by: Viewer, words: str = "yes", kind: str = "circular", reads: bool = True) -> Any:
        return rules.may_answer_circular(by, kind=kind, reads=reads, words=words).refusal

    assert [answered(by) for by in (japan, observer, host, watcher)] == [None, *[Refusal.NOT_A_PARTICIPANT] * 3]
    assert answered(japan, reads=False) is Refusal.NO_SUCH_PAPER
    assert answered(japan, kind=PaperKind.STATEMENT) is Refusal.NOT_A_CIRCULAR
    assert answered(japan, words="\n") is Refusal.NO_REASON


def test_symbols_stand_in_running_words() -> None:
    def seen(words: str) -> list[str]:
        return [words[start:end] for start, end in rules.symbols_in(words)]

    assert seen("See ABC/COUNCIL/10/INF.2/Rev.1, and ABC/10/L.3.") == ["ABC/COUNCIL/10/INF.2/Rev.1", "ABC/10/L.3"]
    assert seen("ФОРУМ/СМИД/3/L.1；文書ABC/1 and/or") == ["ФОРУМ/СМИД/3/L.1", "文書ABC/1"]
    assert seen("and/or Asia/Tokyo he/she") == []  # a paper has its number
    assert seen("no//thing1 /etc/x1 a/" + "1" * 41) == []
    assert seen("a/" + "1" * 40) == ["a/" + "1" * 40]
    assert [rules.series_number(each, 3) for each in Distribution.values] == ["INF.3", "L.3", "R.3"]
    assert [rules.sequel_symbol("A/1", each, 2) for each in ("rev", "add", "corr")] == [
        "A/1/Rev.2",
        "A/1/Add.2",
        "A/1/Corr.2",
    ]


@pytest.mark.parametrize("size", [20_000, 40_000])
@pytest.mark.parametrize("part", ["a/", "a.", "a", "/", "A/1 ", "-./"])
def test_symbols_are_looked_for_in_linear_steps(part: str, size: int) -> None:
    """At double the size as well: each part is of bounded length."""
    assert sum(1 for _span in rules.symbols_in(part * size)) <= size


def test_formula_and_markup_injection_a_link_over_a_symbol_escapes_all_words() -> None:
    words = 'On A/1 & <script>alert(1)</script> "A/1", A/2\n\n=HYPERLINK("x")'
    link = with_symbols(words, {"A/1": '/desk/"x'})

    assert link.count('<a href="/desk/&quot;x">A/1</a>') == 2
    assert "<script" not in link
    assert "A/2</a>" not in link
    assert in_paragraphs("a\n \nA/1", {"A/1": "/x"}) == '<p>a</p><p><a href="/x">A/1</a></p>'
