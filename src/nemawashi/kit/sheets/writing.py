"""Lines out as a sheet: a workbook or CSV. Text stays text: what begins as a formula does is run by no spreadsheet."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.formats import tables

Cell = str | Decimal | ImpreciseDate | bool | None
MOST_DIGITS = 15  # that a spreadsheet keeps of a number
WIDTHS = (12, 60)
_CONTROL = {code: " " for code in range(32) if chr(code) not in "\n\t"}


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """In UTF-8 with the mark by which Excel knows it; a cell that begins as a formula has an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([tables.cell(head) for head in heads])
    for row in rows:
        writer.writerow([tables.cell(_text(value) if isinstance(value, str) else _plain(value)) for value in row])
    return ("\ufeff" + out.getvalue()).encode()


def as_book(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Days and numbers as such, so that a spreadsheet sorts and adds them; what is less than a day stands as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    for place, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(WIDTHS[0], min(WIDTHS[1], len(head) + 4))
    sheet.append([_cell(sheet, head, is_head=True) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Cell, *, is_head: bool = False) -> Any:
    plain = _plain(value)
    if isinstance(value, ImpreciseDate) and value.day is not None and value.year >= 1901:
        cell = WriteOnlyCell(sheet, value=dt.datetime.combine(value.earliest, dt.time()))
        cell.number_format = "yyyy-mm-dd"
        return cell
    if isinstance(value, Decimal) and len(value.as_tuple().digits) <= MOST_DIGITS:
        return WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]  # a number like others to the library
    cell = WriteOnlyCell(sheet, value=_text(plain) if plain else None)
    if plain:
        cell.data_type = "s"  # the library would take what begins with = for a formula
    if is_head:
        cell.font = Font(bold=True)
    return cell


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is False else str(value)


def _text(words: str) -> str:
    return words.translate(_CONTROL)[:32_000]
