"""Answers to invitations: who gives them, and which answer of a calendar still speaks of the meeting as it stands."""

import uuid

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.rules.convening import is_ahead
from nemawashi.meetings.rules.delegations import is_its_voice
from nemawashi.meetings.terms import Refusal

__all__ = ["calendar_uid", "may_answer_invitation", "reply_stands"]

NAMESPACE = uuid.UUID("6f3c1a52-94f5-5d0e-8f0b-2a0c6f0a2004")  # made once; entries keep their identity by it


def calendar_uid(ref: str) -> str:
    """The identity of a row in calendars: the same on every server, in every feed, mail and language."""
    return str(uuid.uuid5(NAMESPACE, ref))


def may_answer_invitation(by: Viewer, *, is_invited: bool, state: str, answered: str, answer: str) -> Verdict:
    """The focal point, or the head, of an invited party answers until the meeting is over, and may answer otherwise later.

    ``answer``: empty where none is chosen yet.
    """
    return first(
        is_its_voice(by, by.party or ""),
        GRANTED if is_invited else refuse(Refusal.NOT_INVITED),
        is_ahead(state),
        refuse(Refusal.ANSWERED_SO_ALREADY) if answer and answer == answered else GRANTED,
    )


def reply_stands(uid: str, sequence: int, *, ref: str, newest: int | None) -> Verdict:
    """A calendar's answer counts for the meeting whose entry it names, as the last mail told of it.

    Whoever answered before the meeting was moved has not answered the days to which it was moved.
    """
    return first(
        GRANTED if uid == calendar_uid(ref) else refuse(Refusal.REPLY_OF_ANOTHER),
        refuse(Refusal.REPLY_IS_OLD) if sequence < (newest or 0) else GRANTED,
    )
