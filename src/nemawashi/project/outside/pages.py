"""The way to a ministry's sign-in and back: for whoever has an account that it opens, and for whoever was invited.

An account is tied to the ministry's subject by an invitation alone. Whatever address or name the ministry tells, an account
that was opened otherwise stays as it is.
"""

import logging
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from nemawashi.access import account_log, accounts, clock, pausing
from nemawashi.access.acts import RefusedError
from nemawashi.access.models import OutsideIdentity, User
from nemawashi.access.terms import AccountEventKind, SignInWay
from nemawashi.desk.acting import refusals
from nemawashi.kit.faults import Fault
from nemawashi.parties import joining, possible
from nemawashi.parties import queries as parties
from nemawashi.project import arriving
from nemawashi.project.outside import bouncing, metadata, oidc, providers, saml
from nemawashi.project.outside.providers import (
    NotAskedError,
    NotSignedInError,
    OidcProvider,
    OutsideError,
    Provider,
    SamlProvider,
)

ASKED = "outside_asked"  # in the session
BY = "outside_by"  # in the session: by whose sign-in somebody came
LASTS = 600  # seconds for the way there and back
LONGEST_FORM = 3 * saml.MOST_BYTES + 2_000  # bytes, each sign of base64 escaped, and what else a form brings
_log = logging.getLogger(__name__)


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


def _at(request: HttpRequest, name: str, provider: Provider) -> str:
    return request.build_absolute_uri(reverse(name, args=[provider.id]))


def _ours(request: HttpRequest, provider: Provider) -> metadata.Ours:
    return metadata.Ours(_at(request, "outside_metadata", provider), _at(request, "outside_answer", provider))


def _question(request: HttpRequest, provider: Provider) -> tuple[str, dict[str, str]]:
    """Where the browser is sent with a new question, and what of it stays in the session."""
    if isinstance(provider, SamlProvider):
        number = saml.new_question()
        at, ours = clock.database_moment(), _ours(request, provider)
        return saml.way_there(provider, number, ours=ours, at=at), {"number": number}
    question = oidc.SentQuestion.new()
    return oidc.way_there(_oidc(provider), question, back=_at(request, "outside_back", provider)), asdict(question)


def _oidc(provider: Provider) -> OidcProvider:
    if not isinstance(provider, OidcProvider):
        raise TypeError(f"{provider.id} speaks neither OpenID Connect nor SAML")
    return provider


def _go(request: HttpRequest, provider: Provider, *, to: str, join: str) -> HttpResponse:
    counting = pausing.passkey_keys(request.META.get("REMOTE_ADDR", ""))
    if pausing.enter(counting):
        return _not_in(request, _("Too many sign-ins were begun from here. Wait some minutes."))
    try:
        address, question = _question(request, provider)
    except Fault:
        return _not_in(request, _("%(name)s does not answer. Try again, or sign in otherwise.") % {"name": provider})
    is_ours = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    request.session[ASKED] = {
        "provider": provider.id,
        "question": question,
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
    try:
        if is_late:
            raise NotAskedError("nobody has begun to sign in by it in this session")
        subject = (_by_saml if isinstance(there, SamlProvider) else _by_oidc)(request, there, kept["question"])
    except Fault as fault:
        return _not_in(request, _why_not(fault) % {"name": there})
    pausing.succeeded(pausing.passkey_keys(request.META.get("REMOTE_ADDR", "")))
    if kept["join"]:
        return _joined(request, there, subject, kept)
    account = _opened_by(there, subject)
    if account is None:
        words = _("%(name)s knows you, and opens no account here so far: take an invitation up with it first.")
        return _not_in(request, words % {"name": there})
    return _enter(request, there, account, kept["to"])


def _why_not(fault: Fault) -> str:
    if isinstance(fault, NotAskedError):
        return _("This answer belongs to no sign-in that was begun here. Begin anew.")
    if isinstance(fault, NotSignedInError):
        return _("%(name)s has not signed you in.")
    return _("What %(name)s answered is not believed. Nothing was opened.")


def _by_oidc(request: HttpRequest, provider: Provider, question: dict[str, str]) -> str:
    """Whom it has signed in, where the answer is one to this question and says, if at all, that this provider gave it."""
    said = request.GET
    if said.get("state") != question["state"] or said.get("iss", provider.issuer) != provider.issuer:
        raise NotAskedError("the answer is to another question")
    if "error" in said:
        raise NotSignedInError("the ministry has signed nobody in")
    back, asked = _at(request, "outside_back", provider), oidc.SentQuestion(**question)
    return oidc.subject_of(_oidc(provider), asked, code=said.get("code", "")[:2000], back=back)


def _by_saml(request: HttpRequest, provider: Provider, question: dict[str, str]) -> str:
    """Whom it has signed in, as ``answer`` has read it a moment ago."""
    brought = bouncing.opened(request.GET.get("answer", ""))
    if brought is None or brought.provider != provider.id:
        raise NotAskedError("no answer was brought")
    if brought.belief is bouncing.Belief.NOT_SIGNED_IN:
        raise NotSignedInError("the ministry has signed nobody in")
    if brought.belief is bouncing.Belief.NOT_BELIEVED:
        raise OutsideError("the answer was not believed")
    if brought.question != question["number"]:
        raise NotAskedError("the answer is to another question")
    return brought.subject


@csrf_exempt  # the ministry's page sends it. It opens nothing, and neither reads nor touches a session: ``back`` does
@never_cache
@require_POST
def answer(request: HttpRequest, provider: str) -> HttpResponse:
    """Look at what a ministry that speaks SAML has said, and send the browser on with it, sealed."""
    there = _saml_alone(provider)
    try:
        said = _read(request, there)
        brought = bouncing.SentOn(there.id, bouncing.Belief.SIGNED_IN, said.question, said.subject)
    except OutsideError as fault:
        _log.warning("sign-in by %s: %s", there.id, fault.sentence)
        is_no = isinstance(fault, NotSignedInError)
        brought = bouncing.SentOn(there.id, bouncing.Belief.NOT_SIGNED_IN if is_no else bouncing.Belief.NOT_BELIEVED)
    query = urlencode({"answer": bouncing.sealed(brought)})
    return HttpResponseRedirect(f"{reverse('outside_back', args=[there.id])}?{query}", status=303)


def _read(request: HttpRequest, there: SamlProvider) -> saml.SignedAnswer:
    """What it says. Of answers that may be encrypted those that are not believed are counted by where they come from:
    whoever may send many alike learns what stands in somebody else's."""
    counting = pausing.passkey_keys(request.META.get("REMOTE_ADDR", "")) if there.own else {}
    if counting and pausing.enter(counting):
        raise OutsideError("too many answers came from one address")
    said = saml.read(there, _posted(request), ours=_ours(request, there), at=clock.database_moment())
    if counting:
        pausing.succeeded(counting)
    return said


def _posted(request: HttpRequest) -> str:
    """The answer out of its form, whose length is looked at before it is read."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise OutsideError("the answer does not come in a form")
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_FORM:
        raise OutsideError(f"the answer is longer than {saml.MOST_BYTES:,} signs")
    return request.POST.get("SAMLResponse", "")


@never_cache
@require_safe
def described(request: HttpRequest, provider: str) -> HttpResponse:
    """Our metadata, for a ministry that speaks SAML: its address is our name there."""
    there = _saml_alone(provider)
    return HttpResponse(metadata.written(_ours(request, there), there.own), content_type="application/samlmetadata+xml")


def _saml_alone(name: str) -> SamlProvider:
    provider = _known(name)
    if not isinstance(provider, SamlProvider):
        raise Http404
    return provider


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
    request.session[BY] = provider.id
    if not provider.two_factors and (way_on := arriving.second_step(request, account, to=to, way=SignInWay.OUTSIDE)):
        return way_on
    return arriving.arrive(request, account, SignInWay.OUTSIDE, to=to)


def _not_in(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return HttpResponseRedirect(reverse("sign_in"))


def way_out_of(request: HttpRequest) -> str:
    """Where somebody goes on who signs out and came by a ministry's sign-in; empty for everybody else."""
    provider = providers.named(request.session.get(BY, ""))
    return reverse("outside_left", args=[provider.id]) if provider and provider.can_sign_out else ""


@never_cache
@require_safe
def left(request: HttpRequest, provider: str) -> HttpResponse:
    """Say that the ministry may know whoever has just signed out here, and offer the way there."""
    return render(request, "left.html", {"provider": _known(provider)})


@never_cache
@require_safe
def leave(request: HttpRequest, provider: str) -> HttpResponse:
    """Send the browser to where the ministry signs people out."""
    there = _known(provider)
    if pausing.enter(pausing.passkey_keys(request.META.get("REMOTE_ADDR", ""))):
        return _not_in(request, _("Too many sign-ins were begun from here. Wait some minutes."))
    try:
        address = there.sign_out or (oidc.way_out(there) if isinstance(there, OidcProvider) else "")
    except Fault:
        address = ""
    if not address:
        return _not_in(request, _("%(name)s says no address for signing out. Sign out on its own pages.") % {"name": there})
    return HttpResponseRedirect(address)
