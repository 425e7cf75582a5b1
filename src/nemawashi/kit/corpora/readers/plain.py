"""Plain text: clauses parted by blank lines, or a clause a line where no line is blank.

A text with a blank line after each of its lines was set double-spaced: there a blank line parts nothing.
"""

import re
from dataclasses import replace

from nemawashi.kit.corpora.readers import pdf
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.corpora.values import About, Document, Piece, Unread

_BLANK = re.compile(r"\n[ \t]*\n\s*")
_DONE = (".", ";", ":", "!", "?", "。", "”", '"')
_LEAST_LINES = 12  # in which double spacing shows
_SINGLE, _OPEN, _GOING_ON = 0.6, 0.5, 0.4  # shares: parts of one line; lines that end no sentence, begin none


def document(content: bytes) -> Document:
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    parts = _BLANK.split(text) if _BLANK.search(text.strip()) else text.split("\n")
    if _is_double_spaced(parts):
        stretched = Unread("", "its lines are double-spaced: paragraphs were told from the lengths of lines")
        pieces = pdf.paragraphs([_without_blanks(text).split("\n")])
        return Document(
            About(), tuple(replace(each, place=f"part {n}") for n, each in enumerate(pieces, start=1)), (stretched,)
        )
    return Document(About(), tuple(Piece(part, place=f"part {n}") for n, part in enumerate(parts, start=1) if part.strip()))


def _without_blanks(text: str) -> str:
    """The text with one blank line fewer wherever some stand: between lines of a paragraph none is left."""
    return "\n".join(line.rstrip() for line in text.split("\n")).replace("\n\n", "\n")


def _is_double_spaced(parts: list[str]) -> bool:
    """Whether nearly every part is one line, half of them end within a sentence, and the next goes on with it."""
    filled = [part.strip() for part in parts if part.strip()]
    if len(filled) < _LEAST_LINES:
        return False
    single = [part for part in filled if "\n" not in part]
    opened = sum(not part.endswith(_DONE) for part in filled)
    going_on = sum(part[0].islower() or part[0].isdigit() for part in filled[1:])
    return len(single) >= _SINGLE * len(filled) and opened >= _OPEN * len(filled) and going_on >= _GOING_ON * len(filled)
