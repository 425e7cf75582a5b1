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
    series_of,
    visits,
)
from nemawashi.kit.events.values import DatedEvent, EventKind, EventState, Plover, plover
from nemawashi.kit.events.words_and_deeds import Followed, Initiative, followed

__all__ = [
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
    "plover",
    "series_of",
    "visits",
]
