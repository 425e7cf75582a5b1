"""Acts on people: a seat is opened, people are invited, given a role, and their offices end."""

import datetime as dt
import uuid

from django.db import transaction

from nemawashi.access import account_log, log, roll, sessions
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.models import User
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Circle, Role, Visibility
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import one_line
from nemawashi.parties import possible, queries, resetting, rules
from nemawashi.parties.models import Dialogue, ForumRow, HeldMail, Letter, Membership, Party, PersonInvitation
from nemawashi.parties.terms import LEFT_CIRCLE, Act, InvitationState, LetterState, ReadingState


@in_turn
def open_seat(
    party: Party,
    *,
    called: str,
    address: str,
    language: str = "en",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> PersonInvitation:
    """Invite the first focal point of a party, who alone says from then on who acts for it."""
    party = hold(party)
    require(possible.opening_seat(party, by=by))
    require(possible.newcomer(address, party=party, circle=Circle.DELEGATION))
    row = _invited(party, Circle.DELEGATION, Role.FOCAL_POINT, called, address, language, at, is_first=True)
    facts = {"party": party.slug, "name": row.name, "role": row.role}
    log.enter(Act.OPEN_SEAT, row, by=by, at=at, visibility=Visibility.DELEGATION, facts=facts, once=once)
    return row


@in_turn
def close_seat(party: Party, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> Party:
    """End every office of the own delegation, one's own with them, and withdraw its invitations: nobody acts for the party.

    What it tabled stands, its drafts stay sealed, and what awaits its consent waits for it.
    """
    party = hold(party)
    require(rules.may_close_seat(by, party=party.slug))
    for invitation in party.person_invitations.filter(state=InvitationState.SENT).select_for_update():
        _take_back(invitation)
        visibility, told_of = about_invitation(invitation)
        log.enter(Act.WITHDRAW_INVITATION, invitation, by=by, at=at, visibility=visibility, facts=told_of)
    for row in party.memberships.select_related("user").order_by("pk"):
        sessions.end_all(row.user_id)
        account_log.end_tokens(row.user, at=at)
        with roll.entering(by=by, at=at):
            row.delete()
    facts = {"party": party.slug}
    log.enter(Act.CLOSE_SEAT, party, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return party


@in_turn
def invite_person(
    dialogue: Dialogue,
    *,
    called: str,
    address: str,
    role: str = "",
    circle: str = "",
    language: str = "en",
    until: dt.date | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> PersonInvitation:
    """Invite somebody into the own delegation, with a ``role``, or as the host into a ``circle``.

    ``until``: the last day of an office in a delegation, on the clocks of its capital.
    """
    hold(dialogue)
    today = rules.day_in_capital(at, by.zone)
    require(rules.may_invite_as(by, role=role, circle=circle, until=until, today=today))
    require(possible.inviting(by=by))
    party = Party.objects.get(pk=by.own_party) if role else None
    of_circle = circle or Circle.DELEGATION
    require(possible.newcomer(address, party=party, circle=of_circle))
    serves_for = _office_of(by, of_circle)
    row = _invited(party, of_circle, role, called, address, language, at, until=until, serves_for=serves_for)
    visibility, facts = about_invitation(row)
    log.enter(Act.INVITE_PERSON, row, by=by, at=at, visibility=visibility, facts=facts, once=once)
    return row


def _office_of(by: Viewer, circle: str) -> str:
    """For whom somebody new in the host's secretariat serves: as whoever invites does."""
    if circle != Circle.SECRETARIAT:
        return ""
    return User.objects.filter(pk=by.user_id or 0).values_list("serves_for", flat=True).first() or ""


def _invited(
    party: Party | None,
    circle: str,
    role: str,
    called: str,
    address: str,
    language: str,
    at: dt.datetime,
    *,
    is_first: bool = False,
    until: dt.date | None = None,
    serves_for: str = "",
) -> PersonInvitation:
    return PersonInvitation.objects.create(
        party=party,
        circle=circle,
        role=role,
        is_first=is_first,
        until_on=until,
        serves_for=serves_for,
        name=one_line(called),
        address=address.strip(),
        language=language,
        asked_at=at,
        expires_at=at + rules.LASTS,
    )


def about_invitation(row: PersonInvitation) -> tuple[Visibility, dict[str, str]]:
    """Who reads of an invitation, and what: never its address. Those of a delegation are its own business; of whom the host
    brings among the delegations all of these read.
    """
    if row.party is None:
        is_seen = row.circle in rules.SEEN_BY_DELEGATIONS
        return Visibility.PARTIES if is_seen else Visibility.SECRETARIAT, {"circle": row.circle, "name": row.name}
    seen_by = Visibility.DELEGATION if row.is_first else Visibility.OWN
    return seen_by, {"party": row.party.slug, "name": row.name, "role": row.role}


@in_turn
def send_invitation_again(
    row: PersonInvitation, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> PersonInvitation:
    """Send a new link, which lasts as long as a first one; the old one is dead at once."""
    row = hold(row, seen=seen)
    require(possible.sending_again(row, at=at, by=by))
    row.digest, row.mailed_at, row.asked_at, row.expires_at = None, None, at, at + rules.LASTS
    moved_on(row, "digest", "mailed_at", "asked_at", "expires_at")
    visibility, facts = about_invitation(row)
    log.enter(Act.SEND_INVITATION_AGAIN, row, by=by, at=at, visibility=visibility, facts=facts, once=once)
    return row


@in_turn
def withdraw_invitation(
    row: PersonInvitation, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> PersonInvitation:
    """Take an invitation back; its link opens nothing any more."""
    row = hold(row, seen=seen)
    require(possible.minding(row, by=by))
    _take_back(row)
    visibility, facts = about_invitation(row)
    log.enter(Act.WITHDRAW_INVITATION, row, by=by, at=at, visibility=visibility, facts=facts, once=once)
    return row


def _take_back(row: PersonInvitation) -> None:
    row.state, row.digest = InvitationState.WITHDRAWN, None
    moved_on(row, "state", "digest")


@in_turn
def change_role(
    row: Membership,
    *,
    role: str,
    until: dt.date | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Membership:
    """Give somebody of the own delegation another role, or another last day, from the next page on that it asks for."""
    row = hold(row)
    today, points = rules.day_in_capital(at, by.zone), queries.focal_points(row.party)
    require(possible.changing_role(row, becomes=role, focal_points=points, until=until, today=today, by=by))
    if (role, until) == (row.role, row.until_on):
        raise RefusedError(refuse(AccessRefusal.NOTHING_CHANGES))
    row.role, row.until_on = role, until
    with roll.entering(by=by, at=at, once=once):
        row.save()
    if role == Role.ACCOMPANYING:  # who accompanies a delegation has no program that reads for it
        account_log.end_tokens(row.user, at=at)
    return row


@in_turn
def end_membership(row: Membership, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> Membership:
    """End somebody's office in the own delegation, and every session; what was done stays in the log."""
    row = hold(row)
    require(possible.ending_membership(row, focal_points=queries.focal_points(row.party), by=by))
    sessions.end_all(row.user_id)
    with roll.entering(by=by, at=at, once=once):
        row.delete()
    return row


@in_turn
def end_office(account: User, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> User:
    """End somebody's office in a circle of the host, and every session. The account is closed and stays in the log."""
    account = hold(account)
    require(possible.ending_office(account, in_circle=queries.in_circle_without(account) + 1, by=by))
    if not account.is_active:  # ended by another press meanwhile
        raise RefusedError(refuse(AccessRefusal.STALE))
    sessions.end_all(account.pk)
    account.is_active = False
    with roll.entering(by=by, at=at, once=once, event=Act.END_OFFICE):
        account.save()
    if account.circle in rules.SEEN_BY_DELEGATIONS:  # what the roll says of an account is the host's alone
        facts = {"circle": account.circle, "name": account.shown_name}
        log.enter(LEFT_CIRCLE, account, by=by, at=at, visibility=Visibility.PARTIES, facts=facts)
    return account


@in_turn
def set_mail_reading(
    dialogue: Dialogue, *, is_read: bool, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> Dialogue:
    """Say whether the host reads the mail of acts before it goes; what waits already keeps what was said of it."""
    dialogue = hold(dialogue)
    require(rules.may_set_mail_reading(by))
    if not ForumRow.objects.filter(dialogue=dialogue).exclude(reads_mail=is_read).update(reads_mail=is_read):
        raise RefusedError(refuse(AccessRefusal.NOTHING_CHANGES))
    facts = {"is_read": is_read}
    log.enter(Act.SET_MAIL_READING, dialogue, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return dialogue


@in_turn
def release_mail(
    row: HeldMail, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> HeldMail:
    """Let the mail of an act go: the next round of the job that mails writes it."""
    row = _judged(hold(row, seen=seen), ReadingState.RELEASED, by=by, at=at)
    facts = {"act": row.entry.event, "object": row.entry.object_ref}
    log.enter(Act.RELEASE_MAIL, row, by=by, at=at, visibility=Visibility.SECRETARIAT, facts=facts, once=once)
    return row


@in_turn
def strike_mail(
    row: HeldMail, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> HeldMail:
    """Let nobody be mailed of an act; the notice on the desk stands."""
    row = _judged(hold(row, seen=seen), ReadingState.STRUCK, by=by, at=at)
    facts = {"act": row.entry.event, "object": row.entry.object_ref}
    log.enter(Act.STRIKE_MAIL, row, by=by, at=at, visibility=Visibility.SECRETARIAT, facts=facts, once=once)
    return row


def _judged(row: HeldMail, state: ReadingState, *, by: Viewer, at: dt.datetime) -> HeldMail:
    require(rules.may_judge_mail(by, state=row.state))
    row.state, row.judged_at = state, at
    moved_on(row, "state", "judged_at")
    return row


@in_turn
def send_letter_again(
    row: Letter, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Letter:
    """Let a mail leave once more, with the same words, to the same address."""
    row = hold(row, seen=seen)
    require(possible.sending_letter_again(row, by=by))
    row.state, row.tries, row.try_at, row.until = LetterState.WAITING, 0, at, at + rules.TOO_LATE
    moved_on(row, "state", "tries", "try_at", "until")
    visibility = Visibility.SECRETARIAT if row.is_hosts else Visibility.OWN
    facts = {"kind": row.kind} | ({"party": row.party.slug} if row.party else {})
    log.enter(Act.SEND_LETTER_AGAIN, row, by=by, at=at, visibility=visibility, facts=facts, once=once)
    return row


@in_turn
def reset_factors(account: User, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> User:
    """Take every second factor off somebody's account, who has lost them; sessions and tokens end, the password stays."""
    account = hold(account)
    require(possible.resetting_factors(account, by=by))
    resetting.take_factors_off(account, by=by, at=at, once=once)
    return account


@in_turn
def hand_over(
    dialogue: Dialogue, *, to: str, address: str, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> Dialogue:
    """Hand the forum over to the next host: nothing more is done here, and every page says where it lives now.

    Everything stays readable. The entry is the last of this server's log; the next one is made where the forum lives.
    """
    dialogue = hold(dialogue)
    require(rules.may_hand_over(by))
    ForumRow.objects.filter(dialogue=dialogue).update(moved_to=address)
    facts = {"to": one_line(to), "address": address}
    log.enter(Act.HAND_OVER, dialogue, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    transaction.on_commit(queries.forget_forum)
    return dialogue
