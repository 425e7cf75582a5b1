"""Invitations that calendars answer (iTIP, RFC 5546; in mail RFC 6047): one entry, from whom, to whom, with its method."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nemawashi.kit.formats import ical


class Method(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class CalendarPerson:
    """By the name and the address of mail. No sign of either ends the parameter, or the line, in which it stands."""

    name: str
    address: str

    def line(self, role: str) -> str:
        name = "".join(sign for sign in self.name if sign.isprintable() and sign not in '"\\')
        address = "".join(sign for sign in self.address if sign.isprintable() and sign not in "\r\n")
        return f'{role};CN="{name}"{_ASKED if role == "ATTENDEE" else ""}:mailto:{address}'


_ASKED = ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"


@dataclass(frozen=True, slots=True)
class CalendarCall:
    """One entry that somebody is asked to, or that is called off. It never holds more than one of those who are asked."""

    method: Method
    entry: ical.Entry
    language: str
    maker: str
    organiser: CalendarPerson
    asked: CalendarPerson


def written(call: CalendarCall) -> bytes:
    """The bytes of a call: CRLF, lines of at most 75 octets, UTF-8."""
    return b"".join(ical.folded(line) for line in _lines(call))


def _lines(call: CalendarCall) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{ical.text(call.maker)}"
    yield "CALSCALE:GREGORIAN"
    yield f"METHOD:{call.method.value}"
    yield from ical.zone_lines([call.entry])
    people = [call.organiser.line("ORGANIZER"), call.asked.line("ATTENDEE")]
    yield from ical.entry_lines(call.entry, call.language, people=people)
    yield "END:VCALENDAR"
