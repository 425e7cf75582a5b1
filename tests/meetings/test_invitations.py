"""Invitations: mails that calendars answer, SEQUENCE and CANCEL, answers on the desk, and the letter in PDF."""

import datetime as dt
import email
import re
from collections.abc import Callable
from email.policy import default
from typing import Any

import icalendar
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.kit.test_replies import answered

from nemawashi.access.models import Notice, User
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.replies import CalendarAnswer, CalendarReply
from nemawashi.meetings import acts, queries, rules
from nemawashi.meetings.models import Invitation, Meeting
from nemawashi.meetings.rules import Nominee
from nemawashi.meetings.terms import Refusal
from nemawashi.parties.models import ForumRow, HeldMail, Letter, Membership
from nemawashi.parties.queries import forget_forum
from nemawashi.parties.terms import LetterState, ReadingState
from nemawashi.project.outbox import calling, sending

DAY = dt.timedelta(days=1)
ADDRESSES = {"japan": "tokyo01@example.org", "kazakhstan": "astana1@example.org", "uzbekistan": "tashken@example.org"}


@pytest.fixture
def meeting(played: None, db: None, settings: Any, now: dt.datetime) -> Meeting:
    """The announced meeting, of which nobody was mailed; three focal points have addresses."""
    settings.MAIL_IS_SET_UP = True
    Notice.objects.update(mailed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    User.objects.update(email="")
    for name, address in ADDRESSES.items():
        User.objects.filter(username=name).update(email=address, language="en")
        Membership.objects.filter(user__username=name).update(role="focal_point")
    row = Meeting.objects.get(track__slug="fmm", state="announced")
    Invitation.objects.filter(meeting=row).update(sent_at=now)
    return row


def sent_on(at: dt.datetime) -> list[Any]:
    """What left now, as a program of mail reads it: ``(to, subject, words, calendar, its bytes)``."""
    Notice.objects.update(mailed_at=at)
    mail.outbox.clear()
    sending.send(at)
    rows = []
    for each in mail.outbox:
        message: Any = email.message_from_bytes(each.message().as_bytes(), policy=default)
        (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
        raw = part.get_content().encode()
        whole = icalendar.Calendar.from_ical(raw)
        assert part.get_param("method") == str(whole["METHOD"])
        rows.append((each.to[0], each.subject, message.get_body(("plain",)).get_content(), whole, raw))
    return sorted(rows, key=lambda row: row[0])


def event_of(row: Any) -> Any:
    (event,) = row[3].walk("VEVENT")
    return event


def test_where_nobody_can_be_written_to_none_is_said_to_have_left_and_who_joins_is_invited(
    meeting: Meeting, now: dt.datetime, client_of: Callable[[str], Client]
) -> None:
    User.objects.filter(username="uzbekistan").update(email="")

    assert [row[0] for row in sent_on(now)] == ["astana1@example.org", "tokyo01@example.org"]
    assert set(Invitation.objects.filter(meeting=meeting, sequence=None).values_list("party__code", flat=True)) == {
        "KGZ",
        "TJK",
        "TKM",
        "UZB",
    }
    page = client_of("host").get(f"/desk/meetings/{meeting.slug}/delegations/").content.decode()
    assert [page.count(words) for words in ("state of the calendar entry", "not invited by mail so far")] == [2, 4]

    User.objects.filter(username="uzbekistan").update(email=ADDRESSES["uzbekistan"])
    assert [row[0] for row in sent_on(now + DAY)] == [ADDRESSES["uzbekistan"]]


def test_an_announced_meeting_is_asked_for_once_and_again_under_a_higher_sequence(
    meeting: Meeting, done: Any, now: dt.datetime
) -> None:
    first = sent_on(now)
    assert [row[0] for row in first] == sorted(ADDRESSES.values())
    event = event_of(first[0])
    assert (str(first[0][3]["METHOD"]), str(event["UID"])) == ("REQUEST", rules.calendar_uid(meeting.ref))
    assert str(event["ATTENDEE"]) == "mailto:astana1@example.org"
    assert first[0][1].startswith("Invitation: ")
    assert sent_on(now + DAY) == []  # nothing else is announced

    meeting = done("host", acts.propose_agenda_item, meeting, title="Water").meeting
    assert sent_on(now + DAY) == []  # nor by an act that moves nothing
    moved = done("host", acts.postpone_meeting, meeting, why="Floods", start=ImpreciseDate(2029, 5, 3))
    second = sent_on(now + 2 * DAY)
    assert [row[1].split(":")[0] for row in second] == ["Changed"] * 3
    later = event_of(second[0])
    assert int(later["SEQUENCE"]) > int(event["SEQUENCE"])
    assert (str(later["UID"]), f"{later.decoded('DTSTART'):%Y-%m-%d}") == (str(event["UID"]), "2029-05-03")

    done("host", acts.cancel_meeting, moved, why="An election")
    third = sent_on(now + 3 * DAY)
    assert {str(row[3]["METHOD"]) for row in third} == {"CANCEL"}
    assert [row[1].split(":")[0] for row in third] == ["Called off"] * 3
    assert int(event_of(third[0])["SEQUENCE"]) > int(later["SEQUENCE"])
    assert sent_on(now + 4 * DAY) == []


def test_a_meeting_without_a_new_day_is_called_off_and_asked_for_again(
    meeting: Meeting, done: Any, now: dt.datetime
) -> None:
    sent_on(now)
    moved = done("host", acts.postpone_meeting, meeting, why="Floods")
    assert {str(row[3]["METHOD"]) for row in sent_on(now + DAY)} == {"CANCEL"}
    done("host", acts.postpone_meeting, moved, why="A day was found", start=ImpreciseDate(2029, 5, 3))

    assert {str(row[3]["METHOD"]) for row in sent_on(now + 2 * DAY)} == {"REQUEST"}


def test_mails_about_one_act_are_equal_in_words_and_size(meeting: Meeting, done: Any, now: dt.datetime) -> None:
    rows = sent_on(now)

    assert len({row[1:3] for row in rows}) == 1
    assert len({row[4].replace(row[0].encode(), b"") for row in rows}) == 1
    assert len({len(row[4]) for row in rows}) == 1
    for row in rows:
        others = set(ADDRESSES.values()) - {row[0]}
        assert [each for each in others if each.encode() in row[4] or each in row[2]] == []


@pytest.mark.one_database
def test_each_is_written_to_in_the_language_of_the_forum(meeting: Meeting, now: dt.datetime) -> None:
    ForumRow.objects.update(meeting_rules={"letter_languages": [{"party": "japan", "language": "ja"}]})
    forget_forum()
    try:
        rows = {row[0]: row for row in sent_on(now)}
    finally:
        forget_forum()

    assert rows["tokyo01@example.org"][1].startswith("招請：")
    assert rows["astana1@example.org"][1].startswith("Invitation: ")


@pytest.mark.one_database
def test_no_mail_where_it_is_late_held_unwanted_or_overtaken(meeting: Meeting, done: Any, now: dt.datetime) -> None:
    Invitation.objects.update(sent_at=now - 14 * DAY)
    assert calling.write(now) == 0
    Invitation.objects.update(sent_at=now - 14 * DAY + dt.timedelta(seconds=1))
    entry = queries.log.Entry.objects.filter(object_ref=meeting.ref, event="meeting.announced").latest("seq")
    held = HeldMail.objects.create(entry=entry, held_at=now, state=ReadingState.HELD)
    assert calling.write(now) == 0
    HeldMail.objects.filter(pk=held.pk).update(state=ReadingState.RELEASED)
    assert calling.write(now) == 3
    assert calling.write(now) == 0
    done("host", acts.postpone_meeting, meeting, why="Floods", start=ImpreciseDate(2029, 5, 3))
    Membership.objects.filter(user__username="japan").update(role="member")
    assert calling.write(now) == 2

    rows = sent_on(now + dt.timedelta(minutes=1))

    assert [row[0] for row in rows] == ["astana1@example.org", "tashken@example.org"]  # the overtaken three lapse
    states = sorted(Letter.objects.filter(kind="meeting").values_list("state", flat=True))
    assert states == [LetterState.LAPSED] * 3 + [LetterState.SENT] * 2


def test_answer_invitation_by_choice(meeting: Meeting, done: Any, logged: Any, refused: Any) -> None:
    row, entries = logged("japan", acts.answer_invitation, meeting, answer="attends")
    assert (row.answer, entries) == ("attends", [("invitation.answered", "japan", "parties", meeting.ref)])
    assert refused("japan", acts.answer_invitation, meeting, answer="attends") is Refusal.ANSWERED_SO_ALREADY
    assert refused("japan-watcher", acts.answer_invitation, meeting, answer="attends") is Refusal.NOT_THE_FOCAL_POINT
    assert refused("host", acts.answer_invitation, meeting, answer="attends") is Refusal.NOT_THE_FOCAL_POINT
    assert refused("observer", acts.answer_invitation, meeting, answer="attends") is Refusal.NOT_INVITED
    done("japan", acts.nominate_delegates, meeting, people=[Nominee("Ken Sato")])

    done("japan", acts.answer_invitation, meeting, answer="declines", why="An election.")

    assert (meeting.delegates.count(), meeting.declined.get().why) == (0, "An election.")
    done("japan", acts.nominate_delegates, meeting, people=[Nominee("Ken Sato")])
    assert (meeting.declined.count(), meeting.invitations.get(party__slug="japan").answer) == (0, "attends")
    done("japan", acts.decline_meeting, meeting)
    assert meeting.invitations.get(party__slug="japan").answer == "declines"
    cancelled = done("host", acts.cancel_meeting, meeting, why="x")
    assert refused("japan", acts.answer_invitation, cancelled, answer="attends") is Refusal.CANCELLED


def test_replay_a_reply_to_an_earlier_state_or_to_another_meeting_counts_nothing(
    meeting: Meeting, done: Any, refused: Any, now: dt.datetime
) -> None:
    sent_on(now)
    newest = meeting.invitations.get(party__slug="japan").sequence or 0
    uid = rules.calendar_uid(meeting.ref)

    def said(uid: str, sequence: int) -> CalendarReply:
        return CalendarReply(uid, sequence, CalendarAnswer.ACCEPTED)

    words = {"answer": "attends"}
    assert refused("japan", acts.answer_invitation, meeting, **words, reply=said("other", newest)) is (
        Refusal.REPLY_OF_ANOTHER
    )
    if newest:
        early = said(uid, newest - 1)
        assert refused("japan", acts.answer_invitation, meeting, **words, reply=early) is Refusal.REPLY_IS_OLD
    assert done("japan", acts.answer_invitation, meeting, **words, reply=said(uid, newest)).answer == "attends"


def test_rights_on_another_object_the_file_of_a_calendar_answers_for_who_is_signed_in_and_speaks(
    meeting: Meeting, now: dt.datetime, client_of: Callable[[str], Client]
) -> None:
    """Whoever holds the answer of another party's focal point answers for themselves alone, and a watcher not at all."""
    rows = {row[0]: row for row in sent_on(now)}
    reply = answered(rows["tokyo01@example.org"][4].replace(b"\n", b"\r\n"), "DECLINED")
    address = f"/desk/acts/answer_invitation/{meeting.slug}/"

    def post(name: str, **words: Any) -> int:
        status: int = client_of(name).post(address, {"seen": "", "why": ""} | words).status_code
        return status

    assert post("japan-watcher", file=SimpleUploadedFile("r.ics", reply)) == 422
    assert post("host", file=SimpleUploadedFile("r.ics", reply)) == 422
    assert post("kazakhstan", file=SimpleUploadedFile("r.ics", reply)) == 302
    answers = dict(meeting.invitations.values_list("party__slug", "answer"))
    assert (answers["japan"], answers["kazakhstan"]) == ("", "declines")
    assert post("japan", pasted=reply.decode()) == 302
    assert meeting.invitations.get(party__slug="japan").answer == "declines"
    refused = [
        {"pasted": "Hello"},
        {"file": SimpleUploadedFile("r.ics", b"x" * 200_000)},
        {"answer": "attends", "pasted": reply.decode()},
        {},
        {"answer": "maybe"},
    ]
    assert [post("japan", **words) for words in refused] == [422] * len(refused)
    page = client_of("host").get(f"/desk/meetings/{meeting.slug}/delegations/").content.decode()
    assert page.count("does not attend") >= 2


@pytest.mark.one_database
def test_the_letter_is_the_own_partys_and_the_hosts_in_the_words_of_the_forum(
    meeting: Meeting, client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from nemawashi.desk.following import invitations

    made: list[Any] = []
    monkeypatch.setattr(invitations.pdf, "laid_out", lambda document, **_words: made.append(document("")) or b"%PDF-1")
    letters = {"en": "Dear {party}: {meeting}, {days}. {nobody}", "ja": "{party}御中"}
    rules_of = {"letters": letters, "letter_languages": [{"party": "japan", "language": "ja"}]}
    ForumRow.objects.update(meeting_rules=rules_of)
    Meeting.objects.filter(pk=meeting.pk).update(theme="{party}")
    forget_forum()
    address = f"/desk/meetings/{meeting.slug}/invitation.pdf"
    try:
        asked = [
            ("japan", ""),
            ("kazakhstan", "?party=japan"),
            ("host", "?party=uzbekistan&in=ru"),
            ("host", "?party=japan&in=xx"),
        ]
        answers = [client_of(name).get(address + query) for name, query in asked]
        closed = [("host", ""), ("host", "?party=nobody"), ("expert", "?party=japan"), ("researcher", "")]
        hidden = [client_of(name).get(address + query).status_code for name, query in closed]
    finally:
        forget_forum()

    assert [(row.status_code, row["Content-Type"]) for row in answers] == [(200, "application/pdf")] * 4
    words = [re.sub(r"<[^>]+>", " ", each) for each in made]
    assert "日本御中" in words[0]
    assert "Dear Kazakhstan: " in words[1]
    assert "{nobody}" in words[1]
    assert "имеет честь пригласить делегацию: Узбекистан" in words[2]
    assert 'lang="ja"' in made[3]
    assert hidden == [404] * 4
