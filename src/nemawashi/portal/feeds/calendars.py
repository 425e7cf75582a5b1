"""The calendars: all meetings, those of a track, those of a party."""

from django.http import HttpRequest, HttpResponse

from nemawashi.meetings.exports.calendar import Head, calendar
from nemawashi.meetings.exports.scope import mark, meetings_in
from nemawashi.portal import filters, words
from nemawashi.portal.feeds import scopes
from nemawashi.portal.feeds.answering import answer, etag_of

MAKER = "-//Nemawashi//Record of the Dialogue//EN"


@filters.page
def meetings(request: HttpRequest, track: str = "", party: str = "") -> HttpResponse:
    """iCalendar. What it holds is decided in ``meetings.exports``."""
    asked = scopes.named(track, party)
    found = mark(meetings_in(asked.scope))
    here = request.build_absolute_uri(request.path)
    head = Head(asked.name, words.language(), request.build_absolute_uri(asked.page), MAKER)
    return answer(
        request,
        tag=etag_of("ics", head.language, here, asked.name, found.told),
        content_type="text/calendar; charset=utf-8",
        written=lambda: calendar(asked.scope, head=head, wording=scopes.Words(request)),
    )
