"""The calendars: all meetings, those of a track, those of a party."""

from django.http import HttpRequest, HttpResponse

from nemawashi.meetings.exports.calendar import FeedHead, calendar
from nemawashi.meetings.exports.scope import meetings_in, stamp
from nemawashi.portal import filters, words
from nemawashi.portal.feeds import scopes
from nemawashi.portal.feeds.answering import answer, etag_of

MAKER = "-//Nemawashi//Record of the Dialogue//EN"


@filters.page
def meetings(request: HttpRequest, track: str = "", party: str = "") -> HttpResponse:
    """iCalendar. What it holds is decided in ``meetings.exports``."""
    feed = scopes.named(track, party)
    state = stamp(meetings_in(feed.scope))
    here = request.build_absolute_uri(request.path)
    head = FeedHead(feed.name, words.language(), request.build_absolute_uri(feed.page), MAKER)
    return answer(
        request,
        tag=etag_of("ics", head.language, here, feed.name, state.parts),
        content_type="text/calendar; charset=utf-8",
        written=lambda: calendar(feed.scope, head=head, wording=scopes.FeedWords(request)),
    )
