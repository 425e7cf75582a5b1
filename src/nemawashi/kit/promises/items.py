"""A file of items to look for promises in, a JSON object a line, read line by line and bounded."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from nemawashi.kit import limits
from nemawashi.kit.faults import NotThereError, UnreadableError
from nemawashi.kit.languages import base
from nemawashi.kit.promises.finding import SaidClause, is_read

_HALF = re.compile("[\ud800-\udfff]")
LONGEST_LINE = limits.MOST_SIGNS * 4  # bytes; a text of the most signs in UTF-8


@dataclass(frozen=True, slots=True)
class PromiseItem:
    """An item with its clauses. ``wrong``: why it is not read, if it is not; then there are none."""

    line: int
    id: Any
    language: str
    clauses: tuple[SaidClause, ...]
    wrong: str = ""


def items(path: Path) -> Iterator[PromiseItem]:
    """Each line as an item, those that cannot be read, too. Raises a ``Fault`` where there is no such file."""
    try:
        with path.open("rb") as file:
            yield from _lines(file)
    except FileNotFoundError as fault:
        raise NotThereError("there is no such file") from fault
    except OSError as fault:
        raise UnreadableError(str(fault.strerror or "it cannot be read").lower()) from fault


def _lines(file: BinaryIO) -> Iterator[PromiseItem]:
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield PromiseItem(number, None, "", (), "the line is too long")
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _item(line, number)


def _item(line: bytes, number: int) -> PromiseItem:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return PromiseItem(number, None, "", (), "this is no JSON in UTF-8")
    if not isinstance(data, dict) or "id" not in data:
        return PromiseItem(number, None, "", (), "this is no object with an id")
    identity = _clean(data["id"]) if isinstance(data["id"], str) else data["id"]
    said = data.get("language")
    language = base(said) if isinstance(said, str) else ""
    try:
        if not is_read(language):
            raise UnreadableError(f"no verbs of promise are known in {str(said)[:20]!r}")
        clauses = tuple(_clauses(data))
        limits.check(clause.words for clause in clauses)
    except UnreadableError as fault:
        return PromiseItem(number, identity, "", (), str(fault))
    return PromiseItem(number, identity, language, clauses)


def _clauses(data: dict[str, Any]) -> Iterator[SaidClause]:
    rows = data.get("clauses")
    if rows is None:
        rows = [{"kind": data.get("clause_kind") or "operative", "words": data.get("text")}]
    if not isinstance(rows, list):
        raise UnreadableError("clauses is no list")
    for row in rows:
        kind, words = (row.get("kind"), row.get("words")) if isinstance(row, dict) else (None, None)
        if not isinstance(words, str) or not isinstance(kind, str | None):
            raise UnreadableError("a clause has no words")
        yield SaidClause(_clean(kind or "operative"), _clean(words))


def _clean(words: str) -> str:
    """Without halves of signs, which no file can hold."""
    return _HALF.sub("\ufffd", words)
