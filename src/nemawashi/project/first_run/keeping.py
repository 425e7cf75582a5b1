"""Where what was typed lies between two steps: in a file of the installation's own folder, in the form of a forum's file.

A browser that is closed, a machine that is switched off, an hour at lunch lose nothing; ``init --page`` goes on from it.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from nemawashi.project.first_run import sentences, typed
from nemawashi.record import files, founding

DRAFT, FINAL, SENT = "first-run.yaml", "forum.yaml", "first-run-sent.yaml"
MOST_BYTES = 200_000
_NO_FIELD = re.compile(r"unknown key|\w+ must be (?:a list|a group|true or false|a single value|an id)")

_MISSING = re.compile(r"(\w+) is missing")


def as_yaml(said: Mapping[str, Any]) -> str:
    """The file of a forum from what was typed so far."""
    return str(yaml.safe_dump(typed.to_forum(said), allow_unicode=True, sort_keys=False, width=120))


def keep(home: Path, said: Mapping[str, Any], name: str = DRAFT) -> Path:
    path = home / name
    _write(path, as_yaml(said).encode())
    return path


def _write(path: Path, content: bytes) -> None:
    """For nobody else on the machine from the first byte on: a name and a mail address stand in it."""
    path.touch(mode=0o600)
    path.chmod(0o600)  # of an earlier run, or of somebody's hand
    path.write_bytes(content)


def kept(home: Path) -> dict[str, Any] | None:
    """What was typed before; None where nothing was, or what lies there is not ours."""
    row, problems = files.read_one(home / DRAFT)
    return None if row is None or problems or not typed.keeps_all(row.data) else typed.from_forum(row.data)


def forget(home: Path) -> None:
    (home / DRAFT).unlink(missing_ok=True)


def taken(home: Path, content: bytes) -> tuple[dict[str, Any] | None, list[tuple[int, str]]]:
    """What a file that was sent says, for the form; and each fault of it with its line.

    Nothing is taken of a file that says what the form has no field for, or that cannot be read: it would be lost.
    """
    path = home / SENT
    try:
        _write(path, content)
        row, problems = files.read_one(path)
    finally:
        path.unlink(missing_ok=True)
    faults = [(problem.line, problem.what) for problem in problems]
    if row is None:
        return None, faults
    faults += [(row.line_of(place), _named(what)) for place, what in founding.faults_of(row.data)]
    lost = [what for _place, what in founding.faults_of(row.data) if _NO_FIELD.match(what)]
    is_whole = not problems and not lost and typed.keeps_all(row.data)
    if not is_whole and not faults:
        faults = [(1, sentences.NOT_SHOWN)]
    return typed.from_forum(row.data) if is_whole else None, sorted(faults)


def _named(what: str) -> str:
    """The sentence for a line of a file, where no field stands beside it that says what is needed."""
    missing = _MISSING.fullmatch(what)
    return f"{missing[1]}: {sentences.worded(what)}" if missing else sentences.worded(what)


def shipped(name: str) -> dict[str, Any] | None:
    """A forum to begin from: one that is shipped by itself, or how the record that is shipped calls its own."""
    if name == founding.RECORD:
        return typed.from_forum(founding.of_record())
    if name not in founding.shipped():
        return None
    row, _problems = files.read_one(founding.file_of(name))
    return typed.from_forum(row.data) if row else None
