"""Dates as sources give them: a year, a month or a day, never more than was said."""

import calendar
import datetime as dt
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import total_ordering
from typing import Self
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_timezone_location

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@total_ordering
@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """A date known to the year, the month or the day.

    Sorts by its earliest possible day, and among equals the less precise first: 2012 < 2012-01 < 2012-01-01. The
    order is total and agrees with the order of the ISO texts, so that databases sort alike.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999:
            raise ValueError(f"{self.year} is not a year between 1 and 9999")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        try:
            dt.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError:
            raise ValueError(f"{self} is not a day, month or year of the calendar") from None

    @classmethod
    def parse(cls, value: "str | int | dt.date | ImpreciseDate | None") -> Self | None:
        """The date in ``2012``, ``2012-11``, ``2012-11-10``, a date object or a year; None and '' stay None.

        Raises ValueError, with a sentence for the reader, on anything else.
        """
        if value is None or value == "":
            return None
        if isinstance(value, cls):
            return value
        if isinstance(value, dt.date):
            return cls(value.year, value.month, value.day)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ValueError(f"{value!r} is not a date: write 2012, 2012-11 or 2012-11-10")
        parts = _FORM.fullmatch(str(value))
        if not parts:
            raise ValueError(f"{value!r} is not a date: write 2012, 2012-11 or 2012-11-10")
        year, month, day = parts.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        return text + (f"-{self.day:02d}" if self.day is not None else "")

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other) if isinstance(other, ImpreciseDate) else NotImplemented

    @property
    def precision(self) -> str:
        """``year``, ``month`` or ``day``."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self) -> dt.date:
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def certainly_before(self, other: "ImpreciseDate | dt.date") -> bool:
        """Whether every day that this may mean lies before every day that ``other`` may mean."""
        return self.latest < (other.earliest if isinstance(other, ImpreciseDate) else other)

    def overlaps(self, other: "ImpreciseDate") -> bool:
        """Whether both may mean the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def in_words(self, language: str = "en") -> str:
        """In English, Russian or Japanese: 10 November 2012 · 10 ноября 2012 г. · 2012年11月10日.

        The Russian mark of the year never stands alone on a line: a no-break space holds it.
        """
        patterns = _PATTERNS.get(language[:2], _PATTERNS["en"])
        return format_date(self.earliest, patterns[self.precision], locale=language[:2] or "en")


_PATTERNS = {
    "en": {"day": "d MMMM y", "month": "MMMM y", "year": "y"},
    "ru": {"day": "d MMMM y\u00a0'г'.", "month": "LLLL y\u00a0'г'.", "year": "y\u00a0'г'."},
    "ja": {"day": "y年M月d日", "month": "y年M月", "year": "y年"},
}


_MOMENT = {"ja": "y年M月d日 HH:mm"}


def moment_in_words(at: dt.datetime, language: str = "en") -> str:
    """A moment on the clock that it carries, in short: 10 Nov 2012, 16:05 · 2012年11月10日 16:05."""
    code = language[:2] or "en"
    return str(format_datetime(at, _MOMENT.get(code, "d MMM y, HH:mm"), locale=code))


def on_the_clocks(at: dt.datetime, zones: Iterable[str], language: str = "en") -> str:
    """A moment on the clock of each place, with the city that names its zone and how far it is from UTC.

    27 Nov 2026, 16:00 (Vienna, UTC+1) = 27 Nov 2026, 10:00 (New York, UTC-5). Clocks that agree are told once, with both
    cities.
    """
    shown: dict[tuple[str, str], list[str]] = {}
    for zone in dict.fromkeys(filter(None, zones)):
        local = at.astimezone(ZoneInfo(zone))
        shown.setdefault((moment_in_words(local, language), _offset(local)), []).append(_city(zone, language))
    if not shown:
        return f"{moment_in_words(at.astimezone(dt.UTC), language)} (UTC)"
    return " = ".join(
        f"{moment} ({', '.join([*filter(None, cities), offset])})" for (moment, offset), cities in shown.items()
    )


def clock_name(local: dt.datetime, zone: str, language: str = "en") -> str:
    """The city that names a zone, and how far its clock is from UTC at that moment: Vienna, UTC+1."""
    return ", ".join(filter(None, [_city(zone, language), _offset(local)]))


@functools.lru_cache(maxsize=1024)
def _city(zone: str, language: str) -> str:
    """Empty where a zone is named after no city."""
    if zone in ("UTC", "Etc/UTC"):
        return ""
    return get_timezone_location(zone, locale=language[:2] or "en", return_city=True)


def _offset(local: dt.datetime) -> str:
    minutes = int((local.utcoffset() or dt.timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def span_in_words(start: ImpreciseDate, end: ImpreciseDate | None, language: str = "en") -> str:
    """From start to end without repeating what both share: 28–30 August 2004, 28 August – 2 September 2004."""
    if end is None or end == start:
        return start.in_words(language)
    last = end.in_words(language)
    if not (start.precision == end.precision == "day" and start.year == end.year):
        return f"{start.in_words(language)} – {last}"
    same_month = start.month == end.month
    if language[:2] == "ja":
        return f"{start.in_words('ja')}–" + (f"{end.day}日" if same_month else f"{end.month}月{end.day}日")
    if same_month:
        return f"{start.day}–{last}"
    return f"{format_date(start.earliest, 'd MMMM', locale=language[:2] or 'en')} – {last}"
