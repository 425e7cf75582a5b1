"""Passages of two files laid beside each other: kept, changed, moved, split, merged, inserted, deleted."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel, LCSseq
from rapidfuzz.process import cdist

from nemawashi.kit.lineage.aligning import pieces
from nemawashi.kit.lineage.reading import bare
from nemawashi.kit.word import differing
from nemawashi.kit.word.values import WordFile, joined

# Shares of words that two passages have in common. They were set by eye on pairs of drafts, not fitted; the cases of
# tests/kit/word/test_pairing.py are what they were set on. Where it says so, a fifth more or less changes none of them.
ALIKE = 0.45  # less is another passage, one gone and one come; a fifth either way changes no case
_SAME_PLACE = 0.25  # enough where one passage stands against one, with the same neighbours; a fifth changes no case
_MOVED = 0.75  # a passage that went elsewhere may be reworded a little; at .9 a Russian one that moved is taken for two
_WHOLE = 0.75  # how much of a passage its parts together must be; a fifth either way changes no case
_PART = 0.6  # how much of a part its whole must hold, so that few are tried at all; a fifth changes no case, only time
_MOST_PARTS = 4  # each more is tried at every pair; with three no case changes
_MOST_PAIRS = 4_000_000  # 2,000 passages against 2,000: 32 MB a matrix, 128 MB as a list; beyond that all is gone and come
_TYPED = re.compile(r"\(?((?:\d+|[^\W\d_]|[ivxlc]+|[IVXLC]+)(?:\.\d+)*)[.)]+\s+(?=\S)")
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


class Fate(StrEnum):
    KEPT = "kept"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class PassagePair:
    """``old`` and ``new``: places in the two lists, several where a passage was split or merged, none where it is new."""

    fate: Fate
    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair with its words and their difference."""

    fate: Fate
    old: str
    new: str
    steps: tuple[tuple[str, str, str], ...] = ()


def compared(
    old: Sequence[str], new: Sequence[str], *, numbers: tuple[Sequence[str], Sequence[str]] = ((), ())
) -> list[Compared]:
    """All pairs with their words, in the order of the new file; what was deleted where it stood.

    ``numbers``: those that the files put before their passages by themselves. A passage that has its number typed on one
    side, and the same one from the file on the other, is kept.
    """
    rows = []
    old, new = [_plain(text) for text in old], [_plain(text) for text in new]
    for pair in paired(old, new):
        before, after = _together([old[at] for at in pair.old]), _together([new[at] for at in pair.new])
        fate, steps = pair.fate, tuple[tuple[str, str, str], ...]()
        if fate not in (Fate.KEPT, Fate.INSERTED, Fate.DELETED):
            own = [
                side[at[0]] if len(at) == 1 and side else "" for side, at in zip(numbers, (pair.old, pair.new), strict=True)
            ]
            bare_before, bare_after = _untyped(before, own[0], own[1]), _untyped(after, own[1], own[0])
            steps = tuple(differing.steps(bare_before, bare_after))
            fate = Fate.KEPT if fate is Fate.CHANGED and bare_before == bare_after else fate
            steps = () if fate is Fate.KEPT else steps
        rows.append(Compared(fate, before, after, steps))
    return rows


def compared_files(old: WordFile, new: WordFile) -> list[Compared]:
    """The passages of two files with all their changes accepted."""
    sides = [[row for row in joined(file.body, accepted=True) if row[1].strip()] for file in (old, new)]
    numbers = [[next((one.number for one in held if one.number), "") for held, _ in side] for side in sides]
    before, after = ([words for _, words in side] for side in sides)
    return compared(before, after, numbers=(numbers[0], numbers[1]))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _together(parts: Sequence[str]) -> str:
    """Passages as one; no blank where Japanese meets."""
    joined_words = ""
    for part in parts:
        joined_words += (" " if joined_words and part and not _WIDE.search(joined_words[-1] + part[0]) else "") + part
    return joined_words


def _untyped(text: str, own: str, other: str) -> str:
    """The text without the number typed before it, where the other side has that number by itself."""
    typed = _TYPED.match(text) if other and not own else None
    return text[typed.end() :] if typed is not None and typed[1].casefold() == other.strip("().").casefold() else text


def paired(old: Sequence[str], new: Sequence[str]) -> list[PassagePair]:
    """Every passage of both sides in exactly one pair."""
    ids: dict[str, str] = {}
    flat = [
        "".join(ids.setdefault(" ".join(text.split()), chr(0x10000 + len(ids))) for text in side) for side in (old, new)
    ]
    words: dict[str, str] = {}
    coded = [
        ["".join(words.setdefault(bare(piece), chr(0x10000 + len(words))) for piece in pieces(text)) for text in side]
        for side in (old, new)
    ]
    pairs: list[PassagePair] = []
    for op in Indel.opcodes(flat[0], flat[1]):
        if op.tag == "equal":
            steps = range(op.src_end - op.src_start)
            pairs += [PassagePair(Fate.KEPT, (op.src_start + at,), (op.dest_start + at,)) for at in steps]
    region = _regions(pairs, len(old), len(new))
    for rows, columns in region:
        pairs += _within(coded[0], coded[1], rows, columns)
    return _ordered(_with_moves(pairs, coded[0], coded[1]))


def alike(one: str, other: str) -> float:
    """How much of two texts stands in both, from 0 to 1, by words."""
    return float(Indel.normalized_similarity([bare(p) for p in pieces(one)], [bare(p) for p in pieces(other)]))


def _regions(pairs: list[PassagePair], rows: int, columns: int) -> list[tuple[range, range]]:
    """What lies between the passages that stand."""
    regions, row, column = [], 0, 0
    for pair in [*pairs, PassagePair(Fate.KEPT, (rows,), (columns,))]:
        if pair.old[0] > row or pair.new[0] > column:
            regions.append((range(row, pair.old[0]), range(column, pair.new[0])))
        row, column = pair.old[0] + 1, pair.new[0] + 1
    return regions


def _within(one: list[str], other: list[str], rows: range, columns: range) -> list[PassagePair]:
    """The best pairs in order: those whose likeness adds up to most."""
    gone, come = [one[at] for at in rows], [other[at] for at in columns]
    if not gone or not come or len(gone) * len(come) > _MOST_PAIRS:
        return [PassagePair(Fate.DELETED, (at,), ()) for at in rows] + [
            PassagePair(Fate.INSERTED, (), (at,)) for at in columns
        ]
    shared = _shared(gone, come)
    lengths = [np.array([len(text) for text in side]) for side in (gone, come)]
    both = lengths[0][:, None] + lengths[1][None, :]
    likeness = np.where(both > 0, 2 * shared / np.maximum(both, 1), 1.0).tolist()
    # A passage is a part of another one that has most of its words; most pairs are none, and looked at no closer.
    is_part = [
        ((shared >= _PART * lengths[1][None, :]) & (lengths[1] > 0)[None, :]).tolist(),
        ((shared >= _PART * lengths[0][:, None]) & (lengths[0] > 0)[:, None]).tolist(),
    ]
    floor = _SAME_PLACE if len(gone) == len(come) == 1 else ALIKE
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    choice: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(gone) - 1, -1, -1):
        for j in range(len(come) - 1, -1, -1):
            value, step = best[i + 1][j], (1, 0)
            if best[i][j + 1] > value:
                value, step = best[i][j + 1], (0, 1)
            like = likeness[i][j]
            if like >= floor and best[i + 1][j + 1] + like > value:
                value, step = best[i + 1][j + 1] + like, (1, 1)
            if like > 0.2 and is_part[0][i][j]:
                for k in range(2, min(_MOST_PARTS, len(come) - j) + 1):
                    if not is_part[0][i][j + k - 1]:
                        break
                    split = _parts(gone[i], come[j : j + k])
                    if split and split + best[i + 1][j + k] > value:
                        value, step = split + best[i + 1][j + k], (1, k)
            if like > 0.2 and is_part[1][i][j]:
                for k in range(2, min(_MOST_PARTS, len(gone) - i) + 1):
                    if not is_part[1][i + k - 1][j]:
                        break
                    merge = _parts(come[j], gone[i : i + k])
                    if merge and merge + best[i + k][j + 1] > value:
                        value, step = merge + best[i + k][j + 1], (k, 1)
            best[i][j], choice[i, j] = value, step
    return _traced(choice, rows, columns)


def _shared(one: list[str], other: list[str]) -> npt.NDArray[np.float64]:
    """How many words, in order, each text of one side has in common with each of the other."""
    counts = cdist(one, other, scorer=LCSseq.similarity, dtype=np.int32)
    return counts.astype(np.float64)


def _parts(whole: str, parts: list[str]) -> float:
    """How well several passages, which are parts of it, make one; 0 when they do not."""
    length = sum(len(part) for part in parts)
    if 2 * min(len(whole), length) < _WHOLE * (len(whole) + length):
        return 0.0
    likeness = Indel.normalized_similarity(whole, "".join(parts))
    return 0.0 if likeness < _WHOLE else float(likeness) + 0.05


def _traced(choice: dict[tuple[int, int], tuple[int, int]], rows: range, columns: range) -> list[PassagePair]:
    pairs, i, j = [], 0, 0
    while i < len(rows) or j < len(columns):
        down, right = choice.get((i, j), (1, 0) if i < len(rows) else (0, 1))
        olds, news = tuple(rows[i : i + down]), tuple(columns[j : j + right])
        fate = Fate.CHANGED
        if not news:
            fate = Fate.DELETED
        elif not olds:
            fate = Fate.INSERTED
        elif right > 1:
            fate = Fate.SPLIT
        elif down > 1:
            fate = Fate.MERGED
        pairs.append(PassagePair(fate, olds, news))
        i, j = i + down, j + right
    return pairs


def _with_moves(pairs: list[PassagePair], one: list[str], other: list[str]) -> list[PassagePair]:
    """What disappears in one place and stands in another moved; short words only when they are the same."""
    pairs = _with_same(pairs, one, other)
    gone = [pair for pair in pairs if pair.fate is Fate.DELETED and len(one[pair.old[0]]) >= 3]
    come = [pair for pair in pairs if pair.fate is Fate.INSERTED and len(other[pair.new[0]]) >= 3]
    if not gone or not come or len(gone) * len(come) > _MOST_PAIRS:
        return pairs
    likeness = cdist(
        [one[pair.old[0]] for pair in gone], [other[pair.new[0]] for pair in come], scorer=Indel.normalized_similarity
    )
    taken: dict[PassagePair, PassagePair] = {}
    used: set[PassagePair] = set()
    places = np.argwhere(likeness >= _MOVED)
    for row, column in sorted(places.tolist(), key=lambda place: (-likeness[place[0], place[1]], place)):
        if gone[row] not in used and come[column] not in taken:
            used.add(gone[row])
            taken[come[column]] = PassagePair(Fate.MOVED, gone[row].old, come[column].new)
    return [taken.get(pair, pair) for pair in pairs if pair not in used]


def _with_same(pairs: list[PassagePair], one: list[str], other: list[str]) -> list[PassagePair]:
    """The same words gone in one place and come in another, in their order."""
    waiting: dict[str, list[PassagePair]] = {}
    for pair in pairs:
        if pair.fate is Fate.DELETED and one[pair.old[0]]:
            waiting.setdefault(one[pair.old[0]], []).append(pair)
    taken: dict[PassagePair, PassagePair] = {}
    used: set[PassagePair] = set()
    for pair in pairs:
        held = waiting.get(other[pair.new[0]]) if pair.fate is Fate.INSERTED else None
        if held:
            used.add(held[0])
            taken[pair] = PassagePair(Fate.MOVED, held.pop(0).old, pair.new)
    return [taken.get(pair, pair) for pair in pairs if pair not in used]


def _ordered(pairs: list[PassagePair]) -> list[PassagePair]:
    """In the order of the new side, what was deleted before what follows it on the old side."""
    standing = sorted((pair for pair in pairs if pair.new), key=lambda pair: pair.new)
    gone = sorted((pair for pair in pairs if not pair.new), key=lambda pair: pair.old)
    ordered: list[PassagePair] = []
    at = 0
    for pair in standing:
        if pair.old and pair.fate is not Fate.MOVED:
            while at < len(gone) and gone[at].old < pair.old:
                ordered.append(gone[at])
                at += 1
        ordered.append(pair)
    return ordered + gone[at:]
