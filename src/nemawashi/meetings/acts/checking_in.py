"""Letting delegates in."""

import datetime as dt
import uuid

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, moved_on, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.meetings import possible
from nemawashi.meetings.models import Delegate
from nemawashi.meetings.terms import Act

__all__ = ["check_in_delegate"]


@in_turn
def check_in_delegate(
    delegate: Delegate, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Delegate:
    """Note that somebody who is accredited has come, and showed the badge. The log holds the party and no name."""
    row = hold(delegate, seen=seen)
    require(possible.checking_in(row, by=by))
    row.checked_in_at = at
    moved_on(row, "checked_in_at")
    facts = {"party": row.party.slug, "role": row.role}
    log.enter(Act.CHECK_IN_DELEGATE, row.meeting, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row
