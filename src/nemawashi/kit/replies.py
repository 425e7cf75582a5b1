"""What a calendar answers to an invitation (iTIP REPLY, RFC 5546), read within bounds. It does not say who may answer."""

import re
from dataclasses import dataclass
from enum import StrEnum

from nemawashi.kit.faults import UnreadableError

MOST_BYTES = 100_000
MOST_LINES = 2_000
_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")


class CalendarAnswer(StrEnum):
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


_ANSWERS = frozenset(str(each) for each in CalendarAnswer)


class ReplyFault(StrEnum):
    """Why a file is not read as an answer."""

    LARGE = "large"
    NO_CALENDAR = "no_calendar"
    NO_REPLY = "no_reply"
    NOT_ONE_EVENT = "not_one_event"
    NOT_ONE_PERSON = "not_one_person"
    NO_ANSWER = "no_answer"
    NO_NUMBER = "no_number"


class ReplyError(UnreadableError):
    def __init__(self, fault: ReplyFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """To which entry, in which of its states (``sequence``), and what. Whatever else its writer added stays theirs."""

    uid: str
    sequence: int
    answer: CalendarAnswer


def read(content: bytes) -> CalendarReply:
    """The answer in a calendar file. Raises ``ReplyError``. Costs time in the length of the file alone."""
    lines = _unfolded(content)
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise ReplyError(ReplyFault.NO_CALENDAR)
    whole = [_parted(line) for line in lines]
    if not any(name == "METHOD" and value.strip().upper() == "REPLY" for name, _said, value in whole):
        raise ReplyError(ReplyFault.NO_REPLY)
    event = _event(whole)
    uids = [value.strip() for name, _said, value in event if name == "UID"]
    people = [said for name, said, _value in event if name == "ATTENDEE"]
    if len(uids) != 1 or not uids[0]:
        raise ReplyError(ReplyFault.NOT_ONE_EVENT)
    if len(people) != 1:
        raise ReplyError(ReplyFault.NOT_ONE_PERSON)
    return CalendarReply(uids[0][:300], _sequence(event), _answer(people[0]))


Parted = tuple[str, str, str]


def _unfolded(content: bytes) -> list[str]:
    if len(content) > MOST_BYTES:
        raise ReplyError(ReplyFault.LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReplyError(ReplyFault.NO_CALENDAR) from None
    given = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(given) > MOST_LINES:
        raise ReplyError(ReplyFault.LARGE)
    pieces: list[list[str]] = []
    for line in given:
        if line[:1] in (" ", "\t") and pieces:
            pieces[-1].append(line[1:])
        elif line.strip():
            pieces.append([line])
    return ["".join(each) for each in pieces]


def _parted(line: str) -> Parted:
    """Name, parameters and value; a colon between quotation marks ends nothing."""
    is_quoted = False
    for at, sign in enumerate(line):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == ":" and not is_quoted:
            name, _semicolon, said = line[:at].partition(";")
            return (name.upper() if _NAME.fullmatch(name) else "", said, line[at + 1 :])
    return "", "", line


def _event(lines: list[Parted]) -> list[Parted]:
    """The lines of the one VEVENT, without those of parts within it."""
    inside: list[Parted] = []
    events, within = 0, []
    for name, said, value in lines:
        if name == "BEGIN":
            within.append(value.strip().upper())
            events += within[-1] == "VEVENT"
        elif name == "END":
            if not within or within.pop() != value.strip().upper():
                raise ReplyError(ReplyFault.NO_CALENDAR)
        elif within == ["VCALENDAR", "VEVENT"]:
            inside.append((name, said, value))
    if events != 1 or within:
        raise ReplyError(ReplyFault.NOT_ONE_EVENT)
    return inside


def _sequence(event: list[Parted]) -> int:
    values = [value.strip() for name, _said, value in event if name == "SEQUENCE"]
    if len(values) > 1 or (values and not (values[0].isascii() and values[0].isdecimal() and len(values[0]) < 10)):
        raise ReplyError(ReplyFault.NO_NUMBER)
    return int(values[0]) if values else 0


def _answer(said: str) -> CalendarAnswer:
    for part in said.split(";"):
        name, _equals, value = part.partition("=")
        answer = value.strip().strip('"').upper()
        if name.strip().upper() == "PARTSTAT" and answer in _ANSWERS:
            return CalendarAnswer(answer)
    raise ReplyError(ReplyFault.NO_ANSWER)
