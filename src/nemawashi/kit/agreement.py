"""How far assessors agree: raw agreement and Krippendorff's alpha for ordinal scores.

Alpha after Krippendorff, *Content Analysis* (2004), chapter 11. With nearly all scores at +1 alpha is low although
everybody agrees; that is why the raw share always stands beside it.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations


def raw_agreement(scores: Sequence[int]) -> float:
    """The share of pairs of assessors that gave the same score; 1.0 for fewer than two."""
    pairs = list(combinations(scores, 2))
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else 1.0


def krippendorff_alpha(units: Sequence[Sequence[int]]) -> float | None:
    """Ordinal alpha over units, each the scores of its assessors. None without two different values to compare."""
    units = [unit for unit in units if len(unit) > 1]
    totals: Counter[int] = Counter()
    together: Counter[tuple[int, int]] = Counter()
    for unit in units:
        for i, a in enumerate(unit):
            totals[a] += 1
            for j, b in enumerate(unit):
                if i != j:
                    together[a, b] += 1 / (len(unit) - 1)  # type: ignore[assignment]
    if len(totals) < 2:
        return None
    values = sorted(totals)
    n = sum(totals.values())

    def distance(a: int, b: int) -> float:
        low, high = sorted((a, b))
        between = sum(totals[v] for v in values if low <= v <= high)
        return float((between - (totals[low] + totals[high]) / 2) ** 2)

    seen = sum(count * distance(a, b) for (a, b), count in together.items())
    chance = sum(totals[a] * totals[b] * distance(a, b) for a in values for b in values) / (n - 1)
    return 1 - seen / chance if chance else None
