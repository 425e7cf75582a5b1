"""Edits of the words that a line of a Word file began from, and the places in which they are told."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nemawashi.kit.word import differing
from nemawashi.kit.word.lines import TrackedPiece
from nemawashi.kit.word.places import NOWHERE, Place

SIGNS = str.maketrans(
    {"‑": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " "}
)


@dataclass(frozen=True, slots=True)
class LineWording:
    """Words that a line may have begun from; ``ground`` is the wording that its places are told in."""

    number: int
    words: str
    ground: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A change in the places of the words that a line began from."""

    start: int
    end: int
    words: str
    authors: tuple[str, ...] = ()
    place: Place = NOWHERE


def folded(text: str) -> str:
    """Words as lines and wordings are compared: NFC, one kind of quotes, hyphens and blanks."""
    return " ".join(unicodedata.normalize("NFC", text).translate(SIGNS).split())


def places_in(base: str, words: str) -> list[int]:
    """For each place of a line, and its end, the place in a wording that is the same but for blanks."""
    places, j = [], 0
    i = 0
    lead = len(words) - len(words.lstrip())
    j = lead
    while i < len(base) and base[i].isspace():
        places.append(j)
        i += 1
    while i < len(base):
        if base[i].isspace():
            run = i
            while run < len(base) and base[run].isspace():
                run += 1
            stop = j
            while stop < len(words) and words[stop].isspace():
                stop += 1
            places += [min(j + step, stop) for step in range(run - i)]
            i, j = run, stop
        else:
            places.append(min(j, len(words)))
            i, j = i + 1, j + 1
    return [*places, min(j, len(words))]


def difference(before: str, after: str, authors: tuple[str, ...], place: Place) -> list[Edit]:
    after = after.strip()
    return [Edit(hunk.start, hunk.end, hunk.words, authors, place) for hunk in differing.hunks(before, after)]


def grounds(wording: LineWording) -> tuple[list[int], list[bool]] | None:
    """Where the places of a rendering stand in the wording under it, and which of its signs are the rendering's own."""
    if wording.words == wording.ground:
        return None
    places, ours, at = list[int](), list[bool](), 0
    for hunk in differing.hunks(wording.ground, wording.words):
        while len(ours) < hunk.at:
            places.append(at)
            ours.append(False)
            at += 1
        places += [hunk.start] * len(hunk.words)
        ours += [True] * len(hunk.words)
        at = hunk.end
    while len(ours) < len(wording.words):
        places.append(at)
        ours.append(False)
        at += 1
    return [*places, len(wording.ground)], ours


def together(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in the order of the line, with one for all authors who ask for the same."""
    edits_by_place: dict[tuple[int, int, str], Edit] = {}
    for edit in edits:
        what = (edit.start, edit.end, edit.words)
        held = edits_by_place.get(what)
        authors = tuple(dict.fromkeys([*(held.authors if held else ()), *edit.authors]))
        edits_by_place[what] = replace(held or edit, authors=authors)
    return sorted(edits_by_place.values(), key=lambda edit: (edit.start, edit.end))


def authors(pieces: Iterable[TrackedPiece]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for piece in pieces for name in piece.authors))
