"""Answers of calendars, read back from what independent programs write, within bounds; invitations read by two of them."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from nemawashi.kit import replies
from nemawashi.kit.formats import ical, itip
from nemawashi.kit.formats.itip import CalendarCall, CalendarPerson, Method
from nemawashi.kit.papers.letters import LetterPaper, as_html
from nemawashi.kit.replies import CalendarAnswer, CalendarReply, ReplyError, ReplyFault
from nemawashi.parties.terms import filled, unknown_blanks

AT = dt.datetime(2027, 1, 15, 9, 0, tzinfo=dt.UTC)
START = dt.datetime(2027, 3, 14, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo"))  # vobject keeps what it first read of a zone


def call(method: Method = Method.REQUEST, **words: object) -> bytes:
    given: dict[str, object] = {
        "uid": "u1", "changed_at": AT, "sequence": 3, "status": "CONFIRMED", "start": START,
        "end": START + dt.timedelta(hours=2), "summary": "Встреча; министров, 外相会合", "url": "https://example.org/",
        "location": "Astana", "is_busy": True,
    }  # fmt: skip
    entry = ical.Entry(**(given | words))  # type: ignore[arg-type]
    people = CalendarPerson('A "forum"\r\nX-EVIL:1', "host@example.org"), CalendarPerson("a@example.org", "a@example.org")
    return itip.written(CalendarCall(method, entry, "en", "-//T//T//EN", *people))


def answered(raw: bytes, partstat: str, *, comment: str = "") -> bytes:
    """What a calendar built on an independent library answers to the call."""
    asked = icalendar.Calendar.from_ical(raw)
    (event,) = asked.walk("VEVENT")
    reply, part = icalendar.Calendar(), icalendar.Event()
    for name, value in (("PRODID", "-//Other//EN"), ("VERSION", "2.0"), ("METHOD", "REPLY")):
        reply.add(name, value)
    for name in ("UID", "DTSTAMP", "SEQUENCE", "ORGANIZER", "SUMMARY"):
        part[name] = event[name]
    person = event["ATTENDEE"]
    person.params["PARTSTAT"] = partstat
    part["ATTENDEE"] = person
    if comment:
        part.add("COMMENT", comment)
    reply.add_component(part)
    return reply.to_ical()


def test_an_invitation_goes_round_through_an_independent_library() -> None:
    raw = call()
    whole = icalendar.Calendar.from_ical(raw)
    (event,) = whole.walk("VEVENT")

    assert (str(whole["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])) == ("REQUEST", "u1", 3)
    assert event.decoded("DTSTART") == START
    assert str(event["SUMMARY"]) == "Встреча; министров, 外相会合"
    assert (str(event["ATTENDEE"]), event["ATTENDEE"].params["RSVP"]) == ("mailto:a@example.org", "TRUE")
    assert (str(event["ORGANIZER"]), event["TRANSP"]) == ("mailto:host@example.org", "OPAQUE")
    assert vobject.readOne(raw.decode()).vevent.attendee.value == "mailto:a@example.org"
    for partstat, answer in (("ACCEPTED", "ACCEPTED"), ("TENTATIVE", "TENTATIVE"), ("DECLINED", "DECLINED")):
        reply = replies.read(answered(raw, partstat, comment="Ко мне, 大臣; \\ ok"))
        assert reply == CalendarReply("u1", 3, CalendarAnswer(answer))


def test_header_injection_a_name_begins_no_line_and_ends_no_parameter() -> None:
    lines = call().decode().replace("\r\n ", "").split("\r\n")

    assert [line for line in lines if line.startswith(("X-EVIL", "ATTACH"))] == []
    assert [line for line in lines if line.startswith("ORGANIZER")] == [
        'ORGANIZER;CN="A forumX-EVIL:1":mailto:host@example.org'
    ]


def test_what_is_called_off_needs_no_day() -> None:
    (event,) = icalendar.Calendar.from_ical(call(Method.CANCEL, start=None, end=None, status="CANCELLED")).walk("VEVENT")

    assert ("DTSTART" in event, str(event["STATUS"]), int(event["SEQUENCE"])) == (False, "CANCELLED", 3)


REPLY = "\r\n".join(
    [
        "BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT", "UID:u1", "SEQUENCE:4",
        'ATTENDEE;CN="A: B; C";PARTSTAT=accep', " ted:mailto:a@example.org", "BEGIN:VALARM", "UID:other", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR", "",
    ]
)  # fmt: skip


def test_a_reply_is_read_as_programs_fold_and_quote_it() -> None:
    assert replies.read(REPLY.encode()) == CalendarReply("u1", 4, CalendarAnswer.ACCEPTED)
    assert replies.read(b"\xef\xbb\xbf" + REPLY.replace("\r\n", "\n").encode()).sequence == 4
    assert replies.read(REPLY.replace("SEQUENCE:4\r\n", "").encode()).sequence == 0


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", ReplyFault.NO_CALENDAR),
        (b"Hello", ReplyFault.NO_CALENDAR),
        (b"\xff\xfe", ReplyFault.NO_CALENDAR),
        (REPLY.replace("END:VEVENT", "END:VTODO").encode(), ReplyFault.NO_CALENDAR),
        (call(), ReplyFault.NO_REPLY),
        (REPLY.replace("REPLY", "REQUEST").encode(), ReplyFault.NO_REPLY),
        (REPLY.replace("UID:u1\r\n", "").encode(), ReplyFault.NOT_ONE_EVENT),
        (REPLY.replace("UID:u1", "UID:u1\r\nUID:u2").encode(), ReplyFault.NOT_ONE_EVENT),
        (REPLY.replace("END:VEVENT", "END:VEVENT\r\nBEGIN:VEVENT\r\nEND:VEVENT").encode(), ReplyFault.NOT_ONE_EVENT),
        (REPLY.replace("UID:u1", "ATTENDEE;PARTSTAT=DECLINED:x\r\nUID:u1").encode(), ReplyFault.NOT_ONE_PERSON),
        (REPLY.replace("PARTSTAT", "X-PART").encode(), ReplyFault.NO_ANSWER),
        (REPLY.replace("accep\r\n ted", "NEEDS-ACTION").encode(), ReplyFault.NO_ANSWER),
        (REPLY.replace("SEQUENCE:4", "SEQUENCE:-1").encode(), ReplyFault.NO_NUMBER),
        (REPLY.replace("SEQUENCE:4", "SEQUENCE:1\r\nSEQUENCE:2").encode(), ReplyFault.NO_NUMBER),
        (REPLY.encode() + b"X" * replies.MOST_BYTES, ReplyFault.LARGE),
        (REPLY.encode() + b"X:1\r\n" * replies.MOST_LINES, ReplyFault.LARGE),
    ],
)
def test_what_is_no_answer_is_refused_with_its_reason(content: bytes, fault: ReplyFault) -> None:
    with pytest.raises(ReplyError) as error:
        replies.read(content)

    assert error.value.fault is fault


def test_a_reply_at_the_bounds_is_read_and_one_beyond_is_not() -> None:
    filling = replies.MOST_BYTES - len(REPLY.encode())
    whole = REPLY.replace("UID:u1", f"X-A:{'x' * (filling - 6)}\r\nUID:u1").encode()
    assert len(whole) == replies.MOST_BYTES
    assert replies.read(whole).uid == "u1"
    with pytest.raises(ReplyError):
        replies.read(whole + b"x")


@pytest.mark.parametrize("part", ["BEGIN:VEVENT\r\n", 'A;B="', "\r\n ", ":", "ATTENDEE;PARTSTAT=X:y\r\n"])
@pytest.mark.parametrize("times", [1_000, 2_000])
def test_a_reply_costs_steps_in_its_length_alone(part: str, times: int) -> None:
    """At double the size, too: what is hard to read ends as a refusal."""
    with pytest.raises(ReplyError):
        replies.read(REPLY.replace("UID:u1", part * times).encode())


def test_placeholder_injection_a_value_is_put_in_once_and_is_no_template() -> None:
    values = {"party": "{host} {0.__class__} %(x)s {{ x }}", "host": "Japan"}

    assert filled("To {party} of {host}, {nobody} {}", values) == (
        "To {host} {0.__class__} %(x)s {{ x }} of Japan, {nobody} {}"
    )
    assert unknown_blanks("{party} {nobody} {a b}") == {"nobody"}


def test_markup_injection_a_letter_escapes_every_word() -> None:
    evil = '<img src="x">'
    made = as_html(LetterPaper(evil, evil, evil, f"{evil}\n\nb\n\n\n", evil, "ja"), looks="")

    assert "<img" not in made
    assert made.count('<p class="said">') == 2
