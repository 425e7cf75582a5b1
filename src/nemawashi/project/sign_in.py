"""The first step of signing in: name and password of an account, paused where somebody guesses.

Whoever has a second factor, or is asked for one, is no further after it than before: ``project.second`` goes on.
"""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from nemawashi.access import accounts, pausing
from nemawashi.access.models import OpenSession
from nemawashi.access.sessions import kept_as
from nemawashi.access.terms import SignInWay
from nemawashi.desk.acting import factor_words
from nemawashi.parties import queries as parties
from nemawashi.project import arriving
from nemawashi.project.outside import pages, providers

KNOWN_AS = "known_as"  # in the session: who has just set a password, for the form that asks for it


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

    def get_initial(self) -> dict[str, Any]:
        return {"username": self.request.session.pop(KNOWN_AS, "")} if KNOWN_AS in self.request.session else {}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | _ways(self.request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at a password, unless its name or address has to wait; then status 429 and how long."""
        name = request.POST.get("username", "")[:150]
        counting = pausing.keys(name, request.META.get("REMOTE_ADDR", ""), arriving.device(request, name))
        if seconds := pausing.enter(counting):
            return _paused(request, seconds)
        with accounts.at_the_door() as got_in:
            if not got_in:
                pausing.not_looked_at(counting)
                return _paused(request, pausing.FIRST_PAUSE)
            answer: HttpResponse = super().post(request, *args, **kwargs)
        if answer.status_code == 302:
            pausing.succeeded(counting)
        return answer

    def form_valid(self, form: Any) -> Any:
        """The password is right: in, or on to the second step, with nobody signed in."""
        account = form.get_user()
        if way_on := arriving.second_step(self.request, account, to=self.get_success_url()):
            return way_on
        return arriving.arrive(self.request, account, SignInWay.PASSWORD, to=self.get_success_url())


def _ways(request: HttpRequest) -> dict[str, Any]:
    """Other ways in that the page offers."""
    return {"has_passkeys": factor_words.site(request).can_have_passkeys, "outside": providers.listed()}


def _paused(request: HttpRequest, seconds: int) -> HttpResponse:
    context = {
        "paused": seconds,
        "minutes": -(-seconds // 60),
        "form": NameAndPassword(request, initial={"username": request.POST.get("username", "")[:150]}),
        "next": request.POST.get("next", ""),
        **_ways(request),
    }
    answer = render(request, "sign_in.html", context, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


class SignOut(LogoutView):
    """Whatever the browser kept of the session goes with it, words that were typed and not sent among it. Who came by a
    ministry's sign-in is told that the ministry may know them still."""

    http_method_names = ["post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            if request.session.session_key:
                OpenSession.objects.filter(key=kept_as(request.session.session_key)).delete()
            self.next_page = pages.way_out_of(request) or None
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            response.headers["Clear-Site-Data"] = '"storage"'
        return response
