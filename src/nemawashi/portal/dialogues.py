"""The Dialogue and the formats that it is compared with, each with its dated events."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.analysis import queries
from nemawashi.parties.queries import forum
from nemawashi.portal import asking, filters
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources


def _together() -> str:
    """What the forum and its like are called together."""
    return forum().neighbourhood or gettext("Dialogues")


@rendered_once
@filters.page
def dialogues(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "portal/dialogues.html",
        {
            "title": _together(),
            "lede": gettext("The Dialogue beside other formats, from public sources and in less detail."),
            "dialogues": list(queries.dialogue_list(viewer=asking.viewer(request))),
        },
    )


@rendered_once
@filters.page
def dialogue(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.dialogue_list(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    events_there = queries.events_of(row, viewer=viewer)
    cited = sources.citations_of([row.ref, *(event.ref for event in events_there)], viewer=viewer)
    events = [{"event": event, "citations": cited.get(event.ref, [])} for event in events_there]
    return render(
        request,
        "portal/dialogue.html",
        {
            "title": row.name,
            "title_language": "en",
            "kicker": gettext("Dialogue"),
            "crumbs": asking.crumb(_together(), "portal:dialogues"),
            "dialogue": row,
            "is_home": row.slug == forum().slug,
            "events": events,
            "citations": cited.get(row.ref, []),
        },
    )
