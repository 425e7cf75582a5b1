"""The writer of iCalendar, read back with two parsers that know nothing of it."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from nemawashi.kit.formats import ical, zones

AT = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)


def entry(**told: object) -> ical.Entry:
    given: dict[str, object] = {
        "uid": "u1", "changed_at": AT, "sequence": 3, "status": "CONFIRMED", "start": dt.date(2012, 11, 10), "end": None,
        "summary": "Meeting",
    }  # fmt: skip
    return ical.Entry(**(given | told))  # type: ignore[arg-type]


def written(*entries: ical.Entry, **told: object) -> bytes:
    return ical.written(ical.Calendar("Diary", "en", "https://example.org/", "-//T//T//EN", entries, **told))  # type: ignore[arg-type]


def read(raw: bytes) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(raw)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_words_come_back_whole_whatever_they_hold(words: str) -> None:
    raw = written(entry(summary=words, description=f"{words}\n;,\\{words}"))

    (event,) = read(raw).walk("VEVENT")
    assert str(event["SUMMARY"]) == words
    assert str(event["DESCRIPTION"]) == f"{words}\n;,\\{words}"
    assert vobject.readOne(raw.decode()).vevent.description.value == f"{words}\n;,\\{words}"


@pytest.mark.parametrize("words", ["a" * 400, "外相会合" * 60, "Встреча министров" * 20, "👍🏽" * 50])
def test_lines_are_at_most_75_octets_and_break_between_code_points(words: str) -> None:
    lines = written(entry(summary=words)).split(b"\r\n")

    assert 72 <= max(map(len, lines)) <= 75
    assert [line.decode() for line in lines if line.startswith(b" ")] != []


def test_controls_and_line_ends_of_a_hostile_name_make_no_line_of_their_own() -> None:
    raw = written(entry(summary="A\r\nATTACH:http://evil.example/\x00\x1b[2J", location="B\nEND:VCALENDAR"))

    (event,) = read(raw).walk("VEVENT")
    assert set(event) == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "LOCATION",
        "TRANSP",
    }  # fmt: skip
    assert str(event["SUMMARY"]) == "A\nATTACH:http://evil.example/[2J"


def test_whole_days_end_on_the_day_after_the_last() -> None:
    raw = written(entry(start=dt.date(2025, 12, 19), end=dt.date(2025, 12, 20)))

    event = vobject.readOne(raw.decode()).vevent
    assert (event.dtstart.value, event.dtend.value) == (dt.date(2025, 12, 19), dt.date(2025, 12, 21))


def test_clock_of_a_zone_comes_back_as_the_same_moment_in_both_parsers() -> None:
    start = dt.datetime(2024, 2, 1, 10, 0, tzinfo=ZoneInfo("Asia/Almaty"))
    raw = written(entry(start=start, end=start + dt.timedelta(hours=2)))

    (event,) = read(raw).walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Asia/Almaty"
    assert event["DTSTART"].dt.utcoffset() == dt.timedelta(hours=6)
    assert vobject.readOne(raw.decode()).vevent.dtstart.value.utcoffset() == dt.timedelta(hours=6)


def test_zone_tells_that_kazakhstan_changed_its_clocks_in_march_2024() -> None:
    spans = zones.observances("Asia/Almaty", 2024, 2024)

    hours = [(span.before.seconds // 3600, span.offset.seconds // 3600) for span in spans]
    assert hours == [(6, 6), (6, 5)]
    assert f"{spans[1].since:%Y-%m-%d %H:%M}" == "2024-03-01 00:00"


def test_zone_with_summer_time_has_both_observances() -> None:
    spans = zones.observances("Europe/Sofia", 2004, 2004)

    assert [(span.name, span.is_summer) for span in spans] == [("EET", False), ("EEST", True), ("EET", False)]
    assert f"{spans[1].since:%Y-%m-%d %H:%M}" == "2004-03-28 03:00"


def test_clock_without_a_named_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no named zone"):
        written(entry(start=dt.datetime(2024, 2, 1, tzinfo=dt.timezone(dt.timedelta(hours=5)))))


def test_the_same_entries_give_the_same_bytes() -> None:
    assert written(entry(), undated=("B",)) == written(entry(), undated=("B",))
