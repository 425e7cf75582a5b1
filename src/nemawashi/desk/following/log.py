"""The log of acts, as far as the viewer may see it, and for a delegation its own sealed acts."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nemawashi.access import log as acts
from nemawashi.access.requests import Request


@login_required
def log(request: Request) -> HttpResponse:
    viewer = request.viewer
    page = Paginator(acts.visible_entries(viewer=viewer), 50).get_page(request.GET.get("page", "1")[:6])
    own = acts.own_sealed_entries(viewer=viewer) if viewer.sees_negotiation else []
    head = acts.head() if viewer.sees_dialogue else None
    context = {"title": _("Log of acts"), "page": page, "own": own[:50], "head": head}
    return render(request, "desk/log.html", context)
