"""A database as one file, as it stood at one moment while people work on, and back again: SQLite and PostgreSQL.

What it holds is counted at that same moment. On PostgreSQL its own programs do it, in the name of a role that may read
every row: row-level security hides sealed rows from the role that serves and from the owner of the tables, and a dump that
left them out would look whole.
"""

import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import connection

from nemawashi.kit.faults import DamagedError, Fault, NotAllowedError, NotThereError

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
READS_ALL = "NEMAWASHI_BACKUP_DATABASE_URL"
LAST_ENTRY = "SELECT seq, digest FROM access_entry ORDER BY seq DESC LIMIT 1"


class RowCounts(dict[str, int]):
    """Rows by table, and the last entry of the log as (place, digest), empty where the log is."""

    last_entry: tuple[int, str] = (0, "")


def dump(path: Path) -> RowCounts:
    """Write the database of this installation into ``path``; how many rows each table has in it."""
    return _dump_sqlite(path) if connection.vendor == "sqlite" else _dump_postgres(path)


def is_empty() -> bool:
    """Whether the database of this installation has no table yet. It is not made by asking."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return not path.exists() or path.stat().st_size == 0
    return not connection.introspection.table_names()


def require() -> None:
    """Raises ``NotThereError`` where this installation has no database yet."""
    if is_empty():
        raise NotThereError("there is no database yet: run `nemawashi load-record` or `nemawashi serve`")


def can_be_dumped() -> None:
    """Raises a fault with what is missing for ``dump``; reaches for no database."""
    if connection.vendor == "postgresql":
        _program("pg_dump")
        _reads_all()


def take_in(path: Path) -> None:
    """Make the empty database of this installation what ``path`` holds; on failure it stays empty."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
            answer = file.execute("PRAGMA integrity_check").fetchone()[0]
        if answer != "ok":
            raise DamagedError(f"the database in it is damaged: {answer}")
        connection.close()
        path.chmod(0o600)
        shutil.move(path, connection.settings_dict["NAME"])
        return
    address = _Address.of(connection.settings_dict)
    _run("pg_restore", ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(path)], address)


def rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  a name of our own
        return int(cursor.fetchone()[0])


def _dump_sqlite(path: Path) -> RowCounts:
    source = Path(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60)) as file:
        try:
            file.execute("VACUUM INTO ?", [str(path)])
        except sqlite3.OperationalError as fault:
            if "full" in str(fault):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from fault
            raise NotAllowedError(f"the database cannot be copied: {fault}") from fault
        except sqlite3.DatabaseError as fault:
            raise DamagedError(f"the database cannot be copied: {fault}") from fault
    path.chmod(0o600)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counted = RowCounts({name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables})  # noqa: S608
        counted.last_entry = file.execute(LAST_ENTRY).fetchone() or (0, "")
    return counted


def _dump_postgres(path: Path) -> RowCounts:
    import psycopg  # noqa: PLC0415  an extra

    url = _reads_all()
    address = _Address.named(url)
    try:
        with psycopg.connect(url) as reader:
            reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            bypasses = _one(reader, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            if not bypasses[0]:
                raise NotAllowedError(f"the role of {READS_ALL} has no BYPASSRLS: sealed rows would be missing")
            snapshot = _one(reader, "SELECT pg_export_snapshot()")[0]
            names = reader.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
            ).fetchall()
            counted = RowCounts({name: _one(reader, f'SELECT count(*) FROM public."{name}"')[0] for (name,) in names})  # noqa: S608
            counted.last_entry = tuple(reader.execute(LAST_ENTRY).fetchone() or (0, ""))
            form = ["--format=custom", "--compress=1", f"--snapshot={snapshot}", f"--file={path}"]
            _run("pg_dump", form, address)
    except psycopg.Error as fault:
        raise Fault(f"the database of {READS_ALL} cannot be read: {str(fault).strip().splitlines()[0]}") from fault
    path.chmod(0o600)
    return counted


def _reads_all() -> str:
    url = os.environ.get(READS_ALL, "")
    if not url:
        raise NotAllowedError(
            f"{READS_ALL} is not set: name a role that may read every row, as row-level security hides sealed ones from "
            "all others (docs/howto/back-up.md)"
        )
    return url


def _one(reader: Any, statement: str) -> tuple[Any, ...]:
    row: tuple[Any, ...] = reader.execute(statement).fetchone()
    return row


class _Address(dict[str, str]):
    """Where a database is, as the environment of PostgreSQL's programs: a password stands on no command line."""

    @classmethod
    def named(cls, url: str) -> "_Address":
        parts = urlsplit(url)
        if parts.scheme not in ("postgres", "postgresql"):
            raise NotAllowedError(f"{READS_ALL} must begin with postgres://")
        known = {"PGHOST": parts.hostname, "PGPORT": parts.port, "PGUSER": unquote(parts.username or "")}
        known |= {"PGPASSWORD": unquote(parts.password or ""), "PGDATABASE": parts.path.lstrip("/")}
        return cls._made(known)

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "_Address":
        names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
        known = {name: settings[key] for name, key in names.items()}
        options = {f"PG{key.upper()}": value for key, value in settings["OPTIONS"].items() if key.startswith("ssl")}
        return cls._made(known | options)

    @classmethod
    def _made(cls, known: Mapping[str, Any]) -> "_Address":
        return cls({name: str(value) for name, value in known.items() if value not in (None, "")})


def _run(program: str, arguments: list[str], address: _Address) -> None:
    """One of PostgreSQL's programs; what it says when it fails is the fault."""
    named = ["--dbname", address["PGDATABASE"]] if program == "pg_restore" else []
    answer = subprocess.run(  # noqa: S603  our own words
        [_program(program), *named, *arguments],
        env=os.environ | address,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        lines = answer.stderr.strip().splitlines() or ["it says nothing"]
        raise Fault(f"{program} failed: {lines[-1]}", lines=tuple(lines[:-1][:20]))


def _program(name: str) -> str:
    """The newest of its kind on this machine: it reads every older server."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_release, reverse=True)
    places = [*(folder / name for folder in folders), shutil.which(name)]
    program = next((str(place) for place in places if place and Path(place).exists()), None)
    if program is None:
        raise NotThereError(f"{name} was not found: install PostgreSQL's client programs (Debian: postgresql-client)")
    return program


def _release(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """A folder on the same disk, for its owner alone, that is gone afterwards."""
    folder = beside / f".keeping-{os.getpid()}"
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
