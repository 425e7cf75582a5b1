"""In the room: what each act writes, who is next, what the pages offer, and that nobody outside reads any of it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nemawashi.access import clock
from nemawashi.access.models import Entry
from nemawashi.access.viewers import PUBLIC
from nemawashi.meetings import acts, possible, queries
from nemawashi.meetings.models import AgendaItem, FloorRequest, Meeting, MeetingRoom
from nemawashi.meetings.terms import FloorKind, Refusal
from nemawashi.parties.models import ForumRow, Party


@pytest.fixture
def meeting(played: None, db: None) -> Meeting:
    row = Meeting.objects.get(track__slug="fmm", state="announced")
    Meeting.objects.filter(pk=row.pk).update(state="open", zone="Asia/Almaty")
    row.refresh_from_db()
    return row


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return meeting.agenda_items.get(state="proposed")


def of(item: AgendaItem, viewer: Any) -> queries.Speakers:
    return queries.speakers(AgendaItem.objects.get(pk=item.pk), now=clock.database_moment(), viewer=viewer)


def waiting(item: AgendaItem, viewer: Any) -> list[tuple[str, str]]:
    return [(row.party.slug, row.kind) for row in of(item, viewer).waiting]


def test_a_list_from_the_first_request_to_the_last_statement(
    meeting: Meeting, item: AgendaItem, logged: Any, refused: Any, done: Any, who: Any
) -> None:
    host = who("host")
    asked, entries = logged("japan", acts.ask_for_floor, item)
    assert (asked.party.slug, asked.kind, entries) == ("japan", "floor", [("floor.asked", "japan", "parties", item.ref)])
    assert refused("japan", acts.ask_for_floor, item) is Refusal.ON_THE_LIST_ALREADY
    assert refused("expert", acts.ask_for_floor, item) is Refusal.NOT_INVITED
    noted = done("host", acts.ask_for_floor, item, party=Party.objects.get(slug="uzbekistan"))
    _item, entries = logged("host", acts.close_speakers, item)
    assert entries == [("speakers.closed", "", "parties", item.ref)]
    assert refused("kazakhstan", acts.ask_for_floor, item) is Refusal.LIST_CLOSED
    _item, entries = logged("host", acts.reopen_speakers, item)
    assert entries == [("speakers.reopened", "", "parties", item.ref)]
    done("kazakhstan", acts.ask_for_floor, item)

    assert refused("host", acts.give_floor, noted) is Refusal.NOT_NEXT
    given, entries = logged("host", acts.give_floor, asked, seen=1)
    assert (given.is_held, MeetingRoom.objects.get().current_item) == (True, item)
    assert entries == [("floor.given", "", "parties", item.ref)]
    assert refused("host", acts.give_floor, noted) is Refusal.FLOOR_TAKEN
    assert refused("japan", acts.ask_for_floor, item) is Refusal.HAS_THE_FLOOR
    words = {"order": "alphabet", "host_speaks": "last"}
    assert refused("host", acts.order_speakers, item, **words) is Refusal.SPEAKING_BEGUN

    point, entries = logged("kazakhstan", acts.raise_point_of_order, item)
    assert entries == [("floor.point_of_order", "kazakhstan", "parties", item.ref)]
    done("host", acts.give_floor, point)
    assert waiting(item, host)[0] == ("japan", FloorKind.RESUMES)
    _row, entries = logged("host", acts.end_floor, point, seen=2)
    assert entries == [("floor.ended", "", "parties", item.ref)]
    resumes = of(item, host).next
    done("host", acts.give_floor, resumes)
    began = clock.database_moment() - dt.timedelta(seconds=100)
    FloorRequest.objects.filter(pk=asked.pk).update(began_at=began, ended_at=began + dt.timedelta(seconds=70))
    said = of(item, host)
    assert (said.spoken_before, said.totals["japan"] >= 70, said.held.party.slug) == (70, True, "japan")
    done("host", acts.end_floor, said.held)

    _row, entries = logged("host", acts.withdraw_from_speakers, noted)
    assert entries == [("floor.withdrawn", "", "parties", item.ref)]
    assert refused("host", acts.withdraw_from_speakers, noted) is Refusal.NOT_WAITING
    assert waiting(item, host) == [("kazakhstan", "floor")]
    early = done("uzbekistan", acts.ask_for_floor, item)
    given, _entries = logged("host", acts.give_floor, early, why="Its minister has to leave.")
    assert Entry.objects.filter(event="floor.given").latest("seq").facts["why"] == "Its minister has to leave."
    Meeting.objects.filter(pk=meeting.pk).update(state="held", closed_at=given.began_at)
    done("host", acts.end_floor, given)  # it ended with the meeting
    given.refresh_from_db()
    assert given.ended_at == given.began_at


def test_two_that_press_in_one_second_stand_by_the_rule_whoever_was_served_first(
    meeting: Meeting, item: AgendaItem, done: Any, who: Any
) -> None:
    second = clock.database_moment().replace(microsecond=0) + dt.timedelta(seconds=5)
    done("uzbekistan", acts.ask_for_floor, item, at=second, came_in_at=second)
    done("japan", acts.ask_for_floor, item, at=second, came_in_at=second + dt.timedelta(milliseconds=999))

    assert [slug for slug, _kind in waiting(item, who("host"))] == ["japan", "uzbekistan"]


def test_the_letter_is_drawn_once_and_the_drawing_is_recorded(
    meeting: Meeting, item: AgendaItem, logged: Any, refused: Any, done: Any, who: Any
) -> None:
    done("host", acts.order_speakers, item, order="alphabet", host_speaks="turn", minutes=5)
    for name in ("japan", "uzbekistan", "kazakhstan"):
        done(name, acts.ask_for_floor, item)
    assert [slug for slug, _kind in waiting(item, who("japan"))] == ["japan", "kazakhstan", "uzbekistan"]

    _meeting, entries = logged("host", acts.draw_letter, meeting, letter="k")

    assert entries == [("room.letter_drawn", "", "parties", meeting.ref)]
    assert refused("host", acts.draw_letter, meeting) is Refusal.LETTER_DRAWN
    assert [slug for slug, _kind in waiting(item, who("japan"))] == ["kazakhstan", "uzbekistan", "japan"]
    MeetingRoom.objects.update(letter="")
    done("host", acts.draw_letter, meeting)
    facts = Entry.objects.filter(event="room.letter_drawn").latest("seq").facts
    assert (facts["letter"] in facts["among"], facts["how"], MeetingRoom.objects.get().letter) == (
        True,
        "by the server",
        facts["letter"],
    )


def test_the_rule_is_the_forums_until_the_chair_says_otherwise(
    meeting: Meeting, item: AgendaItem, logged: Any, done: Any, who: Any
) -> None:
    ForumRow.objects.update(meeting_rules={"speakers": "alphabet", "host_speaks": "last", "speaking_minutes": 4})
    assert of(item, who("host")).rule == queries.OrderRule("alphabet", "last", 4)

    _item, entries = logged("host", acts.order_speakers, item, order="request", host_speaks="first", minutes=None)

    assert entries == [("speakers.ordered", "", "parties", item.ref)]
    assert of(item, who("host")).rule == queries.OrderRule("request", "first", None)


def test_call_item_shows_it_on_every_screen(
    meeting: Meeting, item: AgendaItem, logged: Any, refused: Any, done: Any, client_of: Callable[[str], Client]
) -> None:
    screen = f"/desk/meetings/{meeting.slug}/screen/"
    assert item.title not in client_of("kazakhstan").get(screen).content.decode()

    _item, entries = logged("host", acts.call_item, item)

    assert entries == [("room.item_called", "", "parties", item.ref)]
    assert refused("host", acts.call_item, item) is Refusal.CALLED_ALREADY
    row = done("japan", acts.ask_for_floor, item)
    shown = client_of("kazakhstan").get(screen).content.decode()
    assert [part in shown for part in (item.title, "Japan", "Asia/Almaty", 'id="room"', "data-live")] == [True] * 5
    assert "data-since" not in shown
    done("host", acts.give_floor, row)
    assert "data-since" in client_of("kazakhstan").get(screen).content.decode()


def test_what_the_room_offers_to_whom(
    meeting: Meeting, item: AgendaItem, done: Any, client_of: Callable[[str], Client], who: Any
) -> None:
    room, japan = queries.room_of(meeting), who("japan")
    chair = ["call_item", "note_request", "note_point_of_order", "close_speakers", "order_speakers"]

    def offered(name: str) -> list[str]:
        return [row.act for row in possible.on_speakers(of(item, who(name)), room, viewer=who(name)) if row.verdict]

    assert (offered("host"), offered("japan")) == (chair, ["ask_for_floor", "raise_point_of_order"])
    assert [offered(name) for name in ("japan-watcher", "expert", "researcher")] == [[]] * 3
    row = done("japan", acts.ask_for_floor, item)
    later = done("kazakhstan", acts.ask_for_floor, item, at=row.asked_at + dt.timedelta(seconds=2))
    said = of(item, who("host"))
    assert [each.act for each in possible.on_floor(row, said, viewer=who("host"))] == [
        "give_floor",
        "withdraw_from_speakers",
    ]
    assert [each.act for each in possible.on_floor(later, said, viewer=who("host"))] == [
        "call_out_of_turn",
        "withdraw_from_speakers",
    ]
    assert [each.act for each in possible.on_floor(row, said, viewer=japan)] == ["withdraw_from_speakers"]
    assert [each.act for each in possible.on_floor(later, said, viewer=japan)] == []
    assert [each.act for each in possible.on_room(room, viewer=who("host"))] == ["draw_letter"]
    page = client_of("japan").get(f"/desk/meetings/{meeting.slug}/room/?item={item.number}").content.decode()
    assert f"/desk/acts/withdraw_from_speakers/{row.pk}/" in page
    assert (
        f"/desk/acts/give_floor/{row.pk}/" in client_of("host").get(f"/desk/meetings/{meeting.slug}/room/").content.decode()
    )


def test_nobody_outside_reads_who_asked_for_the_floor(
    meeting: Meeting, item: AgendaItem, done: Any, client_of: Callable[[str], Client], who: Any
) -> None:
    done("japan", acts.ask_for_floor, item)
    base = f"/desk/meetings/{meeting.slug}"

    assert [queries.visible_floor_requests(viewer=each).count() for each in (PUBLIC, who("expert"), who("kazakhstan"))] == [
        0,
        0,
        1,
    ]
    for name in ("expert", "researcher"):
        client = client_of(name)
        pages = ("/room/", "/screen/", "/room/live/", "/room/poll/")
        assert [client.get(f"{base}{page}").status_code for page in pages] == [404] * 4
