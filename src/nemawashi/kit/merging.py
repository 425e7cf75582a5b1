"""Two people wrote on from the same words: what both made of them, paragraph by paragraph, with nothing lost.

A paragraph that one of them changed stands as that one wrote it. One that both changed stands in neither way until somebody
chooses: it is *contested*. What both put in at the same place stands there, that of the other first. A paragraph is a line
that holds something; lines without words part nothing and are not kept.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.faults import UnreadableError

MOST_PARAGRAPHS = 5_000  # of one side: what is compared grows with their number times itself, by sixty-fourths


class WhoseWords(StrEnum):
    """Whose words stand of what both changed: one's own, those that were there before, or both, the others' first."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class MergedPart:
    """A run of paragraphs: what stood there, and what each side has in its place."""

    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def is_contested(self) -> bool:
        """Whether both changed what stood there, in different ways. What both put in where nothing stood is no quarrel."""
        return bool(self.base) and self.base not in (self.mine, self.theirs) and self.mine != self.theirs

    @property
    def is_theirs(self) -> bool:
        """Whether it comes, whole or in part, from the other side alone."""
        return not self.is_contested and self.theirs != self.base and self.theirs != self.mine

    @property
    def key(self) -> str:
        """By which a choice finds the part again, wherever it has moved: made of both sides' words."""
        said = "\0".join(["\n".join(self.theirs), "\n".join(self.mine)])
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()

    def chosen(self, choice: WhoseWords | None = None) -> tuple[str, ...]:
        """The paragraphs that stand; of a contested part by ``choice``, without which those of both do."""
        if not self.is_contested:
            if self.mine == self.base:
                return self.theirs
            return self.mine if self.theirs in (self.base, self.mine) else _together(self.theirs, self.mine)
        if choice is WhoseWords.MINE:
            return self.mine
        return self.theirs if choice is WhoseWords.THEIRS else _together(self.theirs, self.mine)


@dataclass(frozen=True, slots=True)
class Merged:
    """All parts in order."""

    parts: tuple[MergedPart, ...]

    @property
    def contested(self) -> list[MergedPart]:
        return [part for part in self.parts if part.is_contested]

    def unsettled(self, choices: Mapping[str, WhoseWords]) -> list[MergedPart]:
        """The contested parts of which nobody said what stands."""
        return [part for part in self.contested if part.key not in choices]

    def words(self, choices: Mapping[str, WhoseWords] | None = None) -> str:
        known = choices or {}
        return "\n\n".join(line for part in self.parts for line in part.chosen(known.get(part.key)))

    def from_others(self, choices: Mapping[str, WhoseWords] | None = None) -> list[int]:
        """The numbers, from 1, of the paragraphs of the whole that the other side wrote and this one did not."""
        known, numbers, at = choices or {}, list[int](), 0
        for part in self.parts:
            for line in part.chosen(known.get(part.key)):
                at += 1
                if (part.is_theirs or part.is_contested) and line not in part.mine:
                    numbers.append(at)
        return numbers


def _lines(words: str) -> list[str]:
    return [line for each in normal(words).split("\n") if (line := each.strip())]


def are_too_many(words: str) -> bool:
    """Whether there are more paragraphs than are merged; ask it of words whose length is bounded."""
    return len(_lines(words)) > MOST_PARAGRAPHS


def paragraphs(words: str) -> list[str]:
    """The lines that hold something. Raises ``UnreadableError`` for more than ``MOST_PARAGRAPHS``."""
    lines = _lines(words)
    if len(lines) > MOST_PARAGRAPHS:
        raise UnreadableError(f"at most {MOST_PARAGRAPHS:,} paragraphs are merged, and here are {len(lines):,}")
    return lines


def merge(base: str, *, mine: str, theirs: str) -> Merged:
    """What came of ``base`` in two hands, of which ``theirs`` is there already and ``mine`` comes in now."""
    start, own, others = paragraphs(base), paragraphs(mine), paragraphs(theirs)
    return Merged(tuple(_parts(start, own, others)))


def _together(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """Both runs in one: what both have once, else the first before the second."""
    lines: list[str] = []
    at = 0
    for _start, end, low, high in _changes(first, second):
        lines += [*first[at:end], *second[low:high]]
        at = end
    return (*lines, *first[at:])


def _changes(base: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Where ``new`` differs: from and to in ``base``, from and to in ``new``."""
    made: list[tuple[int, int, int, int]] = []
    for op in Indel.opcodes(base, new):
        if op.tag == "equal":
            continue
        if made and made[-1][1] == op.src_start and made[-1][3] == op.dest_start:
            made[-1] = (made[-1][0], op.src_end, made[-1][2], op.dest_end)
        else:
            made.append((op.src_start, op.src_end, op.dest_start, op.dest_end))
    return made


def _line_by_line(part: MergedPart) -> Iterator[MergedPart]:
    """Where neither side put in or took out a paragraph, each stands for itself: one that one side alone changed is merged,
    though its neighbour is contested."""
    if len(part.base) == len(part.mine) == len(part.theirs):
        lines = zip(part.base, part.mine, part.theirs, strict=True)
        yield from (MergedPart((base,), (mine,), (theirs,)) for base, mine, theirs in lines)
    else:
        yield part


def _parts(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[MergedPart]:
    """The parts between which all three agree. Changes that touch a common paragraph, or one place, are one part."""
    sides = [_changes(base, mine), _changes(base, theirs)]
    at, places = 0, [0, 0]
    while sides[0] or sides[1]:
        start = min(side[0][0] for side in sides if side)
        if start > at:
            yield from (MergedPart((line,), (line,), (line,)) for line in base[at:start])
        taken: list[list[tuple[int, int, int, int]]] = [[], []]
        end, grew = start, True
        while grew:
            grew = False
            for nth, side in enumerate(sides):
                while side and (side[0][0] < end or side[0][0] == start):
                    taken[nth].append(side.pop(0))
                    end, grew = max(end, taken[nth][-1][1]), True
        places = [place + start - at for place in places]
        runs = []
        for nth, new in enumerate((mine, theirs)):
            grown = sum((c[3] - c[2]) - (c[1] - c[0]) for c in taken[nth])
            length = end - start + grown
            runs.append(tuple(new[places[nth] : places[nth] + length]))
            places[nth] += length
        yield from _line_by_line(MergedPart(tuple(base[start:end]), *runs))
        at = end
    yield from (MergedPart((line,), (line,), (line,)) for line in base[at:])
