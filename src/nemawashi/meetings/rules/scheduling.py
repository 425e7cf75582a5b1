"""When a track is due by its cadence, what lapsed, and which days would do for the next round, each with its reasons."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings.terms import Against, MeetingState, Phase

__all__ = [
    "APART",
    "BETWEEN_LEVELS",
    "DEFAULT_LEAD",
    "LONGEST_SEARCH",
    "BusyDays",
    "DueDate",
    "Lapse",
    "ObstacleDay",
    "RoundLeg",
    "RoundProposal",
    "due",
    "lapses",
    "phase_of",
    "proposals",
]

APART = 7  # days that lie at least between a proposal and any meeting that is known
BETWEEN_LEVELS = 21  # days between what a level prepares and the level above: papers are read and answered in capitals
SPREAD = 14  # days between two proposals: else they would be one
EARLIER = 14  # days by which a lower level moves ahead where its own day would not do
LONGEST_SEARCH = 400  # days looked at
DEFAULT_LEAD = 90  # days between planning and the first meeting of a round, where the forum's rules say nothing


@dataclass(frozen=True, slots=True)
class DueDate:
    """The month by which a track is expected to meet: so many months after the latest of its meetings that are known."""

    by: ImpreciseDate
    last: ImpreciseDate
    months: int


@dataclass(frozen=True, slots=True)
class Lapse:
    """A month in which a track was due, ``after`` its meeting before, and in which nothing was held."""

    due: ImpreciseDate
    after: ImpreciseDate


def phase_of(state: str, start: ImpreciseDate | None) -> Phase:
    """How a meeting stands in the calendar. A planned one without its day is tentative: nobody can travel to a month."""
    if state == MeetingState.PLANNED and not (start and start.day):
        return Phase.TENTATIVE
    return Phase(state)


def _later(one: ImpreciseDate, months: int) -> ImpreciseDate:
    count = one.year * 12 + (one.month or 1) - 1 + months
    return ImpreciseDate(count // 12, count % 12 + 1)


def _apart(one: ImpreciseDate, other: ImpreciseDate) -> int:
    return (other.year - one.year) * 12 + (other.month or 1) - (one.month or 1)


def _known(held: Iterable[ImpreciseDate | None]) -> list[ImpreciseDate]:
    return sorted(day for day in held if day and day.month)


def _missed(after: ImpreciseDate, until: ImpreciseDate, cadence: int) -> list[Lapse]:
    """A turn is missed when more than half a cadence passed since it was due; what came sooner was merely late."""
    gap = _apart(after, until)
    turns = range(cadence, gap + 1, cadence)
    return [Lapse(_later(after, turn), after) for turn in turns if (gap - turn) * 2 > cadence]


def lapses(held: Iterable[ImpreciseDate | None], *, cadence: int | None, today: dt.date) -> list[Lapse]:
    """What was due by the cadence and never held, oldest first; each meeting starts the count anew.

    A meeting that was held, nobody knows to the month when, may fill any turn between the known ones: then none of these is
    said to have lapsed. Without a cadence nothing is due.
    """
    held = list(held)
    days = _known(held)
    if not cadence or not days:
        return []
    now = ImpreciseDate(today.year, today.month)
    is_whole = len(days) == len(held)
    rows = [lapse for one, other in pairwise(days) for lapse in _missed(one, other, cadence)] if is_whole else []
    return rows + (_missed(days[-1], now, cadence) if days[-1] < now else [])


def due(known: Iterable[ImpreciseDate | None], *, cadence: int | None, today: dt.date) -> DueDate | None:
    """When the next meeting is expected: the first turn after the latest known meeting that has not lapsed.

    ``known`` holds what was held and what has a month ahead; None without a cadence or a meeting.
    """
    days = _known(known)
    if not cadence or not days:
        return None
    last = days[-1]
    lapsed = len(_missed(last, ImpreciseDate(today.year, today.month), cadence)) if last.earliest < today else 0
    return DueDate(_later(last, cadence * (lapsed + 1)), last, cadence)


@dataclass(frozen=True, slots=True)
class BusyDays:
    """A meeting that is known, with its days."""

    title: str
    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class ObstacleDay:
    """Why a day would not do: whose holiday (code and name; a weekly day of rest has none), or which meeting is near."""

    day: dt.date
    why: Against
    who: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class RoundLeg:
    """A level of a round with its days; ``before`` is how many days it lies ahead of the level above, 0 for the highest."""

    track: str
    start: dt.date
    end: dt.date
    before: int = 0


@dataclass(frozen=True, slots=True)
class RoundProposal:
    """Days for each level of the next round, the lowest first.

    ``nearest`` is the known meeting that is closest, with the days between; ``passed`` holds what spoke against the days
    that lie between the proposal before and this one.
    """

    legs: tuple[RoundLeg, ...]
    nearest: tuple[str, int] | None
    passed: tuple[ObstacleDay, ...]


Off = Callable[[dt.date], Sequence[tuple[str, str]]]


def proposals(
    levels: Sequence[tuple[str, int]],
    *,
    wanted_from: dt.date,
    not_before: dt.date,
    off: Off,
    busy: Sequence[BusyDays] = (),
    count: int = 3,
) -> list[RoundProposal]:
    """Days on which the next round could be held: for each level (track and its days, the lowest first), in their order.

    The highest level is looked for from ``wanted_from`` on; no level is before ``not_before``. ``off`` says for a day which
    parties do not work (code, and the holiday's name). Each level lies wholly on days on which all parties work, at least
    ``BETWEEN_LEVELS`` days before the next, and ``APART`` from every known meeting. Fewer than ``count`` where the days
    that are looked at hold no more.
    """
    if not levels:
        return []
    rows: list[RoundProposal] = []
    passed: list[ObstacleDay] = []
    day, last = wanted_from, wanted_from + dt.timedelta(days=LONGEST_SEARCH)
    while day < last and len(rows) < count:
        legs, against = _legs(levels, day, not_before, off, busy)
        passed += against
        if legs is None:
            day += dt.timedelta(days=1)
            continue
        rows.append(RoundProposal(legs, _nearest(legs, busy), tuple(dict.fromkeys(passed))))
        passed = []
        day += dt.timedelta(days=SPREAD)
    return rows


def _legs(
    levels: Sequence[tuple[str, int]], top: dt.date, not_before: dt.date, off: Off, busy: Sequence[BusyDays]
) -> tuple[tuple[RoundLeg, ...] | None, list[ObstacleDay]]:
    track, length = levels[-1]
    end = top + dt.timedelta(days=length - 1)
    if top < not_before:
        return None, []
    if against := _against(top, end, off, busy):
        return None, against
    legs = [RoundLeg(track, top, end)]
    for track, length in reversed(levels[:-1]):
        below = _below(track, length, legs[0].start, off, busy)
        if below is None or below.start < not_before:
            return None, []
        legs.insert(0, below)
    return tuple(legs), []


def _below(track: str, length: int, above: dt.date, off: Off, busy: Sequence[BusyDays]) -> RoundLeg | None:
    for sooner in range(EARLIER + 1):
        end = above - dt.timedelta(days=BETWEEN_LEVELS + sooner)
        start = end - dt.timedelta(days=length - 1)
        if not _against(start, end, off, busy):
            return RoundLeg(track, start, end, (above - end).days)
    return None


def _against(start: dt.date, end: dt.date, off: Off, busy: Sequence[BusyDays]) -> list[ObstacleDay]:
    days = [start + dt.timedelta(days=number) for number in range((end - start).days + 1)]
    resting = [(day, who, name) for day in days for who, name in off(day)]
    rows = [ObstacleDay(day, Against.HOLIDAY if name else Against.REST, who, name) for day, who, name in resting]
    near = [each for each in busy if _gap(start, end, each) < APART]
    return rows + [ObstacleDay(start, Against.MEETING, "", each.title) for each in near]


def _gap(start: dt.date, end: dt.date, other: BusyDays) -> int:
    """Days from one to the other; 0 where they share a day."""
    return max(0, (other.start - end).days, (start - other.end).days)


def _nearest(legs: Sequence[RoundLeg], busy: Sequence[BusyDays]) -> tuple[str, int] | None:
    gaps = [(_gap(leg.start, leg.end, each), each.title) for leg in legs for each in busy]
    return (min(gaps)[1], min(gaps)[0]) if gaps else None
