"""A table of exchange rates: date, from, to, rate, source, a rate a line. One of the first is so many of the second."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.iati.codes import CURRENCIES

COLUMNS = ("date", "from", "to", "rate", "source")
MOST_RATES = 60_000  # forty years of days for four currencies
LONGEST_CELL = 1_000
_RATE = re.compile(r"\d{1,12}(?:\.\d{1,12})?")


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate as the table has it; ``source`` is still the name or address by which the table calls it."""

    line: int
    on: str
    base: str
    quote: str
    rate: str
    source: str


@dataclass(frozen=True, slots=True)
class RefusedLine:
    line: int
    reason: str


@dataclass(slots=True)
class RateTable:
    rows: list[RateLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


def broken(fault: csv.Error) -> str:
    """What is wrong with a line that is none of a table, in words of ours."""
    is_long = "field limit" in str(fault)
    return "a cell is too long" if is_long else "a quotation mark is not closed, or stands within a cell"


def read(words: str) -> RateTable:
    """The lines of a table in any order of its columns, parted by commas, semicolons or tabs.

    Raises ``UnreadableError`` where a column is missing or there is too much.
    """
    lines = words.lstrip("\ufeff").splitlines()
    head = next((line for line in lines if line.strip()), "")
    mark = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=mark, strict=True))
    except csv.Error as fault:
        raise UnreadableError(f"this is no table: {broken(fault)}") from fault
    if len(rows) > MOST_RATES:
        raise UnreadableError(f"it has more than {MOST_RATES:,} lines")
    while rows and not any(cell.strip() for cell in rows[0]):
        rows.pop(0)
    names = [cell.strip().lower() for cell in rows[0]] if rows else []
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise UnreadableError(f"the first line names no column {', '.join(missing)}")
    places = [names.index(name) for name in COLUMNS]
    start = next(number for number, line in enumerate(lines, start=1) if line.strip())
    table, seen = RateTable(), set()
    for number, row in enumerate(rows[1:], start=start + 1):
        if not any(cell.strip() for cell in row):
            continue
        cells = [row[place].strip() if place < len(row) else "" for place in places]
        why = _fault(*cells)
        key = tuple(cells[:3] + cells[4:])
        if not why and key in seen:
            why = "the same day, currencies and source stand in an earlier line"
        seen.add(key)
        if why:
            table.refused.append(RefusedLine(number, why))
        else:
            table.rows.append(RateLine(number, *cells))
    return table


def _fault(on: str, base: str, quote: str, rate: str, source: str) -> str:
    if any(len(cell) > LONGEST_CELL for cell in (on, base, quote, rate, source)):
        return f"a cell has more than {LONGEST_CELL:,} signs"
    unknown = [code for code in (base, quote) if code not in CURRENCIES]
    reasons = (
        (not _is_day(on), "the date is no day as 2012-11-09"),
        (bool(unknown), f"no currency has the code {', '.join(unknown)[:40]}"),
        (base == quote, "both currencies are the same"),
        (not _RATE.fullmatch(rate) or not Decimal(rate), "the rate is no number above nothing, with a point as in 110.5"),
        (not source, "it names no source"),
    )
    return next((reason for is_so, reason in reasons if is_so), "")


def _is_day(on: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", on) is not None and bool(date.fromisoformat(on))
    except ValueError:
        return False
