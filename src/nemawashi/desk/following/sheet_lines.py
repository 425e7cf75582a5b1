"""What a line of a sheet was read as, in the reader's language: amount and currency, dates, who receives, what changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nemawashi.assistance.sheet_rows import LineFact, SheetPayment, SheetUndertaking, SheetValue
from nemawashi.assistance.terms import Qualifier, TransactionKind, UndertakingKind
from nemawashi.commitments.sheets import WeighedReport
from nemawashi.commitments.terms import Delivery
from nemawashi.kit.dates import ImpreciseDate

LONGEST = 200  # signs of words in a preview
SHOWN_FIELDS: Mapping[str, Promise] = {
    "number": _("Own number"),
    "kind": _("Kind"),
    "title": _("Title"),
    "recipients": _("For"),
    "amount": _("Amount"),
    "currency": _("Currency"),
    "on": _("Pledged on"),
    "start_on": _("Begins"),
    "end_on": _("Ends"),
    "agency": _("Carried out by"),
    "spheres": _("Spheres"),
    "commitment": _("Serves the commitment"),
    "part_of": _("Paid from the pledge"),
    "paid": _("Amount of a payment"),
    "paid_currency": _("Currency of a payment"),
    "paid_on": _("Date of a payment"),
    "paid_kind": _("Kind of a payment"),
    "counted": _("What is counted"),
    "unit": _("Unit"),
    "reached": _("Value"),
    "reached_on": _("Date of a value"),
    "source": _("Source"),
    "promise": _("Words of the commitment"),
    "words": _("What was done"),
    "delivery": _("How far it is delivered"),
    "locator": _("Place in the source"),
    "amount_note": _("Amount as printed"),
}


@dataclass(frozen=True, slots=True)
class ShownFact:
    """``was``: what the record says, where it changes; ``printed``: the cell, where it is written otherwise."""

    label: str
    now: str
    was: str = ""
    printed: str = ""
    is_guessed: bool = False


def shown(fact: LineFact) -> ShownFact:
    was = "" if fact.was in (None, "", []) else _said(fact.name, fact.was)
    now = _said(fact.name, fact.now)
    return ShownFact(str(SHOWN_FIELDS[fact.name]), now, was, fact.printed[:LONGEST], fact.is_guessed)


def of_report(row: WeighedReport) -> list[ShownFact]:
    said = (
        ("words", row.words),
        ("delivery", str(Delivery(row.delivery).label) if row.delivery else ""),
        ("source", str(row.source) if row.source else ""),
        ("locator", row.locator if row.source else ""),
    )
    return [ShownFact(str(SHOWN_FIELDS[name]), _cut(words)) for name, words in said if words]


def _said(name: str, value: Any) -> str:
    if name == "kind":
        return str(UndertakingKind(value).label)
    if isinstance(value, ImpreciseDate):
        return value.in_words(_language())
    if isinstance(value, SheetPayment):
        about = str(Qualifier(value.qualifier).label) if value.qualifier else ""
        parts = (str(TransactionKind(value.kind).label), about, _money(value.amount, value.currency), _said("", value.on))
        return ", ".join(part for part in parts if part)
    if isinstance(value, SheetValue):
        return f"{_cut(value.counted)}: {_money(value.value, value.unit)}, {_said('', value.on)}"
    if isinstance(value, SheetUndertaking):
        return _cut(value.values["title"])
    if isinstance(value, list):
        return _cut(", ".join(map(str, value)))
    return _money(*value) if isinstance(value, tuple) else _cut(str(value))


def _money(amount: Decimal, unit: str) -> str:
    return f"{format_decimal(amount, locale=_language(), decimal_quantization=False)} {unit}".strip()


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def _language() -> str:
    return (get_language() or "en")[:2]
