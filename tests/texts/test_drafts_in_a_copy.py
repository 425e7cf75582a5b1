"""What a copy of the database tells of drafts to somebody without keys; and that rows of the earlier form come over."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext

from nemawashi.access import checks, codec, log, parts, seal, walls
from nemawashi.access.models import SealedEntry
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause
from nemawashi.texts.positions import DraftFile, DraftPosition

TABLES = ("texts_draftposition", "texts_draftfile", "access_sealedentry")
AT = dt.datetime(2031, 5, 6, 7, 8, 9, 123456, tzinfo=dt.UTC)
KEYS = ["only for tests only for tests only for tests"]
OTHER = ["another key, another key, another key, another"]


def raw(table: str, on: Any = connection) -> list[dict[str, str]]:
    """Every row as it lies on the disk, read past all walls by whoever holds the file."""
    with seal.schema_work(), walls.lowered(on, table), on.cursor() as cursor:
        cursor.execute(f"select * from {table}")  # noqa: S608  a table of ours
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(str, row), strict=True)) for row in cursor.fetchall()]


def keys_of(row: Any) -> set[str]:
    return {str(row.pk), row.pk.hex}


def test_a_copy_tells_neither_who_drafted_nor_where_nor_when_nor_how_much(
    done: Any, who: Any, clause: Clause, now: dt.datetime
) -> None:
    before = {table: {row["id"] for row in raw(table)} for table in TABLES}
    other = Clause.objects.filter(text=clause.text).exclude(pk=clause.pk)[0]
    for name, on, words, hours in (("japan", clause, "x" * 10, 1), ("kazakhstan", other, "我" * 200, 30)):
        at = now + dt.timedelta(hours=hours)
        done(name, acts.draft_position, on, operation="comment", words=words, why=words, at=at)
        done(name, acts.keep_file, clause.text, called=f"{name}.docx", content=words.encode(), kind="brackets", at=at)

    rows = {table: [row for row in raw(table) if row["id"] not in before[table]] for table in TABLES}

    assert {table: len(rows[table]) for table in TABLES} == dict.fromkeys(TABLES, 2)
    assert all(row["about"].startswith("v2.party-") for table in TABLES for row in rows[table])
    in_plain = [
        {name: value for name, value in row.items() if value[:3] != "v2."} for each in rows.values() for row in each
    ]
    on_disk = str(in_plain).lower()
    moments = (now + dt.timedelta(hours=1), now + dt.timedelta(hours=30))
    telling = {"comment", "brackets", "docx", f"{now:%Y-%m}", *(f"{at:%H:%M}" for at in moments)}
    telling |= keys_of(clause) | keys_of(other)
    entries = log.Entry.objects.order_by("-seq").values_list("ref", flat=True)[:2]
    telling |= {each for ref in entries for each in (str(ref), ref.hex)}
    assert [each for each in telling if each in on_disk] == []
    for name in ("japan", "kazakhstan"):
        assert name not in on_disk
    assert {len(row["about"].split(".", 2)[2]) for table in TABLES for row in rows[table]} == {2828}
    assert {len(row["content"].split(".", 2)[2]) for row in rows["texts_draftfile"]} == {2828}
    assert len({row["place"] for row in rows["texts_draftposition"]}) == 2  # of one text, and nobody sees that it is
    with acting_as(who("japan")):
        [draft] = queries.negotiation(clause.text, viewer=who("japan")).of(clause.pk).drafts
    assert (draft.draft.words, draft.draft.changed_by) == ("x" * 10, "japan")


def test_rows_lie_in_the_file_in_no_order(done: Any, clause: Clause) -> None:
    for _ in range(2):
        done("japan", acts.draft_position, clause, operation="comment", words="x")

    if connection.vendor == "sqlite":
        assert checks.guarding_faults() == [], "a table that is made anew loses its trigger: walls.no_order comes last"
        with seal.schema_work(), connection.cursor() as cursor:
            for table in ("texts_draftposition", "access_sealedentry"):
                cursor.execute(f"select min(rowid) from {table}")  # noqa: S608
                assert cursor.fetchone()[0] > 1_000_000_000
            cursor.execute("drop trigger texts_draftfile_no_order")
        [lost] = checks.guarding_faults()
        assert lost.startswith("the trigger texts_draftfile_no_order is gone")


def test_a_newer_key_in_front_finds_and_opens_what_the_older_sealed(
    done: Any, who: Any, clause: Clause, settings: Any
) -> None:
    japan, text = who("japan"), clause.text
    draft = done("japan", acts.draft_position, clause, operation="comment", words="older")
    file = done("japan", acts.keep_file, text, called="a.docx", content=b"older", kind="word")
    mark = mark_of(text, japan)
    settings.SEAL_KEYS = [*OTHER, *KEYS]

    newer = done("japan", acts.draft_position, clause, operation="comment", words="newer")

    assert own(text, japan) == {draft.pk: "older", newer.pk: "newer"}
    with acting_as(japan):
        assert [row.pk for row in queries.own_files(text, viewer=japan)] == [file.pk]
        assert queries.content_of(queries.own_file(file.pk, viewer=japan)) == b"older"
    assert mark_of(text, japan) != mark
    settings.SEAL_KEYS = OTHER  # the older one is gone: what was written since then is found all the same
    assert own(text, japan) == {newer.pk: "newer"}
    with acting_as(japan):
        whole = queries.negotiation(text, viewer=japan)
        assert whole.closed_drafts == sum(row.clause is None for row in queries.own_drafts(viewer=japan)) >= 1
        assert whole.drafts_mark == queries.own_drafts_mark(text, viewer=japan)
        assert [row.name for row in queries.own_files(text, viewer=japan)] == [codec.Unopened.of("")]


def own(text: Any, viewer: Viewer) -> dict[Any, str]:
    with acting_as(viewer):
        whole = queries.negotiation(text, viewer=viewer)
    return {row.draft.pk: row.draft.words for view in whole.clauses for row in view.drafts}


def mark_of(text: Any, viewer: Viewer) -> str:
    with acting_as(viewer):
        return queries.own_drafts_mark(text, viewer=viewer)


def test_drafts_of_another_text_and_of_others_are_not_among_those_of_a_text(done: Any, who: Any, clause: Clause) -> None:
    elsewhere = Clause.objects.filter(text__state="under_negotiation", is_deleted=False).exclude(text=clause.text)[0]
    draft = done("japan", acts.draft_position, clause, operation="comment", words="ours")
    done("japan", acts.draft_position, elsewhere, operation="comment", words="elsewhere")

    assert own(clause.text, who("japan")) == {draft.pk: "ours"}
    assert own(clause.text, who("kazakhstan")) == {}
    marks = {mark_of(clause.text, who(name)) for name in ("japan", "kazakhstan")} | {mark_of(elsewhere.text, who("japan"))}
    assert len(marks) == 3


def test_drafts_come_oldest_first_with_their_clauses_in_one_statement(
    done: Any, who: Any, clause: Clause, now: dt.datetime
) -> None:
    made = [
        done("japan", acts.draft_position, clause, operation="comment", words=str(n), at=now + dt.timedelta(minutes=n))
        for n in range(5)
    ]
    japan = who("japan")
    with acting_as(japan), CaptureQueriesContext(connection) as asked:
        rows = queries.own_drafts(viewer=japan)
        texts = {row.clause.text for row in rows}

    assert len(asked) == 2
    assert [row.pk for row in rows if row.clause == clause] == [row.pk for row in made]
    assert clause.text in texts


# Rows of the earlier form


@pytest.fixture
def older(db: None, tmp_path: Path) -> Iterator[Any]:
    """A database with the sealed tables, and those that they name, as they were before they said nothing in plain."""
    with seal.schema_work():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("create schema older")
                cursor.execute("set local search_path to older, public")
            yield connection
            return
        asked = connection.settings_dict | {"NAME": str(tmp_path / "older.sqlite3")}
        connections["older"] = DatabaseWrapper(asked, alias="older")
        connections["older"].check_constraints = lambda *args, **words: None  # not all tables are there to which keys point
        try:
            yield connections["older"]
        finally:
            connections["older"].close()
            del connections["older"]


class Steps:
    """A database moved by single migrations, of which only some tables are there."""

    def __init__(self, on: Any) -> None:
        loader = MigrationLoader(None)
        self.on, self.migrations = on, loader.disk_migrations
        asked = [("access", "0008_ties_to_a_ministry_s_sign_in"), ("texts", "0017_language_of_positions")]
        self.state = loader.project_state(asked)

    def begin(self) -> None:
        models = [("parties", "Party"), ("texts", "Text"), ("texts", "Clause"), ("texts", "Position")]
        models += [("texts", "DraftPosition"), ("texts", "DraftFile"), ("access", "SealedEntry")]
        with self._editor() as editor:
            for app, name in models:
                editor.create_model(self.state.apps.get_model(app, name))
            editor.deferred_sql = [each for each in editor.deferred_sql if "FOREIGN KEY" not in str(each)]
            for table in TABLES:
                walls.row_security(table, column="party_id", setting="party").code(None, editor)

    def go(self, *named: tuple[str, str]) -> None:
        for name in named:
            with self._editor() as editor:
                self.state = self.migrations[name].apply(self.state, editor)

    def back(self, *named: tuple[str, str]) -> None:
        """From the state before the first of them, which they are then taken from in reverse."""
        before = Steps(self.on).state
        for name in named:
            with self._editor() as editor:
                self.migrations[name].unapply(before.clone(), editor)
        self.state = before

    def _editor(self) -> Any:
        leave_keys(self.on)
        return self.on.schema_editor(atomic=True)


def leave_keys(on: Any) -> None:
    """Let keys point at what is not there."""
    if on.vendor == "sqlite":
        with on.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys = OFF")


NEW_FORMS = (("access", "0009_sealed_acts_say_nothing_in_plain"), ("texts", "0018_drafts_say_nothing_in_plain"))
REF, CLAUSE = uuid.UUID(int=77), uuid.UUID(int=78)


def laid(on: Any, table: str, values: dict[str, Any]) -> None:
    """A row in plain SQL, in the name of its party."""
    fields = {"id": uuid.uuid4(), **values}
    as_kept = [_as_sqlite_keeps(value) if on.vendor == "sqlite" else value for value in fields.values()]
    names = ", ".join(f'"{name}"' for name in fields)
    leave_keys(on)
    with walls.lowered(on, table), on.cursor() as cursor:
        cursor.execute(f"insert into {table} ({names}) values ({', '.join(['%s'] * len(fields))})", as_kept)  # noqa: S608


def _as_sqlite_keeps(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return str(value.replace(tzinfo=None))
    return value.hex if isinstance(value, uuid.UUID) else value


def test_rows_of_the_earlier_form_come_over_and_go_back(older: Any, settings: Any) -> None:
    settings.SEAL_KEYS = OTHER
    closed = codec.seal_as_before("of a key that is lost", owner="party-2")
    settings.SEAL_KEYS = KEYS
    steps = Steps(older)
    steps.begin()
    clause = {"id": CLAUSE, "text_id": 5, "kind": "operative", "rank": 1.0, "is_deleted": False, "is_closed": False}
    laid(older, "texts_clause", clause)
    text = steps.state.apps.get_model("texts", "Text")  # to which the key of a file points again on the way back
    text(pk=5, dialogue_id=1, slug="t", title="T", type="declaration", order=1).save(using=older.alias, force_insert=True)
    for party, words in ((1, codec.seal_as_before("外相 shall", owner="party-1")), (2, closed)):
        draft = {"party_id": party, "clause_id": CLAUSE, "operation": "insert", "wording_number": 2, "start": 3, "end": 4}
        draft |= {"words": words, "why": "", "instruction": "", "taken_from": "", "state": "draft", "language": "ru"}
        draft |= {"drafted_at": AT, "changed_at": AT, "changed_by": "zq-sato", "version": 3}
        laid(older, "texts_draftposition", draft)
    file = {"party_id": 1, "text_id": 5, "kind": "amendments", "name": codec.seal_as_before("a.docx", owner="party-1")}
    file |= {"content": codec.seal_as_before("eA==", owner="party-1"), "sent_at": AT, "sent_by": "zq-sato", "version": 1}
    laid(older, "texts_draftfile", file)
    act = {"party_id": 1, "entry_ref": REF, "salt": "5a17", "content": codec.seal_as_before("{}", owner="party-1")}
    laid(older, "access_sealedentry", act)
    before = {table: raw(table, older) for table in TABLES}

    steps.go(*NEW_FORMS)

    rows = {table: raw(table, older) for table in TABLES}
    in_plain = str(rows)
    for telling in ("zq-sato", "2031", "insert", "amendments", REF.hex, str(REF), CLAUSE.hex, str(CLAUSE), "5a17"):
        assert telling not in in_plain
    if older.vendor == "sqlite":  # nor do the pages that are free now
        older.close()
        assert b"zq-sato" not in Path(older.settings_dict["NAME"]).read_bytes()
    drafts = {row["party_id"]: row for row in rows["texts_draftposition"]}
    if older.vendor == "postgresql":
        assert lying(older, "texts_draftposition") == sorted(row["id"] for row in drafts.values())
    with acting_as(Viewer(party_id=1, party="a")):
        row = opened(DraftPosition, drafts["1"])
        assert (row.clause_id, row.operation, row.words, row.language) == (CLAUSE, "insert", "外相 shall", "ru")
        assert (row.wording_number, row.start, row.end) == (2, 3, 4)
        assert (row.drafted_at, row.changed_at, row.changed_by, row.version) == (AT, AT, "zq-sato", 3)
        assert int(drafts["1"]["place"]) == codec.places("party-1").of("text/5")
        sent = opened(DraftFile, rows["texts_draftfile"][0])
        assert (sent.text_id, sent.kind, sent.name, sent.sent_at, sent.taken_at) == (5, "amendments", "a.docx", AT, None)
        assert codec.unseal(rows["texts_draftfile"][0]["content"]) == "eA=="
        kept = opened(SealedEntry, rows["access_sealedentry"][0])
        assert (kept.entry_ref, kept.salt) == (REF, "5a17")
    with acting_as(Viewer(party_id=2, party="b")):
        row = opened(DraftPosition, drafts["2"])
        assert (row.clause_id, row.changed_by, isinstance(row.words, codec.Unopened)) == (CLAUSE, "zq-sato", True)

    steps.back(*reversed(NEW_FORMS))

    again = {table: raw(table, older) for table in TABLES}
    for table in TABLES:
        assert sorted(map(shown, again[table])) == sorted(map(shown, before[table]))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no dropped columns and no dead rows")
def test_files_of_postgresql_keep_neither_dropped_columns_nor_rows_as_they_were(older: Any, settings: Any) -> None:
    settings.SEAL_KEYS = KEYS
    steps = Steps(older)
    steps.begin()
    clause = {"id": CLAUSE, "text_id": 5, "kind": "operative", "rank": 1.0, "is_deleted": False, "is_closed": False}
    laid(older, "texts_clause", clause)
    draft = {"party_id": 1, "clause_id": CLAUSE, "operation": "insert", "wording_number": 2, "start": 3, "end": 4}
    draft |= {"words": codec.seal_as_before("x", owner="party-1"), "why": "", "instruction": "", "taken_from": ""}
    draft |= {"state": "draft", "language": "ru", "drafted_at": AT, "changed_at": AT, "changed_by": "zq-sato", "version": 3}
    laid(older, "texts_draftposition", draft)
    file = {"party_id": 1, "text_id": 5, "kind": "amendments", "name": codec.seal_as_before("a", owner="party-1")}
    file |= {"content": codec.seal_as_before("x" * 9000, owner="party-1"), "sent_at": AT, "sent_by": "zq-sato"}
    laid(older, "texts_draftfile", file | {"version": 1})
    act = {"party_id": 1, "entry_ref": REF, "salt": "5a17", "content": codec.seal_as_before("{}", owner="party-1")}
    laid(older, "access_sealedentry", act)
    before = {table: on_disk(older, table) for table in TABLES}
    assert all(b"v1.party-1." in before[table] for table in TABLES)
    assert b"zq-sato" in before["texts_draftposition"]
    assert CLAUSE.bytes in before["texts_draftposition"]
    assert REF.bytes in before["access_sealedentry"]

    steps.go(*NEW_FORMS)

    after = {table: on_disk(older, table) for table in TABLES}
    for telling in (b"v1.party-1.", b"zq-sato", b"5a17", b"amendments", b"insert", CLAUSE.bytes, REF.bytes):
        assert [table for table in TABLES if telling in after[table]] == []
    assert all(b"v2.party-1." in after[table] for table in TABLES)


def on_disk(on: Any, table: str) -> bytes:
    """The bytes of the files of a table of PostgreSQL, what it moved aside included, as its keeper reads them.

    Skips where the server lets nobody who can read files in without a password; ``tools/with-postgres`` does.
    """
    import psycopg

    asked = on.get_connection_params() | {"user": "owner"}
    known = {name: value for name, value in asked.items() if name in ("host", "port", "dbname", "user")}
    with on.cursor() as cursor:
        cursor.execute("select reltoastrelid from pg_class where oid = %s::regclass", [table])
        [aside] = cursor.fetchone()
        cursor.execute("select pg_relation_filepath(%s::regclass), pg_relation_filepath(%s::oid)", [table, aside])
        paths = cursor.fetchone()
    try:
        keeper = psycopg.connect(**known, autocommit=True)
    except psycopg.OperationalError:
        pytest.skip("no superuser named owner, who could read the files of this PostgreSQL")
    with keeper:
        keeper.execute("CHECKPOINT")
        read = [keeper.execute("select pg_read_binary_file(%s)", [path]).fetchone() for path in paths]
    return b"".join(row[0] for row in read if row)


def lying(on: Any, table: str) -> list[str]:
    """The keys of the rows in the order in which they lie in the file."""
    with seal.schema_work(), walls.lowered(on, table), on.cursor() as cursor:
        cursor.execute(f"select id from {table} order by ctid")  # noqa: S608  a table of ours
        return [str(row[0]) for row in cursor.fetchall()]


def opened(model: Any, row: dict[str, str]) -> Any:
    about = model._meta.get_field("about").from_db_value(row["about"], None, None)
    numbers = {name: int(row[name]) for name in ("party_id", "version") if name in row}
    return model(about=about, **numbers)


def shown(row: dict[str, str]) -> list[tuple[str, str]]:
    """A row with what its words say, or as they are where nobody can open them: each is sealed anew on its way."""
    said = {}
    for name, value in row.items():
        try:
            said[name] = codec.unseal(value)
        except codec.NoKeyError:
            said[name] = value
    return sorted(said.items())


def test_going_back_without_the_key_says_so(older: Any, settings: Any) -> None:
    settings.SEAL_KEYS = KEYS
    steps = Steps(older)
    steps.begin()
    laid(older, "access_sealedentry", {"party_id": 1, "entry_ref": REF, "salt": "5a17", "content": ""})
    steps.go(NEW_FORMS[0])
    settings.SEAL_KEYS = OTHER
    module = import_module("nemawashi.access.migrations.0009_sealed_acts_say_nothing_in_plain")

    with pytest.raises(codec.NoKeyError, match="can go back only where its key is"), older.schema_editor() as editor:
        module.take_apart(steps.state.apps, editor)


def test_every_sealed_table_is_looked_at_here_or_holds_what_waits_for_a_round() -> None:
    waiting = {"commitments_waitingscore", "analysis_waitingcoding"}  # of one length: their migrations are asked elsewhere
    models = [model for model in apps.get_models() if issubclass(model, seal.SealedModel)]

    assert {model._meta.db_table for model in models} == {*TABLES} | waiting
    in_parts = {model for model in models if any(isinstance(field, parts.SealedParts) for field in model._meta.fields)}
    assert {model._meta.db_table for model in in_parts} == {*TABLES}
