"""Plain files as a collection: text, lines of JSON, CSV, and whatever a reference corpus can be read from.

A text is brought to NFC with line feeds here, before any place in it is counted.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nemawashi.kit import faults
from nemawashi.kit.corpora import reading as corpora
from nemawashi.kit.corpora.readers import jsonl
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.counting.collections import Collection, CountedDocument
from nemawashi.kit.faults import NotThereError, UnreadableError

LARGEST = 200_000_000  # bytes of one file that is not packed and not read line by line
MOST_DOCUMENTS = 1_000_000
MOST_SIGNS = 1_000_000_000  # of a collection
LONGEST = 50_000_000  # signs of one document
_TEXT = ("text", "paragraphs", "words", "content", "body_text", "clauses")
_ID = ("id", "doc_id", "docname", "name", "symbol", "slug")
_DATE = ("date", "year", "day")
_STRAY = re.compile("[\0\x1c-\x1f\ud800-\udfff]")
_BLANK_LINE = re.compile(r"\n[^\S\n]+\n")
_READ_ELSEWHERE = (".docx", ".pdf", ".html", ".htm", ".xml", ".akn")
_SUFFIXES = (".txt", ".md", ".jsonl", ".ndjson", ".csv", ".tsv", ".xz", ".gz", ".bz2", *_READ_ELSEWHERE)


def collection(paths: Iterable[str | Path], *, language: str = "", keep_in: Path | None = None) -> Collection:
    """The documents of files and folders, in the order given. ``language``: of those that do not say it themselves.

    A name may be followed by conditions: ``speeches.jsonl::speaker_state=KAZ,year=2015..2024``. Raises faults that name the
    file.
    """
    documents: list[CountedDocument] = []
    ids: dict[str, int] = {}
    signs = 0
    for given in paths:
        path, conditions = parted(str(given))
        with faults.reading(path):
            chosen = False
            for document in _of_path(path, language):
                if not meets(document, conditions):
                    continue
                chosen = True
                signs += len(document.text)
                if signs > MOST_SIGNS or len(documents) >= MOST_DOCUMENTS:
                    raise UnreadableError(f"there are more than {MOST_DOCUMENTS:,} documents or {MOST_SIGNS:,} signs")
                documents.append(once(document, ids))
            if not chosen:
                raise UnreadableError(
                    "no document of it meets the conditions" if conditions else "there is no document in it"
                )
    return Collection(documents, keep_in=keep_in)


def parted(given: str) -> tuple[Path, dict[str, str]]:
    """A name and the conditions behind it."""
    name, apart, rest = given.partition("::")
    conditions = {}
    for each in rest.split(",") if apart else ():
        key, equals, value = each.partition("=")
        if not equals or not key.strip():
            raise UnreadableError(f"{each!r:.60} is no condition: write key=value, or year=2015..2024")
        conditions[key.strip()] = value.strip()
    return Path(name), conditions


def meets(document: CountedDocument, conditions: Mapping[str, str]) -> bool:
    """Whether a document has all the values; ``a..b`` is a span and ``a|b`` one of several."""
    for key, wanted in conditions.items():
        value = value_of(document, key)
        low, span, high = wanted.partition("..")
        if span:
            if not value or (low and value[: len(low)] < low) or (high and value[: len(high)] > high):
                return False
        elif value.casefold() not in [each.strip().casefold() for each in wanted.split("|")]:
            return False
    return True


def value_of(document: CountedDocument, key: str) -> str:
    """What is known of a document under a name; the year is a part of the date."""
    if key in document.attributes:
        return document.attributes[key]
    return {"id": document.id, "language": document.language, "year": document.year}.get(key, "")


def once(document: CountedDocument, ids: dict[str, int]) -> CountedDocument:
    """A document under an id that was not given before: a second one of the same name gets a number."""
    ids[document.id] = ids.get(document.id, 0) + 1
    if ids[document.id] == 1:
        return document
    return CountedDocument(f"{document.id}#{ids[document.id]}", document.text, document.language, document.attributes)


def _of_path(path: Path, language: str) -> Iterator[CountedDocument]:
    if "\0" in str(path):
        raise NotThereError("there is no such file")
    try:
        if path.is_dir():
            files = sorted(each for each in path.iterdir() if each.is_file() and each.suffix.lower() in _SUFFIXES)
            for each in files:
                with faults.reading(each):
                    yield from _of_file(each, language)
            return
        if not path.exists():
            raise NotThereError("there is no such file")
        if not path.is_file():
            raise UnreadableError("it is not a file")
        yield from _of_file(path, language)
    except OSError as fault:
        raise UnreadableError(f"it cannot be opened: {fault.strerror}") from fault


def _of_file(path: Path, language: str) -> Iterator[CountedDocument]:
    with path.open("rb") as file:
        start = file.read(4096)
    name = path.name.lower()
    if start[:6].startswith((b"\xfd7zXZ", b"\x1f\x8b", b"BZh")) or name.endswith((".jsonl", ".ndjson")):
        yield from _of_lines(path, language)
    elif name.endswith((".csv", ".tsv")):
        yield from _of_table(_bytes(path), "\t" if name.endswith(".tsv") else "", language)
    elif name.endswith(_READ_ELSEWHERE) or start.startswith((b"PK", b"%PDF-", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        yield from _of_papers(path, language)
    else:
        yield from _of_text(path, language)


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise UnreadableError(f"the file is larger than {LARGEST // 1_000_000} MB")
    return path.read_bytes()


def _of_text(path: Path, language: str) -> Iterator[CountedDocument]:
    text = decoded(_bytes(path))
    if "\0" in text:
        raise UnreadableError("the file is no text")
    yield counted(path.stem, text, language, {})


def _of_lines(path: Path, language: str) -> Iterator[CountedDocument]:
    for number, line in jsonl.lines(path):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as fault:
            raise UnreadableError(f"line {number} is not JSON{jsonl.where(fault)}") from fault
        if not isinstance(row, dict):
            raise UnreadableError(f"line {number} is no JSON object with the words of a document")
        key = next((key for key in _TEXT if key in row), None)
        if key is None:
            raise UnreadableError(f"line {number} has none of {', '.join(_TEXT[:4])}")
        yield counted(_name(row) or f"line {number}", _joined(row[key], f"line {number}"), language, row)


def _of_table(content: bytes, apart: str, language: str) -> Iterator[CountedDocument]:
    text = decoded(content)
    head = text[: text.find("\n") if "\n" in text else len(text)]
    apart = apart or (";" if head.count(";") > head.count(",") else ",")
    csv.field_size_limit(LONGEST)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=apart)
    try:
        names = {str(name).strip().lower(): str(name) for name in reader.fieldnames or []}
        key = next((names[each] for each in _TEXT if each in names), None)
        if key is None:
            raise UnreadableError("the table has no column text: name the columns in its first line")
        for number, row in enumerate(reader, 2):
            plain = {
                str(name).strip(): value or "" for name, value in row.items() if name and isinstance(value, str | None)
            }
            yield counted(_name(plain) or f"row {number}", row[key] or "", language, plain)
    except csv.Error as fault:
        raise UnreadableError(f"line {reader.line_num} is no row of a table: {fault}") from fault


def _of_papers(path: Path, language: str) -> Iterator[CountedDocument]:
    for document in corpora.read(path).documents:
        about = document.about
        known = {"title": about.title, "date": about.date, "body": about.body, "url": about.url}
        text = "\n\n".join(piece.words for piece in document.pieces)
        yield counted(about.symbol or path.stem, text, language or about.language, known)


def _name(row: Mapping[str, Any]) -> str:
    lowered = {str(key).lower(): value for key, value in row.items()}
    value = next((lowered[key] for key in _ID if lowered.get(key) not in (None, "")), "")
    return str(value)[:500] if isinstance(value, str | int) else ""


def _joined(value: Any, place: str) -> str:
    """The words of a document: a text, or a list of clauses, which a blank line sets apart."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        parts = [
            each if isinstance(each, str) else each.get("words", each.get("text")) if isinstance(each, dict) else None
            for each in value
        ]
        if all(isinstance(part, str) for part in parts):
            return "\n\n".join(str(part).strip("\n") for part in parts)
    raise UnreadableError(f"{place}: the words are neither a text nor a list of texts")


def counted(id: str, text: str, language: str, row: Mapping[str, Any]) -> CountedDocument:
    """A document with its text as it is counted. ``row``: what is known of it; what is no plain value is left out."""
    if len(text) > LONGEST:
        raise UnreadableError(f"{id:.80}: a document has more than {LONGEST:,} signs")
    text = normal(text)
    known = {
        str(key).lower(): str(value)[:500]
        for key, value in row.items()
        if isinstance(value, str | int | float) and str(key).lower() not in _TEXT and not isinstance(value, bool)
    }
    if "date" not in known and (date := next((known[key] for key in _DATE if key in known), "")):
        known["date"] = date
    spoken = known.get("language") or language or corpora.language_of(text[:5000])
    return CountedDocument(_STRAY.sub("", id), text, spoken.lower(), known)


def normal(text: str) -> str:
    """A text in NFC with line feeds, without signs that cannot be written out; blank lines are really blank."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    text = _STRAY.sub(" ", text)
    return _BLANK_LINE.sub("\n\n", text) if "\n" in text else text
