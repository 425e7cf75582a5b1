"""The lines of a file as they were before its changes, each with what was done to it."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nemawashi.kit.word.places import NOWHERE, Place
from nemawashi.kit.word.values import Change, Passage, joins

MARK = "\ue00a"  # a mark that a change put inside a line


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stood before (``base``), stand afterwards (``final``), or both; who changed them; where."""

    words: str
    base: bool
    final: bool
    changes: tuple[Change, ...] = ()
    place: Place = NOWHERE
    note: str = ""

    @property
    def authors(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for change in self.changes for name in change.author.split("; ") if name))


@dataclass
class Line:
    """What stood in one line before the changes, with all that was put into it; ``joins`` the next line afterwards."""

    pieces: list[Piece] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    joins: bool = False
    before: list[list[Piece]] = field(default_factory=list)
    after: list[list[Piece]] = field(default_factory=list)

    @property
    def base(self) -> str:
        return "".join(piece.words for piece in self.pieces if piece.base)

    @property
    def final(self) -> str:
        return said(self.pieces)

    @property
    def is_changed(self) -> bool:
        return self.joins or bool(self.before or self.after) or any(one.base != one.final for one in self.pieces)

    @property
    def place(self) -> Place:
        return self.passages[0].place if self.passages else Place()


def said(pieces: Iterable[Piece]) -> str:
    return "".join(piece.words for piece in pieces if piece.final)


def lines(passages: Sequence[Passage]) -> list[Line]:
    """All lines with words, those of text boxes last. Passages that were put in whole stand before or after theirs."""
    begun: list[Line] = []
    line, boxes = Line(), list[Passage]()
    marks = zip(joins(passages, accepted=False), joins(passages, accepted=True), strict=True)
    for passage, (stood_on, goes_on) in zip(passages, marks, strict=True):
        boxes += passage.boxes
        stood, stands = passage.stands(accepted=False), passage.stands(accepted=True)
        if not stood and not stands:
            continue
        line.passages.append(passage)
        for run in passage.runs:
            words = unicodedata.normalize("NFC", run.words)
            base, final = stood and run.stands(accepted=False), stands and run.stands(accepted=True)
            line.pieces.append(Piece(words, base, final, (*passage.around, *run.changes), passage.place, run.note))
        had = stood and not stood_on
        has = stands and not goes_on
        if had:
            line.joins = not has
            begun.append(line)
            line = Line()
        elif has:
            line.pieces.append(Piece(MARK, False, True, (*passage.around, *passage.mark_changes), passage.place))
    if line.pieces:
        begun.append(line)
    parted = [_parted(line) for line in begun]
    parted = [line for line in parted if line.base.strip() or line.final.strip() or line.before or line.after or line.joins]
    return parted + (lines(boxes) if boxes else [])


def _parted(line: Line) -> Line:
    """The line with the passages that are new in it taken to its sides."""
    parts: list[list[Piece]] = [[]]
    for piece in line.pieces:
        if piece.words == MARK:
            parts.append([])
        else:
            parts[-1].append(piece)
    marks = [piece for piece in line.pieces if piece.words == MARK]
    own = [at for at, part in enumerate(parts) if any(piece.base and piece.words.strip() for piece in part)]
    first, last = (own[0], own[-1]) if own else (len(parts), len(parts))
    kept: list[Piece] = []
    for at in range(first, last + 1 if own else first):
        kept += ([marks[at - 1]] if at > first else []) + parts[at]
    before = [part for part in parts[:first] if said(part).strip()]
    after = [part for part in parts[last + 1 :] if said(part).strip()]
    return Line(kept, line.passages, line.joins, before, after)
