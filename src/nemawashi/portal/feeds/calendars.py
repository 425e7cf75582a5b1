"""The calendars: all meetings, those of a track, those of a party."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from nemawashi.access import origins
from nemawashi.meetings.exports import keys
from nemawashi.meetings.exports.calendar import FeedHead, calendar, read
from nemawashi.meetings.exports.scope import Stamp, meetings_in, own_meetings, stamp, stamp_of
from nemawashi.meetings.models import Meeting, Track
from nemawashi.parties import queries as parties
from nemawashi.portal import filters, words
from nemawashi.portal.feeds import scopes
from nemawashi.portal.feeds.answering import answer, etag_of

MAKER = "-//Nemawashi//Record of the Dialogue//EN"


@filters.page
def meetings(request: HttpRequest, track: str = "", party: str = "") -> HttpResponse:
    """iCalendar. What it holds is decided in ``meetings.exports``."""
    feed = scopes.named(track, party)
    rows, state = _rows(request, meetings_in(feed.scope), feed.track)
    here = request.build_absolute_uri(request.path)
    head = FeedHead(feed.name, words.language(), request.build_absolute_uri(feed.page), MAKER)
    return answer(
        request,
        tag=etag_of("ics", head.language, here, feed.name, state.parts),
        content_type="text/calendar; charset=utf-8",
        written=lambda: calendar(rows(), head=head, wording=scopes.FeedWords(request)),
    )


def _rows(
    request: HttpRequest, meetings: QuerySet[Meeting], track: Track | None = None
) -> tuple[Callable[[], list[Meeting]], Stamp]:
    """The meetings of a feed and their state: asked for alone where the reader names a state that may still hold."""
    if "if-none-match" in request.headers:
        return lambda: read(meetings, track=track), stamp(meetings)
    rows = read(meetings, track=track)
    return lambda: rows, stamp_of(rows)


@filters.page
def own(request: HttpRequest, key: str) -> HttpResponse:
    """The meetings to which a delegation was invited, for whoever has the address of its account; no cache keeps it.

    An address that holds no more is answered as one that never did.
    """
    with origins.showing(True):  # as on the desk, of which it is a part
        return _own(request, key)


def _own(request: HttpRequest, key: str) -> HttpResponse:
    viewer = keys.owner(key)
    if viewer is None:
        response = HttpResponse(status=404, headers={"Cache-Control": "private, no-store"})
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django's line would quote the address
        return response
    rows, state = _rows(request, own_meetings(viewer))
    name = scopes.titled(parties.forum().name, gettext("Our meetings"))
    head = FeedHead(name, words.language(), request.build_absolute_uri(reverse("desk:meetings")), MAKER)
    response = answer(
        request,
        tag=etag_of("own", head.language, viewer.user_id, viewer.party, name, state.parts),
        content_type="text/calendar; charset=utf-8",
        written=lambda: calendar(rows(), head=head, wording=scopes.OwnFeedWords(request), viewer=viewer),
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
