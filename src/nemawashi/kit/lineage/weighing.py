"""How much words tell, and how much of it two clauses share."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nemawashi.kit.lineage import reading
from nemawashi.kit.lineage.segment import Segment

Array = npt.NDArray[Any]


BACKGROUND_STEP = 12.0
_ENOUGH = 50_000
_STANDING_SHARE = 0.25
_SEEN_OFTEN = 2
_PLANE = 0x10000  # of the code points that stand for tokens
_AT_ONCE = 1 << 16  # clauses weighed in one step where all of a segment are
_STANDING = (
    "и в во на с со по для от к о об из за что как а не это их его её также при или до у же бы то этот которы "
    "の に を は が と で も や し た て い る れ ら り こ か な き く け お よ び ま す ー つ う っ ん そ あ"
).split()


@cache
def _background() -> npt.NDArray[np.float64]:
    """The share of clauses of official language that use each short token (``tools/lineage-background``)."""
    codes = np.frombuffer((Path(__file__).parent / "background.bin").read_bytes(), np.uint8)
    shares = np.where(codes > 0, np.exp(codes / -BACKGROUND_STEP), 0.0)
    standing = reading.hashed(token for word in _STANDING for token in reading.words(word)) & np.uint32(0xFFFF)
    shares[standing] = np.maximum(shares[standing], _STANDING_SHARE)
    return shares


class Rarity:
    """How much a token tells: the logarithm of clauses by clauses that use it, over all segments.

    A small index knows little of what is common: as far as it has fewer than 50,000 clauses, the rest is taken from
    official language at large, so that a share or a score means the same in an index of any size. Words that this
    does not know (names, other languages) are taken to be as common at large as here, once they stand in three clauses.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        frequency = np.zeros(65536, np.int64)
        for segment in segments:
            frequency += segment.frequency
        self.clauses = sum(segment.count for segment in segments)
        lent = max(0, _ENOUGH - self.clauses)
        background = _background()
        shares = np.where(background > 0, background, np.maximum(frequency - _SEEN_OFTEN, 0) / max(1, self.clauses))
        common = frequency + lent * shares
        self.weights = np.log((self.clauses + lent + 1) / (common + 1)).astype(np.float32)
        self._totals: dict[Path, Array] = {}

    def totals(self, segment: Segment) -> Array:
        """The weight of each clause of a segment: weighed once, when the first is asked for."""
        totals = self._totals.get(segment.path)
        if totals is None:
            totals = np.zeros(segment.count, np.float32)
            for at in range(0, segment.count, _AT_ONCE):
                starts = segment.starts[at : at + _AT_ONCE + 1].astype(np.int64)
                tokens = segment.tokens[starts[0] : starts[-1]]
                filled = np.flatnonzero(starts[1:] > starts[:-1])
                if len(filled):
                    totals[at + filled] = np.add.reduceat(self.weights.take(tokens), starts[filled] - starts[0])
            self._totals[segment.path] = totals
        return totals

    def read(self, text: str) -> "Read":
        return self._read(reading.codes(text))

    def read_tokens(self, tokens: Sequence[str]) -> "Read":
        return self._read(reading.hashed(tokens))

    def _read(self, codes: reading.Hashes) -> "Read":
        short = codes.astype(np.uint16)
        return Read(codes, short, self.weights.take(short))


@dataclass(frozen=True)
class Read:
    """A text as tokens: full hashes, short ones, and their weights."""

    codes: reading.Hashes
    short: Array
    weights: Array

    @cached_property
    def total(self) -> float:
        return float(self.weights.sum())

    @cached_property
    def string(self) -> str:
        """The tokens as one code point each."""
        return as_string(self.short)

    @cached_property
    def weigh(self) -> list[float]:
        return list(self.weights.tolist())


def as_string(short: Array) -> str:
    """Tokens as one code point each, which rapidfuzz compares fastest."""
    return (short + np.uint32(_PLANE)).tobytes().decode("utf-32-le")


class _Scratch(threading.local):
    """For each thread a weight for every short token, of which all are 0 between two uses."""

    def __init__(self) -> None:
        self.table = np.zeros(65536, np.float32)


_SCRATCH = _Scratch()


@dataclass(frozen=True)
class Laid:
    """The tokens of some clauses one after the other, as the index into weights that they serve as, and what each weighs.

    ``first``: where the tokens of those begin that have any, ``filled``: which these are; None for all.
    """

    tokens: Array
    first: Array
    filled: Array | None
    totals: Array

    def alike(self, text: Read) -> Array:
        """How like a text each clause is, 0 to 1."""
        return np.asarray(2 * self.shared(text) / np.maximum(self.totals + text.total, 1e-6))

    def shared(self, text: Read) -> Array:
        """The weight of the tokens of each clause that stand in a text."""
        if not len(self.first):
            return np.zeros(len(self.totals), np.float32)
        table = _SCRATCH.table
        try:
            table[text.short] = text.weights
            shared = np.add.reduceat(table.take(self.tokens), self.first)
        finally:
            table[text.short] = 0
        if self.filled is None:
            return np.asarray(shared)
        whole = np.zeros(len(self.totals), np.float32)
        whole[self.filled] = shared
        return whole


def laid(rarity: Rarity, segment: Segment, numbers: Array) -> Laid:
    """The tokens of these clauses of a segment."""
    starts = segment.starts[numbers].astype(np.int64)
    lengths = segment.starts[numbers + 1].astype(np.int64) - starts
    ends = lengths.cumsum()
    totals = rarity.totals(segment)[numbers]
    before = ends - lengths
    if not len(ends) or not ends[-1]:
        return Laid(segment.tokens[:0], starts[:0], None, totals)
    tokens = segment.tokens.take(np.arange(int(ends[-1])) + (starts - before).repeat(lengths)).astype(np.intp)
    if lengths.all():
        return Laid(tokens, before, None, totals)
    filled = np.flatnonzero(lengths)
    return Laid(tokens, before[filled], filled, totals)
