"""Addresses of calendars that only their account knows: made at random, shown once, kept as a digest, ended at will.

Whoever holds such an address reads what its account reads of meetings, and nothing else. Nothing of it is in the log of
acts or in that of the server (``project.faults`` takes it out of every line).
"""

import datetime as dt
import hashlib
import secrets
from typing import Any

from nemawashi.access.models import User
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.models import CalendarKey
from nemawashi.parties.queries import viewer_of

BYTES = 32  # of chance in a key: nobody guesses one


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def may_subscribe(viewer: Viewer) -> bool:
    """Delegations and the host's secretariat are told of meetings that the public does not know."""
    return viewer.sees_dialogue


def made(account: Any, *, at: dt.datetime) -> str:
    """A new key for an account, told this once; the one before holds no more."""
    key = secrets.token_urlsafe(BYTES)
    CalendarKey.objects.update_or_create(user_id=account.pk, defaults={"digest": _digest(key), "made_at": at})
    return key


def end(account: Any) -> None:
    """From now on nobody fetches the calendar of this account."""
    CalendarKey.objects.filter(user_id=account.pk).delete()


def made_at(account: Any) -> dt.datetime | None:
    """Since when the account has an address that holds."""
    return CalendarKey.objects.filter(user_id=account.pk).values_list("made_at", flat=True).first()


def owner(key: str) -> Viewer | None:
    """Whose calendar a key opens, as what that account may see today; None for a key that holds no more, or never did.

    An account that was shut out, or that lost its place in its delegation, has no calendar either.
    """
    row = CalendarKey.objects.filter(digest=_digest(key)).values_list("user_id", flat=True).first()
    account = User.objects.filter(pk=row, is_active=True).first() if row is not None else None
    viewer = viewer_of(account) if account is not None else None
    return viewer if viewer is not None and may_subscribe(viewer) else None
