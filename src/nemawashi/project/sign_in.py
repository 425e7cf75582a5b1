"""Sign-in with Django's own accounts, paused where somebody guesses. Single sign-on replaces this file and nothing else."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from nemawashi.access import accounts, pausing
from nemawashi.parties import queries as parties

DEVICE = "nmw-device"  # the cookie by which a browser proves that a name signed in on it before
DEVICE_AGE = 365 * 86400  # seconds
_signer = TimestampSigner(salt="nemawashi.sign-in.device")


class NameAndPassword(AuthenticationForm):
    """Name and password of an account that acts for somebody."""

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not parties.acts_for_somebody(user):
            raise ValidationError(
                _(
                    "This account acts for no party and no circle today, so that there is nothing it could see. "
                    "Ask whoever gave it to you."
                ),
                code="tied_to_nobody",
            )


class SignIn(LoginView):
    template_name = "sign_in.html"
    authentication_form = NameAndPassword
    redirect_authenticated_user = True
    http_method_names = ["get", "head", "post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at a password, unless its name or address has to wait; then status 429 and how long."""
        name = request.POST.get("username", "")[:150]
        counting = pausing.keys(name, request.META.get("REMOTE_ADDR", ""), _device(request, name))
        if seconds := pausing.enter(counting):
            return _paused(request, seconds)
        with accounts.at_the_door() as got_in:
            if not got_in:
                pausing.not_looked_at(counting)
                return _paused(request, pausing.FIRST_PAUSE)
            answer: HttpResponse = super().post(request, *args, **kwargs)
        if request.user.is_authenticated:
            pausing.succeeded(counting)
            _remember(answer, request, name)
        return answer


def _paused(request: HttpRequest, seconds: int) -> HttpResponse:
    context = {
        "paused": seconds,
        "minutes": -(-seconds // 60),
        "form": NameAndPassword(request, initial={"username": request.POST.get("username", "")[:150]}),
        "next": request.POST.get("next", ""),
    }
    answer = render(request, "sign_in.html", context, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _whose(name: str) -> str:
    return salted_hmac("nemawashi.sign-in.name", pausing.spelled(name), algorithm="sha256").hexdigest()[:32]


def _device(request: HttpRequest, name: str) -> str:
    """The device of a browser on which this name signed in before; empty for any other one."""
    for each in request.COOKIES.get(DEVICE, "").split("|"):
        try:
            whose, _colon, device = _signer.unsign(each, max_age=DEVICE_AGE).partition(":")
        except BadSignature:
            continue
        if secrets.compare_digest(whose, _whose(name)):
            return device
    return ""


MOST_NAMES = 5  # on one device; a shared one at a venue forgets the earliest


def _remember(answer: HttpResponse, request: HttpRequest, name: str) -> None:
    others = [
        each for each in request.COOKIES.get(DEVICE, "").split("|") if each and not each.startswith(f"{_whose(name)}:")
    ]
    made = _signer.sign(f"{_whose(name)}:{_device(request, name) or secrets.token_hex(16)}")
    answer.set_cookie(
        DEVICE,
        "|".join([*others, made][-MOST_NAMES:]),
        max_age=DEVICE_AGE,
        path="/sign-in/",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


class SignOut(LogoutView):
    """Whatever the browser kept of the session goes with it, words that were typed and not sent among it."""

    http_method_names = ["post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            response.headers["Clear-Site-Data"] = '"storage"'
        return response
