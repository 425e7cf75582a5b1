"""Lines of JSON, a document each: id, title, date, body, language, paragraphs, and kinds where somebody told them."""

import bz2
import gzip
import io
import json
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from nemawashi.kit.corpora.values import About, Document, Piece, SplitKind, Unread, UnreadableError

LONGEST_LINE = 64_000_000  # bytes of one document
MOST_UNPACKED = 8_000_000_000  # bytes of a whole file

_OTHER_NAMES = {
    "enacting": SplitKind.FORMULA,
    "subitem": SplitKind.SUB,
    "annex_para": SplitKind.ANNEX,
    "adoption": SplitKind.OTHER,
}
_KINDS = {str(kind): kind for kind in SplitKind} | _OTHER_NAMES
_OPENERS: dict[bytes, Callable[..., object]] = {b"\xfd7zXZ\x00": lzma.open, b"\x1f\x8b": gzip.open, b"BZh": bz2.open}


def opened(path: Path) -> IO[bytes]:
    """The file, unpacked as its first bytes say."""
    with path.open("rb") as file:
        start = file.read(6)
    for mark, opener in _OPENERS.items():
        if start.startswith(mark):
            return cast("IO[bytes]", opener(path, "rb"))
    return path.open("rb")


def documents(path: Path) -> Iterator[Document]:
    """Read line by line: a file may be larger than memory. Raises ``UnreadableError`` at the first line that is broken."""
    for number, line in lines(path):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as fault:
            raise UnreadableError(f"line {number} is not JSON{where(fault)}") from fault
        if not isinstance(row, dict):
            raise UnreadableError(f"line {number} is no JSON object with the words of a document")
        yield document(row, number)


def where(fault: BaseException) -> str:
    """Where in a line it stops being JSON, as the end of a sentence."""
    if isinstance(fault, UnicodeDecodeError):
        return " in UTF-8"
    return f" (at character {fault.pos + 1})" if isinstance(fault, json.JSONDecodeError) else ""


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers, those without words left out. Raises ``UnreadableError`` past what is read of a file."""
    size = 0
    try:
        with opened(path) as file:
            reader = io.BufferedReader(cast("io.RawIOBase", file), 1 << 20)
            for number in range(1, 1 << 62):
                line = reader.readline(LONGEST_LINE + 1)
                size += len(line)
                if not line:
                    return
                if len(line) > LONGEST_LINE or size > MOST_UNPACKED:
                    raise UnreadableError(f"line {number} is larger than a document may be")
                if line.strip():
                    yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
    except (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile) as fault:
        raise UnreadableError("the packed file is cut off or damaged") from fault
    except OSError as fault:
        raise UnreadableError(f"the file cannot be read: {fault.strerror or 'it is damaged'}") from fault


def document(row: dict[str, Any], line: int) -> Document:
    """A document from its row. What is missing is reported and not invented."""
    about = About(
        symbol=_text(row, "id") or _text(row, "symbol") or f"line {line}",
        title=_text(row, "title"),
        body=_text(row, "body"),
        date=_text(row, "date"),
        language=_text(row, "language"),
        series=_text(row, "series"),
        status=_text(row, "status") or _text(row, "type"),
        url=_text(row, "url"),
    )
    unread = []
    paragraphs = row.get("paragraphs", row.get("clauses", row.get("text")))
    given = paragraphs.split("\n") if isinstance(paragraphs, str) else paragraphs
    if not isinstance(given, list) or not given:
        return Document(about, (), (Unread(f"line {line}", "the document has no list of paragraphs"),))
    kinds = row.get("kinds") if isinstance(row.get("kinds"), list) else []
    pieces = []
    for place, words in enumerate(given, start=1):
        if isinstance(words, dict):
            words = words.get("words", words.get("text"))
        if not isinstance(words, str):
            unread.append(Unread(f"line {line}, paragraph {place}", "is no text"))
            continue
        kind = kinds[place - 1] if kinds and place <= len(kinds) else None
        pieces.append(
            Piece(words, kind=_KINDS.get(kind) if isinstance(kind, str) else None, place=f"line {line}, paragraph {place}")
        )
    return Document(about, tuple(pieces), tuple(unread))


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""
