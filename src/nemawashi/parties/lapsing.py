"""Offices that end by themselves when their last day is over. No act of the desk, since nobody does it: the clock does.

Whoever asks is refused from the end of that day on (``queries.viewer_of``); this clears up behind it.
"""

import datetime as dt

from django.db import OperationalError

from nemawashi.access import roll, sessions
from nemawashi.access.acts import RefusedError, hold, turn
from nemawashi.access.viewers import Viewer
from nemawashi.parties import queries, rules

CLOCK = Viewer(name="clock")  # nobody: neither the host nor the delegation ended it


def end_offices(at: dt.datetime) -> int:
    """End every office whose last day has passed at ``at``, with its sessions; its delegation is told. How many."""
    ended = 0
    for row in queries.offices_with_an_end():
        if not rules.office_is_over(row.until_on, at=at, zone=row.party.zone):
            continue
        try:
            with turn(once=None):
                row = hold(row)
                if rules.office_is_over(row.until_on, at=at, zone=row.party.zone):
                    sessions.end_all(row.user_id)
                    with roll.entering(by=CLOCK, at=at):
                        row.delete()
                    ended += 1
        except (RefusedError, OperationalError):  # ended or prolonged in between, or somebody else acts
            continue
    return ended
