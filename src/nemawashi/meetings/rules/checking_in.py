"""Decisions at the door: whose badge lets in, and how often."""

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.rules.convening import NOT_BEGUN, is_ahead, is_secretariat
from nemawashi.meetings.terms import DelegateState, MeetingState, Refusal

__all__ = ["may_check_in"]


def may_check_in(by: Viewer, *, state: str, delegate_state: str, is_checked_in: bool) -> Verdict:
    """The host's people let in who is accredited, once: a badge that is shown a second time is a copy, or was passed on."""
    is_planned = state in NOT_BEGUN and state != MeetingState.ANNOUNCED
    return first(
        is_secretariat(by),
        is_ahead(state),
        refuse(Refusal.NOT_ANNOUNCED) if is_planned else GRANTED,
        GRANTED if delegate_state == DelegateState.ACCREDITED else refuse(Refusal.NOT_ACCREDITED),
        refuse(Refusal.CHECKED_IN_ALREADY) if is_checked_in else GRANTED,
    )
