"""How values of the record are written for a reader: dates, lengths of time, money, states."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from babel.dates import format_timedelta
from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext

from nemawashi.kit.dates import ImpreciseDate, span_in_words

if TYPE_CHECKING:
    from nemawashi.meetings.models import Meeting


def language() -> str:
    return (get_language() or "en")[:2]


def day(on: ImpreciseDate | None) -> str:
    """An imprecise date in the reader's language; empty when nobody knows."""
    return on.in_words(language()) if on else ""


def span(first: ImpreciseDate | None, last: ImpreciseDate | None) -> str:
    """From first to last; one of them alone when the other is unknown."""
    if first is None:
        return f"… – {day(last)}" if last else ""
    return span_in_words(first, last, language())


def days(meeting: "Meeting") -> str:
    """When a meeting was held: one day, a span, a month or a year, or that nobody says."""
    if meeting.start_on is None:
        return day(meeting.about_on) or gettext("date not known")
    return span_in_words(meeting.start_on, meeting.end_on, language())


def length(first: date, last: date) -> str:
    """How long a stretch is, in months below three years and in years above."""
    stretch = timedelta(days=(last - first).days)
    return format_timedelta(stretch, granularity="month", threshold=3, locale=language())


def money(amount: Decimal | None, unit: str | None = None) -> str:
    """An amount with the unit that its source used; nothing is converted."""
    if amount is None:
        return ""
    shown = format_decimal(amount, locale=language())
    return f"{shown} {unit}" if unit else shown


def label(value: object) -> str:
    """The reader's word for a state; the bare value where it has none."""
    word = getattr(value, "label", None)
    return str(word) if word else str(value or "").replace("_", " ")
