"""What is asked and what is found on the way, as columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy.typing as npt

if TYPE_CHECKING:
    from nemawashi.kit.lineage.state import State
    from nemawashi.kit.lineage.weighing import Laid

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class DocumentClauses:
    """The clauses, in one segment, of some documents (heads); ``edges``: from where to where those of each stand."""

    heads: tuple[int, ...]
    numbers: Array
    laid: "Laid"
    edges: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Kin:
    """Documents that a text as a whole resembles: for each segment the likeness of each head, 0 to 1."""

    likeness: tuple[Array, ...]
    best: float
    clauses: dict[int, DocumentClauses]


@dataclass(frozen=True)
class Own:
    """Heads of the newest documents of a text's series, and of those that the text names by their symbols."""

    series: tuple[int, ...]
    cited: tuple[int, ...]


class Nearest(Protocol):
    """What finds clauses by their meaning (``vectors.Vectors``)."""

    def nearest(
        self, state: "State", texts: Sequence[str], *, before: str, language: str, document: str
    ) -> "Iterator[Mapping[int, Array]]":
        """For each text, segment to numbers of the clauses nearest to it."""


@dataclass(frozen=True)
class Asked:
    """A text and what is known of it. ``own``: in each segment the documents that it may continue.

    ``near``: by segment, clauses that are candidates whatever their words.
    """

    text: str
    before: str = ""
    language: str = ""
    document: str = ""
    series: str = ""
    place: float = -1.0
    kin: Kin | None = None
    own: tuple[Own, ...] = ()
    near: Mapping[int, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidates:
    """Candidates as columns: segment, number in it, weight shared with the text, weight of the clause."""

    segment: Array
    at: Array
    shared: Array
    totals: Array

    def __len__(self) -> int:
        return len(self.at)

    def only(self, rows: Sequence[int]) -> "Candidates":
        """Some of these, in their order."""
        chosen = list(rows)
        return Candidates(self.segment[chosen], self.at[chosen], self.shared[chosen], self.totals[chosen])

    def places(self) -> Iterator[tuple[int, int]]:
        return zip(self.segment.tolist(), self.at.tolist(), strict=True)
