"""Cadence, regularity, gaps, hosts, levels, pairs and visits, each with the events that it was counted from.

Nothing is more exact than what it rests on. A gap between two meetings is from the end of one to the start of the next;
where a date is known to the month or the year it is a span of days. A missing row looks like a gap: so one is exact only
where both dates are known to the day and nothing can lie between, because the series is complete or the two carry
neighbouring numbers of it. And an interval in which a meeting lies, or may lie, of which no row or no day is known, or
which met at another level of the same numbering, is no gap at all.
"""

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from nemawashi.kit.events.values import ONLINE, DatedEvent, EventKind

_FEWEST_GAPS = 3  # below, a spread says nothing


@dataclass(frozen=True, slots=True)
class EventGap:
    """Days between two meetings of a series that follow each other: from ``least`` to ``most``."""

    before: DatedEvent
    after: DatedEvent
    least: int
    most: int
    is_exact: bool

    @property
    def middle(self) -> float:
        return (self.least + self.most) / 2


@dataclass(frozen=True, slots=True)
class MeetingSeries:
    """Held meetings of one level and series in order of time, with what can be said of their rhythm.

    ``undated`` has no date at all and is in no gap. ``silence``: the least and most days since the end of the latest one.
    ``highest``: its highest number. Where numbers are known, a count of rows says less than that. ``left_out``: intervals
    that are no gaps, as another meeting lies or may lie in them. ``elsewhere``: rows of other levels that carry numbers of
    the same numbering, in whatever state. ``accounted``: numbers of rows that lack one, told by their place in time.
    """

    forum: str
    series: str
    level: str
    held: Sequence[DatedEvent]
    undated: Sequence[DatedEvent]
    planned: Sequence[DatedEvent]
    gaps: Sequence[EventGap]
    silence: tuple[int, int] | None
    is_complete: bool
    left_out: Sequence[EventGap] = ()
    elsewhere: Sequence[DatedEvent] = ()
    accounted: frozenset[int] = frozenset()

    @property
    def first(self) -> DatedEvent | None:
        return self.held[0] if self.held else None

    @property
    def latest(self) -> DatedEvent | None:
        return self.held[-1] if self.held else None

    @property
    def highest(self) -> int | None:
        return max((each.ordinal for each in (*self.held, *self.undated) if each.ordinal), default=None)

    @property
    def missing(self) -> list[int]:
        """Numbers up to the highest that no row has, of whatever level and state; empty also where no row has any."""
        known = _numbers((*self.held, *self.undated, *self.planned, *self.elsewhere))
        return [number for number in range(1, self.highest or 0) if number not in known | self.accounted]

    @property
    def only_planned(self) -> list[int]:
        """Numbers up to the highest that have a row, but none of a meeting that was held."""
        rows = (*self.held, *self.undated, *self.planned, *self.elsewhere)
        none_held = _numbers(each for each in rows if not each.is_held) - _numbers(each for each in rows if each.is_held)
        return sorted(number for number in none_held if number < (self.highest or 0))

    @property
    def is_exact(self) -> bool:
        """Whether each of its gaps is."""
        whole = not self.undated and not self.left_out
        return bool(self.gaps) and whole and all(gap.is_exact for gap in self.gaps)

    @property
    def median(self) -> float | None:
        """Days from one to the next, the middle of each span taken."""
        return statistics.median(gap.middle for gap in self.gaps) if self.gaps else None

    @property
    def longest(self) -> EventGap | None:
        return max(self.gaps, key=lambda gap: gap.middle, default=None)

    @property
    def regularity(self) -> float | None:
        """How far the days between meetings scatter: -1 like a clock, 0 like chance, towards 1 in bursts.

        The measure of burstiness of Goh and Barabási (2008), (s - m) / (s + m) with mean and standard deviation of the
        gaps; None below three of them.
        """
        if len(self.gaps) < _FEWEST_GAPS:
            return None
        days = [gap.middle for gap in self.gaps]
        mean, spread = statistics.fmean(days), statistics.pstdev(days)
        return (spread - mean) / (spread + mean) if spread + mean else -1.0


def series_of(
    events: Iterable[DatedEvent], *, today: dt.date, complete: frozenset[str] = frozenset()
) -> list[MeetingSeries]:
    """Meetings by forum, level and series, the largest series of each forum first.

    ``complete``: the forums of which all meetings are known. A series of which no number is missing up to its highest is
    complete, too, where at least half of its meetings have one.
    """
    rows: dict[tuple[str, str, str], list[DatedEvent]] = defaultdict(list)
    order: dict[str, int] = {}
    for event in events:
        if event.kind == EventKind.MEETING:
            rows[event.forum, event.level, event.series].append(event)
            order.setdefault(event.forum, len(order))
    made = [_series(*key, each, _elsewhere(key, rows), today, key[0] in complete) for key, each in rows.items()]
    return sorted(made, key=lambda each: (order[each.forum], -len(each.held) - len(each.undated), each.level, each.series))


def _numbers(rows: Iterable[DatedEvent]) -> set[int]:
    return {each.ordinal for each in rows if each.ordinal}


def _elsewhere(
    key: tuple[str, str, str], rows: Mapping[tuple[str, str, str], Sequence[DatedEvent]]
) -> Sequence[DatedEvent]:
    """Rows of other levels in the same numbering: no number is in both, and together the numbers run in order of time.

    A series whose meetings were raised from one level to another keeps its numbers. Two series that each begin with a first
    meeting are two.
    """
    forum, level, series = key
    own = _counting(rows[key])
    if not own:
        return ()
    others = [each for (its, other, name), each in rows.items() if (its, name) == (forum, series) and other != level]
    joined: list[DatedEvent] = []
    for each in sorted(others, key=lambda other: -len(_counting(other))):
        counting = _counting(each)
        if counting and not _numbers(own) & _numbers(counting) and _run_in_time((*own, *counting)):
            own, joined = [*own, *counting], [*joined, *(row for row in each if row.ordinal)]
    return joined


def _counting(rows: Iterable[DatedEvent]) -> list[DatedEvent]:
    """The rows whose numbers say what a numbering is: those held, or where none was those planned."""
    numbered = [each for each in rows if each.ordinal]
    return [each for each in numbered if each.is_held] or numbered


def _run_in_time(rows: Iterable[DatedEvent]) -> bool:
    latest = dt.date.min
    for each in sorted(rows, key=lambda row: (row.ordinal or 0, str(row.first))):
        if each.first:
            if each.first.latest < latest:
                return False
            latest = max(latest, each.first.earliest)
    return True


def _series(
    forum: str,
    level: str,
    series: str,
    rows: Sequence[DatedEvent],
    elsewhere: Sequence[DatedEvent],
    today: dt.date,
    is_complete: bool,
) -> MeetingSeries:
    dated = [each for each in rows if each.is_held and each.first]
    held = sorted(dated, key=lambda each: (str(each.first), each.ordinal or 0, each.row))
    undated = [each for each in rows if each.is_held and not each.first]
    numbers = {each.ordinal for each in held if each.ordinal}
    counted = len(numbers) > 1 and max(numbers) == len(numbers) and 2 * len(numbers) >= len(held)
    whole = is_complete or (counted and not undated)
    within = set[int]().union(*(_within(each, held) for each in (*undated, *(row for row in elsewhere if row.is_held))))
    intervals = [_gap(one, other, whole) for one, other in pairwise(held)]
    accounted, is_open = _skipped(held, _numbers((*rows, *elsewhere)))
    if not is_complete:
        within |= is_open
    gaps = [each for at, each in enumerate(intervals) if at not in within]
    left_out = [each for at, each in enumerate(intervals) if at in within]
    silence = None
    if held and (end := held[-1].end):
        is_later = any(len(held) - 1 in _within(each, held) for each in undated)
        silence = (0 if is_later else max(0, (today - end.latest).days), max(0, (today - end.earliest).days))
    planned = [each for each in rows if not each.is_held]
    return MeetingSeries(
        forum, series, level, held, undated, planned, gaps, silence, whole, left_out, elsewhere, frozenset(accounted)
    )


def _skipped(held: Sequence[DatedEvent], known: set[int]) -> tuple[set[int], set[int]]:
    """Of the numbers that no row carries: those of rows that lack one, and the intervals in which other meetings must lie.

    Where two numbered meetings have at least as many rows without a number between them as numbers lie between theirs, the
    numbers are those of these rows; where they have fewer, each interval between the two may hold a meeting without a row.
    """
    accounted: set[int] = set()
    is_open: set[int] = set()
    numbered = [(-1, 0), *((at, each.ordinal) for at, each in enumerate(held) if each.ordinal)]
    for (start, low), (end, high) in pairwise(numbered):
        skipped = set(range(low + 1, high)) - known
        if len(skipped) < end - start:
            accounted |= skipped
        else:
            is_open |= set(range(max(0, start), end))
    return accounted, is_open


def _within(row: DatedEvent, held: Sequence[DatedEvent]) -> range:
    """The intervals in which a row outside of the dated ones lies or may lie; none where nothing places it among them.

    An interval has the place of the meeting with which it begins: the last one is the time since the latest meeting.
    """
    before = [at for at, each in enumerate(held) if _follows(row, each)]
    after = [at for at, each in enumerate(held) if _follows(each, row)]
    if not before and not after:
        return range(0)
    return range(before[-1] if before else 0, after[0] if after else len(held))


def _follows(one: DatedEvent, other: DatedEvent) -> bool:
    """Whether one is known to come after the other, by their numbers or else by their dates."""
    if one.ordinal and other.ordinal:
        return one.ordinal > other.ordinal
    return one.first is not None and other.end is not None and one.first.earliest > other.end.latest


def _gap(one: DatedEvent, other: DatedEvent, whole: bool) -> EventGap:
    end, start = one.end, other.first
    assert end is not None  # noqa: S101  both are dated
    assert start is not None  # noqa: S101
    least, most = max(0, (start.earliest - end.latest).days), max(0, (start.latest - end.earliest).days)
    follows = one.ordinal is not None and other.ordinal == one.ordinal + 1
    return EventGap(one, other, least, most, (whole or follows) and one.is_to_the_day and other.is_to_the_day)


def by_year(events: Iterable[DatedEvent]) -> dict[int, Counter[str]]:
    """Held events by the year in which they began, and in each by level; every date says its year."""
    years: dict[int, Counter[str]] = {}
    for event in events:
        if event.is_held and event.first:
            years.setdefault(event.first.year, Counter())[event.level] += 1
    return dict(sorted(years.items()))


def hosts(events: Iterable[DatedEvent]) -> list[tuple[str, list[DatedEvent]]]:
    """Who hosted held meetings, the most frequent first; those of which nobody says it under an empty name, last."""
    by_host: dict[str, list[DatedEvent]] = defaultdict(list)
    for event in events:
        if event.kind == EventKind.MEETING and event.is_held:
            by_host[event.host].append(event)
    return sorted(by_host.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))


def places(events: Iterable[DatedEvent]) -> list[tuple[str, list[DatedEvent]]]:
    """Where held meetings were, the most frequent first; then those online, last under an empty name those not stated."""
    by_place: dict[str, list[DatedEvent]] = defaultdict(list)
    for event in events:
        if event.kind == EventKind.MEETING and event.is_held:
            by_place[event.where].append(event)
    return sorted(by_place.items(), key=lambda pair: (not pair[0], pair[0] == ONLINE, -len(pair[1]), pair[0]))


@dataclass(frozen=True, slots=True)
class PartyLevel:
    """How often a party came at a level to held meetings."""

    party: str
    level: str
    events: Sequence[DatedEvent]


def levels(events: Iterable[DatedEvent]) -> list[PartyLevel]:
    """The level per delegation; of a delegation whose level no source states it is empty."""
    met: dict[tuple[str, str], list[DatedEvent]] = defaultdict(list)
    for event in events:
        if event.kind == EventKind.MEETING and event.is_held:
            for party in dict.fromkeys(event.actors):
                met[party, event.levels.get(party, "")].append(event)
    return [PartyLevel(party, level, each) for (party, level), each in met.items()]


@dataclass(frozen=True, slots=True)
class PartyVisit:
    """A delegation that went to another party's country, in person, to a meeting that was held."""

    guest: str
    host: str
    level: str
    event: DatedEvent


def visits(events: Iterable[DatedEvent]) -> list[PartyVisit]:
    """Who went to whom, and at which level; a meeting online, in a third country or without a known host is no visit."""
    made = []
    for event in events:
        is_there = bool(event.host) and not event.is_away and event.mode != ONLINE
        if event.kind == EventKind.MEETING and event.is_held and is_there:
            guests = (party for party in dict.fromkeys(event.actors) if party != event.host)
            made += [PartyVisit(party, event.host, event.levels.get(party, ""), event) for party in guests]
    return made


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two parties and the held meetings at which both were; ``alone``: those where nobody else was."""

    one: str
    other: str
    events: Sequence[DatedEvent]
    alone: int


def dyads(events: Iterable[DatedEvent]) -> list[Dyad]:
    """Pairs, which exist on export only: a meeting of six is one event and fifteen pairs. The most frequent first."""
    pairs: dict[tuple[str, str], list[DatedEvent]] = defaultdict(list)
    for event in events:
        if event.kind == EventKind.MEETING and event.is_held:
            for pair in combinations(sorted(set(event.actors)), 2):
                pairs[pair].append(event)
    rows = [Dyad(*pair, each, sum(len(set(event.actors)) == 2 for event in each)) for pair, each in pairs.items()]
    return sorted(rows, key=lambda row: (-len(row.events), row.one, row.other))


def shares(counts: Mapping[str, int]) -> dict[str, float]:
    """Parts of the whole."""
    whole = sum(counts.values())
    return {name: count / whole for name, count in counts.items()} if whole else {}
