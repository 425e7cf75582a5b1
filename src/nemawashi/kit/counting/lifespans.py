"""How long something lives in a collection: first, last, peak, gaps and return, by period and by whoever says it.

A mention is not yet a concept: what is counted here are places where a pattern occurs, until a person has confirmed them.
A period in which there are no documents is no gap: nothing could have been said in it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nemawashi.kit.counting.collections import WORDS, Collection
from nemawashi.kit.counting.files import value_of
from nemawashi.kit.counting.tallies import GroupTally, by_group
from nemawashi.kit.counting.tokens import Places
from nemawashi.kit.faults import UnreadableError


@dataclass(frozen=True, slots=True)
class PatternLife:
    """The life of one thing. ``gaps``: periods without it between the first and the last, first and last of each.

    ``peak``: the period with the highest share per million words; ``said_by``: in how many documents of each group.
    """

    name: str
    count: int
    documents: int
    first: str
    last: str
    peak: str
    first_document: str
    last_document: str
    gaps: tuple[tuple[str, str], ...]
    periods: tuple[GroupTally, ...]
    said_by: tuple[tuple[str, int], ...]

    @property
    def returned(self) -> str:
        """The first period after the last gap; empty where there was none."""
        if not self.gaps:
            return ""
        later = [period.group for period in self.periods if period.group > self.gaps[-1][1] and period.count]
        return later[0] if later else ""


def lives(
    collection: Collection, names: Sequence[str], documents: Places, of: Places, *, period: str = "year", by: str = ""
) -> list[PatternLife]:
    """The life of each of ``names``. ``documents`` and ``of``: the document and the number of the name of each mention.

    Raises ``UnreadableError`` where no document says when it is from.
    """
    periods = [value_of(document, period) for document in collection.documents]
    dated = np.array([bool(each) for each in periods], bool)
    if not dated.any():
        raise UnreadableError(f"no document has a {period}: give each a date")
    sizes = collection.words(WORDS).sizes
    groups = [value_of(document, by) if by else "" for document in collection.documents]
    kept = dated[documents] if len(documents) else np.zeros(0, bool)
    documents, of = documents[kept], of[kept]
    order = np.array(sorted(range(len(collection)), key=lambda n: (collection.documents[n].date, n)), np.int64)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    within = np.flatnonzero(dated)
    place_of = np.full(len(collection), -1, np.int64)
    place_of[within] = np.arange(len(within))
    return [
        _life(
            collection,
            name,
            documents[of == number],
            by_group(place_of[documents[of == number]], [periods[n] for n in within.tolist()], sizes[within]),
            (rank, groups if by else None),
        )
        for number, name in enumerate(names)
    ]


def _life(
    collection: Collection,
    name: str,
    documents: Places,
    periods: Sequence[GroupTally],
    known: tuple[Places, Sequence[str] | None],
) -> PatternLife:
    rank, groups = known
    with_it = [n for n, period in enumerate(periods) if period.count]
    different = np.unique(documents)
    said_by = Counter(groups[n] for n in different.tolist()) if groups is not None else Counter()
    if not with_it:
        return PatternLife(name, 0, 0, "", "", "", "", "", (), tuple(periods), ())
    first, last = with_it[0], with_it[-1]
    gaps: list[tuple[str, str]] = []
    for before, after in pairwise(with_it):
        if after > before + 1:
            gaps.append((periods[before + 1].group, periods[after - 1].group))
    peak = max(periods, key=lambda period: (period.per_million, period.count))
    in_time = different[np.argsort(rank[different])]
    return PatternLife(
        name,
        len(documents),
        len(different),
        periods[first].group,
        periods[last].group,
        peak.group,
        collection.documents[int(in_time[0])].id,
        collection.documents[int(in_time[-1])].id,
        tuple(gaps),
        tuple(periods),
        tuple(sorted(said_by.items(), key=lambda item: (-item[1], item[0]))),
    )
