"""Two wordings laid beside each other, word by word: kept, inserted, deleted, replaced, moved.

Words are compared without case, typography and punctuation at their ends; what is shown is the typography of each
side. Japanese and Chinese fall into characters, joined again at their script's borders. The alignment is the longest
common subsequence (rapidfuzz); short islands of standing words between two changes are drawn into the change, so that
a reader sees one change and not confetti.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

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


class Op(StrEnum):
    KEEP = "keep"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the alignment. ``move`` joins the deletion and the insertion of words that moved; 0 for none."""

    op: Op
    before: str
    after: str
    move: int = 0


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
    one, other = pieces(before[len(lead_before) :]), pieces(after[len(lead_after) :])
    steps = [Step(Op.KEEP, lead_before, lead_after)] if lead_before or lead_after else []
    for changed, a, b, c, d in hunks(one, other):
        gone, come = "".join(one[a:b]), "".join(other[c:d])
        op = Op.KEEP if not changed else Op.REPLACE if gone and come else Op.DELETE if gone else Op.INSERT
        if steps and op == Op.KEEP == steps[-1].op:
            gone, come = steps[-1].before + gone, steps.pop().after + come
        steps.append(Step(op, gone, come))
    return _with_moves(steps)


def _with_moves(steps: list[Step]) -> tuple[Step, ...]:
    """Join what disappears in one place and stands, word for word, in another."""
    gone: dict[tuple[str, ...], int] = {}
    for at, step in enumerate(steps):
        if step.op == Op.DELETE:
            key = tuple(bare(piece) for piece in pieces(step.before))
            if len(key) >= _MOVED_WORDS:
                gone.setdefault(key, at)
    moves = 0
    for at, step in enumerate(steps):
        if step.op == Op.INSERT:
            origin = gone.pop(tuple(bare(piece) for piece in pieces(step.after)), None)
            if origin is not None:
                moves += 1
                steps[origin] = Step(Op.DELETE, steps[origin].before, "", moves)
                steps[at] = Step(Op.INSERT, "", step.after, moves)
    return tuple(steps)
