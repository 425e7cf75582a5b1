"""Calendars and news: what they tell, how cheaply they are asked again, and what stays out of them."""

import datetime as dt
import gzip
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.conftest import NOW

from nemawashi.access import clock, log
from nemawashi.access.models import User
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import PUBLIC
from nemawashi.meetings.models import Meeting
from nemawashi.parties.models import Membership
from nemawashi.sources.models import RecordRow

LOADED = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)
FEEDS = [
    "meetings.ics", "tracks/fmm.ics", "parties/japan.ics", "meetings.atom", "tracks/fmm.atom", "parties/japan.atom",
    "rulings.atom",
]  # fmt: skip


def another(record: Any, slug: str, **told: Any) -> Meeting:
    given = {"state": "held", "track": record.fmm, "host": record.japan, "is_published": True}
    return Meeting.objects.create(slug=slug, **(given | told))


def events(client: Client, path: str = "meetings.ics", language: str = "en") -> dict[str, Any]:
    """The entries of a calendar by the last part of their address."""
    raw = client.get(f"/{language}/feeds/{path}").content
    return {
        str(event["URL"]).rstrip("/").rpartition("/")[2]: event
        for event in icalendar.Calendar.from_ical(raw).walk("VEVENT")
    }


def test_entry_of_a_held_meeting_tells_what_the_record_tells(client: Client, loaded: Any) -> None:
    event = events(client)["fmm-2012-tokyo"]

    assert str(event["SUMMARY"]) == "4th Foreign Ministers' Meeting, Tokyo"
    assert str(event["LOCATION"]) == "Tokyo, Japan"
    assert (str(event["STATUS"]), int(event["SEQUENCE"])) == ("CONFIRMED", 0)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2012, 11, 10), dt.date(2012, 11, 11))
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == LOADED
    assert str(event["URL"]) == "http://testserver/en/meetings/fmm-2012-tokyo/"


def test_second_parser_reads_the_same(client: Client, loaded: Any) -> None:
    calendar = vobject.readOne(client.get("/ja/feeds/meetings.ics").content.decode())

    assert calendar.vevent.summary.value == "第4回外相会合（東京）"
    assert calendar.vevent.dtend.value == dt.date(2012, 11, 11)


def test_identity_is_the_same_in_every_language_and_feed(client: Client, loaded: Any) -> None:
    found = [events(client, path, language) for path in FEEDS[:3] for language in ("en", "ru", "ja")]

    assert len({str(each["fmm-2012-tokyo"]["UID"]) for each in found}) == 1
    assert found[1]["fmm-2012-tokyo"]["SUMMARY"].params["LANGUAGE"] == "ru"


@pytest.mark.parametrize(
    ("state", "start", "status"),
    [
        ("planned", "2027-03-01", "TENTATIVE"),
        ("announced", "2027-03-01", "CONFIRMED"),
        ("cancelled", "2020-03-13", "CANCELLED"),
        ("lapsed", "2008", "CANCELLED"),
        ("postponed", "2027-03-01", "TENTATIVE"),
        ("postponed", "2024-08-09", "CANCELLED"),
    ],
)
def test_state_becomes_a_status_and_nothing_vanishes(
    state: str, start: str, status: str, client: Client, loaded: Any
) -> None:
    row = another(loaded, "other", state=state, start_on=start)
    RecordRow.objects.create(file="meetings", key="other", line=2, object_ref=row.ref, digest="", data={}, loaded_at=LOADED)

    event = events(client)["other"]

    assert str(event["STATUS"]) == status
    assert str(event["SUMMARY"]).endswith(f"— {state.title()}")
    assert str(event["COMMENT"]) == state.title()


@pytest.mark.parametrize(
    ("dates", "first", "after"),
    [
        ({"about_on": "2007"}, dt.date(2007, 1, 1), dt.date(2008, 1, 1)),
        ({"start_on": "2012-11"}, dt.date(2012, 11, 1), dt.date(2012, 12, 1)),
        ({"start_on": "2012-02-28", "end_on": "2012-02-29"}, dt.date(2012, 2, 28), dt.date(2012, 3, 1)),
    ],
)
def test_vague_dates_cover_the_time_in_which_the_meeting_can_lie(
    dates: dict[str, str], first: dt.date, after: dt.date, client: Client, loaded: Any
) -> None:
    another(loaded, "vague", **dates)

    event = events(client)["vague"]

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (first, after)
    assert str(event["TRANSP"]) == "TRANSPARENT"


def test_every_entry_ends_and_blocks_nobodys_time(client: Client, loaded: Any) -> None:
    another(loaded, "opening", start_on="2024-02-01", end_on="2024-02-01", opens_at="10:00", zone="Asia/Almaty")

    every = events(client)

    assert {(str(event["TRANSP"]), "DTEND" in event) for event in every.values()} == {("TRANSPARENT", True)}
    assert every["opening"]["DTEND"].dt - every["opening"]["DTSTART"].dt == dt.timedelta(hours=1)
    assert "How long it lasts is not known to the record" in str(every["opening"]["DESCRIPTION"])


def test_meeting_without_a_date_is_named_in_the_head(client: Client, loaded: Any) -> None:
    another(loaded, "undated", ordinal=5)

    calendar = icalendar.Calendar.from_ical(client.get("/en/feeds/meetings.ics").content)

    assert "5th Foreign Ministers' Meeting" in str(calendar["X-NEMAWASHI-UNDATED"])
    assert "undated" not in events(client)


def test_known_opening_has_its_zone_and_its_length(client: Client, loaded: Any) -> None:
    another(
        loaded, "timed", start_on="2024-02-01", end_on="2024-02-01", opens_at="10:00", zone="Asia/Almaty",
        duration_minutes=90,
    )  # fmt: skip

    raw = client.get("/en/feeds/meetings.ics").content
    event = events(client)["timed"]

    assert event["DTSTART"].params["TZID"] == "Asia/Almaty"
    assert event["DTSTART"].dt.astimezone(dt.UTC) == dt.datetime(2024, 2, 1, 4, 0, tzinfo=dt.UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(minutes=90)
    assert "How long it lasts" not in str(event.get("DESCRIPTION", ""))
    assert [str(zone["TZID"]) for zone in icalendar.Calendar.from_ical(raw).walk("VTIMEZONE")] == ["Asia/Almaty"]


def test_act_moves_sequence_stamp_and_etag(client: Client, loaded: Any) -> None:
    row = another(loaded, "next", state="announced", start_on="2027-03-01")
    before = client.get("/en/feeds/meetings.ics").headers["ETag"]
    acted = LOADED + dt.timedelta(days=3)
    row.version, row.state = 2, "cancelled"
    row.save()
    log.enter("meeting.cancelled", row, by=PUBLIC, at=acted, visibility=Visibility.PARTIES)

    event = events(client)["next"]

    assert (int(event["SEQUENCE"]), str(event["STATUS"])) == (1, "CANCELLED")
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == acted
    assert client.get("/en/feeds/meetings.ics").headers["ETag"] != before


@pytest.mark.parametrize("path", FEEDS)
def test_same_record_gives_the_same_bytes_at_any_time(
    path: str, client: Client, loaded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(f"/en/feeds/{path}")
    later = NOW + dt.timedelta(days=400)
    clock.set_to(later)
    monkeypatch.setattr(timezone, "now", lambda: later)
    second = client.get(f"/en/feeds/{path}")

    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert not first.headers["ETag"].startswith("W/")


@pytest.mark.parametrize("path", FEEDS)
def test_what_the_reader_has_is_not_sent_again(path: str, client: Client, loaded: Any) -> None:
    etag = client.get(f"/en/feeds/{path}").headers["ETag"]

    for told in (etag, f'"other", {etag}', "*", f"W/{etag}"):
        again = client.get(f"/en/feeds/{path}", headers={"if-none-match": told})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert client.get(f"/en/feeds/{path}", headers={"if-none-match": '"other"'}).status_code == 200


def test_last_modified_is_the_records_and_is_honoured(client: Client, loaded: Any) -> None:
    answer = client.get("/en/feeds/meetings.ics")

    assert answer.headers["Last-Modified"] == "Thu, 15 Jan 2026 09:00:00 GMT"
    again = client.get("/en/feeds/meetings.ics", headers={"if-modified-since": answer.headers["Last-Modified"]})
    assert again.status_code == 304


def test_packed_feed_has_a_strong_tag_of_its_own(client: Client, loaded: Any) -> None:
    plain = client.get("/en/feeds/meetings.ics")
    packed = client.get("/en/feeds/meetings.ics", headers={"accept-encoding": "br, gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] == plain.headers["ETag"][:-1] + '-gz"'
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Content-Encoding" not in client.get("/en/feeds/meetings.ics", headers={"accept-encoding": "identity"}).headers


def test_head_tells_the_same_without_the_body(client: Client, loaded: Any) -> None:
    got, head = client.get("/en/feeds/meetings.ics"), client.head("/en/feeds/meetings.ics")

    assert head.content == b""
    assert [head.headers[name] for name in ("ETag", "Last-Modified", "Content-Length")] == [
        got.headers[name] for name in ("ETag", "Last-Modified", "Content-Length")
    ]
    assert client.post("/en/feeds/meetings.ics").status_code == 405


STATEMENTS = {"meetings.ics": (4, 1), "tracks/fmm.ics": (4, 2), "parties/japan.ics": (5, 2), "meetings.atom": (4, 2),
              "tracks/fmm.atom": (5, 3), "rulings.atom": (3, 3)}  # fmt: skip


@pytest.mark.parametrize(("path", "literal"), STATEMENTS.items())
def test_statements_do_not_grow_with_meetings(path: str, literal: tuple[int, int], client: Client, loaded: Any) -> None:
    def count() -> tuple[int, int]:
        etag = client.get(f"/en/feeds/{path}").headers["ETag"]
        with CaptureQueriesContext(connection) as whole:
            client.get(f"/en/feeds/{path}")
        with CaptureQueriesContext(connection) as unchanged:
            assert client.get(f"/en/feeds/{path}", headers={"if-none-match": etag}).status_code == 304
        return len(whole), len(unchanged)

    one = count()
    for number in (1, 2):
        another(loaded, f"more-{number}", start_on=f"201{number}", country=loaded.kazakhstan)
    three = count()

    assert (one, three) == (literal, literal)


def test_planned_meeting_is_in_no_feed_even_of_a_delegate(client: Client, loaded: Any) -> None:
    person = User.objects.create_user("aigerim", password="long enough to pass", circle="delegation")
    Membership.objects.create(user=person, party=loaded.kazakhstan, role="head")
    stranger = {path: client.get(f"/en/feeds/{path}") for path in FEEDS}
    client.force_login(person)

    for path, seen in stranger.items():
        answer = client.get(f"/en/feeds/{path}")
        assert (answer.content, answer.headers["ETag"]) == (seen.content, seen.headers["ETag"])
        assert b"Samarqand" not in answer.content
        assert b"draft-2027" not in answer.content


def test_act_on_what_is_not_public_moves_no_tag(client: Client, loaded: Any) -> None:
    before = {path: client.get(f"/en/feeds/{path}").headers["ETag"] for path in FEEDS}
    loaded.secret.version += 1
    loaded.secret.save()
    log.enter("meeting.announced", loaded.secret, by=PUBLIC, at=LOADED, visibility=Visibility.PARTIES)
    log.enter("text.revised", loaded.draft, by=PUBLIC, at=LOADED, visibility=Visibility.PARTIES)

    assert {path: client.get(f"/en/feeds/{path}").headers["ETag"] for path in FEEDS} == before


@pytest.mark.parametrize("path", ["tracks/none.ics", "parties/none.ics", "tracks/none.atom", "parties/none.atom"])
def test_feed_of_what_is_not_there_answers_404(path: str, client: Client, loaded: Any) -> None:
    assert client.get(f"/en/feeds/{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "calendar"),
    [
        ("meetings/", "/en/feeds/meetings.ics"),
        ("meetings/?track=fmm", "/en/feeds/tracks/fmm.ics"),
        ("parties/japan/", "/en/feeds/parties/japan.ics"),
        ("meetings/fmm-2012-tokyo/", "/en/feeds/tracks/fmm.ics"),
    ],
)
def test_page_offers_its_feeds_in_head_and_body(path: str, calendar: str, page: Callable[[str], str], loaded: Any) -> None:
    told = page(f"/en/{path}")

    assert f'<a href="{calendar}" type="text/calendar">' in told
    head = told.partition("</head>")[0]
    assert f'href="{calendar}"' in head
    assert f'href="{calendar.replace(".ics", ".atom")}"' in head


def test_a_meeting_of_several_days_begins_when_it_opens(client: Client, loaded: Any) -> None:
    another(loaded, "days", start_on="2024-02-28", end_on="2024-03-01", opens_at="10:00", zone="Asia/Almaty")
    another(loaded, "vague", start_on="2024-02-28", end_on="2024-03", opens_at="10:00", zone="Asia/Almaty")

    every = events(client)

    assert every["days"]["DTSTART"].dt.astimezone(dt.UTC) == dt.datetime(2024, 2, 28, 4, 0, tzinfo=dt.UTC)
    assert every["days"]["DTEND"].dt.astimezone(dt.UTC) == dt.datetime(2024, 3, 1, 19, 0, tzinfo=dt.UTC)  # a new offset
    assert "the entry lasts until that day ends" in str(every["days"]["DESCRIPTION"])
    assert every["vague"]["DTSTART"].dt == dt.date(2024, 2, 28)
