"""The guard, statement by statement, and what sealed rows say of themselves; by values, where no row is needed."""

# ruff: noqa: S608  most of these statements are what an injection would try

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db.backends.signals import connection_created
from tests.rules.people import host, japan, kazakhstan, public, researcher

from nemawashi.access import codec, seal, viewers
from nemawashi.access.models import SealedEntry
from nemawashi.access.viewers import Viewer, acting_as

TABLE = "texts_draftposition"
SQLITE = SimpleNamespace(vendor="sqlite")
MARK = re.compile(r"/\*sealed:\w+:\w+\*/")


@pytest.fixture(autouse=True)
def no_table_known_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just begun: what a sealed table is called is found out at the first statement."""
    monkeypatch.setattr(seal, "_tables", {})


def mark(by: Viewer, model: str = "texts.DraftPosition") -> str:
    """The mark that the manager puts into a statement of this viewer's."""
    with acting_as(by):
        [found] = MARK.findall(str(apps.get_model(model).objects.all().query))
    return found


def ran(sql: Any, *, by: Viewer | None, connection: Any = SQLITE) -> tuple[Any, ...]:
    """What reached the database behind the guard."""

    def through() -> Any:
        return seal.guard(lambda *asked: asked, sql, ("a",), True, {"connection": connection})

    if by is None:
        return through()
    with acting_as(by):
        return through()


PASSING: dict[str, Callable[[], str]] = {
    "marked": lambda: f"select * from {TABLE} where {mark(japan)} 1=1",
    "two names, two marks": lambda: f"select 1 from {TABLE} a, {TABLE} b where {mark(japan)} 1=1 and {mark(japan)} 1=1",
    "more marks than names": lambda: f"select 1 from {TABLE} where {mark(japan)} 1=1 and {mark(japan)} 1=1",
    "a column": lambda: f'select * from clauses where "{TABLE}"."words" = 1 and {TABLE} .id = 2',
    "a longer name": lambda: f"select * from old_{TABLE}, {TABLE}s",
    "an insert": lambda: f"insert into {TABLE} (words) values (1)",
    "an insert in capitals and quotes": lambda: f'  INSERT  INTO "{TABLE.upper()}" (words) values (1)',
    "a mark on another table besides": lambda: (
        f"select 1 from {TABLE}, access_sealedentry where {mark(japan)} 1=1 and {mark(japan, 'access.SealedEntry')} 1=1"
    ),
}


@pytest.mark.parametrize("case", PASSING)
def test_a_statement_with_a_mark_for_each_name_reaches_the_database_as_it_is(case: str) -> None:
    sql = PASSING[case]()

    assert ran(sql, by=japan) == (sql, ("a",), True, {"connection": SQLITE})


STOPPED: dict[str, Callable[[], str]] = {
    "without a mark": lambda: f"select * from {TABLE}",
    "two names, one mark": lambda: f"select 1 from {TABLE} a, {TABLE} b where {mark(japan)} 1=1",
    "in capitals": lambda: f"SELECT * FROM {TABLE.upper()}",
    "in a comment": lambda: f"select 1 /* {TABLE} */",
    "an insert from itself": lambda: f"insert into {TABLE} select * from {TABLE}",
    "an insert elsewhere": lambda: f"insert into loot select * from {TABLE}",
    "the mark of another table": lambda: f"select * from {TABLE} where {mark(japan, 'access.SealedEntry')} 1=1",
    "a mark right behind one of two names": lambda: f"select 1 from {TABLE}{mark(japan)}, {TABLE}",
    "an insert that is not the statement": lambda: f"select 1; insert into {TABLE} select 2",
}


@pytest.mark.parametrize("case", STOPPED)
def test_a_name_without_a_mark_does_not_reach_the_database(case: str) -> None:
    with pytest.raises(seal.SealedError, match=f"^a statement reaches the sealed table {TABLE} without its guard$"):
        ran(STOPPED[case](), by=japan)


class Composed:
    """A statement in parts, as drivers let one compose it."""

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def __str__(self) -> str:
        return self.sql


@pytest.mark.parametrize("name", [TABLE, TABLE.upper()])
def test_a_composed_statement_is_read_as_the_text_that_it_becomes(name: str) -> None:
    harmless = Composed("select * from texts_clause")

    assert ran(harmless, by=None)[0] is harmless
    with pytest.raises((seal.SealedError, TypeError)):
        ran(Composed(f"select * from {name}"), by=japan)


def test_a_mark_holds_for_one_owner_and_one_table() -> None:
    with pytest.raises(seal.SealedError, match=f"^a query on {TABLE} was built for another viewer$"):
        ran(f"select 1 from {TABLE} where {mark(kazakhstan)} 1=1", by=japan)

    assert len({mark(japan), mark(kazakhstan), mark(japan, "access.SealedEntry")}) == 3


def test_a_mark_cannot_be_made_from_what_everybody_knows() -> None:
    known = hashlib.blake2b(f"{TABLE}:{japan.party_id}".encode(), digest_size=12).hexdigest()

    assert len(mark(japan)) == len(f"/*sealed:{TABLE}:{known}*/")
    assert known not in mark(japan)


@pytest.mark.parametrize("by", [None, public, host, researcher])
def test_who_can_own_no_draft_names_no_table_of_drafts(by: Viewer | None) -> None:
    said = "nobody is named as viewer" if by is None else "this viewer can own no sealed row"

    with pytest.raises(seal.SealedError, match=f"^DraftPosition: {said}$"):
        ran(f"insert into {TABLE} (words) values (1)", by=by)


def test_a_score_is_owned_by_a_person_and_a_draft_by_a_party() -> None:
    with acting_as(researcher):
        assert seal.owner_of(apps.get_model("commitments.WaitingScore")) == researcher.user_id
    with acting_as(japan):
        assert seal.owner_of(apps.get_model("commitments.WaitingScore")) == japan.user_id
        assert seal.owner_of(apps.get_model("texts.DraftPosition")) == japan.party_id
        assert seal.owner_of(SealedEntry) == japan.party_id


def test_every_sealed_table_is_guarded() -> None:
    tables = {model._meta.db_table for model in seal.sealed_models()}

    assert tables >= {TABLE, "access_sealedentry", "commitments_waitingscore"}
    for table in tables:
        with pytest.raises(seal.SealedError):
            ran(f"select * from {table}", by=japan)


def test_migrations_pass_for_as_long_as_they_work_on_tables() -> None:
    sql = f"alter table {TABLE} add column more"

    with seal.schema_work():
        assert ran(sql, by=None)[0] == sql
        with seal.schema_work():
            assert ran(sql, by=None)[0] == sql
        assert ran(sql, by=None)[0] == sql
    with pytest.raises(seal.SealedError):
        ran(sql, by=None)


def test_the_guard_comes_back_when_the_work_on_tables_fails() -> None:
    with pytest.raises(ZeroDivisionError), seal.schema_work():
        raise ZeroDivisionError

    with pytest.raises(seal.SealedError):
        ran(f"select * from {TABLE}", by=None)


class Server:
    """A PostgreSQL as far as it is told who looks."""

    vendor = "postgresql"

    def __init__(self) -> None:
        self.connection = self
        self.told: list[tuple[str, list[str]]] = []

    @contextmanager
    def cursor(self) -> Iterator[Server]:
        yield self

    def execute(self, sql: str, params: list[str]) -> None:
        self.told.append((sql, params))


@pytest.mark.parametrize(
    ("by", "table", "keys"),
    [(japan, TABLE, ["1", "11"]), (researcher, "commitments_waitingscore", ["", "3"])],
)
def test_postgresql_is_told_who_looks_before_each_sealed_statement(by: Viewer, table: str, keys: list[str]) -> None:
    server = Server()

    ran(f"insert into {table} (words) values (1)", by=by, connection=server)
    ran(f"insert into {table} (words) values (1)", by=by, connection=server)
    ran("select * from texts_clause", by=by, connection=server)

    [(sql, params), again] = server.told
    assert (sql, params) == again
    assert params == keys
    assert sql == "select set_config('nemawashi.party', %s, false), set_config('nemawashi.user', %s, false)"


def test_postgresql_is_told_that_nobody_looks_while_tables_are_worked_on() -> None:
    server = Server()

    with seal.schema_work():
        ran(f"select * from {TABLE}", by=None, connection=server)
    seal._tell_the_database(server)

    assert [params for _, params in server.told] == [["", ""]]


def test_every_connection_is_guarded_once_from_its_first_statement_on() -> None:
    connection = SimpleNamespace(execute_wrappers=[])
    listening = len(connection_created.receivers)

    seal.install()
    seal.install()
    for _ in range(2):
        connection_created.send(sender=type(connection), connection=connection)

    assert len(connection_created.receivers) == listening
    assert connection.execute_wrappers == [seal.guard]


def test_a_sealed_row_says_nothing_of_itself_but_its_random_key() -> None:
    row = SealedEntry(party_id=japan.party_id, content="hush")

    assert str(row) == f"SealedEntry {row.pk}"
    assert repr(row) == f"<SealedEntry {row.pk}>"


WITHDRAWN, UNPICKLED = "a sealed row is withdrawn, never deleted", "a sealed row cannot be pickled"
ANOTHER, HANDS = "a row was written in the name of another owner", "a sealed row cannot change hands"
REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "pickled": (lambda: SealedEntry().__reduce__(), UNPICKLED),
    "deleted": (lambda: SealedEntry(party_id=1).delete(), WITHDRAWN),
    "many deleted": (lambda: SealedEntry.objects.all().delete(), WITHDRAWN),
    "saved for another": (lambda: SealedEntry(party_id=2).save(), ANOTHER),
    "saved for nobody": (lambda: SealedEntry().save(), ANOTHER),
    "many saved for another": (
        lambda: SealedEntry.objects.all()._batched_insert([SealedEntry(party_id=1), SealedEntry(party_id=2)], [], None),
        ANOTHER,
    ),
    "inserted for another": (
        lambda: SealedEntry.objects.all()._insert([SealedEntry(party_id=2)], fields=[], using="default"),
        ANOTHER,
    ),
    "handed over": (lambda: SealedEntry.objects.update(party_id=2), HANDS),
    "handed over by the relation": (lambda: SealedEntry.objects.update(party=2), HANDS),
    "handed over among other things": (lambda: SealedEntry.objects.update(salt="", party_id=1), HANDS),
    "read from another": (
        lambda: SealedEntry.from_db("default", ["party_id"], [2]),
        "a row of another owner was read",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_never_done_to_a_sealed_row(case: str) -> None:
    """Before any statement: these tests have no database."""
    do, said = REFUSED[case]

    with acting_as(japan), pytest.raises(seal.SealedError, match=f"^{said}$"):
        do()


def test_a_row_that_was_read_by_one_party_is_not_saved_by_another() -> None:
    with acting_as(japan):
        row = SealedEntry.from_db("default", ["party_id"], [japan.party_id])

    with acting_as(kazakhstan):
        row.party_id = kazakhstan.party_id
        with pytest.raises(seal.SealedError, match=f"^{ANOTHER}$"):
            row.save()


def test_a_row_without_its_owner_is_read_and_knows_it() -> None:
    """``only`` leaves the column out; the filter of the manager stood before."""
    with acting_as(japan):
        row = SealedEntry.from_db("archive", ["content"], ["s"])

    assert (row.content, row._state.db) == ("s", "archive")


def test_rows_are_looked_for_in_the_database_that_was_asked_for() -> None:
    with acting_as(japan):
        assert SealedEntry.objects.db_manager("archive").all().db == "archive"
        assert SealedEntry.objects.all().db == "default"


def test_words_are_sealed_under_the_key_of_who_looks_and_nothing_stays_nothing() -> None:
    content = SealedEntry._meta.get_field("content")
    score = apps.get_model("commitments.WaitingScore")._meta.get_field("content")

    with acting_as(japan):
        stored, of_a_person = content.get_prep_value("hush"), score.get_prep_value("hush")
        assert content.get_prep_value("") == content.get_prep_value(None) == ""

    assert stored.startswith("v2.party-1.")
    assert of_a_person.startswith("v2.user-11.")
    assert content.from_db_value(stored, None, None) == "hush"
    assert content.from_db_value("", None, None) == content.from_db_value(None, None, None) == ""
    with pytest.raises(seal.SealedError):
        content.get_prep_value("hush")


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("", "sealed words are not in a known form"),
        ("hush", "sealed words are not in a known form"),
        ("v1.party-1.", "sealed words are not in a known form"),
        ("v1.party-1", "sealed words are not in a known form"),
        ("v3.party-1.token", "sealed words are not in a known form"),
        ("v2.party-1.token", "sealed words do not open with the configured keys"),
        ("v1.party-1.token", "sealed words do not open with the configured keys"),
    ],
)
def test_what_is_no_sealed_form_is_not_opened(stored: str, said: str) -> None:
    with pytest.raises(codec.NoKeyError, match=f"^{said}$"):
        codec.unseal(stored)


def test_older_keys_open_and_the_newest_seals(settings: Any) -> None:
    settings.SEAL_KEYS = ["o" * 32]
    old = codec.seal("hush", owner="party-1")
    settings.SEAL_KEYS = ["n" * 32, "o" * 32]
    new = codec.seal("hush", owner="party-1")

    assert (codec.unseal(old), codec.unseal(new)) == ("hush", "hush")
    settings.SEAL_KEYS = ["n" * 32]
    assert codec.unseal(new) == "hush"
    for foreign in (old, new.replace("party-1", "party-2")):
        with pytest.raises(codec.NoKeyError, match=r"^sealed words do not open with the configured keys$"):
            codec.unseal(foreign)


def test_a_viewer_is_named_for_what_runs_inside_alone() -> None:
    assert viewers.current() is None
    with acting_as(japan) as named:
        assert viewers.current() is named is japan
        with pytest.raises(ZeroDivisionError), acting_as(kazakhstan):
            _ = 1 / int(viewers.current() is not kazakhstan)
        assert viewers.current() is japan
    assert viewers.current() is None
