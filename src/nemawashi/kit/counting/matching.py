"""Patterns of words and where they occur: words, wildcards, alternatives, phrases and proximity, many at once.

``corridor*``: a beginning. ``arc|axis``: either. ``free and open``: a phrase. ``peace ~5 stability``: both with at most
five words between them, in either order. ``*`` alone: any one word. A match looks at the parts of words (``co-operation``
is two), and the hyphens and points that a pattern has itself may stand in the text as well.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nemawashi.kit.counting.analysers import Forms
from nemawashi.kit.counting.collections import SEARCH, Collection, Semantics
from nemawashi.kit.counting.gaps import TokenGap
from nemawashi.kit.counting.tokens import Places, Tokens, renamed, spelled, tokens
from nemawashi.kit.faults import UnreadableError

LONGEST_PATTERN = 400  # signs
MOST_PARTS = 60
_NEAR = re.compile(r"\s~(\d{1,3})\s")
_PIECE = re.compile(r"[\w*?|]+")
_JAPANESE = re.compile("(?P<katakana>[*?]?[\u30a1-\u30fa\u30fc]+[*?]?)|[^\u30a1-\u30fa\u30fc]+")
_UNSPACED = re.compile("[\u3041-\u309f\u30a1-\u30fc\u3400-\u9fff]")


class Overlap(StrEnum):
    """What happens where matches meet."""

    ALL = "all"  # every match counts
    CODE = "code"  # one that lies within a longer one of the same code does not count: quanteda's nested_scope="key"
    BOOK = "book"  # nor within a longer one of another code: nested_scope="dictionary"
    NONE = "none"  # no word is in two matches: from the left, the longest


@dataclass(frozen=True, slots=True)
class PatternWord:
    """A position of a pattern: the forms it may have (None: any word), and the weightiest gap that may stand before."""

    forms: tuple[str, ...] | None
    gap: int


@dataclass(frozen=True, slots=True)
class WordPattern:
    """A pattern as it was written, and its positions. ``within`` and ``other``: what must stand near it."""

    written: str
    positions: tuple[PatternWord, ...]
    within: int = 0
    other: tuple[PatternWord, ...] = ()


@dataclass(frozen=True)
class Matches:
    """Where patterns occur: first and last token of each match and the number of its pattern, in the order of the text."""

    firsts: Places
    lasts: Places
    patterns: Places

    def __len__(self) -> int:
        return len(self.firsts)

    def only(self, chosen: npt.NDArray[np.generic]) -> "Matches":
        return Matches(self.firsts[chosen], self.lasts[chosen], self.patterns[chosen])


@lru_cache(maxsize=4096)
def pattern(written: str) -> WordPattern:
    """A pattern from how it is written. Raises ``UnreadableError`` for one without a word, or too long."""
    if len(written) > LONGEST_PATTERN:
        raise UnreadableError(f"a pattern has more than {LONGEST_PATTERN} signs: {written!r:.60}")
    near = _NEAR.split(written.strip())
    if len(near) not in (1, 3):
        raise UnreadableError(f"one ~ a pattern: {written!r:.60}")
    sides = [tuple(_positions(side)) for side in (near[0], near[-1])]
    if not all(sides) or all(each.forms is None for side in sides for each in side):
        raise UnreadableError(f"there is no word in the pattern {written!r:.60}")
    if sum(map(len, sides)) > 2 * MOST_PARTS:
        raise UnreadableError(f"a pattern has more than {MOST_PARTS} words: {written!r:.60}")
    if len(near) == 1:
        return WordPattern(written, sides[0])
    return WordPattern(written, sides[0], int(near[1]), sides[1])


def _positions(written: str) -> list[PatternWord]:
    positions: list[PatternWord] = []
    written = written.strip()
    if not any(mark in written for mark in "*?|"):
        parts = tokens([written])
        return [PatternWord((parts.types[number],), int(gap)) for number, gap in zip(parts.ids, parts.gaps, strict=True)]
    for word in written.split():
        pieces = [piece for piece in _PIECE.findall(word) if piece.strip("?|")]
        for at, piece in enumerate(pieces):
            gap = int(TokenGap.BLANK) if not at else int(TokenGap.PUNCTUATION)
            folded = [each for each in spelled(piece).split("|") if each]
            if _UNSPACED.search(piece) and len(folded) == 1:
                positions += _japanese(folded[0])
            else:
                positions.append(PatternWord(None if folded == ["*"] else tuple(folded), gap))
    return positions


def _japanese(piece: str) -> list[PatternWord]:
    """A wildcard lengthens a word of katakana; beside other signs it says nothing, for these are matched one by one."""
    positions: list[PatternWord] = []
    for run in _JAPANESE.finditer(piece):
        if run["katakana"]:
            positions.append(PatternWord((run[0],), int(TokenGap.BLANK)))
        else:
            inner = tokens([run[0].replace("*", " ").replace("?", " ")])
            positions += [PatternWord((inner.types[number],), int(TokenGap.BLANK)) for number in inner.ids]
    return positions


class _Known:
    """Which ids the forms of a position have among the types of some tokens."""

    def __init__(self, parts: Tokens) -> None:
        self.parts = parts
        self.kept: dict[tuple[str, ...], npt.NDArray[np.int32]] = {}

    def ids(self, forms: tuple[str, ...]) -> npt.NDArray[np.int32]:
        if forms not in self.kept:
            ids = [number for form in forms for number in self._ids(form)]
            self.kept[forms] = np.unique(np.array(ids, np.int32))
        return self.kept[forms]

    def _ids(self, form: str) -> list[int]:
        if "*" not in form and "?" not in form:
            number = self.parts.numbers.get(form)
            return [] if number is None else [number]
        start = re.split(r"[*?]", form)[0]
        names, order = self.parts.alphabet
        low = bisect_left(names, start)
        high = bisect_left(names, start + "\U0010ffff") if start else len(names)
        shape = re.compile("".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in form), re.S)
        return [order[n] for n in range(low, high) if shape.fullmatch(names[n])]


def matches(collection: Collection, patterns: Sequence[str], semantics: Semantics = SEARCH) -> Matches:
    """Where patterns occur among the parts of a collection; every match, however they overlap."""
    read = [pattern(each) for each in patterns]
    if semantics.forms is not Forms.EXACT:
        name_of = collection.namer(semantics.forms)
        named = [_in_forms(each, name_of) for each in read]
        stands = in_tokens(renamed(collection.parts, name_of), named, cross=semantics.cross.most)
    else:
        stands = in_tokens(collection.parts, read, cross=semantics.cross.most)
    if semantics.case == "keep":
        stands = stands.only(_with_case(collection, stands, read))
    joins = [
        gap
        for gap, how in ((TokenGap.HYPHEN, semantics.hyphens), (TokenGap.APOSTROPHE, semantics.apostrophes))
        if how == "join"
    ]
    return stands.only(_of_whole_words(collection.parts, stands, joins)) if joins else stands


def _of_whole_words(parts: Tokens, stands: Matches, joins: Sequence[TokenGap]) -> npt.NDArray[np.bool_]:
    """Which matches neither begin nor end within a word: where hyphens join, *operation* is not found in *co-operation*."""
    behind = np.append(parts.gaps[1:], TokenGap.DOCUMENT)
    return ~(np.isin(parts.gaps[stands.firsts], joins) | np.isin(behind[stands.lasts], joins))


def _in_forms(each: WordPattern, name_of: Callable[[str], str]) -> WordPattern:
    """A pattern whose words are stems or lemmas; a wildcard stays what it is."""

    def named(positions: tuple[PatternWord, ...]) -> tuple[PatternWord, ...]:
        return tuple(
            PatternWord(at.forms and tuple(form if set("*?") & set(form) else name_of(form) for form in at.forms), at.gap)
            for at in positions
        )

    return WordPattern(each.written, named(each.positions), each.within, named(each.other))


def in_tokens(parts: Tokens, patterns: Sequence[WordPattern], *, cross: int) -> Matches:
    """Where patterns occur. The rarest word of each is looked for, all in one walk, and its neighbours beside it."""
    known = _Known(parts)
    jobs = []
    for number, each in enumerate(patterns):
        jobs.append((number, each.positions))
        if each.other:
            jobs.append((len(patterns) + number, each.other))
    anchors = [_anchor(known, positions) for _, positions in jobs]
    places = _occurrences(parts, [ids for _, ids in anchors])
    stands: dict[int, tuple[Places, int]] = {}
    for (number, positions), (at, _), standing in zip(jobs, anchors, places, strict=True):
        stands[number] = (_checked(known, positions, standing - at, at, cross), len(positions))
    firsts, lasts, numbers = [], [], []
    for number, each in enumerate(patterns):
        first, size = stands[number]
        last = first + size - 1
        if each.other:
            first, last = _near(parts, (first, last), stands[len(patterns) + number], each.within, cross)
        firsts.append(first)
        lasts.append(last)
        numbers.append(np.full(len(first), number, np.int64))
    none = np.zeros(0, np.int64)
    whole = Matches(np.concatenate([none, *firsts]), np.concatenate([none, *lasts]), np.concatenate([none, *numbers]))
    return whole.only(np.lexsort((whole.patterns, -whole.lasts, whole.firsts)))


def _anchor(known: _Known, positions: Sequence[PatternWord]) -> tuple[int, npt.NDArray[np.int32]]:
    """The position whose forms occur least, and their ids."""
    counts = known.parts.counts
    best: tuple[int, int, npt.NDArray[np.int32]] | None = None
    for at, each in enumerate(positions):
        if each.forms is None:
            continue
        ids = known.ids(each.forms)
        often = int(counts[ids].sum())
        if best is None or often < best[0]:
            best = (often, at, ids)
    return (best[1], best[2]) if best else (0, np.zeros(0, np.int32))


def _occurrences(parts: Tokens, wanted: Sequence[npt.NDArray[np.int32]]) -> list[Places]:
    """Where each set of ids stands, each in the order of the text."""
    every = np.unique(np.concatenate([np.zeros(0, np.int32), *wanted]))
    if not len(every):
        return [np.zeros(0, np.int64) for _ in wanted]
    if len(every) == 1:
        at = np.flatnonzero(parts.ids == every[0])
    else:
        is_wanted = np.zeros(len(parts.types), bool)
        is_wanted[every] = True
        at = np.flatnonzero(is_wanted[parts.ids])
    of = parts.ids[at]
    order = np.argsort(of, kind="stable")
    at, of = at[order], of[order]
    starts, ends = np.searchsorted(of, every, "left"), np.searchsorted(of, every, "right")
    spans = {int(number): (int(start), int(end)) for number, start, end in zip(every, starts, ends, strict=True)}
    standing = []
    for ids in wanted:
        pieces = [at[slice(*spans[int(number)])] for number in ids]
        standing.append(pieces[0] if len(pieces) == 1 else np.sort(np.concatenate([np.zeros(0, np.int64), *pieces])))
    return standing


def _checked(known: _Known, positions: Sequence[PatternWord], firsts: Places, anchor: int, cross: int) -> Places:
    """Those beginnings at which the whole pattern stands."""
    parts = known.parts
    firsts = firsts[(firsts >= 0) & (firsts + len(positions) <= len(parts))]
    order = sorted(range(len(positions)), key=lambda at: abs(at - anchor))
    for at in order:
        each = positions[at]
        if at:
            firsts = firsts[parts.gaps[firsts + at] <= max(cross, min(each.gap, TokenGap.SENTENCE))]
        if at != anchor and each.forms is not None:
            ids = known.ids(each.forms)
            here = parts.ids[firsts + at]
            firsts = firsts[here == ids[0]] if len(ids) == 1 else firsts[np.isin(here, ids)]
    return firsts


def _near(
    parts: Tokens, first: tuple[Places, Places], other: tuple[Places, int], within: int, cross: int
) -> tuple[Places, Places]:
    """Matches from one side of a proximity to the nearest of the other side, where few enough words lie between."""
    starts, ends = first
    others, size = other
    if not len(starts) or not len(others):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    firsts, lasts = [], []
    after = np.searchsorted(others, ends, "right")
    before = np.searchsorted(others + size - 1, starts, "left") - 1
    for n, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        best: tuple[int, int, int] | None = None
        if after[n] < len(others) and (away := int(others[after[n]]) - end - 1) <= within:
            best = (away, start, int(others[after[n]]) + size - 1)
        if (
            before[n] >= 0
            and (away := start - int(others[before[n]]) - size) <= within
            and (best is None or away < best[0])
        ):
            best = (away, int(others[before[n]]), end)
        if best and not (parts.gaps[best[1] + 1 : best[2] + 1] > max(cross, TokenGap.PUNCTUATION)).any():
            firsts.append(best[1])
            lasts.append(best[2])
    return np.array(firsts, np.int64), np.array(lasts, np.int64)


def _with_case(collection: Collection, stands: Matches, patterns: Sequence[WordPattern]) -> npt.NDArray[np.bool_]:
    """Which matches have the capitals of their pattern; a wildcard stands for any."""
    shapes = [_case_shape(each.written) for each in patterns]
    kept = np.zeros(len(stands), bool)
    for n, text in enumerate(surfaces(collection, stands)):
        kept[n] = shapes[int(stands.patterns[n])].search(text) is not None
    return kept


def _case_shape(written: str) -> re.Pattern[str]:
    pieces = [_NEAR.sub(" ", written)]
    words = [re.escape(word).replace(r"\*", r"\w*").replace(r"\?", r"\w").replace(r"\|", "|") for word in pieces[0].split()]
    return re.compile(r"\W+".join(f"(?:{word})" for word in words) if "~" not in written else ".*")


def spans(collection: Collection, stands: Matches) -> tuple[Places, Places, Places]:
    """The document of each match, and its first and last place in code points (the last excluded)."""
    parts = collection.parts
    documents = parts.documents(stands.firsts)
    starts = parts.places[stands.firsts].astype(np.int64)
    ends = parts.places[stands.lasts].astype(np.int64) + parts.lengths[stands.lasts]
    return documents, starts, ends


def surfaces(collection: Collection, stands: Matches) -> list[str]:
    """The words of each match as they are written."""
    texts = collection.texts
    documents, starts, ends = (each.tolist() for each in spans(collection, stands))
    return [texts[document][start:end] for document, start, end in zip(documents, starts, ends, strict=True)]


def apart(stands: Matches, overlap: Overlap, codes: Sequence[int] | None = None) -> Matches:
    """Matches without those that the rule of overlap leaves out. ``codes``: the code of each pattern."""
    if overlap is Overlap.ALL or len(stands) < 2:
        return stands
    groups = np.asarray(codes, np.int64)[stands.patterns] if codes is not None and overlap is Overlap.CODE else None
    keep = np.ones(len(stands), bool)
    reached: dict[int, int] = {}
    group_of = groups.tolist() if groups is not None else [0] * len(stands)
    if overlap is Overlap.NONE:
        for n, (first, last) in enumerate(zip(stands.firsts.tolist(), stands.lasts.tolist(), strict=True)):
            keep[n] = first > reached.get(0, -1)
            if keep[n]:
                reached[0] = last
        return stands.only(keep)
    held: dict[int, tuple[int, int]] = {}
    for n, (first, last) in enumerate(zip(stands.firsts.tolist(), stands.lasts.tolist(), strict=True)):
        group = group_of[n]
        if last <= reached.get(group, -1):
            keep[n] = held[group] == (first, last) and overlap is Overlap.BOOK  # the same words under two codes stay
        else:
            reached[group], held[group] = last, (first, last)
    return stands.only(keep)
