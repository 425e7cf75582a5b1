"""Public meetings as iCalendar entries: what each state, date and zone of the record becomes.

Nothing vanishes: cancelled, lapsed and overtaken meetings stay as CANCELLED; a meeting without any date is named in
the head of the calendar. Everything that moves comes from the record, so the same record gives the same bytes.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext

from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.kit.formats import ical
from nemawashi.meetings import queries, rules
from nemawashi.meetings.exports.scope import BEFORE, WITH_STAMP, changed_at, with_changes
from nemawashi.meetings.models import Meeting, Track
from nemawashi.meetings.terms import MeetingState
from nemawashi.parties.models import Party

STATUS = {
    MeetingState.PLANNED: "TENTATIVE",
    MeetingState.ANNOUNCED: "CONFIRMED",
    MeetingState.OPEN: "CONFIRMED",
    MeetingState.HELD: "CONFIRMED",
    MeetingState.CANCELLED: "CANCELLED",
    MeetingState.LAPSED: "CANCELLED",
}


class FeedWording(Protocol):
    """How a meeting is called, where it is and at which address, in the reader's language."""

    def title(self, meeting: Meeting) -> str: ...
    def place(self, meeting: Meeting) -> str: ...
    def address(self, meeting: Meeting) -> str: ...


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What the calendar as a whole is called, for whom, and where it lies."""

    name: str
    language: str
    url: str
    maker: str


# What an entry says; the rest of a row need not be read.
SHOWN = (
    "slug", "ordinal", "state", "start_on", "end_on", "about_on", "opens_at", "zone", "city", "country_name", "theme",
    "note", "version", "duration_minutes", "track", "host", "country", "origin",
)  # fmt: skip


def calendar(
    rows: list[Meeting], *, head: FeedHead, wording: FeedWording, viewer: Viewer = PUBLIC
) -> tuple[bytes, dt.datetime]:
    """The feed of these meetings (as ``read`` has them) with the sessions of their time plans, and when anything in it
    last changed: one statement, whatever their number.

    ``viewer``: whose view of time plans it is; who the meetings are for has been decided.
    """
    rows = sorted(rows, key=lambda row: (str(row.on or ""), row.slug))
    entries, undated, labels = [], [], Labels()
    plans = _plans(rows, viewer)
    for row in rows:
        if row.on is None:
            undated.append(f"{wording.title(row)} ({row.get_state_display()}) {wording.address(row)}")
        else:
            entries.append(entry(row, wording, labels))
            entries += [_session(each, row, wording, labels) for each in plans.get(row.pk, []) if each.begins_at]
    feed = ical.Calendar(head.name, head.language, head.url, head.maker, entries, sorted(undated))
    return ical.written(feed), max(map(changed_at, rows), default=BEFORE)


def read(meetings: QuerySet[Meeting], *, track: Track | None = None) -> list[Meeting]:
    """The meetings with their tracks and parties, each of which is read once and not once a meeting.

    ``track``: the one to which all of them belong, where it is known.
    """
    rows = list(with_changes(meetings.select_related(None).only(*SHOWN).order_by(), "meeting").annotate(**WITH_STAMP))
    if track is None:
        tracks = Track.objects.only("slug", "name", "names").in_bulk({row.track_id for row in rows})
    else:
        tracks = {track.pk: track}
    named = {pk for row in rows for pk in (row.host_id, row.country_id) if pk}
    parties = Party.objects.only("names", "zone").in_bulk(named)
    for row in rows:
        row.track = tracks[row.track_id]
        row.host = parties[row.host_id] if row.host_id else None
        row.country = parties[row.country_id] if row.country_id else None
    return rows


def _plans(rows: list[Meeting], viewer: Viewer) -> dict[int, list[queries.PlannedSession]]:
    """The sessions of each meeting that has any; those of a day that its meeting has lost are left out. One statement."""
    by_key = {row.pk: row for row in rows}
    plans: dict[int, list[queries.PlannedSession]] = {}
    sessions = queries.visible_sessions(viewer=viewer).select_related(None).filter(meeting__in=list(by_key))
    for session in sessions:
        meeting = session.meeting = by_key[session.meeting_id]
        zone = meeting.zone or (meeting.host.zone if meeting.host else "") or "UTC"
        each = queries.planned(session, [], zone=zone)
        if not each.is_outside:
            plans.setdefault(meeting.pk, []).append(each)
    return plans


def _session(each: queries.PlannedSession, meeting: Meeting, wording: FeedWording, labels: "Labels") -> ical.Entry:
    """One session as an entry of its own, under its meeting's name and state; it keeps its identity when it is moved."""
    changed, title = changed_at(meeting), each.session.title or labels.session
    if each.begins_at is None:
        raise ValueError(f"a session of {meeting.ref} has no date")
    return ical.Entry(
        uid=uid(f"{meeting.ref}/session/{each.session.pk}"),
        changed_at=changed,
        sequence=each.session.version + meeting.version - 2,
        status=status_of(meeting, known_until=changed.date()),
        start=each.begins_at,
        end=each.ends_at,
        summary=f"{wording.title(meeting)}: {title}",
        url=wording.address(meeting),
        location=wording.place(meeting),
        description=labels.closed if each.session.is_closed else "",
        categories=(str(meeting.track),),
    )


def uid(ref: str) -> str:
    """The identity of a row in feeds: the same on every server and in every language."""
    return rules.calendar_uid(ref)


class Labels:
    """The words that recur in every entry, looked up in the catalogue once a feed."""

    def __init__(self) -> None:
        self.host, self.theme = gettext("Host"), gettext("Theme")
        self.vague = gettext("The day is not known to the record; the entry covers the time in which it can lie.")
        self.endless = gettext("How long it lasts is not known to the record; the entry marks the opening.")
        self.unclosed = gettext("When the last day closes is not known to the record; the entry lasts until that day ends.")
        self.session, self.closed = gettext("Session"), gettext("Closed: for the delegations alone")
        self.states = {str(state): str(state.label) for state in MeetingState}


def entry(meeting: Meeting, wording: FeedWording, labels: Labels) -> ical.Entry:
    """One meeting that has a date of some precision."""
    changed = changed_at(meeting)
    start, end = span(meeting)
    is_vague = meeting.start_on is None or meeting.start_on.precision != "day"
    is_one_day = meeting.end_on is None or meeting.end_on == meeting.start_on
    label = labels.states[meeting.state]
    lines = [
        f"{labels.host}: {meeting.host}" if meeting.host else "",
        f"{labels.theme}: {meeting.theme}" if meeting.theme else "",
        labels.vague if is_vague else "",
        labels.endless if is_one_day and isinstance(start, dt.datetime) and not meeting.duration_minutes else "",
        labels.unclosed if isinstance(start, dt.datetime) and not is_one_day else "",
        meeting.note or "",
    ]
    title = wording.title(meeting)
    return ical.Entry(
        uid=uid(meeting.ref),
        changed_at=changed,
        sequence=meeting.version - 1,
        status=status_of(meeting, known_until=changed.date()),
        start=start,
        end=end,
        summary=title if meeting.state == MeetingState.HELD else f"{title} — {label}",
        url=wording.address(meeting),
        location=wording.place(meeting),
        description="\n".join(filter(None, lines)),
        comment=label,
        categories=(str(meeting.track), label),
    )


def status_of(meeting: Meeting, *, known_until: dt.date) -> str:
    """STATUS. A postponed meeting whose day had passed when the record last spoke of it was overtaken; one whose new
    day lay ahead is tentative."""
    if meeting.state == MeetingState.POSTPONED:
        is_over = meeting.on is not None and meeting.on.latest < known_until
        return "CANCELLED" if is_over else "TENTATIVE"
    return STATUS[MeetingState(meeting.state)]


def span(meeting: Meeting) -> tuple[dt.date | dt.datetime, dt.date | dt.datetime]:
    """First and last day, as wide as the record is vague; with a clock where days and opening are known.

    Of several days nobody says when the last one closes: then the entry lasts until that day ends.
    """
    first = meeting.on
    if first is None:
        raise ValueError(f"{meeting.ref} has no date")
    last = meeting.end_on or first
    zone = meeting.zone or (meeting.host.zone if meeting.host else "")
    if meeting.opens_at and zone and first.precision == "day" and last.precision == "day":
        opens = dt.datetime.combine(first.earliest, meeting.opens_at, tzinfo=ZoneInfo(zone))
        if last.latest > first.earliest:
            return opens, dt.datetime.combine(last.latest + dt.timedelta(days=1), dt.time(), tzinfo=ZoneInfo(zone))
        return opens, _closes(opens, meeting.duration_minutes)
    return first.earliest, max(last.latest, first.latest if last == first else first.earliest)


OPENING_MINUTES = 60  # marked for a meeting of which nobody says how long it lasts: without an end calendars show none


def _closes(opens: dt.datetime, minutes: int | None) -> dt.datetime:
    """By elapsed time, not by the clock's face: a night on which the clocks change is an hour longer or shorter."""
    return (opens.astimezone(dt.UTC) + dt.timedelta(minutes=minutes or OPENING_MINUTES)).astimezone(opens.tzinfo)
