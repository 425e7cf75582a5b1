"""What came before and after an outside event, beside what chance alone would give."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from nemawashi.kit.events.values import DatedEvent
from nemawashi.kit.faults import UnreadableError

LONGEST_DAYS = 3660
_DRAWS = 999
_FEWEST = 4  # dated events, below which an order of intervals says nothing


@dataclass(frozen=True, slots=True)
class BeforeAndAfter:
    """Events in the days before and after an outside event; what falls on its own day is on neither side.

    ``days``: the width of each side; it is less than was asked where the series begins or today comes sooner. ``low`` and
    ``high``: within which the difference lies in 95 of 100 draws of chance; ``chance``: in how large a share of the draws
    it is as far from nought as here. ``left_out``: events known to the year alone, or not at all; ``by_month``: those that
    were put in the middle of their month.
    """

    on: dt.date
    asked: int
    days: int
    before: Sequence[DatedEvent]
    after: Sequence[DatedEvent]
    low: float | None
    high: float | None
    chance: float | None
    draws: int
    first: dt.date
    last: dt.date
    left_out: Sequence[DatedEvent]
    by_month: Sequence[DatedEvent]

    @property
    def difference(self) -> int:
        return len(self.after) - len(self.before)


def before_and_after(
    events: Iterable[DatedEvent],
    on: dt.date,
    *,
    days: int,
    today: dt.date,
    draws: int = _DRAWS,
    seed: int = 0,
) -> BeforeAndAfter:
    """Held events within so many days before and after ``on``, and the interval that chance gives.

    The method is a permutation test on the intervals between events (a shuffled surrogate of the series, by Monte Carlo):
    the pieces of time from the first event to the next, and so on to today, are put in a random order, so that each
    draw has the same number of events and the same lengths of waiting, and only their order in time is left to chance. In
    each draw the same two windows are counted. The interval is that of the 2.5th and 97.5th percentiles of the differences;
    the share counts draws whose difference is at least as large in size, with the observed one: (1 + n) / (1 + draws).
    The seed is fixed, so that the same question has the same answer.

    Raises ``UnreadableError`` where no event is dated, or the day lies outside of what the events span.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise UnreadableError(f"a window has from 1 to {LONGEST_DAYS} days")
    held = [each for each in events if each.is_held]
    placed = sorted(((_day(each), each) for each in held if each.first and each.first.month), key=_in_time)
    placed = [pair for pair in placed if pair[0] <= today]
    left_out = [each for each in held if not each.first or not each.first.month]
    if not placed:
        raise UnreadableError("no event with a day or a month is among them")
    first, last = placed[0][0], today
    if not first < on < last:
        raise UnreadableError(f"the day lies outside of what these events span: {first} to {last}")
    width = min(days, (on - first).days, (last - on).days)
    spots = np.array([(day - first).days for day, _ in placed])
    at = (on - first).days
    before = [each for day, each in placed if 0 < (on - day).days <= width]
    after = [each for day, each in placed if 0 < (day - on).days <= width]
    low = high = chance = None
    if len(placed) >= _FEWEST:
        drawn = _differences(spots, (last - first).days, at, width, draws, seed)
        low, high = (float(each) for each in np.percentile(drawn, (2.5, 97.5)))
        chance = float((1 + np.count_nonzero(np.abs(drawn) >= abs(len(after) - len(before)))) / (1 + draws))
    by_month = [each for _, each in placed if each.first and not each.first.day]
    return BeforeAndAfter(on, days, width, before, after, low, high, chance, draws, first, last, left_out, by_month)


def _in_time(pair: tuple[dt.date, DatedEvent]) -> tuple[dt.date, str]:
    return pair[0], pair[1].row


def _day(event: DatedEvent) -> dt.date:
    """The day on which an event began; of one known to the month its middle."""
    on = event.first
    assert on is not None  # noqa: S101  asked before
    return on.earliest if on.day else on.earliest.replace(day=15)


def _differences(spots: "np.ndarray", span: int, at: int, width: int, draws: int, seed: int) -> "np.ndarray":
    """After less before, of each draw. The first event stays where the series begins."""
    pieces = np.diff(np.append(spots, span)).astype(np.int32)
    shuffled = np.random.default_rng(seed).permuted(np.tile(pieces, (draws, 1)), axis=1)
    days = np.cumsum(shuffled, axis=1, dtype=np.int32) - at
    days[:, -1] = -at  # the last piece ends today, where nothing is: the first event takes its place
    after = np.count_nonzero((days > 0) & (days <= width), axis=1)
    before = np.count_nonzero((days < 0) & (days >= -width), axis=1)
    return np.asarray(after - before)
