"""A table beside the files of a study: which file is what, a file a line. A line that is wrong is told with its number."""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass, field

from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.sheets.rates import RefusedLine, broken
from nemawashi.kit.word import packages

COLUMNS = ("file", "party", "speaker", "office", "kind", "date", "language", "title", "address")
NEEDED = ("file", "kind")
OTHERWISE = {
    "kind of source": "kind",
    "source": "kind",
    "url": "address",
    "name": "file",
    "filename": "file",
    "lang": "language",
}
MOST_LINES, MOST_BYTES = 20_000, 8_000_000
LONGEST_CELL, LONGEST_NAME = 500, 200
LARGEST_CELL = 131_072  # signs; a longer one is no cell but a quotation mark that is missing


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """What the table says of one file."""

    line: int
    file: str
    party: str
    speaker: str
    office: str
    kind: str
    date: str
    language: str
    title: str
    address: str


@dataclass(slots=True)
class MaterialTable:
    """Its lines; those that are wrong, each with the reason; and columns that are not known and were not read."""

    rows: list[MaterialLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    unknown: tuple[str, ...] = ()


def read(content: bytes, kinds: Collection[str]) -> MaterialTable:
    """The lines of a table with its columns in any order, parted by commas, semicolons or tabs.

    Raises ``UnreadableError`` where a column that is needed is missing, or there is too much.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableError(f"the table is larger than {MOST_BYTES // 1_000_000} MB")
    if packages.is_file(content):
        raise UnreadableError("a workbook is not taken here: save it as CSV")
    words = decoded(content).lstrip("\ufeff")
    head = next((line for line in words.splitlines() if line.strip()), "")
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(words), delimiter=mark, strict=True)
    names: list[str] = []
    table, known = MaterialTable(), set[str]()
    try:
        for cells in reader:
            if max(map(len, cells), default=0) > LARGEST_CELL:  # the reader's own limit is that of the whole process
                raise UnreadableError(f"line {reader.line_num} is no line of a table: a cell is too long")
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = _names(cells)
                table.unknown = tuple(name for name in names if name and name not in COLUMNS)
                continue
            if len(table.rows) + len(table.refused) >= MOST_LINES:
                raise UnreadableError(f"the table has more than {MOST_LINES:,} lines")
            _take(table, reader.line_num, names, cells, kinds, known)
    except csv.Error as fault:
        raise UnreadableError(f"line {reader.line_num} is no line of a table: {broken(fault)}") from fault
    if not names:
        raise UnreadableError("the table is empty")
    return table


def _names(cells: list[str]) -> list[str]:
    names = [" ".join(cell.lower().replace("_", " ").split()) for cell in cells]
    names = [OTHERWISE.get(name, name) for name in names]
    if missing := [name for name in NEEDED if name not in names]:
        raise UnreadableError(f"the first line of the table names no column {', '.join(missing)}")
    if twice := sorted({name for name in names if name in COLUMNS and names.count(name) > 1}):
        raise UnreadableError(f"the first line of the table names {twice[0]} twice")
    return names


def _take(
    table: MaterialTable, number: int, names: list[str], cells: list[str], kinds: Collection[str], known: set[str]
) -> None:
    values = {name: " ".join(cell.split()) for name, cell in zip(names, cells, strict=False)}
    row = MaterialLine(number, *(values.get(name, "") for name in COLUMNS))
    why = f"it has {len(cells)} cells, and the first line {len(names)}" if len(cells) > len(names) else _fault(row, kinds)
    if not why and row.file in known:
        why = f"{row.file:.80} stands in an earlier line"
    known.add(row.file)
    if why:
        table.refused.append(RefusedLine(number, why))
    else:
        table.rows.append(row)


def _fault(row: MaterialLine, kinds: Collection[str]) -> str:
    cells = [(name, getattr(row, name)) for name in COLUMNS]
    long = [
        name
        for name, cell in cells
        if len(cell) > (LONGEST_NAME if name in ("party", "speaker", "office") else LONGEST_CELL)
    ]
    reasons = (
        (not row.file, "it names no file"),
        (_is_path(row.file), "the file is named by a path: put the table beside the files"),
        (bool(long), f"its {', '.join(long)} is too long"),
        (any("\0" in cell for _name, cell in cells), "it holds a sign that is none"),
        (row.kind.lower() not in kinds, f"{row.kind or 'nothing':.40} is no kind of source: write {', '.join(kinds)}"),
        (not _is_date(row.date), f"{row.date:.40} is no date: write 2012, 2012-11 or 2012-11-10"),
        (bool(row.language) and not _is_language(row.language), f"{row.language:.40} is no language: write en, ru, ja"),
        (bool(row.address) and not row.address.startswith(("http://", "https://")), "its address is none of http or https"),
    )  # fmt: skip
    return next((reason for is_so, reason in reasons if is_so), "")


def _is_path(name: str) -> bool:
    return name in (".", "..") or any(sign in name for sign in "/\\\0")


def _is_date(written: str) -> bool:
    try:
        ImpreciseDate.parse(written)
    except ValueError:
        return False
    return True


def _is_language(code: str) -> bool:
    return len(code) <= 8 and code.replace("-", "").isalpha() and code.isascii() and len(code.partition("-")[0]) in (2, 3)
