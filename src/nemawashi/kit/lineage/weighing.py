"""How much words tell, and how much of it two clauses share."""

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

    def read(self, text: str) -> "Read":
        return self.read_tokens(reading.words(text))

    def read_tokens(self, tokens: Sequence[str]) -> "Read":
        codes = reading.hashed(tokens)
        short = (codes & np.uint32(0xFFFF)).astype(np.uint16)
        return Read(codes, short, self.weights[short])


@dataclass(frozen=True)
class Read:
    """A text as tokens: full hashes, short ones, and their weights."""

    codes: reading.Hashes
    short: Array
    weights: Array

    @cached_property
    def total(self) -> float:
        return float(self.weights.sum())


def bags(rarity: Rarity, segment: Segment, numbers: Array, texts: Sequence[Read]) -> tuple[Array, Array]:
    """For each text (eight at most) and clause the weight of the tokens they share, and the weight of each clause."""
    starts = segment.starts[numbers].astype(np.int64)
    lengths = segment.starts[numbers + 1].astype(np.int64) - starts
    ends = np.cumsum(lengths)
    shared = np.zeros((len(texts), len(numbers)), np.float32)
    totals = np.zeros(len(numbers), np.float32)
    if not len(ends) or not ends[-1]:
        return shared, totals
    at = np.arange(int(ends[-1])) + np.repeat(starts - (ends - lengths), lengths)
    tokens = segment.tokens[at]
    filled = lengths > 0
    first = (ends - lengths)[filled]
    weights = rarity.weights[tokens]
    totals[filled] = np.add.reduceat(weights, first)
    marks = np.zeros(65536, np.uint8)
    for nth, text in enumerate(texts):
        marks[text.short] |= np.uint8(1 << nth)
    marked = marks[tokens]
    for nth in range(len(texts)):
        shared[nth, filled] = np.add.reduceat(weights * ((marked & np.uint8(1 << nth)) != 0), first)
    return shared, totals
