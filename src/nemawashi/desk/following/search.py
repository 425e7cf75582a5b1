"""Search over the record and over what the viewer may see beside it. What is asked enters no log."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nemawashi.access.viewers import Viewer
from nemawashi.search import asking, page


@require_safe
@login_required
def search(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    try:
        context = page.context(request.GET, viewer=viewer)
    except asking.UnclearError as unclear:
        return render(request, "400.html", {"message": str(unclear)}, status=400)
    return render(request, "desk/search.html", {"title": _("Search"), **context})
