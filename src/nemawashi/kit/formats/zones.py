"""When the clocks of a zone change, read from the zone database itself: what VTIMEZONE tells other programs."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Observance:
    """What the clocks of a zone show from ``since`` on, which is told on the clocks that were right before it."""

    since: dt.datetime
    before: dt.timedelta
    offset: dt.timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=256)
def observances(zone: str, first: int, last: int) -> tuple[Observance, ...]:
    """The observance in force when year ``first`` begins, and every change until the end of year ``last``.

    A country may move from +06 to +05 in one March; a program that only knows today's offset is an hour off before.
    """
    clocks = ZoneInfo(zone)
    now = dt.datetime(first, 1, 1, tzinfo=dt.UTC) - dt.timedelta(days=1)
    end = dt.datetime(last + 1, 1, 2, tzinfo=dt.UTC)
    offset, name, is_summer = state = _state(clocks, now)
    found = [Observance((now + offset).replace(tzinfo=None), offset, offset, name, is_summer)]
    while now < end:
        later = now + dt.timedelta(days=1)
        if _state(clocks, later) != state:
            change = _change(clocks, now, later)
            before = state[0]
            offset, name, is_summer = state = _state(clocks, change)
            found.append(Observance((change + before).replace(tzinfo=None), before, offset, name, is_summer))
        now = later
    return tuple(found)


def _state(clocks: ZoneInfo, at: dt.datetime) -> tuple[dt.timedelta, str, bool]:
    local = at.astimezone(clocks)
    return local.utcoffset() or dt.timedelta(), local.tzname() or "", bool(local.dst())


def _change(clocks: ZoneInfo, low: dt.datetime, high: dt.datetime) -> dt.datetime:
    """The first second at which the clocks show what they show at ``high``."""
    state = _state(clocks, low)
    while high - low > dt.timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if _state(clocks, middle) == state:
            low = middle
        else:
            high = middle
    return high
