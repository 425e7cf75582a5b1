"""Anchors in a wording: replaying changes, collisions, and the smallest change between two wordings.

A span is counted in Unicode code points of text in NFC with LF. A change puts ``put`` code points where ``start:end``
stood. Anchors are never rewritten: they follow later wordings by replay (``follow``).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Indel

_PIECE = re.compile(r"\s+|[A-Za-zÀ-ɏ0-9Ѐ-ӿ]+(?:['’\-][A-Za-zÀ-ɏ0-9Ѐ-ӿ]+)*|.", re.DOTALL)
_BLANKS = re.compile(r"  +")


class Span(NamedTuple):
    """``start == end`` is a place between two code points."""

    start: int
    end: int

    @property
    def is_place(self) -> bool:
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class AcceptedChange:
    """What one accepted position did to a wording."""

    start: int
    end: int
    put: int

    @property
    def shift(self) -> int:
        return self.put - (self.end - self.start)


def normal(words: str) -> str:
    """Words in the form in which they are stored and counted: NFC, LF, no blanks at the ends."""
    return unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(words: str) -> str:
    """A name, or what else is one line, as it is stored: no line breaks, no signs that steer a terminal, hide, or turn the
    direction of writing. In a mail a second line would look like words of the server.
    """
    kinds = ((sign, unicodedata.category(sign)) for sign in words)
    plain = "".join(" " if kind in ("Cc", "Zl", "Zp") else sign for sign, kind in kinds if kind != "Cf")
    return normal(_BLANKS.sub(" ", plain))


def pieces(words: str) -> list[str]:
    """Words, blanks and marks in order; joined they give the text again. Japanese falls into characters.

    Blanks and marks are pieces of their own, unlike in ``lineage.aligning``: a position may be about a comma alone, and the
    smallest edit must not take in the mark behind a word.
    """
    return _PIECE.findall(words)


def collide(one: Span, other: Span, *, both_delete: bool = False) -> bool:
    """Whether two spans of one wording cannot be decided independently of each other.

    Two insertions in one place collide, because the chair must order them; two deletions of the same words agree.
    """
    if both_delete:
        return False
    if one.is_place and other.is_place:
        return one.start == other.start
    if one.is_place:
        return other.start < one.start < other.end
    if other.is_place:
        return one.start < other.start < one.end
    return one.start < other.end and other.start < one.end


def follow(span: Span, changes: list[AcceptedChange], *, deletes: bool = False) -> Span | None:
    """Where ``span`` stands after ``changes``, or None when one of them took the words that it stood on.

    A position that itself ``deletes`` agrees with a deletion that took some of its words: it stands on the rest, and
    on a mere place when nothing is left of them.
    """
    start, end = span.start, span.end
    for change in changes:
        if end <= change.start:
            continue
        if start >= change.end:
            start, end = start + change.shift, end + change.shift
        elif deletes and change.put == 0:
            start = min(start, change.start)
            end = change.start if end <= change.end else end + change.shift
        else:
            return None
    return Span(start, end)


@dataclass(frozen=True, slots=True)
class SingleEdit:
    """The smallest single change that makes one wording of another."""

    start: int
    end: int
    words: str


def smallest_edit(before: str, after: str) -> SingleEdit | None:
    """The one covering change between two wordings, cut at word borders; None when they are equal.

    A delegate edits the clause as a whole; what becomes the position is only the stretch that they touched.
    """
    old, new = pieces(before), pieces(after)
    ops = [op for op in Indel.opcodes(old, new) if op.tag != "equal"]
    if not ops:
        return None
    first, last = ops[0], ops[-1]
    start = len("".join(old[: first.src_start]))
    end = len("".join(old[: last.src_end]))
    return SingleEdit(start, end, "".join(new[first.dest_start : last.dest_end]))


def apply(words: str, edit: SingleEdit) -> str:
    return words[: edit.start] + edit.words + words[edit.end :]
