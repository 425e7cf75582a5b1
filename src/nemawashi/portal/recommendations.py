"""What the informal tracks recommended, and where it surfaced later: stated by a source or read by this record."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access.fields import undated_last
from nemawashi.access.viewers import PUBLIC
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.models import Commitment
from nemawashi.meetings import queries
from nemawashi.meetings.models import AgendaItem, Recommendation
from nemawashi.meetings.terms import Link
from nemawashi.portal import asking, filters, names, tables
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Text


@dataclass(frozen=True)
class TakenUp:
    """What came of an agenda item that took a recommendation up: public texts under it, and their promises.

    ``item`` is None where the agenda is not public, though a text that was adopted under it is.
    """

    item: AgendaItem | None
    texts: list[Text]
    commitments: list[Commitment]


def _uptake(row: Recommendation) -> list[TakenUp]:
    """What the public may know of the way of a recommendation: three statements."""
    items = {item.pk: item for item in queries.uptake(row, viewer=PUBLIC)}
    adopted = list(texts.visible_texts(viewer=PUBLIC).filter(agenda_item__uptakes__recommendation=row))
    promises = list(commitments.visible_commitments(viewer=PUBLIC).filter(text__in=adopted))
    made = []
    for key in dict.fromkeys([*items, *(text.agenda_item_id or 0 for text in adopted)]):
        under = [text for text in adopted if text.agenda_item_id == key]
        keys = {text.pk for text in under}
        made.append(TakenUp(items.get(key), under, [each for each in promises if each.text_id in keys]))
    return made


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
    if (answer := tables.asked(request, rows)) is not None:
        return answer
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
            "uptake": _uptake(row),
            "surfaced": [known[ref] for ref in ties if ref in known],
            "citations": sources.citations(row.ref, viewer=viewer),
        },
    )
