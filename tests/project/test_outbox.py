"""The outbox: sent once, tried again, noted with the server's answer, told as unsure where nobody knows; bounces seen."""

from __future__ import annotations

import datetime as dt
import smtplib
import socket
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError

from nemawashi.access import clock
from nemawashi.access.models import User
from nemawashi.access.terms import Circle
from nemawashi.kit.faults import NotThereError, UnreadableError
from nemawashi.parties.models import Letter
from nemawashi.parties.terms import LetterKind, LetterState
from nemawashi.project.outbox import bouncing, posting, sending, wording
from nemawashi.project.outbox.posting import PostAnswer, PostOutcome

AT = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
LATER = dt.timedelta(days=14)


class Server:
    """A server of mail that answers as it is told, and keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.rcpt, self.data = "250 OK", "250 2.0.0 taken as 4Xz"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data == "hang up":
            server.transport.abort()
            return "421 gone"
        if self.data.startswith("250"):
            self.taken.append(envelope)
        return self.data


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.MAIL_IS_SET_UP, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = True, False, False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER = "127.0.0.1", controller.port, ""
    settings.DEFAULT_FROM_EMAIL = "The forum <forum@forum.example>"
    try:
        yield handler
    finally:
        controller.stop()


@pytest.fixture
def letter(db: None, settings: Any) -> Letter:
    settings.MAIL_IS_SET_UP = True
    reader = User.objects.create(username="expert-one", circle=Circle.EXPERTS, email="e.one@example.org")
    return Letter.objects.create(
        key="notice/a/1", kind="notice", user=reader, is_hosts=True, address=reader.email, language="en",
        subject="[SOM-12/1] Япония 日本", body="One line.\n.\nFrom here on.\n", written_at=AT, try_at=AT, until=AT + LATER,
    )  # fmt: skip


def _state(row: Letter) -> tuple[str, int, str]:
    row.refresh_from_db()
    return row.state, row.tries, row.answer


def _answering(monkeypatch: pytest.MonkeyPatch, outcome: PostOutcome) -> None:
    monkeypatch.setattr(posting.Post, "hand_over", lambda self, mail: PostAnswer(outcome, f"{outcome} it was"))


def test_a_mail_leaves_once_and_the_answer_of_the_server_is_noted(server: Server, letter: Letter) -> None:
    first, second = sending.deliver(AT), sending.deliver(AT + dt.timedelta(hours=1))

    envelope = server.taken[0]
    head = envelope.content.decode().partition("\r\n\r\n")[0]
    assert (len(server.taken), first.acts, first.readers, second.keys) == (1, 1, {str(letter.user_id)}, [])
    assert _state(letter) == ("sent", 1, "250 2.0.0 taken as 4Xz")
    assert (letter.left_at, envelope.mail_from, envelope.rcpt_tos) == (AT, "forum@forum.example", ["e.one@example.org"])
    assert f"Message-ID: <{letter.pk.hex}.0@forum.example>" in head
    assert sorted(line.partition(":")[0] for line in head.splitlines() if line[0] != " ") == [
        "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version", "Message-ID",
        "Subject", "To",
    ]  # fmt: skip


def test_what_the_server_does_not_take_now_is_tried_again_with_growing_pauses_and_not_for_ever(
    server: Server, letter: Letter
) -> None:
    server.rcpt = "450 4.2.0 greylisted"
    at, pauses = AT, []

    for _each in range(sending.MOST_TRIES):
        assert sending.deliver(at).keys == []
        letter.refresh_from_db()
        pauses.append(letter.try_at - at)
        sending.deliver(letter.try_at - dt.timedelta(seconds=1))  # too soon
        at = letter.try_at

    assert pauses[:-1] == list(sending.PAUSES)
    assert sorted(pauses[:-1]) == pauses[:-1]
    assert _state(letter) == ("failed", sending.MOST_TRIES, "450 4.2.0 greylisted")
    assert (len(letter.answers), server.taken) == (sending.MOST_TRIES, [])


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("rcpt", "data", "state"),
    [
        ("550 5.1.1 no such user", "250 OK", ("failed", 1, "550 5.1.1 no such user")),
        ("250 OK", "554 5.7.1 refused", ("failed", 1, "554 5.7.1 refused")),
        ("250 OK", "451 4.3.0 later", ("waiting", 1, "451 4.3.0 later")),
        ("250 OK", "hang up", ("unsure", 1, "the connection ended before the answer (SMTPServerDisconnected)")),
    ],
)
def test_a_refusal_ends_it_and_a_cut_line_behind_the_words_is_told_as_unsure(
    server: Server, letter: Letter, rcpt: str, data: str, state: tuple[str, int, str]
) -> None:
    server.rcpt, server.data = rcpt, data

    sending.deliver(AT)

    assert _state(letter) == state


def test_a_server_that_is_away_costs_one_try_of_one_mail(letter: Letter, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", _free_port(), False
    other = Letter.objects.create(
        key="notice/a/2",
        kind="notice",
        user=letter.user,
        address="b@example.org",
        written_at=AT,
        try_at=AT,
        until=AT + LATER,
    )

    sending.deliver(AT)

    assert sorted(row.tries for row in Letter.objects.all()) == [0, 1]
    tried = max([letter, other], key=lambda row: _state(row)[1])
    assert _state(tried) == ("waiting", 1, "the server of mail cannot be reached (ConnectionRefusedError)")


def test_two_workers_never_send_one_mail_twice(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    rivals: list[list[str]] = []

    def hand_over(self: Any, message: Any) -> PostAnswer:
        if not rivals:  # another worker looks while this one sends
            rivals.append(sending.deliver(AT).keys)
        return PostAnswer(PostOutcome.TAKEN, "250 OK")

    monkeypatch.setattr(posting.Post, "hand_over", hand_over)
    stale = Letter.objects.get(pk=letter.pk)
    first = sending.deliver(AT)

    assert (first.keys, rivals) == (["notice/a/1"], [[]])
    assert not sending._takes(stale, AT)  # it was found before the first one took it


def test_a_crash_between_sending_and_noting_is_told_and_nothing_is_sent_again(
    letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CrashError(BaseException):
        pass

    def crash(*args: Any) -> None:
        raise CrashError

    with monkeypatch.context() as patched:
        patched.setattr(sending, "_note", crash)
        with pytest.raises(CrashError):
            sending.deliver(AT)
    within = sending.deliver(AT + sending.LOST_AFTER)
    assert (_state(letter)[0], len(mail.outbox)) == ("sending", 1)

    sending.deliver(AT + sending.LOST_AFTER + dt.timedelta(seconds=1))

    assert (within.keys, _state(letter)[0], len(mail.outbox)) == ([], "unsure", 1)
    sending._note(letter, PostAnswer(PostOutcome.TAKEN, "250 OK"), AT)  # who sent it was only slow
    assert _state(letter)[0] == "sent"


def test_what_comes_too_late_or_to_somebody_who_left_is_not_sent(letter: Letter) -> None:
    at_the_end = AT + LATER
    User.objects.filter(pk=letter.user_id).update(is_active=False)
    sending.deliver(AT)
    assert _state(letter)[0] == "lapsed"

    Letter.objects.update(state="waiting", tries=0)
    User.objects.filter(pk=letter.user_id).update(is_active=True)
    sending.deliver(at_the_end)
    assert (_state(letter)[0], mail.outbox) == ("lapsed", [])

    Letter.objects.update(state="waiting")
    sending.deliver(at_the_end - dt.timedelta(seconds=1))
    assert (_state(letter)[0], len(mail.outbox)) == ("sent", 1)

    sending.deliver(AT + sending.KEPT)
    assert Letter.objects.exists()
    sending.deliver(AT + sending.KEPT + dt.timedelta(seconds=1))
    assert not Letter.objects.exists()


@pytest.mark.one_database
@pytest.mark.parametrize("address", ["a@example.org\nBcc: b@example.org", "a b@example.org", "ä@example.org", "", "a@"])
def test_an_address_that_is_none_is_refused_and_steers_no_header(letter: Letter, address: str) -> None:
    Letter.objects.update(address=address)

    sending.deliver(AT)

    assert (_state(letter), mail.outbox) == (("failed", 1, "this is no address that mail can be sent to"), [])


HOSTILE = "{{ page }}{% now 'Y' %}%(forum)s\r\nBcc: thief@example.org\u202e\x1b[2J"


def test_what_stands_in_a_name_stays_a_name_in_every_template(rf: Any) -> None:
    invited = wording.InvitationMail(
        name=HOSTILE, party=HOSTILE, office="Head", forum=HOSTILE, until="noon", page="https://a/b"
    )
    reset = wording.ResetMail(name=HOSTILE, forum=HOSTILE, page="https://a/b")

    for template in (invited, reset):
        message = posting.message(template.subject, template.body, "a@example.org", name="0.0", at=0.0).message()
        assert sorted(message.keys()) == sorted(set(message.keys()))
        assert "Bcc" not in message
        assert template.subject.endswith("{{ page }}{% now 'Y' %}%(forum)s Bcc: thief@example.org [2J")
        assert "{{ page }}{% now 'Y' %}%(forum)s" in template.body
        assert template.body.count("https://a/b") == 1
    assert len(wording.one_line("x" * 400)) == wording.LONGEST_SUBJECT
    assert wording.one_line("x" * 180) == "x" * 180
    assert wording.one_line("x" * 90 + " " + "y" * 90) == "x" * 90 + "…"
    assert {each.file for each in wording.TEMPLATES} == {
        path.name for path in Path(wording.__file__).parents[2].joinpath("templates/desk/mail").iterdir()
    }


REPORT = """From: mailer-daemon@mx.example
To: forum@forum.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; e.one@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: {kind}

Message-ID: <{name}@forum.example>
Subject: anything

--b--
"""


def _report(
    path: Path, row: Letter | None, *, action: str = "failed", kind: str = "message/rfc822", version: int = 0
) -> Path:
    name = f"{row.pk.hex if row else '0' * 32}.{version}"
    path.write_text(REPORT.format(action=action, kind=kind, name=name), "utf-8")
    return path


def _bounce(path: Path) -> str:
    out = StringIO()
    call_command("outbox", "bounce", str(path), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_mail_that_came_back_is_seen(letter: Letter, tmp_path: Path, kind: str) -> None:
    Letter.objects.update(state="sent")

    answer = _bounce(_report(tmp_path / "a.eml", letter, kind=kind))

    assert answer == f"report 1: notice {letter.pk}: failed: 5.1.1 smtp; 550 no such user\n"
    assert _state(letter) == ("bounced", 0, "failed: 5.1.1 smtp; 550 no such user")
    _bounce(tmp_path / "a.eml")  # once more
    assert len(Letter.objects.get().answers) == 1


def test_a_mailbox_is_read_whole_and_what_is_not_ours_is_named(letter: Letter, tmp_path: Path) -> None:
    Letter.objects.update(state="sent")
    reports = [
        _report(tmp_path / "1", letter, action="delayed").read_text(),
        _report(tmp_path / "2", letter, version=1).read_text(),
        _report(tmp_path / "3", None).read_text(),
        "Subject: Out of office\nContent-Type: text/plain\n\nI am away.\n",
        REPORT.format(action="failed", kind="message/rfc822", name="somebody-else"),
    ]
    path = tmp_path / "mbox"
    path.write_text("".join(f"From MAILER-DAEMON Tue Nov 24 09:00:00 2026\n{each}\n" for each in reports), "utf-8")
    out = StringIO()

    with pytest.raises(CommandError, match="4 of 5 could not be laid to a mail of this server"):
        call_command("outbox", "bounce", str(path), stdout=out)

    assert out.getvalue().splitlines()[1:] == [
        "report 2: it speaks of a mail that was sent again since",
        "report 3: it speaks of a mail that the outbox no longer has",
        "report 4: it is no report of delivery",
        "report 5: it quotes no mail of this server",
    ]
    assert _state(letter) == ("sent", 0, "delayed: 5.1.1 smtp; 550 no such user")


@pytest.mark.one_database
def test_files_that_are_too_large_empty_or_nested_without_end_are_bounded(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 11)
    monkeypatch.setattr(bouncing, "MOST_BYTES", 11)
    assert [each.why_not for each in bouncing.read_file(path)] == ["it is no report of delivery"]
    monkeypatch.setattr(bouncing, "MOST_BYTES", 10)
    for content, why in ((b"x" * 11, "more than 10 bytes"), (b" \n", "empty")):
        path.write_bytes(content)
        with pytest.raises(UnreadableError, match=why):
            list(bouncing.read_file(path))
    with pytest.raises(NotThereError, match=r"^there is no such file$"):
        next(bouncing.read_file(tmp_path / "none"))
    deep = "Content-Type: message/rfc822\n\n" * 300
    monkeypatch.setattr(bouncing, "MOST_BYTES", 1_000_000)
    path.write_text(deep)
    assert [each.why_not for each in bouncing.read_file(path)] == ["it is no report of delivery"]


def test_the_list_of_the_terminal_names_nobody(letter: Letter) -> None:
    Letter.objects.update(state=LetterState.FAILED, kind=LetterKind.DIGEST)
    out = StringIO()

    call_command("outbox", "list", stdout=out)

    assert out.getvalue() == "failed    digest      1\n1 mails in the outbox\n"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("rcpt", "counted", "says"),
    [
        ("450 4.2.0 greylisted", (1, 0, ""), "Mails that could not leave now: 1. They are tried again."),
        ("550 5.1.1 no such user", (0, 1, ""), "Mails refused for good: 1. The page Mail says which"),
        ("250 OK", (0, 0, ""), "to 1 people."),
    ],
)
def test_a_round_tells_what_could_not_leave(
    server: Server, letter: Letter, rcpt: str, counted: tuple[int, int, str], says: str
) -> None:
    server.rcpt, out = rcpt, StringIO()
    Letter.objects.filter(pk=letter.pk).update(try_at=clock.database_moment(), until=clock.database_moment() + LATER)

    call_command("tend", stdout=out)

    assert says in out.getvalue()
    Letter.objects.filter(pk=letter.pk).update(state="waiting", tries=0, try_at=clock.database_moment())
    done = sending.deliver(clock.database_moment())
    assert (done.delayed, done.refused, done.reason) == counted


@pytest.mark.one_database
def test_a_round_that_reaches_no_server_says_why(letter: Letter, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    """In the words of the log and of the command, which name nobody."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _free_port()

    done = sending.deliver(AT)

    why = "the server of mail cannot be reached (ConnectionRefusedError)"
    assert (done.delayed, done.refused, done.reason) == (1, 0, why)
    assert caplog.messages == [f"mail could not leave; it is tried again: {why}"]
    refused = posting.reason(smtplib.SMTPAuthenticationError(535, b"5.7.8 no e.one@example.org"))
    assert refused == "the server of mail refuses user and password: 535 5.7.8 no …"
