"""Tokens for a person's own programs: made, shown once, revoked."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nemawashi.access import api_tokens, clock
from nemawashi.access.models import User
from nemawashi.access.requests import Request
from nemawashi.access.terms import AccountEventKind, TokenScope, token_scopes
from nemawashi.desk.account.pages import crumbs, noted
from nemawashi.desk.acting import finding, proving
from nemawashi.desk.acting.forms import LineField

KEEP = "keep_tokens"  # a field
DAYS = (30, 90, 365)


def _lasting() -> list[tuple[str, str]]:
    return [(str(days), ngettext("%(count)s day", "%(count)s days", days) % {"count": days}) for days in DAYS]


def keeping(account: User) -> dict[str, forms.Field]:
    """The box on a form that ends tokens by which those in force serve on; no box where there are none."""
    count = api_tokens.in_force(account, at=clock.database_moment())
    if not count:
        return {}
    words = ngettext(
        "%(count)s token is in force. It is revoked unless you tick this: whoever knew the old password may have made it.",
        "%(count)s tokens are in force. They are revoked unless you tick this: whoever knew the old password may have made"
        " one.",
        count,
    )
    label = _("Keep my tokens for programs")
    return {KEEP: forms.BooleanField(required=False, label=label, help_text=words % {"count": count})}


class NewToken(forms.Form):
    """Of what it is, what it opens, and for how long."""

    name = LineField(
        label=gettext_lazy("What you call it"),
        longest=60,
        help_text=gettext_lazy("The program that uses it, or the machine on which it lies."),
    )
    scope = forms.ChoiceField(label=gettext_lazy("What it opens"), choices=token_scopes, initial=TokenScope.RECORD)
    days = forms.ChoiceField(label=gettext_lazy("How long it serves"), choices=_lasting, initial="90")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Request) -> HttpResponse:
    """Make a token. The page that follows shows it, and no other one ever does."""
    owner, at, title = proving.owner(request), clock.database_moment(), _("Make a token for a program")
    if asked := proving.asked(request, title=title, crumbs=crumbs(), back=reverse("desk:account")):
        return asked
    if api_tokens.in_force(owner, at=at) >= api_tokens.MOST:
        messages.error(request, _("You have twenty tokens in force. Revoke one first."))
        return HttpResponseRedirect(reverse("desk:account"))
    is_sent = request.method == "POST" and "name" in request.POST
    form = NewToken(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        words = form.cleaned_data
        row, token = api_tokens.make(
            owner, name=words["name"], scope=TokenScope(words["scope"]), days=int(words["days"]), at=at
        )
        noted(request, AccountEventKind.TOKEN_MADE, row.name)
        context = {"title": _("Your token"), "crumbs": crumbs(), "row": row, "token": token}
        return render(request, "desk/token.html", context)
    context = {"title": title, "crumbs": crumbs(), "form": form}
    return render(request, "desk/new_token.html", context, status=422 if is_sent else 200)


@login_required
@require_POST
def end(request: Request) -> HttpResponse:
    """Revoke a token; it serves no longer from the next request on. That makes nothing easier, so that it asks nothing."""
    number = finding.number(request.POST.get("which", ""))
    if name := api_tokens.end(proving.owner(request), number, at=clock.database_moment()):
        noted(request, AccountEventKind.TOKEN_ENDED, name)
        messages.success(request, _("The token was revoked."))
    return HttpResponseRedirect(reverse("desk:account"))
