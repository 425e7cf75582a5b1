"""The way to a ministry's sign-in and back: for whoever has an account that it opens, and for whoever was invited.

An account is tied to the ministry's subject by an invitation alone. Whatever address or name the ministry tells, an account
that was opened otherwise stays as it is.
"""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nemawashi.access import account_log, accounts, clock, pausing
from nemawashi.access.acts import RefusedError
from nemawashi.access.models import OutsideIdentity, User
from nemawashi.access.terms import AccountEventKind, SignInWay
from nemawashi.desk.acting import refusals
from nemawashi.kit.faults import Fault
from nemawashi.parties import joining, possible
from nemawashi.parties import queries as parties
from nemawashi.project import arriving
from nemawashi.project.outside import oidc, providers
from nemawashi.project.outside.providers import Provider

ASKED = "outside_asked"  # in the session
LASTS = 600  # seconds for the way there and back


@never_cache
@require_safe
def go(request: HttpRequest, provider: str) -> HttpResponse:
    """Send the browser to the ministry."""
    return _go(request, _known(provider), to=request.GET.get("next", ""), join="")


@never_cache
@require_safe
def join(request: HttpRequest, token: str, provider: str) -> HttpResponse:
    """Send whoever holds an invitation to the ministry, if it may open such an account."""
    row, there = joining.invitation_behind(token), _known(provider)
    if row is None or not there.opens_invitation(row) or not possible.joining(row, at=clock.database_moment()):
        return HttpResponseRedirect(reverse("join", args=[token]))  # which says why
    return _go(request, there, to="", join=token)


def _known(name: str) -> Provider:
    provider = providers.named(name)
    if provider is None:
        raise Http404
    return provider


def _back(request: HttpRequest, provider: Provider) -> str:
    return request.build_absolute_uri(reverse("outside_back", args=[provider.id]))


def _go(request: HttpRequest, provider: Provider, *, to: str, join: str) -> HttpResponse:
    counting = pausing.passkey_keys(request.META.get("REMOTE_ADDR", ""))
    if pausing.enter(counting):
        return _not_in(request, _("Too many sign-ins were begun from here. Wait some minutes."))
    question = oidc.SentQuestion.new()
    try:
        address = oidc.way_there(provider, question, back=_back(request, provider))
    except Fault:
        return _not_in(request, _("%(name)s does not answer. Try again, or sign in otherwise.") % {"name": provider})
    is_ours = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    request.session[ASKED] = {
        "provider": provider.id,
        "question": asdict(question),
        "at": int(clock.seconds()),
        "to": to if is_ours else reverse("desk:day"),
        "join": join,
    }
    return HttpResponseRedirect(address)


@never_cache
@require_safe
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """Look at what the browser brings from the ministry. It serves once, in the session that asked."""
    there, kept = _known(provider), request.session.pop(ASKED, None)
    is_late = not kept or kept["provider"] != there.id or not 0 <= clock.seconds() - kept["at"] < LASTS
    if is_late or not _is_answer(request, there, kept["question"]["state"]):
        return _not_in(request, _("This answer belongs to no sign-in that was begun here. Begin anew."))
    if "error" in request.GET:
        return _not_in(request, _("%(name)s has not signed you in.") % {"name": there})
    try:
        subject = oidc.subject_of(
            there,
            oidc.SentQuestion(**kept["question"]),
            code=request.GET.get("code", "")[:2000],
            back=_back(request, there),
        )
    except Fault:
        return _not_in(request, _("What %(name)s answered is not believed. Nothing was opened.") % {"name": there})
    pausing.succeeded(pausing.passkey_keys(request.META.get("REMOTE_ADDR", "")))
    if kept["join"]:
        return _joined(request, there, subject, kept)
    account = _opened_by(there, subject)
    if account is None:
        words = _("%(name)s knows you, and opens no account here so far: take an invitation up with it first.")
        return _not_in(request, words % {"name": there})
    return _enter(request, there, account, kept["to"])


def _is_answer(request: HttpRequest, provider: Provider, state: str) -> bool:
    """Whether it answers the question of this session, and says, if it says so at all, that this provider gave it."""
    return request.GET.get("state") == state and request.GET.get("iss", provider.issuer) == provider.issuer


def _opened_by(provider: Provider, subject: str) -> User | None:
    tied = OutsideIdentity.objects.select_related("user").filter(issuer=provider.issuer, subject=subject).first()
    if tied is None or not tied.user.is_active or accounts.is_shut_out(tied.user):
        return None
    return tied.user if provider.opens_account(tied.user) and parties.acts_for_somebody(tied.user) else None


def _joined(request: HttpRequest, provider: Provider, subject: str, kept: dict[str, Any]) -> HttpResponse:
    row, at = joining.invitation_behind(kept["join"]), clock.database_moment()
    if row is None or not provider.opens_invitation(row):
        return HttpResponseRedirect(reverse("join", args=[kept["join"]]))
    try:
        account = joining.join_from_outside(row, issuer=provider.issuer, subject=subject, at=at)
    except RefusedError as refused:
        return render(request, "link_ended.html", {"why": refusals.sentence(refused.verdict)}, status=410)
    where = account_log.came_from(request)
    account_log.note(account, AccountEventKind.OUTSIDE_TIED, at=at, where=where, words=str(provider))
    return _enter(request, provider, account, kept["to"])


def _enter(request: HttpRequest, provider: Provider, account: User, to: str) -> HttpResponse:
    """In; by way of the second step, unless the ministry asks for two factors itself."""
    if not provider.two_factors and (way_on := arriving.second_step(request, account, to=to, way=SignInWay.OUTSIDE)):
        return way_on
    return arriving.arrive(request, account, SignInWay.OUTSIDE, to=to)


def _not_in(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return HttpResponseRedirect(reverse("sign_in"))
