"""Row-level security on PostgreSQL: the second wall around sealed tables, and the proof that it stands."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.operations import RunPython


class WallOperation(RunPython):
    """What migrations ask of the database beside tables and rows: it has to stand on a new one, too."""


def _raise_wall(table: str, column: str, setting: str) -> Any:
    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        own = f"{column} = nullif(current_setting('nemawashi.{setting}', true), '')::bigint"
        schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'CREATE POLICY own_rows ON "{table}" USING ({own}) WITH CHECK ({own})')

    return forwards


def _take_down(table: str) -> Any:
    def backwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'DROP POLICY own_rows ON "{table}"')
            schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
            schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')

    return backwards


def row_security(table: str, *, column: str, setting: str) -> WallOperation:
    """Migration operation: only rows whose ``column`` equals the setting ``nemawashi.<setting>`` exist for a role.

    FORCE binds the owner of the table too; only a superuser or a BYPASSRLS role passes, and the server refuses to
    start as one (``wall_faults``).
    """
    return WallOperation(_raise_wall(table, column, setting), _take_down(table))


@contextmanager
def lowered(connection: Any, table: str) -> Iterator[None]:
    """Let the owner of ``table`` reach the rows of all, for a migration that seals them anew. Nobody else is let through.

    The table is locked until the transaction ends, so that no other connection meets it without its wall.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while its keys are still to be looked at
        cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')


def _refusal(table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the act log is append-only'); END"
    )


def _append_only(table: str) -> Any:
    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(_refusal(table, verb))
        elif schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'the act log is append-only'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
            )

    return forwards


def _not_append_only(table: str) -> Any:
    def backwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")
        elif schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_append_only()")

    return backwards


def append_only(table: str) -> WallOperation:
    """Migration operation: the database itself refuses to change or delete a row of ``table``."""
    return WallOperation(_append_only(table), _not_append_only(table))


def _shuffle(table: str) -> Any:
    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"UPDATE {table} SET rowid = {_ANY_NUMBER}")  # noqa: S608  a table of ours
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_order")
            schema_editor.execute(_numbering(table))
        elif schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'ALTER TABLE "{table}" ALTER COLUMN id TYPE uuid USING id::text::uuid')
            schema_editor.execute(f'CLUSTER "{table}" USING "{table}_pkey"')

    return forwards


def _numbering(table: str) -> str:
    anew = f"UPDATE {table} SET rowid = {_ANY_NUMBER} WHERE rowid = NEW.rowid"  # noqa: S608  a table of ours
    return f"CREATE TRIGGER {table}_no_order AFTER INSERT ON {table} BEGIN {anew}; END"


_ANY_NUMBER = "random() & 0x7fffffffffffffff"


def _let_be(table: str) -> Any:
    def backwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_order")

    return backwards


def no_order(table: str) -> WallOperation:
    """Migration operation: rows lie in the file in no order, and nothing that the migration took out of it lies there.

    SQLite numbers rows as they come, beside the random keys that they have. Such numbers tell which draft came before which
    one, and with the log, in which sealed acts stand in the same order without names, whose act each of them was. An
    operation that makes the table anew takes the trigger away: this one comes last.

    PostgreSQL keeps dropped columns in the rows that are there, and rows as they were before a change until they are
    vacuumed. So the table is written into a new file: by a change of type that changes nothing, which takes along what is
    valid alone (CLUSTER takes along what this transaction changed), and once more in the order of its random keys. Rows
    that come later lie in the order in which they come.
    """
    return WallOperation(_shuffle(table), _let_be(table))


def _write_over(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def written_over() -> WallOperation:
    """Migration operation: what the following ones take out of the file is written over, and stays in no free page.

    On PostgreSQL ``no_order`` at the end of the migration sees to it.
    """
    return WallOperation(_write_over, RunPython.noop)


def wall_faults(connection: Any, tables: list[str]) -> list[str]:
    """What is wrong with the second wall, in sentences; empty when it stands, and on databases that have none."""
    if connection.vendor != "postgresql":
        return []
    faults = []
    with connection.cursor() as cursor:
        cursor.execute("select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        name, is_super, bypasses = cursor.fetchone()
        if is_super:
            faults.append(f"the database role {name} is a superuser, which walks through row-level security")
        if bypasses:
            faults.append(f"the database role {name} has BYPASSRLS")
        cursor.execute(
            "select relname from pg_class where relname = any(%s) and relrowsecurity and relforcerowsecurity",
            [tables],
        )
        guarded = {row[0] for row in cursor.fetchall()}
    return faults + [f"row-level security is not forced on {table}" for table in tables if table not in guarded]


def policy_faults(connection: Any, tables: list[str]) -> list[str]:
    """What opens or has lost the rule by which the second wall lets rows through, in sentences; empty where it is whole.

    Policies are alternatives: one more that says yes opens the table, however well the first one stands.
    """
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("select tablename, policyname, qual from pg_policies where tablename = any(%s)", [tables])
        policies = cursor.fetchall()
    faults = [f"the policy {name} opens {table}" for table, name, qual in policies if not _own_rows(name, str(qual))]
    with_policy = {table for table, _name, _qual in policies}
    return faults + [f"the policy of own rows is gone from {table}" for table in tables if table not in with_policy]


def _own_rows(name: str, condition: str) -> bool:
    """Whether a policy, as the database writes it out, still compares the owner's column with the setting."""
    form = r"\(\w+ = \(NULLIF\(current_setting\('nemawashi\.\w+'::text, true\), ''::text\)\)::bigint\)"
    return name == "own_rows" and re.fullmatch(form, condition) is not None


def append_only_faults(connection: Any, table: str) -> list[str]:
    """Whether the database would let an entry of ``table`` be changed or deleted, in sentences; empty when it refuses."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select name, sql from sqlite_master where type = 'trigger' and tbl_name = %s", [table])
            standing = dict(cursor.fetchall())
            names = {f"{table}_no_{verb.lower()}": _refusal(table, verb) for verb in ("UPDATE", "DELETE")}
            return [f"the trigger {name} is gone or altered" for name, sql in names.items() if standing.get(name) != sql]
        cursor.execute(
            "select count(*) from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid "
            "where c.relname = %s and t.tgname = %s and t.tgenabled in ('O', 'A') and t.tgtype = 27 and t.tgqual is null "
            "and p.prosrc = %s",
            [table, f"{table}_append_only", " BEGIN RAISE EXCEPTION 'the act log is append-only'; END "],
        )
        stands = cursor.fetchone()[0] == 1
    return [] if stands else [f"the trigger {table}_append_only is gone, disabled or altered"]


def no_order_faults(connection: Any, tables: list[str]) -> list[str]:
    """Which of these tables have lost the trigger of ``no_order``, in sentences; empty on databases that have none."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("select name, sql from sqlite_master where type = 'trigger'")
        standing = dict(cursor.fetchall())
    return [
        f"the trigger {table}_no_order is gone or altered: {table} tells in which order its rows came"
        for table in tables
        if standing.get(f"{table}_no_order") != _numbering(table)
    ]
