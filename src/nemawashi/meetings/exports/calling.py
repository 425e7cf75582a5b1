"""A meeting as an invitation that calendars answer: what is asked for, under the identity that it has in feeds, too."""

import datetime as dt
import hashlib

from nemawashi.kit.formats import ical, itip
from nemawashi.kit.formats.itip import CalendarCall, CalendarPerson, Method
from nemawashi.meetings.exports.calendar import FeedWording, span, status_of, uid
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import MeetingState

CALLED = (MeetingState.ANNOUNCED, MeetingState.POSTPONED, MeetingState.CANCELLED)  # states of which the invited are told


def has_day(meeting: Meeting) -> bool:
    return meeting.start_on is not None and meeting.start_on.precision == "day"


def method_of(meeting: Meeting) -> Method:
    """Called off, too, is one that was postponed and has no new day yet: a calendar has no place for it."""
    return Method.CANCEL if meeting.state == MeetingState.CANCELLED or not has_day(meeting) else Method.REQUEST


def called_as(meeting: Meeting) -> str:
    """A digest of what an invitation says: it changes exactly when the invited have to be told anew."""
    said = (
        method_of(meeting).value,
        meeting.state == MeetingState.ANNOUNCED,
        str(meeting.start_on or ""),
        str(meeting.end_on or ""),
        str(meeting.opens_at or ""),
        meeting.zone,
        meeting.duration_minutes,
        meeting.city,
        meeting.country_id,
        meeting.venue,
        meeting.mode,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def call(
    meeting: Meeting,
    *,
    sequence: int,
    at: dt.datetime,
    language: str,
    maker: str,
    wording: FeedWording,
    organiser: CalendarPerson,
    asked: CalendarPerson,
) -> bytes:
    """The calendar part of a mail about this meeting. It names no other party and nobody else who is asked."""
    method = method_of(meeting)
    start, end = span(meeting) if has_day(meeting) else (None, None)
    entry = ical.Entry(
        uid=uid(meeting.ref),
        changed_at=at,
        sequence=sequence,
        status="CANCELLED" if method is Method.CANCEL else status_of(meeting, known_until=at.date()),
        start=start,
        end=end,
        summary=wording.title(meeting),
        url=wording.address(meeting),
        location=", ".join(filter(None, [meeting.venue, wording.place(meeting)])),
        is_busy=True,
    )
    return itip.written(CalendarCall(method, entry, language, maker, organiser, asked))
