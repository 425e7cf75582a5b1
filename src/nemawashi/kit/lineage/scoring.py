"""Which candidate is the source, how sure that is, and of which kind it is.

Sums of measures with weights from ``weights.json`` (fitted by ``tools/fit-lineage`` on the labelled pairs and on
planted edits): *rank* puts the candidates of one text in order; *sure* says whether one is a source at all, *scattered*
the same of words kept here and there. They stand there twice: *full* where the text around is known, *alone* where only
the clause is. Words that would be sure alone are so with any text around them.
"""

import json
from functools import cache
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from nemawashi.kit.lineage import reading
from nemawashi.kit.lineage.aligning import pieces
from nemawashi.kit.lineage.measures import NAMES, WORDS, Measured
from nemawashi.kit.lineage.segment import day
from nemawashi.kit.lineage.values import HEADINGS, Clause, Descent, Kind, Part, Source

if TYPE_CHECKING:
    from nemawashi.kit.lineage.asking import Asked, Candidates
    from nemawashi.kit.lineage.state import State
    from nemawashi.kit.lineage.weighing import Read

Array = npt.NDArray[Any]
SURFACE = "surface"
_READ = 6
EVIDENCE_MAY = 2.5  # it decides between similar words and does not overrule them
_SURE = 0.5
_NEAR = 0.85
_PARAPHRASED = 0.55
_CONTAINED = 0.6
_LOOSE = 0.45
_SPLIT_KEPT, _SPLIT_TAKEN = 0.8, 0.7
_MERGED_MORE, _MERGED_TAKEN = 0.2, 0.5
_FORMULA_RUN, _FORMULA_PLACES = 0.3, 3


class Sum:
    """A weighted sum of measures. ``surface``: its weight of the likeness letter by letter, which is read of few."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = np.array([weights.get(name, 0.0) for name in NAMES])
        self.surface = weights.get(SURFACE, 0.0)
        self.start = weights.get("start", 0.0)

    def __call__(self, values: Array, surface: float) -> float:
        return float(values @ self.weights) + self.surface * surface + self.start


@cache
def _sums() -> dict[str, dict[str, Sum]]:
    data = json.loads((Path(__file__).parent / "weights.json").read_text())
    return {mode: {which: Sum(weights) for which, weights in sums.items()} for mode, sums in data.items()}


def nothing() -> Descent:
    return Descent(Kind.NONE, 0.0)


def judged(
    state: "State", asked: "Asked", text: "Read", candidates: "Candidates", measured: Measured, *, limit: int
) -> Descent:
    """Order the candidates, keep those that are sources, and name their kinds."""
    sums = _sums()["full" if asked.kin else "alone"]
    scores = _rank(measured.values, sums["rank"].weights)
    order = np.argsort(-scores, kind="stable")
    read = order[: max(_READ, limit)]
    clean = reading.cleaned(asked.text)
    clauses: dict[int, Clause] = {}
    surface: dict[int, float] = {}
    for row in read.tolist():
        clauses[row] = state.clause(int(candidates.segment[row]), int(candidates.at[row]))
        surface[row] = fuzz.ratio(clean, reading.cleaned(clauses[row].text)) / 100
        scores[row] += sums["rank"].surface * surface[row]
    newest = {row: day(clauses[row].date) for row in surface}
    rows = sorted(surface, key=lambda row: (-round(float(scores[row]), 3), -newest[row], row))
    judges = [sums["sure"], _sums()["alone"]["sure" if asked.kin else "scattered"]]
    likely = {row: _probability(max(judge(measured.values[row], surface[row]) for judge in judges)) for row in rows}
    measures = dict(zip(NAMES, measured.values.T, strict=True))
    made = []
    for row in rows:
        kept, taken = float(min(measures["kept"][row], 1)), float(min(measures["taken"][row], 1))
        kind = _kind(asked.text, clauses[row].text, float(measures["plain"][row]), kept, taken)
        made.append((row, Source(clauses[row], kind, likely[row], kept, taken, asked.text, _part(kind, kept, taken))))
    best = rows[0]
    sure_ones = {row for row, source in made if _counts(source, likely[row])}
    if not sure_ones:
        rejected = tuple(source for _, source in made[:limit])
        return Descent(_no_source(measured, best), likely[best], (), rejected)
    sources = _merged([source for row, source in made if row in sure_ones], made, measured, text)
    rejected = tuple(source for row, source in made if row not in sure_ones)
    return Descent(sources[0].kind, max(likely[row] for row in sure_ones), tuple(sources[:limit]), rejected[:limit])


def _rank(values: Array, weights: Array) -> Array:
    """What the words say, and what the evidence beside them says as far as it may."""
    evidence = values[:, len(WORDS) :] @ weights[len(WORDS) :]
    return np.asarray(
        values[:, : len(WORDS)] @ weights[: len(WORDS)] + np.maximum(evidence - evidence.max(), -EVIDENCE_MAY)
    )


def _counts(source: Source, likely: float) -> bool:
    return (likely >= _SURE or source.kind == Kind.EXACT) and source.clause.kind not in HEADINGS


def _probability(logit: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))


def _kind(later: str, earlier: str, plain: float, kept: float, taken: float) -> Kind:
    """What kind a source would be; the borders are the midpoints between the labelled kinds."""
    if plain > 0.98 and same_words(later, earlier):
        return Kind.EXACT
    if plain >= _NEAR and min(kept, taken) > _CONTAINED:
        return Kind.NEAR
    if max(kept, taken) >= _CONTAINED and min(kept, taken) < _LOOSE:
        return Kind.PARTIAL
    return Kind.EDITED if plain >= _PARAPHRASED else Kind.PARAPHRASE


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in case, typography, numbering, brackets and footnote marks at most."""
    mine, theirs = (map(reading.bare, pieces(reading.cleaned(text))) for text in (one, other))
    return [word for word in mine if any(map(str.isalnum, word))] == [
        word for word in theirs if any(map(str.isalnum, word))
    ]


def _part(kind: Kind, kept: float, taken: float) -> Part:
    return Part.SPLIT if kind.is_lineage and kept >= _SPLIT_KEPT and taken <= _SPLIT_TAKEN else Part.WHOLE


def _merged(sources: list[Source], made: list[tuple[int, Source]], measured: Measured, text: "Read") -> list[Source]:
    """Mark sources that together make the text: each brings much that the ones before it do not have."""
    sums = np.concatenate([[0.0], np.cumsum(text.weights, dtype=np.float64)])
    row_of = {id(source): row for row, source in made}
    free = np.ones(len(text.short), bool)
    parts = []
    for source in sources:
        mine = np.zeros(len(text.short), bool)
        for start, end in measured.runs[row_of[id(source)]]:
            mine[start:end] = True
        gain = float(text.weights[mine & free].sum()) / (float(sums[-1]) or 1.0)
        if gain >= _MERGED_MORE and source.taken >= _MERGED_TAKEN:
            parts.append(source)
            free &= ~mine
    if len(parts) < 2:
        return sources
    marked = {id(source) for source in parts}
    return [
        Source(s.clause, s.kind, s.score, s.kept, s.taken, s.later, Part.MERGED) if id(s) in marked else s for s in sources
    ]


def _no_source(measured: Measured, best: int) -> Kind:
    """A standing formula is shared, in one run, with several clauses; otherwise there is nothing."""
    if measured.values[best][NAMES.index("longer")] < _FORMULA_RUN:
        return Kind.NONE
    alike = (measured.values[:, NAMES.index("longer")] >= _FORMULA_RUN) & (measured.values[:, NAMES.index("pairs")] >= 0.05)
    return Kind.FORMULA if int(alike.sum()) >= _FORMULA_PLACES else Kind.NONE
