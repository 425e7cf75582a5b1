"""What this record is, who keeps it, how far it goes, and whom to write to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi import __version__
from nemawashi.access.viewers import PUBLIC
from nemawashi.portal import citing, contact, filters, names, record_state, words
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources

COUNTED = ("meeting", "text", "commitment", "recommendation", "assistance", "source", "conflict")


@rendered_once
@filters.page
def about(request: HttpRequest) -> HttpResponse:
    """One page for whoever wants to know what can be relied on, and how to get at somebody."""
    to = contact.address()
    context = {
        "title": gettext("About this record"),
        "up_to": words.moment_day(record_state.shown_changed_at()),
        "counts": [(names.PLURALS[noun], len(names.public_slugs(noun, viewer=PUBLIC))) for noun in COUNTED],
        "waiting": sources.remarks_waiting_count(viewer=PUBLIC),
        "contact": to,
        "contact_shown": to.removeprefix("mailto:"),
        "licence": citing.SHORT_LICENCE,
        "licence_url": citing.LICENCE_URL,
        "release": __version__,
    }
    return render(request, "portal/about.html", context)
