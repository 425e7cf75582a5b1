"""The address at which an account's own programs fetch the meetings to which its delegation was invited."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.meetings.exports import keys


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: Request) -> HttpResponse:
    """Make an address, show it this once, end it. Only its digest is kept, so that nobody can show it again."""
    if not keys.may_subscribe(request.viewer):
        raise Http404
    address = ""
    if request.method == "POST" and "end" in request.POST:
        keys.end(request.user)
    elif request.method == "POST":
        key = keys.made(request.user, at=clock.database_moment())
        address = request.build_absolute_uri(reverse("portal:own_calendar", args=[key]))
    context = {"title": _("Our meetings in your calendar"), "address": address, "made_at": keys.made_at(request.user)}
    return render(request, "desk/calendar.html", context)
