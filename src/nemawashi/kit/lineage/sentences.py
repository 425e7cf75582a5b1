"""Sentences, the units below a clause: where they end, and which of two texts are one another's.

A clause of a resolution is one sentence; a paragraph of a communiqué has ten, of which two may come from elsewhere. Words
of sentences that have nothing to do with each other are not compared.
"""

import re
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

_END = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][\"”»’)\]]))\s+(?=(?:[\"“„«(\[]|[-–—•]\s*)?[^\W_a-zа-яё])|(?<=[。！？])(?![」』）]|$)",
)
_NO_END = re.compile(
    r"(?:^|[\s(])(?:[A-ZА-Я]|[A-Z]\.[A-Z]|Nos?|Mrs?|Ms|Dr|St|Arts?|paras?|pp?|cf|vs|approx|ст|гг?|пп?|др|т\.д|т\.п)\.$"
)
_ALIKE = 0.5  # of the words of both, to be one another's
_HELD = 0.8  # of the words of one ...
_HELD_WORDS = 4  # ... when it has so many
_MOVED_ALIKE = 0.8  # what stands elsewhere is only the same sentence when it is more alike
_MOST = 80  # sentences of one side that are paired; longer texts are laid beside each other word by word


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Sentences of two texts that are one another's, by their numbers. ``alike``: 1 for the same words."""

    one: int
    other: int
    alike: float
    words: int
    is_moved: bool = False


def parted(text: str) -> list[str]:
    """The sentences of a text with the blanks behind them; joined they give the text again."""
    if not text:
        return []
    starts = [0]
    for hit in _END.finditer(text):
        if not _NO_END.search(text, max(0, hit.start() - 12), hit.start()):
            starts.append(hit.end())
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def paired(one: list[str], other: list[str]) -> list[SentencePair]:
    """Which sentences are one another's, in the order of ``one``; of each one code point a word, without standing words.

    The heaviest row of pairs in the order of both texts stands; of the others those that are nearly the same have moved.
    """
    if max(len(one), len(other)) > _MOST:
        return []
    alike = []
    for a, mine in enumerate(one):
        for b, theirs in enumerate(other):
            common = LCSseq.similarity(mine, theirs) if mine and theirs else 0
            if common:
                share = 2 * common / (len(mine) + len(theirs))
                shorter = min(len(mine), len(theirs))
                if share >= _ALIKE or (shorter >= _HELD_WORDS and common >= _HELD * shorter):
                    alike.append(SentencePair(a, b, share, common))
    alike.sort(key=lambda pair: (-pair.words * pair.alike, abs(pair.one - pair.other), pair.one))
    mine_taken: set[int] = set()
    theirs_taken: set[int] = set()
    chosen = []
    for pair in alike:
        if pair.one not in mine_taken and pair.other not in theirs_taken:
            mine_taken.add(pair.one)
            theirs_taken.add(pair.other)
            chosen.append(pair)
    chosen.sort(key=lambda pair: pair.one)
    standing = _in_order(chosen)
    made = []
    for pair in chosen:
        if pair in standing:
            made.append(pair)
        elif pair.alike >= _MOVED_ALIKE:
            made.append(SentencePair(pair.one, pair.other, pair.alike, pair.words, is_moved=True))
    return made


def _in_order(pairs: list[SentencePair]) -> set[SentencePair]:
    """The heaviest row of pairs whose order is the same on both sides."""
    best: list[tuple[int, int]] = []  # weight of the row that ends here, and the pair before
    for at, pair in enumerate(pairs):
        before = max(((best[n][0], n) for n in range(at) if pairs[n].other < pair.other), default=(0, -1))
        best.append((before[0] + pair.words, before[1]))
    row: set[SentencePair] = set()
    at = max(range(len(pairs)), key=lambda n: (best[n][0], -n), default=-1)
    while at >= 0:
        row.add(pairs[at])
        at = best[at][1]
    return row
