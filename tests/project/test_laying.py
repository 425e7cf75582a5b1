"""A new database has what all migrations, one after another, would have made of it: tables, walls, and no row."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db

LAID = """
import json, sys
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from nemawashi.access import seal
from nemawashi.project.laying import AtOnce

steps = []
maker = AtOnce if sys.argv[1] == "at once" else MigrationExecutor
executor = maker(connection, lambda how, *about: steps.append(how))
with seal.schema_work():
    executor.migrate(executor.loader.graph.leaf_nodes())
asked = {
    "sqlite": {
        "columns": "select tbl_name, sql from sqlite_master where type = 'table'",
        "indexes": "select name, sql from sqlite_master where type = 'index' and sql is not null",
        "walls": "select name, sql from sqlite_master where type in ('trigger', 'view')",
    },
    "postgresql": {
        "columns": "select table_name, column_name, data_type, is_nullable, column_default, is_identity, "
        "character_maximum_length, numeric_precision from information_schema.columns where table_schema = 'public'",
        "keys": "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint where conrelid > 0 "
        "and connamespace = 'public'::regnamespace",
        "indexes": "select indexname, indexdef from pg_indexes where schemaname = 'public'",
        "policies": "select tablename, policyname, qual || with_check from pg_policies",
        "forced": "select relname, relrowsecurity and relforcerowsecurity from pg_class where relkind = 'r'",
        "triggers": "select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal",
    },
}[connection.vendor]


def parts(sql):
    "What stands between the commas of a table, in no order: a column that came by a later step stands at the end."
    depth, found, start = 0, [], sql.index("(") + 1
    for at, sign in enumerate(sql):
        depth += (sign == "(") - (sign == ")")
        if (sign == "," and depth == 1) or (sign == ")" and depth == 0):
            found.append(sql[start:at].strip())
            start = at + 1
    return sorted(found)


with seal.schema_work(), connection.cursor() as cursor:
    whole = {}
    for what, sql in {**asked, "applied": "select app, name from django_migrations"}.items():
        cursor.execute(sql)
        whole[what] = [[str(part) for part in row] for row in cursor.fetchall()]
        if (connection.vendor, what) == ("sqlite", "columns"):
            whole[what] = [[table, *parts(sql)] for table, sql in whole[what]]
        whole[what].sort()
    whole["rows"] = []
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f'select * from "{table}" limit 1')
        whole["rows"] += [table] * len(cursor.fetchall())
print(json.dumps(whole | {"steps": len(steps)}))
"""


def _laid(way: str, folder: Path) -> dict[str, Any]:
    """What stands in a new database, on the server of this test's own or in a file."""
    at, name = connection.settings_dict, f"{connection.settings_dict['NAME']}_{way.replace(' ', '_')}"
    address = ""
    if connection.vendor == "postgresql":
        address = f"postgres://{at['USER']}@{at['HOST']}:{at['PORT']}/{name}"
        _on_server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("NEMAWASHI_", "PYTEST_"))}
    env = {**plain, "NEMAWASHI_HOME": str(folder), "NEMAWASHI_DATABASE_URL": address}
    env |= {"NEMAWASHI_SEAL_KEYS": settings.SEAL_KEYS[0], "DJANGO_SETTINGS_MODULE": "nemawashi.project.settings"}
    env |= {"PYTHONPATH": os.pathsep.join(sys.path)}
    try:
        done = subprocess.run([sys.executable, "-c", LAID, way], env=env, capture_output=True, text=True, check=False)
    finally:
        if address:
            _on_server(f'DROP DATABASE "{name}"')
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _on_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_a_new_database_is_laid_at_once_as_all_steps_would_have_made_it(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir(mode=0o700)

    by_steps, at_once = (_laid(way, folder) for way, folder in zip(("by steps", "at once"), folders, strict=True))

    assert {what for what in by_steps if at_once[what] != by_steps[what]} == set()
    assert (len(at_once["applied"]) > 100, at_once["steps"] >= 2 * len(at_once["applied"])) == (True, True)
    assert at_once["rows"] == ["django_migrations"]
