"""My account: second factors, passkeys, sessions, what happened, and tokens for programs. Its owner alone reads it.

Whatever makes the account easier or harder to open asks first who sits there (``desk.acting.proving``).
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nemawashi.access import account_log, api_tokens, clock, second_factors, sessions
from nemawashi.access.models import AuthenticatorKey, Passkey, User
from nemawashi.access.requests import Request
from nemawashi.access.terms import AccountEventKind
from nemawashi.desk.acting import factor_words, finding, proving
from nemawashi.parties import queries as parties

SHOWN = 40  # events on the page


def _owner(request: Request) -> User:
    return proving.owner(request)


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:account"))


def crumbs() -> list[dict[str, str]]:
    return [{"href": reverse("desk:account"), "label": _("My account")}]


def noted(request: Request, kind: AccountEventKind, words: str = "") -> None:
    at, where = clock.database_moment(), account_log.came_from(request)
    account_log.note(_owner(request), kind, at=at, where=where, words=words)


@login_required
@require_http_methods(["GET", "HEAD"])
def account(request: Request) -> HttpResponse:
    """The page, by which its owner has read what happened so far."""
    owner, now = _owner(request), clock.database_moment()
    events = account_log.events(owner, SHOWN)
    here = sessions.kept_as(request.session.session_key or "")
    context = {
        "title": _("My account"),
        "crumbs": [{"href": reverse("desk:day"), "label": _("My desk")}],
        "authenticator": AuthenticatorKey.objects.filter(user=owner).first(),
        "passkeys": Passkey.objects.filter(user=owner),
        "paper_left": second_factors.paper_left(owner),
        "is_asked": parties.is_asked_for_second_factor(owner),
        "can_have_passkeys": factor_words.site(request).can_have_passkeys,
        "open_sessions": account_log.open_sessions(owner),
        "here": here,
        "events": events,
        "tokens": [(row, row.ended_at is None and row.expires_at > now) for row in api_tokens.of(owner)],
        "has_tokens": bool(api_tokens.in_force(owner, at=now)),
    }
    answer = render(request, "desk/account.html", context)
    account_log.unseen(owner).update(seen_at=now)
    return answer


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def authenticator(request: Request) -> HttpResponse:
    """Add an authenticator, or put another one in its place."""
    owner, title = _owner(request), _("Add an authenticator")
    if asked := _asked(request, title):
        return asked
    is_wrong = False
    if request.method == "POST" and "code" in request.POST:
        key = factor_words.new_key(request, owner)
        if second_factors.add_authenticator(owner, key, request.POST["code"][:100], at=clock.database_moment()):
            factor_words.forget_key(request)
            noted(request, AccountEventKind.AUTHENTICATOR_ADDED)
            return _added(request, owner)
        is_wrong = True
    context: dict[str, Any] = {"title": title, "crumbs": crumbs(), "wrong": is_wrong}
    context |= factor_words.shown_key(factor_words.new_key(request, owner), owner)
    return render(request, "desk/authenticator.html", context, status=422 if is_wrong else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: Request) -> HttpResponse:
    """Add a passkey under a name of one's own."""
    owner, title = _owner(request), _("Add a passkey")
    if asked := _asked(request, title):
        return asked
    is_wrong, name = False, factor_words.passkey_name(request)
    if request.method == "POST" and "made" in request.POST:
        if factor_words.made(request, owner, request.POST["made"], name):
            noted(request, AccountEventKind.PASSKEY_ADDED, name)
            return _added(request, owner)
        is_wrong = True
    context = {
        "title": title,
        "crumbs": crumbs(),
        "wrong": is_wrong,
        "name": name,
        "making": factor_words.making(request, owner),
    }
    return render(request, "desk/passkey.html", context, status=422 if is_wrong else 200)


def _asked(request: Request, title: str) -> HttpResponse | None:
    return proving.asked(request, title=title, crumbs=crumbs(), back=reverse("desk:account"))


def _added(request: Request, owner: User) -> HttpResponse:
    """On to the page; with the first factor come the recovery codes."""
    if second_factors.paper_left(owner):
        messages.success(request, _("Your second factor is set. It is asked for at your next sign-in."))
        return _back()
    return _codes(request, owner)


def _codes(request: Request, owner: User) -> HttpResponse:
    context = {"title": _("Your recovery codes"), "crumbs": crumbs(), "codes": second_factors.new_paper_codes(owner)}
    return render(request, "desk/paper_codes.html", context)


@never_cache
@login_required
@require_POST
def renew_codes(request: Request) -> HttpResponse:
    """Recovery codes in place of the old ones, which serve no longer."""
    owner = _owner(request)
    if not second_factors.are_there(owner):
        messages.error(request, _("Recovery codes belong to a second factor. Add one first."))
        return _back()
    if asked := _asked(request, _("Make new recovery codes")):
        return asked
    noted(request, AccountEventKind.CODES_RENEWED)
    return _codes(request, owner)


@login_required
@require_POST
def remove_factor(request: Request) -> HttpResponse:
    """Take a second factor off; the last one stays where the forum asks for one."""
    owner, which = _owner(request), request.POST.get("which", "")
    if asked := _asked(request, _("Remove a second factor")):
        return asked
    count = second_factors.has_authenticator(owner) + Passkey.objects.filter(user=owner).count()
    if count < 2 and parties.is_asked_for_second_factor(owner):
        messages.error(request, _("This forum asks a second factor of you. Add another one before you remove this one."))
        return _back()
    if which == "authenticator":
        if second_factors.remove_authenticator(owner):
            noted(request, AccountEventKind.AUTHENTICATOR_REMOVED)
            messages.success(request, _("The authenticator was removed."))
    elif name := second_factors.remove_passkey(owner, finding.number(which)):
        noted(request, AccountEventKind.PASSKEY_REMOVED, name)
        messages.success(request, _("The passkey was removed."))
    return _back()


@login_required
@require_POST
def end_session(request: Request) -> HttpResponse:
    """End one of one's own sessions, or all but this one, and with these the tokens, unless their owner keeps them."""
    owner, which = _owner(request), request.POST.get("which", "")[:40]
    if which == "others":
        sessions.end_all(owner.pk, but=request.session.session_key)
        is_ended = True
    else:
        is_ended = account_log.end_one(owner, which)
    if is_ended:
        noted(request, AccountEventKind.SESSION_ENDED)
        messages.success(request, _("The session was ended."))
    if which == "others" and "keep_tokens" not in request.POST:
        at, where = clock.database_moment(), account_log.came_from(request)
        if account_log.end_tokens(owner, at=at, where=where):
            messages.success(request, _("Your tokens for programs were revoked."))
    return _back()
