"""Personal data that nothing needs any more leaves when the time that the forum set is over (``personal_days``).

What was done stays: the log, the record, what somebody published under a name. Lists of delegations have acts of their own
(``meetings.acts.delegations``); what lies in which table, and how long, is told in ``docs/security.md``.
"""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from nemawashi.access import roll, sessions
from nemawashi.access.acts import RefusedError, turn
from nemawashi.access.models import (
    AccountEvent,
    ApiToken,
    AuthenticatorKey,
    MailChoice,
    OpenSession,
    OutsideIdentity,
    Passkey,
    ReadMark,
    RecoveryCode,
    User,
)
from nemawashi.access.terms import Circle
from nemawashi.access.viewers import Viewer
from nemawashi.business.models import FirmContact
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Letter, Membership, PersonInvitation
from nemawashi.parties.terms import InvitationState
from nemawashi.project.outbox import sending
from nemawashi.sources.models import ReaderRemark

_OF_AN_ACCOUNT = (
    AuthenticatorKey, RecoveryCode, Passkey, OutsideIdentity, ApiToken, AccountEvent, OpenSession, MailChoice, ReadMark,
)  # fmt: skip


def forget(at: dt.datetime, *, by: Viewer) -> None:
    """Let leave what is over at ``at``. Whatever is kept so long and a moment more is gone; what is younger is not."""
    days = max(1, parties.forum_as_recorded().meeting_rules.personal_days)  # mail tells of an event within a day
    before = at - dt.timedelta(days=days)
    Session.objects.filter(expire_date__lt=at).delete()
    lasting = Session.objects.values("session_key")
    OpenSession.objects.exclude(key__in=lasting).filter(seen_at__lt=at - dt.timedelta(days=1)).delete()
    AccountEvent.objects.filter(at__lt=before).delete()
    ApiToken.objects.filter(Q(ended_at__lt=before) | Q(expires_at__lt=before)).delete()
    Letter.objects.filter(written_at__lt=before, state__in=sending.ENDED).delete()
    ReaderRemark.objects.exclude(address="").filter(received_at__lt=before).update(address="")
    over = Q(state=InvitationState.WITHDRAWN) | Q(state=InvitationState.SENT, expires_at__lt=before)
    PersonInvitation.objects.filter(over, asked_at__lt=before, account=None).delete()
    kept = FirmContact.objects.filter(withdrawn_at=None, kept_until__lt=at.date()).exclude(name="")
    kept.update(name="", office="", reach="", consent_for="", link=None, version=F("version") + 1)
    _note_who_left(at)
    for account in User.objects.filter(left_at__lt=before).order_by("pk"):
        _strip(account, by=by, at=at)


def _without_office() -> QuerySet[User]:
    """Accounts that act for nobody; those of demo mode and of whoever runs the machine are nobody's to end."""
    acting = Exists(Membership.objects.filter(user=OuterRef("pk")))
    over = Q(is_active=False) | (Q(circle=Circle.DELEGATION) & ~acting)
    return User.objects.filter(over, is_demo=False, is_superuser=False)


def _note_who_left(at: dt.datetime) -> None:
    """Since when an account acts for nobody, which no row says otherwise; whoever came back has not left."""
    gone = _without_office()
    stripped = {"email": "", "first_name": "", "last_name": "", "last_login": None, "is_active": False}
    gone.filter(left_at=None).exclude(**stripped).update(left_at=at)
    User.objects.exclude(left_at=None).exclude(pk__in=gone.values("pk")).update(left_at=None)


def _strip(account: User, *, by: Viewer, at: dt.datetime) -> None:
    """Take what says who it was off an account: its name for signing in stands in the log, and stays. It opens no more."""
    try:
        with turn(once=None):
            account.first_name, account.last_name, account.email, account.language = "", "", "", ""
            account.last_login, account.left_at, account.is_active = None, None, False
            account.password = make_password(None)
            with roll.entering(by=by, at=at):
                account.save()
            for model in _OF_AN_ACCOUNT:
                model._default_manager.filter(user=account).delete()
            sessions.end_all(account.pk)
            Letter.objects.filter(user=account).delete()
            PersonInvitation.objects.filter(account=account).update(name="", address="")
    except (RefusedError, OperationalError):  # somebody else acts: at the next round
        return
