"""Places in a page that is rendered once for several people, into which each reader's own is put.

While it is rendered, a gap is marked by a comment with a word of chance that nobody could have known, so that nothing that
somebody wrote is ever taken for one.
"""

import datetime as dt
import json
import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from nemawashi.kit.formats import pieces

TOKEN, ONCE, MOVED, LOOKED = "token", "once", "moved", "looked"
COUNT = "{count}"  # in what a reader is shown who has looked before: how many clauses moved since


@dataclass(frozen=True)
class Gaps:
    """The marks of one rendering."""

    word: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def token(self) -> str:
        """The token of the reader's forms."""
        return self._mark(TOKEN)

    @property
    def once(self) -> str:
        """A key that makes one act of a double click."""
        return self._mark(ONCE)

    def moved(self, at: dt.datetime | None, html: str) -> str:
        """What is shown to readers who looked before something moved."""
        return self._mark(MOVED, str(at.timestamp()), html) if at else ""

    def looked(self, html: str) -> str:
        """What is shown to readers who ever looked; ``COUNT`` in it is how many clauses moved since."""
        return self._mark(LOOKED, "", html)

    def _mark(self, kind: str, at: str = "", html: str = "") -> str:
        return f"<!--{self.word} {kind} {at}-->{html}<!--{self.word}-->"

    def split(self, page: str, moves: Sequence[dt.datetime | None]) -> "GappedPage":
        """The page without its marks. ``moves``: when each of its clauses moved."""
        mark = re.compile(f"<!--{self.word} ([a-z]+) ([0-9.]*)-->(.*?)<!--{self.word}-->", re.DOTALL)
        parts = mark.split(page)
        plain = tuple(pieces.packed(each.encode()) for each in parts[::4])
        gaps = tuple(
            PageGap(kind, float(at or 0), html)
            for kind, at, html in zip(parts[1::4], parts[2::4], parts[3::4], strict=True)
        )
        return GappedPage(plain, gaps, tuple(at.timestamp() for at in moves if at))


@dataclass(frozen=True)
class PageGap:
    """``at``: the moment that decides on it, in seconds since 1970."""

    kind: str
    at: float = 0.0
    html: str = ""


@dataclass(frozen=True)
class ReadersOwn:
    """What is put into the gaps for one reader; ``since``: when they last looked."""

    token: str
    since: dt.datetime | None = None
    once: str = field(default_factory=lambda: str(uuid.uuid4()))

    def put(self, gap: PageGap, moves: Sequence[float]) -> str:
        if gap.kind == TOKEN:
            return self.token
        if gap.kind == ONCE:
            return self.once
        since = self.since.timestamp() if self.since else None
        if since is None or (gap.kind == MOVED and gap.at <= since):
            return ""
        return gap.html.replace(COUNT, str(sum(at > since for at in moves))) if gap.kind == LOOKED else gap.html


@dataclass(frozen=True)
class GappedPage:
    """Pieces of a page, packed, and the gaps between them."""

    plain: tuple[bytes, ...]
    gaps: tuple[PageGap, ...]
    moves: tuple[float, ...] = ()

    def dump(self) -> bytes:
        head = {
            "lengths": [len(each) for each in self.plain],
            "gaps": [[gap.kind, gap.at, gap.html] for gap in self.gaps],
            "moves": self.moves,
        }
        return json.dumps(head).encode() + b"\n" + b"".join(self.plain)

    @classmethod
    def load(cls, dumped: bytes) -> "GappedPage":
        head, _, rest = dumped.partition(b"\n")
        words, at, plain = json.loads(head), 0, []
        for length in words["lengths"]:
            plain.append(rest[at : at + length])
            at += length
        return cls(tuple(plain), tuple(PageGap(*gap) for gap in words["gaps"]), tuple(words["moves"]))

    def filled(self, own: ReadersOwn) -> list[tuple[bytes, bytes]]:
        """The page of one reader in pieces, each as its words and packed."""
        parts: list[tuple[bytes, bytes]] = []
        for at, piece in enumerate(self.plain):
            parts.append((pieces.unpacked(piece), piece))
            if at < len(self.gaps) and (put := own.put(self.gaps[at], self.moves).encode()):
                parts.append((put, pieces.as_it_is(put)))
        return parts
