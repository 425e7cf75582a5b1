"""Which documents are alike and fall into groups, and which words stand together: as a matrix, a list, a small network."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nemawashi.kit.counting.collections import WORDS, Collection, Semantics
from nemawashi.kit.counting.measures import Floats
from nemawashi.kit.counting.tokens import Places, Tokens
from nemawashi.kit.faults import UnreadableError

MOST_DOCUMENTS = 3_000  # that are compared, each with each
MOST_TYPES = 20_000  # the weightiest, of which likeness is made
MOST_WORDS = 2_000  # of a matrix of words
LARGEST_NETWORK = 25  # words: with more of them nobody reads the names


@dataclass(frozen=True, slots=True)
class WordTie:
    """Two words that stand together, and how often; ``jaccard``: of the documents that have one, the share with both."""

    one: str
    other: str
    count: int
    jaccard: float


def similarity(collection: Collection, *, semantics: Semantics = WORDS) -> Floats:
    """How alike documents are, each with each: the cosine of their words, weighed by rarity; 1 for the same words.

    A word of every document says nothing; one of a single document makes it unlike all others.
    """
    words = collection.words(semantics)
    size = len(collection)
    if size > MOST_DOCUMENTS:
        raise UnreadableError(f"at most {MOST_DOCUMENTS:,} documents are compared, and here are {size:,}")
    table = _weighed(words)
    lengths = np.sqrt((table**2).sum(axis=1, keepdims=True))
    table = np.divide(table, lengths, out=np.zeros_like(table), where=lengths > 0)
    alike: Floats = np.clip(np.asarray(table @ table.T, np.float64), 0, 1)
    np.fill_diagonal(alike, 1)
    return alike


def _weighed(words: Tokens) -> npt.NDArray[np.float32]:
    """Documents by types, each count by the rarity of its type; of many types the weightiest."""
    matrix, size = words.matrix, len(words.begins)
    ranges = matrix.range.astype(np.float64)
    with np.errstate(divide="ignore"):
        rarity = np.where(ranges > 0, np.log((1 + size) / (1 + ranges)) + (size == 1), 0)
    total = rarity * words.counts
    chosen = np.sort(np.argsort(-total, kind="stable")[:MOST_TYPES])
    place = np.full(len(words.types), -1, np.int64)
    place[chosen] = np.arange(len(chosen))
    table = np.zeros((size, len(chosen)), np.float32)
    at = np.flatnonzero(place[matrix.columns] >= 0)
    columns = place[matrix.columns[at]]
    table[matrix.rows[at], columns] = (1 + np.log(matrix.values[at])) * rarity[chosen][columns]
    return table


def groups(alike: Floats, many: int) -> list[list[int]]:
    """Documents in so many groups, those that are most alike first: average linkage, the largest group first."""
    size = len(alike)
    if not 1 <= many <= max(1, size):
        raise UnreadableError(f"there are 1 to {size} groups of {size} documents")
    near = alike.astype(np.float64).copy()
    np.fill_diagonal(near, -1)
    held = [[n] for n in range(size)]
    alive = np.ones(size, bool)
    for _ in range(size - many):
        one, other = divmod(int(near.argmax()), size)
        one, other = min(one, other), max(one, other)
        weights = len(held[one]), len(held[other])
        joined = (near[one] * weights[0] + near[other] * weights[1]) / sum(weights)
        joined[~alive] = -1
        held[one] += held[other]
        alive[other] = False
        near[one], near[:, one] = joined, joined
        near[other], near[:, other], near[one, one] = -1, -1, -1
    kept = [sorted(held[n]) for n in np.flatnonzero(alive).tolist()]
    return sorted(kept, key=lambda group: (-len(group), group))


def cooccurrence(
    collection: Collection, words: Sequence[str] | int, *, window: int = 5, semantics: Semantics = WORDS
) -> tuple[list[str], npt.NDArray[np.int64]]:
    """How often words stand within a window of each other, as quanteda's fcm counts: every pair, in both directions.

    ``words``: which, or how many of the most frequent. The diagonal has a word near itself.
    """
    tokens = collection.words(semantics)
    chosen = _chosen(tokens, words)
    if not 1 <= window <= 50:
        raise UnreadableError("a window has 1 to 50 words")
    size = len(chosen)
    place = np.full(max(1, len(tokens.types)), -1, np.int64)
    place[chosen] = np.arange(size)
    at: Places = np.flatnonzero(place[tokens.ids] >= 0) if len(tokens) else np.zeros(0, np.int64)
    codes = place[tokens.ids[at]] if len(at) else at
    # Positions with the breaks before them: two words are in one window where as many breaks stand before both.
    breaks = np.cumsum(tokens.gaps > semantics.cross.most)
    table = np.zeros(size * size, np.int64)
    for step in range(1, window + 1):
        left, right = np.arange(len(at) - step), np.arange(step, len(at))
        if step >= len(at):
            break
        near = (at[right] - at[left] <= window) & (breaks[at[right]] == breaks[at[left]])
        table += np.bincount(codes[left[near]] * size + codes[right[near]], minlength=size * size)
    square = table.reshape(size, size)
    return [tokens.types[number] for number in chosen.tolist()], square + square.T


def _chosen(tokens: Tokens, words: Sequence[str] | int) -> Places:
    if isinstance(words, int):
        order = sorted(range(len(tokens.types)), key=lambda n: (-int(tokens.counts[n]), tokens.types[n]))
        chosen = [n for n in order[:words] if tokens.counts[n]]
    else:
        chosen = [tokens.numbers[word] for word in dict.fromkeys(words) if word in tokens.numbers]
    if not 1 <= len(chosen) <= MOST_WORDS:
        raise UnreadableError(f"1 to {MOST_WORDS:,} words that occur are laid beside each other")
    return np.array(chosen, np.int64)


def network(
    collection: Collection, words: Sequence[str] | int = LARGEST_NETWORK, *, window: int = 5, semantics: Semantics = WORDS
) -> list[WordTie]:
    """The ties of at most 25 words, the strongest first."""
    if (words if isinstance(words, int) else len(words)) > LARGEST_NETWORK:
        raise UnreadableError(f"a network has at most {LARGEST_NETWORK} words: take the matrix")
    tokens = collection.words(semantics)
    names, table = cooccurrence(collection, words, window=window, semantics=semantics)
    with_it = [set(tokens.matrix.column(tokens.numbers[name])[0].tolist()) for name in names]
    ties = [
        WordTie(names[a], names[b], int(table[a, b]), len(with_it[a] & with_it[b]) / len(with_it[a] | with_it[b]))
        for a in range(len(names))
        for b in range(a + 1, len(names))
        if table[a, b]
    ]
    return sorted(ties, key=lambda tie: (-tie.count, tie.one, tie.other))
