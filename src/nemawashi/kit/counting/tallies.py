"""How often words occur, in how many documents, and how evenly: whole, by group and over time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nemawashi.kit.counting.collections import WORDS, Collection, Semantics
from nemawashi.kit.counting.measures import Floats
from nemawashi.kit.counting.tokens import Counts, Places, Tokens


@dataclass(frozen=True, slots=True)
class Frequency:
    """A type with its count. ``per_document``: the mean over all; ``dp``: Gries's deviation of proportions, 0 if even."""

    word: str
    count: int
    range: int
    per_million: float
    per_document: float
    dp: float


def frequencies(
    collection: Collection, *, semantics: Semantics = WORDS, least: int = 1, limit: int | None = None
) -> list[Frequency]:
    """Types by their count, the most frequent first and the alphabet where they are alike."""
    words = collection.words(semantics)
    counts, ranges = words.counts, words.matrix.range
    chosen = np.flatnonzero(counts >= max(1, least))
    order = sorted(chosen.tolist(), key=lambda number: (-int(counts[number]), words.types[number]))[:limit]
    evenness = dispersion(words, order)
    size, documents = max(1, len(words)), max(1, len(collection))
    return [
        Frequency(
            words.types[number],
            int(counts[number]),
            int(ranges[number]),
            float(counts[number]) * 1e6 / size,
            float(counts[number]) / documents,
            float(evenness[n]),
        )
        for n, number in enumerate(order)
    ]


def dispersion(words: Tokens, chosen: Sequence[int]) -> Floats:
    """Gries's DP of types: half the sum of the distances between their shares and the sizes of documents; NaN for none."""
    return spread(words, chosen, np.arange(len(words.begins)))[1]


def spread(words: Tokens, chosen: Sequence[int], documents: Places) -> tuple[Counts, Floats]:
    """In how many of some documents types stand, and how unevenly (``dispersion``)."""
    wanted = np.full(max(1, len(words.types)), -1, np.int64)
    wanted[np.asarray(chosen, np.int64)] = np.arange(len(chosen))
    matrix = words.matrix
    is_one = np.zeros(len(words.begins), bool)
    is_one[documents] = True
    at = np.flatnonzero(wanted[matrix.columns] >= 0)
    at = at[is_one[matrix.rows[at]]]
    which, rows = wanted[matrix.columns[at]], matrix.rows[at]
    sizes = words.sizes / max(1, int(words.sizes[documents].sum()))
    totals = np.bincount(which, matrix.values[at], minlength=len(chosen))
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = matrix.values[at] / totals[which]
    # Of documents without the word the distance is their size: all sizes less those of the documents that have it.
    apart = np.bincount(which, np.abs(shares - sizes[rows]) - sizes[rows], minlength=len(chosen)) + 1
    ranges = np.bincount(which, minlength=len(chosen))
    return ranges, np.where(totals > 0, np.maximum(apart, 0) / 2, np.nan)


@dataclass(frozen=True, slots=True)
class GroupTally:
    """How often something occurs in a group of documents: in a year, of a party."""

    group: str
    count: int
    documents: int
    of_documents: int
    words: int

    @property
    def per_million(self) -> float:
        return self.count * 1e6 / self.words if self.words else 0.0

    @property
    def per_document(self) -> float:
        return self.count / self.of_documents if self.of_documents else 0.0


def by_group(documents: Places, groups: Sequence[str], sizes: Counts) -> list[GroupTally]:
    """Occurrences by group. ``documents``: that of each occurrence; ``groups`` and ``sizes``: of each document."""
    names = sorted(set(groups))
    number = {name: n for n, name in enumerate(names)}
    of = np.array([number[group] for group in groups], np.int64)
    counts = np.bincount(of[documents], minlength=len(names)) if len(documents) else np.zeros(len(names), int)
    with_it = np.bincount(of[np.unique(documents)], minlength=len(names)) if len(documents) else np.zeros(len(names), int)
    totals, words = np.bincount(of, minlength=len(names)), np.bincount(of, sizes, minlength=len(names))
    return [
        GroupTally(name, int(counts[n]), int(with_it[n]), int(totals[n]), int(words[n])) for n, name in enumerate(names)
    ]
