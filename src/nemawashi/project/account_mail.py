"""Mail to the owner of an account about what happened to it: a device that is not known, a factor, a password, a token.

Whatever level of notices somebody chose, this goes out at once: whoever has taken an account over has chosen, too.
"""

import datetime as dt
import logging
from collections.abc import Sequence
from itertools import groupby
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from nemawashi.access.models import AccountEvent
from nemawashi.parties import queries

LOG = logging.getLogger(__name__)
STALE = dt.timedelta(days=14)
LONGEST_SUBJECT = 180


def send(at: dt.datetime) -> int:
    """Tell the owners of what waits, each in one mail; how many left. What cannot leave is tried again."""
    if not settings.MAIL_IS_SET_UP:
        return 0
    waiting = AccountEvent.objects.filter(mailed_at=None, at__gt=at - STALE).exclude(user__email="")
    rows = waiting.select_related("user").order_by("user_id", "at", "pk")
    return sum(_tell(list(events), at) for _owner, events in groupby(rows, key=lambda row: row.user_id))


def _tell(events: Sequence[AccountEvent], at: dt.datetime) -> bool:
    keys = [event.pk for event in events]
    with transaction.atomic():
        if not AccountEvent.objects.filter(pk__in=keys, mailed_at=None).update(mailed_at=at):
            return False
    owner = events[0].user
    with override(owner.language or "en"):
        page = f"{settings.SITE}{reverse('desk:account')}"
        body = render_to_string("desk/mail/account.txt", {"name": owner.username, "events": events, "page": page})
        subject = gettext("Your account: %(forum)s") % {"forum": queries.forum().name or "Nemawashi"}
        message = EmailMessage(" ".join(subject.split())[:LONGEST_SUBJECT], body, None, [owner.email])
    try:
        get_connection().send_messages([message])
    except (SMTPException, OSError):
        AccountEvent.objects.filter(pk__in=keys).update(mailed_at=None)
        LOG.warning("news of an account could not be mailed; it is tried again")
        return False
    return True
