"""A file of tables to lines of cells, by what it is and not by its name.

Bounds come before reading. What was guessed, cut or left out is named in ``notes``; nothing is guessed that damages a name.
"""

from nemawashi.kit.faults import UnreadableError
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
)
from nemawashi.kit.word import packages


def read(content: bytes) -> SentTables:
    """The tables of a file. Raises ``UnreadableError``."""
    if len(content) > MOST_BYTES:
        raise UnreadableError(f"the file has more than {MOST_BYTES // 1_000_000} MB")
    if packages.is_file(content):
        from nemawashi.kit.sheets import books  # noqa: PLC0415  slow: the library of workbooks

        tables = books.read(content)
    else:
        tables = delimited.read(content)
    check(tables.sheets)
    if not any(sheet.rows for sheet in tables.sheets):
        raise UnreadableError("it holds no table")
    return tables


def check(sheets: list[SentSheet]) -> None:
    """Raise ``UnreadableError`` where there is more than is read."""
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
