"""What a file of tables is read to, how much of it is read, and what is told of how that was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
