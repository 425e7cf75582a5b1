"""Key words in context: lines with the words around a match, sorted by any neighbour, each with its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from nemawashi.kit.counting import matching
from nemawashi.kit.counting.collections import SEARCH, Collection, Semantics
from nemawashi.kit.counting.gaps import TokenGap
from nemawashi.kit.counting.matching import Matches, Overlap
from nemawashi.kit.counting.tokens import Places
from nemawashi.kit.faults import UnreadableError

WIDEST = 50
SORTS = ("text", "match", *(f"{side}{n}" for n in range(1, 6) for side in "LR"))


@dataclass(frozen=True, slots=True)
class ContextLine:
    """A match with its surroundings.

    ``start`` and ``end``: code points; ``first`` and ``last``: words of the document, counted from 1.
    """

    document: int
    id: str
    start: int
    end: int
    first: int
    last: int
    left: str
    match: str
    right: str
    pattern: str


class Concordance:
    """All lines of some patterns. Only what is asked for is cut out of the texts."""

    def __init__(
        self, collection: Collection, patterns: Sequence[str], stands: Matches, *, window: int, semantics: Semantics
    ) -> None:
        self.collection, self.patterns, self.stands = collection, patterns, stands
        self.window, self.semantics = window, semantics

    def __len__(self) -> int:
        return len(self.stands)

    @cached_property
    def documents(self) -> Places:
        """The document of each line."""
        return self.collection.parts.documents(self.stands.firsts)

    def lines(self, sort: Sequence[str] = (), *, limit: int | None = None, skip: int = 0) -> list[ContextLine]:
        """Lines in the order of the text, or by ``match``, ``L1`` … ``R5``, the first named first."""
        order = self._order(sort)[skip : None if limit is None else skip + limit]
        stands = self.stands.only(order)
        parts, texts = self.collection.parts, self.collection.texts
        lefts, rights = self._edges(stands)
        documents, starts, ends = matching.spans(self.collection, stands)
        heads = parts.begins[documents]
        columns = [
            documents,
            starts,
            ends,
            self._words_to(heads, stands.firsts),
            self._words_to(heads, stands.lasts),
            parts.places[lefts].astype(np.int64),
            parts.places[rights].astype(np.int64) + parts.lengths[rights],
            stands.patterns,
        ]
        return [
            ContextLine(
                document,
                self.collection.documents[document].id,
                start,
                end,
                first,
                last,
                texts[document][left:start],
                texts[document][start:end],
                texts[document][end:right],
                self.patterns[number],
            )
            for document, start, end, first, last, left, right, number in zip(*(c.tolist() for c in columns), strict=True)
        ]

    def _words_to(self, heads: Places, at: Places) -> Places:
        """The number of the word of each part in its document, from 1; what hyphens and apostrophes join is one word."""
        gaps = self.collection.parts.gaps
        ends = zip(heads.tolist(), at.tolist(), strict=True)
        return np.array([np.count_nonzero(gaps[head : end + 1] > TokenGap.APOSTROPHE) for head, end in ends], np.int64)

    def neighbours(self, at: str) -> list[str]:
        """The word at a place such as L1 or R2 of each line; empty beyond the ends of a document."""
        return [self.collection.parts.types[number] if number >= 0 else "" for number in self._beside(at).tolist()]

    def _order(self, sort: Sequence[str]) -> Places:
        keys = []
        for each in sort:
            if each not in SORTS:
                raise UnreadableError(f"lines are sorted by {', '.join(SORTS)}, not by {each!r:.20}")
            if each == "match":
                keys.append(_ranks([text.casefold() for text in matching.surfaces(self.collection, self.stands)]))
            elif each != "text":
                keys.append(_ranks(self.neighbours(each)))
        if not keys:
            return np.arange(len(self.stands))
        return np.lexsort(tuple(reversed(keys)))

    def _beside(self, at: str) -> Places:
        """The ids of the parts at a place, -1 beyond the ends of a document."""
        parts = self.collection.parts
        away = int(at[1:])
        where = self.stands.firsts - away if at[0] == "L" else self.stands.lasts + away
        ends = np.append(parts.begins[1:], len(parts))
        inside = (where >= parts.begins[self.documents]) & (where < ends[self.documents])
        ids = np.full(len(where), -1, np.int64)
        ids[inside] = parts.ids[where[inside]]
        return ids

    def _edges(self, stands: Matches) -> tuple[Places, Places]:
        """The parts with which the contexts begin and end: whole words, within the document."""
        gaps = self.collection.parts.gaps
        left, right = stands.firsts.copy(), stands.lasts.copy()
        for _ in range(self.window):
            on = gaps[left] != TokenGap.DOCUMENT
            left[on] -= 1
            while (within := on & (gaps[left] <= TokenGap.APOSTROPHE)).any():
                left[within] -= 1
            right = _next_word(gaps, right)
        return left, right


def _next_word(gaps: npt.NDArray[np.uint8], at: Places) -> Places:
    """The last part of the word behind each part; the part itself at the end of a document."""
    last = len(gaps) - 1
    at = _word_end(gaps, at)
    after = np.minimum(at + 1, last)
    on = (at < last) & (gaps[after] != TokenGap.DOCUMENT)
    return np.where(on, _word_end(gaps, after), at)


def _word_end(gaps: npt.NDArray[np.uint8], at: Places) -> Places:
    at = at.copy()
    last = len(gaps) - 1
    while True:
        after = np.minimum(at + 1, last)
        on = (at < last) & (gaps[after] <= TokenGap.APOSTROPHE)
        if not on.any():
            return at
        at[on] += 1


def _ranks(words: Sequence[str]) -> Places:
    number = {word: n for n, word in enumerate(sorted(set(words)))}
    return np.array([number[word] for word in words], np.int64)


def kwic(
    collection: Collection,
    *patterns: str,
    window: int = 8,
    semantics: Semantics = SEARCH,
    overlap: Overlap = Overlap.ALL,
) -> Concordance:
    """The lines in which patterns occur, with ``window`` words on either side."""
    if not patterns:
        raise UnreadableError("give a phrase")
    if not 0 <= window <= WIDEST:
        raise UnreadableError(f"a window has 0 to {WIDEST} words")
    stands = matching.apart(matching.matches(collection, patterns, semantics), overlap)
    return Concordance(collection, patterns, stands, window=window, semantics=semantics)


def row(line: ContextLine, collection: Collection) -> dict[str, Any]:
    """A line for programs: contract of ``nemawashi kwic --json``."""
    about = collection.documents[line.document]
    return {
        "document": line.id,
        "date": about.date or None,
        "language": about.language,
        "start": line.start,
        "end": line.end,
        "from": line.first,
        "to": line.last,
        "left": line.left,
        "match": line.match,
        "right": line.right,
        "pattern": line.pattern,
    }
