"""Which party is host, and when the role goes to the next one: with the next meeting that another party hosts."""

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.rules.convening import is_secretariat
from nemawashi.meetings.terms import MeetingState, Refusal

__all__ = ["AHEAD", "BRINGS_A_HOST", "may_invite_next_host", "may_pass_host_role", "may_state_host"]

AHEAD = (MeetingState.PLANNED, MeetingState.ANNOUNCED)  # what a host's role comes with
BRINGS_A_HOST = (*AHEAD, MeetingState.OPEN, MeetingState.HELD)  # what it may have come with already


def may_state_host(by: Viewer, *, in_office: str, host: str, state: str) -> Verdict:
    """The secretariat says once which party is host, by a meeting that it hosts; from then on the role is passed on."""
    return first(
        is_secretariat(by),
        refuse(Refusal.HOST_STATED) if in_office else GRANTED,
        GRANTED if host else refuse(Refusal.NO_HOST_NAMED),
        GRANTED if state in BRINGS_A_HOST else refuse(Refusal.BRINGS_NO_HOST),
    )


def _is_of_the_next_host(by: Viewer, *, in_office: str, host: str, state: str) -> Verdict:
    """Whether the record names another party than the host in office as host of a meeting that is ahead."""
    return first(
        is_secretariat(by),
        GRANTED if in_office else refuse(Refusal.HOST_NOT_STATED),
        GRANTED if host else refuse(Refusal.NO_HOST_NAMED),
        refuse(Refusal.HOSTS_ALREADY, about=host) if host == in_office else GRANTED,
        GRANTED if state in AHEAD else refuse(Refusal.NOT_AHEAD),
    )


def may_invite_next_host(
    by: Viewer, *, in_office: str, host: str, state: str, has_people: bool, is_offered: bool
) -> Verdict:
    """The host in office invites the first person of the next one's secretariat, who alone invites the others later."""
    return first(
        _is_of_the_next_host(by, in_office=in_office, host=host, state=state),
        refuse(Refusal.NEXT_HOST_HAS_PEOPLE) if has_people else GRANTED,
        refuse(Refusal.NEXT_HOST_INVITED) if is_offered else GRANTED,
    )


def may_pass_host_role(
    by: Viewer, *, in_office: str, host: str, state: str, is_next: bool, is_in_session: bool, has_signed_in: bool
) -> Verdict:
    """The host in office passes the role on, once, after its own meeting and before that of the next host.

    ``is_next``: no meeting of the track that comes before it is still ahead or in session. ``is_in_session``: any meeting
    is, whoever would chair it after. ``has_signed_in``: somebody of the next host, so that the forum is never nobody's.
    """
    return first(
        _is_of_the_next_host(by, in_office=in_office, host=host, state=state),
        GRANTED if is_next else refuse(Refusal.EARLIER_MEETING_AHEAD),
        refuse(Refusal.A_MEETING_SITS) if is_in_session else GRANTED,
        GRANTED if has_signed_in else refuse(Refusal.NEXT_HOST_NOT_HERE),
    )
