"""Links that are mailed: invitations, and new passwords that were asked for. Each goes to its own address, in its language.

A link is made as its mail leaves and kept as a digest, or not at all: neither the database nor the outbox holds one.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import get_language

from nemawashi.access import accounts
from nemawashi.access.models import ResetRequest, User
from nemawashi.access.terms import Circle, Role
from nemawashi.kit.dates import on_the_clocks
from nemawashi.parties import joining, queries
from nemawashi.parties.models import Letter, PersonInvitation
from nemawashi.parties.terms import InvitationState, LetterKind
from nemawashi.project.outbox import letters
from nemawashi.project.outbox.wording import InvitationMail, ResetMail

RESET_LASTS = dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def write(at: dt.datetime) -> None:
    """Write the mails of invitations that wait, and of new passwords that were asked for; none holds its link."""
    if not settings.MAIL_IS_SET_UP:
        return
    waiting = PersonInvitation.objects.filter(state=InvitationState.SENT, mailed_at=None, expires_at__gt=at)
    if queries.moved_to():
        waiting = waiting.none()
    letters.put(
        Letter(
            key=f"invitation/{row.pk}/{row.version}",
            kind=LetterKind.INVITATION,
            party=row.party,
            is_hosts=row.party is None or row.is_first,
            about=str(row.pk),
            address=row.address,
            language=row.language,
            written_at=at,
            try_at=at,
            until=row.expires_at,
        )
        for row in waiting.select_related("party").order_by("asked_at")
    )
    for request in ResetRequest.objects.all():
        _answer(request, at)


def _answer(request: ResetRequest, at: dt.datetime) -> None:
    """Look whether the address is known; whatever it is, the request is gone, and who asked is told nothing."""
    with transaction.atomic():
        if not ResetRequest.objects.filter(pk=request.pk).delete()[0] or request.at < at - RESET_LASTS:
            return
        account = queries.account_at(request.address)
        if account is None or accounts.is_shut_out(account) or not account.has_usable_password():
            return
        letters.put(
            [
                Letter(
                    key=f"reset/{account.pk}/{request.at.isoformat()}",
                    kind=LetterKind.RESET,
                    user=account,
                    address=account.email,
                    language=account.language or request.language or "en",
                    written_at=at,
                    try_at=at,
                    until=request.at + RESET_LASTS,
                )
            ]
        )


def word_invitation(row: Letter, at: dt.datetime) -> tuple[InvitationMail, str] | None:
    """The mail with a new link, in the language that is active; None where the invitation waits for none any more."""
    invitation = _invitation(row)
    token = joining.new_link(invitation, at=at) if invitation else ""
    if invitation is None or not token:
        return None
    return about(invitation, token), invitation.address


def take_back_link(row: Letter) -> None:
    """The mail did not leave: the link that was in it is dead."""
    if invitation := _invitation(row):
        joining.take_back_link(invitation)


def _invitation(row: Letter) -> PersonInvitation | None:
    version = row.key.rpartition("/")[2]
    return PersonInvitation.objects.select_related("party").filter(pk=row.about, version=version).first()


def about(row: PersonInvitation, token: str) -> InvitationMail:
    """What the mail says, in the language that is active."""
    zone = row.party.zone if row.party else "UTC"
    until = row.expires_at.astimezone(ZoneInfo(zone or "UTC"))
    return InvitationMail(
        name=row.name,
        party=str(row.party) if row.party else "",
        office=str(Role(row.role).label if row.role else Circle(row.circle).label),
        forum=queries.forum().name,
        until=on_the_clocks(until, [zone], get_language() or row.language),
        page=f"{settings.SITE}{reverse('join', args=[token])}",
    )


def word_reset(row: Letter) -> tuple[ResetMail, str] | None:
    account = row.user
    if account is None or not account.is_active or accounts.is_shut_out(account) or not account.has_usable_password():
        return None
    return ResetMail(account.username, queries.forum().name, _page(account)), account.email


def _page(account: User) -> str:
    whose = urlsafe_base64_encode(force_bytes(account.pk))
    return f"{settings.SITE}{reverse('reset', args=[whose, default_token_generator.make_token(account)])}"
