"""What pages say and keep of second factors: the question that a passkey answers, and the key of a new authenticator.

A question stands in the session until it is answered, and is answered once.
"""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from nemawashi.access import account_log, clock, codec, passkeys, second_factors
from nemawashi.access.models import Passkey, User
from nemawashi.access.terms import AccountEventKind
from nemawashi.kit import one_time
from nemawashi.kit.clauses.spans import one_line
from nemawashi.kit.drawing import squares
from nemawashi.parties import queries as parties
from nemawashi.parties.terms import in_language

ASKED, MAKING, KEY = "factor_asked", "factor_making", "factor_key"  # in the session
QUESTION_LASTS = 600  # seconds
LONGEST_NAME = 60


def site(request: HttpRequest) -> passkeys.Site:
    return passkeys.site_of(request, parties.forum().short_name)


def question(request: HttpRequest, account: User | None) -> str:
    """What the browser asks a passkey, as JSON; empty where the account has none, or this address can have none."""
    here = site(request)
    if not here.can_have_passkeys or (account and not Passkey.objects.filter(user=account).exists()):
        return ""
    options, state = passkeys.asking(here, account)
    return _kept(request, ASKED, options, state)


def signed(request: HttpRequest, account: User | None, answer: str) -> Passkey | None:
    """The passkey that signed the question of this session. One that has a copy is refused, and its owner told."""
    at = clock.database_moment()
    try:
        return passkeys.signed_by(site(request), account, _taken(request, ASKED), answer, at=at)
    except passkeys.CopiedError as copied:
        row = copied.passkey
        where = account_log.came_from(request)
        account_log.note(row.user, AccountEventKind.PASSKEY_COPIED, at=at, where=where, words=row.name)
        return None


def making(request: HttpRequest, account: User) -> str:
    """What the browser is asked to make, as JSON; empty where this address can have no passkeys."""
    here = site(request)
    if not here.can_have_passkeys or Passkey.objects.filter(user=account).count() >= passkeys.MOST:
        return ""
    options, state = passkeys.adding(account, here)
    return _kept(request, MAKING, options, state)


def made(request: HttpRequest, account: User, answer: str, name: str) -> Passkey | None:
    at = clock.database_moment()
    return passkeys.add(account, site(request), _taken(request, MAKING), answer, name=name, at=at)


def passkey_name(request: HttpRequest) -> str:
    """What its owner calls it; else the device at which it is made."""
    named = one_line(request.POST.get("name", "")[: 4 * LONGEST_NAME])[:LONGEST_NAME].strip()
    return named or account_log.came_from(request).device or gettext("Passkey")


def _kept(request: HttpRequest, name: str, options: dict[str, Any], state: Any) -> str:
    request.session[name] = {"state": dict(state), "at": int(clock.seconds())}
    return json.dumps(options)


def _taken(request: HttpRequest, name: str) -> Any:
    """The question of this session, which is gone with it."""
    kept = request.session.pop(name, None)
    return kept["state"] if kept and 0 <= clock.seconds() - kept["at"] < QUESTION_LASTS else None


def new_key(request: HttpRequest, account: User) -> bytes:
    """The key of an authenticator that is to be added: the same until it is, however often its page is opened."""
    try:
        return second_factors.opened(account, request.session.get(KEY, ""))
    except codec.NoKeyError:
        key = one_time.new_key()
        request.session[KEY] = second_factors.sealed(account, key)
        return key


def forget_key(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def shown_key(key: bytes, account: User) -> dict[str, str]:
    """As a square for the camera, and as words to type."""
    issuer = in_language(parties.forum().short_names, "en") or "Nemawashi"  # other scripts would make it a dense square
    words = one_time.address(key, account=account.username, issuer=issuer)
    return {"square": squares.square(words), "key_words": one_time.key_words(key)}
