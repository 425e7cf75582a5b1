"""Which feed an address asks for, what it is called, and how meetings are named in it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import PUBLIC
from nemawashi.meetings import queries
from nemawashi.meetings.exports.scope import Scope
from nemawashi.meetings.models import Meeting, Track
from nemawashi.parties import queries as parties
from nemawashi.portal import fiction, words
from nemawashi.texts.models import Text


@dataclass(frozen=True, slots=True)
class NamedScope:
    """A scope with its name and its page in the reader's language; ``key`` is the same in every language."""

    scope: Scope
    key: str
    name: str
    page: str
    track: Track | None = None


def named(track: str = "", party: str = "") -> NamedScope:
    """The scope of an address; a track or party that is not there answers 404."""
    forum = parties.forum().name
    meetings = reverse("portal:meetings")
    if track:
        row_of_track = (
            queries.visible_tracks(viewer=PUBLIC)
            .select_related(None)
            .only("slug", "name", "names")
            .filter(slug=track)
            .first()
        )
        if row_of_track is None:
            raise Http404
        title = titled(forum, words.track_name(row_of_track))
        return NamedScope(Scope(track=track), f"track/{track}", title, f"{meetings}?track={track}", row_of_track)
    if party:
        row = parties.visible_parties(viewer=PUBLIC).prefetch_related(None).only("slug", "names").filter(slug=party).first()
        if row is None:
            raise Http404
        return NamedScope(
            Scope(party=party), f"party/{party}", titled(forum, str(row)), reverse("portal:party", args=[party])
        )
    what = gettext("Meetings")
    return NamedScope(Scope(), "meetings", titled(forum, what), meetings)


def titled(forum: str, what: str) -> str:
    """The name of a feed: the forum's before it, where there is one."""
    return f"{forum}: {what}" if forum else what


def marked(title: str, row: Meeting | Text) -> str:
    """The title; that of a row of fiction says so first, as a calendar shows it among real ones."""
    return f"{RowOrigin.FICTION.label}: {title}" if row.origin == RowOrigin.FICTION else title


class FeedWords:
    """How a meeting is named in feeds, with addresses that work from anywhere."""

    def __init__(self, request: HttpRequest) -> None:
        self.base = request.build_absolute_uri(reverse("portal:meeting", args=["x"]))[:-2]
        self._places: dict[tuple[object, ...], str] = {}

    def title(self, meeting: Meeting) -> str:
        return marked(words.meeting_title(meeting), meeting)

    def place(self, meeting: Meeting) -> str:
        key = (meeting.city, meeting.country_id, meeting.country_name)
        if key not in self._places:
            self._places[key] = words.place(meeting)
        return self._places[key]

    def address(self, meeting: Meeting) -> str:
        return fiction.as_asked(f"{self.base}{meeting.slug}/")


class OwnFeedWords(FeedWords):
    """The same for a delegation: its desk has a page of every meeting to which it was invited."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.base = request.build_absolute_uri(reverse("desk:meeting", args=["x"]))[:-2]

    def address(self, meeting: Meeting) -> str:
        return f"{self.base}{meeting.slug}/"
