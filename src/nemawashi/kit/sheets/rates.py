"""A table of exchange rates: date, from, to, rate, source, a rate a line. One of the first is so many of the second."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

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


class RateFault(StrEnum):
    """Why a table, or a line of it, is not read."""

    OPEN_QUOTE = "open_quote"
    LONG_FIELD = "long_field"
    MANY_LINES = "many_lines"
    NO_COLUMN = "no_column"
    LONG_CELL = "long_cell"
    NO_DAY = "no_day"
    NO_CURRENCY = "no_currency"
    ONE_CURRENCY = "one_currency"
    NO_RATE = "no_rate"
    NO_SOURCE = "no_source"
    TWICE = "twice"
    UNKNOWN_SOURCE = "unknown_source"


REASONS: Mapping[RateFault, str] = {
    RateFault.OPEN_QUOTE: "this is no table: a quotation mark is not closed, or stands within a cell",
    RateFault.LONG_FIELD: "this is no table: a cell is too long",
    RateFault.MANY_LINES: "it has more than {what} lines",
    RateFault.NO_COLUMN: "the first line names no column {what}",
    RateFault.LONG_CELL: "a cell has more than {what} signs",
    RateFault.NO_DAY: "the date is no day as 2012-11-09",
    RateFault.NO_CURRENCY: "no currency has the code {what}",
    RateFault.ONE_CURRENCY: "both currencies are the same",
    RateFault.NO_RATE: "the rate is no number above nothing, with a point as in 110.5",
    RateFault.NO_SOURCE: "it names no source",
    RateFault.TWICE: "the same day, currencies and source stand in an earlier line",
    RateFault.UNKNOWN_SOURCE: "the record has no source of this name or address",
}


class RatesError(UnreadableError):
    """Nothing of a table is read. ``what`` fills the sentence."""

    def __init__(self, sentence: str, *, fault: RateFault = RateFault.OPEN_QUOTE, what: str = "") -> None:
        super().__init__(sentence)
        self.fault, self.what = fault, what


def _error(fault: RateFault, what: str = "") -> RatesError:
    return RatesError(REASONS[fault].format(what=what), fault=fault, what=what)


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """``fault`` and ``what`` say the reason for readers of any language; None where only the words say it."""

    line: int
    reason: str
    fault: RateFault | None = None
    what: str = ""


def refused(line: int, fault: RateFault, what: str = "") -> RefusedLine:
    return RefusedLine(line, REASONS[fault].format(what=what), fault, what)


@dataclass(slots=True)
class RateTable:
    rows: list[RateLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


def broken(fault: csv.Error) -> str:
    """What is wrong with a line that is none of a table, in words of ours."""
    return "a cell is too long" if _is_long(fault) else "a quotation mark is not closed, or stands within a cell"


def _is_long(fault: csv.Error) -> bool:
    return "field limit" in str(fault)


def read(words: str) -> RateTable:
    """The lines of a table in any order of its columns, parted by commas, semicolons or tabs.

    Raises ``RatesError`` where a column is missing or there is too much.
    """
    lines = words.lstrip("\ufeff").splitlines()
    head = next((line for line in lines if line.strip()), "")
    mark = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=mark, strict=True))
    except csv.Error as fault:
        raise _error(RateFault.LONG_FIELD if _is_long(fault) else RateFault.OPEN_QUOTE) from fault
    if len(rows) > MOST_RATES:
        raise _error(RateFault.MANY_LINES, f"{MOST_RATES:,}")
    while rows and not any(cell.strip() for cell in rows[0]):
        rows.pop(0)
    names = [cell.strip().lower() for cell in rows[0]] if rows else []
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise _error(RateFault.NO_COLUMN, ", ".join(missing))
    places = [names.index(name) for name in COLUMNS]
    start = next(number for number, line in enumerate(lines, start=1) if line.strip())
    table, seen = RateTable(), set()
    for number, row in enumerate(rows[1:], start=start + 1):
        if not any(cell.strip() for cell in row):
            continue
        cells = [row[place].strip() if place < len(row) else "" for place in places]
        why, what = _fault(*cells)
        key = tuple(cells[:3] + cells[4:])
        if not why and key in seen:
            why = RateFault.TWICE
        seen.add(key)
        if why:
            table.refused.append(refused(number, why, what))
        else:
            table.rows.append(RateLine(number, *cells))
    return table


def _fault(on: str, base: str, quote: str, rate: str, source: str) -> tuple[RateFault | None, str]:
    if any(len(cell) > LONGEST_CELL for cell in (on, base, quote, rate, source)):
        return RateFault.LONG_CELL, f"{LONGEST_CELL:,}"
    unknown = [code for code in (base, quote) if code not in CURRENCIES]
    reasons = (
        (not _is_day(on), RateFault.NO_DAY, ""),
        (bool(unknown), RateFault.NO_CURRENCY, ", ".join(unknown)[:40]),
        (base == quote, RateFault.ONE_CURRENCY, ""),
        (not _RATE.fullmatch(rate) or not Decimal(rate), RateFault.NO_RATE, ""),
        (not source, RateFault.NO_SOURCE, ""),
    )
    return next(((fault, what) for is_so, fault, what in reasons if is_so), (None, ""))


def _is_day(on: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", on) is not None and bool(date.fromisoformat(on))
    except ValueError:
        return False
