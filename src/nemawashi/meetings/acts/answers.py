"""The act by which an invited party answers, on the desk or by what its calendar answered."""

import datetime as dt
import uuid

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.replies import CalendarReply
from nemawashi.meetings import possible, rules
from nemawashi.meetings.acts.delegations import does_not_attend
from nemawashi.meetings.models import Invitation, Meeting
from nemawashi.meetings.terms import Act, InvitationAnswer

__all__ = ["answer_invitation"]


@in_turn
def answer_invitation(
    meeting: Meeting,
    *,
    answer: str,
    why: str = "",
    reply: CalendarReply | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Invitation:
    """Say for the own party whether it attends; whoever does not has an empty list.

    ``reply``: from which file of a calendar the answer was read. That somebody has the file gives them nothing.
    """
    meeting = hold(meeting)
    require(possible.answering_invitation(meeting, answer=answer, by=by))
    row = meeting.invitations.get(party_id=by.own_party)
    if reply is not None:
        require(rules.reply_stands(reply.uid, reply.sequence, ref=meeting.ref, newest=row.sequence))
    if answer == InvitationAnswer.DECLINES:
        does_not_attend(meeting, why=why, by=by, at=at)
    else:
        meeting.declined.filter(party_id=by.own_party).delete()
    row.answer, row.answered_at = answer, at
    row.save(update_fields=["answer", "answered_at"])
    facts = {"party": by.party, "answer": answer, "why": normal(why), "by_calendar": reply is not None}
    log.enter(Act.ANSWER_INVITATION, meeting, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row
