"""Two wordings laid beside each other, word by word: kept, inserted, deleted, replaced, moved.

Words are compared without case, typography and punctuation at their ends; what is shown is the typography of each
side. Japanese and Chinese fall into characters, joined again at their script's borders. The alignment is the longest
common subsequence (rapidfuzz); short islands of standing words between two changes are drawn into the change, so that
a reader sees one change and not confetti. Of texts with several sentences each sentence is laid beside the one that it
comes from; sentences without a counterpart are not compared, and those that stand elsewhere have moved.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel, LCSseq

from nemawashi.kit.lineage import sentences
from nemawashi.kit.lineage.reading import CJK, bare, numbering

_BLANKS = re.compile(r"\S+\s*|\s+")
_PIECE = re.compile(rf"[^\W{CJK}]+(?:['’\-‑][^\W{CJK}]+)*[^\w\s]*\s*|.\s*", re.DOTALL)
_HAS_CJK = re.compile(rf"[{CJK}]")
_STANDING = frozenset(
    "a an and as at by for from in into its of on or that the their these this those to with и в на с о об по к от "
    "для из за при не а их его の に を は が と で も や へ 、 。".split()
)
_MOVED_WORDS = 3
_ISLAND = 2
# Sentence by sentence no more of the words that stand in both may be lost than this; else sentences were joined or split.
_LOST, _LOST_WORDS = 0.12, 3
_LIKE_AT_ALL = 0.3  # of the shorter text's words, else texts of several sentences have nothing to do with each other


class Op(StrEnum):
    KEEP = "keep"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the alignment. ``move`` joins the deletion and the insertion of words that moved; 0 for none.

    ``is_apart``: a sentence that has no counterpart in the other text.
    """

    op: Op
    before: str
    after: str
    move: int = 0
    is_apart: bool = False


def pieces(text: str) -> list[str]:
    """Words with the punctuation and blanks that follow them; joined they give the text again.

    Where a text has Chinese, Japanese or Korean writing, each character of it is a piece. A mark belongs to its word,
    unlike in ``clauses.spans``: between wordings of two forums a comma is no change, and half as many pieces are compared.
    """
    return (_BLANKS if text.isascii() or not _HAS_CJK.search(text) else _PIECE).findall(text)


def _coded(one: list[str], other: list[str]) -> tuple[str, str]:
    """Both sides as strings of one code point per word, which rapidfuzz compares fastest."""
    words: dict[str, str] = {}
    known: dict[str, str] = {}
    for piece in {*one, *other}:
        known[piece] = words.setdefault(bare(piece), chr(0x10000 + len(words)))
    return "".join([known[piece] for piece in one]), "".join([known[piece] for piece in other])


def hunks(one: list[str], other: list[str]) -> list[tuple[bool, int, int, int, int]]:
    """(changed, start, end, start, end) over pieces of both sides, islands of standing words drawn in."""
    coded_one, coded_other = _coded(one, other)
    merged: list[tuple[bool, int, int, int, int]] = []
    edits = Indel.opcodes(coded_one, coded_other)
    opcodes = [(op.tag != "equal", op.src_start, op.src_end, op.dest_start, op.dest_end) for op in edits]
    last = len(opcodes) - 1
    for at, (changed, a, b, c, d) in enumerate(opcodes):
        if not changed and 0 < at < last and b - a <= _ISLAND and all(bare(piece) in _STANDING for piece in one[a:b]):
            changed = True
        if merged and merged[-1][0] == changed:
            _, first, _, start, _ = merged[-1]
            merged[-1] = (changed, first, b, start, d)
        else:
            merged.append((changed, a, b, c, d))
    return merged


def align(before: str, after: str) -> tuple[Step, ...]:
    """The steps from one wording to another, in order. Empty for two empty texts. Numbering in front is no change."""
    lead_before, lead_after = numbering(before), numbering(after)
    before, after = before[len(lead_before) :], after[len(lead_after) :]
    steps = [Step(Op.KEEP, lead_before, lead_after)] if lead_before or lead_after else []
    mine, theirs = sentences.parted(before), sentences.parted(after)
    by_sentence = _by_sentence(mine, theirs) if max(len(mine), len(theirs)) > 1 else []
    return _joined([*steps, *(by_sentence or _with_moves(_beside(before, after)))])


def _beside(before: str, after: str) -> list[Step]:
    """The steps between two wordings that are one another's, word by word."""
    one, other = pieces(before), pieces(after)
    steps = []
    for changed, a, b, c, d in hunks(one, other):
        gone, come = "".join(one[a:b]), "".join(other[c:d])
        op = Op.KEEP if not changed else Op.REPLACE if gone and come else Op.DELETE if gone else Op.INSERT
        steps.append(Step(op, gone, come))
    return steps


def _joined(steps: list[Step]) -> tuple[Step, ...]:
    """Neighbours that both stand become one."""
    joined: list[Step] = []
    for step in steps:
        if joined and step.op == Op.KEEP == joined[-1].op:
            joined[-1] = Step(Op.KEEP, joined[-1].before + step.before, joined[-1].after + step.after)
        else:
            joined.append(step)
    return tuple(joined)


def _by_sentence(mine: list[str], theirs: list[str]) -> list[Step]:
    """The steps from sentence to sentence; none where that would lose what stands in both, word by word."""
    codes: dict[str, str] = {}

    def coded(text: str) -> str:
        words = (word for piece in pieces(text) if (word := bare(piece)) and word not in _STANDING)
        return "".join([codes.setdefault(word, chr(0x10000 + len(codes))) for word in words])

    one, other = [coded(each) for each in mine], [coded(each) for each in theirs]
    pairs = sentences.paired(one, other)
    whole = LCSseq.similarity("".join(one), "".join(other))
    kept = sum(pair.words for pair in pairs)
    fewest = min(sum(map(len, one)), sum(map(len, other)))
    if pairs and whole - kept > max(_LOST_WORDS, _LOST * fewest):
        return []
    return _laid(mine, theirs, pairs) if pairs or whole < _LIKE_AT_ALL * fewest else []


def _laid(mine: list[str], theirs: list[str], pairs: list[sentences.SentencePair]) -> list[Step]:
    """Pairs in order stand; before each come the sentences of both sides that have none, or that moved."""
    moved = [pair for pair in pairs if pair.is_moved]
    gone = {pair.one: number for number, pair in enumerate(moved, 1)}
    come = {pair.other: number for number, pair in enumerate(moved, 1)}
    steps: list[Step] = []
    first = start = 0
    moves = len(moved)
    for pair in [*(pair for pair in pairs if not pair.is_moved), None]:
        a, b = (pair.one, pair.other) if pair else (len(mine), len(theirs))
        steps += [Step(Op.DELETE, mine[n], "", gone.get(n, 0), n not in gone) for n in range(first, a)]
        steps += [Step(Op.INSERT, "", theirs[n], come.get(n, 0), n not in come) for n in range(start, b)]
        if pair:
            inner = _with_moves(_beside(mine[a], theirs[b]), moves)
            moves = max([moves, *(step.move for step in inner)])
            steps += inner
        first, start = a + 1, b + 1
    return steps


def _with_moves(steps: list[Step], moves: int = 0) -> list[Step]:
    """Join what disappears in one place and stands, word for word, in another."""
    gone: dict[tuple[str, ...], int] = {}
    for at, step in enumerate(steps):
        if step.op == Op.DELETE:
            key = tuple(bare(piece) for piece in pieces(step.before))
            if len(key) >= _MOVED_WORDS:
                gone.setdefault(key, at)
    for at, step in enumerate(steps):
        if step.op == Op.INSERT:
            origin = gone.pop(tuple(bare(piece) for piece in pieces(step.after)), None)
            if origin is not None:
                moves += 1
                steps[origin] = Step(Op.DELETE, steps[origin].before, "", moves)
                steps[at] = Step(Op.INSERT, "", step.after, moves)
    return steps
