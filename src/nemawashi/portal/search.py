"""Search over everything public."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access import origins
from nemawashi.access.viewers import PUBLIC
from nemawashi.portal import filters
from nemawashi.search import asking, page


@filters.page
def search(request: HttpRequest) -> HttpResponse:
    """What the public may see, whoever asks: who is signed in finds more on the desk."""
    try:
        context = page.context(request.GET, viewer=PUBLIC)
        left_out = _left_out(request, len(context["answer"].hits))
    except asking.UnclearError as unclear:
        raise filters.UnknownChoiceError(str(unclear)) from unclear
    return render(request, "portal/search.html", {"title": gettext("Search"), "left_out": left_out, **context})


def _left_out(request: HttpRequest, hits: int) -> int:
    """How many hits more the question has with fiction."""
    if origins.are_asked_for() or not settings.DEMO or not request.GET.get("q"):
        return 0
    with origins.showing(True):
        return max(0, len(page.context(request.GET, viewer=PUBLIC)["answer"].hits) - hits)
