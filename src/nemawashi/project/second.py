"""The second step of signing in: a code or a passkey; for whoever is asked for one and has none, the first factor is set
here, before anything else opens. And signing in by a passkey alone, which stands for both steps.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nemawashi.access import account_log, accounts, clock, pausing, second_factors
from nemawashi.access.models import Passkey, User
from nemawashi.access.terms import AccountEventKind, SignInWay
from nemawashi.desk.acting import factor_words
from nemawashi.parties import queries as parties
from nemawashi.project import arriving


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor. A wrong one is told to the account's owner: whoever sends it has the password."""
    half = arriving.half_way(request)
    if half is None:
        return _anew(request)
    if not second_factors.are_there(half.account):  # reset meanwhile, or never set
        return HttpResponseRedirect(reverse("first_factor"))
    context: dict[str, Any] = {"wait": None}
    if request.method == "POST":
        name = half.account.username
        counting = pausing.second_keys(name, arriving.device(request, name))
        seconds = pausing.enter(counting)
        if not seconds:
            way, context["used_twice"] = _shown(request, half.account)
            if way is not None:
                pausing.succeeded(counting)
                return arriving.arrive(request, half.account, way, to=half.to)
        context["wait"] = seconds
    context |= {
        "name": half.account.shown_name,
        "has_authenticator": second_factors.has_authenticator(half.account),
        "passkey": factor_words.question(request, half.account),
    }
    status = 200 if request.method != "POST" else 429 if context["wait"] else 422
    answer = render(request, "second_step.html", context, status=status)
    if context["wait"]:
        answer.headers["Retry-After"] = str(context["wait"])
    return answer


def _shown(request: HttpRequest, account: User) -> tuple[SignInWay | None, SignInWay | None]:
    """By what somebody passes; and of which kind it was, where it was a right code that served before."""
    at, where = clock.database_moment(), account_log.came_from(request)
    if answer := request.POST.get("passkey", ""):
        if factor_words.signed(request, account, answer) is not None:
            return SignInWay.BOTH, None
    else:
        try:
            if way := second_factors.pass_by(account, request.POST.get("code", "")[:100], at=at):
                return way, None
        except second_factors.UsedTwiceError as twice:
            account_log.note(account, AccountEventKind.CODE_TWICE, at=at, where=where)
            return None, twice.way
    account_log.note(account, AccountEventKind.STOPPED, at=at, where=where)
    return None, None


def _anew(request: HttpRequest) -> HttpResponse:
    arriving.forget_half_way(request)
    messages.info(request, _("The first step was too long ago. Sign in once more."))
    return HttpResponseRedirect(reverse("sign_in"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_factor(request: HttpRequest) -> HttpResponse:
    """Set the first second factor, between the password and the desk; who has one already shows it instead."""
    half = arriving.half_way(request)
    if half is None:
        return _anew(request)
    account = half.account
    if second_factors.are_there(account):
        return HttpResponseRedirect(reverse("second_step"))
    context: dict[str, Any] = {}
    if request.method == "POST":
        if way := _set(request, account):
            codes = second_factors.new_paper_codes(account)
            return _with_codes(request, arriving.arrive(request, account, way, to=half.to), codes, half.to)
        context["no_passkey" if "made" in request.POST else "wrong"] = True
    context |= factor_words.shown_key(factor_words.new_key(request, account), account)
    context |= {
        "making": factor_words.making(request, account),
        "passkey_name": factor_words.passkey_name(request),
    }
    return render(request, "first_factor.html", context, status=422 if request.method == "POST" else 200)


def _set(request: HttpRequest, account: User) -> SignInWay | None:
    at, where = clock.database_moment(), account_log.came_from(request)
    if "made" in request.POST:
        name = factor_words.passkey_name(request)
        if factor_words.made(request, account, request.POST["made"], name) is None:
            return None
        account_log.note(account, AccountEventKind.PASSKEY_ADDED, at=at, where=where, words=name)
        return SignInWay.BOTH
    key = factor_words.new_key(request, account)
    if not second_factors.add_authenticator(account, key, request.POST.get("code", "")[:100], at=at):
        return None
    account_log.note(account, AccountEventKind.AUTHENTICATOR_ADDED, at=at, where=where)
    return SignInWay.CODE


def _with_codes(request: HttpRequest, arrived: HttpResponse, codes: list[str], to: str) -> HttpResponse:
    """The page of the recovery codes in place of the way on, with the cookies of the arrival."""
    page = render(request, "arrived.html", {"codes": codes, "to": to})
    page.cookies.update(arrived.cookies)
    return page


@never_cache
@require_http_methods(["POST"])
def passkey_in(request: HttpRequest) -> HttpResponse:
    """Begin to sign in by a passkey alone, with the question as JSON; or end it, with what the device signed.

    Nobody's name is asked: the device says whose it is, and has seen its owner. What begins is counted, since it leaves a
    session without anybody in it; it is taken back where somebody gets in.
    """
    counting = pausing.passkey_keys(request.META.get("REMOTE_ADDR", ""))
    answer = request.POST.get("passkey", "")
    if not answer:
        if pausing.enter(counting):
            return JsonResponse({}, status=429)
        asked = factor_words.question(request, None)
        return HttpResponse(asked or "{}", content_type="application/json", status=200 if asked else 404)
    row = factor_words.signed(request, None, answer)
    if row is None or not _may_enter(row):
        messages.error(request, _("This passkey opens no account here. Sign in with your name and password."))
        return HttpResponseRedirect(reverse("sign_in"))
    pausing.succeeded(counting)
    to = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        to = reverse("desk:day")
    return arriving.arrive(request, row.user, SignInWay.PASSKEY, to=to)


def _may_enter(row: Passkey) -> bool:
    account = row.user
    return account.is_active and not accounts.is_shut_out(account) and parties.acts_for_somebody(account)
