"""Words that stand near a word, and pairs of neighbours of a whole collection, with four measures and more."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nemawashi.kit.counting import matching, measures
from nemawashi.kit.counting.collections import SEARCH, WORDS, Collection, Semantics
from nemawashi.kit.counting.gaps import TokenGap
from nemawashi.kit.counting.measures import Floats
from nemawashi.kit.counting.sequences import grams
from nemawashi.kit.counting.tokens import Tokens
from nemawashi.kit.faults import UnreadableError

WIDEST = 50
COLLOCATE_SORTS = ("g2", "mi", "t", "log_dice", "count")
COLLOCATION_SORTS = (*COLLOCATE_SORTS, "z", "lambda")


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word near the node. ``count``: in its windows; ``frequency``: in the whole collection."""

    word: str
    count: int
    left: int
    right: int
    frequency: int
    range: int
    expected: float
    g2: float
    mi: float
    t: float
    log_dice: float


@dataclass(frozen=True)
class Collocates:
    """The collocates of a node, with the sizes that the measures were made of."""

    node: str
    hits: int
    window: tuple[int, int]
    positions: int
    size: int
    rows: list[Collocate]


def collocates(
    collection: Collection,
    node: str,
    *,
    window: int | tuple[int, int] = 5,
    semantics: Semantics = WORDS,
    least: int = 5,
    sort: str = "g2",
) -> Collocates:
    """Words within a window of ``node``, which may be any pattern, the strongest first.

    A word in the windows of two nodes counts for each, as in quanteda's fcm. E = positions in the windows x frequency of
    the word / words; ``log_dice`` is made of the frequencies of both.
    """
    left, right = (window, window) if isinstance(window, int) else window
    if not (0 <= left <= WIDEST and 0 <= right <= WIDEST and left + right):
        raise UnreadableError(f"a window has 1 to {WIDEST} words")
    if sort not in COLLOCATE_SORTS:
        raise UnreadableError(f"collocates are sorted by {', '.join(COLLOCATE_SORTS)}, not by {sort!r:.20}")
    words = collection.words(semantics)
    search = Semantics("split", "split", semantics.case, SEARCH.cross, SEARCH.forms)
    stands = matching.apart(matching.matches(collection, [node], search), matching.Overlap.NONE)
    firsts, lasts = words.words_of(stands.firsts), words.words_of(stands.lasts)
    # What a window may cross: everything within a document unless punctuation was asked to end it.
    limit = max(semantics.cross.most, TokenGap.BLANK)
    sides = []
    for start, away, reach in ((firsts, -1, left), (lasts, 1, right)):
        counted = np.zeros(len(words.types), np.int64)
        at, on = start, np.ones(len(start), bool)
        for _ in range(reach):
            beside = at + away
            inside = (beside >= 0) & (beside < len(words)) & on
            edge = np.where(away < 0, at, np.minimum(beside, len(words) - 1))
            on = inside & (words.gaps[edge] <= limit)
            at = np.where(on, beside, at)
            counted += np.bincount(words.ids[at[on]], minlength=len(words.types))
        sides.append(counted)
    near = sides[0] + sides[1]
    chosen = np.flatnonzero(near >= max(1, least))
    a, frequency = near[chosen].astype(float), words.counts[chosen].astype(float)
    positions, size = float(near.sum()), float(len(words))
    wanted = positions * frequency / max(size, 1)
    cells = (a, positions - a, np.maximum(frequency - a, 0), np.maximum(size - positions - frequency + a, 0))
    columns = {
        "g2": measures.g2(*cells),
        "mi": measures.pmi(a, wanted),
        "t": measures.t_score(a, wanted),
        "log_dice": measures.log_dice(a, np.full(len(a), float(len(firsts))), frequency),
        "count": a,
    }
    order = _order(columns[sort], [words.types[n] for n in chosen.tolist()])
    ranges = words.matrix.range
    rows = [
        Collocate(
            words.types[chosen[n]],
            int(a[n]),
            int(sides[0][chosen[n]]),
            int(sides[1][chosen[n]]),
            int(frequency[n]),
            int(ranges[chosen[n]]),
            float(wanted[n]),
            *(float(columns[name][n]) for name in COLLOCATE_SORTS[:4]),
        )
        for n in order
    ]
    return Collocates(node, len(firsts), (left, right), int(positions), len(words), rows)


def _order(values: Floats, names: Sequence[str]) -> list[int]:
    return sorted(range(len(names)), key=lambda n: (-float(np.nan_to_num(values[n], nan=-1e300)), names[n]))


@dataclass(frozen=True, slots=True)
class Collocation:
    """Two neighbours. The measures are those of ``Collocate``; ``lambda_`` and ``z`` those of quanteda."""

    words: tuple[str, str]
    count: int
    g2: float
    mi: float
    t: float
    log_dice: float
    lambda_: float
    z: float


def collocations(
    collection: Collection, *, semantics: Semantics = WORDS, least: int = 5, sort: str = "z", limit: int | None = None
) -> list[Collocation]:
    """Neighbours that occur together ``least`` times, the most closely tied first."""
    if sort not in COLLOCATION_SORTS:
        raise UnreadableError(f"collocations are sorted by {', '.join(COLLOCATION_SORTS)}, not by {sort!r:.20}")
    words = collection.words(semantics)
    pairs, values = pair_measures(words, semantics, least)
    key = values[sort if sort != "lambda" else "lambda_"]
    rows = np.argsort(-key, kind="stable")[: None if limit is None else limit].tolist()
    return [
        Collocation(
            (words.types[pairs[n, 0]], words.types[pairs[n, 1]]),
            int(values["count"][n]),
            *(float(values[name][n]) for name in ("g2", "mi", "t", "log_dice", "lambda_", "z")),
        )
        for n in rows
    ]


def pair_measures(words: Tokens, semantics: Semantics, least: int) -> tuple[npt.NDArray[np.int64], dict[str, Floats]]:
    """Pairs of ids and all their measures, as columns. The margins are of pairs: how often each begins, and ends, one."""
    pairs = grams(words, 2, semantics.cross.most, least)
    a = pairs.counts.astype(float)
    begins, ends = pairs.margins
    one, other = begins[pairs.ids[:, 0]].astype(float), ends[pairs.ids[:, 1]].astype(float)
    whole = float(pairs.total)
    b, c = one - a, other - a
    d = whole - a - b - c
    wanted = one * other / max(whole, 1)
    strength, z = measures.lambda_z(a, b, c, d)
    return pairs.ids, {
        "count": a,
        "g2": measures.g2(a, b, c, d),
        "mi": measures.pmi(a, wanted),
        "t": measures.t_score(a, wanted),
        "log_dice": measures.log_dice(a, one, other),
        "lambda_": strength,
        "z": z,
    }
