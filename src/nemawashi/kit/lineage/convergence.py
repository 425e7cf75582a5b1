"""Two dialogues' texts as wholes: how much of each stands in the other, who had it first, and what chance would give.

A clause is shared when the other side has one that is the same, nearly the same or an edited form of it; a standing formula
is not. Intervals come from drawing documents, not clauses, because the clauses of a document come together.
The baseline deals the documents out to the two sides at random: the share that would be seen if both were one forum. Who is
far below it has words of their own; who reaches it has none. All draws are seeded.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from nemawashi.kit.lineage.index import Index
from nemawashi.kit.lineage.values import Descent, IndexedClause, Kind

SHARED = (Kind.EXACT, Kind.NEAR, Kind.EDITED)
DRAWS, DEALS, SEED = 1000, 300, 20040828
_MOST = 50  # sources of a clause that are looked at ...
_FIRST = 10  # ... where half of so many are its like; else these are all: three times as quick, and 1 of 250 is overlooked
_SHOWN = 50
_AT_ONCE = 100  # clauses handed to a process
_WORTH_PROCESSES = 2_000  # clauses; fewer are met before processes have begun


class Finder(Protocol):
    """What is asked of an index that holds the clauses of both sides."""

    def find(
        self, text: str, *, language: str = "", document: str = "", limit: int = 10, only_edited: bool = False
    ) -> Descent: ...


@dataclass(frozen=True, slots=True)
class Share:
    """A part of clauses that are shared, with the interval in which 95 of 100 draws of documents fall.

    The interval is None where fewer than two documents have clauses, which no drawing can vary.
    """

    shared: int
    clauses: int
    low: float | None
    high: float | None

    @property
    def share(self) -> float:
        return self.shared / self.clauses if self.clauses else 0.0


@dataclass(frozen=True, slots=True)
class SharedClause:
    """A clause of one side with the best one of the other."""

    one: IndexedClause
    other: IndexedClause
    kind: Kind
    kept: float


@dataclass(frozen=True, slots=True)
class Side:
    """What one side has in common with the other.

    ``first``: of its shared clauses, how many stood here first, there first, in both at once, or at no known date.
    ``chance``: mean share and interval when documents are dealt at random. ``below_chance``: the part of deals that give
    no more than what was seen.
    """

    documents: int
    whole: Share
    first: Mapping[str, int]
    by_year: Mapping[str, Share]
    by_area: Mapping[str, Share]
    chance: float
    chance_low: float
    chance_high: float
    below_chance: float


@dataclass(frozen=True, slots=True)
class Convergence:
    """Both sides, and the clauses of the first with their best counterparts, the closest first."""

    one: Side
    other: Side
    pairs: tuple[SharedClause, ...]


@dataclass(frozen=True, slots=True)
class MetClause:
    """A clause, and for every document in which its like stands the best match there."""

    clause: IndexedClause
    matches: Mapping[str, SharedClause]


def converge(
    one: Sequence[IndexedClause],
    other: Sequence[IndexedClause],
    finder: Finder,
    *,
    areas: Mapping[str, str] | None = None,
    seed: int = SEED,
    step: Callable[[int], object] | None = None,
) -> Convergence:
    """Compare two sides. ``finder`` knows the clauses of both; ``areas``: heading or pillar of a clause by its id.

    Raises ``ValueError`` where a document stands on both sides, which would be compared with itself.
    """
    sides = apart(one, other)
    met = []
    for clause in (*one, *other):
        met.append(meeting(clause, finder, sides[0] | sides[1]))
        if step:
            step(1)
    return of_meetings(met, sides, areas=areas, seed=seed)


def all_met(
    clauses: Sequence[IndexedClause], folder: str | Path, known: frozenset[str], *, processes: int = 1
) -> Iterator[MetClause]:
    """Where the like of each clause stands, in order, by an index of both sides; ``known``: the documents of both.

    Many clauses are looked for by several processes, each of which opens the index itself. They are new ones, and no
    copies of this one: nothing that is open here, as a connection to a database, is open there.
    """
    if processes < 2 or len(clauses) < _WORTH_PROCESSES:
        with Index.open(folder) as finder:
            yield from (meeting(clause, finder, known) for clause in clauses)
        return
    handed = [clauses[at : at + _AT_ONCE] for at in range(0, len(clauses), _AT_ONCE)]
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        for met in pool.map(partial(_met, str(folder), known), handed):
            yield from met
    finally:
        pool.shutdown(cancel_futures=True)


def _met(folder: str, known: frozenset[str], clauses: Sequence[IndexedClause]) -> list[MetClause]:
    finder = _opened(folder)
    return [meeting(clause, finder, known) for clause in clauses]


@lru_cache(1)
def _opened(folder: str) -> Index:
    return Index.open(folder)


def of_meetings(
    met: Sequence[MetClause],
    sides: tuple[frozenset[str], frozenset[str]],
    *,
    areas: Mapping[str, str] | None = None,
    seed: int = SEED,
) -> Convergence:
    """The comparison of two sides, of which every clause was looked for; see ``converge`` and ``meeting``."""
    deals = _deals(met, sides, seed)
    compared = [
        _side(met, mine, theirs, areas or {}, [deal[place] for deal in deals], random.Random(seed + place))  # noqa: S311
        for place, (mine, theirs) in enumerate((sides, sides[::-1]))
    ]
    return Convergence(compared[0], compared[1], _pairs(met, *sides))


def apart(one: Iterable[IndexedClause], other: Iterable[IndexedClause]) -> tuple[frozenset[str], frozenset[str]]:
    """The documents of both sides. Raises ``ValueError`` where one stands on both."""
    mine, theirs = (frozenset(clause.document for clause in side) for side in (one, other))
    for document in sorted(mine & theirs):
        raise ValueError(f"{document} stands on both sides")
    return mine, theirs


def meeting(clause: IndexedClause, finder: Finder, known: frozenset[str]) -> MetClause:
    """Where among the documents of both sides the like of a clause stands."""
    language, document = clause.language, clause.document
    asked = {"language": language, "document": document}
    sources = finder.find(clause.text, **asked, limit=_FIRST, only_edited=True).sources
    if 2 * sum(source.kind in SHARED for source in sources) >= _FIRST:
        sources = finder.find(clause.text, **asked, limit=_MOST, only_edited=True).sources
    matches: dict[str, SharedClause] = {}
    for source in sources:
        if source.kind in SHARED and source.clause.document in known:
            matches.setdefault(source.clause.document, SharedClause(clause, source.clause, source.kind, source.kept))
    return MetClause(clause, matches)


def _side(
    met: Sequence[MetClause],
    mine: frozenset[str],
    theirs: frozenset[str],
    areas: Mapping[str, str],
    deals: Sequence[float],
    chance: random.Random,
) -> Side:
    own = [each for each in met if each.clause.document in mine]
    whole = _share(own, theirs, chance)
    shared = [each for each in own if _is_shared(each, theirs)]
    ordered = sorted(deals) or [0.0]
    return Side(
        documents=len(mine),
        whole=whole,
        first=dict(Counter(_first(each, mine, theirs) for each in shared)),
        by_year=_by(own, lambda each: each.clause.date[:4], theirs, chance),
        by_area=_by(own, lambda each: areas.get(each.clause.id, ""), theirs, chance),
        chance=sum(ordered) / len(ordered),
        chance_low=_quantile(ordered, 0.025),
        chance_high=_quantile(ordered, 0.975),
        below_chance=sum(deal <= whole.share for deal in ordered) / len(ordered),
    )


def _is_shared(each: MetClause, theirs: frozenset[str]) -> bool:
    return not theirs.isdisjoint(each.matches)


def _first(each: MetClause, mine: frozenset[str], theirs: frozenset[str]) -> str:
    """Who had the words first: ``here``, ``there``, ``both`` where dates do not tell apart, ``unknown`` without them."""
    dates: dict[bool, list[str]] = {True: [each.clause.date], False: []}
    for document, pair in each.matches.items():
        if document in mine or document in theirs:
            dates[document in mine].append(pair.other.date)
    here, there = (min(filter(None, of_side), default="") for of_side in (dates[True], dates[False]))
    if not here or not there:
        return "unknown"
    if here.startswith(there) or there.startswith(here):
        return "both"
    return "here" if here < there else "there"


def _by(
    own: Sequence[MetClause], key: Callable[[MetClause], str], theirs: frozenset[str], chance: random.Random
) -> dict[str, Share]:
    groups: dict[str, list[MetClause]] = defaultdict(list)
    for each in own:
        groups[key(each)].append(each)
    return {name: _share(groups[name], theirs, chance) for name in sorted(groups) if name}


def _share(own: Sequence[MetClause], theirs: frozenset[str], chance: random.Random) -> Share:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in own:
        counts[each.clause.document][0] += _is_shared(each, theirs)
        counts[each.clause.document][1] += 1
    rows = [counts[document] for document in sorted(counts)]
    shared, clauses = (sum(row[place] for row in rows) for place in (0, 1))
    if len(rows) < 2:
        return Share(shared, clauses, None, None)
    drawn = []
    for _ in range(DRAWS):
        draw = chance.choices(rows, k=len(rows))
        drawn.append(sum(row[0] for row in draw) / sum(row[1] for row in draw))
    drawn.sort()
    return Share(shared, clauses, _quantile(drawn, 0.025), _quantile(drawn, 0.975))


def _deals(met: Sequence[MetClause], sides: Sequence[frozenset[str]], seed: int) -> list[tuple[float, float]]:
    """The shares of both sides in deals of all documents to sides of the same numbers."""
    chance = random.Random(seed)  # noqa: S311
    documents = sorted(sides[0] | sides[1])
    held = Counter(each.clause.document for each in met)
    alike = Counter((each.clause.document, frozenset(each.matches)) for each in met if each.matches)
    deals = []
    for _ in range(DEALS if all(sides) else 0):
        mine = frozenset(chance.sample(documents, len(sides[0])))
        here = sum([count for document, count in held.items() if document in mine])
        shared = {True: 0, False: 0}
        for (document, others), count in alike.items():
            is_mine = document in mine
            if not others <= mine if is_mine else not others.isdisjoint(mine):
                shared[is_mine] += count
        deals.append((shared[True] / max(1, here), shared[False] / max(1, held.total() - here)))
    return deals


def _pairs(met: Iterable[MetClause], mine: frozenset[str], theirs: frozenset[str]) -> tuple[SharedClause, ...]:
    shared = []
    for each in met:
        if each.clause.document in mine:
            pairs = [pair for document, pair in each.matches.items() if document in theirs]
            if pairs:
                shared.append(max(pairs, key=lambda pair: (pair.kept, pair.other.date, pair.other.id)))
    return tuple(sorted(shared, key=lambda pair: (-pair.kept, pair.one.id))[:_SHOWN])


def _quantile(ordered: Sequence[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
