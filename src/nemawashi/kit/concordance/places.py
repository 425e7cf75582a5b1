"""Places in the words of a clause that are taken already, asked about one by one without walking through all of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Places:
    """Stretches of words, each from one code point to another; they may overlap."""

    def __init__(self, rows: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(rows)
        self._starts = [start for start, _end in ordered]
        self._ends = list(accumulate((end for _start, end in ordered), max))

    def cover(self, at: int) -> bool:
        """Whether the sign at this place is within one of them."""
        before = bisect_right(self._starts, at)
        return before > 0 and self._ends[before - 1] > at

    def meet(self, start: int, end: int) -> bool:
        """Whether some sign from ``start`` to ``end`` is within one of them."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start
