"""The signs of a typed clause laid on the words of the text: which are the text's own, and where the others stand in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import Indel

from nemawashi.kit.clauses.spans import pieces


@dataclass(frozen=True, slots=True)
class LaidSigns:
    """The signs of a typed clause that may be the text's own, laid on its words.

    ``places``: where each stands as typed; ``where`` and ``same``: see ``mapped``; ``so_far``: how many before it are the same.
    """

    places: list[int]
    where: list[int]
    same: list[bool]
    so_far: list[int]

    @classmethod
    def of(cls, signs: Sequence[tuple[str, int]], base: str) -> "LaidSigns":
        where, same = mapped(signs, base)
        return cls([at for _sign, at in signs], where, same, list(accumulate(same, initial=0)))

    def share(self, start: int, end: int) -> float:
        """How much of what is typed between two places is the text's own."""
        low, high = bisect_left(self.places, start), bisect_left(self.places, end)
        return (self.so_far[high] - self.so_far[low]) / (high - low) if high > low else 0.0

    def under(self, start: int, end: int) -> tuple[int, int]:
        """The words of the text under what is typed between two places that hold some of it; else the place of the gap."""
        low, high = bisect_left(self.places, start), bisect_left(self.places, end)
        if self.so_far[high] == self.so_far[low]:
            return self.gap(start, start)
        first = bisect_right(self.so_far, self.so_far[low]) - 1
        last = bisect_left(self.so_far, self.so_far[high]) - 1
        return self.where[first], self.where[last] + 1

    def gap(self, start: int, end: int) -> tuple[int, int]:
        """The words of the text between what is the same before ``start`` and behind ``end``."""
        low, high = bisect_left(self.places, start), bisect_left(self.places, end)
        before = bisect_left(self.so_far, self.so_far[low]) - 1 if self.so_far[low] else -1
        after = bisect_right(self.so_far, self.so_far[high]) - 1
        return (self.where[before] + 1 if before >= 0 else 0), self.where[after]


def mapped(signs: Sequence[tuple[str, int]], base: str) -> tuple[list[int], list[bool]]:
    """For each sign as typed, and for the end, its place in ``base``; and whether the sign stands there.

    A bracket ends a word: ``[shall][should]`` are two.
    """
    runs: list[list[str]] = []
    for count, (sign, at) in enumerate(signs):
        if count and signs[count - 1][1] == at - 1:
            runs[-1].append(sign)
        else:
            runs.append([sign])
    ours, theirs = [piece for run in runs for piece in pieces("".join(run))], pieces(base)
    starts = [0]
    for piece in theirs:
        starts.append(starts[-1] + len(piece))
    where: list[int] = []
    same: list[bool] = []
    for op in Indel.opcodes(ours, theirs):
        for place in range(op.src_start, op.src_end):
            equal = op.tag == "equal"
            at = starts[op.dest_start + (place - op.src_start if equal else 0)]
            for step in range(len(ours[place])):
                where.append(at + (step if equal else 0))
                same.append(equal)
    return [*where, len(base)], same
