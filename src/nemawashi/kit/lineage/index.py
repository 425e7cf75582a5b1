"""The index on disk (see the module's page in docs)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from nemawashi.kit.lineage.values import Clause, Finding, Match


class IndexDamaged(Exception):
    """The folder holds no index, or one that does not read; build it anew."""


class Unreadable(ValueError):
    """A clause that cannot be indexed; the message names its id and the reason."""


class Index:
    """Clauses on disk, searched by memory map. One writer at a time (a lock file), any number of readers."""

    @classmethod
    def build(cls, folder: str | Path, clauses: Iterable[Clause]) -> Self:
        """Write a new index in one pass, replacing one that stands there, and open it."""
        raise NotImplementedError

    @classmethod
    def open(cls, folder: str | Path) -> Self:
        """Raises IndexDamaged."""
        raise NotImplementedError

    def refresh(self) -> None:
        """See what was added since by other processes; cheap when nothing was."""

    def add(self, clauses: Iterable[Clause]) -> int:
        """Add clauses, or put them in place of those with the same id and language. All or none."""
        raise NotImplementedError

    def remove(self, ids: Iterable[str] = (), documents: Iterable[str] = ()) -> int:
        """Take clauses out in every language, by their ids or by their documents; how many were there."""
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def __iter__(self) -> Iterator[Clause]:
        raise NotImplementedError

    def get(self, id: str) -> dict[str, Clause]:
        """The versions of a clause by language; empty when unknown."""
        raise NotImplementedError

    def find(
        self,
        text: str,
        *,
        before: str = "",
        language: str = "",
        document: str = "",
        series: str = "",
        place: float = -1.0,
        limit: int = 10,
    ) -> Finding:
        """The earlier clauses that ``text`` comes from. Only clauses dated before ``before`` and not of ``document``."""
        raise NotImplementedError

    def complete(self, words: str, *, language: str = "", limit: int = 10) -> list[Match]:
        """Clauses that use the words being typed, whose last may be cut; best first, one for each distinct wording."""
        raise NotImplementedError

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
