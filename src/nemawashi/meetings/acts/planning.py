"""Acts on the time plan of a meeting and on what its agenda says of each item."""

import datetime as dt
import uuid
from collections.abc import Mapping

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, mended, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal, one_line
from nemawashi.meetings import possible, rules
from nemawashi.meetings.models import AgendaItem, Meeting, MeetingSession
from nemawashi.meetings.rules import SessionSpan
from nemawashi.meetings.terms import Act, Refusal
from nemawashi.parties.models import Party

__all__ = ["annotate_agenda_item", "edit_session", "plan_session", "remove_session"]


@in_turn
def plan_session(
    meeting: Meeting,
    *,
    span: SessionSpan,
    title: str = "",
    is_closed: bool = False,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> MeetingSession:
    """Put a session into the time plan, on the venue's clock."""
    meeting = hold(meeting)
    require(possible.planning_session(meeting, span, by=by))
    row = MeetingSession.objects.create(
        meeting=meeting,
        day=span.day,
        starts=span.starts,
        ends=span.ends,
        title=one_line(title),
        is_closed=is_closed,
    )
    moved_on(meeting)
    _enter(Act.PLAN_SESSION, meeting, by, at, once, {**_span(row), "title": row.title, "closed": is_closed})
    return row


def _span(row: MeetingSession) -> dict[str, object]:
    return {"day": row.day, "starts": f"{row.starts:%H:%M}", "ends": f"{row.ends:%H:%M}"}


@in_turn
def edit_session(
    session: MeetingSession,
    *,
    span: SessionSpan,
    title: str = "",
    is_closed: bool = False,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> MeetingSession:
    """Move a session, or say otherwise what it is; its items go with it."""
    meeting = hold(session.meeting)
    row = hold(session, seen=seen)
    require(possible.planning_session(meeting, span, but=row, by=by))
    values = {"day": span.day, "starts": span.starts, "ends": span.ends, "title": one_line(title), "is_closed": is_closed}
    facts = mended(row, values)
    moved_on(meeting)
    _enter(Act.EDIT_SESSION, meeting, by, at, once, facts)
    return row


@in_turn
def remove_session(
    session: MeetingSession, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Meeting:
    """Take a session out of the time plan; its items stay on the agenda, without an hour."""
    meeting = hold(session.meeting)
    row = hold(session, seen=seen)
    require(rules.may_remove_session(by, state=meeting.state))
    facts = {**_span(row), "title": row.title}
    row.delete()
    moved_on(meeting)
    _enter(Act.REMOVE_SESSION, meeting, by, at, once, facts)
    return meeting


@in_turn
def annotate_agenda_item(
    item: AgendaItem,
    *,
    annotation: str = "",
    session: MeetingSession | None = None,
    introduced_by: Party | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> AgendaItem:
    """Say of an item what it is about, in which session it is taken, and which party introduces it."""
    meeting = hold(item.meeting)
    item = hold(item, seen=seen)
    words = normal(annotation)
    require(possible.annotating(item, is_reworded=words != item.annotation, by=by))
    if session is not None and session.meeting_id != meeting.pk:
        raise ValueError(f"a session of another meeting: {session.pk}")
    if introduced_by is not None and not meeting.invitations.filter(party=introduced_by).exists():
        raise RefusedError(refuse(Refusal.NOT_INVITED, introduced_by.slug))
    changes = mended(item, {"annotation": words, "session": session, "introduced_by": introduced_by})
    facts: dict[str, object] = {**changes, "title": item.title, "meeting": meeting.ref}
    moved_on(meeting)
    log.enter(Act.ANNOTATE_AGENDA_ITEM, item, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return item


def _enter(
    act: Act, meeting: Meeting, by: Viewer, at: dt.datetime, once: uuid.UUID | None, facts: Mapping[str, object]
) -> None:
    log.enter(act, meeting, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
