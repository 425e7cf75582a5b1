"""Links that are mailed: invitations, and new passwords that were asked for. Each goes to its own address, in its language.

A link is made as its mail leaves and kept as a digest, or not at all: nobody who reads the database holds one.
"""

import datetime as dt
import logging
from collections.abc import Mapping
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext, override

from nemawashi.access import accounts
from nemawashi.access.models import ResetRequest, User
from nemawashi.access.terms import Circle, Role
from nemawashi.kit.dates import on_the_clocks
from nemawashi.parties import joining, queries
from nemawashi.parties.models import PersonInvitation
from nemawashi.parties.terms import InvitationState

LOG = logging.getLogger(__name__)
LONGEST_SUBJECT = 180
RESET_LASTS = dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def send(at: dt.datetime) -> int:
    """Mail what waits; how many left. What cannot leave is tried again with another link."""
    if not settings.MAIL_IS_SET_UP:
        return 0
    waiting = PersonInvitation.objects.filter(state=InvitationState.SENT, mailed_at=None, expires_at__gt=at)
    sent = sum(_invite(row, at) for row in waiting.select_related("party").order_by("asked_at"))
    return sent + sum(_answer(row, at) for row in ResetRequest.objects.all())


def _invite(row: PersonInvitation, at: dt.datetime) -> bool:
    token = joining.new_link(row, at=at)
    if not token:
        return False
    with override(row.language):
        message = _message(
            gettext("You are invited: %(forum)s"), "desk/mail/invitation.txt", row.address, about(row, token)
        )
    if _leaves(message):
        return True
    joining.take_back_link(row)
    return False


def about(row: PersonInvitation, token: str) -> dict[str, object]:
    """What the mail says, in the language that is active."""
    zone = row.party.zone if row.party else "UTC"
    return {
        "row": row,
        "forum": queries.forum().name,
        "office": Role(row.role).label if row.role else Circle(row.circle).label,
        "until": on_the_clocks(row.expires_at.astimezone(ZoneInfo(zone or "UTC")), [zone], row.language),
        "page": f"{settings.SITE}{reverse('join', args=[token])}",
    }


def _answer(row: ResetRequest, at: dt.datetime) -> bool:
    """Look whether the address is known; whatever it is, the request is gone, and who asked is told nothing."""
    if not ResetRequest.objects.filter(pk=row.pk).delete()[0] or row.at < at - RESET_LASTS:
        return False
    account = queries.account_at(row.address)
    if account is None or accounts.is_shut_out(account) or not account.has_usable_password():
        return False
    with override(account.language or row.language or "en"):
        context = {"forum": queries.forum().name, "name": account.username, "page": _page(account)}
        message = _message(gettext("A new password: %(forum)s"), "desk/mail/reset.txt", account.email, context)
    if _leaves(message):
        return True
    ResetRequest.objects.create(address=row.address, language=row.language, at=row.at)
    return False


def _page(account: User) -> str:
    whose = urlsafe_base64_encode(force_bytes(account.pk))
    return f"{settings.SITE}{reverse('reset', args=[whose, default_token_generator.make_token(account)])}"


def _message(subject: str, template: str, address: str, context: Mapping[str, object]) -> EmailMessage:
    line = " ".join((subject % {"forum": context["forum"] or "Nemawashi"}).split())[:LONGEST_SUBJECT]
    return EmailMessage(line, render_to_string(template, dict(context)), None, [address])


def _leaves(message: EmailMessage) -> bool:
    try:
        get_connection().send_messages([message])
    except (SMTPException, OSError):
        LOG.warning("a link could not be mailed; it is tried again")
        return False
    return True
