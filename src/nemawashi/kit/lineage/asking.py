"""What is asked and what is found on the way, as columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Kin:
    """Documents that a text as a whole resembles: for each segment the likeness of each head, 0 to 1."""

    likeness: tuple[Array, ...]
    best: float
    clauses: dict[int, Array]


@dataclass(frozen=True)
class Asked:
    """A text and what is known of it."""

    text: str
    before: str = ""
    language: str = ""
    document: str = ""
    series: str = ""
    place: float = -1.0
    kin: Kin | None = None


@dataclass(frozen=True)
class Found:
    """Candidates as columns: segment, number in it, weight shared with the text, weight of the clause."""

    segment: Array
    at: Array
    shared: Array
    totals: Array

    def __len__(self) -> int:
        return len(self.at)

    def places(self) -> Iterator[tuple[int, int]]:
        return zip(self.segment.tolist(), self.at.tolist(), strict=True)
