"""Tracks and what feeds what: how often each met, who hosted, what it recommended and what came of that."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, pgettext

from nemawashi.access import clock
from nemawashi.access.viewers import Viewer
from nemawashi.meetings import queries, rules
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import MeetingState
from nemawashi.portal import asking, filters, tables, uptake, words
from nemawashi.portal.feeds import links
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources


def _held(rows: Sequence[Meeting]) -> list[Meeting]:
    return [row for row in rows if row.state == MeetingState.HELD]


@rendered_once
@filters.page
def tracks(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    met: dict[int, list[Meeting]] = {}
    for row in _meetings(viewer):
        met.setdefault(row.track_id, []).append(row)
    rows = [
        {
            "track": track,
            "held": len(_held(met.get(track.pk, []))),
            "cadence": rules.cadence([each.on for each in _held(met.get(track.pk, []))]),
            "latest": next(iter(_held(met.get(track.pk, []))), None),
        }
        for track in queries.visible_tracks(viewer=viewer)
    ]
    if (answer := tables.asked(request, (each["track"] for each in rows))) is not None:
        return answer
    return render(
        request,
        "portal/tracks.html",
        {
            "title": pgettext("of meetings", "Tracks"),
            "lede": gettext("The strands in which the parties meet, and which of them reports to which."),
            "tracks": rows,
        },
    )


def _meetings(viewer: Viewer) -> list[Meeting]:
    """All meetings that the viewer sees, newest first, those without a date last."""
    rows = list(queries.visible_meetings(viewer=viewer))
    return sorted(rows, key=lambda row: (str(row.on or ""), row.order), reverse=True)


@rendered_once
@filters.page
def track(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.visible_tracks(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    met = [each for each in _meetings(viewer) if each.track_id == row.pk]
    held = _held(met)
    made = uptake.of_recommendations(
        queries.visible_recommendations(viewer=viewer).filter(made_at__track=row), viewer=viewer
    )
    today: dt.date = clock.today()
    days = [each.on for each in held]
    return render(
        request,
        "portal/track.html",
        {
            "title": words.track_name(row),
            "kicker": gettext("Track"),
            "crumbs": asking.crumb(pgettext("of meetings", "Tracks"), "portal:tracks"),
            "track": row,
            "fed_by": list(queries.visible_tracks(viewer=viewer).filter(feeds_into=row)),
            "held": len(held),
            "cadence": rules.cadence(days),
            "since": rules.months_since(days, today=today),
            "due": rules.due(queries.known_days(met, today=today), cadence=row.cadence_months, today=today),
            "lapses": rules.lapses(days, cadence=row.cadence_months, today=today),
            "hosts": _hosts(held),
            "meetings": met,
            "recommendations": made,
            "counts": uptake.counts(made),
            "citations": sources.citations(row.ref, viewer=viewer),
            "feeds": [links.of_track(row)],
        },
    )


def _hosts(held: Sequence[Meeting]) -> list[dict[str, Any]]:
    """Who hosted how often, the most frequent first; meetings of which nobody says it are counted as such."""
    counts = Counter(row.host for row in held)
    ordered = sorted(counts.items(), key=lambda pair: (pair[0] is None, -pair[1], pair[0].order if pair[0] else 0))
    return [{"party": party, "count": count} for party, count in ordered]
