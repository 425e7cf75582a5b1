"""The Atom feeds: meetings and adopted texts of a scope, and rulings on claims that cannot both hold."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.formats import atom
from nemawashi.meetings.exports.calendar import uid
from nemawashi.meetings.exports.scope import BEFORE, Scope, changed_at, meetings_in, stamp, with_changes
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import MeetingState
from nemawashi.parties import queries as parties
from nemawashi.portal import addresses, citing, fiction, filters, words
from nemawashi.portal.feeds import scopes
from nemawashi.portal.feeds.answering import answer, etag_of
from nemawashi.portal.feeds.rulings import rulings_feed_rows
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Text
from nemawashi.texts.terms import PUBLIC_STATES

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
RIGHTS = "CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Made:
    """An entry before it is written, with the date by which it is sorted among those that changed together."""

    entry: atom.Entry
    on: str


@filters.page
def meetings(request: HttpRequest, track: str = "", party: str = "") -> HttpResponse:
    """Meetings in their present state and texts as adopted, whatever changed last first."""
    feed = scopes.named(track, party)
    state, papers = stamp(meetings_in(feed.scope)), stamp(_public_texts(feed.scope))
    here = request.build_absolute_uri(request.path)

    def written() -> tuple[bytes, dt.datetime]:
        made = [*_meetings(request, feed.scope), *_texts(request, feed.scope)]
        return _feed(request, f"feed/{feed.key}", feed.name, feed.page, made)

    return answer(
        request,
        tag=etag_of("atom", words.language(), here, feed.name, state.parts, papers.parts),
        content_type=CONTENT_TYPE,
        written=written,
    )


@filters.page
def rulings(request: HttpRequest) -> HttpResponse:
    """Which claim was preferred, by whom and why, the latest first."""
    rows = rulings_feed_rows()
    name = scopes.titled(parties.forum().name, gettext("Rulings on conflicting claims"))

    def written() -> tuple[bytes, dt.datetime]:
        made = [
            Made(
                atom.Entry(
                    f"urn:uuid:{uid(row.key)}",
                    row.at,
                    row.title,
                    _absolute(request, row.ref),
                    row.words,
                    row.word,
                    row.label,
                ),
                row.at.isoformat(),
            )
            for row in rows
        ]
        return _feed(request, "feed/rulings", name, reverse("portal:conflicts"), made)

    return answer(
        request,
        tag=etag_of("rulings", words.language(), request.build_absolute_uri(request.path), [row.state for row in rows]),
        content_type=CONTENT_TYPE,
        written=written,
    )


def _feed(request: HttpRequest, key: str, name: str, page: str, made: list[Made]) -> tuple[bytes, dt.datetime]:
    """The bytes of a feed, and when anything in it last changed."""
    changed = max((each.entry.changed_at for each in made), default=BEFORE)
    made.sort(key=lambda each: (each.entry.changed_at, each.on, each.entry.uid), reverse=True)
    feed = atom.Feed(
        uid=f"urn:uuid:{uid(f'{key}/{words.language()}')}",
        changed_at=changed,
        title=name,
        language=words.language(),
        href=request.build_absolute_uri(fiction.as_asked(request.path)),
        page=request.build_absolute_uri(fiction.as_asked(page)),
        author=citing.title(),
        rights=RIGHTS,
        entries=[each.entry for each in made],
    )
    return atom.written(feed), changed


def _absolute(request: HttpRequest, ref: str) -> str:
    return request.build_absolute_uri(fiction.as_asked(addresses.href(ref)))


def _meetings(request: HttpRequest, scope: Scope) -> list[Made]:
    return [_meeting(row, scopes.FeedWords(request)) for row in with_changes(meetings_in(scope), "meeting")]


def _meeting(row: Meeting, wording: scopes.FeedWords) -> Made:
    label = str(MeetingState(row.state).label)
    entry = atom.Entry(
        uid=f"urn:uuid:{uid(row.ref)}",
        changed_at=changed_at(row),
        title=f"{label}: {wording.title(row)}",
        href=wording.address(row),
        summary=" · ".join(filter(None, [words.days(row), wording.place(row), row.note])),
        category=row.state,
        category_label=label,
        published_at=_published(row.start_on.earliest if row.start_on and row.start_on.day else None, row.state == "held"),
    )
    return Made(entry, str(row.on or ""))


def _public_texts(scope: Scope) -> QuerySet[Text]:
    rows = texts.visible_texts(viewer=PUBLIC).filter(state__in=PUBLIC_STATES)
    return rows.filter(meeting__in=meetings_in(scope).order_by().values("pk")) if scope != Scope() else rows


def _texts(request: HttpRequest, scope: Scope) -> list[Made]:
    rows = with_changes(_public_texts(scope), "text")
    return [_text(row, _absolute(request, row.ref)) for row in rows]


def _text(row: Text, href: str) -> Made:
    kind, label = str(row.get_type_display()), str(row.get_state_display())
    entry = atom.Entry(
        uid=f"urn:uuid:{uid(row.ref)}",
        changed_at=changed_at(row),
        title=scopes.marked(row.title, row),
        href=href,
        summary=" · ".join(filter(None, [kind, label, words.day(row.adopted_on)])),
        category=row.type,
        category_label=kind,
        published_at=_published(row.adopted_on.earliest if row.adopted_on and row.adopted_on.day else None, True),
    )
    return Made(entry, str(row.adopted_on or ""))


def _published(day: dt.date | None, is_past: bool) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) if day and is_past else None
