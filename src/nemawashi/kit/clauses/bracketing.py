"""Brackets computed from positions: words not agreed, with the parties that ask for them, nested where they overlap.

A bracket is never stored. ``bracketed`` cuts the clause at every border of a position, then nests: the position whose
words reach farthest stands outside. Where two overlap without one holding the other, the inner one is continued in a
second bracket with the same key.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple


class PositionMark(NamedTuple):
    """A live position on the words ``start:end`` of a clause; ``words`` is what would stand there instead or besides.

    ``takes`` is whether the words under the span would go.
    """

    key: str
    parties: tuple[str, ...]
    start: int
    end: int
    words: str = ""
    takes: bool = False
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plain:
    """Words of the clause that stand outside any further bracket."""

    words: str


@dataclass(frozen=True, slots=True)
class Bracket:
    """``kind``: ``delete`` holds words that some party wants out, ``insert`` words that some party wants in."""

    kind: str
    mark: PositionMark
    inside: tuple["Node", ...] = field(default_factory=tuple)


Node = Plain | Bracket


def bracketed(words: str, marks: Sequence[PositionMark]) -> tuple[Node, ...]:
    """The clause as a tree of plain words and brackets. Reading all plain words in ``delete`` order gives the clause.

    Raises ValueError when a mark lies outside the words.
    """
    for mark in marks:
        if not 0 <= mark.start <= mark.end <= len(words):
            raise ValueError(f"position {mark.key} lies outside the clause")
    cuts = sorted({0, len(words), *(m.start for m in marks), *(m.end for m in marks)})
    cells: list[tuple[int, int]] = list(pairwise(cuts))
    taking, putting = [mark for mark in marks if mark.takes], [mark for mark in marks if mark.words]
    return tuple(_nest(words, cells, taking, putting, frozenset()))


def _nest(
    words: str,
    cells: list[tuple[int, int]],
    taking: list[PositionMark],
    putting: list[PositionMark],
    open_keys: frozenset[str],
) -> list[Node]:
    """Nodes of some cells: ``taking`` are the marks that take words out, ``putting`` those that put some in."""
    out: list[Node] = []
    if not cells:  # an empty clause: only insertions
        return [Bracket("insert", m, (Plain(m.words),)) for m in putting]
    index = 0
    emitted: set[str] = set()

    def insertions(at: int) -> None:
        for mark in putting:
            if mark.end == at and mark.key not in emitted:
                emitted.add(mark.key)
                out.append(Bracket("insert", mark, (Plain(mark.words),)))

    if cells[0][0] == 0:
        insertions(0)
    while index < len(cells):
        start, end = cells[index]
        over = [m for m in taking if m.start <= start and end <= m.end and m.key not in open_keys]
        if not over:
            out.append(Plain(words[start:end]))
            index += 1
        else:
            outer = max(over, key=lambda m: (min(m.end, cells[-1][1]), -m.start, m.key))
            stop = index
            while stop < len(cells) and cells[stop][1] <= outer.end:
                stop += 1
            held = cells[index:stop]
            inner_end = held[-1][1]
            # New words that land strictly inside stay inside, wherever their span began; at the far border they stand
            # outside.
            inside_putting = [m for m in putting if m.key not in (outer.key, *emitted) and start < m.end < inner_end]
            emitted.update(m.key for m in inside_putting)
            inside = _nest(words, held, taking, inside_putting, open_keys | {outer.key})
            out.append(Bracket("delete", outer, tuple(inside)))
            index = stop
        insertions(cells[index - 1][1])
    return out


def plain_words(nodes: Sequence[Node]) -> str:
    """The words of the clause as they stand, without what positions would put in."""
    out = []
    for node in nodes:
        if isinstance(node, Plain):
            out.append(node.words)
        elif node.kind == "delete":
            out.append(plain_words(node.inside))
    return "".join(out)


def depth(nodes: Sequence[Node]) -> int:
    """How deep brackets nest."""
    return max((1 + depth(n.inside) for n in nodes if isinstance(n, Bracket)), default=0)


def notation(nodes: Sequence[Node]) -> str:
    """The clause as delegations type it: ``[KAZ delete: x] [JPN: y]``.

    A position that is continued in a further bracket, because it crosses another, has the same ``#1`` in each of them.
    """
    times = Counter(node.mark.key for node in _all(nodes) if node.kind == "delete")
    crossing = {key: place for place, key in enumerate((key for key, count in times.items() if count > 1), start=1)}
    return _typed(nodes, crossing)


def _all(nodes: Sequence[Node]) -> Iterator[Bracket]:
    for node in nodes:
        if isinstance(node, Bracket):
            yield node
            yield from _all(node.inside)


def _typed(nodes: Sequence[Node], crossing: dict[str, int]) -> str:
    out = []
    for node in nodes:
        if isinstance(node, Plain):
            out.append(node.words)
            continue
        who = "/".join(node.mark.parties)
        backing = f"/{'/'.join(node.mark.supporters)}" if node.mark.supporters else ""
        against = f"; {'/'.join(node.mark.opponents)} oppose" if node.mark.opponents else ""
        verb = " delete" if node.kind == "delete" else ""
        again = f" #{crossing[node.mark.key]}" if node.mark.key in crossing else ""
        out.append(f"[{who}{backing}{verb}{against}{again}: {_typed(node.inside, crossing)}]")
    return "".join(out)
