"""What a file of a delegation says about a text: read anew each time, and shown to that delegation alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nemawashi.access.viewers import Viewer
from nemawashi.kit.texts.proposals import BaseClause, Proposed
from nemawashi.texts import queries


@dataclass(frozen=True)
class Found:
    """A proposal beside the clause that it is about; ``before`` are the words that it touches."""

    key: str
    proposed: Proposed
    clause: BaseClause
    before: str


@dataclass(frozen=True)
class Reading:
    """``outside``: changes outside the negotiated text; ``not_understood``: what was seen and could not be read.

    ``refused``: instructions that cannot be carried out, with the reason. ``fault``: why nothing could be read at all.
    """

    proposals: tuple[Proposed, ...] = ()
    outside: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    unchanged: int = 0
    clauses: tuple[BaseClause, ...] = ()
    fault: str = ""

    @property
    def found(self) -> list[Found]:
        by_key = {clause.key: clause for clause in self.clauses}
        rows = []
        for at, told in enumerate(self.proposals):
            clause = by_key[told.key]
            words = dict(clause.wordings).get(told.wording, clause.words)
            rows.append(Found(str(at), told, clause, words[told.start : told.end]))
        return rows


def read(file: Any, *, viewer: Viewer) -> Reading:
    """Read a kept file against the text as it stands and as it stood."""
    clauses = tuple(queries.base_clauses(file.text, viewer=viewer))
    return READERS[file.kind](clauses, queries.content_of(file), str(file.name))


READERS: dict[str, Callable[[tuple[BaseClause, ...], bytes, str], Reading]] = {}
