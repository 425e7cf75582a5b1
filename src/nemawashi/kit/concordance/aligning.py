"""Clauses of two plain texts laid beside each other: one to one where it can be, else one side stands alone."""

import math
from collections.abc import Sequence

from nemawashi.kit.concordance.figures import Weight, figures
from nemawashi.kit.concordance.names import PARTIES, known, named
from nemawashi.kit.concordance.values import Pair, base

_ALONE = 3.0  # what it costs that a clause has no counterpart
_DENSITY = {"ja": 2.4, "zh": 3.2}  # letters of an alphabet to one sign


def paired(source: Sequence[str], target: Sequence[str], *, source_language: str, target_language: str) -> list[Pair]:
    """Pairs in the order of both texts; a clause without counterpart is paired with empty words."""
    one, other = ([words for words in rows if words.strip()] for rows in (source, target))
    links = _links(one, other, source_language, target_language)
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


def _links(one: Sequence[str], other: Sequence[str], code: str, code_too: str) -> list[tuple[int | None, int | None]]:
    if len(one) == len(other):
        return [(at, at) for at in range(len(one))]
    features = [[_features(words, language) for words in rows] for rows, language in ((one, code), (other, code_too))]
    density = _DENSITY.get(base(code_too), 1.0) / _DENSITY.get(base(code), 1.0)
    size, size_too = len(one), len(other)
    band = abs(size - size_too) + 60
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
    return links[::-1]


def _features(words: str, language: str) -> frozenset[object]:
    numbers = {row.value for row in figures(words, language) if row.weight == Weight.DIGITS}
    return frozenset({*numbers, *(row.key for row in named(words, language, (*PARTIES, *known())))})


def _apart(one: str, other: str, here: frozenset[object], there: frozenset[object], density: float) -> float:
    """How little two clauses look like one: lengths by their logarithm, numbers and names by how many are shared."""
    length = abs(math.log((len(one) + 8) / (len(other) * density + 8)))
    shared = len(here & there) / len(here | there) if here | there else 0.5
    return 2.5 * length + 3.0 * (1 - shared)
