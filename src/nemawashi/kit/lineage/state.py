"""One consistent state of an index: the segments that count, and the clauses taken out of them."""

import json
from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from nemawashi.kit.lineage.segment import Segment
from nemawashi.kit.lineage.values import IndexedClause
from nemawashi.kit.lineage.weighing import Rarity

CURRENT = "current.json"
FORM = 2
_KEPT = 32


class State:
    """One consistent state: the segments that count, and the clauses taken out of them."""

    def __init__(self, folder: Path) -> None:
        self.stamp = stamp(folder)
        current = json.loads((folder / CURRENT).read_bytes())
        if current["form"] != FORM:
            raise ValueError("another form of index")
        self.parts: list[dict[str, Any]] = current["parts"]
        self.segments = [Segment(folder / part["name"]) for part in self.parts]
        self.gone = [np.array(part["gone"], np.int64) for part in self.parts]
        self.masks = [_mask(segment.count, gone) for segment, gone in zip(self.segments, self.gone, strict=True)]
        self.count = sum(segment.count for segment in self.segments) - sum(len(gone) for gone in self.gone)
        self.rarity = Rarity(self.segments)
        self.kept = lru_cache(_KEPT)(self._worked_out)

    def _worked_out(self, work: Callable[..., Any], *of: Hashable) -> Any:
        """What was worked out of documents that the index holds, for the next clause of the same text; never of a draft."""
        return work(self, *of)

    def is_gone(self, number: int, at: int) -> bool:
        mask = self.masks[number]
        return mask is not None and bool(mask[at])

    def clause(self, number: int, at: int) -> IndexedClause:
        return self.segments[number].clause(at)

    def day(self, number: int, at: int) -> int:
        """The date of a clause as yyyymmdd."""
        segment = self.segments[number]
        return int(segment.days[segment.heads[at]])

    def beside(self, number: int, at: int) -> tuple[str, str]:
        """The words before and after a clause in its document; empty at its ends."""
        segment = self.segments[number]
        neighbours = []
        for other in (at - 1, at + 1):
            is_there = 0 <= other < segment.count and segment.heads[other] == segment.heads[at]
            neighbours.append(segment.clause(other).text if is_there else "")
        return neighbours[0], neighbours[1]

    def where(self, keys: set[int]) -> list[tuple[int, int]]:
        """Where clauses with these keys of ids stand: segment and number in it."""
        wanted = np.array(sorted(keys), np.uint32)
        return self._standing(lambda segment: np.isin(segment.keys, wanted)) if len(wanted) else []

    def of_documents(self, documents: set[str]) -> list[tuple[int, int]]:
        def of(segment: Segment) -> Any:
            heads = [head for document in documents for head in segment.documents.get(document, ())]
            return np.isin(segment.heads, heads) if heads else np.zeros(0, bool)

        return self._standing(of) if documents else []

    def _standing(self, chosen: Callable[[Segment], Any]) -> list[tuple[int, int]]:
        places = []
        for number, segment in enumerate(self.segments):
            places += [(number, int(at)) for at in np.flatnonzero(chosen(segment)) if not self.is_gone(number, int(at))]
        return places


def _mask(count: int, gone: Any) -> Any:
    if not len(gone):
        return None
    mask = np.zeros(count, bool)
    mask[gone] = True
    return mask


def stamp(folder: Path) -> tuple[int, int]:
    try:
        status = (folder / CURRENT).stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_ino, status.st_mtime_ns)
