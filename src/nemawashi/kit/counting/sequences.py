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
_AT_ONCE = 1_000_000


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
    places: list[npt.NDArray[np.int32]] = []
    keys: list[npt.NDArray[Any]] = []
    margins = np.zeros((2, len(words.types)), np.int64)
    total = 0
    kind: Any = np.uint32 if base * base < 1 << 32 else np.uint64
    for start in range(0, max(0, len(words) - size + 1), _AT_ONCE):
        end = min(start + _AT_ONCE, len(words) - size + 1)
        on = words.gaps[start + 1 : end + 1] <= most if size > 1 else np.ones(end - start, bool)
        for step in range(2, size):
            on &= words.gaps[start + step : end + step] <= most
        total += int(np.count_nonzero(on))
        left, right = words.ids[start:end], words.ids[start + size - 1 : end + size - 1]
        broken = ~on  # few: what does not begin a sequence is taken off all that could
        width = margins.shape[1]
        margins[0] += np.bincount(left, minlength=width) - np.bincount(left[broken], minlength=width)
        margins[1] += np.bincount(right, minlength=width) - np.bincount(right[broken], minlength=width)
        codes = dense[words.ids[start : end + min(size - 1, 1)]]
        first, second = codes[: end - start], codes[1:] if size > 1 else codes
        on &= (first >= 0) & (second >= 0)
        both: npt.NDArray[Any] = first[on].astype(kind)
        if size > 1:
            both *= kind(base)
            both += second[on].astype(kind)
        keys.append(both)
        if size > 2:
            places.append((np.flatnonzero(on) + start).astype(np.int32))
    return _counted(words, size, least, (keys, places, dense, names), total, margins)


def _counted(words: Tokens, size: int, least: int, state: Any, total: int, margins: Counts) -> Grams:
    """Count pairs, and lengthen those that are frequent word by word."""
    keys, places, dense, names = state
    base = np.uint64(max(1, len(names)))
    whole = np.concatenate([np.zeros(0, np.uint32), *keys])
    keys.clear()
    at = np.concatenate([np.zeros(0, np.int32), *places])
    distinct, counts = _distinct(whole, least)
    if size == 1:
        return Grams(names[distinct.astype(np.int64)][:, None], counts, total, (margins[0], margins[1]))
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
        distinct, counts = _distinct(whole, least)
        left, right = (distinct // base).astype(np.int64), (distinct % base).astype(np.int64)
        rows = np.concatenate([rows[left], names[right][:, None]], axis=1)
    return Grams(rows, counts, total, (margins[0], margins[1]))


def _distinct(keys: npt.NDArray[Any], least: int) -> tuple[npt.NDArray[Any], Counts]:
    """Keys that occur ``least`` times, and how often."""
    plain = np.sort(keys)
    edges = np.flatnonzero(np.concatenate([[True], plain[1:] != plain[:-1]])) if len(plain) else np.zeros(0, np.int64)
    counts = np.diff(np.append(edges, len(plain)))
    kept = counts >= least
    return plain[edges[kept]], counts[kept]


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
