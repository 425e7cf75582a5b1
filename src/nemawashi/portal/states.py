"""The state in which a commitment is shown, derived every time it is asked (``commitments.rules.status``)."""

import datetime as dt
from dataclasses import dataclass

from nemawashi.commitments import queries
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import Status

# In the order of the bars; the number is the tone of kit.drawing.ink.SEGMENTS.
TONES: dict[Status, int] = {
    Status.DELIVERED: 0,
    Status.PARTLY: 7,
    Status.UNDER_WAY: 2,
    Status.NOT_DUE: 3,
    Status.OVERDUE: 4,
    Status.NOT_DELIVERED: 1,
    Status.SUPERSEDED: 5,
    Status.NOT_ASSESSED: 6,
}
AHEAD = (Status.UNDER_WAY, Status.NOT_DUE, Status.NOT_ASSESSED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A commitment with its state. ``is_unknown``: its date has passed and the record knows of no outcome."""

    row: Commitment
    status: Status
    is_overdue: bool
    is_unknown: bool
    is_ahead: bool


def shown(row: Commitment, *, today: dt.date) -> Shown:
    status = queries.status_of(row, today=today)
    is_past = row.due_on is not None and row.due_on.latest < today
    return Shown(
        row,
        status,
        status == Status.OVERDUE,
        is_past and status == Status.NOT_ASSESSED,
        row.due_on is not None and not is_past and status in AHEAD,
    )
