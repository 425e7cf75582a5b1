"""Grave acts ask once more who sits there, where that was last shown a while ago: an open screen is not its owner.

The password does, or a second factor of the account. After OWASP ASVS 4.0.3, 3.7.1 and 4.3.1. Breaking silence asks
nothing: a party's right that ends with a moment must not wait for it.
"""

from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nemawashi.access import accounts, clock, pausing, second_factors
from nemawashi.access.models import User
from nemawashi.desk.acting import factor_words
from nemawashi.kit import one_time

FRESH = 30 * 60  # seconds
PROVED = "proved_at"  # in the session
SENT = ("proof", "passkey")  # fields of the page that asks


def is_fresh(request: HttpRequest) -> bool:
    """Whether the password, or a second factor, was shown within the last half hour."""
    return clock.seconds() - float(request.session.get(PROVED, 0)) < FRESH


def _note_proof(request: HttpRequest) -> None:
    """Remember that it was shown just now."""
    request.session[PROVED] = request.session["seen"] = int(clock.seconds())


def is_sent(request: HttpRequest) -> bool:
    return any(name in request.POST for name in SENT)


def prove(request: HttpRequest) -> int | None:
    """Look at what was shown once more. None where it is right, else the seconds to wait before the next try."""
    name, typed = request.user.get_username(), request.POST.get("proof", "")
    counting = pausing.keys(name, "", f"session {request.session.session_key}")
    if seconds := pausing.enter(counting):
        return seconds
    if not (_is_passkey(request) or _is_code(request, typed)):
        with accounts.at_the_door() as got_in:
            if not got_in:
                pausing.not_looked_at(counting)
                return pausing.FIRST_PAUSE
            account = authenticate(request, username=name, password=typed)
        if account is None or account.pk != request.user.pk:
            return 0
    pausing.succeeded(counting)
    _note_proof(request)
    return None


def _is_passkey(request: HttpRequest) -> bool:
    answer = request.POST.get("passkey", "")
    return bool(answer) and factor_words.signed(request, owner(request), answer) is not None


def _is_code(request: HttpRequest, typed: str) -> bool:
    if not (one_time.digits(typed) or one_time.paper_code(typed)):
        return False
    try:
        return second_factors.pass_by(owner(request), typed, at=clock.database_moment()) is not None
    except second_factors.UsedTwiceError:
        return False


def owner(request: HttpRequest) -> User:
    """Whose account it is; pages that ask stand behind the sign-in."""
    account = request.user
    if not isinstance(account, User):
        raise PermissionError("nobody is signed in")
    return account


def asked(request: HttpRequest, **context: Any) -> HttpResponse | None:
    """The page that asks, with all that was filled in; None where what is right came along, or was shown lately."""
    if is_fresh(request):
        return None
    wait = None
    if is_sent(request):
        wait = prove(request)
        if wait is None:
            return None
    account = owner(request)
    context |= {
        "carried": carried(request),
        "wait": wait,
        "has_second": second_factors.are_there(account),
        "has_password": account.has_usable_password(),
        "passkey": factor_words.question(request, account),
    }
    return render(request, "desk/prove.html", context, status=429 if wait else 403)


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into the act's form, to be sent again beside the proof; how much that may be, Django bounds."""
    rows = [(name, value) for name, values in request.POST.lists() for value in values]
    return [row for row in rows if row[0] not in ("csrfmiddlewaretoken", *SENT)]
