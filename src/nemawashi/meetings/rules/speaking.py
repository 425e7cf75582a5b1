"""Decisions about who speaks: order by rule, points of order, who may ask for the floor, give it and end it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.rules.convening import is_ahead, is_in_session, is_secretariat
from nemawashi.meetings.terms import FloorKind, ItemState, Refusal
from nemawashi.parties.terms import HostSpeaks, SpeakingOrder

__all__ = [
    "OrderRule",
    "WaitingSpeaker",
    "alphabet_from",
    "has_come_to_room",
    "initials",
    "may_ask_for_floor",
    "may_call_item",
    "may_close_speakers",
    "may_draw_letter",
    "may_end_floor",
    "may_give_floor",
    "may_order_speakers",
    "may_raise_point_of_order",
    "may_reopen_speakers",
    "may_withdraw_from_speakers",
    "seconds_between",
    "speaking_order",
]

_RANKS = {FloorKind.POINT: 0, FloorKind.RESUMES: 1, FloorKind.FLOOR: 2}


@dataclass(frozen=True, slots=True)
class OrderRule:
    """By what speakers are ordered, where the host stands among them, and how long one speaks."""

    order: str = SpeakingOrder.REQUEST
    host_speaks: str = HostSpeaks.IN_TURN
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class WaitingSpeaker:
    """A party that waits: ``turns`` is how often it has spoken to the item, ``asked_at`` when its request came in."""

    key: int
    party: str
    kind: FloorKind
    asked_at: dt.datetime
    turns: int = 0


def initials(names: Collection[str]) -> list[str]:
    """The letters among which one is drawn: those with which a name begins, each once."""
    return sorted({name[0].upper() for name in names if name})


def alphabet_from(names: Mapping[str, str], letter: str) -> list[str]:
    """Slugs in the alphabetical order of their names, from the first whose name begins with the letter or one behind it."""
    order = sorted(names, key=lambda slug: (names[slug].casefold(), slug))
    start = next((n for n, slug in enumerate(order) if names[slug][:1].upper() >= letter), 0) if letter else 0
    return order[start:] + order[:start]


def speaking_order(
    waiting: Sequence[WaitingSpeaker], rule: OrderRule, *, host: str | None, names: Mapping[str, str], letter: str
) -> list[WaitingSpeaker]:
    """Who speaks after whom: points of order, then who was interrupted by one, then the others by the rule.

    Requests of the same second came at once: which of them a server took first is chance, so the alphabet decides, from the
    drawn letter. In alphabetical order a party that has spoken comes behind those that have not. A host that speaks first
    does so once.
    """
    places = {slug: place for place, slug in enumerate(alphabet_from(names, letter))}
    last = len(places)

    def by_request(each: WaitingSpeaker) -> tuple[object, ...]:
        return each.asked_at.replace(microsecond=0), places.get(each.party, last), each.party, each.key

    def place(each: WaitingSpeaker) -> tuple[object, ...]:
        rank = _RANKS[each.kind]
        if each.kind != FloorKind.FLOOR:
            return rank, 0, 0, *by_request(each)
        before = {HostSpeaks.FIRST: -1, HostSpeaks.LAST: 1}.get(HostSpeaks(rule.host_speaks), 0)
        is_due = rule.host_speaks == HostSpeaks.LAST or not each.turns
        of_host = before if each.party == host and is_due else 0
        if rule.order == SpeakingOrder.ALPHABET:
            return rank, of_host, each.turns, places.get(each.party, last), each.party, each.key
        return rank, of_host, 0, *by_request(each)

    return sorted(waiting, key=place)


def seconds_between(began: dt.datetime, ended: dt.datetime | None, *, now: dt.datetime) -> int:
    """How long somebody had the floor, in whole seconds; until now, where it still has it."""
    return max(0, int(((ended or now) - began).total_seconds()))


def _stands(item_state: str) -> Verdict:
    is_ended = item_state in (ItemState.DEFERRED, ItemState.WITHDRAWN)
    return refuse(Refusal.ITEM_ENDED) if is_ended else GRANTED


def has_come_to_room(state: str, item_state: str) -> Verdict:
    """Whether the item can be taken now: the meeting is in session, and the item stands."""
    return first(is_in_session(state), _stands(item_state))


def _for_party(by: Viewer, *, party: str, is_invited: bool) -> Verdict:
    """A delegation asks for itself; the secretariat notes who raised a plate in the room."""
    is_own = by.may_act and by.party == party
    return GRANTED if (is_own or by.is_secretariat) and is_invited else refuse(Refusal.NOT_INVITED)


def may_ask_for_floor(
    by: Viewer,
    *,
    party: str,
    is_invited: bool,
    state: str,
    item_state: str,
    is_closed: bool,
    is_waiting: bool,
    has_floor: bool,
) -> Verdict:
    """An invited party is put on the list once, before the meeting or in it, until the list is closed."""
    return first(
        _for_party(by, party=party, is_invited=is_invited),
        is_ahead(state),
        _stands(item_state),
        refuse(Refusal.LIST_CLOSED) if is_closed else GRANTED,
        refuse(Refusal.ON_THE_LIST_ALREADY) if is_waiting else GRANTED,
        refuse(Refusal.HAS_THE_FLOOR) if has_floor else GRANTED,
    )


def may_raise_point_of_order(
    by: Viewer,
    *,
    party: str,
    is_invited: bool,
    is_participant: bool,
    state: str,
    item_state: str,
    is_waiting: bool,
    has_floor: bool,
) -> Verdict:
    """A participant raises a point of order in the room, also when the list is closed; one at a time."""
    return first(
        _for_party(by, party=party, is_invited=is_invited),
        GRANTED if is_participant else refuse(Refusal.NOT_A_PARTICIPANT),
        has_come_to_room(state, item_state),
        refuse(Refusal.ON_THE_LIST_ALREADY) if is_waiting else GRANTED,
        refuse(Refusal.HAS_THE_FLOOR) if has_floor else GRANTED,
    )


def may_withdraw_from_speakers(by: Viewer, *, owner: str, is_waiting: bool) -> Verdict:
    """Who waits gives up its turn; the secretariat notes it for one that says so in the room."""
    is_own = by.may_act and by.party == owner
    return first(
        GRANTED if is_own or by.is_secretariat else refuse(Refusal.NOT_ITS_REQUEST),
        GRANTED if is_waiting else refuse(Refusal.NOT_WAITING),
    )


def may_give_floor(
    by: Viewer,
    *,
    state: str,
    item_state: str,
    kind: FloorKind,
    is_waiting: bool,
    held_by: FloorKind | None,
    is_next: bool,
    why: str,
) -> Verdict:
    """The chair gives the floor to who is next by the rule; to another one with a reason, which all read.

    ``held_by``: for what somebody has the floor now. A point of order interrupts an intervention, and nothing else.
    """
    interrupts = kind == FloorKind.POINT and held_by is not None and held_by != FloorKind.POINT
    return first(
        is_secretariat(by),
        has_come_to_room(state, item_state),
        GRANTED if is_waiting else refuse(Refusal.NOT_WAITING),
        GRANTED if held_by is None or interrupts else refuse(Refusal.FLOOR_TAKEN),
        GRANTED if is_next or why.strip() else refuse(Refusal.NOT_NEXT),
    )


def may_end_floor(by: Viewer, *, is_held: bool) -> Verdict:
    """The chair notes that an intervention is over, also after the meeting was closed."""
    return first(is_secretariat(by), GRANTED if is_held else refuse(Refusal.FLOOR_NOT_HELD))


def may_close_speakers(by: Viewer, *, state: str, item_state: str, is_closed: bool) -> Verdict:
    """The chair closes the list: who stands on it still speaks, nobody else is put on it."""
    return first(
        is_secretariat(by), is_ahead(state), _stands(item_state), refuse(Refusal.LIST_CLOSED) if is_closed else GRANTED
    )


def may_reopen_speakers(by: Viewer, *, state: str, item_state: str, is_closed: bool) -> Verdict:
    """The chair opens a closed list again."""
    return first(
        is_secretariat(by), is_ahead(state), _stands(item_state), GRANTED if is_closed else refuse(Refusal.LIST_OPEN)
    )


def may_order_speakers(by: Viewer, *, state: str, item_state: str, has_begun: bool) -> Verdict:
    """The chair says by which rule speakers are ordered, until the first of them has the floor."""
    return first(
        is_secretariat(by), is_ahead(state), _stands(item_state), refuse(Refusal.SPEAKING_BEGUN) if has_begun else GRANTED
    )


def may_call_item(by: Viewer, *, state: str, item_state: str, is_current: bool, is_floor_taken: bool) -> Verdict:
    """The chair calls an item when nobody has the floor."""
    return first(
        is_secretariat(by),
        has_come_to_room(state, item_state),
        refuse(Refusal.CALLED_ALREADY) if is_current else GRANTED,
        refuse(Refusal.FLOOR_TAKEN) if is_floor_taken else GRANTED,
    )


def may_draw_letter(by: Viewer, *, state: str, drawn: str, letter: str, among: Collection[str]) -> Verdict:
    """One letter is drawn for a meeting, once: by the server, or in the room and then typed (``letter``)."""
    return first(
        is_secretariat(by),
        is_ahead(state),
        refuse(Refusal.LETTER_DRAWN, drawn) if drawn else GRANTED,
        GRANTED if among else refuse(Refusal.NOT_ANNOUNCED),
        GRANTED if not letter or (len(letter) == 1 and letter.isalpha()) else refuse(Refusal.NO_SUCH_LETTER),
    )
