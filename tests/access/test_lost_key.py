"""A server without the key of some words: every page works, the words say why they are closed, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.secrecy.conftest import ROLES

from nemawashi.access import codec, log, moving, seal
from nemawashi.access.acts import RefusedError
from nemawashi.access.models import SealedEntry
from nemawashi.access.terms import Refusal
from nemawashi.access.viewers import acting_as
from nemawashi.meetings.models import Meeting
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause, Position

pytestmark = pytest.mark.usefixtures("played")
OTHER = ["another key, another key, another key, another"]
CLOSED = "sealed, cannot be opened with the keys of this server"
LOST_SIGHT_OF = "sealed with a key that this server does not have"
WORDS = "zq our words that nobody else reads"


@pytest.fixture
def draft(viewer: Callable[[str], Any], acting: Any, clause_of: Callable[[str], Any], settings: Any) -> Any:
    """A draft of Japan's, on a server that has lost the key with which it is sealed."""
    row = acting(
        viewer("japan"), acts.draft_position, clause_of("Recalling"), operation="comment", words=WORDS, why="zq why"
    )
    settings.SEAL_KEYS = OTHER
    return row


def read_again(draft: Any, viewer: Callable[[str], Any]) -> Any:
    with acting_as(viewer("japan")):
        return queries.own_draft(draft.pk, viewer=viewer("japan"))


def test_words_that_no_key_opens_say_so_and_keep_what_is_stored(draft: Any, viewer: Any, settings: Any) -> None:
    row = read_again(draft, viewer)
    assert (str(row.words), row.why, row.clause, row.changed_by) == (CLOSED, "", None, "")
    with acting_as(viewer("japan")):
        row.version += 1
        row.save()

    settings.SEAL_KEYS = [*OTHER, "only for tests only for tests only for tests"]

    assert (read_again(draft, viewer).words, read_again(draft, viewer).why) == (WORDS, "zq why")


def test_what_the_capital_instructed_says_that_it_is_closed(
    viewer: Callable[[str], Any], acting: Any, clause_of: Callable[[str], Any], settings: Any
) -> None:
    japan, clause = viewer("japan"), clause_of("Recalling")
    row = acting(japan, acts.draft_position, clause, operation="comment", words=WORDS, instruction="zq cable 7")
    position = acting(japan, acts.table_position, row)
    with acting_as(japan):
        assert queries.own_instructions([position.pk], viewer=japan) == {position.pk: "zq cable 7"}
        settings.SEAL_KEYS = OTHER

        assert queries.own_instructions([position.pk], viewer=japan) == {position.pk: CLOSED}


def test_an_act_of_which_no_key_tells_the_entry_is_neither_intact_nor_altered(
    viewer: Callable[[str], Any], client_of: Callable[[str], Any], now: dt.datetime
) -> None:
    by = viewer("japan")
    with acting_as(by):
        act = log.enter_sealed("position.drafted", "position/1", by=by, at=now)
        row = next(row for row in SealedEntry.objects.all() if row.entry_ref == act.ref)
        moving.change(row, about=moving.as_it_is(codec.seal("{}", owner="party-999")))
        own = log.own_sealed_entries(viewer=by)

    assert [each["event"] for each in own if each["is_intact"] is None] == ["position.drafted"]
    assert "cannot be checked" in client_of("japan").get("/desk/log/").content.decode()
    with CaptureQueriesContext(connection) as asked:
        count, faults = log.sealed_faults([by.party_id])
    assert faults[0] == "1 sealed acts cannot be held against the log: no key of this server opens them"
    assert count == len(own) - 1
    assert [each["sql"] for each in asked.captured_queries if '"access_sealedentry"."content"' in each["sql"]] == []


def a_clause() -> Clause:
    return Clause.objects.filter(text__state="under_negotiation", is_deleted=False)[0]


LOST: dict[str, Callable[..., Any]] = {
    "table": lambda acting, japan, row: acting(japan, acts.table_position, row),
    "withdraw": lambda acting, japan, row: acting(japan, acts.withdraw_position, row),
    "redraft": lambda acting, japan, row: acting(
        japan, acts.draft_position, a_clause(), operation="comment", words="new", draft=row
    ),
}


@pytest.mark.parametrize("act", LOST)
def test_no_act_takes_words_that_could_not_be_opened(act: str, draft: Any, viewer: Any, acting: Any) -> None:
    row = read_again(draft, viewer)

    with pytest.raises(RefusedError) as refused:
        LOST[act](acting, viewer("japan"), row)

    assert refused.value.verdict.refusal is Refusal.NOT_OPENED


def test_no_statement_keeps_the_sentence_in_the_place_of_the_words(draft: Any, viewer: Any) -> None:
    row = read_again(draft, viewer)

    with pytest.raises(seal.SealedError, match="could not be opened"), acting_as(viewer("japan")):
        Position.objects.filter(clause=draft.clause).update(words=row.words)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "public")
def test_every_page_works_without_the_key(
    role: str, draft: Any, client_of: Callable[[str], Any], statement: Any, nest_pages: list[str]
) -> None:
    client = client_of(role)

    answers = {page: client.get(page).status_code for page in nest_pages}

    assert {page: status for page, status in answers.items() if status >= 500} == {}
    if role == "japan":
        for page in (f"/desk/texts/{statement.slug}/", f"/desk/texts/{statement.slug}/?show=drafts", "/desk/"):
            assert LOST_SIGHT_OF in client.get(page).content.decode(), page
        again = client.get(f"/desk/acts/redraft_position/{draft.pk}/")
        assert (again.status_code, LOST_SIGHT_OF in again.content.decode()) == (422, True)
    elif role in ("", "host", "expert"):  # delegations have drafts of their own, lost with the same key
        assert LOST_SIGHT_OF not in client.get(f"/desk/texts/{statement.slug}/").content.decode()


@pytest.fixture
def nest_pages(statement: Any, draft: Any) -> list[str]:
    meeting = Meeting.objects.get(track__slug="fmm", state="announced")
    return [
        "/desk/",
        "/desk/log/",
        f"/desk/meetings/{meeting.slug}/",
        f"/desk/texts/{statement.slug}/",
        f"/desk/texts/{statement.slug}/files/",
        f"/desk/texts/{statement.slug}/clauses/{draft.clause_id}/",
        f"/desk/acts/draft_position/{draft.clause_id}/",
        f"/desk/acts/redraft_position/{draft.pk}/",
    ]


def test_a_key_behind_a_newer_one_opens_as_before(draft: Any, viewer: Any, settings: Any) -> None:
    settings.SEAL_KEYS = [*OTHER, "only for tests only for tests only for tests"]

    assert read_again(draft, viewer).words == WORDS
    assert seal.is_opened(read_again(draft, viewer))
    assert isinstance(codec.Unopened.of("v1.x.y"), str)


def test_the_command_makes_its_home_for_its_owner_alone(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    from nemawashi.project import home

    before = os.umask(0o022)
    try:
        (tmp_path / "wide").mkdir(mode=0o755)
        for name in ("wide", "new"):
            home.shut(tmp_path / name)
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o700
        (tmp_path / "new" / "file").write_text("x")
        assert (tmp_path / "new" / "file").stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("postgres://r:p@db:5433/n", {}),
        ("postgres://r:p@db/n?sslmode=require", {"sslmode": "require"}),
        (
            "postgresql://r:p%40@db/n?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&application_name=x",
            {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem", "application_name": "x"},
        ),
    ],
)
def test_options_of_the_databases_address_go_on_to_it(url: str, options: dict[str, str]) -> None:
    from nemawashi.project.settings import PREPARED, _database

    assert _database(url)["OPTIONS"] == options | PREPARED


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgres://r:p@db/n?sslmod=require", "unknown options: sslmod"),
        ("mysql://r:p@db/n", "must begin with postgres://"),
        ("db.sqlite3", "must begin with postgres://"),
    ],
)
def test_what_the_address_of_the_database_says_in_vain_is_refused(url: str, says: str) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from nemawashi.project.settings import _database

    with pytest.raises(ImproperlyConfigured, match=says):
        _database(url)
