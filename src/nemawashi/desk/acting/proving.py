"""Grave acts ask once more for the password, where it was last typed a while ago: an open screen is not its owner.

After OWASP ASVS 4.0.3, 3.7.1. Breaking silence asks nothing: a party's right that ends with a moment must not wait for it.
"""

from django.contrib.auth import authenticate
from django.http import HttpRequest

from nemawashi.access import accounts, clock, pausing

FRESH = 30 * 60  # seconds
PROVED = "proved_at"  # in the session


def is_fresh(request: HttpRequest) -> bool:
    """Whether the password was typed within the last half hour."""
    return clock.seconds() - float(request.session.get(PROVED, 0)) < FRESH


def _note_proof(request: HttpRequest) -> None:
    """Remember that the password was typed just now."""
    request.session[PROVED] = request.session["seen"] = int(clock.seconds())


def prove(request: HttpRequest, password: str) -> int | None:
    """Look at a password that was typed once more. None where it is right, else the seconds to wait before the next try."""
    name = request.user.get_username()
    counting = pausing.keys(name, "", f"session {request.session.session_key}")
    if seconds := pausing.enter(counting):
        return seconds
    with accounts.at_the_door() as got_in:
        if not got_in:
            pausing.not_looked_at(counting)
            return pausing.FIRST_PAUSE
        account = authenticate(request, username=name, password=password)
    if account is None or account.pk != request.user.pk:
        return 0
    pausing.succeeded(counting)
    _note_proof(request)
    return None


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into the act's form, to be sent again beside the password; how much that may be, Django bounds."""
    rows = [(name, value) for name, values in request.POST.lists() for value in values]
    return [row for row in rows if row[0] not in ("csrfmiddlewaretoken", "proof")]
