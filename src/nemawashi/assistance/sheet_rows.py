"""What the lines of a sheet would write, and each value of one as it was read: it is seen before it is taken in."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from nemawashi.assistance.models import Undertaking
from nemawashi.commitments.models import Commitment
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.sheets.lines import SheetLine
from nemawashi.parties.models import Party
from nemawashi.sources.models import Source

_IN_ORDER = ("kind", "number", "title", "amount", "on", "start_on", "end_on", "recipients", "agency", "spheres")
_LINKS = ("commitment", "part_of")


@dataclass(frozen=True, slots=True)
class SheetPayment:
    kind: str
    amount: Decimal
    currency: str
    on: ImpreciseDate
    qualifier: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class SheetValue:
    counted: str
    unit: str
    value: Decimal
    on: ImpreciseDate
    source: Source


@dataclass(slots=True)
class SheetUndertaking:
    """An undertaking of the sheet. ``row``: that of the record, if any; ``differs``: what is to be set right."""

    line: int
    number: str
    kind: str
    values: dict[str, Any]
    recipients: list[Party]
    commitment: Commitment | None
    whole: "Undertaking | SheetUndertaking | None"
    row: Undertaking | None
    differs: dict[str, Any] = field(default_factory=dict)
    are_recipients_changed: bool = False
    is_numbered: bool = False
    payments: list[SheetPayment] = field(default_factory=list)
    reached: list[SheetValue] = field(default_factory=list)

    @property
    def is_fresh(self) -> bool:
        return self.row is None or self.is_changed or bool(self.payments or self.reached)

    @property
    def is_changed(self) -> bool:
        return bool(self.differs) or self.are_recipients_changed or self.is_numbered


@dataclass(frozen=True, slots=True)
class LineFact:
    """``now``: an amount with its currency, a date, parties, a row, or words; ``was``: the same of the record, where it
    changes; ``printed``: the cell, where it is written otherwise; ``is_guessed``: whether it can be read in two ways."""

    name: str
    now: Any
    was: Any = None
    printed: str = ""
    is_guessed: bool = False


def of_item(line: SheetLine, item: SheetUndertaking) -> tuple[LineFact, ...]:
    """Of a new undertaking all that it will say beside its title, of a recorded one what changes."""
    now = {
        **item.values,
        "kind": item.kind,
        "number": item.number,
        "recipients": item.recipients,
        "commitment": item.commitment,
        "part_of": item.whole,
        "amount": _money(item.values["amount"], item.values["currency"]),
    }
    row = item.row
    if row is None:
        names = {name for name in (*_IN_ORDER, *_LINKS) if name != "title" and now[name] not in (None, "", [])}
        return tuple(_fact(line, name, now[name]) for name in (*_IN_ORDER, *_LINKS) if name in names)
    names = {"amount" if name == "currency" else name for name in item.differs}
    names |= ({"recipients"} if item.are_recipients_changed else set()) | ({"number"} if item.is_numbered else set())
    was = {
        **{name: getattr(row, name) for name in (*_IN_ORDER, *_LINKS) if name not in ("amount", "recipients", "number")},
        "amount": _money(row.amount, row.currency or ""),
        "recipients": list(row.recipients.all()),
        "number": ", ".join(each.number for each in row.own_numbers.all()),
    }
    return tuple(_fact(line, name, now[name], was[name]) for name in (*_IN_ORDER, *_LINKS) if name in names)


def of_payment(line: SheetLine, payment: SheetPayment) -> LineFact:
    return _fact(line, "paid", payment)


def of_value(line: SheetLine, reached: SheetValue) -> LineFact:
    return _fact(line, "reached", reached)


def _money(amount: Any, currency: str) -> tuple[Any, str] | None:
    return None if amount is None else (amount, currency)


def _fact(line: SheetLine, name: str, now: Any, was: Any = None) -> LineFact:
    read = line.sums.get(name)
    is_guessed = name in line.guessed or f"{name}_on" in line.guessed
    plain = read.as_printed.replace(",", "").replace(read.currency, "").strip() if read else ""
    printed = read.as_printed if read and (is_guessed or plain != f"{read.amount:f}") else ""
    return LineFact(name, now, was, printed, is_guessed)
