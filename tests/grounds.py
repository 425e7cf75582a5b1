"""The databases that tests stand on: each is made once for what the code says, kept, and copied.

``EMPTY`` has the tables, ``SHIPPED`` the record of the wheel, ``PLAYED`` the fictional round on top of it, half-way at
``NOW``, ``CLEAN_TEXT`` a text of two clauses that the host circulated then. A process has one test database; when the
next test stands on other ground, a copy of that ground takes its place: from a file for SQLite, from a template
database for PostgreSQL. Copies are kept in ``var/grounds`` under a digest
of the sources that they were made from, so that a change makes them anew; ``pytest --create-db`` does so unasked.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path

import django
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache as remembered
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from tests.conftest import LOADED_AT, NOW, circulated

from nemawashi.project.round import cast, play
from nemawashi.record import loading

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "nemawashi"
KEPT = ROOT / "var" / "grounds"
MOST_KEPT = 12  # folders, of some 10 MB each; the oldest go first


class Ground(StrEnum):
    EMPTY = "empty"
    SHIPPED = "shipped"
    PLAYED = "played"
    CLEAN_TEXT = "clean_text"


BELOW = {Ground.SHIPPED: Ground.EMPTY, Ground.PLAYED: Ground.SHIPPED, Ground.CLEAN_TEXT: Ground.PLAYED}


def wanted(fixtures: Collection[str]) -> Ground:
    """The ground of a test that asks for these fixtures."""
    return next((ground for ground in reversed(Ground) if ground in fixtures), Ground.EMPTY)


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()


def file_of(ground: Ground) -> Path:
    """On SQLite, the file that is copied for a test that stands on this ground."""
    return KEPT / _name(ground) / "database.sqlite3"


class Files:
    """SQLite: the test database lies in memory and ends with the process, its copies are files."""

    def open_new(self) -> None:
        _use("file:grounds?mode=memory&cache=shared")

    def has(self, name: str) -> bool:
        return (KEPT / name / "database.sqlite3").exists()

    def keep(self, name: str) -> None:
        whole = KEPT / name / "database.sqlite3"
        part = whole.with_suffix(".part")
        with closing(sqlite3.connect(part)) as file:
            connection.connection.backup(file)
        part.rename(whole)

    def take(self, name: str) -> None:
        self.open_new()
        with closing(sqlite3.connect(f"file:{KEPT / name / 'database.sqlite3'}?mode=ro", uri=True)) as file:
            file.backup(connection.connection)

    def share(self, name: str, folder: Path) -> None:
        """A file takes the place of the memory: there, threads that write do not wait for each other, they fail."""
        BaseDatabaseWrapper.close(connection)  # one in memory is not closed by its own
        file = folder / "shared.sqlite3"
        for left in folder.glob("shared.sqlite3*"):
            left.unlink()
        shutil.copy(KEPT / name / "database.sqlite3", file)
        _use(str(file))

    def leave(self) -> None: ...


class Templates:
    """PostgreSQL: databases made from template databases of the same server."""

    def __init__(self) -> None:
        self.own = f"test_grounds_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"

    def _run(self, *statements: str) -> None:
        connection.close()
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    @property
    def _gone(self) -> tuple[str, str]:
        """End what threads of a test left open, then drop. FORCE would also end the server's own, which no role may."""
        left = f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{self.own}'"  # noqa: S608  ours
        return f"{left} and usename = current_user", f'DROP DATABASE IF EXISTS "{self.own}"'

    def open_new(self) -> None:
        self._run(*self._gone, f'CREATE DATABASE "{self.own}"')
        _use(self.own)

    def has(self, name: str) -> bool:
        with connection._nodb_cursor() as cursor:
            cursor.execute("select count(*) from pg_database where datname = %s", [name])
            return bool(cursor.fetchone()[0]) and (KEPT / name).exists()

    def keep(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{self.own}"')
        _use(self.own)

    def take(self, name: str) -> None:
        self._run(*self._gone, f'CREATE DATABASE "{self.own}" TEMPLATE "{name}"')
        _use(self.own)

    def share(self, name: str, folder: Path) -> None:
        self.take(name)

    def leave(self) -> None:
        self._run(*self._gone)


class Grounds:
    """What this process stands on. ``shelf`` is the folder of its index of agreed language, which goes with it."""

    def __init__(self, shelf: Path, *, is_anew: bool) -> None:
        self.shelf = shelf
        self.copies = Templates() if connection.vendor == "postgresql" else Files()
        self.under: Ground | None = None
        self.outdated = set(Ground) if is_anew else set()

    def stand_on(self, ground: Ground) -> None:
        """Let the test database be that of ``ground``, and forget what was remembered of another one."""
        if self.under == ground:
            return
        with _alone(), override_settings(LINEAGE=self.shelf):
            self._lay(ground)
        self.under = ground
        ContentType.objects.clear_cache()
        remembered.clear()

    @contextmanager
    def shared(self, ground: Ground, folder: Path) -> Iterator[None]:
        """Let the test database be a copy of ``ground`` that several threads may write, and that nobody stands on later."""
        with _alone(), override_settings(LINEAGE=self.shelf):
            name = _name(ground)
            if ground in self.outdated or not self.copies.has(name):
                self._lay(ground)
            self.copies.share(name, folder)
        self.under = None
        ContentType.objects.clear_cache()
        remembered.clear()
        yield

    def _lay(self, ground: Ground) -> None:
        name = _name(ground)
        if ground in self.outdated or not self.copies.has(name):
            self._make(ground)
            self._keep(name)
            self.outdated.discard(ground)
        else:
            self.copies.take(name)
            shutil.rmtree(self.shelf, ignore_errors=True)
            shutil.copytree(KEPT / name / "shelf", self.shelf)

    def _make(self, ground: Ground) -> None:
        if ground == Ground.EMPTY:
            self.shelf.mkdir(parents=True, exist_ok=True)
            self.copies.open_new()
            call_command("migrate", verbosity=0)
            return
        self._lay(BELOW[ground])
        if ground == Ground.SHIPPED:
            loading.record_loaded(at=LOADED_AT)
        elif ground == Ground.PLAYED:
            cast.enlist(at=play.beginning(NOW))
            play.half_way(NOW)
        else:
            circulated()

    def _keep(self, name: str) -> None:
        """Keep what was made; of the other copies, those go that nobody made lately."""
        shutil.rmtree(KEPT / name, ignore_errors=True)
        folders = sorted((path for path in KEPT.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
        for path in folders[: max(0, len(folders) - MOST_KEPT + 1)]:
            shutil.rmtree(path)
        shutil.copytree(self.shelf, KEPT / name / "shelf")
        self.copies.keep(name)

    def leave(self) -> None:
        if self.under is not None:
            self.copies.leave()


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time makes, takes or throws away copies; the others wait for what it makes."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def _name(ground: Ground) -> str:
    server = [connection.vendor, *(str(connection.settings_dict[key]) for key in ("HOST", "PORT", "USER"))]
    of_run = [sys.version, django.__version__, str(NOW), str(LOADED_AT), str(settings.DEMO)]
    digest = hashlib.sha256(" ".join([*server, *of_run]).encode())
    tables = {"models.py", "positions.py", "scores.py", "walls.py", "fields.py"}
    for path in sorted(SOURCES.rglob("*")):
        inside = path.relative_to(SOURCES)
        says = path.suffix in (".py", ".yaml", ".json") and inside.parts[0] not in ("templates", "static", "locale")
        if says and (ground != Ground.EMPTY or "migrations" in inside.parts or path.name in tables):
            digest.update(f"\n{inside}\n".encode() + path.read_bytes())
    for path in (ROOT / "requirements.lock", Path(__file__)):
        digest.update(path.read_bytes())
    return f"grounds_{ground}_{digest.hexdigest()[:16]}"
