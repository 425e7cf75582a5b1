"""Amounts in another currency, each with the rate that was used, its day and its source; nothing of it is stored.

A rate of the day itself, else the nearest of the ten days before it: banks publish none on days off. Where two sources give
one for the same day, the one that was taken in first is used. A rate may be read backwards; it is shown as it was taken in.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nemawashi.access.viewers import Viewer
from nemawashi.assistance import queries
from nemawashi.assistance.models import ExchangeRate
from nemawashi.assistance.rules import RATE_WINDOW, DatedRate, rate_for, through
from nemawashi.assistance.terms import NotConverted
from nemawashi.kit.dates import ImpreciseDate


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    """An amount as its source prints it, and the reference of the row that it stands in."""

    ref: str
    amount: Decimal
    currency: str
    on: ImpreciseDate | None


@dataclass(frozen=True, slots=True)
class Conversion:
    """An amount in another currency, with the rate that was used; or why there is none."""

    printed: PrintedAmount
    amount: Decimal | None = None
    rate: ExchangeRate | None = None
    why_not: NotConverted | None = None

    @property
    def is_itself(self) -> bool:
        """Whether it was printed in this currency: no rate was needed."""
        return self.rate is None and self.amount is not None


def converted(amounts: Sequence[PrintedAmount], currency: str, *, viewer: Viewer) -> list[Conversion]:
    """Each amount in one currency, in their order; one statement for all of them."""
    days = [day for each in amounts if (day := exact_day(each.on)) and each.currency != currency]
    known = rates_near(days, {each.currency for each in amounts} | {currency}, viewer=viewer)
    return [_one(each, currency, known) for each in amounts]


def exact_day(on: ImpreciseDate | None) -> dt.date | None:
    """The day of a date that names one; a month or a year has many rates."""
    return on.earliest if on is not None and on.day else None


def rates_near(days: Iterable[dt.date], currencies: Iterable[str], *, viewer: Viewer) -> list[ExchangeRate]:
    """Rates of these days and of those before them that may stand for them, in the order in which they were taken in."""
    wanted = {day - dt.timedelta(days=back) for day in days for back in range(RATE_WINDOW.days + 1)}
    if not wanted:
        return []
    codes = sorted(currencies)
    rows = queries.visible_rates(viewer=viewer).filter(on__in=sorted(wanted), base__in=codes, quote__in=codes)
    return list(rows.select_related("source").order_by("pk"))


def _one(each: PrintedAmount, currency: str, known: Sequence[ExchangeRate]) -> Conversion:
    if each.currency == currency:
        return Conversion(each, each.amount)
    day = exact_day(each.on)
    if day is None:
        return Conversion(each, why_not=NotConverted.NO_DAY)
    place = rate_for([DatedRate(row.on, row.base, row.quote, row.rate) for row in known], each.currency, currency, day)
    if place is None:
        return Conversion(each, why_not=NotConverted.NO_RATE)
    row = known[place]
    return Conversion(each, through(each.amount, row.rate, is_backwards=row.base == currency), row)
