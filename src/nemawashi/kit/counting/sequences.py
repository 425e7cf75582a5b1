"""Sequences of neighbouring words, counted without a string being made: pairs of ids, then pairs of pairs and ids."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nemawashi.kit.counting.collections import WORDS, Collection, Semantics
from nemawashi.kit.counting.cutting import Slots
from nemawashi.kit.counting.tokens import Counts, Tokens
from nemawashi.kit.faults import UnreadableError

LONGEST = 12
_AT_ONCE = 250_000


@dataclass(frozen=True)
class Grams:
    """Sequences of ids, a row each, and how often each occurs.

    ``total``: how many places there are; ``margins``: how often each type begins, and ends, a sequence.
    """

    ids: npt.NDArray[np.int64]
    counts: Counts
    total: int
    margins: tuple[Counts, Counts]


def grams(words: Tokens, size: int, most: int, least: int) -> Grams:
    """Sequences of ``size`` words across gaps of at most ``most`` that occur ``least`` times.

    What occurs seldom is dropped as soon as a part of it does: no sequence is more frequent than its beginning.
    """
    least = max(1, least)
    frequent = words.counts >= least
    names = np.flatnonzero(frequent)
    dense = np.where(frequent, np.cumsum(frequent) - 1, -1).astype(np.int32)
    base = max(1, len(names))
    kind: Any = np.uint32 if base * base < 1 << 32 else np.uint64
    last = max(0, len(words) - size + 1)  # of the places at which a sequence could begin
    keys, at = np.empty(last, kind), np.empty(last if size > 2 else 0, np.int32)
    width, room, total = len(words.types), 0, last
    # Of all that could begin or end a sequence what does not is taken off: it is little.
    margins = (
        words.counts - np.bincount(words.ids[last:], minlength=width),
        words.counts - np.bincount(words.ids[: size - 1], minlength=width),
    )
    for start in range(0, last, _AT_ONCE):
        end = min(start + _AT_ONCE, last)
        on = words.gaps[start + 1 : end + 1] <= most if size > 1 else np.ones(end - start, bool)
        for step in range(2, size):
            on &= words.gaps[start + step : end + step] <= most
        broken = np.flatnonzero(~on)
        total -= len(broken)
        for margin, ids in zip(margins, (words.ids[start:end], words.ids[start + size - 1 : end + size - 1]), strict=True):
            margin -= np.bincount(ids[broken], minlength=width)
        codes = dense[words.ids[start : end + min(size - 1, 1)]]
        first, second = codes[: end - start], codes[1:] if size > 1 else codes
        on &= first >= 0
        on &= second >= 0
        both: npt.NDArray[Any] = first[on].astype(kind)
        if size > 1:
            both *= kind(base)
            both += second[on].astype(kind)
        keys[room : room + len(both)] = both
        if size > 2:
            at[room : room + len(both)] = np.flatnonzero(on) + start
        room += len(both)
    return _counted(words, size, least, (keys[:room], at[:room], dense, names), total, margins)


def _counted(words: Tokens, size: int, least: int, state: Any, total: int, margins: tuple[Counts, Counts]) -> Grams:
    """Count pairs, and lengthen those that are frequent word by word."""
    whole, at, dense, names = state
    base = np.uint64(max(1, len(names)))
    distinct, counts = _distinct(whole if size < 3 else whole.copy(), least)
    if size == 1:
        return Grams(names[distinct.astype(np.int64)][:, None], counts, total, margins)
    pairs = distinct.astype(np.uint64)
    rows = np.stack([names[(pairs // base).astype(np.int64)], names[(pairs % base).astype(np.int64)]], axis=1)
    for step in range(2, size):
        slots = Slots()
        slots.put(distinct.astype(np.uint64), np.arange(len(distinct), dtype=np.int32))
        lengthened, standing = [], []
        for start in range(0, len(whole), _AT_ONCE):
            here = at[start : start + _AT_ONCE]
            left, right = slots.numbers_of(whole[start : start + _AT_ONCE].astype(np.uint64)), dense[words.ids[here + step]]
            on = (left >= 0) & (right >= 0)
            lengthened.append(left[on].astype(np.uint64) * base + right[on].astype(np.uint64))
            standing.append(here[on])
        whole = np.concatenate([np.zeros(0, np.uint64), *lengthened])
        at = np.concatenate([np.zeros(0, np.int32), *standing])
        distinct, counts = _distinct(whole.copy() if step < size - 1 else whole, least)
        left, right = (distinct // base).astype(np.int64), (distinct % base).astype(np.int64)
        rows = np.concatenate([rows[left], names[right][:, None]], axis=1)
    return Grams(rows, counts, total, margins)


def _distinct(keys: npt.NDArray[Any], least: int) -> tuple[npt.NDArray[Any], Counts]:
    """Keys that occur ``least`` times, and how often. The keys are sorted where they are."""
    keys.sort()
    edges = np.append(0, np.flatnonzero(keys[1:] != keys[:-1]) + 1) if len(keys) else np.zeros(0, np.int64)
    counts = np.diff(np.append(edges, len(keys)))
    kept = counts >= least
    return keys[edges[kept]], counts[kept]


def ngrams(
    collection: Collection, size: int = 2, *, semantics: Semantics = WORDS, least: int = 2, limit: int | None = None
) -> list[tuple[tuple[str, ...], int]]:
    """Sequences of words with their counts, the most frequent first."""
    if not 1 <= size <= LONGEST:
        raise UnreadableError(f"a sequence has 1 to {LONGEST} words")
    words = collection.words(semantics)
    counted = grams(words, size, semantics.cross.most, least)
    order = np.argsort(-counted.counts, kind="stable")[:limit].tolist()
    return [(tuple(words.types[number] for number in counted.ids[n]), int(counted.counts[n])) for n in order]
