"""Pages in the words of schema.org, for programs that read pages: a meeting as Event, the record as Dataset."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse

from nemawashi.kit.formats.bibliographies import Entry
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import MeetingState, Mode
from nemawashi.portal import citing, permanent, words
from nemawashi.sources.models import Source
from nemawashi.sources.terms import WorkKind
from nemawashi.texts.models import Text

CONTEXT = "https://schema.org"
STATUS = {
    MeetingState.POSTPONED: "EventPostponed",
    MeetingState.CANCELLED: "EventCancelled",
    MeetingState.LAPSED: "EventCancelled",
}
ATTENDANCE = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}


def event(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """A meeting; a date is no more precise than the record is."""
    organisers = [str(meeting.host)] if meeting.host else list(meeting.organisers)
    keys = {
        "@context": CONTEXT,
        "@type": "Event",
        "@id": request.build_absolute_uri(permanent.path_of(request)),
        "url": request.build_absolute_uri(request.path),
        "name": words.meeting_title(meeting),
        "startDate": _start(meeting),
        "endDate": str(meeting.end_on) if meeting.end_on else None,
        "eventStatus": f"{CONTEXT}/{STATUS.get(MeetingState(meeting.state), 'EventScheduled')}",
        "eventAttendanceMode": f"{CONTEXT}/{ATTENDANCE[Mode(meeting.mode)]}" if meeting.mode else None,
        "location": _place(meeting),
        "organizer": [{"@type": "Organization", "name": name} for name in organisers],
        "superEvent": {"@type": "EventSeries", "name": words.track_name(meeting.track)},
        "inLanguage": words.language(),
    }
    return {key: value for key, value in keys.items() if value}


def _start(meeting: Meeting) -> str | None:
    """The day, with its clock and offset where the opening is known."""
    on, zone = meeting.on, meeting.zone or (meeting.host.zone if meeting.host else "")
    if on and on.day and meeting.opens_at and zone:
        return dt.datetime.combine(on.earliest, meeting.opens_at, tzinfo=ZoneInfo(zone)).isoformat()
    return str(on) if on else None


def _place(meeting: Meeting) -> dict[str, Any] | None:
    land = str(meeting.country) if meeting.country else meeting.country_name
    keys = {"addressLocality": words.city(meeting.city), "addressCountry": land}
    address = {key: value for key, value in keys.items() if value}
    if not address and not meeting.venue:
        return None
    named = {"@type": "Place", "name": meeting.venue or words.place(meeting)}
    return named | ({"address": {"@type": "PostalAddress", **address}} if address else {})


WORKS = {
    WorkKind.ENCYCLOPEDIA: "Article",
    WorkKind.WEB_ARTICLE: "Article",
    WorkKind.JOURNAL_ARTICLE: "ScholarlyArticle",
    WorkKind.BOOK: "Book",
    WorkKind.CHAPTER: "Chapter",
    WorkKind.REPORT: "Report",
    WorkKind.NEWSPAPER_ARTICLE: "NewsArticle",
}


def work(request: HttpRequest, source: Source) -> dict[str, Any]:
    """Somebody else's work, under its own address: this record only tells of it, and its page is part of the record."""
    keys = {
        "@context": CONTEXT,
        "@type": WORKS[WorkKind(source.work)] if source.work else "CreativeWork",
        "name": source.title,
        "author": [_person(name) for name in source.authors],
        "editor": [_person(name) for name in source.editors],
        "isPartOf": {"@type": "CreativeWork", "name": source.container} if source.container else None,
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
        "datePublished": str(source.published_on) if source.published_on else None,
        "inLanguage": source.language,
        "url": source.url,
        "isbn": source.isbn,
        "sameAs": f"https://doi.org/{source.doi}" if source.doi else None,
        "subjectOf": _page(request),
    }
    return {key: value for key, value in keys.items() if value}


def text(request: HttpRequest, row: Text, entry: Entry) -> dict[str, Any]:
    """A text as the work of those who met, part of their meeting; the page that tells of it is part of the record."""
    keys = {
        "@context": CONTEXT,
        "@type": "CreativeWork",
        "@id": request.build_absolute_uri(permanent.path_of(request)),
        "name": entry.title,
        "author": [{"@type": "Organization", "name": name} for name in entry.authors],
        "datePublished": str(entry.on) if entry.on else None,
        "inLanguage": row.languages or [row.language],
        "identifier": row.symbol,
        "url": row.url,
        "isPartOf": {"@type": "PublicationEvent", "name": entry.container} if entry.container else None,
        "subjectOf": _page(request),
    }
    return {key: value for key, value in keys.items() if value}


def _page(request: HttpRequest) -> dict[str, Any]:
    return {
        "@type": "WebPage",
        "url": request.build_absolute_uri(request.path),
        "isPartOf": {"@type": "Dataset", "name": citing.title(), "license": citing.LICENCE_URL},
    }


def _person(name: str) -> dict[str, str]:
    family, comma, given = name.partition(", ")
    parts = {"familyName": family, "givenName": given} if comma else {}
    return {"@type": "Person", "name": " ".join(filter(None, [given, family])), **parts}


def dataset(request: HttpRequest, at: dt.datetime, zip_name: str) -> dict[str, Any]:
    """The record as a whole, for search engines of data sets."""
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": request.build_absolute_uri(permanent.path_of(request)),
        "name": citing.title(),
        "description": citing.description(),
        "license": citing.LICENCE_URL,
        "version": citing.version(at),
        "dateModified": citing.version(at),
        "creator": {"@type": "Organization", "name": citing.AUTHOR},
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/zip",
                "contentUrl": request.build_absolute_uri(reverse("portal:take_away_file", args=[zip_name])),
            }
        ],
    }
