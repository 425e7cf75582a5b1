"""Pillars: what was promised under each, what agendas took up, what was recommended, what was given."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access import clock
from nemawashi.access.viewers import PUBLIC
from nemawashi.assistance import queries as assistance
from nemawashi.commitments import queries as commitments
from nemawashi.meetings import queries as meetings
from nemawashi.parties import queries
from nemawashi.portal import asking, filters, states, uptake
from nemawashi.portal.once import rendered_once

MOST = 200  # rows of one kind on the page of a pillar


@rendered_once
@filters.page
def pillars(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    promised = Counter(row.pillar_id for row in commitments.visible_commitments(viewer=PUBLIC).prefetch_related(None))
    items = Counter(meetings.visible_agenda_items(viewer=PUBLIC).order_by().values_list("pillar_id", flat=True))
    rows = [{"pillar": row, "promised": promised[row.pk], "items": items[row.pk]} for row in queries.pillars(viewer=viewer)]
    return render(
        request,
        "portal/pillars.html",
        {
            "title": gettext("Pillars"),
            "lede": gettext("The headings under which the parties order what they promise and discuss."),
            "pillars": rows,
        },
    )


@rendered_once
@filters.page
def pillar(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.visible_pillars(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    today = clock.today()
    promised = [
        states.shown(each, today=today) for each in commitments.visible_commitments(viewer=PUBLIC).filter(pillar=row)
    ]
    counts = Counter(each.status for each in promised)
    keys = [each.row.pk for each in promised]
    given = assistance.undertaking_list(viewer=viewer).filter(pillar=row)
    under = assistance.undertaking_list(viewer=viewer).filter(commitment__in=keys)
    return render(
        request,
        "portal/pillar.html",
        {
            "title": str(row),
            "kicker": gettext("Pillar"),
            "crumbs": asking.crumb(gettext("Pillars"), "portal:pillars"),
            "pillar": row,
            "counts": [(status, counts[status]) for status in states.TONES if counts[status]],
            "commitments": promised[:MOST],
            "items": list(meetings.visible_agenda_items(viewer=PUBLIC).filter(pillar=row)[:MOST]),
            "recommendations": uptake.of_recommendations(
                meetings.visible_recommendations(viewer=viewer).filter(pillar=row)[:MOST], viewer=viewer
            ),
            "undertakings": list(dict.fromkeys([*given, *under])),
        },
    )
