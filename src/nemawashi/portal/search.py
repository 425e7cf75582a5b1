"""Search over everything public, and what a reader may be typing."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access.viewers import PUBLIC
from nemawashi.portal import filters, suggesting
from nemawashi.search import asking, page


@filters.page
def search(request: HttpRequest) -> HttpResponse:
    """What the public may see, whoever asks: who is signed in finds more on the desk."""
    try:
        context = page.context(request.GET, viewer=PUBLIC)
    except asking.UnclearError as unclear:
        raise filters.UnknownChoiceError(str(unclear)) from unclear
    return render(request, "portal/search.html", {"title": gettext("Search"), **context})


@filters.page
def suggestions(request: HttpRequest) -> HttpResponse:
    """Options for the list under the field of search; with ``form=json`` as browsers ask for them (OpenSearch)."""
    typed = filters.only_value(request, "q")
    suggested = suggesting.suggestions(typed)
    if filters.choice(request, "form", ("json",)):
        response: HttpResponse = JsonResponse(
            [typed, [each.name for each in suggested]], safe=False, content_type="application/x-suggestions+json"
        )
    else:
        response = render(request, "parts/suggestions.html", {"suggested": suggested})
    response.headers["Cache-Control"] = "private, max-age=60"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
