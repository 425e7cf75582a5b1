"""A file of tables to lines of cells: CSV in whatever encoding ministries save it, workbooks of Excel and LibreOffice.

Bounds come before reading. What was guessed, cut or left out is named in ``notes``; nothing is guessed that damages a name.
"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nemawashi.kit.faults import UnreadableError

MOST_BYTES = 8_000_000  # of a file as it is sent
MOST_LINES = 5_000  # that hold something, of one sheet
MOST_COLUMNS = 60
MOST_CELLS = 120_000  # that hold something, of all sheets
MOST_SIGNS = 4_000_000
LONGEST_CELL = 4_000
MOST_SHEETS = 20


class SheetNote(StrEnum):
    """What whoever sent a file should know of how it was read. ``what`` and ``where`` fill the sentence."""

    ENCODING = "encoding"
    SEPARATOR = "separator"
    MERGED = "merged"
    NO_RESULT = "no_result"
    HIDDEN = "hidden"
    EMPTY_SHEET = "empty_sheet"
    MARKED_TEXT = "marked_text"


SENTENCES: Mapping[SheetNote, str] = {
    SheetNote.ENCODING: "The file says no encoding; it was read as {what}.",
    SheetNote.SEPARATOR: "Its columns are parted by {what}.",
    SheetNote.MERGED: "{what}: {count} merged cells; what stands in one counts for each of its lines, an amount for none.",
    SheetNote.NO_RESULT: "{what}: {count} cells hold a formula without a result and were read as empty; save the file in a "
    "spreadsheet first.",
    SheetNote.HIDDEN: "{what} is hidden in the file; it was read like the others.",
    SheetNote.EMPTY_SHEET: "{what} is empty.",
    SheetNote.MARKED_TEXT: "{count} cells begin with an apostrophe before a sign of formulas; it was taken away.",
}


@dataclass(frozen=True, slots=True)
class ReadNote:
    note: SheetNote
    what: str = ""
    count: int = 0

    def __str__(self) -> str:
        return SENTENCES[self.note].format(what=self.what, count=self.count)


@dataclass(frozen=True, slots=True)
class SentSheet:
    """``rows``: number of the line in the file and its cells, of lines that hold something. ``merged``: by line and column,
    the first line of the merged cell that reaches over several lines."""

    name: str
    rows: list[tuple[int, list[str]]]
    merged: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return max((len(cells) for _line, cells in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class SentTables:
    sheets: list[SentSheet]
    notes: list[ReadNote]


def read(content: bytes) -> SentTables:
    """The tables of a file, by what it is and not by its name. Raises ``UnreadableError``."""
    from nemawashi.kit.sheets import books  # noqa: PLC0415  slow: the library of workbooks

    if len(content) > MOST_BYTES:
        raise UnreadableError(f"the file has more than {MOST_BYTES // 1_000_000} MB")
    tables = books.read(content) if books.is_book(content) else _delimited(content)
    _check(tables.sheets)
    if not any(sheet.rows for sheet in tables.sheets):
        raise UnreadableError("it holds no table")
    return tables


def _check(sheets: list[SentSheet]) -> None:
    cells = signs = 0
    for sheet in sheets:
        if len(sheet.rows) > MOST_LINES:
            raise UnreadableError(f"a sheet has more than {MOST_LINES:,} lines")
        for line, row in sheet.rows:
            cells += len(row)
            signs += sum(map(len, row))
            if len(row) > MOST_COLUMNS:
                raise UnreadableError(f"line {line} has more than {MOST_COLUMNS} columns")
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise UnreadableError(f"a cell of line {line} has more than {LONGEST_CELL:,} signs")
    if cells > MOST_CELLS or signs > MOST_SIGNS:
        raise UnreadableError(f"it has more than {MOST_CELLS:,} cells")


# ── CSV ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_RUN = ("=", "+", "-", "@")


def _delimited(content: bytes) -> SentTables:
    notes: list[ReadNote] = []
    words, guessed = _decoded(content)
    if guessed:
        notes.append(ReadNote(SheetNote.ENCODING, guessed))
    if "\0" in words:
        raise UnreadableError("this is no table")
    lines = words.splitlines(keepends=True)
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        mark, lines[0] = lines[0].strip()[4], "\n"
    else:
        mark = _separator(lines)
        notes.append(ReadNote(SheetNote.SEPARATOR, _SEPARATORS[mark])) if mark != "," else None
    rows: list[tuple[int, list[str]]] = []
    stripped = 0
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=mark, strict=True)
    line = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            stripped += sum(cell.startswith("'") and cell[1:].startswith(_RUN) for cell in cells)
            cells = [cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUN) else cell for cell in cells]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                rows.append((line, cells))
            if len(rows) > MOST_LINES:
                break
            line = reader.line_num + 1
    except csv.Error as fault:
        raise UnreadableError(f"line {reader.line_num} is no line of a table: {fault}") from fault
    if stripped:
        notes.append(ReadNote(SheetNote.MARKED_TEXT, count=stripped))
    return SentTables([SentSheet("", rows)], notes)


def _separator(lines: list[str]) -> str:
    """The sign that stands in most of the first lines, and as often in one as in the other."""
    sample = [line for line in lines[:40] if line.strip()]
    return max(
        _SEPARATORS, key=lambda mark: (sum(mark in line for line in sample), sum(line.count(mark) for line in sample))
    )


def _decoded(content: bytes) -> tuple[str, str]:
    """The words, and the encoding where it had to be guessed; between Japanese and Russian the letters decide."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), ""
            except UnicodeDecodeError as fault:
                raise UnreadableError(f"it is not {encoding.removesuffix('-sig').upper()}, as it says") from fault
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    readings = [(_likeness(words, name), name, words) for name, words in _readings(content)]
    likeness, name, words = max(readings, default=(0.0, "", ""))
    if likeness < 0.5:
        raise UnreadableError("its encoding is not known; save it as UTF-8")
    return words, name


def _readings(content: bytes) -> list[tuple[str, str]]:
    rows = []
    for name, codec in (("Shift_JIS", "cp932"), ("Windows-1251", "cp1251")):
        try:
            rows.append((name, content.decode(codec)))
        except UnicodeDecodeError:
            continue
    return rows


_JAPANESE = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uff5e]")


def _likeness(words: str, name: str) -> float:
    """The share of the letters beyond ASCII that a text in this encoding would have."""
    beyond = [sign for sign in words[:200_000] if sign > "\x7f"]
    if name == "Shift_JIS":
        usual = sum(bool(_JAPANESE.match(sign)) for sign in beyond)
    else:
        usual = sum("\u0410" <= sign <= "\u044f" or sign in "ёЁ№«»–—\xa0" for sign in beyond)
    return usual / len(beyond) if beyond else 0.0
