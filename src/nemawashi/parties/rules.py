"""Decisions about who acts for whom: opening a seat, inviting, changing and ending, and joining by an invitation.

Pure functions: no database, no clock. A seat is opened once by the host; from then on its focal points alone decide.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.terms import Circle, Role, RollEvent
from nemawashi.access.viewers import Viewer
from nemawashi.parties.terms import (
    LEFT_CIRCLE,
    Act,
    InvitationState,
    LetterKind,
    LetterState,
    ReadingState,
    Refusal,
    SecondFactorOf,
)

LASTS = dt.timedelta(days=7)  # how long an invitation can be taken up, from the moment at which it was sent
TOO_LATE = dt.timedelta(days=14)  # after which a notice is mailed no more and stays on the desk alone


def asks_second_factor(who: Viewer, *, of: SecondFactorOf) -> bool:
    """Whether somebody comes in by two factors alone: by default whoever sees a negotiation, if only on its screens,
    or will see it once the host's role comes to the own party.
    """
    if of == SecondFactorOf.NEGOTIATION:
        return who.sees_negotiation or who.sees_screens_alone or who.rests
    return of == SecondFactorOf.EVERYBODY and who.is_signed_in


def mail_leaves(has_mail: bool) -> Verdict:
    """An invitation proves its address by reaching it; without mail it would be in the hands of whoever made it."""
    return GRANTED if has_mail else refuse(Refusal.NO_MAIL)


def may_open_seat(by: Viewer, *, is_open: bool, is_offered: bool) -> Verdict:
    """The host invites the first focal point of a party where nobody acts for it yet, nor ever sat by such an invitation.

    Whoever comes in reads the delegation's drafts, so a seat that was open once is never the host's to fill again.
    """
    if not by.is_secretariat:
        return refuse(Refusal.NOT_THE_SECRETARIAT)
    if is_open:
        return refuse(Refusal.SEAT_IS_OPEN)
    return refuse(Refusal.SEAT_IS_OFFERED) if is_offered else GRANTED


def may_close_seat(by: Viewer, *, party: str) -> Verdict:
    """A focal point closes the seat of the own party, and goes with everybody else: the one way in which the last one does.

    Whoever sits there next reads the drafts that were left, so that the host cannot open it again either.
    """
    return _of_own_delegation(by, party)


def may_invite(by: Viewer) -> Verdict:
    """A focal point invites into the own delegation, the secretariat into its circles; nobody into what is another's."""
    return GRANTED if by.is_secretariat or by.is_focal_point else refuse(Refusal.NOT_A_FOCAL_POINT)


def may_invite_as(
    by: Viewer, *, role: str, circle: str, until: dt.date | None = None, today: dt.date = dt.date.min
) -> Verdict:
    """Whether this is an office that whoever invites can give, until the day that is named. ``today`` in the capital."""
    if by.is_secretariat:
        fits = not role and circle in set(Circle) - {Circle.DELEGATION} and until is None
    else:
        fits = not circle and role in set(Role)
    return first(may_invite(by), GRANTED if fits else refuse(Refusal.NO_SUCH_OFFICE), ends_on(role, until, today=today))


def ends_on(role: str, until: dt.date | None, *, today: dt.date) -> Verdict:
    """Whether an office may end by itself on a day. That of a focal point may not: a delegation always keeps one."""
    if until is None:
        return GRANTED
    if role == Role.FOCAL_POINT:
        return refuse(Refusal.ENDS_BY_HAND)
    return refuse(Refusal.DAY_IS_OVER) if until < today else GRANTED


def day_in_capital(at: dt.datetime, zone: str) -> dt.date:
    """The day that it is on the clocks of a capital; in UTC where its zone is not known."""
    return at.astimezone(ZoneInfo(zone or "UTC")).date()


def office_is_over(until: dt.date | None, *, at: dt.datetime, zone: str) -> bool:
    """Whether the last day of an office has passed in the capital: it lasts to the end of that day."""
    return until is not None and day_in_capital(at, zone) > until


def is_new_here(*, acts_here: bool, is_invited: bool) -> Verdict:
    """Whether an address is new to those who invite it. What it is elsewhere is no business of theirs."""
    if acts_here:
        return refuse(Refusal.ACTS_HERE)
    return refuse(Refusal.INVITED_ALREADY) if is_invited else GRANTED


def may_mind_invitation(by: Viewer, *, party: str | None, is_first: bool, state: str) -> Verdict:
    """Whoever could have invited takes an invitation back or sends it again, until it is taken up or withdrawn."""
    of_the_host = by.is_secretariat and (party is None or is_first)
    if not (of_the_host or (by.is_focal_point and party == by.party)):
        return refuse(Refusal.NOT_ITS_INVITER)
    return GRANTED if state == InvitationState.SENT else refuse(Refusal.INVITATION_ENDED)


def gives_an_office(until: dt.date | None, *, at: dt.datetime, zone: str) -> Verdict:
    """Whether an invitation would still give something to whoever takes it up now."""
    return refuse(Refusal.OFFICE_IS_OVER) if office_is_over(until, at=at, zone=zone) else GRANTED


def _of_own_delegation(by: Viewer, party: str) -> Verdict:
    return GRANTED if by.is_focal_point and by.party == party else refuse(Refusal.NOT_A_FOCAL_POINT)


def _leaves_a_focal_point(role: str, focal_points: int) -> Verdict:
    return refuse(Refusal.LAST_FOCAL_POINT) if role == Role.FOCAL_POINT and focal_points <= 1 else GRANTED


def may_change_role(
    by: Viewer,
    *,
    party: str,
    role: str,
    focal_points: int,
    becomes: str,
    until: dt.date | None = None,
    today: dt.date = dt.date.min,
) -> Verdict:
    """A focal point says what each of the own people may do, and until when; the last focal point stays one until there
    is another.
    """
    if becomes not in set(Role):
        return first(_of_own_delegation(by, party), refuse(Refusal.NO_SUCH_OFFICE))
    keeps = GRANTED if becomes == Role.FOCAL_POINT else _leaves_a_focal_point(role, focal_points)
    return first(_of_own_delegation(by, party), keeps, ends_on(becomes, until, today=today))


def may_end_membership(by: Viewer, *, party: str, role: str, focal_points: int) -> Verdict:
    """A focal point ends anybody's office in the own delegation, and its own once another focal point is in office."""
    return first(_of_own_delegation(by, party), _leaves_a_focal_point(role, focal_points))


# Whom the host brings among the delegations, and of whom these are told.
SEEN_BY_DELEGATIONS = frozenset({Circle.EXPERTS, Circle.INTERPRETERS, Circle.NOTE_TAKERS})


def may_end_office(by: Viewer, *, circle: str, in_circle: int, is_of_earlier_host: bool = False) -> Verdict:
    """The secretariat ends offices in its circles, and never its own last one: nobody would be left to invite.

    Nor those of a host that was in office before: whom a ministry sends is that ministry's business when its turn comes.
    """
    if not by.is_secretariat or circle == Circle.DELEGATION:
        return refuse(Refusal.NOT_THE_SECRETARIAT)
    if is_of_earlier_host:
        return refuse(Refusal.OFFICE_RESTS)
    return refuse(Refusal.LAST_OF_THE_HOST) if circle == Circle.SECRETARIAT and in_circle <= 1 else GRANTED


def may_reset_factors(
    by: Viewer, *, account: int, party: str | None, circle: str, has_one: bool, is_of_earlier_host: bool = False
) -> Verdict:
    """A focal point takes lost second factors off the accounts of the own delegation, the secretariat in its circles.

    Not those of a host that was in office before: its people would be let in by their password alone. Never one's own:
    whoever sits at an open screen would be rid of them. Oneself removes them on the page of the account.
    """
    if circle == Circle.DELEGATION:
        may = _of_own_delegation(by, party or "")
    else:
        may = GRANTED if by.is_secretariat else refuse(Refusal.NOT_THE_SECRETARIAT)
    if not may:
        return may
    if by.user_id == account:
        return refuse(Refusal.ONE_S_OWN_FACTOR)
    if is_of_earlier_host:
        return refuse(Refusal.OFFICE_RESTS)
    return GRANTED if has_one else refuse(Refusal.NO_FACTOR)


def may_join(
    *,
    state: str,
    expires_at: dt.datetime,
    at: dt.datetime,
    is_first: bool,
    is_open: bool,
    acts_elsewhere: bool,
    is_over: bool = False,
) -> Verdict:
    """Whether an invitation still gives what it says. At the moment at which it expires it does no longer.

    A link is no office: one that was withdrawn, or whose seat somebody took meanwhile, opens nothing. ``is_over``: the last
    day of the office has passed before anybody took it up.
    """
    if state != InvitationState.SENT:
        return refuse(Refusal.INVITATION_ENDED)
    if at >= expires_at or is_over:
        return refuse(Refusal.EXPIRED)
    if is_first and is_open:
        return refuse(Refusal.SEAT_IS_OPEN)
    return refuse(Refusal.ACTS_ELSEWHERE) if acts_elsewhere else GRANTED


def may_set_mail_reading(by: Viewer) -> Verdict:
    """The host says whether it reads the mail of acts before it goes; all delegations are told of it."""
    return GRANTED if by.is_secretariat else refuse(Refusal.NOT_THE_SECRETARIAT)


# Acts that are mailed whatever the host reads first: what it does to the mail of delegations, and to their people.
NEVER_HELD = frozenset(
    {
        Act.SET_MAIL_READING,
        Act.OPEN_SEAT,
        Act.CLOSE_SEAT,
        Act.INVITE_PERSON,
        Act.SEND_INVITATION_AGAIN,
        Act.WITHDRAW_INVITATION,
        LEFT_CIRCLE,
        f"membership.{RollEvent.MADE}",
        Act.CHANGE_ROLE,
        Act.END_MEMBERSHIP,
        Act.RESET_FACTORS,
        Act.HAND_OVER,  # after it nobody here could let it go
    }
)


def may_judge_mail(by: Viewer, *, state: str) -> Verdict:
    """The host lets the mail of an act go, or strikes it, once. The notice on the desk stands either way."""
    if not by.is_secretariat:
        return refuse(Refusal.NOT_THE_SECRETARIAT)
    return GRANTED if state == ReadingState.HELD else refuse(Refusal.NOT_HELD)


def may_send_letter_again(
    by: Viewer, *, is_hosts: bool, party: str | None, kind: str, state: str, has_address: bool
) -> Verdict:
    """Each sends again what went to the own people: the host to its circles, a focal point to the own delegation.

    A mail that carries a link is not sent again as it was: it has another link each time, which another act makes.
    """
    if not ((by.is_secretariat and is_hosts) or (by.is_focal_point and party == by.party)):
        return refuse(Refusal.NOT_ITS_SENDER)
    if kind not in (LetterKind.NOTICE, LetterKind.DIGEST):
        return refuse(Refusal.HAS_ITS_OWN_LINK)
    if state in (LetterState.WAITING, LetterState.SENDING):
        return refuse(Refusal.STILL_ON_ITS_WAY)
    return GRANTED if has_address else refuse(Refusal.ADDRESS_IS_GONE)


def may_hand_over(by: Viewer) -> Verdict:
    """The host hands the forum over; what is still open goes with it, and is no reason to keep it."""
    return GRANTED if by.is_secretariat else refuse(Refusal.NOT_THE_SECRETARIAT)
