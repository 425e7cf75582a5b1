"""What taking second factors off does, whoever decides it: an act of the desk, or the operator at the machine."""

import datetime as dt
import uuid

from nemawashi.access import account_log, api_tokens, log, second_factors, sessions
from nemawashi.access.models import User
from nemawashi.access.terms import AccountEventKind, Circle, Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.parties.models import Party
from nemawashi.parties.terms import Act


def take_factors_off(account: User, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> None:
    """Inside a turn. Sessions and tokens end with the factors, since whoever has them may be another one."""
    second_factors.remove_all(account)
    sessions.end_all(account.pk)
    api_tokens.end_all(account, at=at)
    account_log.note(account, AccountEventKind.FACTORS_RESET, at=at, words=by.name)
    is_delegate = account.circle == Circle.DELEGATION
    visibility = Visibility.OWN if is_delegate else Visibility.SECRETARIAT
    party = Party.objects.filter(memberships__user=account).first()
    facts = {"name": account.username} | ({"party": party.slug} if party else {})
    log.enter(Act.RESET_FACTORS, account, by=by, at=at, visibility=visibility, facts=facts, once=once)
