"""A role that serves beside the owner of the tables: what it does, and what it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from nemawashi.access import checks, log, serving
from nemawashi.access.seal import schema_work

pytestmark = pytest.mark.usefixtures("played")
ROLE = "nemawashi_serving"
of_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no roles")
CAN = "triggers and row-level security can be taken down"


@pytest.fixture
def as_serving(db: None) -> Iterator[None]:
    """What the test asks of the database is asked as the role that only serves."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_roles where rolname = %s and pg_has_role(rolname, 'MEMBER')", [ROLE])
        if not cursor.fetchone()[0]:
            pytest.skip(f"this server has no role {ROLE} that ours may become: tools/with-postgres makes one")
    call_command("grant_serving", ROLE, stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute(f"set role {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("reset role")


@of_postgres
@pytest.mark.parametrize(
    "statement",
    [
        "alter table texts_draftposition no force row level security",
        "alter table texts_draftposition disable row level security",
        "drop policy own_rows on access_sealedentry",
        "create policy more on access_sealedentry using (true)",
        "alter table access_entry disable trigger access_entry_append_only",
        "drop trigger access_entry_append_only on access_entry",
        "create or replace function access_entry_append_only() returns trigger language sql as $$ select null $$",
        "update access_entry set party = 'kazakhstan'",
        "delete from access_entry",
        "truncate access_entry",
        "create table more (id int)",
        "update django_migrations set name = 'none'",
        "set session_replication_role = replica",
    ],
)
def test_it_can_open_no_wall_and_rewrite_no_log(as_serving: None, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), schema_work(), connection.cursor() as cursor:
        cursor.execute(statement)


@of_postgres
def test_it_serves_and_the_walls_bind_it(
    as_serving: None,
    viewer: Callable[[str], Any],
    acting: Callable[..., Any],
    clause_of: Callable[[str], Any],
    clean_text: Any,
) -> None:
    from nemawashi.texts import acts

    before = log.head().count
    draft = acting(viewer("japan"), acts.draft_position, clause_of("Recalling"), operation="comment", words="hush")
    acting(viewer("host"), acts.issue_revision, clean_text)
    with schema_work(), connection.cursor() as cursor:
        cursor.execute("select set_config('nemawashi.party', '', false)")
        cursor.execute("select count(*) from texts_draftposition")
        seen = cursor.fetchone()[0]

    assert (seen, draft.version, log.head().count) == (0, 1, before + 1)
    assert (checks.wall_errors(), serving.powers(connection), serving.only_serves(connection)) == ([], [], True)
    out = StringIO()
    call_command("verify_log", stdout=out)
    assert "Beside the log" not in out.getvalue()


@of_postgres
def test_what_the_owner_could_do_is_told() -> None:
    out = StringIO()
    call_command("verify_log", stdout=out)

    assert "Beside the log: the database role nemawashi owns" in out.getvalue()
    assert CAN in serving.powers(connection)[0]
    assert not serving.only_serves(connection)


@of_postgres
def test_rights_that_serving_does_not_need_are_told(as_serving: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(f"grant delete on access_entry to {ROLE}")
        cursor.execute(f"grant create on schema public to {ROLE}")
        cursor.execute(f"set role {ROLE}")

    assert serving.powers(connection) == [
        f"the database role {ROLE} may change or delete entries of the log, were it not for the trigger",
        f"the database role {ROLE} may make tables",
    ]


@of_postgres
@pytest.mark.parametrize(
    ("role", "why"), [("nobody_there", "there is no role nobody_there"), ("nemawashi", "or owns tables: take another role")]
)
def test_a_role_that_would_stay_more_is_refused(role: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        call_command("grant_serving", role)


@of_postgres
def test_a_server_that_only_serves_waits_for_the_owner_to_migrate(as_serving: None) -> None:
    from nemawashi.project import commanding

    commanding.bring_up_to_date()
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        last = "select max(id) from django_migrations"  # on which no other one rests
        cursor.execute(f"delete from django_migrations where id = ({last})")  # noqa: S608  no word of anybody's
        cursor.execute(f"set role {ROLE}")

    with pytest.raises(CommandError, match="run `nemawashi manage migrate` as their owner"):
        commanding.bring_up_to_date()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has roles")
def test_sqlite_has_no_roles() -> None:
    with pytest.raises(CommandError, match="SQLite has no roles"):
        call_command("grant_serving", ROLE)
    assert (serving.powers(connection), serving.only_serves(connection)) == ([], False)


def test_the_statements_can_be_read_before_they_are_done() -> None:
    out = StringIO()
    call_command("grant_serving", ROLE, "--print", stdout=out)

    lines = out.getvalue().splitlines()
    assert f'REVOKE UPDATE, DELETE ON access_entry FROM "{ROLE}";' in lines
    assert all(line.endswith(";") for line in lines)


def test_what_is_no_name_of_a_role_is_put_into_no_statement() -> None:
    with pytest.raises(CommandError, match="is no plain name of a role"):
        call_command("grant_serving", 'a"; drop table access_entry; --', "--print")
