"""Agreed language while it is being typed: clauses that use the words, the last of which may be cut.

Clauses in which the words stand in a row come first, the newest of each wording: a look at all tokens leads to them
(``scanning``). For the rest candidates come from pairs of neighbouring words first and single words beside them, so that
altered words do no harm; they are ordered by what stands there in a row and in order, then newer before older. Of clauses
with the same wording one is shown, the newest, with the number of the others.
"""

from collections.abc import Sequence
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq

from nemawashi.kit.lineage import reading, scanning
from nemawashi.kit.lineage.aligning import pieces
from nemawashi.kit.lineage.measures import strings_of
from nemawashi.kit.lineage.searching import allowed, gathered, standing
from nemawashi.kit.lineage.segment import ceiling
from nemawashi.kit.lineage.values import Match
from nemawashi.kit.lineage.weighing import Read, laid

if TYPE_CHECKING:
    from nemawashi.kit.lineage.state import State

Array = npt.NDArray[Any]
# Tried on 245 stretches of two to ten words out of 4,053 clauses of joint statements: a quarter each as they stand, cut in
# the last word, with a word altered, with one left out. As set here the clause is among the first ten 209 times and first
# 178 times, and what was typed is covered to 0.88. "Flat": 20 % less or more moves none of the three by over one in fifty.
BUDGET = 10_000  # postings read a segment; flat even at a quarter. It bounds the time of a large index, not the finds
LOOKED_AT = 240  # candidates weighed; flat, a quarter of it loses 4 of 209
CLOSER = 30  # candidates laid beside the words; flat
_LEAST_SHARE = 0.34  # a third of what was typed stands there, or the clause is not shown; flat. Above 1 only quotations are
_PAIR = 0.8  # what a pair of neighbours weighs beside ...
_SINGLE = 0.45  # ... a single word: only their ratio matters, and it is flat from a quarter to four times
_ROW = 0.6  # of the longest row, beside what stands in order; flat
_PROMISE = 0.4  # of the rough weight, beside both; flat. It breaks the ties that the other two leave
_ENOUGH = 3  # clauses with the very words, beside which those that merely share some are not looked for
_LONGEST = 40  # of the typed words the last are read; flat, for nobody types more, and more only costs time
_SCANNED = 60  # clauses found by a look at all tokens, for few and frequent words, the newest kept; flat
_SHORT = 6  # so few words may be all frequent; flat
_SPARE = 3  # wordings beyond those asked for, as the order changes once the stretch is known; flat, 1 loses one clause
_OTHER = "\U0010fffd"  # stands for every word that was not typed
_GAP = 2  # words that may stand between two rows of one stretch; with none the cover falls from 0.88 to 0.84
_LENGTH = 1e-4  # off for each unit of a clause's own weight: of equals the shorter comes first, nearly the words themselves


def complete(state: "State", words: str, *, before: str, language: str, limit: int) -> list[Match]:
    """See ``Index.complete``."""
    typed = reading.words(words)[-_LONGEST:]
    if not typed or not state.count:
        return []
    rows = scanning.typed(state, words, before=before, language=language, limit=limit)
    there = [Match(same[0].clause, same[0].start, same[0].end, 1.0, len(same) - 1) for same in rows]
    if len(there) >= max(_ENOUGH, limit / 2):
        return there[:limit]
    known = {match.clause.text for match in there}
    like = _like(state, words, typed, before=before, language=language, limit=limit + len(there))
    return [*there, *(match for match in like if match.clause.text not in known)][:limit]


def _like(state: "State", words: str, typed: list[str], *, before: str, language: str, limit: int) -> list[Match]:
    """Clauses that share most of the words, best first."""
    text = state.rarity.read_tokens(_whole(words, typed))
    hashes, weights = _features(text)
    looked_at, closer = max(LOOKED_AT, 4 * limit), max(CLOSER, 2 * limit)
    candidates: list[tuple[float, int, int]] = []
    for number, segment in enumerate(state.segments):
        numbers, weight = gathered(segment, hashes, weights, BUDGET)
        heads = allowed(segment, before=before, language=language, document="")
        numbers, weight = standing(state, number, numbers, weight, heads)
        if len(numbers) > looked_at:
            best = np.argpartition(-weight, looked_at)[:looked_at]
            numbers, weight = numbers[best], weight[best]
        if not len(numbers):
            continue
        beside = laid(state.rarity, segment, numbers)
        shared = np.minimum(beside.shared(text), text.total) / (text.total or 1)
        promise = shared + weight / (float(weights.sum()) or 1) - beside.totals * _LENGTH
        best = np.argsort(-promise, kind="stable")[:closer]
        candidates += [(float(promise[at]), number, int(numbers[at])) for at in best]
    candidates.sort(key=lambda entry: (-entry[0], entry[1:]))
    if len(text.short) <= _SHORT and _all_frequent(state, text) and not _verbatim(state, candidates[:closer], text):
        candidates = [*_scanned(state, text, before=before, language=language), *candidates]
    return _shown(state, _ordered(state, candidates[:closer], text), words, limit)


def _whole(words: str, typed: list[str]) -> list[str]:
    """Without the last word while it may still be going on: no blank or mark stands behind it."""
    may_go_on = words[-1].isalnum() and len(typed) > 1 and len(typed[-1]) < reading.STEM
    return typed[:-1] if may_go_on else typed


def _all_frequent(state: "State", text: Read) -> bool:
    """Whether no word is rare enough to have a list of its clauses."""
    count = state.rarity.clauses
    return bool(text.weights.max() <= np.log((count + 1) / ceiling(count)))


def _verbatim(state: "State", candidates: Sequence[tuple[float, int, int]], text: Read) -> bool:
    """Whether a candidate has all words in a row."""
    string = text.string
    return any(string in other for other in strings_of(state, ((number, at) for _, number, at in candidates)))


def _scanned(state: "State", text: Read, *, before: str, language: str) -> list[tuple[float, int, int]]:
    """Clauses with exactly these words: for few and frequent words, which postings do not lead to."""
    candidates: list[tuple[float, int, int]] = []
    for number, segment in enumerate(state.segments):
        heads = allowed(segment, before=before, language=language, document="")
        owners = scanning.last_ones(state, number, text, heads, _SCANNED)
        candidates += [(1.0, number, owner) for owner in owners.tolist()]
    return candidates[-CLOSER:]


def _features(text: Read) -> tuple[reading.Hashes, Array]:
    hashes, weights = reading.mixed(text.codes), text.weights * _SINGLE
    if len(text.codes) > 1:
        hashes = np.concatenate([hashes, reading.mixed(reading.pairs(text.codes))])
        weights = np.concatenate([weights, (text.weights[:-1] + text.weights[1:]) * _PAIR])
    hashes, first = np.unique(hashes, return_index=True)
    return hashes, np.clip(weights[first] * 8, 1, 255)


def _ordered(state: "State", candidates: Sequence[tuple[float, int, int]], text: Read) -> list[tuple[float, int, int]]:
    """By the longest row of words, and by how many of them stand in order."""
    string = text.string
    ordered = []
    sums = [0.0, *accumulate(text.weigh)]
    total = text.total or 1.0
    others = strings_of(state, ((number, at) for _, number, at in candidates))
    for (promise, number, at), other in zip(candidates, others, strict=True):
        if string in other:
            ordered.append((1 + _ROW + _PROMISE * promise, number, at))
            continue
        blocks = LCSseq.editops(string, other).as_matching_blocks()
        in_order = sum([sums[block.a + block.size] - sums[block.a] for block in blocks]) / total
        row = _longest_row(string, other) / len(string)
        if max(in_order, row) >= _LEAST_SHARE:
            ordered.append((in_order + _ROW * row + _PROMISE * promise, number, at))
    return sorted(ordered, key=lambda entry: (-round(entry[0], 2), -state.day(entry[1], entry[2]), entry[1:]))


def _longest_row(string: str, other: str) -> int:
    """How many tokens of ``string`` stand next to each other in ``other`` at most."""
    best = 0
    for start in range(len(string)):
        while start + best < len(string) and string[start : start + best + 1] in other:
            best += 1
    return best


def _shown(state: "State", ordered: Sequence[tuple[float, int, int]], words: str, limit: int) -> list[Match]:
    """The texts, each wording once."""
    cut = words.rsplit(None, 1)[-1].casefold() if words[-1:].isalnum() else ""
    wordings: dict[bytes, list[tuple[int, int]]] = {}
    for _, number, at in ordered:
        segment = state.segments[number]
        key = segment.tokens[int(segment.starts[at]) : int(segment.starts[at + 1])].tobytes()
        if key in wordings or len(wordings) < limit + _SPARE:
            wordings.setdefault(key, []).append((number, at))
    matches = []
    for places in wordings.values():
        clause = state.clause(*places[0])
        start, end, share = matched(words, clause.text)
        matches.append(Match(clause, start, end, share, len(places) - 1))
    goes_on = [bool(cut) and match.clause.text[match.end :].lstrip().casefold().startswith(cut) for match in matches]
    order = sorted(range(len(matches)), key=lambda nth: (-round(matches[nth].share, 1), not goes_on[nth], nth))
    return [matches[nth] for nth in order[:limit]]


def matched(words: str, text: str) -> tuple[int, int, float]:
    """The stretch of ``text`` that the typed words cover, in code points, and the share of them that stands there."""
    typed = [reading.bare(piece) for piece in pieces(words)]
    theirs = pieces(text)
    codes: dict[str, str] = {}
    one = "".join([codes.setdefault(word, chr(0x10000 + len(codes))) for word in typed])
    # A word of theirs that was not typed is as good as any other.
    other = "".join(map(codes.get, map(reading.bare, theirs), repeat(_OTHER)))
    blocks = [op for op in LCSseq.opcodes(one, other) if op.tag == "equal"]
    if not blocks:
        return 0, 0, 0.0
    blocks = _together(blocks)
    first, last = blocks[0].dest_start, blocks[-1].dest_end
    start = sum(map(len, theirs[:first]))
    end = start + len("".join(theirs[first:last]).rstrip())
    return start, end, sum(op.src_end - op.src_start for op in blocks) / len(typed)


def _together(blocks: list[Any]) -> list[Any]:
    """The longest row of words, with the rows beside it that stand as near to it as they were typed, or nearly."""
    at = max(range(len(blocks)), key=lambda nth: blocks[nth].src_end - blocks[nth].src_start)
    first = last = at
    while first and _is_near(blocks[first - 1], blocks[first]):
        first -= 1
    while last + 1 < len(blocks) and _is_near(blocks[last], blocks[last + 1]):
        last += 1
    return blocks[first : last + 1]


def _is_near(one: Any, other: Any) -> bool:
    typed, there = other.src_start - one.src_end, other.dest_start - one.dest_end
    return bool(there <= typed + _GAP)
