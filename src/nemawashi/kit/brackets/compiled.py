"""A compilation of ours that somebody changed: lines of our own notation between lines that are read as anybody's typing.

``writing.positions`` reads back what was written to the letter; here each line counts for itself, so that a file in which
a delegation typed a bracket more is still read as a whole.
"""

from collections.abc import Sequence
from dataclasses import replace

from nemawashi.kit import limits
from nemawashi.kit.brackets import reading, taking, writing
from nemawashi.kit.clauses import parting
from nemawashi.kit.clauses.proposals import BaseClause, Proposed


def read(paragraphs: Sequence[str], clauses: Sequence[BaseClause]) -> taking.TakenPositions:
    """The positions of all lines. Those on a clause as a whole stand behind the line of their clause, or above it.

    Raises ``limits.TooMuchError``.
    """
    paragraphs = parting.paragraphs(paragraphs, is_whole=writing.is_apart)
    limits.check(paragraphs)
    typed: list[str] = []
    apart: list[tuple[int, str]] = []  # how many lines of clauses stand above
    for paragraph in paragraphs:
        if writing.is_apart(paragraph):
            apart.append((len(typed), paragraph))
        else:
            typed.append(paragraph)
    text = reading.read([reading.Typed(words) for words in typed])
    taken = taking.taken(text, clauses)
    if not apart:
        return taken
    places = taking.places(text, clauses)
    positions, left = list(taken.positions), list(taken.left)
    for above, written in apart:
        position = _placed(written, above, places, clauses)
        if position is None:
            left.append(taking.NotTaken(above, written.strip(), "the clause that this stands beside was not found"))
        else:
            positions.append(position)
    return taking.TakenPositions(tuple(positions), tuple(left))


def _placed(written: str, above: int, places: Sequence[int | None], clauses: Sequence[BaseClause]) -> Proposed | None:
    before = next((place for place in reversed(places[:above]) if place is not None), None)
    after = next((place for place in places[above:] if place is not None), None)
    at = after if writing.is_above(written) else before
    if at is None:
        return None
    position = writing.apart(written, clauses[at], clauses)
    return None if position is None else replace(position, place=f"clause {at + 1}")
