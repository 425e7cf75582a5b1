"""What the chair shows to the room of a meeting."""

import datetime as dt
import uuid

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.models import MeetingRoom
from nemawashi.texts.models import Clause
from nemawashi.texts.queries import verdicts
from nemawashi.texts.terms import Act, Refusal

__all__ = ["put_on_screen"]


@in_turn
def put_on_screen(clause: Clause, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> Clause:
    """Show a clause on every screen of the room, as it stands and with what was tabled on it. Its words do not change."""
    row = hold(clause)
    meeting = row.text.meeting
    room = MeetingRoom.objects.filter(meeting=meeting).first()
    require(verdicts.on_showing(row, shown_ref=room.shown_ref if room else "", by=by))
    if meeting is None:
        raise RefusedError(refuse(Refusal.NO_ROOM))
    room = hold(MeetingRoom.objects.get_or_create(meeting=meeting)[0])
    room.shown_ref = str(row.pk)
    moved_on(room, "shown_ref")
    log.enter(
        Act.PUT_ON_SCREEN, row, by=by, at=at, visibility=Visibility.PARTIES, facts={"meeting": meeting.ref}, once=once
    )
    return row
