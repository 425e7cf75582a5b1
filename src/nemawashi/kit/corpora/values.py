"""The values in which files are read: documents of pieces that come out of a file, clauses that pieces are split into."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from nemawashi.kit.faults import UnreadableError


class SplitKind(StrEnum):
    """What a clause is: the kinds of a text, and two that only foreign documents have."""

    TITLE = "title"
    HEADING = "heading"
    FORMULA = "formula"
    PREAMBULAR = "preambular"
    CHAPEAU = "chapeau"
    OPERATIVE = "operative"
    SUB = "sub"
    ANNEX = "annex"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they stand between two breaks of a file.

    ``number``: what the file counts by itself and does not print among the words. ``kind``: what the file itself says
    that they are; empty where only the words can tell. ``place``: where in the file, for a report.
    """

    words: str
    number: str = ""
    kind: SplitKind | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class SplitClause:
    """A clause with its printed number taken off."""

    kind: SplitKind
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Something of a file that was not read or not split, where, and why; a sentence for whoever added the file."""

    place: str
    why: str

    def __str__(self) -> str:
        return f"{self.place}: {self.why}" if self.place else self.why


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a document beside its words. Empty where the file does not say."""

    symbol: str = ""
    title: str = ""
    body: str = ""
    date: str = ""
    language: str = ""
    series: str = ""
    status: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file."""

    about: About
    pieces: tuple[Piece, ...]
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialReading:
    """The one text of a page or file: what it says of itself, its clauses, and what was left out or not read."""

    about: About
    clauses: tuple[SplitClause, ...]
    unread: tuple[Unread, ...]


@dataclass
class Reading:
    """What a file gave so far. ``documents`` is read once, from the file; ``unread`` fills while it is.

    ``is_whole``: the file is one document, of which its owner may say more than it says itself.
    """

    documents: Iterable[Document]
    unread: list[Unread] = field(default_factory=list)
    is_whole: bool = False


__all__ = [
    "About",
    "SplitClause",
    "Document",
    "OfficialReading",
    "SplitKind",
    "Piece",
    "Reading",
    "Unread",
    "UnreadableError",
]
