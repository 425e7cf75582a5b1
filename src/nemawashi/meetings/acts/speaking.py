"""Acts in the room: items that are called, the letter that is drawn, lists of speakers, and who has the floor."""

import datetime as dt
import secrets
import uuid
from collections.abc import Callable, Mapping

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, mended, moved_on, require
from nemawashi.access.rules import Verdict, refuse
from nemawashi.access.terms import Standing, Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal
from nemawashi.meetings import possible, queries, rules
from nemawashi.meetings.models import AgendaItem, FloorRequest, Meeting, MeetingRoom, SpeakersList
from nemawashi.meetings.queries import Speakers
from nemawashi.meetings.terms import Act, FloorKind, Refusal
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party

__all__ = [
    "ask_for_floor",
    "call_item",
    "close_speakers",
    "draw_letter",
    "end_floor",
    "give_floor",
    "order_speakers",
    "raise_point_of_order",
    "reopen_speakers",
    "withdraw_from_speakers",
]


def _room(meeting: Meeting) -> MeetingRoom:
    """The room of a meeting, held; it is made when something is done in it first."""
    row, _made = MeetingRoom.objects.get_or_create(meeting=meeting)
    return hold(row)


def _list(item: AgendaItem) -> SpeakersList:
    """The list of an item, held; made by the rule of the forum where the chair has said nothing yet."""
    rule = queries.order_rule(None)
    made = {"order": rule.order, "host_speaks": rule.host_speaks, "minutes": rule.minutes}
    row, _made = SpeakersList.objects.get_or_create(agenda_item=item, defaults=made)
    return hold(row)


@in_turn
def call_item(
    item: AgendaItem, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> AgendaItem:
    """Take an item up: every screen of the room shows it."""
    item = hold(item, seen=seen)
    said, room = queries.speakers(item, now=at, viewer=by), _room(item.meeting)
    is_current, is_taken = room.current_item_id == item.pk, said.held is not None
    state = item.meeting.state
    require(rules.may_call_item(by, state=state, item_state=item.state, is_current=is_current, is_floor_taken=is_taken))
    room.current_item, room.shown_ref = item, ""
    moved_on(room, "current_item", "shown_ref")
    _enter(Act.CALL_ITEM, item, by, at, once, {"number": item.number, "title": item.title})
    return item


@in_turn
def draw_letter(
    meeting: Meeting, *, letter: str = "", by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> Meeting:
    """Draw the letter from which the alphabet of a meeting begins: by the server, where nobody drew it in the room.

    Each letter with which the name of an invited party begins has the same chance; the log keeps among which it was drawn.
    """
    meeting = hold(meeting)
    room = _room(meeting)
    typed = normal(letter).upper()
    require(possible.drawing_letter(room, letter=typed, by=by))
    names = [row.party.names.get("en", "") for row in meeting.invitations.select_related("party")]
    among = rules.initials(names)
    room.letter, room.drawn_at = typed or secrets.choice(among), at
    moved_on(room, "letter", "drawn_at")
    facts = {"letter": room.letter, "among": among, "how": "in the room" if typed else "by the server"}
    log.enter(Act.DRAW_LETTER, meeting, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return meeting


@in_turn
def order_speakers(
    item: AgendaItem,
    *,
    order: str,
    host_speaks: str,
    minutes: int | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> AgendaItem:
    """Say by which rule the speakers of an item are ordered, where the host stands, and how long one speaks."""
    item = hold(item)
    said = queries.speakers(item, now=at, viewer=by)
    require(rules.may_order_speakers(by, state=item.meeting.state, item_state=item.state, has_begun=said.has_begun))
    row = _list(item)
    facts = mended(row, {"order": order, "host_speaks": host_speaks, "minutes": minutes})
    _moved(item.meeting)
    _enter(Act.ORDER_SPEAKERS, item, by, at, once, facts)
    return item


@in_turn
def close_speakers(item: AgendaItem, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> AgendaItem:
    """Close the list of an item: who stands on it still speaks."""
    item = _opened_or_closed(item, rules.may_close_speakers, is_closed=True, by=by)
    _enter(Act.CLOSE_SPEAKERS, item, by, at, once, {})
    return item


@in_turn
def reopen_speakers(item: AgendaItem, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> AgendaItem:
    """Open the list of an item again."""
    item = _opened_or_closed(item, rules.may_reopen_speakers, is_closed=False, by=by)
    _enter(Act.REOPEN_SPEAKERS, item, by, at, once, {})
    return item


def _opened_or_closed(item: AgendaItem, may: Callable[..., Verdict], *, is_closed: bool, by: Viewer) -> AgendaItem:
    item = hold(item)
    row = _list(item)
    require(may(by, state=item.meeting.state, item_state=item.state, is_closed=row.is_closed))
    row.is_closed = is_closed
    moved_on(row, "is_closed")
    _moved(item.meeting)
    return item


def _for(party: Party | None, by: Viewer) -> Party:
    """For whom the floor is asked: the own party, or the one that the secretariat names."""
    if party is None and by.party_id is not None:
        return Party.objects.get(pk=by.party_id)
    if party is None:
        raise RefusedError(refuse(Refusal.NOT_INVITED))
    return party


@in_turn
def ask_for_floor(
    item: AgendaItem,
    *,
    party: Party | None = None,
    by: Viewer,
    at: dt.datetime,
    came_in_at: dt.datetime | None = None,
    once: uuid.UUID | None = None,
) -> FloorRequest:
    """Put a party on the list of speakers, before the meeting or in it. What counts is when the request came in."""
    item = hold(item)
    asked = _for(party, by)
    said = queries.speakers(item, now=at, viewer=by)
    require(possible.asking_for_floor(said, asked.slug, by=by))
    return _asked(Act.ASK_FOR_FLOOR, item, asked, FloorKind.FLOOR, by, at, came_in_at or at, once)


@in_turn
def raise_point_of_order(
    item: AgendaItem,
    *,
    party: Party | None = None,
    by: Viewer,
    at: dt.datetime,
    came_in_at: dt.datetime | None = None,
    once: uuid.UUID | None = None,
) -> FloorRequest:
    """Raise a point of order: it goes before all others, and the chair may interrupt an intervention for it."""
    item = hold(item)
    asked = _for(party, by)
    said = queries.speakers(item, now=at, viewer=by)
    is_participant = parties.standing_now(asked) == Standing.PARTICIPANT
    require(possible.raising_point_of_order(said, asked.slug, is_participant=is_participant, by=by))
    return _asked(Act.RAISE_POINT_OF_ORDER, item, asked, FloorKind.POINT, by, at, came_in_at or at, once)


def _asked(
    act: Act,
    item: AgendaItem,
    party: Party,
    kind: FloorKind,
    by: Viewer,
    at: dt.datetime,
    came_in_at: dt.datetime,
    once: uuid.UUID | None,
) -> FloorRequest:
    row = FloorRequest.objects.create(agenda_item=item, party=party, kind=kind, asked_at=came_in_at)
    _moved(item.meeting)
    _enter(act, item, by, at, once, {"party": party.slug, "came_in_at": came_in_at})
    return row


@in_turn
def withdraw_from_speakers(
    request: FloorRequest, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> FloorRequest:
    """Give up a turn."""
    row = hold(request, seen=seen)
    require(rules.may_withdraw_from_speakers(by, owner=row.party.slug, is_waiting=row.is_waiting))
    row.withdrawn_at = at
    moved_on(row, "withdrawn_at")
    _moved(row.agenda_item.meeting)
    _enter(Act.WITHDRAW_FROM_SPEAKERS, row.agenda_item, by, at, once, {"party": row.party.slug})
    return row


@in_turn
def give_floor(
    request: FloorRequest,
    *,
    why: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> FloorRequest:
    """Give the floor to who is next by the rule, or to another with a reason. For a point of order an intervention is
    interrupted, and goes on behind it."""
    row = hold(request, seen=seen)
    item = row.agenda_item
    said = queries.speakers(item, now=at, viewer=by)
    require(possible.giving_floor(row, said, why=why, by=by))
    if said.held is not None:
        _interrupt(said, at)
    row.began_at = at
    moved_on(row, "began_at")
    room = _room(item.meeting)
    room.current_item = item
    moved_on(room, "current_item")
    facts = {"party": row.party.slug, "for": row.kind, **({"why": normal(why)} if normal(why) else {})}
    _enter(Act.GIVE_FLOOR, item, by, at, once, facts)
    return row


def _interrupt(said: Speakers, at: dt.datetime) -> None:
    if said.held is None:
        return
    held = hold(said.held)
    held.ended_at = at
    moved_on(held, "ended_at")
    FloorRequest.objects.create(
        agenda_item_id=held.agenda_item_id, party_id=held.party_id, kind=FloorKind.RESUMES, asked_at=at
    )


@in_turn
def end_floor(
    request: FloorRequest, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> FloorRequest:
    """Note that an intervention is over. One that was still running when the meeting was closed ended then."""
    row = hold(request, seen=seen)
    require(rules.may_end_floor(by, is_held=row.is_held))
    meeting, began = row.agenda_item.meeting, row.began_at or at
    row.ended_at = max(began, min(at, meeting.closed_at)) if meeting.closed_at else at
    moved_on(row, "ended_at")
    _moved(meeting)
    seconds = rules.seconds_between(began, row.ended_at, now=at)
    _enter(Act.END_FLOOR, row.agenda_item, by, at, once, {"party": row.party.slug, "seconds": seconds})
    return row


def _moved(meeting: Meeting) -> None:
    """The screens of the room have something new to show."""
    moved_on(_room(meeting))


def _enter(
    act: Act, item: AgendaItem, by: Viewer, at: dt.datetime, once: uuid.UUID | None, facts: Mapping[str, object]
) -> None:
    facts = {**facts, "meeting": item.meeting.ref}
    log.enter(act, item, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
