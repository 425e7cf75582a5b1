"""Which later words take up earlier ones, said by the words that both have: a proposal for a person, never a finding.

A word weighs by its rarity in official language at large, as in lineage, and by how few of the texts at hand have it: what
all of a forum's texts say tells of none. Paraphrase in other words, or in another language, is not seen.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log

from nemawashi.kit.lineage import reading
from nemawashi.kit.lineage.weighing import Rarity

TELLING = 2.5  # of a word's weight; below it stand the, shall, states, cooperation
LEAST_SHARED, LEAST_SHARE = 2, 0.4
MOST_SHOWN = 8
LONGEST = 4_000  # signs that are read of each
_ENOUGH = 20  # texts, below which how many have a word tells nothing
_CJK_PAIR_WEIGHT = 5.0
_IS_CJK = re.compile(rf"[{reading.CJK}]")
_WORD = re.compile(rf"[^\W\d_{reading.CJK}]+|[{reading.CJK}]+")


@dataclass(frozen=True, slots=True)
class Echo:
    """That ``later`` may take ``earlier`` up (keys). ``share``: of the weight of the one with less, what both have;
    ``words``: those that both have, as the later one writes them, the most telling first."""

    earlier: str
    later: str
    share: float
    words: tuple[str, ...]


@cache
def _rarity() -> Rarity:
    return Rarity([])


def _tokens(text: str) -> dict[str, str]:
    """What is compared (words by their stems, Japanese by pairs of characters), with how it is written."""
    tokens: dict[str, str] = {}
    for run in _WORD.findall(reading.cleaned(text[:LONGEST])):
        if _IS_CJK.match(run):
            for at in range(len(run) - 1):
                tokens.setdefault(run[at : at + 2], run[at : at + 2])
        elif len(run) > 2:
            tokens.setdefault(run.lower()[: reading.STEM], run)
    return tokens


def _weights(texts: Sequence[dict[str, str]]) -> dict[str, float]:
    """How much each token tells; of those that tell little, nothing."""
    having = Counter(token for tokens in texts for token in tokens)
    words = sorted(having)
    told_at_large = _rarity().read_tokens(words).weights.tolist() if words else []
    size = len(texts)
    weights = {}
    for token, weight in zip(words, told_at_large, strict=True):
        plain = _CJK_PAIR_WEIGHT if _IS_CJK.match(token) else weight
        here = log((size + 1) / having[token]) / log(size + 1) if size >= _ENOUGH else 1.0
        if plain * here >= TELLING:
            weights[token] = plain * here
    return weights


def echoes(earlier: Sequence[tuple[str, str]], later: Sequence[tuple[str, str]]) -> list[Echo]:
    """All pairs (key, words) that share enough telling words, the likest first."""
    one, other = [_tokens(words) for _, words in earlier], [_tokens(words) for _, words in later]
    weights = _weights([*one, *other])
    wholes = [sum(weights.get(token, 0.0) for token in tokens) for tokens in (*one, *other)]
    having: dict[str, list[int]] = defaultdict(list)
    for at, tokens in enumerate(other):
        for token in tokens.keys() & weights.keys():
            having[token].append(at)
    made = []
    for nth, tokens in enumerate(one):
        shared: dict[int, list[str]] = defaultdict(list)
        for token in tokens.keys() & having.keys():
            for at in having[token]:
                shared[at].append(token)
        for at, both in shared.items():
            least = min(wholes[nth], wholes[len(one) + at])
            share = sum(weights[token] for token in both) / least
            if len(both) >= LEAST_SHARED and share >= LEAST_SHARE:
                said = sorted(both, key=lambda token: (-weights[token], token))[:MOST_SHOWN]
                made.append(Echo(earlier[nth][0], later[at][0], share, tuple(other[at][token] for token in said)))
    return sorted(made, key=lambda echo: (-round(echo.share, 6), echo.earlier, echo.later))
