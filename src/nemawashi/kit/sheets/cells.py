"""What a cell says: an amount as it is printed, a date as precise as it is written, a yes or a no, one of some words.

A cell that can be read in two ways is not read, and ``CellError`` says why, unless the other cells of its column show how.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.iati.codes import CURRENCIES
from nemawashi.kit.sheets import vocabulary
from nemawashi.kit.speech import numbers
from nemawashi.kit.speech.typed import MONTHS, SLASHED, dated

LONGEST_AMOUNT = 80
MOST_DIGITS, MOST_PLACES = 16, 4
YEARS = 1900, 2100
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_STEERING = ("Cc", "Cs", "Zl", "Zp")
_JOINERS = "\u200c\u200d"  # words of some languages, and pictures, are written with them
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_FIGURE = re.compile(r"\d[\d.,' \u00a0\u202f\u2009’]*")
_GROUPS = re.compile(r"[' \u00a0\u202f\u2009’]")
_LOST = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC)[!?]?")


class CellFault(StrEnum):
    """Why a cell is not read."""

    NO_AMOUNT = "no_amount"
    TWO_AMOUNTS = "two_amounts"
    TOO_LONG = "too_long"
    TWO_CURRENCIES = "two_currencies"
    NO_CURRENCY = "no_currency"
    NO_DATE = "no_date"
    TWO_DATES = "two_dates"
    NO_CHOICE = "no_choice"
    LOST = "lost"
    FAR_YEAR = "far_year"
    TURNED = "turned"
    LONG_WORDS = "long_words"


class CellError(UnreadableError):
    def __init__(self, fault: CellFault, cell: str) -> None:
        super().__init__(f"{cell[:60]}: {fault.value}", word=fault.value)
        self.fault, self.cell = fault, cell[:60]


@dataclass(frozen=True, slots=True)
class PrintedSum:
    """``currency`` and ``qualifier`` are empty where the cell names none; ``as_printed``: the cell itself."""

    amount: Decimal
    currency: str = ""
    qualifier: str = ""
    as_printed: str = ""


@dataclass(frozen=True, slots=True)
class ColumnHabit:
    """How a column is written, as all of its cells show: the sign before decimals, and whether the day stands first."""

    decimals: str = ""
    is_day_first: bool | None = None


def habit(cells: Iterable[str]) -> ColumnHabit:
    decimals: set[str] = set()
    orders: set[bool] = set()
    for cell in cells:
        text = numbers.narrow(cell)
        if (parts := SLASHED.fullmatch(text.strip())) and parts[1] != parts[2]:
            first, second = int(parts[1]), int(parts[2])
            if (first > 12) != (second > 12):
                orders.add(first > 12)
        for figure in _FIGURE.finditer(text[:LONGEST_AMOUNT]):
            decimals |= _shown(figure[0])
    return ColumnHabit(decimals.pop() if len(decimals) == 1 else "", orders.pop() if len(orders) == 1 else None)


def _shown(figure: str) -> set[str]:
    """Which sign stands before the decimals of a figure, where that is beyond doubt."""
    figure = figure.rstrip("., ")
    marks = [sign for sign in figure if sign in ".,"]
    if len(set(marks)) == 2:
        return {marks[-1]}
    if len(marks) > 1:
        return {"." if marks[0] == "," else ","}
    if marks and not re.fullmatch(r"\d{1,3}[.,]\d{3}", _GROUPS.sub("", figure)):
        return {marks[0]}
    return set()


def currency_in(words: str) -> str:
    """The code of the one currency that is named; empty where none is. Raises ``CellError`` for two."""
    named = {code for code in _CODE.findall(words) if code in CURRENCIES}
    if not named:
        rest = words
        for code, pattern in vocabulary.currencies():
            rest, times = pattern.subn(" ", rest)
            if times:
                named.add(code)
    if len(named) > 1:
        raise CellError(CellFault.TWO_CURRENCIES, words)
    return named.pop() if named else ""


def scale_in(words: str) -> int:
    """What a figure in these words, or under this head, is to be multiplied by: 1 where they say nothing."""
    return next((scale for scale, pattern in vocabulary.scales() if pattern.search(words)), 1)


def printed(cell: str, *, decimals: str = "", scale: int = 1) -> PrintedSum:
    """``3.5 million USD``, ``12 млн долл. США``, ``約3億5,000万円``, ``(1 200,50)`` for money that came back.

    ``decimals``: the sign that the column has before them; ``scale``: that of its head, for a cell that names none.
    """
    text = numbers.narrow(cell).strip()
    if len(text) > LONGEST_AMOUNT:
        raise CellError(CellFault.TOO_LONG, cell)
    if _LOST.search(text):
        raise CellError(CellFault.LOST, cell)
    figures = list(_FIGURE.finditer(text))
    if not figures:
        raise CellError(CellFault.NO_AMOUNT, cell)
    currency = currency_in(text)
    if any(sign > "\u3000" for sign in text):
        decimals = decimals or "."  # as Japanese writes figures
    if _is_more(text):
        raise CellError(CellFault.NO_AMOUNT, cell)
    qualifier = next((name for name, pattern in vocabulary.qualifiers() if pattern.search(text)), "")
    amount = _added(text, figures, cell, decimals, scale)
    is_negative = text[: figures[0].start()].rstrip().endswith(("-", "−")) or re.fullmatch(r"[^\d]*\(.*\)[^\d)]*", text)
    amount = -amount if is_negative else amount
    digits = amount.as_tuple()
    places = -int(digits.exponent) if isinstance(digits.exponent, int) else 0
    if places > MOST_PLACES or len(digits.digits) - min(places, 0) - max(places, 0) > MOST_DIGITS:
        raise CellError(CellFault.TOO_LONG, cell)
    return PrintedSum(amount, currency, qualifier, cell.strip())


def _added(text: str, figures: list[re.Match[str]], cell: str, decimals: str, scale: int) -> Decimal:
    """One figure, or several that a Japanese amount is made of: 3億5,000万."""
    amount, last = Decimal(0), 0
    for place, figure in enumerate(figures):
        end = figures[place + 1].start() if place + 1 < len(figures) else len(text)
        own = scale_in(text[figure.end() : end])
        if place and not (last > own and last >= 10_000 and figures[place - 1].end() + 1 >= figure.start()):
            raise CellError(CellFault.TWO_AMOUNTS, cell)
        amount += _number(figure[0], cell, decimals) * (own if own > 1 or len(figures) > 1 else scale)
        last = own
    return Decimal(f"{amount.normalize():f}")


def _is_more(text: str) -> bool:
    """Whether something stands beside a figure that is neither currency, scale nor "about": persons, per cent."""
    rest = _FIGURE.sub(" ", text)
    patterns = (*vocabulary.qualifiers(), *vocabulary.currencies(), *vocabulary.scales())
    for _name, pattern in patterns:
        rest = pattern.sub(" ", rest)
    rest = _CODE.sub(lambda code: " " if code[0] in CURRENCIES else code[0], rest)
    return any(sign.isalpha() or sign in "%°" for sign in rest)


def _number(figure: str, cell: str, decimals: str) -> Decimal:
    bare = _GROUPS.sub("", figure).rstrip(".,")
    shown = _shown(bare)
    if not shown and any(sign in bare for sign in ".,"):
        if not decimals:
            raise CellError(CellFault.TWO_AMOUNTS, cell)
        shown = {decimals}
    mark = shown.pop() if shown else "."
    whole, _mark, part = _GROUPS.sub(" ", figure.rstrip("., ")).partition(mark)
    groups = re.split(r"[., ]", whole.strip())
    is_grouped = len(groups[0]) <= 3 and all(len(each) == 3 for each in groups[1:])
    if (part and not part.isdigit()) or (len(groups) > 1 and not is_grouped):
        raise CellError(CellFault.TWO_AMOUNTS, cell)
    return Decimal(f"{''.join(groups)}.{part}" if part else "".join(groups))


def is_left_open(cell: str) -> bool:
    """Whether an amount or a date can be read in two ways by itself, so that the other cells of its column decide."""
    text = numbers.narrow(cell).strip()[:LONGEST_AMOUNT]
    if parts := SLASHED.fullmatch(text):
        return parts[1] != parts[2] and max(int(parts[1]), int(parts[2])) <= MONTHS
    if any(sign > "\u3000" for sign in text):
        return False
    figures = (_GROUPS.sub("", figure[0]).rstrip(".,") for figure in _FIGURE.finditer(text))
    return any(not _shown(figure) and any(sign in figure for sign in ".,") for figure in figures)


def date(cell: str, *, is_day_first: bool | None = None) -> ImpreciseDate:
    """The one date of a cell, in any language and form in which dates are read."""
    read = _date(cell, is_day_first)
    if not YEARS[0] <= read.year <= YEARS[1]:
        raise CellError(CellFault.FAR_YEAR, cell)
    return read


def _date(cell: str, is_day_first: bool | None) -> ImpreciseDate:
    text = numbers.narrow(cell).strip()
    if len(text) > LONGEST_AMOUNT:
        raise CellError(CellFault.TOO_LONG, cell)
    if _LOST.search(text):
        raise CellError(CellFault.LOST, cell)
    try:
        if (read := ImpreciseDate.parse(text)) is not None:
            return read
    except ValueError:
        pass
    parts = SLASHED.fullmatch(text)
    if parts and is_day_first is not None:
        day, month = (int(parts[1]), int(parts[2])) if is_day_first else (int(parts[2]), int(parts[1]))
        try:
            return ImpreciseDate(int(text.rpartition("/")[2]), month, day)
        except ValueError:
            raise CellError(CellFault.NO_DATE, cell) from None
    if (read := dated(text)) is not None:
        return read
    raise CellError(CellFault.TWO_DATES if parts else CellFault.NO_DATE, cell)


def choice(cell: str, among: Iterable[str]) -> str:
    """Which of some words a cell says, in any of the languages of ``sheets.yaml``."""
    said = numbers.narrow(cell).strip().casefold()
    known = vocabulary.cells()
    for name in among:
        if said == name or said in known[name]:
            return name
    raise CellError(CellFault.LOST if _LOST.search(cell) else CellFault.NO_CHOICE, cell)


def kept(cell: str, *, longest: int = 0) -> str:
    """Words as they stand, without signs that nobody sees. What a spreadsheet lost is no word, and signs that turn the
    writing or steer a terminal are refused. ``longest``: for words of one line, in which each blank is a single one."""
    if _LOST.fullmatch(cell):
        raise CellError(CellFault.LOST, cell)
    if any(sign in _TURNING or (unicodedata.category(sign) in _STEERING and sign not in "\n\r\t") for sign in cell):
        raise CellError(CellFault.TURNED, _seen(cell))
    words = "".join(sign for sign in cell if unicodedata.category(sign) != "Cf" or sign in _JOINERS)
    if not longest:
        return words
    words = " ".join(words.split())
    if len(words) > longest:
        raise CellError(CellFault.LONG_WORDS, cell)
    return words


def _seen(cell: str) -> str:
    """The cell with a mark where each sign stands that a page must not print."""
    return "".join("\ufffd" if unicodedata.category(sign) in (*_STEERING, "Cf") else sign for sign in cell[:60])
