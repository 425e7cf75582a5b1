"""Who speaks: order by rule, requests of the same second, points of order, and who may ask, give and end."""

import datetime as dt
from itertools import permutations
from typing import Any

import pytest
from tests.rules.people import NOT_SECRETARIAT, called, host, japan, kazakhstan, observer, watcher

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.meetings import rules
from nemawashi.meetings.rules import OrderRule, WaitingSpeaker
from nemawashi.meetings.terms import FloorKind, Refusal
from nemawashi.texts import rules as texts
from nemawashi.texts.terms import Refusal as TextRefusal

NOON = dt.datetime(2027, 5, 3, 12, tzinfo=dt.UTC)
NAMES = {"japan": "Japan", "kazakhstan": "Kazakhstan", "kyrgyzstan": "Kyrgyzstan", "uzbekistan": "Uzbekistan"}


def waits(party: str, after: float = 0, kind: FloorKind = FloorKind.FLOOR, turns: int = 0, key: int = 0) -> WaitingSpeaker:
    return WaitingSpeaker(key, party, kind, NOON + dt.timedelta(seconds=after), turns)


def ordered(*waiting: WaitingSpeaker, rule: OrderRule = OrderRule(), letter: str = "") -> list[str]:  # noqa: B008  frozen
    rows = rules.speaking_order(waiting, rule, host="kazakhstan", names=NAMES, letter=letter)
    return [row.party for row in rows]


@pytest.mark.parametrize(
    ("letter", "first"),
    [("", "japan"), ("A", "japan"), ("J", "japan"), ("K", "kazakhstan"), ("L", "uzbekistan"), ("Z", "japan")],
)
def test_the_alphabet_begins_at_the_drawn_letter(letter: str, first: str) -> None:
    order = rules.alphabet_from(NAMES, letter)

    assert (order[0], sorted(order)) == (first, sorted(NAMES))


def test_letters_are_drawn_among_those_with_which_names_begin() -> None:
    assert rules.initials([*NAMES.values(), ""]) == ["J", "K", "U"]


def test_requests_of_the_same_second_are_ordered_by_the_rule_and_never_by_chance() -> None:
    pressed = [waits("uzbekistan", 0.1, key=1), waits("japan", 0.9, key=2), waits("kyrgyzstan", 0.5, key=3)]

    assert {tuple(ordered(*each)) for each in permutations(pressed)} == {("japan", "kyrgyzstan", "uzbekistan")}
    assert ordered(*pressed, letter="K") == ["kyrgyzstan", "uzbekistan", "japan"]


@pytest.mark.parametrize(("after", "order"), [(0.999, ["japan", "uzbekistan"]), (1.0, ["uzbekistan", "japan"])])
def test_a_second_later_is_later(after: float, order: list[str]) -> None:
    assert ordered(waits("uzbekistan"), waits("japan", after)) == order


@pytest.mark.parametrize(
    ("rule", "order"),
    [
        (OrderRule(), ["uzbekistan", "kazakhstan", "japan"]),
        (OrderRule(host_speaks="first"), ["kazakhstan", "uzbekistan", "japan"]),
        (OrderRule(host_speaks="last"), ["uzbekistan", "japan", "kazakhstan"]),
        (OrderRule("alphabet"), ["japan", "kazakhstan", "uzbekistan"]),
        (OrderRule("alphabet", "first"), ["kazakhstan", "japan", "uzbekistan"]),
        (OrderRule("alphabet", "last"), ["japan", "uzbekistan", "kazakhstan"]),
    ],
)
def test_order_by_rule(rule: OrderRule, order: list[str]) -> None:
    assert ordered(waits("uzbekistan"), waits("kazakhstan", 1), waits("japan", 2), rule=rule) == order


def test_who_has_spoken_comes_behind_in_the_alphabet_and_a_host_is_first_once() -> None:
    again = [waits("japan", turns=1), waits("uzbekistan", 5)]

    assert ordered(*again, rule=OrderRule("alphabet")) == ["uzbekistan", "japan"]
    assert ordered(*again) == ["japan", "uzbekistan"]
    spoken = [waits("kazakhstan", 9, turns=1), waits("japan")]
    assert ordered(*spoken, rule=OrderRule(host_speaks="first")) == ["japan", "kazakhstan"]


def test_points_of_order_go_before_and_who_was_interrupted_behind_them() -> None:
    rows = [
        waits("kazakhstan"),
        waits("uzbekistan", 8, FloorKind.RESUMES),
        waits("kyrgyzstan", 9, FloorKind.POINT),
        waits("japan", 9.5, FloorKind.POINT),
    ]

    assert ordered(*rows, rule=OrderRule("alphabet", "first")) == ["japan", "kyrgyzstan", "uzbekistan", "kazakhstan"]


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (japan, {}, None),
        (host, {}, None),
        (kazakhstan, {}, Refusal.NOT_INVITED),  # for another party
        (watcher, {}, Refusal.NOT_INVITED),
        (japan, {"is_invited": False}, Refusal.NOT_INVITED),
        (japan, {"state": "open"}, None),
        (japan, {"state": "held"}, Refusal.HELD_ALREADY),
        (japan, {"item_state": "deferred"}, Refusal.ITEM_ENDED),
        (japan, {"is_closed": True}, Refusal.LIST_CLOSED),
        (host, {"is_closed": True}, Refusal.LIST_CLOSED),
        (japan, {"is_waiting": True}, Refusal.ON_THE_LIST_ALREADY),
        (japan, {"has_floor": True}, Refusal.HAS_THE_FLOOR),
    ],
)
def test_may_ask_for_floor(by: Any, change: dict[str, Any], why: Refusal | None) -> None:
    asked = {"party": "japan", "is_invited": True, "state": "announced", "item_state": "proposed"}
    asked |= {"is_closed": False, "is_waiting": False, "has_floor": False} | change

    assert rules.may_ask_for_floor(by, **asked) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (japan, {}, None),
        (host, {}, None),
        (observer, {"party": "mongolia", "is_participant": False}, Refusal.NOT_A_PARTICIPANT),
        (japan, {"state": "announced"}, Refusal.NOT_IN_SESSION),
        (japan, {"item_state": "withdrawn"}, Refusal.ITEM_ENDED),
        (japan, {"is_waiting": True}, Refusal.ON_THE_LIST_ALREADY),
        (japan, {"has_floor": True}, Refusal.HAS_THE_FLOOR),
    ],
)
def test_may_raise_point_of_order(by: Any, change: dict[str, Any], why: Refusal | None) -> None:
    asked = {"party": "japan", "is_invited": True, "is_participant": True, "state": "open", "item_state": "adopted"}
    asked |= {"is_waiting": False, "has_floor": False} | change

    assert rules.may_raise_point_of_order(by, **asked) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"state": "announced"}, Refusal.NOT_IN_SESSION),
        ({"is_waiting": False}, Refusal.NOT_WAITING),
        ({"held_by": FloorKind.FLOOR}, Refusal.FLOOR_TAKEN),
        ({"held_by": FloorKind.FLOOR, "kind": FloorKind.POINT}, None),
        ({"held_by": FloorKind.RESUMES, "kind": FloorKind.POINT}, None),
        ({"held_by": FloorKind.POINT, "kind": FloorKind.POINT}, Refusal.FLOOR_TAKEN),
        ({"is_next": False}, Refusal.NOT_NEXT),
        ({"is_next": False, "why": " "}, Refusal.NOT_NEXT),
        ({"is_next": False, "why": "She has to leave."}, None),
    ],
)
def test_may_give_floor(change: dict[str, Any], why: Refusal | None) -> None:
    asked: dict[str, Any] = {"state": "open", "item_state": "adopted", "kind": FloorKind.FLOOR, "is_waiting": True}
    asked |= {"held_by": None, "is_next": True, "why": ""} | change

    assert rules.may_give_floor(host, **asked) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize("by", NOT_SECRETARIAT, ids=called)
def test_the_chair_alone_runs_the_room(by: Any) -> None:
    state, no = {"state": "open", "item_state": "adopted"}, refuse(Refusal.NOT_THE_SECRETARIAT)
    giving = {"kind": FloorKind.FLOOR, "is_waiting": True, "held_by": None, "is_next": True, "why": ""}

    verdicts = [
        rules.may_give_floor(by, **state, **giving),
        rules.may_end_floor(by, is_held=True),
        rules.may_close_speakers(by, **state, is_closed=False),
        rules.may_reopen_speakers(by, **state, is_closed=True),
        rules.may_order_speakers(by, **state, has_begun=False),
        rules.may_call_item(by, **state, is_current=False, is_floor_taken=False),
        rules.may_draw_letter(by, state="open", drawn="", letter="", among=["J"]),
    ]

    assert verdicts == [no] * 7


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ({"state": "open", "item_state": "adopted"}, None),
        ({"state": "announced", "item_state": "proposed"}, None),
        ({"state": "held", "item_state": "adopted"}, Refusal.HELD_ALREADY),
        ({"state": "cancelled", "item_state": "adopted"}, Refusal.CANCELLED),
        ({"state": "open", "item_state": "deferred"}, Refusal.ITEM_ENDED),
        ({"state": "open", "item_state": "withdrawn"}, Refusal.ITEM_ENDED),
    ],
)
def test_the_list_of_an_item_is_kept_while_it_stands_and_the_meeting_is_ahead(state: Any, why: Refusal | None) -> None:
    expected = refuse(why) if why else GRANTED

    assert rules.may_close_speakers(host, **state, is_closed=False) == expected
    assert rules.may_reopen_speakers(host, **state, is_closed=True) == expected
    assert rules.may_order_speakers(host, **state, has_begun=False) == expected


def test_what_the_chair_is_refused() -> None:
    state = {"state": "open", "item_state": "adopted"}
    drawing: dict[str, Any] = {"state": "open", "drawn": "", "letter": "", "among": ["J"]}

    assert rules.may_end_floor(host, is_held=False) == refuse(Refusal.FLOOR_NOT_HELD)
    assert rules.may_close_speakers(host, **state, is_closed=True) == refuse(Refusal.LIST_CLOSED)
    assert rules.may_reopen_speakers(host, **state, is_closed=False) == refuse(Refusal.LIST_OPEN)
    assert rules.may_order_speakers(host, **state, has_begun=True) == refuse(Refusal.SPEAKING_BEGUN)
    assert rules.may_call_item(host, **state, is_current=True, is_floor_taken=False) == refuse(Refusal.CALLED_ALREADY)
    assert rules.may_call_item(host, **state, is_current=False, is_floor_taken=True) == refuse(Refusal.FLOOR_TAKEN)
    assert rules.may_draw_letter(host, **drawing) == GRANTED
    assert rules.may_draw_letter(host, **drawing | {"drawn": "K"}) == refuse(Refusal.LETTER_DRAWN, "K")
    assert rules.may_draw_letter(host, **drawing | {"among": []}) == refuse(Refusal.NOT_ANNOUNCED)
    assert [rules.may_draw_letter(host, **drawing | {"letter": each}) for each in ("K", "Ш", "KK", "1")] == [
        GRANTED,
        GRANTED,
        refuse(Refusal.NO_SUCH_LETTER),
        refuse(Refusal.NO_SUCH_LETTER),
    ]


@pytest.mark.parametrize(
    ("by", "is_waiting", "why"),
    [
        (japan, True, None),
        (host, True, None),
        (kazakhstan, True, Refusal.NOT_ITS_REQUEST),
        (watcher, True, Refusal.NOT_ITS_REQUEST),
        (japan, False, Refusal.NOT_WAITING),
    ],
)
def test_may_withdraw_from_speakers(by: Any, is_waiting: bool, why: Refusal | None) -> None:
    verdict = rules.may_withdraw_from_speakers(by, owner="japan", is_waiting=is_waiting)

    assert verdict == (refuse(why) if why else GRANTED)


def test_time_of_a_statement_is_counted_to_its_end_or_to_now_and_never_below_zero() -> None:
    later = NOON + dt.timedelta(seconds=61.9)

    assert rules.seconds_between(NOON, later, now=NOON) == 61
    assert rules.seconds_between(NOON, None, now=later) == 61
    assert rules.seconds_between(later, None, now=NOON) == 0


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (host, {}, None),
        (japan, {}, TextRefusal.NOT_THE_SECRETARIAT),
        (host, {"state": "adopted"}, TextRefusal.NOT_UNDER_NEGOTIATION),
        (host, {"meeting_state": None}, TextRefusal.NO_ROOM),
        (host, {"meeting_state": "announced"}, Refusal.NOT_IN_SESSION),
        (host, {"is_deleted": True}, TextRefusal.CLAUSE_DELETED),
        (host, {"is_shown": True}, TextRefusal.SHOWN_ALREADY),
    ],
)
def test_may_put_on_screen(by: Any, change: dict[str, Any], why: Any) -> None:
    asked: dict[str, Any] = {"state": "under_negotiation", "meeting_state": "open", "is_deleted": False, "is_shown": False}

    assert texts.may_put_on_screen(by, **asked | change) == (refuse(why) if why else GRANTED)


def test_a_party_without_a_name_speaks_behind_those_with_one() -> None:
    pressed = [waits("azerbaijan", key=1), waits("uzbekistan", key=2)]

    assert ordered(*pressed) == ["uzbekistan", "azerbaijan"]
    assert ordered(*pressed, rule=OrderRule(order="alphabet")) == ["uzbekistan", "azerbaijan"]
