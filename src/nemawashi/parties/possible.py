"""Which acts the page of people offers, each with what its rule says; the acts ask the first functions, too."""

import datetime as dt

from django.conf import settings

from nemawashi.access import second_factors
from nemawashi.access.models import User
from nemawashi.access.rules import Possible, Verdict, first
from nemawashi.access.terms import Circle, Role
from nemawashi.access.viewers import Viewer
from nemawashi.parties import queries, rules
from nemawashi.parties.models import Dialogue, HeldMail, Letter, Membership, Party, PersonInvitation
from nemawashi.parties.terms import InvitationState, LetterKind, LetterState, ReadingState


def opening_seat(party: Party, *, by: Viewer) -> Verdict:
    """Whether the first focal point of a party may be invited."""
    is_offered = party.person_invitations.filter(is_first=True, state="sent").exists()
    may = rules.may_open_seat(by, is_open=queries.is_seat_open(party), is_offered=is_offered)
    return first(may, rules.mail_leaves(settings.MAIL_IS_SET_UP))


def inviting(*, by: Viewer) -> Verdict:
    """Whether this person may invite anybody."""
    return first(rules.may_invite(by), rules.mail_leaves(settings.MAIL_IS_SET_UP))


def newcomer(address: str, *, party: Party | None, circle: str) -> Verdict:
    """Whether an address is new to the delegation, or to the circle, that would invite it; nobody else's list is asked."""
    invited = PersonInvitation.objects.filter(address__iexact=address, state=InvitationState.SENT)
    if party is None:
        acts_here = User.objects.filter(email__iexact=address, circle=circle, is_active=True).exists()
        invited = invited.filter(party=None, circle=circle)
    else:
        acts_here = party.memberships.filter(user__email__iexact=address).exists()
        invited = invited.filter(party=party)
    return rules.is_new_here(acts_here=acts_here, is_invited=invited.exists())


def minding(row: PersonInvitation, *, by: Viewer) -> Verdict:
    """Whether an invitation may be taken back."""
    party = row.party.slug if row.party else None
    return rules.may_mind_invitation(by, party=party, is_first=row.is_first, state=row.state)


def sending_again(row: PersonInvitation, *, at: dt.datetime, by: Viewer) -> Verdict:
    gives = rules.gives_an_office(row.until_on, at=at, zone=row.party.zone if row.party else "")
    return first(minding(row, by=by), gives, rules.mail_leaves(settings.MAIL_IS_SET_UP))


def changing_role(
    row: Membership,
    *,
    becomes: str,
    focal_points: int,
    until: dt.date | None = None,
    today: dt.date = dt.date.min,
    by: Viewer,
) -> Verdict:
    return rules.may_change_role(
        by,
        party=row.party.slug,
        role=row.role,
        focal_points=focal_points,
        becomes=becomes,
        until=until,
        today=today,
    )


def ending_membership(row: Membership, *, focal_points: int, by: Viewer) -> Verdict:
    return rules.may_end_membership(by, party=row.party.slug, role=row.role, focal_points=focal_points)


def ending_office(account: User, *, in_circle: int, by: Viewer) -> Verdict:
    is_of_earlier_host = _is_of_earlier_host(account)
    return rules.may_end_office(by, circle=account.circle, in_circle=in_circle, is_of_earlier_host=is_of_earlier_host)


def _is_of_earlier_host(account: User) -> bool:
    is_of_another = account.circle == Circle.SECRETARIAT and account.serves_for not in ("", queries.host_in_office())
    return is_of_another and queries.was_host(account.serves_for)


def resetting_factors(account: User, *, by: Viewer, has_one: bool | None = None) -> Verdict:
    """``has_one``: whether there is a second factor, where the page has asked for all in one statement."""
    party = Party.objects.filter(memberships__user=account).values_list("slug", flat=True).first()
    known = second_factors.are_there(account) if has_one is None else has_one
    return rules.may_reset_factors(
        by,
        account=account.pk,
        party=party,
        circle=account.circle,
        has_one=known,
        is_of_earlier_host=_is_of_earlier_host(account),
    )


def joining(row: PersonInvitation, *, at: dt.datetime) -> Verdict:
    """Whether the invitation can be taken up at this moment."""
    return rules.may_join(
        state=row.state,
        expires_at=row.expires_at,
        at=at,
        is_first=row.is_first,
        is_open=row.party is not None and queries.is_seat_open(row.party),
        acts_elsewhere=queries.account_at(row.address) is not None,
        is_over=rules.office_is_over(row.until_on, at=at, zone=row.party.zone if row.party else ""),
    )


def on_people(dialogue: Dialogue, *, viewer: Viewer) -> list[Possible]:
    """What stands at the head of the page: inviting, for those whose office it is."""
    if not (viewer.is_secretariat or viewer.is_focal_point):
        return []
    return [Possible("invite_person", dialogue, inviting(by=viewer))]


def on_seat(party: Party, *, is_open: bool, is_offered: bool, viewer: Viewer) -> list[Possible]:
    may = rules.may_open_seat(viewer, is_open=is_open, is_offered=is_offered)
    return [Possible("open_seat", party, first(may, rules.mail_leaves(settings.MAIL_IS_SET_UP)))]


def on_own_seat(*, viewer: Viewer) -> list[Possible]:
    """What stands at the foot of the page, for a focal point: closing the seat."""
    if not viewer.is_focal_point:
        return []
    party = Party.objects.get(pk=viewer.own_party)
    return [Possible("close_seat", party, rules.may_close_seat(viewer, party=party.slug))]


def on_member(row: Membership, *, focal_points: int, has_factor: bool, viewer: Viewer) -> list[Possible]:
    """Needs the party fetched with the row. What the last focal point may become is chosen on the form."""
    if not viewer.is_focal_point:
        return []
    becomes = Role.FOCAL_POINT if row.role != Role.FOCAL_POINT else Role.MEMBER
    return [
        Possible("change_role", row, changing_role(row, becomes=becomes, focal_points=focal_points, by=viewer)),
        Possible("end_membership", row, ending_membership(row, focal_points=focal_points, by=viewer)),
        *_on_factors(row.user, row.party.slug, has_factor, viewer),
    ]


def on_account(account: User, *, in_circle: int, has_factor: bool, viewer: Viewer) -> list[Possible]:
    end = Possible("end_office", account, ending_office(account, in_circle=in_circle, by=viewer))
    return [end, *_on_factors(account, None, has_factor, viewer)]


def _on_factors(account: User, party: str | None, has_factor: bool, viewer: Viewer) -> list[Possible]:
    """Nothing where there is none to lose, and on one's own line."""
    may = rules.may_reset_factors(
        viewer,
        account=account.pk,
        party=party,
        circle=account.circle,
        has_one=has_factor,
        is_of_earlier_host=has_factor and _is_of_earlier_host(account),
    )
    return [Possible("reset_factors", account, may)] if may else []


def on_invitation(row: PersonInvitation, *, at: dt.datetime, viewer: Viewer) -> list[Possible]:
    """Nothing for those who only read the list, and of an invitation that has ended. Needs the party fetched with it."""
    if row.state != InvitationState.SENT or not (viewer.is_secretariat or viewer.is_focal_point):
        return []
    return [
        Possible("send_invitation_again", row, sending_again(row, at=at, by=viewer)),
        Possible("withdraw_invitation", row, minding(row, by=viewer)),
    ]


def sending_letter_again(row: Letter, *, by: Viewer) -> Verdict:
    may = rules.may_send_letter_again(
        by,
        is_hosts=row.is_hosts,
        party=row.party.slug if row.party else None,
        kind=row.kind,
        state=row.state,
        has_address=bool(row.address),
    )
    return first(may, rules.mail_leaves(settings.MAIL_IS_SET_UP))


def on_outbox(dialogue: Dialogue, *, viewer: Viewer) -> list[Possible]:
    """What stands at the head of the page of mail: whether it is read before it goes, for the host."""
    if not viewer.is_secretariat:
        return []
    return [Possible("set_mail_reading", dialogue, rules.may_set_mail_reading(viewer))]


def on_held_mail(row: HeldMail, *, viewer: Viewer) -> list[Possible]:
    if row.state != ReadingState.HELD or not viewer.is_secretariat:
        return []
    may = rules.may_judge_mail(viewer, state=row.state)
    return [Possible("release_mail", row, may), Possible("strike_mail", row, may)]


def on_letter(row: Letter, *, viewer: Viewer) -> list[Possible]:
    """Needs the party fetched with the row. Nothing of what is on its way, and of what goes with a link of its own."""
    minds = (viewer.is_secretariat and row.is_hosts) or (viewer.is_focal_point and row.party_id == viewer.party_id)
    is_over = row.state not in (LetterState.WAITING, LetterState.SENDING)
    if not (minds and is_over and row.address and row.kind in (LetterKind.NOTICE, LetterKind.DIGEST)):
        return []
    return [Possible("send_letter_again", row, sending_letter_again(row, by=viewer))]


def on_handover(dialogue: Dialogue, *, viewer: Viewer) -> list[Possible]:
    """Handing over, for the host, as long as the forum lives here."""
    if not viewer.is_secretariat or queries.moved_to():
        return []
    return [Possible("hand_over", dialogue, rules.may_hand_over(viewer))]
