"""``lineage find --clauses`` and ``lineage flags``: lineage of what is given, without a shelf or a record.

What is given is kept nowhere: the index of ``find --clauses`` lies in a folder of its own that only this account reads, and
is gone with the answer.
"""

import json
import os
import stat
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from nemawashi.kit.faults import NotThereError, UnreadableError, reading
from nemawashi.kit.lineage import Descent, Flag, FlagKind, Index, IndexedClause, Op, SourceClause, align, flags

LONGEST = 200_000  # signs of a text
_LONGEST_FLAGGED = 20_000  # signs of a wording: words are laid beside each other in a time that grows with their square
_MOST_CLAUSES, _MOST_BYTES = 100_000, 200_000_000
_FIELDS = ("id", "text", "document", "date", "series", "kind", "language")


def find(path: Path, text: str, *, before: str, series: str, language: str, limit: int) -> dict[str, Any]:
    """Where a text comes from among the clauses of a file, as JSON: contract of ``lineage find --clauses``."""
    with (
        reading(path),
        tempfile.TemporaryDirectory(prefix="lineage-") as folder,
        Index.build(folder, _clauses(path)) as index,
    ):
        return _content(index.find(text, before=before, series=series, language=language, limit=limit))


def _clauses(path: Path) -> Iterator[IndexedClause]:
    known: set[tuple[str, str]] = set()
    with _opened(path) as file:
        for number, line in enumerate(file, 1):
            if number > _MOST_CLAUSES:
                raise UnreadableError(f"it has more than {_MOST_CLAUSES:,} lines")
            if not line.strip():
                continue
            clause = _clause(line, f"line {number}")
            if (clause.id, clause.language) in known:
                raise UnreadableError(f"line {number}: the id {clause.id} was given before")
            known.add((clause.id, clause.language))
            yield clause


def _opened(path: Path) -> Any:
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("it is not a file")
        if status.st_size > _MOST_BYTES:
            raise UnreadableError(f"it has more than {_MOST_BYTES:,} bytes")
        return path.open("rb")
    except FileNotFoundError as fault:
        raise NotThereError("there is no such file") from fault
    except (OSError, ValueError) as fault:
        raise UnreadableError("it cannot be opened") from fault


def _clause(line: bytes, place: str) -> IndexedClause:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise UnreadableError(f"{place}: it is not an object of JSON") from fault
    if not isinstance(row, dict):
        raise UnreadableError(f"{place}: it is not an object of JSON")
    fields: dict[str, Any] = {name: row[name] for name in _FIELDS if row.get(name) is not None}
    for name in ("id", "text"):
        if name not in fields or fields[name] == "":
            raise UnreadableError(f"{place}: it has no {name}")
    if isinstance(fields["id"], int):
        fields["id"] = str(fields["id"])
    for name, value in fields.items():
        if not isinstance(value, str) or len(value) > LONGEST or not is_sayable(value):
            raise UnreadableError(f"{place}: {name} is not a text of at most {LONGEST} signs")
    return IndexedClause(**fields)


def is_sayable(text: str) -> bool:
    """Whether a text can be written out: no halves of signs, which a shell or an escape of JSON may hold."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _content(finding: Descent) -> dict[str, Any]:
    return {
        "kind": str(finding.kind),
        "sources": [_row(source) for source in finding.sources],
        "rejected": [_row(source) for source in finding.rejected],
    }


def _row(source: SourceClause) -> dict[str, Any]:
    return {
        "id": source.clause.id,
        "kind": str(source.kind),
        "kept": round(source.kept, 4),
        "moves": any(step.move for step in source.steps),
        "flags": [flag_row(flag) for flag in source.flags],
        "places": places(source),
    }


def places(source: SourceClause) -> list[list[int]]:
    """Where in the later text the words of the earlier clause stand: start and end of each stretch, in code points."""
    stretches, at = [], 0
    for step in source.steps:
        if step.op is Op.KEEP or step.move:
            words = step.after.strip()
            if words:
                start = at + step.after.index(words)
                stretches.append([start, start + len(words)])
        at += len(step.after)
    return stretches


def flag_row(flag: Flag) -> dict[str, str]:
    """``direction``: of a strength, *up* or *down*; of other kinds nothing, for they have none."""
    direction = ("up" if flag.weight > 0 else "down") if flag.kind is FlagKind.STRENGTH else ""
    return {"kind": str(flag.kind), "before": flag.before, "after": flag.after, "direction": direction}


class Flags:
    """``lineage flags``: what a change of words turns."""

    help = "what turned from one wording to another: polarity, strength, numbers, dates"

    def add_arguments(self, parser: ArgumentParser) -> None:
        about = "the {} words; - from the standard input, or the name of a file with them"
        parser.add_argument("earlier", metavar="EARLIER", help=about.format("earlier"))
        parser.add_argument("later", metavar="LATER", help=about.format("later"))
        parser.add_argument("--language", default="", help="en, ru, ja (default: words of all three are known)")

    def run(self, command: BaseCommand, options: dict[str, Any]) -> None:
        if options["earlier"] == options["later"] == "-":
            raise UnreadableError("only one of the two can come from the standard input")
        earlier, later = _words(options["earlier"]), _words(options["later"])
        rows = [flag_row(flag) for flag in flags(align(earlier, later))]
        if options["json"]:
            command.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            direction = f" {row['direction']}" if row["direction"] else ""
            command.stdout.write(f"{row['kind']}{direction}: {row['before'] or '-'} → {row['after'] or '-'}")


def _words(given: str) -> str:
    """The words that an argument stands for. What names no file is taken for words: a sentence needs no sign before it."""
    text = given
    if given == "-":
        text = sys.stdin.read(_LONGEST_FLAGGED + 1)
    elif len(given.split()) == 1 and len(given) < 1000 and "\0" not in given and os.path.isfile(given):
        with reading(given), _opened(Path(given)) as file:
            try:
                text = file.read(4 * _LONGEST_FLAGGED + 1).decode("utf-8")
            except UnicodeDecodeError as fault:
                raise UnreadableError("it is not a text in UTF-8") from fault
    if not text.strip() or len(text) > _LONGEST_FLAGGED or not is_sayable(text):
        raise UnreadableError(f"give two wordings of at most {_LONGEST_FLAGGED} signs each")
    return text.strip()
