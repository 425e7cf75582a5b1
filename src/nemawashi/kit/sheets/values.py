"""What a file of tables is read to, how much of it is read, and what is told of how that was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nemawashi.kit.amounts import amount_of
from nemawashi.kit.faults import UnreadableError

MOST_BYTES = 8_000_000  # of a file as it is sent
MOST_LINES = 5_000  # that hold something, of one sheet
MOST_COLUMNS = 60
MOST_CELLS = 120_000  # that hold something, of all sheets
MOST_SIGNS = 4_000_000
LONGEST_CELL = 4_000
MOST_SHEETS = 20
MOST_MERGED = 5_000
LAST_LINE = 9_000_000  # that a line of a file can be: it has fewer bytes


class SheetReason(StrEnum):
    """Why nothing of a file is read."""

    LARGE = "large"
    OLD_FORMAT = "old_format"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    UNSOUND = "unsound"
    NO_BOOK = "no_book"
    MANY_SHEETS = "many_sheets"
    LARGE_SHEET = "large_sheet"
    MANY_MERGED = "many_merged"
    MANY_LINES = "many_lines"
    MANY_COLUMNS = "many_columns"
    MANY_CELLS = "many_cells"
    LONG_CELL = "long_cell"
    NO_TABLE = "no_table"
    BROKEN_LINE = "broken_line"
    NOT_AS_IT_SAYS = "not_as_it_says"
    NO_ENCODING = "no_encoding"


REASONS: Mapping[SheetReason, str] = {
    SheetReason.LARGE: "the file has more than {most} MB",
    SheetReason.OLD_FORMAT: "it is of the old .xls format; save it as .xlsx",
    SheetReason.ENCRYPTED: "it is protected by a password; save it without one",
    SheetReason.MACROS: "it holds macros; save it as .xlsx",
    SheetReason.UNSOUND: "it is no sound workbook",
    SheetReason.NO_BOOK: "it is no workbook (.xlsx)",
    SheetReason.MANY_SHEETS: "it has more than {most} sheets",
    SheetReason.LARGE_SHEET: "a sheet of it is too large",
    SheetReason.MANY_MERGED: "a sheet has more than {most} merged cells",
    SheetReason.MANY_LINES: "a sheet has more than {most} lines",
    SheetReason.MANY_COLUMNS: "line {line} has more than {most} columns",
    SheetReason.MANY_CELLS: "it has more than {most} cells",
    SheetReason.LONG_CELL: "a cell of line {line} has more than {most} signs",
    SheetReason.NO_TABLE: "it holds no table",
    SheetReason.BROKEN_LINE: "line {line} is no line of a table: a quotation mark is not closed, or stands within a cell",
    SheetReason.NOT_AS_IT_SAYS: "it is not in the encoding that its first bytes say",
    SheetReason.NO_ENCODING: "its encoding is not known; save it as UTF-8",
}


class SheetError(UnreadableError):
    """Nothing of a file is read. ``line``: of the file; ``most``: what was allowed; both fill the sentence."""

    def __init__(self, reason: SheetReason, *, line: int = 0, most: int = 0) -> None:
        super().__init__(REASONS[reason].format(line=line, most=f"{most:,}"))
        self.reason, self.line, self.most = reason, line, most


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
    SheetNote.MERGED: "{what}: {count}; what stands in one counts for each of its lines, an amount for none.",
    SheetNote.NO_RESULT: "{what}: {count} a formula without a result, read as empty; save the file in a spreadsheet first.",
    SheetNote.HIDDEN: "{what} is hidden in the file; it was read like the others.",
    SheetNote.EMPTY_SHEET: "{what} is empty.",
    SheetNote.MARKED_TEXT: "{count} with an apostrophe before a sign of formulas; it was taken away.",
}
_COUNTED: Mapping[SheetNote, tuple[str, str]] = {
    SheetNote.MERGED: ("merged cell", "merged cells"),
    SheetNote.NO_RESULT: ("cell holds", "cells hold"),
    SheetNote.MARKED_TEXT: ("cell begins", "cells begin"),
}


@dataclass(frozen=True, slots=True)
class ReadNote:
    note: SheetNote
    what: str = ""
    count: int = 0

    def __str__(self) -> str:
        count = amount_of(self.count, *_COUNTED[self.note]) if self.note in _COUNTED else ""
        return SENTENCES[self.note].format(what=self.what, count=count)


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
