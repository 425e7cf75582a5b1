"""Which candidate is the source, how sure that is, and of which kind it is.

Sums of measures with weights from ``weights.json`` (fitted by ``tools/fit-lineage`` on the labelled pairs and on
planted edits): *rank* puts the candidates of one text in order; *sure* says whether one is a source at all, *scattered*
the same of words kept here and there. They stand there twice: *full* where the text around is known, *alone* where only
the clause is. Words that would be sure alone are so with any text around them.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from nemawashi.kit.lineage import looking, reading
from nemawashi.kit.lineage.aligning import pieces
from nemawashi.kit.lineage.measures import MOST, NAMES, WORDS, InCommon, Measured, by_words
from nemawashi.kit.lineage.values import HEADINGS, Descent, IndexedClause, Kind, Part, SourceClause

if TYPE_CHECKING:
    from nemawashi.kit.lineage.asking import Asked, Candidates
    from nemawashi.kit.lineage.state import State
    from nemawashi.kit.lineage.weighing import Read

Array = npt.NDArray[Any]
SURFACE = "surface"
_SAID = [NAMES.index(name) for name in ("kept", "taken", "plain")]
_VERB = NAMES.index("verb")
_KEPT_AND_BAG = [NAMES.index(name) for name in ("kept", "taken", "bag_kept")]
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
_NAMED_ONLY = 0.5  # of the text: who keeps less of a few words without an end names what has that name
_PARAPHRASE_KEPT = 0.1  # who keeps less says something else of the same thing
_SENTENCE_SURE = 0.9
_LOOKED_AT = 2  # candidates that are looked at closely where that can only change what was kept
_BESIDE_NAMES, _NAMES_ALONE = 0.4, 0.3  # where less of what is shared stands beside long names, only names are shared
_NEAR_ENOUGH = 0.15  # who has less of the other is no source whatever the close look says
_MAY_MOVE = 0.1  # of the text: so much more is shared than stands in order, and may have moved
_MOVED = 0.15  # of the text, to be more than a word elsewhere
_OWN_READ = 3  # clauses of the own series that are read whatever their rank
# Of the likeness of the best: for the own predecessor to come before a stranger, for a clause of a document that the text
# names, and in any case.
_OWN_LIKE, _CITED_LIKE, _OWN_LEAST = 0.75, 0.97, 0.45


class Sum:
    """A weighted sum of measures. ``surface``: its weight of the likeness letter by letter, which is read of few."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = np.array([weights.get(name, 0.0) for name in NAMES])
        self.surface = weights.get(SURFACE, 0.0)
        self.start = weights.get("start", 0.0)

    def __call__(self, measures: Array, surface: Array) -> Array:
        """For each row of measures."""
        return np.asarray(measures @ self.weights + self.surface * surface + self.start)


@cache
def _sums() -> dict[str, dict[str, Sum]]:
    data = json.loads((Path(__file__).parent / "weights.json").read_text())
    return {mode: {which: Sum(weights) for which, weights in sums.items()} for mode, sums in data.items()}


def nothing() -> Descent:
    return Descent(Kind.NONE, 0.0)


def judged(
    state: "State",
    asked: "Asked",
    text: "Read",
    candidates: "Candidates",
    measured: Measured,
    *,
    limit: int,
) -> Descent:
    """Order the candidates, keep those that are sources, and name their kinds."""
    sums = _sums()["full" if asked.kin else "alone"]
    scores = _rank(measured.values, sums["rank"].weights)
    order = np.argsort(-scores, kind="stable")
    own, cited = _of_own(state, asked, candidates)
    read = order[: max(_READ, limit)].tolist()
    if own.any():
        read += sorted({*order[own[order]][:_OWN_READ].tolist()} - {*read})
    clean = reading.cleaned(asked.text)
    clauses: dict[int, IndexedClause] = {}
    cleaned: dict[int, str] = {}
    surface: dict[int, float] = {}
    for row in read:
        clauses[row] = state.clause(int(candidates.segment[row]), int(candidates.at[row]))
        cleaned[row] = reading.cleaned(clauses[row].text)
        surface[row] = fuzz.ratio(clean, cleaned[row]) / 100
        scores[row] += sums["rank"].surface * surface[row]
    newest = {row: state.day(int(candidates.segment[row]), int(candidates.at[row])) for row in surface}
    rows = sorted(surface, key=lambda row: (-round(float(scores[row]), 3), -newest[row], row))
    judges = [sums["sure"], _sums()["alone"]["sure" if asked.kin else "scattered"]]
    later = looking.looked(clean, text.string, text.weigh)
    values = measured.values[rows]
    close = _looked_at(later, values, [(cleaned[row], *measured.words[row]) for row in rows])
    anew, judged_by = _anew(later, values, close)
    alike = np.array([surface[row] for row in rows])
    logits = np.maximum(*[judge(judged_by, alike) for judge in judges]).tolist()
    likely: dict[int, float] = {}
    made = []
    for nth, (row, kept, taken, plain) in enumerate(zip(rows, *anew[:, _SAID].T.tolist(), strict=True)):
        likely[row] = _probability(logits[nth])
        shared = close.get(nth)
        if shared and later.has_names and shared.beside_names < _BESIDE_NAMES:
            likely[row] = min(likely[row], _NAMES_ALONE)
        kept, taken = min(kept, 1.0), min(taken, 1.0)
        kind = _kind(asked.text, clauses[row].text, plain, kept, taken, shared.moved if shared else 0.0)
        made.append((row, SourceClause(clauses[row], kind, likely[row], kept, taken, asked.text, _part(kind, kept, taken))))
    made = _own_first(_own_first(made, cited, _CITED_LIKE), own, _OWN_LIKE)
    rows = [row for row, _ in made]
    best = rows[0]
    sure_ones = {row for row, source in made if _counts(source, likely[row])}
    if not sure_ones:
        rejected = tuple(source for _, source in made[:limit])
        return Descent(_no_source(state, candidates, measured, best), likely[best], (), rejected)
    sources = _merged([source for row, source in made if row in sure_ones], made, measured, text)
    rejected = tuple(source for row, source in made if row not in sure_ones)
    return Descent(sources[0].kind, max(likely[row] for row in sure_ones), tuple(sources[:limit]), rejected[:limit])


def edited_ones(asked: "Asked", text: "Read", words: Sequence[tuple[str, list[float]]]) -> list[int]:
    """Which candidates have so many of the text's words that they can be the same, nearly the same or an edited form.

    A bound that none of these kinds is below: every word of the text that stands in the candidate, and every figure.
    """
    tokens = text.string
    figures = looking.looked(reading.cleaned(asked.text), tokens, text.weights.tolist(), names=False).tokens
    most = figures.count(looking.FIGURE)
    return [
        row
        for row, (other, _) in enumerate(words)
        if (words_of := len(tokens) + len(other)) == 0
        or 2 * (sum(map(frozenset(other).__contains__, tokens)) + most) / words_of
        >= _PARAPHRASED  # divided as kinds are told
    ]


def _rank(values: Array, weights: Array) -> Array:
    """What the words say, and what the evidence beside them says as far as it may."""
    evidence = values[:, len(WORDS) :] @ weights[len(WORDS) :]
    return np.asarray(
        values[:, : len(WORDS)] @ weights[: len(WORDS)] + np.maximum(evidence - evidence.max(), -EVIDENCE_MAY)
    )


def _counts(source: SourceClause, likely: float) -> bool:
    if source.clause.kind in HEADINGS or looking.is_headed(source.clause.text):
        return False
    if source.kind == Kind.PARTIAL and source.kept < _NAMED_ONLY and looking.is_unended(source.clause.text):
        return False
    if source.kind == Kind.PARAPHRASE and source.kept <= _PARAPHRASE_KEPT:
        return False
    return likely >= _SURE or source.kind == Kind.EXACT


def _looked_at(
    later: looking.Looked, values: Array, earlier: Sequence[tuple[str, str, list[float]]]
) -> dict[int, looking.CloseLook]:
    """The close look at those candidates of which it can say something else than their plain words do."""
    kept, taken, bag_kept = values[:, _KEPT_AND_BAG].T
    wanted = bag_kept - kept >= _MAY_MOVE
    if later.is_told_apart:
        wanted |= np.maximum(kept, taken) >= _NEAR_ENOUGH
    if later.figures:
        wanted[:_LOOKED_AT] = True
    return {
        nth: looking.shared(later, looking.looked(*earlier[nth], names=later.has_names))
        for nth in np.flatnonzero(wanted).tolist()
    }


def _anew(later: looking.Looked, values: Array, close: Mapping[int, looking.CloseLook]) -> tuple[Array, Array]:
    """The measures of words from the close look, and those by which candidates are judged."""
    if not close:
        return values, values
    looked = list(close)
    columns = by_words(InCommon(*np.array([shared.in_common for shared in close.values()]).T))
    columns["verb"] = values[looked, _VERB]
    anew, judged_by = values.copy(), values.copy()
    anew[looked, : len(WORDS)] = np.minimum(np.array([columns[name] for name in WORDS]).T, MOST)
    by_close = [nth for nth, shared in close.items() if later.is_told_apart or shared.moved >= _MOVED]
    judged_by[by_close] = anew[by_close]
    return anew, judged_by


def _of_own(state: "State", asked: "Asked", candidates: "Candidates") -> tuple[Array, Array]:
    """Which candidates stand in the text's own series, and which in a document that it names."""
    if not any(own.series or own.cited for own in asked.own):
        nobody = np.zeros(len(candidates), bool)
        return nobody, nobody
    heads = [(asked.own[number], int(state.segments[number].heads[at])) for number, at in candidates.places()]
    of_series = np.array([head in own.series for own, head in heads], bool)
    return of_series, np.array([head in own.cited for own, head in heads], bool)


def _own_first(made: list[tuple[int, SourceClause]], own: Array, least: float) -> list[tuple[int, SourceClause]]:
    """The own predecessor before strangers that are worded alike: mandates of one kind copy each other's words."""
    if not own.any() or own[made[0][0]]:
        return made
    like = {row: _likeness(source) for row, source in made}
    enough = max(least * like[made[0][0]], _OWN_LEAST)
    first = [pair for pair in made if own[pair[0]] and like[pair[0]] >= enough][:1]
    return first + [pair for pair in made if pair not in first]


def _likeness(source: SourceClause) -> float:
    return 2 * source.kept * source.taken / max(source.kept + source.taken, 1e-6)


def with_sentences(
    descent: Descent,
    held: dict[tuple[int, int], tuple[float, float]],
    state: "State",
    asked: "Asked",
    *,
    limit: int,
) -> Descent:
    """The descent with the clauses that hold whole sentences of the text behind its sources."""
    if not held:
        return descent
    mine = state.rarity.read(asked.text).total or 1.0
    known = {(source.clause.id, source.clause.language) for source in descent.sources}
    more = []
    ordered = sorted(held.items(), key=lambda one: (-round(one[1][0] / mine, 1), -state.day(*one[0]), one[0]))
    for (number, at), (weight, share) in ordered:
        clause = state.clause(number, at)
        if (clause.id, clause.language) in known or clause.kind in HEADINGS or looking.is_headed(clause.text):
            continue
        theirs = state.rarity.read(clause.text).total or 1.0
        kept, taken = min(1.0, weight / mine), min(1.0, weight / theirs)
        more.append(SourceClause(clause, Kind.PARTIAL, share * _SENTENCE_SURE, kept, taken, asked.text))
    if not more:
        return descent
    sources = (*descent.sources, *more)[:limit]
    held_ids = {(source.clause.id, source.clause.language) for source in more}
    rejected = tuple(s for s in descent.rejected if (s.clause.id, s.clause.language) not in held_ids)
    return Descent(sources[0].kind, max(descent.score, sources[0].score), sources, rejected)


def _probability(logit: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))


def _kind(later: str, earlier: str, plain: float, kept: float, taken: float, moved: float) -> Kind:
    """What kind a source would be; the borders are the midpoints between the labelled kinds."""
    if plain > 0.98 and same_words(later, earlier):
        return Kind.EXACT
    if moved >= _MOVED and plain >= _PARAPHRASED:
        return Kind.EDITED
    if plain >= _NEAR and min(kept, taken) > _CONTAINED:
        return Kind.NEAR
    if max(kept, taken) >= _CONTAINED and min(kept, taken) < _LOOSE:
        return Kind.PARTIAL
    return Kind.EDITED if plain >= _PARAPHRASED else Kind.PARAPHRASE


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in case, typography, numbering, brackets and footnote marks at most."""
    if one == other:
        return True
    mine, theirs = (map(reading.bare, pieces(reading.cleaned(text))) for text in (one, other))
    return [word for word in mine if any(map(str.isalnum, word))] == [
        word for word in theirs if any(map(str.isalnum, word))
    ]


def _part(kind: Kind, kept: float, taken: float) -> Part:
    return Part.SPLIT if kind.is_lineage and kept >= _SPLIT_KEPT and taken <= _SPLIT_TAKEN else Part.WHOLE


def _merged(
    sources: list[SourceClause], made: list[tuple[int, SourceClause]], measured: Measured, text: "Read"
) -> list[SourceClause]:
    """Mark sources that together make the text: each brings much that the ones before it do not have."""
    if len(sources) < 2:
        return sources
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
        SourceClause(s.clause, s.kind, s.score, s.kept, s.taken, s.later, Part.MERGED) if id(s) in marked else s
        for s in sources
    ]


def _no_source(state: "State", candidates: "Candidates", measured: Measured, best: int) -> Kind:
    """A standing formula is shared, in one run, with clauses of several documents; otherwise there is nothing.

    A document that repeats itself makes none.
    """
    if measured.values[best][NAMES.index("longer")] < _FORMULA_RUN:
        return Kind.NONE
    alike = (measured.values[:, NAMES.index("longer")] >= _FORMULA_RUN) & (measured.values[:, NAMES.index("pairs")] >= 0.05)
    if int(alike.sum()) < _FORMULA_PLACES:
        return Kind.NONE
    places = zip(candidates.segment[alike].tolist(), candidates.at[alike].tolist(), strict=True)
    documents = {(segment := state.segments[number]).head_list[int(segment.heads[at])][0] for number, at in places}
    return Kind.FORMULA if len(documents) >= _FORMULA_PLACES else Kind.NONE
