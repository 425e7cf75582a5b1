"""Events counted: what was held when, where, by whom and at which level, and how far each figure can be trusted.

A library of its own: ``values`` (an event in PLOVER's shape), ``measures`` (cadence, gaps, hosts, levels, dyads, visits),
``around`` (before and after an outside event), ``words_and_deeds`` (from an announcement to what came of it); and for
large files of coded news, which count reports and not events, ``reading`` (into Parquet) and ``relations`` (in Ibis).
"""

from nemawashi.kit.events.around import BeforeAndAfter, before_and_after
from nemawashi.kit.events.measures import (
    Dyad,
    EventGap,
    MeetingSeries,
    PartyLevel,
    PartyVisit,
    by_year,
    dyads,
    hosts,
    levels,
    places,
    series_of,
    visits,
)
from nemawashi.kit.events.values import ONLINE, DatedEvent, EventKind, EventState, Plover, plover, taken_day
from nemawashi.kit.events.words_and_deeds import Followed, Initiative, followed

__all__ = [
    "ONLINE",
    "BeforeAndAfter",
    "DatedEvent",
    "Dyad",
    "EventGap",
    "EventKind",
    "EventState",
    "Followed",
    "Initiative",
    "MeetingSeries",
    "PartyLevel",
    "PartyVisit",
    "Plover",
    "before_and_after",
    "by_year",
    "dyads",
    "followed",
    "hosts",
    "levels",
    "places",
    "plover",
    "series_of",
    "taken_day",
    "visits",
]
