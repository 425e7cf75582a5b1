"""Workbooks (.xlsx) through openpyxl, sheet after sheet, without its drawings, links, formulas and macros.

A number comes with the words and signs that its format prints beside it ("$"#,##0 or 0.0 "million"), a date as precisely
as its format shows it.
"""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from nemawashi.kit.sheets.cells import scale_in
from nemawashi.kit.sheets.values import (
    LONGEST_CELL,
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_MERGED,
    MOST_SHEETS,
    ReadNote,
    SentSheet,
    SentTables,
    SheetError,
    SheetNote,
    SheetReason,
)
from nemawashi.kit.word import packages
from nemawashi.kit.word.packages import Refusal, WordError

MOST_PART = 40_000_000  # bytes of one sheet, unpacked
_REASONS = {
    Refusal.TOO_LARGE: SheetReason.LARGE,
    Refusal.OLD_FORMAT: SheetReason.OLD_FORMAT,
    Refusal.ENCRYPTED: SheetReason.ENCRYPTED,
    Refusal.MACROS: SheetReason.MACROS,
}
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]{0,200}?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_NO_RESULT = re.compile(rb"</(?:\w+:)?f>\s{0,9}(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s{0,9}</(?:\w+:)?c>")
_LITERAL = re.compile(r'"([^"]*)"|\[\$([^\]-]+)[^\]]*\]|([$€£¥￥₽₸₩])')
_THOUSANDS = re.compile(r"[0#?.](,{1,9})(?![,0#?.])")
_SCALES = ("", "thousand", "million", "billion", "trillion")
_UNSEEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def read(content: bytes) -> SentTables:
    """The sheets of a workbook. Raises ``SheetError`` with the first reason against it."""
    try:
        archive = packages.checked(content, most_bytes=len(content))
    except WordError as refused:
        raise SheetError(_REASONS.get(refused.code, SheetReason.UNSOUND), most=MOST_BYTES // 1_000_000) from refused
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        raise SheetError(SheetReason.NO_BOOK)
    parts = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    if len(parts) > MOST_SHEETS:
        raise SheetError(SheetReason.MANY_SHEETS, most=MOST_SHEETS)
    large = [name for name in (*parts, "xl/sharedStrings.xml") if name in names]
    if any(archive.getinfo(name).file_size > MOST_PART for name in large):
        raise SheetError(SheetReason.LARGE_SHEET)
    try:
        return _opened(content, archive)
    except SheetError:
        raise
    except Exception as fault:  # whatever the library raises of parts that contradict each other
        raise SheetError(SheetReason.UNSOUND) from fault


def _opened(content: bytes, archive: zipfile.ZipFile) -> SentTables:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    notes: list[ReadNote] = []
    sheets = [_sheet(each, archive, notes) for each in book.worksheets]
    book.close()
    return SentTables([sheet for sheet in sheets if sheet.rows], notes)


def _sheet(sheet: Any, archive: zipfile.ZipFile, notes: list[ReadNote]) -> SentSheet:
    name = str(sheet.title)
    if sheet.sheet_state != "visible":
        notes.append(ReadNote(SheetNote.HIDDEN, name))
    sheet.reset_dimensions()
    rows = _rows(sheet)
    if not rows:
        notes.append(ReadNote(SheetNote.EMPTY_SHEET, name))
        return SentSheet(name, [])
    part = archive.read(sheet._worksheet_path.lstrip("/"))  # the library reads merged cells only with all the rest
    if lost := sum(1 for _each in _NO_RESULT.finditer(part)):
        notes.append(ReadNote(SheetNote.NO_RESULT, name, lost))
    ranges = [range_boundaries(match[1].decode()) for match in _MERGED.finditer(part)]
    if len(ranges) > MOST_MERGED:
        raise SheetError(SheetReason.MANY_MERGED, most=MOST_MERGED)
    merged = _spread(rows, ranges)
    if ranges:
        notes.append(ReadNote(SheetNote.MERGED, name, len(ranges)))
    return SentSheet(name, [(line, cells) for line, cells in sorted(rows.items()) if any(cells)], merged)


def _rows(sheet: Any) -> dict[int, list[str]]:
    """The lines that hold something, by their number."""
    rows: dict[int, list[str]] = {}
    count = 0
    for line, row in enumerate(sheet.iter_rows(), start=1):
        if not row:
            continue
        cells = [_said(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        rows[line] = cells
        count += len(cells)
        if len(cells) > MOST_COLUMNS:
            raise SheetError(SheetReason.MANY_COLUMNS, line=line, most=MOST_COLUMNS)
        if len(rows) > MOST_LINES:
            raise SheetError(SheetReason.MANY_LINES, most=MOST_LINES)
        if count > MOST_CELLS:
            raise SheetError(SheetReason.MANY_CELLS, most=MOST_CELLS)
    return rows


def _spread(rows: dict[int, list[str]], ranges: list[Any]) -> dict[tuple[int, int], int]:
    """Let what stands in a merged cell stand in each of its lines, in its first column."""
    merged: dict[tuple[int, int], int] = {}
    for left, top, _right, bottom in ranges:
        cells = rows.get(top, [])
        said = cells[left - 1] if left <= len(cells) else ""
        if not said or bottom == top:
            continue
        for line in range(top, min(bottom, top + MOST_LINES) + 1):
            if line != top and line not in rows:
                continue  # an empty line within it stays one
            own = rows[line]
            own += [""] * (left - len(own))
            own[left - 1] = said
            merged[line, left - 1] = top
    return merged


def _said(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n")[: LONGEST_CELL + 1]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime | dt.date):
        return _day(value, str(cell.number_format))
    if isinstance(value, int | float | Decimal):
        return _number(value, str(cell.number_format))
    return str(value)


def _day(value: dt.date, form: str) -> str:
    """A date as precisely as it is shown: ``mmm yyyy`` shows no day."""
    shown = _UNSEEN.sub("", form).lower()
    day = f"{value.year:04d}"
    if "m" in shown or "d" in shown:
        day += f"-{value.month:02d}"
        day += f"-{value.day:02d}" if "d" in shown else ""
    return day


def _number(value: float | Decimal, form: str) -> str:
    """A number to the fifteen places that a spreadsheet keeps, with what its format prints beside it: 0.35 under ``0%`` is
    35%, 3500000 under ``0.0,,`` is 3.5 million."""
    first = form.split(";", 1)[0]
    bare = _UNSEEN.sub("", first)
    before: list[str] = []
    after: list[str] = []
    place = min((first.find(sign) for sign in "0#" if sign in first), default=len(first))
    for literal in _LITERAL.finditer(first):
        words = next(group for group in literal.groups() if group is not None).strip()
        if words:
            (before if literal.start() < place else after).append(words)
    parted = _THOUSANDS.search(bare)
    scale = min(len(parted[1]) if parted else 0, len(_SCALES) - 1)
    if scale and scale_in(" ".join([*before, *after])) == 1:
        after.insert(0, _SCALES[scale])
    number = Decimal(f"{value:.15g}").scaleb(-3 * scale + (2 if "%" in bare else 0))
    return " ".join([*before, f"{number.normalize():f}{'%' if '%' in bare else ''}", *after])
