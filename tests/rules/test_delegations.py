"""Delegation lists: reading a pasted list, who nominates and accredits, precedence, and when names are deleted."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.rules.people import NOT_SECRETARIAT, called, host, japan, watcher

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.access.terms import Role
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.drawing import seating
from nemawashi.kit.papers.plates import NamePlate, as_html
from nemawashi.meetings import rules
from nemawashi.meetings.rules import LONGEST_LIST, MOST_DELEGATES, Nominee
from nemawashi.meetings.terms import DelegateRole, Refusal

LABELS = {"head": DelegateRole.HEAD, "переводчик": DelegateRole.INTERPRETER}
focal_point = replace(japan, role=Role.FOCAL_POINT)
member = replace(japan, role=Role.MEMBER)
SATO, ABE = Nominee("Sato"), Nominee("Abe", role=DelegateRole.HEAD)


def test_a_pasted_list_is_read_line_by_line() -> None:
    rows, wrong = rules.nominees(
        " Ken  Sato ; Director\n\nYuki Abe\tMinister\t阿部 雪\tHead\n; nobody\nA;b;c;d;e\nB;;;king\nC;;;ПЕРЕВОДЧИК", LABELS
    )

    assert rows == [
        Nominee("Ken Sato", "Director"),
        Nominee("Yuki Abe", "Minister", "阿部 雪", DelegateRole.HEAD),
        Nominee("C", role=DelegateRole.INTERPRETER),
    ]
    assert wrong == [4, 5, 6]


@pytest.mark.parametrize(("length", "wrong"), [(300, []), (301, [1])])
def test_a_part_of_a_line_is_bounded(length: int, wrong: list[int]) -> None:
    assert rules.nominees("x" * length, LABELS)[1] == wrong


def test_a_list_of_double_size_is_read_whole() -> None:
    assert len(rules.nominees("A;b\n" * (LONGEST_LIST // 2), LABELS)[0]) == LONGEST_LIST // 2


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (focal_point, {}, None),
        (japan, {}, None),  # its head
        (member, {}, Refusal.NOT_THE_FOCAL_POINT),
        (watcher, {}, Refusal.NOT_THE_FOCAL_POINT),
        (host, {}, Refusal.NOT_THE_FOCAL_POINT),
        (focal_point, {"is_invited": False}, Refusal.NOT_INVITED),
        (focal_point, {"state": "held"}, Refusal.HELD_ALREADY),
        (focal_point, {"state": "cancelled"}, Refusal.CANCELLED),
        (focal_point, {"new": []}, Refusal.NO_NAMES),
        (focal_point, {"new": [Nominee("SATO")]}, Refusal.NAMED_TWICE),
        (focal_point, {"new": [ABE, Nominee("Ito", role=DelegateRole.HEAD)]}, Refusal.TWO_HEADS),
        (focal_point, {"new": [Nominee(str(n)) for n in range(MOST_DELEGATES - 1)]}, None),
        (focal_point, {"new": [Nominee(str(n)) for n in range(MOST_DELEGATES)]}, Refusal.TOO_MANY_DELEGATES),
    ],
)
def test_the_focal_point_nominates(by: Any, change: dict[str, Any], why: Refusal | None) -> None:
    asked = {"is_invited": True, "state": "announced", "known": [SATO], "new": [ABE]} | change

    assert rules.may_nominate(by, **asked) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("by", "owner", "state", "why"),
    [
        (focal_point, "japan", "open", None),
        (focal_point, "kazakhstan", "open", Refusal.NOT_THE_FOCAL_POINT),
        (member, "japan", "open", Refusal.NOT_THE_FOCAL_POINT),
        (focal_point, "japan", "held", Refusal.HELD_ALREADY),
    ],
)
def test_a_name_is_taken_off_the_own_list(by: Any, owner: str, state: str, why: Refusal | None) -> None:
    assert rules.may_remove_delegate(by, owner=owner, state=state) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (focal_point, {}, None),
        (member, {}, Refusal.NOT_THE_FOCAL_POINT),
        (focal_point, {"is_invited": False}, Refusal.NOT_INVITED),
        (focal_point, {"state": "held"}, Refusal.HELD_ALREADY),
        (focal_point, {"has_declined": True}, Refusal.DECLINED_ALREADY),
    ],
)
def test_a_party_says_that_it_does_not_attend(by: Any, change: dict[str, Any], why: Refusal | None) -> None:
    asked = {"is_invited": True, "state": "announced", "has_declined": False} | change

    assert rules.may_decline_meeting(by, **asked) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize("by", NOT_SECRETARIAT, ids=called)
def test_only_the_host_accredits_returns_and_forgets(by: Any) -> None:
    refused = refuse(Refusal.NOT_THE_SECRETARIAT)

    assert rules.may_accredit(by, state="announced", states={"nominated"}) == refused
    assert rules.may_return_delegate(by, state="announced", delegate_state="nominated", why="x") == refused
    assert rules.may_forget_delegates(by, until=dt.date(2027, 1, 1), today=dt.date(2027, 1, 2), has_names=True) == refused


@pytest.mark.parametrize(
    ("state", "states", "why"),
    [
        ("open", {"nominated", "refused", "asked"}, None),
        ("held", {"nominated"}, Refusal.HELD_ALREADY),
        ("open", set(), Refusal.NOBODY_CHOSEN),
        ("open", {"nominated", "accredited"}, Refusal.ACCREDITED_ALREADY),
    ],
)
def test_the_host_accredits_those_who_are_not(state: str, states: set[str], why: Refusal | None) -> None:
    assert rules.may_accredit(host, state=state, states=states) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("state", "delegate_state", "words", "why"),
    [
        ("open", "nominated", "x", None),
        ("held", "nominated", "x", Refusal.HELD_ALREADY),
        ("open", "accredited", "x", Refusal.ACCREDITED_ALREADY),
        ("open", "asked", " ", Refusal.NO_REASON),
    ],
)
def test_the_host_refuses_or_asks_with_a_reason(state: str, delegate_state: str, words: str, why: Refusal | None) -> None:
    verdict = rules.may_return_delegate(host, state=state, delegate_state=delegate_state, why=words)

    assert verdict == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("today", "has_names", "why"),
    [
        (dt.date(2028, 3, 13), True, Refusal.NAMES_ARE_KEPT),
        (dt.date(2028, 3, 14), True, None),
        (dt.date(2028, 3, 14), False, Refusal.NO_NAMES),
    ],
)
def test_names_are_deleted_after_the_time_that_the_forum_set(today: dt.date, has_names: bool, why: Refusal | None) -> None:
    until = rules.keeps_names_until(ImpreciseDate(2027, 3, 14), days=365)
    verdict = rules.may_forget_delegates(host, until=until, today=today, has_names=has_names)

    assert until == dt.date(2028, 3, 13)
    assert verdict == (refuse(why) if why else GRANTED)
    assert rules.keeps_names_until(None, days=365) is None


@pytest.mark.parametrize(
    ("at", "order"),
    [("first", ["c", "b", "a"]), ("last", ["b", "a", "c"]), ("", ["b", "a", "c"]), ("in turn", ["b", "a", "c"])],
)
def test_precedence_is_alphabetical_with_the_host_where_it_chooses(at: str, order: list[str]) -> None:
    assert rules.precedence({"a": "beta", "b": "Alpha", "c": "Gamma"}, host="c", host_is=at) == order
    assert rules.precedence({"a": "beta", "b": "Alpha"}, host="c", host_is=at) == ["b", "a"]
    assert rules.precedence({"a": "beta", "b": "Alpha"}, host="a") == ["a", "b"]


@pytest.mark.parametrize("shape", seating.SHAPES)
@pytest.mark.parametrize("count", [0, 1, 2, 7, 60])
def test_every_seat_stands_alone_inside_the_picture_and_the_first_at_the_head(shape: str, count: int) -> None:
    places = seating.seats(shape, count)

    assert len({(round(x), round(y)) for x, y in places}) == len(places) == count
    assert all(0 <= x <= 900 and 0 <= y <= 520 for x, y in places)
    if count:
        assert round(places[0][0]) == 450
        assert places[0][1] == min(y for _, y in places)
    if count > 2:
        assert places[1][0] > 450 > places[-1][0]  # clockwise


@pytest.mark.parametrize(("count", "drawn"), [(60, 60), (61, 60)])
def test_a_plan_names_each_seat_and_escapes_words(count: int, drawn: int) -> None:
    picture = seating.plan("u", ["<b>"] * count, title="Seats", description="By name")

    assert picture.count('class="c-seat"') == drawn
    assert "<b>" not in picture
    assert picture.count("&lt;b&gt;") == drawn


def test_a_plate_says_the_same_on_both_halves_and_escapes_words() -> None:
    page = as_html([NamePlate("Japan", "A <b>", "阿部", "ja"), NamePlate("Japan", "C")], title="T", language="en", looks="")

    assert page.count("A &lt;b&gt;") == 2
    assert page.count('lang="ja">阿部') == 2
    assert page.count('class="own"') == 2
    assert page.count('class="plate"') == 2


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (host, {}, None),
        (japan, {}, Refusal.NOT_THE_SECRETARIAT),
        (host, {"state": "open"}, None),
        (host, {"state": "planned"}, Refusal.NOT_ANNOUNCED),
        (host, {"state": "postponed"}, Refusal.NOT_ANNOUNCED),
        (host, {"state": "held"}, Refusal.HELD_ALREADY),
        (host, {"state": "cancelled"}, Refusal.CANCELLED),
        (host, {"delegate_state": "nominated"}, Refusal.NOT_ACCREDITED),
        (host, {"delegate_state": "refused"}, Refusal.NOT_ACCREDITED),
        (host, {"is_checked_in": True}, Refusal.CHECKED_IN_ALREADY),
    ],
)
def test_may_check_in(by: Any, change: dict[str, Any], why: Refusal | None) -> None:
    asked: dict[str, Any] = {"state": "announced", "delegate_state": "accredited", "is_checked_in": False} | change

    assert rules.may_check_in(by, **asked) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (focal_point, {}, None),
        (japan, {}, None),
        (focal_point, {"is_invited": False}, Refusal.NOT_INVITED),
        (focal_point, {"state": "held"}, Refusal.HELD_ALREADY),
        (focal_point, {"state": "cancelled"}, Refusal.CANCELLED),
        (member, {}, Refusal.NOT_THE_FOCAL_POINT),
        (host, {}, Refusal.NOT_THE_FOCAL_POINT),
    ],
)
def test_who_speaks_for_a_party_sends_its_credentials(by: Any, change: dict[str, Any], why: Refusal | None) -> None:
    asked = {"is_invited": True, "state": "announced"} | change

    assert rules.may_attach_credentials(by, **asked) == (refuse(why) if why else GRANTED)
