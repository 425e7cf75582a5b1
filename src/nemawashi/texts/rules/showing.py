"""Decisions about what the screen for the room shows of a text."""

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.rules import is_in_session
from nemawashi.texts.rules.standing import is_open, is_secretariat
from nemawashi.texts.terms import Refusal

__all__ = ["may_put_on_screen"]


def may_put_on_screen(by: Viewer, *, state: str, meeting_state: str | None, is_deleted: bool, is_shown: bool) -> Verdict:
    """The chair shows a clause of an open text to the room of its meeting, while that is in session."""
    return first(
        is_secretariat(by),
        is_open(state),
        refuse(Refusal.NO_ROOM) if meeting_state is None else is_in_session(meeting_state),
        refuse(Refusal.CLAUSE_DELETED) if is_deleted else GRANTED,
        refuse(Refusal.SHOWN_ALREADY) if is_shown else GRANTED,
    )
