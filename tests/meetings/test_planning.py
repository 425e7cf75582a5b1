"""The time plan: what each act writes, who reads which page, and what the calendars say."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from nemawashi.access.models import User
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts, possible
from nemawashi.meetings.exports import keys
from nemawashi.meetings.models import AgendaItem, Meeting, MeetingSession
from nemawashi.meetings.rules import SessionSpan
from nemawashi.meetings.terms import Refusal
from nemawashi.parties.models import Party

MORNING = SessionSpan(1, dt.time(9, 30), dt.time(12))
NOON = SessionSpan(1, dt.time(12), dt.time(13, 15))


@pytest.fixture
def meeting(played: None, db: None) -> Meeting:
    row = Meeting.objects.get(track__slug="fmm", state="announced")
    Meeting.objects.filter(pk=row.pk).update(zone="Asia/Almaty")
    row.refresh_from_db()
    return row


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return meeting.agenda_items.get(state="proposed")


def test_sessions_are_planned_moved_and_taken_out(
    meeting: Meeting, item: AgendaItem, logged: Any, refused: Any, done: Any, who: Any
) -> None:
    row, entries = logged("host", acts.plan_session, meeting, span=MORNING, title=" Opening ")
    assert (row.day, row.starts, row.ends, row.title, row.is_closed) == (1, MORNING.starts, MORNING.ends, "Opening", False)
    assert entries == [("agenda.session_planned", "", "parties", meeting.ref)]
    assert refused("japan", acts.plan_session, meeting, span=NOON) is Refusal.NOT_THE_SECRETARIAT
    over = SessionSpan(1, dt.time(11, 59), dt.time(13))
    assert refused("host", acts.plan_session, meeting, span=over) is Refusal.SESSIONS_COLLIDE
    done("host", acts.plan_session, meeting, span=NOON)
    assert refused("host", acts.edit_session, row, span=over) is Refusal.SESSIONS_COLLIDE

    longer = SessionSpan(1, dt.time(9), dt.time(12))
    moved, entries = logged("host", acts.edit_session, row, span=longer, title="Opening", is_closed=True, seen=1)
    assert (moved.starts, moved.is_closed, moved.version) == (dt.time(9), True, 2)
    assert entries == [("agenda.session_edited", "", "parties", meeting.ref)]
    done("host", acts.annotate_agenda_item, item, session=moved)

    _meeting, entries = logged("host", acts.remove_session, moved, seen=2)
    item.refresh_from_db()
    assert (item.session_id, meeting.sessions.count()) == (None, 1)
    assert entries == [("agenda.session_removed", "", "parties", meeting.ref)]
    assert [row.act for row in possible.on_time_plan(meeting, viewer=who("japan"))] == []
    assert [row.act for row in possible.on_session(meeting.sessions.get(), viewer=who("host"))] == [
        "edit_session",
        "remove_session",
    ]


def test_annotate_agenda_item_makes_a_version_and_names_only_who_was_invited(
    meeting: Meeting, item: AgendaItem, logged: Any, refused: Any, done: Any, client_of: Callable[[str], Client]
) -> None:
    japan, session = Party.objects.get(slug="japan"), done("host", acts.plan_session, meeting, span=MORNING)
    page = f"/desk/meetings/{meeting.slug}/agenda/"
    assert "Annotated provisional agenda" not in client_of("japan").get(page).content.decode()

    words = {"annotation": "What was done.", "session": session, "introduced_by": japan}
    row, entries = logged("host", acts.annotate_agenda_item, item, **words)

    assert (row.annotation, row.session, row.introduced_by) == ("What was done.", session, japan)
    assert entries == [("agenda.item_annotated", "", "parties", item.ref)]
    stranger = Party.objects.exclude(pk__in=meeting.invitations.values("party")).first()
    if stranger:
        assert refused("host", acts.annotate_agenda_item, item, introduced_by=stranger) is Refusal.NOT_INVITED
    other = Meeting.objects.exclude(pk=meeting.pk).first()
    foreign = MeetingSession.objects.create(meeting=other, day=1, starts=dt.time(9), ends=dt.time(10))
    with pytest.raises(ValueError, match="another meeting"):
        done("host", acts.annotate_agenda_item, item, session=foreign)
    shown = client_of("japan").get(page).content.decode()
    assert [
        part in shown for part in ("Annotated provisional agenda", "What was done.", "09:30–12:00", "(Almaty, UTC+5)")
    ] == [True] * 4
    assert "(Tokyo, UTC+9)" in shown  # the reader's own clock beside the venue's
    assert "The agenda says more of an item" in shown  # among its versions


def test_the_public_reads_a_plan_once_the_agenda_is_adopted_and_of_closed_sessions_no_annotation(
    meeting: Meeting, item: AgendaItem, done: Any, client_of: Callable[[str], Client]
) -> None:
    closed = done("host", acts.plan_session, meeting, span=MORNING, title="Ministers alone", is_closed=True)
    done("host", acts.annotate_agenda_item, item, annotation="zqann words", session=closed)
    at = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    own = reverse("portal:own_calendar", args=[keys.made(User.objects.get(username="japan"), at=at)])
    public = f"/en/meetings/{meeting.slug}/?fiction=1"
    Meeting.objects.filter(pk=meeting.pk).update(is_published=True)

    def summaries(address: str) -> list[str]:
        events = icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT")
        return [str(each["SUMMARY"]) for each in events if "Ministers alone" in each["SUMMARY"]]

    assert "Ministers alone" not in Client().get(public).content.decode()
    assert (len(summaries("/en/feeds/meetings.ics?fiction=1")), len(summaries(own))) == (0, 1)
    Meeting.objects.filter(pk=meeting.pk).update(agenda_adopted_at=at, version=99)
    AgendaItem.objects.filter(pk=item.pk).update(state="adopted")

    page = Client().get(public).content.decode()

    assert ("Ministers alone" in page, "09:30–12:00" in page, "(Almaty, UTC+5)" in page, "zqann" in page) == (
        True,
        True,
        True,
        False,
    )
    assert len(summaries("/en/feeds/meetings.ics?fiction=1")) == 1
    MeetingSession.objects.update(is_closed=False)
    Meeting.objects.filter(pk=meeting.pk).update(version=100)
    assert "zqann words" in client_of("").get(public).content.decode()


def test_a_day_that_the_meeting_has_lost_is_said_and_is_in_no_calendar(
    meeting: Meeting, done: Any, client_of: Callable[[str], Client]
) -> None:
    first = meeting.start_on
    Meeting.objects.filter(pk=meeting.pk).update(end_on=ImpreciseDate(first.year, first.month, first.day + 1))
    done("host", acts.plan_session, meeting, span=SessionSpan(2, dt.time(9), dt.time(10)), title="Second day")
    page = f"/desk/meetings/{meeting.slug}/agenda/"
    assert "become shorter" not in client_of("host").get(page).content.decode()

    Meeting.objects.filter(pk=meeting.pk).update(end_on=first)

    assert "become shorter" in client_of("host").get(page).content.decode()
