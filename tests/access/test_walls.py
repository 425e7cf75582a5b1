"""The second wall, raised, taken down and found wanting: on PostgreSQL by its words, on SQLite by what it refuses."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.migrations.operations import RunPython

from nemawashi.access import walls

SUPERUSER = "the database role us is a superuser, which walks through row-level security"


def apart() -> RunPython:
    return walls.row_security("texts_draft", column="party_id", setting="party")


def kept() -> RunPython:
    return walls.append_only("acts")


class Editor:
    """What migrations get to change tables: keeps what is asked of a PostgreSQL, or does it to a SQLite of its own."""

    def __init__(self, vendor: str, do: Callable[[str], Any] | None = None) -> None:
        self.connection = SimpleNamespace(vendor=vendor)
        self.asked: list[str] = []
        self.execute = do or self.asked.append


def asked_of(vendor: str, operation: RunPython, way: str) -> list[str]:
    editor = Editor(vendor)
    getattr(operation, way)(None, editor)
    return editor.asked


def test_the_wall_lets_a_role_see_and_write_its_own_rows_alone() -> None:
    enabled, forced, policy = asked_of("postgresql", apart(), "code")

    assert enabled == 'ALTER TABLE "texts_draft" ENABLE ROW LEVEL SECURITY'
    assert forced == 'ALTER TABLE "texts_draft" FORCE ROW LEVEL SECURITY'
    own = "party_id = nullif(current_setting('nemawashi.party', true), '')::bigint"
    assert policy.count(f"({own})") == 2
    assert re.fullmatch(r'CREATE POLICY \w+ ON "texts_draft" USING \(.+\) WITH CHECK \(.+\)', policy)


def test_the_wall_is_taken_down_whole() -> None:
    dropped, unforced, disabled = asked_of("postgresql", apart(), "reverse_code")

    assert dropped == 'DROP POLICY own_rows ON "texts_draft"'
    assert unforced == 'ALTER TABLE "texts_draft" NO FORCE ROW LEVEL SECURITY'
    assert disabled == 'ALTER TABLE "texts_draft" DISABLE ROW LEVEL SECURITY'


@pytest.mark.parametrize("way", ["code", "reverse_code"])
def test_only_postgresql_has_the_wall(way: str) -> None:
    assert asked_of("sqlite", apart(), way) == []


@pytest.mark.parametrize("operation", [apart, kept, lambda: walls.no_order("drafts")])
@pytest.mark.parametrize("way", ["code", "reverse_code"])
def test_another_database_is_asked_for_nothing(operation: Callable[[], RunPython], way: str) -> None:
    assert asked_of("oracle", operation(), way) == []


def test_on_postgresql_a_trigger_on_each_row_refuses_to_change_the_log() -> None:
    function, trigger = asked_of("postgresql", kept(), "code")

    assert function == (
        "CREATE FUNCTION acts_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the act log is append-only'; END $$"
    )
    assert trigger == (
        "CREATE TRIGGER acts_append_only BEFORE UPDATE OR DELETE ON acts FOR EACH ROW EXECUTE FUNCTION acts_append_only()"
    )
    assert asked_of("postgresql", kept(), "reverse_code") == [
        "DROP TRIGGER acts_append_only ON acts",
        "DROP FUNCTION acts_append_only()",
    ]


@pytest.mark.parametrize("change", ["update acts set what = 'another'", "delete from acts"])
def test_on_sqlite_the_log_grows_and_neither_changes_nor_shrinks_until_it_is_let(change: str) -> None:
    with closing(sqlite3.connect(":memory:")) as file:
        editor = Editor("sqlite", file.execute)
        file.execute("create table acts (what text)")
        kept().code(None, editor)  # type: ignore[arg-type]

        file.execute("insert into acts values ('tabled')")
        with pytest.raises(sqlite3.IntegrityError, match=r"^the act log is append-only$"):
            file.execute(change)
        assert file.execute("select what from acts").fetchall() == [("tabled",)]

        kept().reverse_code(None, editor)  # type: ignore[misc,arg-type]
        file.execute(change)
        assert file.execute("select what from acts").fetchall() != [("tabled",)]


def test_on_postgresql_a_sealed_table_is_written_anew_of_valid_rows_then_in_the_order_of_random_keys() -> None:
    assert asked_of("postgresql", walls.no_order("drafts"), "code") == [
        'ALTER TABLE "drafts" ALTER COLUMN id TYPE uuid USING id::text::uuid',
        'CLUSTER "drafts" USING "drafts_pkey"',
    ]
    assert asked_of("postgresql", walls.no_order("drafts"), "reverse_code") == []


class Server:
    """A PostgreSQL as far as the faults of the wall are asked of it: our role, and the tables with the wall."""

    ROLE = re.compile(r"select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
    WALLED = re.compile(r"select relname from pg_class where relname = any\(%s\) and \w+ and relforcerowsecurity")
    vendor = "postgresql"

    def __init__(self, *, role: tuple[str, bool, bool], walled: set[str]) -> None:
        self.role, self.walled = role, walled
        self.rows: list[tuple[Any, ...]] = []

    @contextmanager
    def cursor(self) -> Iterator[Server]:
        yield self

    def execute(self, sql: str, params: Any = ()) -> None:
        if self.ROLE.fullmatch(sql):
            self.rows = [self.role]
        elif self.WALLED.fullmatch(sql):
            [tables] = params
            self.rows = [(table,) for table in tables if table in self.walled]

    def fetchone(self) -> tuple[Any, ...]:
        return self.rows[0]

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.rows


@pytest.mark.parametrize(
    ("is_super", "bypasses", "walled", "expected"),
    [
        (False, False, {"drafts", "scores"}, []),
        (
            True,
            False,
            {"drafts", "scores"},
            [SUPERUSER],
        ),
        (False, True, {"drafts", "scores"}, ["the database role us has BYPASSRLS"]),
        (False, False, {"scores"}, ["row-level security is not forced on drafts"]),
        (
            True,
            True,
            set(),
            [
                SUPERUSER,
                "the database role us has BYPASSRLS",
                "row-level security is not forced on drafts",
                "row-level security is not forced on scores",
            ],
        ),
    ],
)
def test_every_way_through_the_wall_is_named(is_super: bool, bypasses: bool, walled: set[str], expected: list[str]) -> None:
    server = Server(role=("us", is_super, bypasses), walled=walled)

    assert walls.wall_faults(server, ["drafts", "scores"]) == expected


def test_a_database_without_the_wall_has_no_fault_in_it() -> None:
    assert walls.wall_faults(SimpleNamespace(vendor="sqlite"), ["drafts"]) == []


def test_a_table_that_lost_what_lays_its_rows_in_no_order_is_named() -> None:
    with closing(sqlite3.connect(":memory:")) as file:
        server = SimpleNamespace(vendor="sqlite", cursor=lambda: closing(file.cursor()))
        for table in ("drafts", "scores", "files"):
            file.execute(f"create table {table} (id text primary key)")
            walls.no_order(table).code(None, Editor("sqlite", file.execute))  # type: ignore[arg-type]
        assert walls.no_order_faults(server, ["drafts", "scores", "files"]) == []

        file.execute("drop trigger drafts_no_order")
        file.execute("drop trigger files_no_order")
        file.execute("create trigger files_no_order after insert on files begin select 1; end")

        assert walls.no_order_faults(server, ["drafts", "scores", "files"]) == [
            f"the trigger {table}_no_order is gone or altered: {table} tells in which order its rows came"
            for table in ("drafts", "files")
        ]
    assert walls.no_order_faults(SimpleNamespace(vendor="postgresql"), ["drafts"]) == []
