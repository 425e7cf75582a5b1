"""Working days and public holidays of countries, for periods in which somebody in a capital has to act.

Holidays are those of the ``holidays`` package. Days that follow the moon are estimates there, and said to be.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

OFFICE = (dt.time(9), dt.time(18))  # between which an office can be expected to read its mail


@dataclass(frozen=True, slots=True)
class Capital:
    """Where somebody has to act: the code under which it is named, its country (ISO 3166 alpha-3) and its zone.

    ``own``: days off that no calendar has, with their names.
    """

    code: str
    country: str
    zone: str
    own: tuple[tuple[dt.date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """What a period is in one capital. ``off``: days off within it, with their names, weekends unnamed.

    ``ends``: its end on the clocks of the capital; ``ends_off``: whether that is a day off. ``is_known`` is False where
    no calendar of the country is known: Saturday and Sunday are taken to be off there.
    """

    capital: Capital
    working: int
    off: tuple[tuple[dt.date, str], ...]
    ends: dt.datetime
    ends_off: bool
    is_known: bool = True

    @property
    def named(self) -> list[tuple[dt.date, str]]:
        """The holidays among the days off."""
        return [(on, name) for on, name in self.off if name]

    @property
    def ends_at_night(self) -> bool:
        return not OFFICE[0] <= self.ends.time() <= OFFICE[1]


@lru_cache(maxsize=256)
def _calendar(country: str, year: int, language: str) -> Any:
    try:
        calendar = holidays.country_holidays(country, years=[year], language=language)
    except NotImplementedError:
        return None
    except Exception:
        return holidays.country_holidays(country, years=[year])
    return calendar


def is_known(country: str) -> bool:
    """Whether there is a calendar of this country."""
    return _calendar(country, 2026, "en_US") is not None


def _off(capital: Capital, day: dt.date, language: str) -> tuple[bool, str]:
    for on, name in capital.own:
        if on == day:
            return True, name
    calendar = _calendar(capital.country, day.year, language)
    if calendar is None:
        return day.weekday() >= 5, ""
    return not calendar.is_working_day(day), str(calendar.get(day) or "")


def day_off(capital: Capital, day: dt.date, *, language: str = "en_US") -> str | None:
    """Why a capital does not work on a day: the name of the holiday, "" for a weekly day of rest; None where it works."""
    is_off, name = _off(capital, day, language)
    return name if is_off else None


def period(capital: Capital, start: dt.datetime, end: dt.datetime, *, language: str = "en_US") -> Period:
    """The days from ``start`` to ``end`` (aware) as the capital lives them.

    A day counts as a working day when at least half of its office hours lie within the period.
    """
    zone = ZoneInfo(capital.zone)
    first, last = start.astimezone(zone), end.astimezone(zone)
    half = (dt.datetime.combine(first.date(), OFFICE[1]) - dt.datetime.combine(first.date(), OFFICE[0])) / 2
    working, off = 0, []
    day = first.date()
    while day <= last.date():
        is_off, name = _off(capital, day, language)
        opens = dt.datetime.combine(day, OFFICE[0], tzinfo=zone)
        closes = dt.datetime.combine(day, OFFICE[1], tzinfo=zone)
        if is_off:
            off.append((day, name))
        elif min(closes, last) - max(opens, first) >= half:
            working += 1
        day += dt.timedelta(days=1)
    ends_off = any(on == last.date() for on, _name in off)
    is_known = _calendar(capital.country, last.year, language) is not None
    return Period(capital, working, tuple(off), last, ends_off, is_known)


def periods(capitals: Sequence[Capital], start: dt.datetime, end: dt.datetime, *, language: str = "en_US") -> list[Period]:
    """``period`` of each capital; the fewest working days first."""
    by_capital = [period(capital, start, end, language=language) for capital in capitals]
    return sorted(by_capital, key=lambda each: (each.working, each.capital.code))
