"""Which talk sits at which table at which time of a business dialogue: nobody at two tables at once, no table twice.

The talks are the edges of a graph whose corners are firms, the times are colours: a firm's talks have different ones, and
no colour is used more often than there are tables. Coloured greedily: the talk with the fewest times first, at its earliest
time; where none is free, one that stands in the way is moved to another of its own times. What finds no place is told with
why. Greedy is not the best that there is: it may leave a talk which a longer chain of moves would have placed.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.business.terms import Refusal, TalkState, WhyUnplaced

__all__ = [
    "LONGEST_TALK",
    "MOST_SLOTS",
    "MOST_TABLES",
    "PlacedTalks",
    "TableSeat",
    "SlotTimes",
    "WantedTalk",
    "may_move_talk",
    "may_place_talks",
    "may_set_table_plan",
    "may_state_hours",
    "placed",
    "times_of",
]

MOST_TABLES, MOST_SLOTS = 200, 60
LONGEST_TALK = 240  # minutes


@dataclass(frozen=True, slots=True)
class TableSeat:
    """A time, counted from one, and a table, counted from one."""

    slot: int
    table: int


@dataclass(frozen=True, slots=True)
class WantedTalk:
    """``seat``: where somebody put it by hand, which no computing changes."""

    key: str
    firms: tuple[str, str]
    seat: TableSeat | None = None


@dataclass(frozen=True, slots=True)
class PlacedTalks:
    seats: Mapping[str, TableSeat]
    left: Mapping[str, WhyUnplaced]


@dataclass(frozen=True, slots=True)
class SlotTimes:
    """The times of a day: the first begins at ``opens_at``, each lasts ``minutes``, with ``pause`` between."""

    opens_at: dt.time
    minutes: int
    pause: int
    slots: int

    def begins(self, slot: int) -> dt.time:
        return self._after((slot - 1) * (self.minutes + self.pause))

    def ends(self, slot: int) -> dt.time:
        return self._after((slot - 1) * (self.minutes + self.pause) + self.minutes)

    def _after(self, minutes: int) -> dt.time:
        moment = dt.datetime.combine(dt.date.min, self.opens_at) + dt.timedelta(minutes=minutes)
        return moment.time() if moment.date() == dt.date.min else dt.time.max

    @property
    def is_within_a_day(self) -> bool:
        """Whether the last talk ends on the day on which the first begins."""
        length = self.slots * self.minutes + (self.slots - 1) * self.pause
        return self.opens_at.hour * 60 + self.opens_at.minute + length < 24 * 60


def times_of(times: SlotTimes, hours: tuple[dt.time, dt.time] | None) -> frozenset[int]:
    """The times that lie wholly within the hours of a firm; all of them where it stated none."""
    every = range(1, times.slots + 1)
    if hours is None:
        return frozenset(every)
    return frozenset(slot for slot in every if hours[0] <= times.begins(slot) and times.ends(slot) <= hours[1])


@dataclass(slots=True)
class _Board:
    tables: int
    slots: int
    busy: dict[tuple[str, int], str] = field(default_factory=dict)  # firm and time: the talk
    taken: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))  # time: table: the talk
    seats: dict[str, TableSeat] = field(default_factory=dict)

    def put(self, talk: WantedTalk, seat: TableSeat) -> None:
        self.seats[talk.key] = seat
        self.taken[seat.slot][seat.table] = talk.key
        for firm in talk.firms:
            self.busy[firm, seat.slot] = talk.key

    def lift(self, talk: WantedTalk) -> None:
        seat = self.seats.pop(talk.key)
        del self.taken[seat.slot][seat.table]
        for firm in talk.firms:
            del self.busy[firm, seat.slot]

    def in_the_way(self, talk: WantedTalk, slot: int) -> set[str]:
        """Talks of these firms at that time."""
        return {self.busy[firm, slot] for firm in talk.firms if (firm, slot) in self.busy}

    def table_at(self, slot: int) -> int | None:
        used = self.taken[slot]
        return next((table for table in range(1, self.tables + 1) if table not in used), None)

    def open_slots(self) -> set[int]:
        """Times at which a table is free."""
        return {slot for slot in range(1, self.slots + 1) if len(self.taken[slot]) < self.tables}

    def seat_for(self, talk: WantedTalk, slots: Sequence[int]) -> TableSeat | None:
        for slot in slots:
            if not self.in_the_way(talk, slot) and (table := self.table_at(slot)) is not None:
                return TableSeat(slot, table)
        return None


def placed(
    talks: Sequence[WantedTalk], *, tables: int, slots: int, free: Mapping[str, Collection[int]] | None = None
) -> PlacedTalks:
    """A seat for each talk that finds one. ``free``: the times of each firm; of one that is not named, all of them. Talks
    with a seat of their own stay, even outside the hours of their firms."""
    every = range(1, slots + 1)
    common = {
        talk.key: [slot for slot in every if all(slot in (free or {}).get(firm, every) for firm in talk.firms)]
        for talk in talks
    }
    board, by_key = _Board(tables, slots), {talk.key: talk for talk in talks}
    wanted = Counter(firm for talk in talks for firm in talk.firms)
    for talk in talks:
        if talk.seat is not None:
            board.put(talk, talk.seat)
    rest = [(place, talk) for place, talk in enumerate(talks) if talk.seat is None]
    rest.sort(key=lambda row: (len(common[row[1].key]), -sum(wanted[firm] for firm in row[1].firms), row[0]))
    left = {}
    for _place, talk in rest:
        seat = board.seat_for(talk, common[talk.key]) or _made_room(board, talk, by_key, common)
        if seat is None:
            left[talk.key] = _why(board, talk, common[talk.key])
        else:
            board.put(talk, seat)
    return PlacedTalks(board.seats, left)


def _made_room(
    board: _Board, talk: WantedTalk, by_key: Mapping[str, WantedTalk], common: Mapping[str, Sequence[int]]
) -> TableSeat | None:
    """A seat that comes free when one talk goes elsewhere: that of these firms, or any where the tables are full."""
    open_slots = board.open_slots()
    for slot in common[talk.key] if open_slots else ():
        blockers = board.in_the_way(talk, slot)
        if len(blockers) > 1:
            continue
        for key in sorted(blockers) or list(board.taken[slot].values()):
            if by_key[key].seat is None and (freed := _moved(board, by_key[key], common[key], open_slots - {slot})):
                return freed
    return None


def _moved(board: _Board, talk: WantedTalk, common: Sequence[int], to: Collection[int]) -> TableSeat | None:
    """The seat that a talk leaves for another one; None where it finds none and stays."""
    was = board.seats[talk.key]
    board.lift(talk)
    elsewhere = board.seat_for(talk, [slot for slot in common if slot in to])
    board.put(talk, elsewhere or was)
    return was if elsewhere else None


def _why(board: _Board, talk: WantedTalk, common: Sequence[int]) -> WhyUnplaced:
    if not common:
        return WhyUnplaced.NO_COMMON_TIME
    if any(not board.in_the_way(talk, slot) for slot in common):
        return WhyUnplaced.NO_TABLE
    return WhyUnplaced.NO_TIME_LEFT


def may_set_table_plan(
    by: Viewer,
    *,
    times: SlotTimes,
    tables: int,
    is_over: bool,
    highest: TableSeat | None,
    is_ours: bool = True,
    is_on_its_days: bool = True,
) -> Verdict:
    """The host sets tables and times, for a day of a meeting of its forum, until that is over. ``highest``: the last time
    and the last table in use."""
    fits = 1 <= tables <= MOST_TABLES and 1 <= times.slots <= MOST_SLOTS and 1 <= times.minutes <= LONGEST_TALK
    too_small = highest is not None and (highest.slot > times.slots or highest.table > tables)
    return first(
        GRANTED if by.is_secretariat else refuse(Refusal.NOT_THE_HOST),
        GRANTED if is_ours else refuse(Refusal.OF_ANOTHER_FORUM),
        refuse(Refusal.MEETING_IS_OVER) if is_over else GRANTED,
        GRANTED if is_on_its_days else refuse(Refusal.NOT_ON_ITS_DAYS),
        GRANTED if fits and 0 <= times.pause <= LONGEST_TALK else refuse(Refusal.BAD_PLAN),
        GRANTED if times.is_within_a_day else refuse(Refusal.BEYOND_THE_DAY),
        refuse(Refusal.SEATS_ARE_USED) if too_small else GRANTED,
    )


def may_state_hours(by: Viewer, *, owner: str, hours: tuple[dt.time, dt.time] | None, is_over: bool) -> Verdict:
    """A delegation says when a firm of its own is there; no hours: all day."""
    return first(
        GRANTED if by.may_act and by.party == owner else refuse(Refusal.NOT_ITS_PARTY),
        refuse(Refusal.MEETING_IS_OVER) if is_over else GRANTED,
        GRANTED if hours is None or hours[0] < hours[1] else refuse(Refusal.ENDS_BEFORE_IT_BEGINS),
    )


def may_place_talks(by: Viewer, *, count: int, is_over: bool) -> Verdict:
    """The host has the talks placed on which both sides agreed; ``count``: how many there are."""
    return first(
        GRANTED if by.is_secretariat else refuse(Refusal.NOT_THE_HOST),
        refuse(Refusal.MEETING_IS_OVER) if is_over else GRANTED,
        GRANTED if count else refuse(Refusal.NOTHING_TO_PLACE),
    )


def may_move_talk(
    by: Viewer,
    *,
    state: str,
    seat: TableSeat,
    tables: int,
    slots: int,
    free: Collection[int],
    taken_by_firms: Collection[int],
    is_table_taken: bool,
    is_over: bool,
) -> Verdict:
    """The host moves one by hand. ``free``: the times of both firms; ``taken_by_firms``: those of their other talks."""
    is_there = 1 <= seat.slot <= slots and 1 <= seat.table <= tables
    return first(
        GRANTED if by.is_secretariat else refuse(Refusal.NOT_THE_HOST),
        refuse(Refusal.MEETING_IS_OVER) if is_over else GRANTED,
        GRANTED if state == TalkState.AGREED else refuse(Refusal.NOT_AGREED),
        GRANTED if is_there else refuse(Refusal.NO_SUCH_SEAT),
        GRANTED if seat.slot in free else refuse(Refusal.NOT_THERE_THEN),
        refuse(Refusal.AT_ANOTHER_TABLE) if seat.slot in taken_by_firms else GRANTED,
        refuse(Refusal.TABLE_IS_TAKEN) if is_table_taken else GRANTED,
    )
