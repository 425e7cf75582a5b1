"""Letters of credentials: for the party and the host alone, replaced, in view when the host accredits, and deleted."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nemawashi.access.models import Entry, Notice
from nemawashi.meetings import acts, queries
from nemawashi.meetings.models import CredentialsLetter, Meeting
from nemawashi.meetings.rules import Nominee
from nemawashi.meetings.terms import Refusal
from nemawashi.sources import archive

LETTER = b"<!doctype html><html><body>The Minister zqabe leads.</body></html>"
OTHER = LETTER.replace(b"zqabe", b"zqsato")


@pytest.fixture
def meeting(played: None, db: None) -> Meeting:
    return Meeting.objects.get(track__slug="fmm", state="announced")


@pytest.fixture
def send(done: Callable[..., Any], meeting: Meeting) -> Callable[..., CredentialsLetter]:
    def put(name: str = "japan", content: bytes = LETTER) -> CredentialsLetter:
        row: CredentialsLetter = done(name, acts.attach_credentials, meeting, file_name="zqname.html", content=content)
        return row

    return put


def test_a_letter_is_kept_by_its_bytes_and_another_takes_its_place(
    meeting: Meeting, send: Any, logged: Any, refused: Any, django_capture_on_commit_callbacks: Any
) -> None:
    words = {"file_name": "../zqname<.exe", "content": LETTER}
    row, entries = logged("japan", acts.attach_credentials, meeting, **words)

    assert (row.sha256, row.media_type, row.size) == (archive.digest(LETTER), "text/html", len(LETTER))
    assert (row.name.endswith(".html"), "/" in row.name, "<" in row.name) == (True, False, False)
    assert entries == [("credentials.attached", "japan", "delegation", meeting.ref)]
    facts = json.dumps(list(Entry.objects.filter(event="credentials.attached").values_list("facts", flat=True)))
    assert ("zqname" in facts, row.sha256 in facts) == (False, True)
    told_to = Notice.objects.filter(entry__event="credentials.attached")
    assert {each.circle for each in told_to} == {"host"}
    with django_capture_on_commit_callbacks(execute=True):
        send(content=OTHER)
    assert (CredentialsLetter.objects.get().sha256, archive.opened(row.sha256)) == (archive.digest(OTHER), None)
    for who, why in (("japan-watcher", Refusal.NOT_THE_FOCAL_POINT), ("host", Refusal.NOT_THE_FOCAL_POINT)):
        assert refused(who, acts.attach_credentials, meeting, **words) is why
    assert (
        refused("japan", acts.attach_credentials, meeting, file_name="x.pdf", content=b"x") is Refusal.PAPER_OF_WRONG_TYPE
    )
    too_large = b"%PDF-" + b"x" * (archive.LARGEST - 4)
    assert refused("japan", acts.attach_credentials, meeting, file_name="x", content=too_large) is Refusal.PAPER_TOO_LARGE
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    assert refused("japan", acts.attach_credentials, meeting, **words) is Refusal.HELD_ALREADY


def test_the_party_and_the_host_read_it_and_for_all_others_there_is_none(
    meeting: Meeting, send: Any, done: Any, client_of: Callable[[str], Client]
) -> None:
    base = f"/desk/meetings/{meeting.slug}/delegations/"
    before = {name: client_of(name).get(base).content.decode() for name in ("kazakhstan",)}
    row = send()
    door = f"{base}japan/credentials/"
    roles = ("host", "japan", "japan-watcher", "kazakhstan", "expert", "researcher")

    assert [client_of(name).get(door).status_code for name in roles] == [200, 200, 200, 404, 404, 404]
    assert Client().get(door).status_code == 302
    answer = client_of("host").get(door)
    assert b"".join(answer) == LETTER
    assert (answer["Content-Disposition"].startswith("attachment"), answer["Cache-Control"]) == (True, "no-store")
    assert client_of("host").get(f"{base}kazakhstan/credentials/").status_code == 404
    marks = (row.sha256[:16], row.name, "japan/credentials/", ">Letter of credentials</a>")
    pages = {name: client_of(name).get(base).content.decode() for name in ("host", "japan", "kazakhstan")}
    assert {name: [mark in page for mark in marks] for name, page in pages.items()} == {
        "host": [True] * 4,
        "japan": [True] * 4,
        "kazakhstan": [False] * 4,
    }
    assert before["kazakhstan"].count("credentials") == pages["kazakhstan"].count("credentials")
    for page in ("/desk/", "/desk/notices/", "/desk/log/"):
        assert "credentials.attached" not in (said := client_of("kazakhstan").get(page).content.decode())
        assert "sent its letter" not in said


def test_the_host_accredits_with_the_letters_in_view(
    meeting: Meeting, send: Any, done: Any, client_of: Callable[[str], Client]
) -> None:
    for name in ("japan", "kazakhstan"):
        done(name, acts.nominate_delegates, meeting, people=[Nominee(f"{name} head")])
    row = send()

    page = client_of("host").get(f"/desk/acts/accredit_delegates/{meeting.slug}/").content.decode()

    assert [page.count(words) for words in (row.sha256[:16], "no letter of credentials")] == [1, 1]


def test_the_form_takes_a_file_and_says_what_is_wrong_with_another(
    meeting: Meeting, client_of: Callable[[str], Client]
) -> None:
    door, client = f"/desk/acts/attach_credentials/{meeting.slug}/", client_of("japan")
    for content, status in ((b"x", 422), (b"", 422), (LETTER, 302)):
        file = SimpleUploadedFile("letter.html", content)
        assert client.post(door, {"file": file}).status_code == status
    assert CredentialsLetter.objects.get().party.slug == "japan"


def test_letters_go_with_the_names_and_with_a_party_that_stays_away(
    meeting: Meeting, send: Any, done: Any, now: dt.datetime, django_capture_on_commit_callbacks: Any
) -> None:
    row, other = send(), send("kazakhstan", OTHER)
    with django_capture_on_commit_callbacks(execute=True):
        done("kazakhstan", acts.decline_meeting, meeting)
    assert (archive.opened(other.sha256), archive.opened(row.sha256) is not None) == (None, True)
    assert [each.pk for each in queries.with_names_in_lists()].count(meeting.pk) == 1
    Meeting.objects.filter(pk=meeting.pk).update(start_on="2020-01-01", end_on="2020-01-01", state="held")
    meeting.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        done("host", acts.forget_delegates, meeting)
    assert (CredentialsLetter.objects.count(), archive.opened(row.sha256)) == (0, None)
