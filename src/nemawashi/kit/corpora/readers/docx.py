"""Word files: the words as they stand when every tracked change is accepted, with numbers that Word counts itself.

A table of words is read cell by cell, a table of figures row by row, notes after all else. Comments, headers and footers
are not the text. What the reader of Word files did not understand is listed.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from nemawashi.kit import word
from nemawashi.kit.corpora.values import About, Document, Piece, SplitKind, Unread, UnreadableError
from nemawashi.kit.word.values import Passage, joined

MOST_BYTES = 100_000_000  # of a file, most of them pictures
_PROSE, _LONG = 12, 80  # words or signs of a cell that make its table one of words, not of figures
_BLANK = re.compile(r"[\t\n]")


def document(content: bytes) -> Document:
    """The document of a Word package. Raises ``UnreadableError`` where it is broken, or unsafe even to be read."""
    try:
        file = word.read(content, most_bytes=MOST_BYTES, may_refer_outside=True)
    except word.WordError as fault:
        raise UnreadableError(str(fault)) from fault
    headings = {style: SplitKind.HEADING if level else SplitKind.TITLE for style, level in file.headings.items()}
    pieces = list(_pieces(file.body, headings))
    for number, key in enumerate(_notes(file.body, file.notes), start=1):
        for piece in _pieces(file.notes[key], {}):
            pieces.append(Piece(piece.words, number=str(number), kind=SplitKind.OTHER, place=f"note {number}"))
    unread = tuple(
        Unread(str(unknown.place), f"{unknown.element}, {unknown.count} times, is not read")
        for unknown in file.not_understood
        if ":" in unknown.element  # an element of the text, not a template beside it
    )
    return Document(About(title=file.title, language=file.language[:2].lower()), tuple(pieces), unread)


def _pieces(passages: Sequence[Passage], headings: dict[str, SplitKind]) -> Iterator[Piece]:
    lines = [(line[-1], words) for line, words in joined(passages, accepted=True) if words.strip()]
    for table, held in groupby(lines, key=lambda line: line[0].cell.table):
        rows = list(held)
        if table and not any(len(words.split()) > _PROSE or len(words) > _LONG for _, words in rows):
            yield from _rows(rows)
            continue
        for passage, words in rows:
            yield Piece(_plain(words), number=passage.number, kind=headings.get(passage.style))


def _rows(lines: Sequence[tuple[Passage, str]]) -> Iterator[Piece]:
    """A table of figures: one piece a row, its cells parted by a bar."""
    for _, row in groupby(lines, key=lambda line: line[0].cell.row):
        cells = groupby(row, key=lambda line: line[0].cell)
        words = (" ".join(f"{passage.number} {_plain(said)}".strip() for passage, said in cell) for _, cell in cells)
        yield Piece(" | ".join(words), kind=SplitKind.OTHER)


def _notes(passages: Sequence[Passage], known: dict[str, tuple[Passage, ...]]) -> list[str]:
    """The keys of the notes that the accepted text refers to, in the order of their first mention."""
    keys = [
        run.note
        for line, _ in joined(passages, accepted=True)
        for passage in line
        for run in passage.runs
        if run.note in known and run.stands(accepted=True)
    ]
    return list(dict.fromkeys(keys))


def _plain(words: str) -> str:
    """Line breaks and tabs as blanks, a hyphen that does not break as one, a sign of an unknown font as a bullet."""
    return _BLANK.sub(" ", words).replace("\u2011", "-").replace("\ufffd", "•")
