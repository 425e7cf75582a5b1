"""Mail to the owner of an account about what happened to it: a device that is not known, a factor, a password, a token.

Whatever level of notices somebody chose, this goes out at once: whoever has taken an account over has chosen, too. It is
worded as it leaves, so that nobody who looks after the outbox reads what devices somebody uses.
"""

import datetime as dt
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from nemawashi.access.models import AccountEvent
from nemawashi.parties import queries, rules
from nemawashi.parties.models import Letter
from nemawashi.parties.terms import LetterKind
from nemawashi.project.outbox import letters
from nemawashi.project.outbox.wording import AccountMail


def write(at: dt.datetime) -> int:
    """Write to each owner of what waits, in one mail each; how many mails."""
    if not settings.MAIL_IS_SET_UP:
        return 0
    waiting = AccountEvent.objects.filter(mailed_at=None, at__gt=at - rules.TOO_LATE).exclude(user__email="")
    rows = waiting.select_related("user").order_by("user_id", "at", "pk")
    return sum(_write(list(events), at) for _owner, events in groupby(rows, key=lambda row: row.user_id))


def _write(events: list[AccountEvent], at: dt.datetime) -> bool:
    owner = events[0].user
    with transaction.atomic():
        waiting = AccountEvent.objects.filter(pk__in=[event.pk for event in events], mailed_at=None)
        if not waiting.update(mailed_at=at):
            return False
        letters.put(
            [
                Letter(
                    key=f"account/{owner.pk}/{events[0].pk}",
                    kind=LetterKind.ACCOUNT,
                    user=owner,
                    about=str(events[-1].pk),
                    address=owner.email,
                    language=owner.language or "en",
                    written_at=at,
                    try_at=at,
                    until=at + rules.TOO_LATE,
                )
            ]
        )
    return True


def word(row: Letter) -> tuple[AccountMail, str] | None:
    """What happened from the first event that the mail was written for to the last, in the language that is active."""
    owner = row.user
    if owner is None or not owner.is_active:
        return None
    first = row.key.rpartition("/")[2]
    events = list(AccountEvent.objects.filter(user=owner, pk__gte=first, pk__lte=row.about).order_by("at", "pk"))
    if not events:
        return None
    page = f"{settings.SITE}{reverse('desk:account')}"
    return AccountMail(owner.username, events, page, queries.forum().name), owner.email
