"""The difference of two wordings to the letter: every comma counts, and the pieces joined give each side again."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from nemawashi.kit.clauses.spans import pieces

_ISLAND = re.compile(r"\W*|\W*(?:a|an|and|as|by|for|in|of|on|or|the|to|и|в|на|с|о|по|к)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hunk:
    """``start:end`` of the one wording became ``words``, which stand at ``at`` in the other."""

    start: int
    end: int
    words: str
    at: int


def hunks(before: str, after: str) -> list[Hunk]:
    """The changes from one wording to the other, in order. Short standing words between two changes are drawn in."""
    one, other = pieces(before), pieces(after)
    known: dict[str, str] = {}
    coded = ["".join(known.setdefault(piece, chr(0x10000 + len(known))) for piece in side) for side in (one, other)]
    places = [[0], [0]]
    for side, ends in zip((one, other), places, strict=True):
        for piece in side:
            ends.append(ends[-1] + len(piece))
    changed = [op for op in Indel.opcodes(*coded) if op.tag != "equal"]
    merged: list[list[int]] = []
    for op in changed:
        if merged and _ISLAND.fullmatch("".join(one[merged[-1][1] : op.src_start])):
            merged[-1][1], merged[-1][3] = op.src_end, op.dest_end
        else:
            merged.append([op.src_start, op.src_end, op.dest_start, op.dest_end])
    return [Hunk(places[0][a], places[0][b], after[places[1][c] : places[1][d]], places[1][c]) for a, b, c, d in merged]


def applied(before: str, changes: list[Hunk]) -> str:
    """The wording after all changes."""
    for hunk in reversed(changes):
        before = before[: hunk.start] + hunk.words + before[hunk.end :]
    return before


def steps(before: str, after: str) -> list[tuple[str, str, str]]:
    """(kept, inserted, deleted or replaced; words before; words after) for the whole of both wordings."""
    way, place = [], 0
    for hunk in hunks(before, after):
        if hunk.start > place:
            way.append(("kept", before[place : hunk.start], before[place : hunk.start]))
        gone = before[hunk.start : hunk.end]
        way.append(("replaced" if gone and hunk.words else "deleted" if gone else "inserted", gone, hunk.words))
        place = hunk.end
    if place < len(before):
        way.append(("kept", before[place:], before[place:]))
    return way
