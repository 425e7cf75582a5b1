"""A reader says what is wrong: without an account, bounded, answered in public, and the address stands nowhere."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from nemawashi.access import clock, pausing
from nemawashi.access.models import Entry, Notice, User
from nemawashi.access.terms import Circle
from nemawashi.access.viewers import Viewer
from nemawashi.project.outbox import posting, sending
from nemawashi.sources import acts
from nemawashi.sources.models import ReaderRemark

FORM = "/en/corrections/meeting/fmm-2012-tokyo/"
TOLD = {"words": "It met on two days.", "instead": "10 and 11 November", "proof": "https://example.org/a", "website": ""}


@pytest.fixture
def by_mail(settings: Any) -> None:
    settings.MAIL_IS_SET_UP = True


def _send(client: Client, to: str = FORM, **told: str) -> Any:
    return client.post(to, TOLD | told)


def _answered(row: ReaderRemark, **words: str) -> ReaderRemark:
    expert = Viewer(name="expert", circle=Circle.EXPERTS)
    return acts.answer_remark(row, **words, by=expert, at=clock.database_moment())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "page", ["meetings/fmm-2012-tokyo/", "sources/mofa-2012/", "parties/japan/", "dialogues/c5plus1-us/"]
)
def test_the_form_stands_at_the_foot_of_every_rows_page(page: str, client: Client, record: Any) -> None:
    answer = client.get(f"/en/{page}")

    assert answer.status_code == 200
    assert f'action="/en/corrections/{_noun(page)}/{page.split("/")[1]}/"' in answer.content.decode()
    assert client.get("/en/meetings/").content.decode().count("/en/corrections/") == 1  # the link in the foot alone


def _noun(page: str) -> str:
    return {"meetings": "meeting", "sources": "source", "parties": "party", "dialogues": "dialogue"}[page.split("/")[0]]


def test_a_remark_is_received_without_an_account_and_shown_with_its_answer_alone(client: Client, record: Any) -> None:
    answer = _send(client)

    row = ReaderRemark.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/corrections/?sent=1")
    assert (row.subject_ref, row.state, row.language, row.address) == ("meeting/fmm-2012-tokyo", "waiting", "en", "")
    page = client.get("/en/corrections/?sent=1").content.decode()
    assert ("It was received" in page, "1 remark waits" in page, "two days" in page) == (True, True, False)


def test_what_is_sent_twice_is_received_once(client: Client, record: Any) -> None:
    _send(client)
    _send(client)

    assert ReaderRemark.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "\u202e\u200b"}, "words"),
        ({"words": "x" * 2001}, "words"),
        ({"instead": "x" * 2001}, "instead"),
        ({"proof": "javascript:alert(1)"}, "proof"),
        ({"proof": "https://me:secret@example.org/"}, "proof"),
        ({"address": "nobody"}, "address"),
    ],
)
def test_what_cannot_be_taken_in_is_said_beside_the_field(
    told: dict[str, str], field: str, client: Client, record: Any, by_mail: None
) -> None:
    answer = _send(client, **told)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert ReaderRemark.objects.count() == 0


def test_programs_are_thanked_and_not_read(client: Client, record: Any) -> None:
    assert _send(client, website="https://spam.example").status_code == 303
    assert ReaderRemark.objects.count() == 0


@pytest.mark.parametrize("where", ["meeting/none", "user/1", "clause/1", "event/x"])
def test_no_remark_on_what_the_public_record_does_not_have(where: str, client: Client, record: Any) -> None:
    assert _send(client, f"/en/corrections/{where}/").status_code == 404
    assert client.get(f"/en/corrections/{where}/").status_code == 404


def test_from_one_address_five_an_hour_are_received(client: Client, record: Any) -> None:
    for number in range(pausing.MOST_LETTERS):
        assert _send(client, words=f"Wrong {number}").status_code == 303

    refused = _send(client, words="One more")
    elsewhere = client.post(FORM, TOLD | {"words": "From elsewhere"}, REMOTE_ADDR="203.0.113.9")

    assert (refused.status_code, 0 < int(refused.headers["Retry-After"]) <= 3601) == (429, True)
    assert "One more" in refused.content.decode()
    assert elsewhere.status_code == 303
    assert ReaderRemark.objects.count() == pausing.MOST_LETTERS + 1


def test_all_together_find_an_end_too(client: Client, record: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pausing.WINDOWS, pausing.CountedFor.LETTERS, (1, pausing.LETTERS_WINDOW))
    _send(client)

    assert client.post(FORM, TOLD | {"words": "Another"}, REMOTE_ADDR="203.0.113.9").status_code == 429


def test_curators_are_told_and_the_log_has_neither_words_nor_address(client: Client, record: Any, by_mail: None) -> None:
    _send(client, address="reader@example.org")

    entry = Entry.objects.get(event="remark.received")
    assert (entry.visibility, entry.facts, entry.user_name) == ("public", {"about": "meeting/fmm-2012-tokyo"}, "")
    assert sorted(Notice.objects.values_list("circle", "asks")) == [
        ("experts", True), ("host", True), ("researchers", True),
    ]  # fmt: skip
    assert "reader@" not in str(list(Notice.objects.values())) + str(list(Entry.objects.values()))


def test_an_answer_stands_in_public_and_goes_to_the_address_which_is_then_struck_out(
    client: Client, record: Any, by_mail: None
) -> None:
    client.post("/ru/corrections/meeting/fmm-2012-tokyo/", TOLD | {"address": "reader@example.org"})
    row = ReaderRemark.objects.get()
    person = User.objects.create(username="curator", circle=Circle.EXPERTS)
    curator = Client()
    curator.force_login(person, backend="nemawashi.access.accounts.Accounts")
    desk = curator.get("/desk/record/").content.decode()

    asked = _answered(row, answer="asked", words="Which page of it?")
    assert _sent() == 1
    row.refresh_from_db()
    assert row.address == "reader@example.org"
    _answered(asked, answer="accepted", words="The last day was set.")
    sent = _sent()
    row.refresh_from_db()

    public = client.get("/en/corrections/").content.decode()
    everything = public + desk + client.get("/api/v1/").content.decode() + _dumped()
    assert (sent, _sent(), row.address) == (1, 0, "")
    assert [message.to for message in mail.outbox] == [["reader@example.org"]] * 2
    assert "/ru/corrections/#r-" in mail.outbox[1].body
    assert ("two days" in desk, "two days" in public, "The last day was set." in public) == (True, True, True)
    assert "reader@example.org" not in everything


def _sent(minutes: int = 0) -> int:
    """How many mails leave so many minutes from now."""
    return len(sending.send(clock.database_moment() + dt.timedelta(minutes=minutes)).keys)


def _dumped() -> str:
    """What could be taken away, or handed on: the log, the notices, the index of search, the files of the record."""
    out = io.StringIO()
    call_command("dumpdata", "access.Entry", "access.Notice", "search", "sources.RecordRow", stdout=out)
    return out.getvalue()


def test_an_answer_that_mail_does_not_take_is_tried_again(
    client: Client, record: Any, by_mail: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _send(client, address="reader@example.org")
    _answered(ReaderRemark.objects.get(), answer="declined", words="The release has one day.")

    with monkeypatch.context() as patch:
        patch.setattr(posting, "get_connection", _broken)
        assert _sent() == 0
    assert _sent(minutes=1) == 1


def _broken() -> Any:
    raise OSError("no route")


def test_where_no_mail_is_set_up_no_address_is_asked_for_or_kept(client: Client, record: Any, settings: Any) -> None:
    settings.MAIL_IS_SET_UP = False
    _send(client, address="reader@example.org")
    row = ReaderRemark.objects.get()
    assert (row.address, 'name="address"' in client.get(FORM).content.decode()) == ("", False)

    ReaderRemark.objects.update(address="reader@example.org")  # of the time when it was
    _answered(row, answer="declined", words="No.")
    assert (_sent(), ReaderRemark.objects.get().address) == (0, "")


def test_what_is_set_aside_is_shown_to_nobody(client: Client, record: Any, by_mail: None) -> None:
    _send(client, words="Buy now", address="reader@example.org")
    _answered(ReaderRemark.objects.get(), answer="set_aside", words="Advertising.")

    page = client.get("/en/corrections/").content.decode()

    assert ("Buy now" in page, "Advertising" in page, ReaderRemark.objects.get().address) == (False, False, "")
    assert _sent() == 0
