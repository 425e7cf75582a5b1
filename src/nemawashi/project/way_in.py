"""Ways in beside signing in: an invitation is taken up, and a forgotten password is replaced, each by a link in a mail.

Whoever holds such a link sets a password, and then signs in as everybody does: no link is a session. What a page answers to
an address tells nobody whether it is known here.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nemawashi.access import account_log, accounts, clock, pausing, sessions
from nemawashi.access.acts import RefusedError
from nemawashi.access.models import ResetRequest, User
from nemawashi.access.rules import Verdict, refuse
from nemawashi.access.terms import AccountEventKind
from nemawashi.desk.account import tokens
from nemawashi.desk.acting import refusals
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties import joining, possible, queries
from nemawashi.parties.models import PersonInvitation
from nemawashi.parties.terms import Refusal
from nemawashi.project import sign_in
from nemawashi.project.outside import providers


class NewPassword(SetPasswordForm):  # type: ignore[type-arg]
    """A password twice; longer than anybody types is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("new_password1", "new_password2"):
            self.fields[name] = forms.CharField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                strip=False,
                max_length=accounts.LONGEST_PASSWORD,
                widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            )


class AnotherPassword(NewPassword):
    """In place of one that was forgotten; tokens end by it, unless they are kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(tokens.keeping(self.user))


class Forgotten(forms.Form):
    address = forms.EmailField(label=gettext_lazy("Mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Take an invitation up. The page speaks the language of its mail, unless another one was chosen on this device."""
    row = joining.invitation_behind(token)
    if row is None or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        return _joining(request, row, token)
    with translation.override(row.language):
        return _joining(request, row, token)


def _joining(request: HttpRequest, row: PersonInvitation | None, token: str) -> HttpResponse:
    if row is None:
        return _ends(request, refuse(Refusal.INVITATION_ENDED))
    at = clock.database_moment()
    if not (may := possible.joining(row, at=at)):
        return _ends(request, may)
    earlier = joining.earlier_account(row)
    account = earlier or User(username=joining.name_for(row), email=row.address, first_name=row.name)
    form = NewPassword(account, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        with accounts.at_the_door() as got_in:
            if got_in and form.is_valid():
                try:
                    account = joining.join(row, password=form.cleaned_data["new_password1"], at=at)
                except RefusedError as refused:
                    return _ends(request, refused.verdict)
                _leave(request)
                words = _("Your account is open. Sign in as %(name)s with the password that you have set.")
                messages.success(request, words % {"name": account.username})
                request.session[sign_in.KNOWN_AS] = account.username
                return _in_its_language(request, row, HttpResponseRedirect(reverse("sign_in")))
        status = 422 if got_in else 429
    outside = [each for each in providers.listed() if each.opens_invitation(row)]
    context = {"row": row, "name": account.username, "form": form, "outside": outside, "token": token}
    context |= {"until": ImpreciseDate.parse(row.until_on), "here": request.user.get_username()}
    return render(request, "join.html", context, status=status)


def _leave(request: HttpRequest) -> None:
    """Sign out whoever is signed in on this device: its next page is that of somebody else, or of the same with another
    password.
    """
    if request.user.is_authenticated:
        logout(request)


def _in_its_language(request: HttpRequest, row: PersonInvitation, answer: HttpResponse) -> HttpResponse:
    """Go on in the language of the invitation, unless another one was chosen on this device."""
    if not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            row.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return answer


def _ends(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """Why a link opens nothing, in one sentence; nothing else is said of the invitation."""
    return render(request, "link_ended.html", {"why": refusals.sentence(verdict)}, status=410)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a new password. The answer is the same for every address, and so is the work: one row is written, which
    the job that mails looks at later."""
    form = Forgotten(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "has_mail": settings.MAIL_IS_SET_UP}
    if request.method != "POST" or not settings.MAIL_IS_SET_UP:
        return render(request, "forgotten.html", context)
    if not form.is_valid():
        return render(request, "forgotten.html", context, status=422)
    address = form.cleaned_data["address"]
    seconds = pausing.enter(pausing.reset_keys(request.META.get("REMOTE_ADDR", ""), address))
    if seconds:
        context["minutes"] = -(-seconds // 60)
        answer = render(request, "forgotten.html", context, status=429)
        answer.headers["Retry-After"] = str(seconds)
        return answer
    language = translation.get_language() or ""
    ResetRequest.objects.create(address=address, language=language, at=clock.database_moment())
    return render(request, "forgotten.html", context | {"is_sent": True})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, whose: str, token: str) -> HttpResponse:
    """Set another password by the link of a mail. It serves once; sessions and tokens end by it."""
    account = _account_of(whose)
    if account is None or not default_token_generator.check_token(account, token):
        return _ends_reset(request)
    form, status = AnotherPassword(account, request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        with accounts.at_the_door() as got_in:
            if got_in and form.is_valid():
                form.save()
                sessions.end_all(account.pk)
                at, where = clock.database_moment(), account_log.came_from(request)
                account_log.note(account, AccountEventKind.PASSWORD_CHANGED, at=at, where=where)
                account_log.end_tokens(account, at=at, where=where, keeps=bool(form.cleaned_data.get(tokens.KEEP)))
                _leave(request)
                words = _("Your password was changed. Sign in as %(name)s.")
                messages.success(request, words % {"name": account.username})
                request.session[sign_in.KNOWN_AS] = account.username
                return HttpResponseRedirect(reverse("sign_in"))
        status = 422 if got_in else 429
    return render(request, "reset.html", {"name": account.username, "form": form}, status=status)


def _ends_reset(request: HttpRequest) -> HttpResponse:
    why = _("This link was used, has expired, or was made for a password that has changed since. Ask for another one.")
    return render(request, "link_ended.html", {"why": why}, status=410)


def _account_of(whose: str) -> User | None:
    """Of somebody who acts here; whoever does no longer gets no other password by a link of before."""
    try:
        key = int(urlsafe_base64_decode(whose).decode("ascii"))
    except (ValueError, OverflowError):
        return None
    account = User.objects.filter(pk=key, is_active=True).first() if key < 1 << 62 else None
    if account is None or accounts.is_shut_out(account) or not queries.acts_for_somebody(account):
        return None
    return account if account.has_usable_password() else None  # a ministry's sign-in alone opens the others
