"""The doctor names what is unsafe or missing, says what to do, and is content with what is right."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil
import smtplib
from collections import namedtuple
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from tests.conftest import NOW
from tests.project import saml_ministry

from nemawashi.access import checks, clock, roll
from nemawashi.kit.papers import pdf
from nemawashi.parties.models import Letter
from nemawashi.parties.terms import SecondFactorOf
from nemawashi.project import commanding, doctoring
from nemawashi.project.doctoring import Severity
from nemawashi.project.keeping import databases

Disk = namedtuple("Disk", "total used free")


@pytest.fixture
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(databases, "is_empty", lambda: False)  # that of tests lies in memory
    settings.HOME = tmp_path
    tmp_path.chmod(0o700)
    settings.CONTACT = "mailto:desk@example.org"
    return tmp_path


def _said(about: str) -> list[tuple[Severity, str]]:
    return [(row.state, row.says) for row in doctoring.looked() if row.about == about]


def test_whoever_has_nothing_to_mend_is_told_so(played: None, home: Path) -> None:
    out = StringIO()
    call_command("doctor", stdout=out)

    assert "bad " not in out.getvalue()
    assert "ok    walls: the log refuses changes" in out.getvalue()
    assert _said("search") == [(Severity.GOOD, "its index stands")]


def test_each_finding_comes_with_what_to_do(db: None, home: Path) -> None:
    rows = doctoring.looked()

    assert {row.state for row in rows} == {Severity.GOOD, Severity.LOOK}
    assert all(bool(row.do) == (row.state is not Severity.GOOD) for row in rows)


def test_an_old_key_that_is_still_named_is_told(db: None, home: Path, settings: Any) -> None:
    assert _said("old keys") == []
    settings.SECRET_KEY_FALLBACKS = ["k" * 40]
    [(state, says)] = _said("old keys")
    assert (state, "names 1 key of before" in says) == (Severity.LOOK, True)
    settings.SECRET_KEY_FALLBACKS = ["k" * 40, settings.SECRET_KEY]
    assert [each for each, _says in _said("old keys")] == [Severity.BAD]


@pytest.mark.parametrize(("mode", "state"), [(0o700, Severity.GOOD), (0o701, Severity.BAD), (0o740, Severity.BAD)])
def test_a_home_that_others_can_read_is_named(db: None, home: Path, mode: int, state: Severity) -> None:
    home.chmod(mode)

    assert _said("home")[0][0] is state


@pytest.mark.parametrize(("free", "state"), [(2**30, Severity.GOOD), (2**30 - 1, Severity.LOOK)])
def test_a_full_disk_is_named(db: None, home: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: Severity) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(2**40, 0, free))

    assert _said("disk")[0][0] is state


def test_what_is_wrong_ends_the_command_with_status_1(db: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "guarding_faults", lambda: ["the trigger access_entry_append_only is gone"])
    monkeypatch.setattr(roll, "keys_are_noted", lambda: False)
    monkeypatch.setattr(pdf, "is_possible", lambda: "libpango was not found")
    out = StringIO()

    with pytest.raises(CommandError, match="2 of ") as caught:
        call_command("doctor", "--json", stdout=out)

    rows = {(row["about"], row["state"]) for row in json.loads(out.getvalue())}
    assert caught.value.returncode == 1
    assert {("walls", "bad"), ("keys", "bad"), ("PDF", "look")} <= rows


def test_without_tables_or_without_a_database_the_rest_is_left_out(
    db: None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commanding, "is_behind", lambda: True)
    assert doctoring.looked()[-1].says == "its tables are missing, or of another release"

    def away() -> None:
        raise DatabaseError("no route to host\nmore")

    with monkeypatch.context() as cut_off:
        cut_off.setattr(connection, "ensure_connection", away)
        rows = doctoring.looked()
    assert rows[-1].says == "it cannot be reached: no route to host"


def test_mail_is_asked_only_when_wanted(db: None, home: Path, settings: Any) -> None:
    settings.MAIL_IS_SET_UP = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # where nobody listens

    assert _said("mail") == [(Severity.GOOD, "a server of mail is named; --mail asks it")]
    (asked,) = [row for row in doctoring.looked(asks_mail=True) if row.about == "mail"]
    assert (asked.state, asked.do) == (Severity.BAD, "look at it, and at NEMAWASHI_MAIL")
    assert asked.says == "the server of mail at 127.0.0.1:9 cannot be reached: connection refused"


class _Refusing:
    """A server of mail that answers, and takes nobody in."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    def open(self) -> None:
        raise self.fault


@pytest.mark.parametrize(
    ("fault", "says", "do"),
    [
        (
            smtplib.SMTPAuthenticationError(535, b"5.7.8 no a.weber@example.org here"),
            "the server of mail refuses user and password: 535 5.7.8 no … here",
            "mend user and password in NEMAWASHI_MAIL",
        ),
        (
            smtplib.SMTPConnectError(421, b"busy"),
            "the server of mail at m.example.org:25 answers 421 busy",
            "ask whoever runs it",
        ),
    ],
)
def test_what_the_server_of_mail_answers_is_told_in_words(
    db: None, home: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, fault: Exception, says: str, do: str
) -> None:
    settings.MAIL_IS_SET_UP = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "m.example.org", 25
    monkeypatch.setattr(doctoring.mail, "get_connection", lambda: _Refusing(fault))

    (asked,) = [row for row in doctoring.looked(asks_mail=True) if row.about == "mail"]

    assert (asked.state, asked.says, asked.do) == (Severity.BAD, says, do)


def test_mail_that_did_not_arrive_or_waits_too_long_is_counted(db: None, home: Path, settings: Any) -> None:
    settings.MAIL_IS_SET_UP = True
    now = clock.database_moment()
    assert _said("outbox") == []
    for number, (state, due) in enumerate(
        (("failed", now), ("bounced", now), ("waiting", now - doctoring.LATE), ("sent", now))
    ):
        Letter.objects.create(
            key=f"k/{number}", kind="notice", state=state, written_at=now, try_at=due - dt.timedelta(seconds=1), until=now
        )

    assert _said("outbox") == [
        (Severity.LOOK, "2 mails could not be sent, came back, or may not have been sent"),
        (Severity.BAD, "1 mail should have left long ago"),
    ]


def test_mail_that_reaches_nobody_and_links_that_lead_nowhere_are_named(db: None, home: Path, settings: Any) -> None:
    settings.MAIL_IS_SET_UP = True
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", "mail-folder"
    settings.ALLOWED_HOSTS, settings.SITE = ["dialogue.example.org"], "https://dialog.example.org"
    links = (Severity.BAD, "links lead to dialog.example.org, for which this server does not answer")
    files = (Severity.LOOK, "mail is written into files, and reaches nobody: mail-folder")
    assert _said("mail") == [links, files]

    settings.SITE = "https://dialogue.example.org:8443"
    assert _said("mail") == [files]


def test_whoever_is_invited_first_is_named_while_nobody_can_sign_in(db: None, home: Path) -> None:
    assert _said("accounts") == [(Severity.LOOK, "nobody can sign in yet")]
    call_command("invite", "Anna Weber", "a.weber@example.org", stdout=StringIO())

    ((_, says),) = _said("accounts")
    assert says.startswith("nobody can sign in yet; Anna Weber is invited until 2")


MINISTRY = """
- id: mofa
  names: {{en: The ministry}}
  issuer: {issuer}
  client_id: nemawashi
  client_secret: zqsecret
  parties: {parties}
"""


@pytest.mark.parametrize(
    ("asked", "state"), [("nobody", Severity.LOOK), ("negotiation", Severity.GOOD), ("everybody", Severity.GOOD)]
)
def test_a_forum_that_asks_nobody_for_a_second_factor_is_named(
    played: None, home: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, asked: str, state: Severity
) -> None:
    settings.SECOND_FACTOR = True
    forum = dataclasses.replace(doctoring.parties.forum(), second_factor=SecondFactorOf(asked))
    monkeypatch.setattr(doctoring.parties, "forum", lambda: forum)

    assert [state_ for state_, _says in _said("second factor")] == [state]


@pytest.mark.parametrize(
    ("issuer", "parties", "state", "says"),
    [
        ("https://id.example.org", "[japan]", Severity.GOOD, "opens accounts of japan"),
        ("https://id.example.org", "[japan, atlantis]", Severity.BAD, "no party atlantis"),
        ("https://id.example.org", "[]", Severity.LOOK, "it opens no account"),
        ("http://127.0.0.1:8080", "[japan]", Severity.LOOK, "for trying out alone"),
    ],
)
def test_the_sign_in_of_a_ministry_is_looked_at(
    played: None, home: Path, settings: Any, issuer: str, parties: str, state: Severity, says: str
) -> None:
    path = home / "oidc.yaml"
    path.write_text(MINISTRY.format(issuer=issuer, parties=parties))
    path.chmod(0o640)
    settings.OIDC = str(path)

    [(is_so, told_as)] = _said("ministry mofa")
    assert (is_so, says in told_as) == (state, True)
    assert _said("ministries") == []
    path.chmod(0o644)
    assert [each for each, _says in _said("ministries")] == [Severity.BAD]
    assert "zqsecret" not in str(doctoring.looked())


@pytest.mark.one_database
def test_a_file_of_ministries_that_cannot_be_read_is_named(played: None, home: Path, settings: Any) -> None:
    settings.OIDC = str(home / "none.yaml")

    [(state, says)] = _said("ministries")

    assert (state, "cannot be read" in says) == (Severity.BAD, True)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("days", "state", "says"),
    [
        (30.1, Severity.GOOD, "signs until 2026-12-24"), (29.9, Severity.LOOK, "ends on"),
        (-0.1, Severity.BAD, "none is in its time"),
    ],
)  # fmt: skip
def test_a_certificate_of_a_ministry_that_ends_soon_is_named(
    played: None, home: Path, settings: Any, days: float, state: Severity, says: str
) -> None:
    there = saml_ministry.Provider(now=lambda: NOW, own=saml_ministry.identity(NOW, days=days))
    (home / "mofa.xml").write_text(there.metadata())
    path = home / "saml.yaml"
    path.write_text("- {id: mofa, names: {en: The ministry}, metadata: mofa.xml, parties: [japan]}")
    path.chmod(0o644)
    settings.SAML = str(path)

    [(is_so, told_as)] = _said("certificate mofa")

    assert (is_so, says in told_as) == (state, True)
    assert [each for each, _says in _said("ministry mofa")] == [Severity.GOOD]
    assert _said("ministries") == []
    (home / "mofa.xml").chmod(0o646)
    assert [each for each, _says in _said("ministries")] == [Severity.BAD]
    (home / "mofa.xml").write_text(there.metadata(certificates=()))
    settings.SAML = str(path.rename(home / "other.yaml"))
    [(is_so, told_as)] = _said("ministries")
    assert (is_so, "no certificate that signs" in told_as) == (Severity.BAD, True)
