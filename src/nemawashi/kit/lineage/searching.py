"""From a text to the earlier clauses it comes from: candidates by rare features, then a closer look at the best.

1. *Candidates*: the postings of the text's tokens and of its pairs of neighbours, rarest first, until ``BUDGET``
   postings are read; so the work is bounded however large the index is.
2. *Kin*: where the whole text is known, the clauses of the documents most like it, each with its neighbours.
3. *Vectors*, where they are given: the clauses nearest in meaning, looked at beside the best of the others.
4. *Bags*: all candidates measured at once by the weight of the tokens they share with the text.
5. *Measures*: the best laid beside the text word by word (``measures``), and judged (``scoring``).
6. *Sentences*: of a text that has several, each by itself, for one that two long paragraphs share is lost in the whole.

The newest documents of the text's own series, where it is named, and the documents that the text itself names are looked
through whatever their words: of mandates that are worded alike the own predecessor is the source.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from nemawashi.kit.languages import base
from nemawashi.kit.lineage import looking, reading, scoring, sentences
from nemawashi.kit.lineage.asking import Asked, Candidates, DocumentClauses, Kin, Own
from nemawashi.kit.lineage.measures import measured, words_of
from nemawashi.kit.lineage.segment import SKETCH, Segment, day, in_rows
from nemawashi.kit.lineage.values import Descent
from nemawashi.kit.lineage.weighing import Read, as_string, laid

if TYPE_CHECKING:
    from nemawashi.kit.lineage.state import State

Array = npt.NDArray[Any]
# Tried on the 231 labelled clauses with a source, against 54,894 clauses: the source comes first for 225, and the kind is
# the labelled one for 158 of the 213 that are sure. 20 % less or more of any changes neither by more than one clause.
BUDGET = 12_000  # postings read a segment: what a large index may cost
LOOKED_AT = 100  # candidates weighed by their words
CLOSER = 15  # candidates laid beside the text word by word, the dearest step
_KIN = 3  # documents that count as kin, the most alike
_ALIKE = 0.2  # less alike is no kin: the text stands alone
_TELLING = 48  # so many tokens at least set a document apart
_KIN_CLAUSES = 5  # of each kindred document, by likeness, and again by likeness with the neighbours
_KIN_BONUS = 0.2  # for standing in a kindred document ...
_BESIDE_BONUS = 0.2  # ... and for neighbours that are like those of the text
_OWN_DOCUMENTS = 3  # the newest of the text's own series and of those that it names ...
_OWN_CLAUSES = 2  # ... and of each the clauses most like the text
_SENTENCE_WORDS, _SENTENCE_WEIGHT = 7, 22.0  # a sentence that says less is a formula
_SENTENCE_BUDGET = 4_000
_SENTENCE_CANDIDATES = 6
_SENTENCE_SHARE = 0.8  # of a sentence's weight that stands in a clause, in a row or nearly
_ROW_WORDS, _ROW_WEIGHT = 10, 32.0  # a row of so many words that says so much is as good, wherever sentences end
_COVERED = 0.85  # a text of which so much is kept in one clause is not looked at sentence by sentence


def allowed(segment: Segment, *, before: str, language: str, document: str) -> Array | None:
    """Which heads may be sources, or None when all may."""
    limit = day(before)
    if not (limit or language or document):
        return None
    wanted = segment.days < limit if limit else np.ones(len(segment.head_list), bool)
    if language:
        wanted = wanted & segment.languages.get(base(language), False)
    if document:
        wanted[segment.documents.get(document, [])] = False
    return np.asarray(wanted)


def gathered(segment: Segment, features: reading.Hashes, weights: Array, budget: int) -> tuple[Array, Array]:
    """Numbers of clauses that have the features, each once, and the sum of weights of what they have."""
    slots = (features >> segment.shift).astype(np.int64)
    begin = segment.table[slots].astype(np.int64)
    lengths = segment.table[slots + 1].astype(np.int64) - begin
    order = lengths.argsort(kind="stable")
    order = order[: max(1, int(lengths[order].cumsum().searchsorted(budget, "right")))]
    order = order[lengths[order] > 0]
    begin, lengths = begin[order], lengths[order]
    if not len(order):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    at = in_rows(begin, lengths)
    packed = segment.high.take(at).astype(np.uint32)
    packed <<= np.uint32(16)
    packed |= segment.low.take(at)
    packed <<= np.uint32(8)
    packed |= weights[order].astype(np.uint32).repeat(lengths)
    packed.sort()
    numbers = packed >> np.uint32(8)
    first = first_of_each(numbers)
    packed &= np.uint32(255)
    sums = packed.cumsum(dtype=np.uint32).take(np.append(first[1:], len(packed)) - 1).astype(np.int64)
    sums[1:] -= sums[:-1].copy()
    return numbers.take(first).astype(np.int64), sums


def first_of_each(ordered: Array) -> Array:
    """Where in an ordered row each value stands first."""
    new = np.empty(len(ordered), bool)
    new[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return new.nonzero()[0]


def features(text: Read) -> tuple[reading.Hashes, Array]:
    """The text's tokens and pairs, each once, with weights from 1 to 255."""
    hashes, weights = reading.mixed(text.codes), text.weights
    if len(text.codes) > 1:
        hashes = np.concatenate([hashes, reading.mixed(reading.pairs(text.codes))])
        weights = np.concatenate([weights, (weights[:-1] + weights[1:]) * 0.35])
    order = np.argsort(hashes)
    hashes = hashes[order]
    first = first_of_each(hashes)
    return hashes[first], np.minimum(np.maximum(weights[order[first]] * 10, 1), 255)


def kin(state: "State", texts: Sequence[Read], *, before: str, document: str, language: str) -> Kin | None:
    """The documents most like a whole text, by the tokens that set it apart. None for a text of one or two clauses."""
    if len(texts) < 3:
        return None
    counts = np.bincount(np.concatenate([text.short for text in texts]).astype(np.int64), minlength=65536)
    tokens = np.flatnonzero(counts)
    weight = (1 + np.log(counts[tokens])) * state.rarity.weights[tokens]
    order = np.argsort(-weight, kind="stable")[:SKETCH]
    return _kin_of(state, tokens[order], before=before, document=document, language=language)


def kin_of_known(state: "State", *, before: str, document: str, language: str) -> Kin | None:
    """The same for a document that the index holds; None when it does not, or holds too little of it."""
    kin: Kin | None = state.kept(_kin_of_known, before, document, language)
    return kin


def _kin_of_known(state: "State", before: str, document: str, language: str) -> Kin | None:
    for segment in state.segments:
        for head in segment.documents.get(document, ()):
            sketch = segment.sketches[head]
            if (not language or base(segment.head_list[head][3]) == base(language)) and np.count_nonzero(
                sketch
            ) >= _TELLING:
                return _kin_of(state, sketch, before=before, document=document, language=language)
    return None


def _kin_of(state: "State", tokens: Array, *, before: str, document: str, language: str) -> Kin | None:
    tokens = tokens[tokens > 0]
    values = state.rarity.weights[tokens].astype(np.float64)
    values /= float(values.sum()) or 1.0
    likeness = []
    likest: list[tuple[float, int, int]] = []
    for number, segment in enumerate(state.segments):
        like = segment.sketched(tokens, values)
        wanted = allowed(segment, before=before, language=language, document=document)
        if wanted is not None:
            like *= wanted
        likeness.append(like)
        least = np.partition(like, -_KIN)[-_KIN] if len(like) > _KIN else 0.0
        best = np.flatnonzero(like >= max(least, 1e-9)).tolist()
        likest += sorted((float(-like[head]), number, head) for head in best)[:_KIN]
    likest.sort()
    if not likest or -likest[0][0] < _ALIKE:
        return None
    clauses: dict[int, DocumentClauses] = {}
    for number in sorted({entry[1] for entry in likest[:_KIN]}):
        heads = tuple(head for _, of, head in likest[:_KIN] if of == number)
        clauses[number] = state.kept(_of_heads, number, heads)
    return Kin(tuple(likeness), -likest[0][0], clauses)


def _of_heads(state: "State", number: int, heads: tuple[int, ...]) -> DocumentClauses:
    segment = state.segments[number]
    of_heads = [segment.of_head(head) for head in heads]
    numbers = np.concatenate(of_heads)
    edges = [0, *accumulate(map(len, of_heads))]
    return DocumentClauses(heads, numbers, laid(state.rarity, segment, numbers), tuple(pairwise(edges)))


def _near_kin(documents: DocumentClauses, alike: Array, around: Sequence[Read]) -> tuple[Array, Array]:
    """Clauses of kindred documents with what speaks for each: they are ``alike`` the text, or stand where it stands."""
    clauses = documents.numbers
    beside = np.zeros(len(clauses))
    if len(around) == 2:
        beside[1:] += documents.laid.alike(around[0])[:-1]
        beside[:-1] += documents.laid.alike(around[1])[1:]
    joined = alike + 0.5 * np.minimum(beside, 2)
    best: set[int] = set()
    for start, end in documents.edges:
        for scores in (alike, joined):
            best.update((start + (-scores[start:end]).argsort(kind="stable")[:_KIN_CLAUSES]).tolist())
    chosen = np.array(sorted(best), np.int64)
    return clauses[chosen], _KIN_BONUS + _BESIDE_BONUS * np.minimum(beside[chosen], 2)


def candidates(state: "State", asked: Asked, text: Read, around: Sequence[Read], *, limit: int = 0) -> Candidates:
    """The most promising clauses, best first; as many as are asked for, where there are, those by meaning included."""
    wanted, weights = features(text)
    meant_ones = sum(map(len, asked.near.values()))
    looked_at, closer = max(LOOKED_AT, 4 * limit), max(CLOSER, limit - meant_ones)
    columns: list[tuple[Array, ...]] = []
    for number, segment in enumerate(state.segments):
        numbers, weight = gathered(segment, wanted, weights, BUDGET)
        heads = allowed(segment, before=asked.before, language=asked.language, document=asked.document)
        numbers, weight = standing(state, number, numbers, weight, heads)
        if len(numbers) > looked_at:
            numbers = numbers[np.argpartition(-weight, looked_at)[:looked_at]]
        known = dict.fromkeys(numbers.tolist(), 0.0)  # with what speaks for each beside its words
        kin = asked.kin.clauses.get(number) if asked.kin else None
        of_kin = [(kin, kin.laid.alike(text))] if kin else []
        for documents, alike in of_kin:
            near, speaks = standing(state, number, *_near_kin(documents, alike, around), heads)
            known = dict.fromkeys(sorted({*known, *near.tolist()}), 0.0)
            known |= zip(near.tolist(), speaks.tolist(), strict=True)
        own = _of_own(state, number, asked.own[number], text, of_kin) if asked.own else []
        meant = asked.near[number].tolist() if number in asked.near else []
        for at in (*own, *meant):
            known.setdefault(at, 0.0)
        if not known:
            continue
        numbers, bonus = np.fromiter(known, np.int64, len(known)), np.fromiter(known.values(), np.float64, len(known))
        clauses = laid(state.rarity, segment, numbers)
        shared, totals = clauses.shared(text), clauses.totals
        kept, taken = shared / max(text.total, 1e-6), shared / np.maximum(totals, 1e-6)
        promise = 2 * shared / np.maximum(totals + text.total, 1e-6)
        promise = promise + 0.3 * np.maximum(kept, taken * np.minimum(totals / 20, 1)) + bonus
        best = np.lexsort((-segment.days[segment.heads[numbers]], -np.round(promise, 3)))[:closer]
        beside = np.zeros(len(best), bool)
        if own or meant:
            best, beside = _with(best, numbers, {*own, *meant})
        columns.append((promise[best], np.full(len(best), number), numbers[best], shared[best], totals[best], beside))
    if not columns:
        return Candidates(*[np.zeros(0, np.int64)] * 4)
    promise, segment_numbers, at, shared_weight, totals, beside = map(np.concatenate, zip(*columns, strict=True))
    order = np.lexsort((at, segment_numbers, -promise))
    best = np.append(order[:closer], order[closer:][beside[order[closer:]]])
    return Candidates(segment_numbers[best], at[best], shared_weight[best], totals[best])


def _with(best: Array, numbers: Array, more: set[int]) -> tuple[Array, Array]:
    """The best rows and those of the clauses that are looked at whatever their rank, and which of all these are such."""
    chosen = dict.fromkeys(best.tolist())
    wanted = [row for row, at in enumerate(numbers.tolist()) if at in more]
    chosen |= dict.fromkeys(wanted)
    rows = np.fromiter(chosen, np.int64, len(chosen))
    beside = np.zeros(len(numbers), bool)
    beside[wanted] = True
    return rows, beside[rows]


def own_of(
    state: "State", series: str, cited: Iterable[str], *, before: str, language: str, document: str
) -> tuple[Own, ...]:
    """The documents that a text may continue: the newest of its series, and of those that it names."""
    owns = []
    for segment in state.segments:
        wanted = allowed(segment, before=before, language=language, document=document)
        of_series = segment.series.get(series, []) if series else []
        of_symbols = [head for symbol in cited for head in segment.symbols.get(symbol, ())]
        newest = [
            sorted((head for head in heads if wanted is None or wanted[head]), key=lambda head: -segment.days[head])
            for heads in (of_series, of_symbols)
        ]
        owns.append(Own(*(tuple(heads[:_OWN_DOCUMENTS]) for heads in newest)))
    return tuple(owns)


def _of_own(state: "State", number: int, own: Own, text: Read, of_kin: list[tuple[DocumentClauses, Array]]) -> list[int]:
    """The clauses most like the text in the newest documents of its own series, and in those that it names.

    ``of_kin``: the clauses of its kin with their likeness, for most of these documents are among them.
    """
    heads = dict.fromkeys([*own.series, *own.cited])
    if not heads:
        return []
    looked_through = [*of_kin]
    if rest := tuple(head for head in heads if not any(head in documents.heads for documents, _ in of_kin)):
        others: DocumentClauses = state.kept(_of_heads, number, rest)
        looked_through.append((others, others.laid.alike(text)))
    chosen: set[int] = set()
    for documents, alike in looked_through:
        for head, (start, end) in zip(documents.heads, documents.edges, strict=True):
            if head in heads:
                best = (-alike[start:end]).argsort(kind="stable")[:_OWN_CLAUSES]
                chosen.update(documents.numbers[start + best].tolist())
    mask = state.masks[number]
    return [at for at in sorted(chosen) if mask is None or not mask[at]]


def find(
    state: "State", asked: Asked, text: Read, around: Sequence[Read], *, limit: int, only_edited: bool = False
) -> Descent:
    """See ``Index.find``."""
    if not len(text.codes) or not state.count:
        return scoring.nothing()
    chosen = candidates(state, asked, text, around, limit=limit)
    if not len(chosen):
        return scoring.nothing()
    words = words_of(state, chosen)
    if only_edited:
        rows = scoring.edited_ones(asked, text, words)
        if not rows:
            return scoring.nothing()
        chosen, words = chosen.only(rows), [words[row] for row in rows]
    beside = measured(state, asked, text, around, chosen, words)
    descent = scoring.judged(state, asked, text, chosen, beside, limit=limit)
    if only_edited or any(source.kept >= _COVERED for source in descent.sources):
        return descent
    return scoring.with_sentences(descent, _sharing_sentences(state, asked), state, asked, limit=limit)


def _sharing_sentences(state: "State", asked: Asked) -> dict[tuple[int, int], tuple[float, float]]:
    """Clauses that hold a whole sentence of a text of several: the weight of what they hold, and how nearly."""
    parts = sentences.parted(reading.cleaned(asked.text))
    held: dict[tuple[int, int], tuple[float, float]] = {}
    for part in parts if len(parts) > 1 else ():
        sentence = state.rarity.read(part)
        if len(sentence.codes) < _SENTENCE_WORDS:
            continue
        looked = looking.looked(reading.cleaned(part), sentence.string, sentence.weigh)
        if sum(looked.weights) < _SENTENCE_WEIGHT:
            continue
        for place, weight, share in _holding(state, asked, sentence, looked.weights):
            before = held.get(place, (0.0, 0.0))
            held[place] = (before[0] + weight, max(before[1], share))
    return held


def _holding(
    state: "State", asked: Asked, sentence: Read, weigh: Sequence[float]
) -> Iterator[tuple[tuple[int, int], float, float]]:
    wanted, weights = features(sentence)
    string = sentence.string
    for number, segment in enumerate(state.segments):
        numbers, weight = gathered(segment, wanted, weights, _SENTENCE_BUDGET)
        heads = allowed(segment, before=asked.before, language=asked.language, document=asked.document)
        numbers, weight = standing(state, number, numbers, weight, heads)
        for at in numbers[np.argsort(-weight, kind="stable")[:_SENTENCE_CANDIDATES]].tolist():
            theirs = as_string(segment.tokens[int(segment.starts[at]) : int(segment.starts[at + 1])])
            held, share = _held(string, weigh, theirs)
            if share >= _SENTENCE_SHARE or held >= _ROW_WEIGHT:
                yield (number, at), held, max(share, _SENTENCE_SHARE)


def _held(string: str, weigh: Sequence[float], theirs: str) -> tuple[float, float]:
    """What a clause holds of a sentence: the weight of the rows that stand there, and the share where it stands whole."""
    near = fuzz.partial_ratio_alignment(string, theirs, score_cutoff=100 * _SENTENCE_SHARE)
    if near is not None:
        blocks = Indel.opcodes(string, theirs[near.dest_start : near.dest_end])
        kept = sum(sum(weigh[op.src_start : op.src_end]) for op in blocks if op.tag == "equal")
        return kept, kept / (sum(weigh) or 1.0)
    rows = [op for op in Indel.opcodes(string, theirs) if op.tag == "equal" and op.src_end - op.src_start >= _ROW_WORDS]
    return sum(sum(weigh[op.src_start : op.src_end]) for op in rows), 0.0


def standing(state: "State", number: int, numbers: Array, weight: Array, heads: Array | None) -> tuple[Array, Array]:
    """Leave out clauses that were taken out of the index or may not be sources."""
    keep = None
    if heads is not None:
        keep = heads.take(state.segments[number].heads.take(numbers))
    mask = state.masks[number]
    if mask is not None:
        keep = ~mask[numbers] if keep is None else keep & ~mask[numbers]
    return (numbers, weight) if keep is None else (numbers[keep], weight[keep])
