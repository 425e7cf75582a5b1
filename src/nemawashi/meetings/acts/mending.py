"""What was put wrongly is mended by an act that keeps what it was; what others have built on stays."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, mended, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal
from nemawashi.meetings import possible, rules
from nemawashi.meetings.models import AgendaItem, Meeting, Recommendation
from nemawashi.meetings.terms import Act, ItemState, Refusal
from nemawashi.parties.models import Pillar

__all__ = ["edit_agenda_item", "edit_meeting", "edit_recommendation", "reorder_agenda", "withdraw_agenda_item"]

EDITED = ("host", "start_on", "end_on", "city", "venue", "mode", "zone", "opens_at", "theme")
DAYS = ("start_on", "end_on")
FAR = 10_000  # added to numbers on their way to new ones, so that no two items have one meanwhile


@in_turn
def edit_meeting(
    meeting: Meeting,
    *,
    changes: Mapping[str, Any],
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Meeting:
    """Set right what a meeting says of itself, by field (``EDITED``); its address and its symbols stay as they are."""
    meeting = hold(meeting, seen=seen)
    if unknown := set(changes) - set(EDITED):
        raise ValueError(f"no such fields of a meeting: {sorted(unknown)}")
    moves = any(name in changes and changes[name] != getattr(meeting, name) for name in DAYS)
    require(rules.may_edit_meeting(by, state=meeting.state, moves_days=moves))
    after = {**{name: getattr(meeting, name) for name in (*DAYS, "zone")}, **changes}
    require(rules.dates_stand(after["start_on"], after["end_on"]))
    require(rules.zone_exists(after["zone"] or "UTC"))
    facts = mended(meeting, changes)
    visibility = Visibility.PUBLIC if meeting.is_public else Visibility.PARTIES
    log.enter(Act.EDIT_MEETING, meeting, by=by, at=at, visibility=visibility, facts=facts, once=once)
    return meeting


@in_turn
def edit_agenda_item(
    item: AgendaItem,
    *,
    title: str,
    pillar: Pillar | None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> AgendaItem:
    """Set the words of an item right, or its pillar; the secretariat sorts the items of others under pillars, too."""
    item = hold(item, seen=seen)
    title = normal(title)
    is_reworded = title != item.title
    require(possible.mending_item(item, is_built_on=item.documents.exists(), is_reworded=is_reworded, by=by))
    if not title:
        raise RefusedError(refuse(Refusal.NO_REASON))
    beside = item.meeting.agenda_items.filter(title=title).exclude(pk=item.pk)
    if is_reworded and beside.exclude(state__in=[ItemState.DEFERRED, ItemState.WITHDRAWN]).exists():
        raise RefusedError(refuse(Refusal.ON_THE_AGENDA_ALREADY))
    facts: dict[str, object] = {**mended(item, {"title": title, "pillar": pillar})}
    facts["meeting"] = item.meeting.ref
    log.enter(Act.EDIT_AGENDA_ITEM, item, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return item


@in_turn
def withdraw_agenda_item(
    item: AgendaItem,
    *,
    why: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> AgendaItem:
    """Take an item off the provisional agenda, as who proposed it; a recommendation that it took up is free again."""
    item = hold(item, seen=seen)
    require(possible.withdrawing_item(item, is_built_on=item.documents.exists(), by=by))
    facts: dict[str, object] = {**mended(item, {"state": ItemState.WITHDRAWN, "reason": normal(why)})}
    facts |= {"title": item.title, "meeting": item.meeting.ref}
    log.enter(Act.WITHDRAW_AGENDA_ITEM, item, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return item


@in_turn
def reorder_agenda(
    meeting: Meeting,
    *,
    items: Sequence[AgendaItem],
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Meeting:
    """Put the items of a provisional agenda into another order. Those that are not named come last, as they stood."""
    meeting = hold(meeting, seen=seen)
    is_adopted = meeting.agenda_adopted_at is not None
    require(rules.may_reorder(by, state=meeting.state, is_agenda_adopted=is_adopted))
    rows = {row.pk: row for row in meeting.agenda_items.order_by("number")}
    named = list(dict.fromkeys(item.pk for item in items))
    if foreign := [pk for pk in named if pk not in rows]:
        raise ValueError(f"items of another agenda: {foreign}")
    order = [*named, *(pk for pk in rows if pk not in named)]
    if order == list(rows):
        raise RefusedError(refuse(AccessRefusal.NOTHING_CHANGES))
    before = {row.number: row.title for row in rows.values()}
    for far in (FAR, 0):
        for number, pk in enumerate(order, start=1):
            rows[pk].number = number + far
        AgendaItem.objects.bulk_update(rows.values(), ["number"])
    for row in rows.values():
        moved_on(row)
    moved_on(meeting)
    facts = {"before": before, "after": {rows[pk].number: rows[pk].title for pk in order}}
    log.enter(Act.REORDER_AGENDA, meeting, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return meeting


@in_turn
def edit_recommendation(
    recommendation: Recommendation,
    *,
    words: str,
    addressees: str = "",
    pillar: Pillar | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Recommendation:
    """Set the words of a recommendation right while nobody has taken it up; the log keeps those that it had."""
    row = hold(recommendation, seen=seen)
    is_taken_up = row.uptakes.exclude(agenda_item__state=ItemState.WITHDRAWN).exists()
    require(rules.may_edit_recommendation(by, link=row.link, is_taken_up=is_taken_up, words=words))
    facts = mended(row, {"words": normal(words), "addressees": normal(addressees), "pillar": pillar})
    log.enter(Act.EDIT_RECOMMENDATION, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row
