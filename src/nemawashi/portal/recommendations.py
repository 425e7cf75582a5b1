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
from nemawashi.meetings.models import AgendaItem, Recommendation, Track
from nemawashi.meetings.terms import Link
from nemawashi.portal import asking, fiction, filters, names, tables, uptake, words
from nemawashi.portal.once import rendered_once
from nemawashi.portal.uptake import FirstSurfaced
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
    tracks = {row.slug: row for row in queries.visible_tracks(viewer=viewer)}
    track = filters.choice(request, "track", tracks)
    rows = queries.visible_recommendations(viewer=viewer).order_by(undated_last("made_on", newest_first=True), "-order")
    if link:
        rows = rows.filter(link=link)
    if track:
        rows = rows.filter(made_at__track__slug=track)
    if q:
        rows = rows.filter(Q(words__icontains=q) | Q(area__icontains=q))
    if (answer := tables.asked(request, rows)) is not None:
        return answer
    page = filters.paged(request, rows, 50)
    return render(
        request,
        "portal/recommendations.html",
        {
            "title": gettext("Recommendations"),
            "lede": gettext("What scholars, experts and companies proposed, and whether ministers took it up."),
            "page": page,
            "recommendations": uptake.of_recommendations(page.object_list, viewer=viewer),
            "track_options": filters.options([(slug, words.track_name(row)) for slug, row in tracks.items()], track),
            "link_options": filters.options([(str(v), str(v.label)) for v in Link], link),
            "q": q,
            "left_out": fiction.left_out(lambda: queries.visible_recommendations(viewer=viewer)),
            "is_filtered": bool(link or track or q),
        },
    )


@rendered_once
@filters.page
def by_track(request: HttpRequest) -> HttpResponse:
    """How many recommendations of each track were taken up, as sources say or as we read it, and after how long."""
    viewer = asking.viewer(request)
    surfaced = uptake.of_recommendations(queries.visible_recommendations(viewer=viewer), viewer=viewer)
    made: dict[Track | None, list[FirstSurfaced]] = {}
    for each in surfaced:
        made.setdefault(each.row.made_at.track if each.row.made_at else None, []).append(each)
    present = [link for link, _ in uptake.counts(surfaced).by_link]
    rows = []
    for track in sorted(made, key=lambda track: (track is None, track.order if track else 0)):
        counts = uptake.counts(made[track])
        by_link = dict(counts.by_link)
        rows.append({"track": track, "counts": counts, "by_link": [(link, by_link.get(link, 0)) for link in present]})
    return render(
        request,
        "portal/uptake.html",
        {
            "title": gettext("Uptake"),
            "lede": gettext("What became of recommendations, by the track that made them."),
            "links": present,
            "rows": rows,
            "total": uptake.counts(surfaced),
            "left_out": fiction.left_out(lambda: queries.visible_recommendations(viewer=viewer)),
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
            "kicker": gettext("Recommendation"),
            "crumbs": asking.crumb(gettext("Recommendations"), "portal:recommendations"),
            "row": row,
            "page_row": row,
            "document": known.get(row.document_ref or ""),
            "uptake": _uptake(row),
            "clauses": texts.clauses_taking_up(row, viewer=PUBLIC),
            "surfaced": [known[ref] for ref in ties if ref in known],
            "citations": sources.citations(row.ref, viewer=viewer),
        },
    )
