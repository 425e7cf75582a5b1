"""What was typed into the form of an act comes back, also on pages that have no form: of a fault, and of refusals."""

from __future__ import annotations

import html
import logging
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.desk.stage import Stage

from nemawashi.access.models import Entry, User
from nemawashi.project.faults import WordlessLine

pytestmark = pytest.mark.one_database

ClientOf = Callable[[str], Any]
FAULTY = "Why 2030?"
WORDS = "Why <b>2030</b> & not\n2029?"
SENT = re.compile(r'<(?:input type="hidden"|textarea id="\w+") name="(\w+)"(?: value="(.*?)"|.*?>\n(.*?)</textarea>)', re.S)


@pytest.fixture
def broken_log(db: None) -> Iterator[None]:
    """No entry can be made: what an act does fails behind all its rules."""
    mark = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("alter table access_entry rename column facts to facts_gone")
    yield
    transaction.savepoint_rollback(mark)


def _fields(page: str) -> dict[str, str]:
    return {name: html.unescape(value or words) for name, value, words in SENT.findall(page)}


def _signed_in(name: str) -> Client:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(User.objects.get(username=name))
    return client


def test_a_fault_gives_back_what_was_typed(
    stage: Stage, client_of: ClientOf, broken_log: None, caplog: pytest.LogCaptureFixture, capsys: Any
) -> None:
    scene, once = stage.draft_position(), str(uuid.uuid4())
    told = scene.told | {"words": WORDS, "seen": "0", "once": once}

    answer = client_of(scene.name).post(f"/desk/acts/draft_position/{scene.key}/", told)

    page = answer.content.decode()
    sent = _fields(page)
    assert (answer.status_code, answer["Cache-Control"]) == (500, "private, no-store")
    assert sent.pop("csrfmiddlewaretoken")
    assert sent == told
    assert (html.escape(WORDS) in page, WORDS in page) == (True, False)
    assert f'action="/desk/acts/draft_position/{scene.key}/"' in page
    assert "2030</b>" not in caplog.text + "".join(capsys.readouterr())


def test_what_a_fault_gave_back_is_done_when_it_is_sent_again(stage: Stage, client_of: ClientOf) -> None:
    scene, client = stage.draft_position(), client_of("japan")
    address = f"/desk/acts/draft_position/{scene.key}/"
    mark = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("alter table access_entry rename column facts to facts_gone")
    page = client.post(address, scene.told | {"words": WORDS, "seen": "0", "once": str(uuid.uuid4())}).content.decode()
    transaction.savepoint_rollback(mark)
    before = Entry.objects.count()

    answers = [client.post(address, _fields(page)).status_code for _ in range(2)]

    assert (answers, Entry.objects.count() - before) == ([302, 302], 1)


def test_a_fault_of_any_other_page_gives_nothing_back(client_of: ClientOf, played: None) -> None:
    mark = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("alter table access_entry rename column facts to facts_gone")

    answer = client_of("japan").get("/desk/log/")

    transaction.savepoint_rollback(mark)
    assert (answer.status_code, answer["Cache-Control"]) == (500, "private, no-store")
    assert 'id="typed"' not in answer.content.decode()


def test_a_subject_that_is_gone_gives_back_what_was_typed(client_of: ClientOf, played: None) -> None:
    told = {"way": "comment", "words": WORDS, "once": str(uuid.uuid4())}

    answer = client_of("japan").post(f"/desk/acts/draft_position/{uuid.uuid4()}/", told)

    assert answer.status_code == 404
    assert _fields(answer.content.decode())["words"] == WORDS


def test_a_form_that_was_too_old_gives_back_what_was_typed_without_a_button(stage: Stage) -> None:
    scene = stage.draft_position()
    told = scene.told | {"words": WORDS, "once": str(uuid.uuid4())}

    answer = _signed_in("japan").post(f"/desk/acts/draft_position/{scene.key}/", told)

    page = answer.content.decode()
    typed = page[page.index('id="typed"') :].partition("</form>")[0]
    assert answer.status_code == 403
    assert _fields(typed) == told
    assert ("<button" in typed, "action=" in typed, "csrfmiddlewaretoken" in typed) == (False, False, False)


def test_a_password_that_went_along_is_never_given_back(
    stage: Stage, client_of: ClientOf, broken_log: None, caplog: pytest.LogCaptureFixture
) -> None:
    scene = stage.draft_position()
    told = scene.told | {"words": WORDS, "once": str(uuid.uuid4()), "proof": "a secret of mine"}

    answer = client_of("japan").post(f"/desk/acts/draft_position/{scene.key}/", told)

    page = answer.content.decode()
    assert (answer.status_code, _fields(page)["words"]) == (500, WORDS)
    assert ("a secret of mine" in page, 'name="proof"' in page, "a secret of mine" in caplog.text) == (False,) * 3


def test_a_file_is_named_because_only_the_device_has_it(stage: Stage, client_of: ClientOf, broken_log: None) -> None:
    scene = stage.archive_source()
    told = {"file": SimpleUploadedFile("page.html", b"<!doctype html><html><body>secret</body></html>")}

    answer = client_of(scene.name).post(f"/desk/acts/archive_source/{scene.key}/", told | {"once": str(uuid.uuid4())})

    page = answer.content.decode()
    assert answer.status_code == 500
    assert ("the file is on your device alone" in page, "secret" in page) == (True, False)


def test_words_that_were_pasted_instead_of_a_file_are_given_back(stage: Stage, client_of: ClientOf) -> None:
    mark = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("alter table texts_wording rename column words to words_gone")

    told = {"kind": "amendments", "words": "In operative paragraph 1, replace “2030” with “2031”."}
    answer = client_of("japan").post(f"/desk/texts/{stage.clean.slug}/files/", told)

    transaction.savepoint_rollback(mark)
    page = answer.content.decode()
    typed = page[page.index('id="typed"') :].partition("</form>")[0]
    assert (answer.status_code, _fields(typed)) == (500, told)
    assert "<button" not in typed


@pytest.mark.parametrize(("language", "heading"), [("ru", "Что вы написали"), ("ja", "入力した内容")])
def test_it_is_given_back_in_the_language_of_the_reader(
    stage: Stage, client_of: ClientOf, broken_log: None, language: str, heading: str
) -> None:
    scene = stage.draft_position()
    told = scene.told | {"words": WORDS, "once": str(uuid.uuid4())}

    answer = client_of("japan").post(f"/desk/acts/draft_position/{scene.key}/", told, headers={"accept-language": language})

    assert f"<h2>{heading}</h2>" in answer.content.decode()


def test_the_log_of_the_server_says_where_a_fault_was_raised_and_not_what_it_says(db: None) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'select "{FAULTY}"."none" from access_entry')  # noqa: S608  ours
    except DatabaseError as fault:
        asked, wrapped = fault, ValueError(FAULTY)
        wrapped.__cause__ = fault
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Failed", None, (ValueError, wrapped, None))

    told = WordlessLine("%(message)s").format(record)

    assert FAULTY in str(asked)
    assert (told.startswith("Failed\nbuiltins.ValueError\nraised from\n"), "django.db.utils." in told) == (True, True)
    assert ("test_typed.py" in told, FAULTY in told) == (True, False)
