"""A file of tables to lines of cells, by what it is and not by its name.

Bounds come before reading. What was guessed, cut or left out is named in ``notes``; nothing is guessed that damages a name.
"""

from nemawashi.kit.sheets import delimited
from nemawashi.kit.sheets.values import (
    LONGEST_CELL,
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_SIGNS,
    SentSheet,
    SentTables,
    SheetError,
    SheetReason,
)
from nemawashi.kit.word import packages


def read(content: bytes) -> SentTables:
    """The tables of a file. Raises ``SheetError``."""
    if len(content) > MOST_BYTES:
        raise SheetError(SheetReason.LARGE, most=MOST_BYTES // 1_000_000)
    if packages.is_file(content):
        from nemawashi.kit.sheets import books  # noqa: PLC0415  slow: the library of workbooks

        tables = books.read(content)
    else:
        tables = delimited.read(content)
    check(tables.sheets)
    if not any(sheet.rows for sheet in tables.sheets):
        raise SheetError(SheetReason.NO_TABLE)
    return tables


def check(sheets: list[SentSheet]) -> None:
    """Raise ``SheetError`` where there is more than is read."""
    cells = signs = 0
    for sheet in sheets:
        if len(sheet.rows) > MOST_LINES:
            raise SheetError(SheetReason.MANY_LINES, most=MOST_LINES)
        for line, row in sheet.rows:
            cells += len(row)
            signs += sum(map(len, row))
            if len(row) > MOST_COLUMNS:
                raise SheetError(SheetReason.MANY_COLUMNS, line=line, most=MOST_COLUMNS)
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise SheetError(SheetReason.LONG_CELL, line=line, most=LONGEST_CELL)
    if cells > MOST_CELLS or signs > MOST_SIGNS:
        raise SheetError(SheetReason.MANY_CELLS, most=MOST_CELLS)
