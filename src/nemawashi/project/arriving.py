"""What every way in ends with: the session, the device that is known from now on, and the entry for the account's owner.

Between the first step and the second nobody is signed in. What stands in the session then is worth ten minutes, and
nothing without the second factor.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import ngettext

from nemawashi.access import account_log, accounts, clock, pausing, second_factors, sessions
from nemawashi.access.models import User
from nemawashi.access.terms import AccountEventKind, SignInWay
from nemawashi.parties import queries as parties

DEVICE = "nmw-device"  # the cookie by which a browser proves that a name signed in on it before
DEVICE_AGE = 365 * 86400  # seconds
MOST_NAMES = 5  # on one device; a shared one at a venue forgets the earliest
HALF = "half_way"  # in the session
HALF_LASTS = 600  # seconds
BACKEND = settings.AUTHENTICATION_BACKENDS[0]
_signer = TimestampSigner(salt="nemawashi.sign-in.device")


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Somebody whose password was right, and who has not shown a second factor yet."""

    account: User
    to: str
    way: SignInWay


def second_step(
    request: HttpRequest, account: User, *, to: str, way: SignInWay = SignInWay.PASSWORD
) -> HttpResponse | None:
    """The way to the second step, for whoever has a second factor or is asked for one; None for everybody else."""
    has_one = second_factors.are_there(account)
    if not (has_one or parties.is_asked_for_second_factor(account)):
        return None
    request.session[HALF] = {
        "account": account.pk,
        "password": account.get_session_auth_hash(),
        "at": int(clock.seconds()),
        "to": to,
        "way": str(way),
    }
    request.session.cycle_key()
    return HttpResponseRedirect(reverse("second_step" if has_one else "first_factor"))


def half_way(request: HttpRequest) -> HalfWay | None:
    """Who is on the way, if the first step still counts: not after a while, nor once the password has changed."""
    kept = request.session.get(HALF)
    if not kept or not 0 <= clock.seconds() - kept["at"] < HALF_LASTS:
        return None
    account = User.objects.filter(pk=kept["account"], is_active=True).first()
    if account is None or accounts.is_shut_out(account) or not parties.acts_for_somebody(account):
        return None
    if not constant_time_compare(account.get_session_auth_hash(), kept["password"]):
        return None
    return HalfWay(account, kept["to"], SignInWay(kept["way"]))


def forget_half_way(request: HttpRequest) -> None:
    for name in [name for name in request.session.keys() if name == HALF or name.startswith("factor_")]:  # noqa: SIM118
        del request.session[name]


def arrive(request: HttpRequest, account: User, way: SignInWay, *, to: str) -> HttpResponse:
    """Sign somebody in, and lead on."""
    name, where, at = account.username, account_log.came_from(request), clock.database_moment()
    is_first = account.last_login is None
    is_strange = not is_first and not device(request, name)
    forget_half_way(request)
    with transaction.atomic():  # a session and what its owner reads of it, or neither; the disk is waited for once
        login(request, account, backend=BACKEND)
        request.session[sessions.BEGAN] = int(clock.seconds())
        kind = AccountEventKind.NEW_DEVICE if is_strange else AccountEventKind.SIGNED_IN
        account_log.note(account, kind, at=at, where=where, words=str(way))
        if way == SignInWay.PAPER:
            account_log.note(account, AccountEventKind.PAPER_USED, at=at, where=where)
        if request.session.session_key:
            account_log.began(account, request.session.session_key, way, at=at, where=where)
    answer = HttpResponseRedirect(to)
    _remember(answer, request, name)
    if not is_first:  # who comes in for the first time has just done all of it
        _tell_news(request, account, since=at if is_strange else None)
    return answer


def _tell_news(request: HttpRequest, account: User, *, since: Any) -> None:
    """Say at the door that something happened to the account, this very sign-in left out."""
    news = account_log.unseen(account)
    count = (news.exclude(at=since) if since else news).count()
    if count:
        words = ngettext(
            "Something happened to your account that you have not read yet: see the page My account.",
            "%(count)s things happened to your account that you have not read yet: see the page My account.",
            count,
        )
        messages.warning(request, words % {"count": count})


def _whose(name: str) -> str:
    return salted_hmac("nemawashi.sign-in.name", pausing.spelled(name), algorithm="sha256").hexdigest()[:32]


def device(request: HttpRequest, name: str) -> str:
    """The device of a browser on which this name signed in before; empty for any other one."""
    for each in request.COOKIES.get(DEVICE, "").split("|"):
        try:
            whose, _colon, number = _signer.unsign(each, max_age=DEVICE_AGE).partition(":")
        except BadSignature:
            continue
        if secrets.compare_digest(whose, _whose(name)):
            return number
    return ""


def _remember(answer: HttpResponse, request: HttpRequest, name: str) -> None:
    others = [
        each for each in request.COOKIES.get(DEVICE, "").split("|") if each and not each.startswith(f"{_whose(name)}:")
    ]
    made = _signer.sign(f"{_whose(name)}:{device(request, name) or secrets.token_hex(16)}")
    answer.set_cookie(
        DEVICE,
        "|".join([*others, made][-MOST_NAMES:]),
        max_age=DEVICE_AGE,
        path="/sign-in/",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
