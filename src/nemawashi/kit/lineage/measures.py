"""What is measured of candidates laid beside a text. Each measure is a column, one value a candidate, about 0 to 1."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from nemawashi.kit.lineage.segment import UNPLACED, day
from nemawashi.kit.lineage.weighing import as_string, laid

if TYPE_CHECKING:
    from nemawashi.kit.lineage.asking import Asked, Candidates
    from nemawashi.kit.lineage.state import State
    from nemawashi.kit.lineage.weighing import Read

Array = npt.NDArray[Any]
Values = npt.NDArray[Any] | float
Runs = tuple[tuple[int, int], ...]
WORDS = ("dice kept taken bag bag_kept bag_taken least least_bag longer heavy run mass pairs plain verb uneven").split()
EVIDENCE = "age apart around likeness kin likest".split()
NAMES = WORDS + EVIDENCE
_YEARS = 4.0
MOST = 3.0
_LIKEST = 0.999
_NEUTRAL_AGE, _NEUTRAL_APART = 0.5, 0.2


@dataclass(frozen=True)
class Measured:
    """``values``: a row a candidate, a column for each of ``NAMES``. ``runs``: which tokens of the text each has.

    ``words``: the tokens of each candidate with their weights.
    """

    values: Array
    runs: list[Runs]
    words: list[tuple[str, list[float]]] = field(default_factory=list)

    def column(self, name: str) -> Array:
        return np.asarray(self.values[:, NAMES.index(name)])


class InCommon(NamedTuple):
    """What a text and each of some clauses share, in weight: in order, in one row, in any order, and of how much.

    ``joined``: neighbours that are neighbours in both; ``same``: words that stand in both in order, of ``words`` of both
    together.
    """

    common: Values
    longest: Values
    joined: Values
    same: Values
    bag: Values
    mine: Values
    theirs: Values
    words: Values


def words_of(state: "State", candidates: "Candidates") -> list[tuple[str, list[float]]]:
    """The tokens of candidates, each as a string, and their weights: read together, for a step costs more than words do."""
    tokens, edges = _tokens_of(state, candidates.places())
    string, weights = as_string(tokens), state.rarity.weights.take(tokens).tolist()
    return [(string[start:end], weights[start:end]) for start, end in pairwise(edges)]


def strings_of(state: "State", places: Iterable[tuple[int, int]]) -> list[str]:
    """The tokens of clauses, each as a string."""
    tokens, edges = _tokens_of(state, places)
    string = as_string(tokens)
    return [string[start:end] for start, end in pairwise(edges)]


def _tokens_of(state: "State", places: Iterable[tuple[int, int]]) -> tuple[Array, list[int]]:
    parts = []
    for number, at in places:
        segment = state.segments[number]
        parts.append(segment.tokens[int(segment.starts[at]) : int(segment.starts[at + 1])])
    return np.concatenate(parts) if parts else np.zeros(0, np.uint16), [0, *accumulate(map(len, parts))]


def measured(
    state: "State",
    asked: "Asked",
    text: "Read",
    around: Sequence["Read"],
    candidates: "Candidates",
    words: list[tuple[str, list[float]]],
) -> Measured:
    """Lay every candidate, with its ``words``, beside the text: the longest common subsequence, weighted by rarity."""
    runs: list[Runs] = []
    string = text.string
    sums = [0.0, *np.cumsum(text.weights, dtype=np.float64).tolist()]
    mine = sums[-1] or 1e-6
    length = len(string)
    rows = []
    for other, _ in words:
        common = longest = 0.0
        same = 0
        kept = []
        for block in Indel.editops(string, other).as_matching_blocks():
            start, size = block.a, block.size
            if size:
                weight = sums[start + size] - sums[start]
                common += weight
                same += size
                if weight > longest:
                    longest = weight
                kept.append((start, start + size))
        rows.append((common, longest, same - len(kept), same, len(other), other[:1] == string[:1]))
        runs.append(tuple(kept))
    common, longest, joined, same, lengths, same_verb = np.array(rows, np.float64).T
    theirs = np.maximum(candidates.totals, 1e-6)
    bag = np.minimum(np.minimum(candidates.shared, theirs), mine)
    shared = InCommon(common, longest, joined, same, bag, mine, theirs, length + lengths)
    columns = {**by_words(shared), "verb": same_verb, **_evidence(state, asked, around, candidates)}
    values = np.minimum(np.array([columns[name] for name in NAMES]).T, MOST)
    return Measured(np.ascontiguousarray(values), runs, words)


def by_words(of: InCommon) -> dict[str, Values]:
    """The measures of words, but for the first one of both."""
    kept, taken, mass = of.common / of.mine, of.common / of.theirs, np.log1p(of.bag) / 6
    bag_kept, bag_taken, both = of.bag / of.mine, of.bag / of.theirs, of.mine + of.theirs
    longer = np.maximum(kept, taken)
    return {
        "dice": 2 * of.common / both,
        "kept": kept,
        "taken": taken,
        "bag": 2 * of.bag / both,
        "bag_kept": bag_kept,
        "bag_taken": bag_taken,
        "least": np.minimum(kept, taken),
        "least_bag": np.minimum(bag_kept, bag_taken),
        "longer": longer,
        "heavy": longer * np.minimum(mass, 1),
        "run": of.longest / np.maximum(of.common, 1),
        "mass": mass,
        "pairs": of.joined / np.maximum(of.words - 2 - of.joined, 1),
        "plain": 2 * of.same / np.maximum(of.words, 1),
        "uneven": np.abs(np.log(of.mine / of.theirs)),
    }


def _evidence(state: "State", asked: "Asked", around: Sequence["Read"], candidates: "Candidates") -> dict[str, Array]:
    """What speaks for a candidate beside its words: age, place, neighbours, likeness of the documents."""
    age, apart, beside = (
        np.full(len(candidates), _NEUTRAL_AGE),
        np.full(len(candidates), _NEUTRAL_APART),
        np.zeros(len(candidates)),
    )
    likeness = np.zeros(len(candidates))
    of_series = np.zeros(len(candidates), bool)
    limit = day(asked.before)
    for number in sorted(set(candidates.segment.tolist())):
        segment = state.segments[number]
        rows = np.flatnonzero(candidates.segment == number)
        at = candidates.at[rows]
        heads = segment.heads[at]
        days = segment.days[heads]
        if limit:
            months = (limit // 10000 - days // 10000) * 12 + (limit // 100 % 100 - days // 100 % 100)
            age[rows] = np.where(days > 0, np.minimum(np.maximum(months / 12, 0), _YEARS) / _YEARS, _NEUTRAL_AGE)
        if asked.place >= 0:
            places = segment.places[at].astype(np.float64)
            apart[rows] = np.where(places == UNPLACED, _NEUTRAL_APART, np.abs(places / (UNPLACED - 1) - asked.place))
        if any(neighbour.total for neighbour in around):
            beside[rows] = _likeness_beside(state, number, at, heads, around)
        series = segment.series.get(asked.series) if asked.series else None
        if series:
            of_series[rows] = [head in series for head in heads.tolist()]
        if asked.kin:
            likeness[rows] = asked.kin.likeness[number][heads]
    best = asked.kin.best if asked.kin else 0.0
    kin = likeness / best if best else likeness
    likest = of_series if of_series.any() else kin > _LIKEST
    columns = (age, apart, beside / 2, likeness, kin, likest.astype(np.float64))
    return dict(zip(EVIDENCE, columns, strict=True))


def _likeness_beside(state: "State", number: int, at: Array, heads: Array, around: Sequence["Read"]) -> Array:
    """How like the text's neighbours those of clauses are, both together."""
    segment = state.segments[number]
    beside = np.concatenate([at - 1, at + 1])
    inside = np.minimum(np.maximum(beside, 0), segment.count - 1)
    clauses = laid(state.rarity, segment, inside)
    fits = (inside == beside) & (segment.heads.take(inside) == np.concatenate([heads, heads]))
    both = np.zeros(len(at))
    for neighbour, half in zip(around, (slice(len(at)), slice(len(at), None)), strict=True):
        if neighbour.total:
            totals = clauses.totals[half]
            shared = np.minimum(clauses.shared(neighbour)[half], totals)
            both += np.where(fits[half], shared / np.maximum(totals + neighbour.total, 1e-6), 0) * 2
    return both
