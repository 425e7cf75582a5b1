"""What is put on the screens of a room, for those who see nothing else: interpreters, note-takers beside the minutes, and
whoever accompanies a delegation beside what is sent to it about meetings.

A screen is the same for everybody in the room and shows nobody's drafts. Who sees screens alone is not given the rights of
the negotiation: the views of the screens and of the minutes ask in the place of ``SCREEN``, no other one does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from nemawashi.access.fields import undated_last
from nemawashi.access.terms import Circle, Role, RowOrigin, Standing
from nemawashi.access.viewers import Viewer
from nemawashi.meetings import queries as meetings
from nemawashi.meetings import rules
from nemawashi.meetings.models import Meeting, MeetingPaper
from nemawashi.meetings.terms import MeetingState, MinutesState, PaperKind
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Text
from nemawashi.texts.terms import OPEN_STATES

SCREEN = Viewer(name="screen", circle=Circle.SECRETARIAT)  # in whose place a screen is read: without a party, so no draft
# In whose place is read what is sent to every delegation about meetings: of no party, so that nothing of any is its own.
EVERY_DELEGATION = Viewer(
    name="delegations", circle=Circle.DELEGATION, role=Role.WATCHER, party="", party_id=0, standing=Standing.GUEST
)
# Of what a delegation is sent a word: that of which it was never invited is no business of those who accompany it.
SENT = (MeetingState.ANNOUNCED, MeetingState.OPEN, MeetingState.POSTPONED, MeetingState.CANCELLED, MeetingState.HELD)
IN_USE = (MeetingState.ANNOUNCED, MeetingState.OPEN)  # meetings whose screens are followed

# The whole desk of those who see screens alone: the screens with what they follow, and the own account. No other address.
OPEN_NAMES = frozenset(
    {
        "day",
        "room_screen",
        "room_live",
        "room_poll",
        "screen",
        "live",
        "poll",
        "people",
        "own_password",
        "account",
        "authenticator",
        "passkey",
        "renew_codes",
        "remove_factor",
        "end_session",
    }
)
# That of an accompanying person: no screen of a text, on which one leafs through it, but that of the room alone.
OPEN_BESIDE = (OPEN_NAMES - {"screen", "live", "poll"}) | {"meeting", "paper_of_meeting", "paper_file"}
NEWEST = 10  # meetings whose minutes a note-taker finds on the desk


@dataclass(frozen=True)
class ScreensOfMeeting:
    """A meeting whose room has a screen, with the texts under negotiation that have one."""

    meeting: Meeting
    texts: Sequence[Text]


def reader(viewer: Viewer) -> Viewer:
    """In whose place a screen is read for this viewer. Who accompanies a delegation sees no more there than it does."""
    if viewer.is_accompanying and viewer.standing not in (Standing.PARTICIPANT, Standing.OBSERVER):
        return EVERY_DELEGATION
    return SCREEN if viewer.sees_screens_alone else viewer


def is_there(viewer: Viewer, name: str | None, arguments: Mapping[str, Any]) -> bool:
    """Whether an address of the desk, by its name and arguments, is there for somebody who sees screens alone."""
    if viewer.is_accompanying:
        return name in OPEN_BESIDE
    is_of_minutes = name == "minutes" or (name == "act" and arguments.get("name") == "write_minutes")
    if not viewer.sees_screens_alone:
        return False
    return name in OPEN_NAMES or (viewer.takes_notes and is_of_minutes)


def meetings_of_minutes(*, viewer: Viewer) -> QuerySet[Meeting]:
    """Those of whose minutes this viewer may ask: a note-taker of those that are in session or were held."""
    rows = meetings.visible_meetings(viewer=SCREEN if viewer.takes_notes else viewer)
    return rows.filter(state__in=rules.BEGUN) if viewer.takes_notes else rows


def minutes_to_write(*, viewer: Viewer) -> list[Meeting]:
    """For a note-taker the newest meetings whose minutes are not adopted; one statement.

    Those that the record tells of, and of which nobody here took notes, are none that wait.
    """
    if not viewer.takes_notes:
        return []
    rows = meetings_of_minutes(viewer=viewer).exclude(minutes__state=MinutesState.ADOPTED)
    waiting = Q(state=MeetingState.OPEN) | Q(minutes__isnull=False) | ~Q(origin=RowOrigin.RECORD)
    return list(rows.filter(waiting).order_by(undated_last("start_on", newest_first=True), "-order")[:NEWEST])


def meetings_on_screens(*, viewer: Viewer) -> QuerySet[Meeting]:
    """Those whose screen is open to this viewer: for interpreters those that are announced or in session. For whoever
    accompanies a delegation that was invited there, too, but for closed sessions.
    """
    rows = meetings.visible_meetings(viewer=reader(viewer))
    if viewer.is_accompanying:
        invited = rows.filter(state__in=IN_USE, invitations__party=viewer.beside)
        return invited.exclude(room__current_item__session__is_closed=True)
    if viewer.sees_screens_alone:
        return rows.filter(state__in=IN_USE)
    return rows if viewer.sees_dialogue else rows.none()


def meetings_beside(*, viewer: Viewer) -> QuerySet[Meeting]:
    """For whoever accompanies a delegation, the meetings to which it was invited."""
    rows = meetings.visible_meetings(viewer=EVERY_DELEGATION)
    return rows.filter(state__in=SENT, invitations__party=viewer.beside) if viewer.is_accompanying else rows.none()


def papers_beside(meeting: Meeting) -> list[MeetingPaper]:
    """What every delegation is sent for a meeting, without its list of participants, which holds names of persons."""
    rows = meetings.papers_of(meeting, viewer=EVERY_DELEGATION)
    return [row for row in rows if row.issued_at and row.kind != PaperKind.PARTICIPANTS]


def is_open_to(viewer: Viewer, text: Text) -> bool:
    """Whether the screen of a text that is under negotiation somewhere is open to this viewer."""
    if viewer.is_accompanying:
        return False
    if not viewer.sees_screens_alone:
        return viewer.sees_negotiation
    return text.state in OPEN_STATES and text.meeting is not None and text.meeting.state in IN_USE


def screens(*, viewer: Viewer) -> list[ScreensOfMeeting]:
    """The screens that are in use, the nearest meeting first; two statements, whatever their number."""
    rows = list(meetings_on_screens(viewer=viewer).filter(state__in=IN_USE).order_by("start_on", "order"))
    shown = texts.texts_in_negotiation(viewer=reader(viewer)).filter(state__in=OPEN_STATES, meeting__in=rows)
    by_meeting: dict[int | None, list[Text]] = {}
    for text in shown.order_by("order"):
        by_meeting.setdefault(text.meeting_id, []).append(text)
    return [ScreensOfMeeting(row, by_meeting.get(row.pk, [])) for row in rows]
