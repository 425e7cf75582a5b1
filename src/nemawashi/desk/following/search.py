"""Search over the record and over what the viewer may see beside it. What is asked enters no log."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nemawashi.access.requests import Request
from nemawashi.search import asking, page


@require_safe
@login_required
def search(request: Request) -> HttpResponse:
    viewer = request.viewer
    try:
        context = page.context(request.GET, viewer=viewer)
    except asking.UnclearError as unclear:
        return render(request, "400.html", {"message": str(unclear)}, status=400)
    return render(request, "desk/search.html", {"title": _("Search"), **context})
