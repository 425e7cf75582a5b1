"""Search over everything public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access.viewers import PUBLIC
from nemawashi.portal import filters
from nemawashi.search import asking, page


@filters.page
def search(request: HttpRequest) -> HttpResponse:
    """What the public may see, whoever asks: who is signed in finds more on the desk."""
    try:
        context = page.context(request.GET, viewer=PUBLIC)
    except asking.UnclearError as unclear:
        raise filters.UnknownChoiceError(str(unclear)) from unclear
    return render(request, "portal/search.html", {"title": gettext("Search"), **context})
