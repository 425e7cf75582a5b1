"""What the informal tracks recommended, and where it surfaced later: stated by a source or read by this record."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access.fields import undated_last
from nemawashi.meetings import queries
from nemawashi.meetings.terms import Link
from nemawashi.portal import asking, filters, names
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources
from nemawashi.texts import queries as texts


@rendered_once
@filters.page
def recommendations(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    link = filters.choice(request, "link", Link.values)
    q = filters.words(request)
    rows = queries.visible_recommendations(viewer=viewer).order_by(undated_last("made_on", newest_first=True), "-order")
    if link:
        rows = rows.filter(link=link)
    if q:
        rows = rows.filter(Q(words__icontains=q) | Q(area__icontains=q))
    return render(
        request,
        "portal/recommendations.html",
        {
            "title": gettext("Recommendations"),
            "lede": gettext("What scholars, experts and companies proposed, and whether ministers took it up."),
            "page": filters.paged(request, rows, 50),
            "link_options": filters.options([(str(v), str(v.label)) for v in Link], link),
            "q": q,
            "is_filtered": bool(link or q),
        },
    )


@rendered_once
@filters.page
def recommendation(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.visible_recommendations(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    items = queries.items_that_took_up(row, viewer=viewer)
    ties = [t.object_ref for t in sources.ties(row.ref, viewer=viewer) if t.subject_ref == row.ref]
    known = names.named([*ties, *filter(None, [row.document_ref])], viewer=viewer)
    return render(
        request,
        "portal/recommendation.html",
        {
            "title": row.words,
            "title_language": "en",
            "kicker": gettext("Recommendation"),
            "crumbs": asking.crumb(gettext("Recommendations"), "portal:recommendations"),
            "row": row,
            "document": known.get(row.document_ref or ""),
            "items": items,
            "texts": list(texts.visible_texts(viewer=viewer).filter(agenda_item__in=items)) if items else [],
            "surfaced": [known[ref] for ref in ties if ref in known],
            "citations": sources.citations(row.ref, viewer=viewer),
        },
    )
