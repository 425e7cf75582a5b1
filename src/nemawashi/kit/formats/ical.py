"""iCalendar (RFC 5545, with the calendar's name and refresh of RFC 7986): entries to bytes, and nothing else.

Written here because a feed must cost little (docs/decisions/0013). The same entries give the same bytes: whatever
moves with the clock is the caller's business, so nothing here asks for the time.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from nemawashi.kit.formats.zones import observances

LONGEST = 75  # octets of a line, its end not counted
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_CONTROLS = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])  # all but tab and line ends


@dataclass(frozen=True, slots=True)
class Entry:
    """One VEVENT, which blocks nobody's time: a feed tells what happens, and not what its reader does then.

    ``end`` of whole days is the last day itself; the exclusive DTEND is made here. A ``start`` with a clock carries its
    zone; none of an entry that is called off and has no day any more. ``is_busy``: it takes the time of those who are
    asked to it.
    """

    uid: str
    changed_at: dt.datetime
    sequence: int
    status: str
    start: dt.date | dt.datetime | None
    end: dt.date | dt.datetime | None
    summary: str
    url: str = ""
    location: str = ""
    description: str = ""
    comment: str = ""
    categories: Sequence[str] = ()
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """A feed: what it is called and for whom, its entries, and what it cannot show because it has no date."""

    name: str
    language: str
    url: str
    maker: str
    entries: Sequence[Entry]
    undated: Sequence[str] = field(default=())
    refresh: str = "PT6H"


def written(calendar: Calendar) -> bytes:
    """The bytes of a calendar: CRLF, lines of at most 75 octets, UTF-8."""
    return b"".join(folded(line) for line in _lines(calendar))


def folded(line: str) -> bytes:
    """A content line with its end, folded between code points, so that every piece is UTF-8 of its own."""
    raw = line.encode()
    if len(raw) <= LONGEST:
        return raw + b"\r\n"
    pieces, start, room = [], 0, LONGEST
    while start < len(raw):
        end = min(start + room, len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, LONGEST - 1
    return b"\r\n ".join(pieces) + b"\r\n"


def text(words: str) -> str:
    """Words as a TEXT value."""
    return words.translate(_CONTROLS).translate(_ESCAPED)


def moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _lines(calendar: Calendar) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{text(calendar.maker)}"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME;LANGUAGE={calendar.language}:{text(calendar.name)}"
    yield f"X-WR-CALNAME:{text(calendar.name)}"
    yield f"URL:{calendar.url}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{calendar.refresh}"
    yield f"X-PUBLISHED-TTL:{calendar.refresh}"
    for words in calendar.undated:
        yield f"X-NEMAWASHI-UNDATED;LANGUAGE={calendar.language}:{text(words)}"
    yield from zone_lines(calendar.entries)
    for entry in calendar.entries:
        yield from entry_lines(entry, calendar.language)
    yield "END:VCALENDAR"


def entry_lines(entry: Entry, language: str, *, people: Iterable[str] = ()) -> Iterator[str]:
    """The lines of one VEVENT, not folded; ``people`` are those of its organiser and of who is asked to it."""
    changed = moment(entry.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"STATUS:{entry.status}"
    yield from _when(entry)
    yield f"SUMMARY;LANGUAGE={language}:{text(entry.summary)}"
    for name, words in (
        ("LOCATION", entry.location),
        ("DESCRIPTION", entry.description),
        ("COMMENT", entry.comment),
    ):
        if words:
            yield f"{name};LANGUAGE={language}:{text(words)}"
    if entry.categories:
        yield f"CATEGORIES;LANGUAGE={language}:" + ",".join(text(word) for word in entry.categories)
    if entry.url:
        yield f"URL:{entry.url}"
    yield from people
    yield "TRANSP:OPAQUE" if entry.is_busy else "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(entry: Entry) -> Iterator[str]:
    start, end = entry.start, entry.end
    if start is None:
        return
    if isinstance(start, dt.datetime):
        yield f"DTSTART;TZID={_zone_of(start)}:{start:%Y%m%dT%H%M%S}"
        if isinstance(end, dt.datetime):
            yield f"DTEND;TZID={_zone_of(end)}:{end:%Y%m%dT%H%M%S}"
        return
    yield f"DTSTART;VALUE=DATE:{start:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{(end or start) + dt.timedelta(days=1):%Y%m%d}"


def _zone_of(at: dt.datetime) -> str:
    """The IANA name; abbreviations such as +05 name no zone that another program could look up."""
    name = getattr(at.tzinfo, "key", "")
    if not name:
        raise ValueError(f"{at} has no named zone")
    return str(name)


def zone_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A VTIMEZONE for each zone that an entry uses, over the years in which it is used."""
    years: dict[str, set[int]] = {}
    for entry in entries:
        if isinstance(entry.start, dt.datetime):
            years.setdefault(_zone_of(entry.start), set()).add(entry.start.year)
    for name in sorted(years):
        yield "BEGIN:VTIMEZONE"
        yield f"TZID:{name}"
        for span in observances(name, min(years[name]), max(years[name])):
            kind = "DAYLIGHT" if span.is_summer else "STANDARD"
            yield f"BEGIN:{kind}"
            yield f"DTSTART:{span.since:%Y%m%dT%H%M%S}"
            yield f"TZOFFSETFROM:{_offset(span.before)}"
            yield f"TZOFFSETTO:{_offset(span.offset)}"
            yield f"TZNAME:{text(span.name)}"
            yield f"END:{kind}"
        yield "END:VTIMEZONE"


def _offset(span: dt.timedelta) -> str:
    seconds = int(span.total_seconds())
    sign, seconds = ("-" if seconds < 0 else "+"), abs(seconds)
    rest = f"{seconds % 60:02d}" if seconds % 60 else ""
    return f"{sign}{seconds // 3600:02d}{seconds // 60 % 60:02d}{rest}"
