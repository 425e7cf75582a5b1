"""The values that lineage is told in: clauses that go in, sources and their kinds that come out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from nemawashi.kit.faults import DamagedError, UnreadableError
from nemawashi.kit.lineage.aligning import Step, align
from nemawashi.kit.lineage.turns import Flag, flags

HEADINGS = ("title", "heading")  # kinds of clauses that are never a source


class IndexDamagedError(DamagedError):
    """The folder holds no index, or one that does not read; build it anew."""


class UnreadableClauseError(UnreadableError, ValueError):
    """A clause that cannot be indexed; the message names its id and the reason."""


class Kind(StrEnum):
    """What an earlier clause is to a later one. ``FORMULA`` and ``NONE`` are no lineage."""

    EXACT = "exact"
    NEAR = "near"
    EDITED = "edited"
    PARAPHRASE = "paraphrase"
    PARTIAL = "partial"
    FORMULA = "formula"
    NONE = "none"

    @property
    def is_lineage(self) -> bool:
        return self not in (Kind.FORMULA, Kind.NONE)


class Part(StrEnum):
    """How a clause and a source share each other out: one earlier clause split, several merged, or neither."""

    WHOLE = ""
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as the index keeps it.

    ``id`` is unique together with ``language``: authentic versions of one clause share it. ``date`` is an ISO date
    that may stop at the year or the month. ``series`` names what a document continues (all resolutions of one title,
    all joint statements of one forum). ``place`` is where in its document the clause stands, 0 the start, 1 the end,
    -1 unknown. ``kind`` is any word (preambular, operative); a heading is never offered as a source.
    """

    id: str
    text: str
    document: str = ""
    date: str = ""
    series: str = ""
    kind: str = ""
    language: str = "en"
    place: float = -1.0


@dataclass(frozen=True)
class Source:
    """An earlier clause that a later text comes from.

    ``score``: how likely this is lineage, 0 to 1. ``kept``: the share of the later text's information (words weighted
    by rarity) that stands in the earlier clause; ``taken``: the share of the earlier clause's that lives on.
    """

    clause: Clause
    kind: Kind
    score: float
    kept: float
    taken: float
    later: str = field(repr=False)
    part: Part = Part.WHOLE

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The aligned words, earlier to later; joined, ``before`` gives the earlier text and ``after`` the later."""
        return align(self.clause.text, self.later)

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        return flags(self.steps)


@dataclass(frozen=True)
class Descent:
    """Where a text comes from. ``kind`` is that of the best source, or *formula* or *none*.

    ``sources``: best first, one for each distinct earlier wording and document. ``rejected``: clauses that share
    words and are no source, best first: standing formulas and chance.
    """

    kind: Kind
    score: float
    sources: tuple[Source, ...] = ()
    rejected: tuple[Source, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sources)

    def __iter__(self) -> Iterator[Source]:
        return iter(self.sources)


@dataclass(frozen=True, slots=True)
class Match:
    """A clause that uses words being typed. ``start`` and ``end``: code points of ``clause.text`` that they match.

    ``share`` is the part of the typed words that stand there in order, 1 when all do.
    """

    clause: Clause
    start: int
    end: int
    share: float
    others: int = 0

    @property
    def words(self) -> str:
        return self.clause.text[self.start : self.end]
