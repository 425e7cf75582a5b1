"""Values of Word files, the same for reading and writing: runs of words with the changes that were tracked on them.

A passage is what stands between two marks of Word (it says "paragraph"); the clauses of a text are found among them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from nemawashi.kit.word.names import COMES, GOES
from nemawashi.kit.word.places import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Change:
    """``kind``: ins, del, moveFrom, moveTo. ``name`` joins the two halves of a move, or says that a row or a cell changed."""

    kind: str
    author: str
    moment: datetime | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look. ``changes``: those that lie on the words, the outer first. ``note``: a note that stands here."""

    words: str
    changes: tuple[Change, ...] = ()
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    colour: str = ""
    hidden: bool = False
    language: str = ""
    note: str = ""

    def stands(self, *, accepted: bool) -> bool:
        return _stands(self.changes, accepted=accepted)


@dataclass(frozen=True, slots=True)
class Comment:
    """``on``: the words that it is about; all of a passage to write where they are not found. ``answers``: its thread."""

    author: str
    words: str
    moment: datetime | None = None
    on: str = ""
    is_done: bool = False
    answers: tuple["Comment", ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """Which cell of which row of which table, each counted through the file; zeros outside of tables."""

    number: int = 0
    row: int = 0
    table: int = 0


OUTSIDE = Cell()


@dataclass(frozen=True, slots=True)
class Passage:
    """Words up to a mark. ``mark_changes`` lie on the mark itself: a mark deleted joins the passage with the next one.

    ``number``: as it is printed in front. ``footnotes``: their words; each is set where a run has it for its ``note``, else
    at the end. What only reading fills: ``around``, the changes of the rows and cells that hold the passage; ``cell``, which
    cell that is: only passages of one cell join; ``ends``, when nothing follows with which it could join;
    ``boxes``, the passages of its text boxes; ``place``.
    """

    runs: tuple[Run, ...] = ()
    style: str = ""
    number: str = ""
    language: str = ""
    right_to_left: bool = False
    comments: tuple[Comment, ...] = ()
    footnotes: tuple[str, ...] = ()
    bookmark: str = ""
    mark_changes: tuple[Change, ...] = ()
    bookmarks: tuple[str, ...] = ()
    around: tuple[Change, ...] = ()
    cell: Cell = OUTSIDE
    ends: bool = False
    boxes: tuple["Passage", ...] = ()
    place: Place = NOWHERE
    keep_with_next: bool = False

    def words(self, *, accepted: bool) -> str:
        return "".join(run.words for run in self.runs if run.stands(accepted=accepted))

    def stands(self, *, accepted: bool) -> bool:
        """Whether the row and cell around it stand."""
        return _stands(self.around, accepted=accepted)

    def is_joined(self, *, accepted: bool) -> bool:
        """Whether its mark is gone, so that the next passage follows in the same line if there is one; see ``joins``."""
        return not self.ends and not _stands(self.mark_changes, accepted=accepted)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells of passages. ``widths`` are shares of the line; ``head`` repeats the first row on each page."""

    rows: tuple[tuple[tuple[Passage, ...], ...], ...]
    head: bool = False
    widths: tuple[int, ...] = ()
    row_changes: tuple[tuple[Change, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file to write. ``template``: a .docx whose styles, page and letterhead are taken."""

    blocks: tuple[Passage | Table, ...]
    title: str = ""
    symbol: str = ""
    header: tuple[str, ...] = ()
    footer: str = ""
    page_numbers: bool = True
    language: str = "en"
    template: bytes | None = None
    track: bool = False


@dataclass(frozen=True, slots=True)
class Tracked:
    """One change as a reader tells it: pieces of one kind, author and moment that touch each other are one.

    ``what``: which looks changed. ``place``: where in the file.
    """

    author: str
    moment: datetime | None
    kind: str
    words: str
    what: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Unknown:
    """An element that was seen and not read, how often, and where first."""

    element: str
    count: int
    place: Place


@dataclass(frozen=True, slots=True)
class Undone:
    """Words that one author put in and another took out."""

    place: Place
    authors: tuple[str, ...]
    words: str

    def __str__(self) -> str:
        return f"{self.place}: put in and taken out again ({' / '.join(self.authors)}): {self.words}"


@dataclass(frozen=True, slots=True)
class WordFile:
    """A file that was read. ``body`` in order; ``notes`` by key, ``outside`` the headers and footers by name.

    ``title`` and ``language`` as the file tells them beside its words; ``headings``: the level of each style of headings,
    0 for that of the title.
    """

    body: tuple[Passage, ...]
    notes: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    outside: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    changes: tuple[Tracked, ...] = ()
    comments: tuple[Comment, ...] = ()
    links: tuple[str, ...] = ()
    not_understood: tuple[Unknown, ...] = ()
    title: str = ""
    language: str = ""
    headings: dict[str, int] = field(default_factory=dict)

    @property
    def accepted(self) -> list[str]:
        """The passages as they read with every change accepted; empty ones left out."""
        return resolved(self.body, accepted=True)

    @property
    def rejected(self) -> list[str]:
        """The passages as they read with every change rejected."""
        return resolved(self.body, accepted=False)


def resolved(passages: Iterable[Passage], *, accepted: bool) -> list[str]:
    """The words of passages with every change accepted or rejected; a mark that goes joins its passage to the next."""
    return [words for _, words in joined(passages, accepted=accepted) if words.strip()]


def joined(passages: Iterable[Passage], *, accepted: bool) -> list[tuple[tuple[Passage, ...], str]]:
    """As ``resolved``, with the passages that each line is made of, empty lines among them."""
    in_order = list(passages)
    lines: list[tuple[tuple[Passage, ...], str]] = []
    held: list[Passage] = []
    for passage, goes_on in zip(in_order, joins(in_order, accepted=accepted), strict=True):
        if not passage.stands(accepted=accepted):
            continue
        held.append(passage)
        if goes_on:
            continue
        lines.append((tuple(held), "".join(one.words(accepted=accepted) for one in held)))
        boxes = [box for one in held for box in one.boxes]
        held = []
        lines.extend(joined(boxes, accepted=accepted) if boxes else ())
    return lines


def joins(passages: Sequence[Passage], *, accepted: bool) -> list[bool]:
    """For each passage, whether it stands and the next one that stands follows in its line.

    A mark that goes joins nothing across the border of a cell, or with a table; but it does when the table goes as well.
    """
    backwards: list[bool] = []
    cell: Cell | None = None
    for passage in reversed(passages):
        stands = passage.stands(accepted=accepted)
        backwards.append(stands and cell == passage.cell and passage.is_joined(accepted=accepted))
        cell = passage.cell if stands else cell
    return backwards[::-1]


def _stands(changes: Iterable[Change], *, accepted: bool) -> bool:
    gone = GOES if accepted else COMES
    return not any(change.kind in gone for change in changes)
