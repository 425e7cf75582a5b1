"""CSV in whatever encoding ministries save it, parted by commas, semicolons or tabs; what had to be guessed is told."""

import csv
import io
import re

from nemawashi.kit.sheets.values import (
    LONGEST_CELL,
    MOST_LINES,
    ReadNote,
    SentSheet,
    SentTables,
    SheetError,
    SheetNote,
    SheetReason,
)

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_RUN = ("=", "+", "-", "@")


def read(content: bytes) -> SentTables:
    notes: list[ReadNote] = []
    words, guessed = _decoded(content)
    if guessed:
        notes.append(ReadNote(SheetNote.ENCODING, guessed))
    if "\0" in words:
        raise SheetError(SheetReason.NO_TABLE)
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
        if "field limit" in str(fault):
            raise SheetError(SheetReason.LONG_CELL, line=line, most=LONGEST_CELL) from fault
        raise SheetError(SheetReason.BROKEN_LINE, line=line) from fault
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
                raise SheetError(SheetReason.NOT_AS_IT_SAYS) from fault
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    readings = [(_likeness(words, name), name, words) for name, words in _readings(content)]
    likeness, name, words = max(readings, default=(0.0, "", ""))
    if likeness < 0.5:
        raise SheetError(SheetReason.NO_ENCODING)
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
