"""Lines of a sheet under its columns: each cell read as what its column is, or the line refused with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.sheets import cells
from nemawashi.kit.sheets.cells import CellError, ColumnHabit, PrintedSum
from nemawashi.kit.sheets.values import SentSheet

SUMS, DATES = ("amount", "paid"), ("on", "start_on", "end_on", "paid_on", "reached_on")
CHOICES = {"kind": ("package", "pledge", "project"), "paid_kind": ("committed", "disbursed", "spent")}
# How far it is: five words; one who writes "yes" has delivered in full, one who writes "no" says none of the five.
DELIVERIES = ("no_evidence", "not_started", "limited", "substantial", "complete")
NUMBERS = ("reached",)
LONGEST = {"number": 120, "unit": 80}  # signs of words of one line; of the others ``LONGEST_LINE``
LINES = (
    "number", "title", "currency", "agency", "part_of", "paid_currency", "counted", "unit", "source", "locator",
)  # fmt: skip
LONGEST_LINE = 2_000
NOTHING = ("", "-", "–", "—", "−", "n/a", "N/A")  # how an empty cell is filled


class RowFault(StrEnum):
    """Why a line is refused before anything is asked of the record."""

    MERGED_AMOUNT = "merged_amount"
    BAD_CELL = "bad_cell"
    NO_DELIVERY = "no_delivery"


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """``fault``: a ``CellFault`` or a ``RowFault``; ``head``: of its column, as the sheet has it."""

    line: int
    head: str
    cell: str
    fault: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """``said``: words by field; ``sums``, ``dates``, ``choices``: what was read of the others, where they are not empty;
    ``guessed``: fields whose cell alone can be read in two ways."""

    line: int
    said: dict[str, str]
    sums: dict[str, PrintedSum] = field(default_factory=dict)
    dates: dict[str, ImpreciseDate] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    values: dict[str, Decimal] = field(default_factory=dict)
    guessed: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        sums = {
            name: {"amount": f"{each.amount:f}", "currency": each.currency, "qualifier": each.qualifier}
            for name, each in self.sums.items()
        }
        dates = {name: str(each) for name, each in self.dates.items()}
        values = {name: f"{each:f}" for name, each in self.values.items()}
        guessed = {"guessed": self.guessed} if self.guessed else {}
        return {"line": self.line, **self.said, **sums, **dates, **self.choices, **values, **guessed}


@dataclass(frozen=True, slots=True)
class SheetLines:
    rows: list[SheetLine]
    refused: list[RefusedCell]
    habits: dict[str, ColumnHabit]


def read(sheet: SentSheet, heads: Sequence[str], fields: Sequence[str], *, after: int) -> SheetLines:
    """The lines behind that of the heads. Scale and currency of a head count for cells that name none."""
    places = {name: place for place, name in enumerate(fields) if name}
    below = [row for row in sheet.rows if row[0] > after]
    habits = {
        name: cells.habit(row[place] for _line, row in below if place < len(row))
        for name, place in places.items()
        if name in (*SUMS, *DATES, *NUMBERS)
    }
    shared = _shared(sheet, places, below)
    out = SheetLines([], [], habits)
    for number, row in below:
        said = {name: row[place] for name, place in places.items() if place < len(row) and row[place] not in NOTHING}
        if not said:
            continue
        try:
            if (name := shared.get(number)) is not None:
                raise CellError(cells.CellFault.TWO_AMOUNTS, said.get(name, ""))
            out.rows.append(_line(number, said, habits, {name: heads[place] for name, place in places.items()}))
        except _BadCellError as bad:
            out.refused.append(RefusedCell(number, heads[places[bad.field]], bad.cell, bad.fault))
        except CellError as bad:
            out.refused.append(RefusedCell(number, heads[places[shared[number]]], bad.cell, RowFault.MERGED_AMOUNT))
    return out


class _BadCellError(UnreadableError):
    def __init__(self, name: str, cell: str, fault: StrEnum) -> None:
        super().__init__(name)
        self.field, self.cell, self.fault = name, cell, fault.value


def _shared(sheet: SentSheet, places: Mapping[str, int], below: Sequence[tuple[int, Sequence[str]]]) -> dict[int, str]:
    """Lines whose amount stands in one merged cell with that of lines that are something else."""
    names = [places[name] for name in ("number", "title") if name in places]
    what = {number: tuple(row[place] if place < len(row) else "" for place in names) for number, row in below}
    groups: dict[tuple[str, int], list[int]] = {}
    for (number, place), top in sheet.merged.items():
        for name in (*SUMS, *NUMBERS):
            if places.get(name) == place and number in what:
                groups.setdefault((name, top), []).append(number)
    return {
        number: name
        for (name, _top), numbers in groups.items()
        if name in NUMBERS or name == "paid" or len({what[each] for each in numbers}) > 1
        for number in numbers
        if len(numbers) > 1
    }


def _line(number: int, said: dict[str, str], habits: Mapping[str, ColumnHabit], heads: Mapping[str, str]) -> SheetLine:
    out = SheetLine(number, {})
    for name, written in said.items():
        try:
            cell = cells.kept(written, longest=LONGEST.get(name, LONGEST_LINE) if name in LINES else 0)
            if name in SUMS:
                out.sums[name] = _sum(cell, heads[name], habits[name])
            elif name in NUMBERS:
                out.values[name] = cells.printed(cell, decimals=habits[name].decimals or ".").amount
            elif name in DATES:
                out.dates[name] = cells.date(cell, is_day_first=habits[name].is_day_first)
            elif name in CHOICES:
                out.choices[name] = cells.choice(cell, CHOICES[name])
            elif name == "delivery":
                out.choices.update(_delivery(cell))
            else:
                out.said[name] = cell
        except CellError as bad:
            is_unknown = name == "delivery" and bad.fault == cells.CellFault.NO_CHOICE
            raise _BadCellError(name, bad.cell, RowFault.NO_DELIVERY if is_unknown else bad.fault) from bad
        if name in (*SUMS, *NUMBERS, *DATES) and cells.is_left_open(cell):
            out.guessed.append(name)
    return out


def _delivery(cell: str) -> dict[str, str]:
    said = cells.choice(cell, (*DELIVERIES, "yes", "no"))
    return {} if said == "no" else {"delivery": "complete" if said == "yes" else said}


def _sum(cell: str, head: str, habit: ColumnHabit) -> PrintedSum:
    printed = cells.printed(cell, decimals=habit.decimals, scale=cells.scale_in(head))
    return printed if printed.currency else replace(printed, currency=cells.currency_in(head))
