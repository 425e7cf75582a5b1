"""Search over everything public, and what a reader may be typing."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access import origins
from nemawashi.access.viewers import PUBLIC
from nemawashi.portal import answers, filters, suggesting, tables
from nemawashi.search import asking, page, queries
from nemawashi.search.hits import Hit


@filters.page
def search(request: HttpRequest) -> HttpResponse:
    """What the public may see, whoever asks: who is signed in finds more on the desk."""
    try:
        context = page.context(request.GET, viewer=PUBLIC)
        left_out = _left_out(context)
    except asking.UnclearError as unclear:
        raise filters.UnknownChoiceError(str(unclear)) from unclear
    if filters.choice(request, "as", (tables.CSV,)):
        return _as_csv(request, context["answer"].hits)
    asked = [(name, value) for name, value in request.GET.items() if value and name not in ("page", "as")]
    more = {"title": gettext("Search"), "left_out": left_out, "as_csv": urlencode([*asked, ("as", tables.CSV)])}
    return render(request, "portal/search.html", context | more)


def _left_out(context: Mapping[str, Any]) -> int:
    """How many hits more the question has with fiction."""
    if origins.are_asked_for() or not settings.DEMO or not context["q"]:
        return 0
    return queries.left_out(context["q"], viewer=PUBLIC, filters=context["chosen"], answered=context["answer"])


def _as_csv(request: HttpRequest, hits: Sequence[Hit]) -> HttpResponse:
    """All hits under the filters, best first, with the page of each."""
    head = ["kind", "label", "date", "earliest", "latest", "track", "parties", "pillar", "address"]
    rows = [
        [
            hit.noun,
            answers.title(hit),
            hit.date,
            *tables.span({"date": hit.date}),
            hit.track,
            list(hit.parties),
            hit.pillar,
            request.build_absolute_uri(href) if (href := answers.address(hit)) else "",
        ]
        for hit in hits
    ]
    return tables.as_file("search.csv", head, rows)


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
