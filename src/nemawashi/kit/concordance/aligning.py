"""Clauses of two plain texts laid beside each other: one to one where it can be, else one side stands alone."""

import math
from collections.abc import Sequence
from functools import lru_cache

from nemawashi.kit.concordance.figures import Weight, figures
from nemawashi.kit.concordance.names import PARTIES, known, named
from nemawashi.kit.concordance.terms import Glossary, own
from nemawashi.kit.concordance.values import Pair
from nemawashi.kit.languages import base

_ALONE = 3.0  # what it costs that a clause has no counterpart
_MOST_STEPS = 1_500_000  # longer texts are laid beside each other in their order
_DENSITY = {"ja": 2.4, "zh": 3.2}  # letters of an alphabet to one sign


def paired(
    source: Sequence[str],
    target: Sequence[str],
    *,
    source_language: str,
    target_language: str,
    glossary: Glossary | None = None,
) -> list[Pair]:
    """Pairs in the order of both texts; a clause without counterpart is paired with empty words.

    ``glossary``: terms by which clauses of like length are told apart; without it those of the project's own.
    """
    one, other = ([words for words in rows if words.strip()] for rows in (source, target))
    links = _links(one, other, source_language, target_language, glossary or _own())
    return [
        Pair(
            key=str(at),
            source=one[left] if left is not None else "",
            target=other[right] if right is not None else "",
            source_language=source_language,
            target_language=target_language,
        )
        for at, (left, right) in enumerate(links, start=1)
    ]


@lru_cache(maxsize=1)
def _own() -> Glossary:
    return Glossary.of(own())


def _links(
    one: Sequence[str], other: Sequence[str], code: str, code_too: str, glossary: Glossary
) -> list[tuple[int | None, int | None]]:
    band = abs(len(one) - len(other)) + 60
    if len(one) * min(2 * band, len(other)) > _MOST_STEPS:
        return [(at if at < len(one) else None, at if at < len(other) else None) for at in range(max(len(one), len(other)))]
    features = [
        [_features(words, language, glossary) for words in rows] for rows, language in ((one, code), (other, code_too))
    ]
    density = _DENSITY.get(base(code_too), 1.0) / _DENSITY.get(base(code), 1.0)
    size, size_too = len(one), len(other)
    cost = {(0, 0): 0.0}
    way: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(size + 1):
        for j in range(max(0, i - band), min(size_too, i + band) + 1):
            for di, dj in ((1, 1), (1, 0), (0, 1)):
                before = cost.get((i - di, j - dj))
                if before is None or i < di or j < dj:
                    continue
                step = _ALONE
                if di and dj:
                    step = _apart(one[i - 1], other[j - 1], features[0][i - 1], features[1][j - 1], density)
                if before + step < cost.get((i, j), math.inf):
                    cost[(i, j)] = before + step
                    way[(i, j)] = (di, dj)
    links: list[tuple[int | None, int | None]] = []
    i, j = size, size_too
    while i or j:
        di, dj = way.get((i, j), (1, 0) if i else (0, 1))
        links.append((i - 1 if di else None, j - 1 if dj else None))
        i, j = i - di, j - dj
    if size == size_too:
        straight = sum(_apart(one[at], other[at], features[0][at], features[1][at], density) for at in range(size))
        if straight <= cost[(size, size_too)] + 0.3 * _ALONE:
            return [(at, at) for at in range(size)]
    return links[::-1]


def _features(words: str, language: str, glossary: Glossary) -> frozenset[object]:
    numbers = {row.value for row in figures(words, language) if row.weight == Weight.DIGITS}
    names = {row.key.lstrip("?") for row in named(words, language, (*PARTIES, *known()))}
    return frozenset({*numbers, *names, *glossary.keys_in(words, language)})


def _apart(one: str, other: str, here: frozenset[object], there: frozenset[object], density: float) -> float:
    """How little two clauses look like one: lengths by their logarithm, numbers and names by how many are shared."""
    length = abs(math.log((len(one) + 8) / (len(other) * density + 8)))
    shared = len(here & there) / len(here | there) if here | there else 0.5
    return 2.5 * length + 3.0 * (1 - shared)
