"""What is compared and what is found: pairs of clauses, marks in their words, findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class MismatchKind(StrEnum):
    """What does not agree between two language versions of a clause."""

    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    NAME = "name"
    BRACKET = "bracket"
    NOTE = "note"
    UNTRANSLATED = "untranslated"
    MISSING = "missing"
    SURPLUS = "surplus"
    CLAUSE_KIND = "clause_kind"


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause in two languages. ``key`` names it; notes are footnotes that stand beside the words, not in them."""

    key: str
    source: str
    target: str
    source_language: str
    target_language: str
    source_kind: str = ""
    target_kind: str = ""
    source_notes: int = 0
    target_notes: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a clause from one code point to another."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Mismatch:
    """That something does not agree; ``source`` and ``target`` mark what stands in each, empty where nothing does."""

    kind: MismatchKind
    key: str
    source: tuple[Mark, ...] = ()
    target: tuple[Mark, ...] = ()

    def fields(self) -> dict[str, object]:
        """For programs: kind, clause, and the marks of both sides."""

        def marks(rows: Sequence[Mark]) -> list[dict[str, object]]:
            return [{"start": row.start, "end": row.end, "words": row.words} for row in rows]

        return {"kind": str(self.kind), "clause": self.key, "source": marks(self.source), "target": marks(self.target)}


@dataclass(frozen=True, slots=True)
class Name:
    """One bearer of a name with what it is called by language; a star stands for any ending, as in ``казахстанск*``."""

    key: str
    forms: Mapping[str, tuple[str, ...]]


def mark(words: str, start: int, end: int) -> Mark:
    return Mark(start, end, words[start:end])
