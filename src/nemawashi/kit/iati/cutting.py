"""A file of activities cut into pieces that are files themselves: parsed at once, with lines that are known.

A piece ends behind an ``</iati-activity>`` that stands in no comment, no CDATA and no instruction, so that with the opening
of the file before it and its end behind it, it is as well-formed as the file. Where it is not, or where the file is built
otherwise, what is left is handed back, to be read event by event.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from lxml import etree

END = b"</iati-activities>"
MARK = b'<end xmlns="urn:nemawashi:end"/>'  # behind a piece, on the line on which the next one begins
_MORE = 1 << 20
_MOST_LINES = 60_000  # of a piece; libxml2 tells lines up to 65,535
PIECE = 1 << 16  # bytes: of some six activities; larger ones do not stay in the processor's own memory
_OPENING = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?P<declared><\?xml\s[^>]*\?>)?(?>\s+|<\?.*?\?>|<!--.*?-->)*+<iati-activities(?:\s[^<>]*)?>",
    re.DOTALL,
)
_ENCODING = re.compile(rb"\sencoding\s*=\s*[\"']([^\"']*)")
_LAST = b"</iati-activity>"
_APART = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|</iati-activity>", re.DOTALL)


def opening(head: bytes) -> bytes:
    """What stands before the first activity, the root with its attributes; empty where the file begins otherwise."""
    begins = _OPENING.match(head)
    if begins is None:
        return b""
    encoding = _ENCODING.search(begins["declared"] or b"")
    return begins[0] if encoding is None or encoding[1].lower() == b"utf-8" else b""


@dataclass(frozen=True, slots=True)
class FilePiece:
    """A piece. ``ends``: where its activities end, ``is_plain``: nothing in it hides a tag."""

    words: bytes
    ends: tuple[int, ...]
    is_plain: bool
    is_last: bool = False

    @property
    def behind(self) -> bytes:
        return b"" if self.is_last else MARK + END

    def ones(self) -> list[bytes]:
        """The words of each activity."""
        begins = (0, *self.ends)
        return [self.words[begin:end] for begin, end in zip(begins, self.ends, strict=False)]

    def halves(self) -> tuple["FilePiece", "FilePiece"]:
        middle = len(self.ends) // 2
        at = self.ends[middle - 1]
        later = tuple(end - at for end in self.ends[middle:])
        return (
            FilePiece(self.words[:at], self.ends[:middle], self.is_plain),
            FilePiece(self.words[at:], later, self.is_plain, self.is_last),
        )

    def is_long(self, root: etree._Element) -> bool:
        """Whether it has more lines than are told, and more than one activity."""
        return len(self.ends) > 1 and self.lines(root, 0) >= _MOST_LINES

    def lines(self, root: etree._Element, opened: int) -> int:
        """How many lines it has, behind so many of the opening, by the mark that stands behind it."""
        line: Any = _MOST_LINES if self.is_last else root[-1].sourceline
        if line < _MOST_LINES:
            return int(line) - 1 - opened
        return self.words.count(b"\n") if len(self.words) >= _MOST_LINES else 0


class PieceCutter:
    """Pieces of a stream behind its opening; ``left``: what no piece has given out."""

    def __init__(self, stream: BinaryIO, begun: bytes, *, most: int) -> None:
        self.stream, self.left, self.most = stream, begun, most

    def pieces(self) -> Iterator[FilePiece]:
        """One piece after the other; ends early, with all that follows in ``left``, where none ends in ``most`` bytes."""
        while chunk := self.stream.read(min(max(PIECE, len(self.left)), _MORE)):  # what has no end is looked at seldom
            self.left += chunk
            is_plain, ends = _ends(self.left)
            if ends:
                cut = FilePiece(self.left[: ends[-1]], ends, is_plain)
                self.left = self.left[ends[-1] :]
                yield cut
            elif len(self.left) > self.most:
                return
        is_plain, ends = _ends(self.left)
        cut = FilePiece(self.left, ends, is_plain, is_last=True)
        self.left = b""
        yield cut


def _ends(words: bytes) -> tuple[bool, tuple[int, ...]]:
    """Whether no tag can be hidden, and where activities end."""
    if _has(words, b"!") or _has(words, b"?"):
        return False, tuple(part.end() for part in _APART.finditer(words) if part[0] == _LAST)
    ends, at = [], words.find(_LAST)
    while at >= 0:
        ends.append(at := at + len(_LAST))
        at = words.find(_LAST, at)
    return True, tuple(ends)


def _has(words: bytes, sign: bytes) -> bool:
    """Whether ``<`` and the sign stand together; the sign alone is quicker to look for."""
    at = words.find(sign)
    while at >= 0:
        if words[at - 1 : at] == b"<":
            return True
        at = words.find(sign, at + 1)
    return False
