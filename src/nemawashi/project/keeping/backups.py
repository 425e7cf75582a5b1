"""Backup and restore: all of an installation but its secrets in one file, and the proof that it came back whole."""

import datetime as dt
import errno
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from nemawashi import __version__
from nemawashi.access import checks, log, roll, seal
from nemawashi.access.models import Entry, User
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.kit.faults import NotAllowedError, NotThereError, UnreadableError, reading
from nemawashi.parties.models import Party
from nemawashi.project import commanding
from nemawashi.project.keeping import bags, databases
from nemawashi.texts import queries as texts

FORM = 1  # of ``installation.json``
ABOUT = "installation.json"
SECRET = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "SEAL_KEYS", "DATABASE_URL", "CHECKPOINT_KEY")
OPENED_OF_EACH = 20  # sealed rows of each owner that a restore opens
_FOLDERS = ("archive",)  # of the home; what else lies there is made anew or a secret


@dataclass(frozen=True)
class Backup:
    """What a backup holds."""

    path: Path
    size: int
    files: int
    rows: int
    tables: int
    last_entry: int


def size_of(folder: Path) -> int:
    """Bytes of the files that a backup takes from the home, for a bar."""
    return sum(path.stat().st_size for _name, path in _files(folder))


def make(folder: Path, *, at: dt.datetime, passed: bags.Passed = int) -> Backup:
    """A backup of this installation in ``folder``, under a name that tells ``at``, while people work on.

    The database first, then the files: a row never names a copy of a source that came after it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(folder, os.W_OK):
        raise NotAllowedError(f"{folder} cannot be written to")
    path = folder / f"nemawashi-{at:%Y%m%dT%H%M%SZ}.tar"
    try:
        return _made(path, at, passed)
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise
        raise NotAllowedError(f"{folder} does not take it: {os.strerror(fault.errno)}; no backup was made") from fault


def _made(path: Path, at: dt.datetime, passed: bags.Passed) -> Backup:
    with databases.scratch(path.parent) as scratch:
        name = databases.FILES[connection.vendor]
        counted = databases.dump(scratch / name)
        with bags.writing(path, "An installation of Nemawashi without its secrets", at, passed) as bag:
            bag.put_file(name, scratch / name)
            for inside, file in _files(settings.HOME):
                bag.put_file(inside, file)
            _put_about(bag, scratch / ABOUT, _about(counted, at))
            files = len(bag.lines)
    return Backup(path, path.stat().st_size, files, sum(counted.values()), len(counted), counted.last_entry[0])


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    for folder in _FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(home).as_posix(), path


def _put_about(bag: bags.BagWriter, path: Path, about: dict[str, Any]) -> None:
    path.write_text(json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    bag.put_file(ABOUT, path)


def _about(counted: databases.RowCounts, at: dt.datetime) -> dict[str, Any]:
    return {
        "form": FORM,
        "release": __version__,
        "database": connection.vendor,
        "made_at": at.isoformat(),
        "rows": counted,
        "last_entry": list(counted.last_entry),
        "settings": _settings(),
    }


def _settings() -> dict[str, str]:
    """The settings of this server, secrets and passwords in addresses left out; of these only that they were set."""
    named = {key: value for key, value in os.environ.items() if key.startswith("NEMAWASHI_")}
    return {key: "(a secret)" if key.endswith(SECRET) else _without_password(value) for key, value in sorted(named.items())}


def _without_password(value: str) -> str:
    parts = urlsplit(value) if re.match(r"[a-z]+://", value) else None
    if parts is None or parts.password is None:
        return value
    where = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    return urlunsplit(parts._replace(netloc=f"{parts.username}:(a secret)@{where}"))


@dataclass
class Proof:
    """What was held against what, and what is not as it should be."""

    rows: int = 0
    tables: int = 0
    files: int = 0
    entries: int = 0
    opened: int = 0
    release: str = ""
    made_at: str = ""
    faults: list[str] = field(default_factory=list)


def look_at(path: Path, *, passed: bags.Passed = int) -> tuple[dict[str, Any], list[str]]:
    """What a backup says of itself, and its files, each held against its digest; nothing is kept."""
    if not path.is_file():
        raise NotThereError(f"there is no file {path}")
    with reading(path.name), databases.scratch(settings.HOME) as scratch:
        names = bags.unpack(path, scratch, passed)
        return _read_about(scratch), names


def restore(path: Path, *, passed: bags.Passed = int) -> Proof:
    """Make this empty installation what the backup at ``path`` holds, and prove it.

    Raises for a backup that is not whole, or is of another kind of database, and where something is here already; then
    nothing was changed. What the proof finds wrong afterwards stands in its ``faults``.
    """
    if not path.is_file():
        raise NotThereError(f"there is no file {path}")
    if not databases.is_empty():
        raise NotAllowedError(
            "this installation holds a database already: restore into an empty NEMAWASHI_HOME and database"
        )
    if taken := [folder for folder in _FOLDERS if any((settings.HOME / folder).glob("*"))]:
        raise NotAllowedError(f"{settings.HOME / taken[0]} is not empty: restore into an empty NEMAWASHI_HOME")
    with reading(path.name), databases.scratch(settings.HOME) as scratch:
        names = bags.unpack(path, scratch, passed)
        about = _read_about(scratch)
        databases.take_in(scratch / databases.FILES[connection.vendor])
        for folder in _FOLDERS:
            if (scratch / folder).exists():
                if (settings.HOME / folder).exists():
                    (settings.HOME / folder).rmdir()
                (scratch / folder).rename(settings.HOME / folder)
    proof = Proof(release=about["release"], made_at=about["made_at"], files=len(names))
    sealed = {model._meta.db_table for model in seal.sealed_models()}
    for table, rows in about["rows"].items():
        if table not in sealed and (here := databases.rows_of(table)) != rows:
            proof.faults.append(f"{table} has {here} rows, and had {rows}")
    proof.rows, proof.tables = sum(about["rows"].values()), len(about["rows"])
    commanding.bring_up_to_date()
    _hold_log(proof, about)
    _hold_sealed(proof, about)
    proof.faults += checks.guarding_faults()
    return proof


def _read_about(folder: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((folder / ABOUT).read_text("utf-8"))
        is_known = about["form"] == FORM and isinstance(about["rows"], dict)
        vendor = str(about["database"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UnreadableError(f"it holds no {ABOUT} that can be read") from fault
    if not is_known:
        raise UnreadableError(f"it is of form {about['form']}, and this release reads form {FORM}")
    if vendor != connection.vendor:
        raise NotAllowedError(f"it is of {vendor}, and this installation uses {connection.vendor}")
    if not (folder / databases.FILES[vendor]).is_file():
        raise UnreadableError("it holds no database")
    return about


def _hold_log(proof: Proof, about: dict[str, Any]) -> None:
    broken = log.first_fault()
    if broken is not None:
        proof.faults.append(f"entry {broken.seq} of the log ({broken.ref}) {broken.what}")
    place, digest = about["last_entry"]
    if place and not Entry.objects.filter(seq=place, digest=digest).exists():
        proof.faults.append(f"entry {place}, the last of the log when the backup was made, is not there")
    proof.entries = Entry.objects.count()
    proof.faults += texts.attested().faults
    _count, lost = log.sealed_faults(Party.objects.values_list("pk", flat=True))
    proof.faults += lost


def _hold_sealed(proof: Proof, about: dict[str, Any]) -> None:
    """Rows of each sealed table, counted in the name of each owner; some of each are opened with this server's keys."""
    closed = 0
    owners: dict[str, list[Viewer]] = {
        "party_id": [Viewer(party_id=pk) for pk in Party.objects.values_list("pk", flat=True)],
        "user_id": [Viewer(user_id=pk) for pk in User.objects.values_list("pk", flat=True)],
    }
    for model in seal.sealed_models():
        here = 0
        for owner in owners[model.VIEWER_KEY]:
            with acting_as(owner):
                here += model.objects.count()
                for row in model.objects.all()[:OPENED_OF_EACH]:
                    is_open = seal.is_opened(row)
                    closed += not is_open
                    proof.opened += is_open
        table = model._meta.db_table
        if here != about["rows"].get(table, 0):
            proof.faults.append(f"{table} has {here} rows, and had {about['rows'].get(table, 0)}")
    if closed:
        proof.faults.append(
            f"{closed} of {closed + proof.opened} sealed rows that were tried do not open with the keys of this server "
            "(NEMAWASHI_SEAL_KEYS)"
        )
    elif not roll.keys_are_noted():
        proof.faults.append("the seal keys of this server are not those that the log names last (NEMAWASHI_SEAL_KEYS)")
