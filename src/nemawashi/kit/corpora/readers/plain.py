"""Plain text: clauses parted by blank lines, or a clause a line where no line is blank."""

import re

from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.corpora.values import About, Document, Piece

_BLANK = re.compile(r"\n[ \t]*\n\s*")


def document(content: bytes) -> Document:
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    parts = _BLANK.split(text) if _BLANK.search(text.strip()) else text.split("\n")
    pieces = tuple(Piece(part, place=f"part {place}") for place, part in enumerate(parts, start=1) if part.strip())
    return Document(About(), pieces)
