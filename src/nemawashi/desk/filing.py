"""What a file of a delegation says about a text: read anew each time, and shown to that delegation alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nemawashi.access.viewers import Viewer
from nemawashi.kit import word
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.corpora.values import UnreadableError
from nemawashi.kit.notation import amendments, reading, taking
from nemawashi.kit.texts.proposals import BaseClause, Proposed
from nemawashi.kit.word import packages, proposals
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


def _word(clauses: tuple[BaseClause, ...], content: bytes, name: str) -> Reading:
    try:
        file = word.read(content)
    except packages.WordError as fault:
        return Reading(fault=str(fault))
    taken = proposals.proposed(clauses, file)
    outside = [" · ".join(part for part in (row.place, row.kind, row.author, row.words) if part) for row in taken.outside]
    unknown = [f"{row.element} × {row.count} · {row.place}" for row in taken.not_understood]
    conflicts = [str(row) for row in taken.conflicts]
    return Reading(
        proposals=taken.proposals,
        outside=tuple(outside),
        not_understood=(*unknown, *conflicts),
        unchanged=int(taken.unchanged),
        clauses=clauses,
    )


def _decoded(content: bytes) -> str:
    if content.startswith(b"PK"):
        return "\n\n".join(word.read(content).accepted)
    return decoded(content)


def _brackets(clauses: tuple[BaseClause, ...], content: bytes, name: str) -> Reading:
    try:
        paragraphs = _paragraphs(_decoded(content))
    except (UnreadableError, packages.WordError) as fault:
        return Reading(fault=str(fault))
    taken = taking.taken(reading.read([reading.Typed(words) for words in paragraphs]), clauses)
    touched = {row.key for row in taken.positions}
    left = tuple(f"{row.words[:200]} · {row.why}" for row in taken.left)
    return Reading(proposals=taken.positions, not_understood=left, unchanged=len(clauses) - len(touched), clauses=clauses)


def _amendments(clauses: tuple[BaseClause, ...], content: bytes, name: str) -> Reading:
    try:
        paragraphs = _paragraphs(_decoded(content))
    except (UnreadableError, packages.WordError) as fault:
        return Reading(fault=str(fault))
    found = amendments.proposed(clauses, {"paragraphs": paragraphs})
    asked = tuple(told for row in found for told in row.proposals)
    refused = tuple((row.text, row.reason) for row in found if row.outcome == amendments.REFUSED)
    unchanged = len(clauses) - len({told.key for told in asked})
    return Reading(proposals=asked, refused=refused, unchanged=unchanged, clauses=clauses)


def _paragraphs(words: str) -> list[str]:
    """Paragraphs of pasted words: parted by empty lines where there are any, else line by line."""
    told = words.replace("\r\n", "\n")
    parts = told.split("\n\n") if "\n\n" in told.strip() else told.split("\n")
    return [" ".join(part.split()) for part in parts if part.strip()]


READERS: dict[str, Callable[[tuple[BaseClause, ...], bytes, str], Reading]] = {
    "word": _word,
    "brackets": _brackets,
    "amendments": _amendments,
}
