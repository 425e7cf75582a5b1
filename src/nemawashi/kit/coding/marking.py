"""Which words of a passage a code is about, as a coder types or marks them, and how far two coders mark the same.

A line names a code, and behind a colon the words as they stand in the passage. Where they stand more than once, the number
of the place stands in brackets behind the code: ``Liberal (2): peace``. Blanks count as one; all else is as it stands.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from nemawashi.kit.faults import UnreadableError

MOST_MARKS = 100  # of one passage; more than anybody marks by hand
MOST_PLACES = 999  # of the same words in one passage: the number of a place has three digits
_PLACE = re.compile(r"\((\d{1,3})\)\s*$")


@dataclass(frozen=True, slots=True, order=True)
class CodedWords:
    """A code and the part of the passage that it is about, by code points."""

    code: str
    start: int
    end: int


class MarkFault(StrEnum):
    """Why a line marks nothing."""

    TOO_MANY = "too_many"
    NO_CODE = "no_code"
    NO_WORDS = "no_words"
    NOT_THERE = "not_there"
    SEVERAL = "several"
    NO_SUCH_PLACE = "no_such_place"


class MarkError(UnreadableError):
    """A line that marks nothing. ``times``: how often its words stand in the passage."""

    def __init__(self, kind: MarkFault, line: int, times: int = 0) -> None:
        super().__init__(f"line {line}: {kind}")
        self.kind, self.line, self.times = kind, line, times


def read(lines: str, *, passage: str, codes: Mapping[str, str]) -> tuple[CodedWords, ...]:
    """What the lines mark. ``codes``: what a code may be called, to its id. Raises ``MarkError`` at the first wrong one."""
    known, whole = {_folded(name): code for name, code in codes.items()}, _Spelt(passage)
    typed = [(number, line) for number, line in enumerate(lines.splitlines(), 1) if line.strip()]
    if len(typed) > MOST_MARKS:
        raise MarkError(MarkFault.TOO_MANY, typed[MOST_MARKS][0])
    return tuple(sorted({_mark(number, line, whole, known) for number, line in typed}))


def _mark(number: int, line: str, passage: "_Spelt", known: Mapping[str, str]) -> CodedWords:
    head, code, words = "", "", ""
    for colon in re.finditer("[:：]", line):  # a name may hold a colon itself
        head, words = line[: colon.start()], line[colon.end() :].strip()
        code = known.get(_folded(head)) or known.get(_folded(_PLACE.sub("", head)), "")
        if code:
            break
    if not code:
        raise MarkError(MarkFault.NO_CODE, number)
    if not words:
        raise MarkError(MarkFault.NO_WORDS, number)
    places = passage.places(words)
    named = _PLACE.search(head) if _folded(head) not in known else None
    if not places:
        raise MarkError(MarkFault.NOT_THERE, number)
    if named is None and len(places) > 1:
        raise MarkError(MarkFault.SEVERAL, number, len(places))
    wanted = int(named[1]) if named else 1
    if not 1 <= wanted <= len(places):
        raise MarkError(MarkFault.NO_SUCH_PLACE, number, len(places))
    return CodedWords(code, *places[wanted - 1])


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


class _Spelt:
    """A passage with its blanks as one each, and where each sign of that stands in it."""

    def __init__(self, passage: str) -> None:
        runs = [(each.start(), each[0]) for each in re.finditer(r"\s+|\S", passage)]
        self.words = "".join(" " if run.isspace() else run for _start, run in runs)
        self.starts = [start for start, _run in runs]

    def places(self, words: str) -> list[tuple[int, int]]:
        """Where the words stand, places that overlap among them; so many at most as can be named."""
        words, places, at = " ".join(words.split()), list[tuple[int, int]](), -1
        while words and len(places) < MOST_PLACES and (at := self.words.find(words, at + 1)) >= 0:
            places.append((self.starts[at], self.starts[at + len(words) - 1] + 1))
        return places


def typed(marks: Iterable[CodedWords], *, passage: str, names: Mapping[str, str]) -> str:
    """The lines that mark just this, for somebody who goes on with them. ``names``: of the codes, by their ids."""
    lines, whole = [], _Spelt(passage)
    for mark in marks:
        words = " ".join(passage[mark.start : mark.end].split())
        places = [start for start, _end in whole.places(words)]
        which = f" ({places.index(mark.start) + 1})" if len(places) > 1 and mark.start in places else ""
        lines.append(f"{names.get(mark.code, mark.code)}{which}: {words}")
    return "\n".join(lines)


def strange(marks: Iterable[CodedWords], *, passage: str) -> CodedWords | None:
    """The first mark that is no part of the passage, or begins or ends with a blank: its words could not be typed."""
    return next(
        (
            mark
            for mark in marks
            if not 0 <= mark.start < mark.end <= len(passage)
            or passage[mark.start].isspace()
            or passage[mark.end - 1].isspace()
        ),
        None,
    )


def in_common(one: Sequence[CodedWords], other: Sequence[CodedWords], *, code: str, length: int) -> float:
    """How far two coders mean the same words by a code that both gave: twice the common characters by the sum of both.

    Dice's coefficient (Dice 1945), from 0 to 1. Who marked nothing means the whole passage.
    """
    mine, theirs = _covered(one, code, length), _covered(other, code, length)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine or theirs else 1.0


def _covered(marks: Iterable[CodedWords], code: str, length: int) -> set[int]:
    covered: set[int] = set()
    for mark in marks:
        if mark.code == code:
            covered.update(range(mark.start, mark.end))
    return covered or set(range(length))


def runs(passage: str, marks: Sequence[CodedWords]) -> list[tuple[str, tuple[str, ...]]]:
    """The passage in runs of words, each with the codes that are marked on it."""
    edges = sorted({0, len(passage), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    return [
        (passage[start:end], tuple(dict.fromkeys(mark.code for mark in marks if mark.start <= start and end <= mark.end)))
        for start, end in pairwise(edges)
    ]
