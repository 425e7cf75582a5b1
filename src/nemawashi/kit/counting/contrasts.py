"""Words that set one part of a collection apart from another: significance, size of the effect, and dispersion beside."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nemawashi.kit.counting import measures
from nemawashi.kit.counting.collections import WORDS, Collection, Semantics
from nemawashi.kit.counting.measures import Floats
from nemawashi.kit.counting.tallies import spread
from nemawashi.kit.counting.tokens import Counts, Tokens
from nemawashi.kit.faults import UnreadableError

KEYNESS_SORTS = ("log_ratio", "g2", "chi2", "bic", "pmi", "target")


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A word in two parts. Measures are negative where the reference has more of it than the target."""

    word: str
    target: int
    reference: int
    target_per_million: float
    reference_per_million: float
    g2: float
    p: float
    chi2: float
    log_ratio: float
    bic: float
    pmi: float
    target_range: int
    reference_range: int
    target_dp: float
    reference_dp: float


@dataclass(frozen=True)
class KeyTable:
    """All words of two parts as columns; ``rows`` makes what is shown of them."""

    words: Tokens
    target: npt.NDArray[np.int64]
    reference: npt.NDArray[np.int64]
    columns: dict[str, Floats]
    counts: tuple[Counts, Counts]

    def rows(
        self, *, sort: str = "log_ratio", p: float = 0.01, least: int = 3, limit: int | None = 100, below: bool = False
    ) -> list[KeyWord]:
        """Words of which the difference has at most the chance ``p``, by the size of the effect.

        ``least``: occurrences in both parts together; ``below``: those that the reference has more of, too.
        """
        if sort not in KEYNESS_SORTS:
            raise UnreadableError(f"key words are sorted by {', '.join(KEYNESS_SORTS)}, not by {sort!r:.20}")
        a, b = self.counts
        chosen = np.flatnonzero((a + b >= max(1, least)) & (self.columns["p"] <= p))
        if not below:
            chosen = chosen[self.columns["g2"][chosen] > 0] if p < 1 else chosen
        key = a.astype(float) if sort == "target" else self.columns[sort]
        types = self.words.types
        order = sorted(chosen.tolist(), key=lambda n: (-float(key[n]), -float(self.columns["g2"][n]), types[n]))[:limit]
        parts = [spread(self.words, order, documents) for documents in (self.target, self.reference)]
        sizes = [max(1, int(counts.sum())) for counts in self.counts]
        return [
            KeyWord(
                types[n],
                int(a[n]),
                int(b[n]),
                float(a[n]) * 1e6 / sizes[0],
                float(b[n]) * 1e6 / sizes[1],
                **{name: float(self.columns[name][n]) for name in ("g2", "p", "chi2", "log_ratio", "bic", "pmi")},
                target_range=int(parts[0][0][at]),
                reference_range=int(parts[1][0][at]),
                target_dp=float(parts[0][1][at]),
                reference_dp=float(parts[1][1][at]),
            )
            for at, n in enumerate(order)
        ]


def keyness(
    collection: Collection,
    target: Sequence[int] | npt.NDArray[np.int64],
    reference: Sequence[int] | npt.NDArray[np.int64],
    *,
    semantics: Semantics = WORDS,
    correct: bool = False,
) -> KeyTable:
    """How far each word sets the documents ``target`` apart from the documents ``reference`` of one collection."""
    if not len(target) or not len(reference):
        raise UnreadableError("one of the two collections has no documents")
    words = collection.words(semantics)
    counts = words.counts_in(target), words.counts_in(reference)
    one, other = np.asarray(target, np.int64), np.asarray(reference, np.int64)
    return KeyTable(words, one, other, columns(*counts, correct=correct), counts)


def columns(target: Counts, reference: Counts, *, correct: bool = False) -> dict[str, Floats]:
    """All measures of all words from their counts in two parts."""
    a, b = target.astype(float), reference.astype(float)
    n_a, n_b = float(a.sum()), float(b.sum())
    if not n_a or not n_b:
        raise UnreadableError("one of the two collections has no words")
    cells = (a, b, n_a - a, n_b - b)
    g2 = measures.g2(*cells, correct=correct)
    return {
        "g2": g2,
        "p": measures.p_value(g2),
        "chi2": measures.chi2(*cells, correct=correct),
        "log_ratio": measures.log_ratio(a, n_a, b, n_b),
        "bic": measures.bic(g2, n_a + n_b),
        "pmi": measures.pmi(a, measures.expected(*cells)[0], base=np.e),
    }
