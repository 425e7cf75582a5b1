"""Pillars: what was promised under each, what agendas took up, what was recommended, what was given."""

import re
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
from nemawashi.parties.models import Pillar
from nemawashi.portal import asking, filters, states, tables, uptake
from nemawashi.portal.once import rendered_once

MOST = 200  # rows of one kind on the page of a pillar


@rendered_once
@filters.page
def pillars(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    promised = Counter(row.pillar_id for row in commitments.visible_commitments(viewer=PUBLIC).prefetch_related(None))
    items = Counter(meetings.visible_agenda_items(viewer=PUBLIC).order_by().values_list("pillar_id", flat=True))
    rows = [{"pillar": row, "promised": promised[row.pk], "items": items[row.pk]} for row in queries.pillars(viewer=viewer)]
    if (answer := tables.asked(request, (each["pillar"] for each in rows))) is not None:
        return answer
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
    keys = {each.row.pk for each in promised}
    given = [
        each
        for each in assistance.undertaking_list(viewer=viewer)
        if each.pillar_id == row.pk
        or each.commitment_id in keys
        or (not each.pillar_id and _reads(row, *each.spheres or []))
    ]
    items = [
        each
        for each in meetings.visible_agenda_items(viewer=PUBLIC)
        if each.pillar_id == row.pk or (not each.pillar_id and _reads(row, each.title))
    ]
    made = [
        each
        for each in meetings.visible_recommendations(viewer=viewer)
        if each.pillar_id == row.pk or (not each.pillar_id and _reads(row, each.area))
    ]
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
            "items": items[:MOST],
            "recommendations": uptake.of_recommendations(made[:MOST], viewer=viewer),
            "undertakings": given,
        },
    )


def _reads(pillar: Pillar, *words: str) -> bool:
    """Whether words of a row begin with one of those by which the forum's data read it into a pillar."""
    return any(re.search(rf"\b{re.escape(area)}", said, re.I) for area in pillar.areas for said in words)
