"""A codebook and its codes. A version that was used does not change: its digest stands beside every figure made with it."""

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from nemawashi.kit.counting import Cross, Overlap, Semantics
from nemawashi.kit.counting.matching import pattern
from nemawashi.kit.faults import Fault, UnsoundError

LANGUAGES = ("en", "ru", "ja")
MOST_CODES = 5_000
MOST_PATTERNS = 20_000
LONGEST = 20_000  # signs of one field
DEEPEST = 20
_SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # names of ours stand under that of addresses
_ID = re.compile(r"[^\w.\-]+")
ANY = "*"  # patterns for documents of every language


class UnsoundCodebookError(UnsoundError):
    """A codebook contradicts itself; the lines say where."""

    word = "unsound codebook"


@dataclass(frozen=True, slots=True)
class CodebookCode:
    """A code. ``parent``: the id of the code above it; ``patterns``: by language, ``*`` for all; ``guid``: as another
    program called it."""

    id: str
    labels: Mapping[str, str]
    parent: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_codable: bool = True
    color: str = ""
    guid: str = ""

    @property
    def label(self) -> str:
        return self.labels.get("en") or next(iter(self.labels.values()), self.id)


@dataclass(frozen=True, slots=True)
class MatchRule:
    """How patterns match: a part of the codebook's version, for tools differ."""

    case: str = "fold"
    cross: Cross = Cross.STOP
    overlap: Overlap = Overlap.CODE

    @property
    def semantics(self) -> Semantics:
        return Semantics("split", "split", self.case, self.cross)

    def row(self) -> dict[str, str]:
        return {"case": self.case, "cross": str(self.cross), "overlap": str(self.overlap)}


@dataclass(frozen=True)
class Codebook:
    """Codes in their order, each after the one above it."""

    name: str
    version: str
    codes: Sequence[CodebookCode]
    titles: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    sources: tuple[str, ...] = ()
    licence: str = ""
    rule: MatchRule = field(default_factory=MatchRule)

    @cached_property
    def by_id(self) -> Mapping[str, CodebookCode]:
        return {code.id: code for code in self.codes}

    @property
    def title(self) -> str:
        return self.titles.get("en") or next(iter(self.titles.values()), self.name)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that decides what is coded: another word in a definition makes another version."""
        content: Any = [self.name, self.version, self.rule.row(), dict(self.titles), self.description, self.sources]
        rows: list[Any] = []
        for code in self.codes:
            words = [code.id, code.parent, code.definition, code.include, code.exclude, *code.examples]
            rows.append([words, dict(code.labels), {language: list(each) for language, each in code.patterns.items()}])
            rows.append(code.is_codable)
        return hashlib.sha256(json.dumps([content, rows], ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def guid(self, code: CodebookCode) -> str:
        """The name of a code among programs, the same each time."""
        return code.guid or str(uuid.uuid5(_SPACE, f"{self.name}/{code.id}"))

    def path(self, code: CodebookCode) -> list[CodebookCode]:
        """A code and those above it, from the top."""
        path = [code]
        while path[0].parent:
            path.insert(0, self.by_id[path[0].parent])
        return path

    def children(self, parent: str = "") -> list[CodebookCode]:
        return [code for code in self.codes if code.parent == parent]

    def walked(self, parent: str = "", depth: int = 0) -> Iterator[tuple[int, CodebookCode]]:
        """Codes as a tree, each with its depth."""
        for code in self.children(parent):
            yield depth, code
            yield from self.walked(code.id, depth + 1)


def checked(book: Codebook) -> Codebook:
    """The codebook, if it holds together. Raises ``UnsoundCodebookError`` with everything that is wrong."""
    wrong = []
    ids = [code.id for code in book.codes]
    if not book.codes:
        wrong.append("it has no codes")
    if len(ids) > MOST_CODES or sum(len(p) for code in book.codes for p in code.patterns.values()) > MOST_PATTERNS:
        raise UnsoundCodebookError(f"it has more than {MOST_CODES:,} codes or {MOST_PATTERNS:,} patterns")
    wrong += [f"code {id!r:.80} is there twice" for id in sorted({id for id in ids if ids.count(id) > 1})]
    for code in book.codes:
        if not code.id:
            wrong.append(f"a code has no id: {code.label!r:.80}")
        if code.parent and code.parent not in book.by_id:
            wrong.append(f"code {code.id!r:.80} stands under {code.parent!r:.80}, which is not there")
        for language, patterns in code.patterns.items():
            for each in patterns:
                try:
                    pattern(each)
                except Fault as fault:
                    wrong.append(f"code {code.id!r:.80}, pattern {each!r:.80} ({language}): {fault}")
    if not wrong:
        wrong += [f"code {code.id!r:.80} stands under itself, or too deep" for code in book.codes if _is_deep(book, code)]
    if wrong:
        raise UnsoundCodebookError(wrong[0], lines=tuple(wrong[1:50]))
    return book


def _is_deep(book: Codebook, code: CodebookCode) -> bool:
    for _ in range(DEEPEST):
        if not code.parent:
            return False
        code = book.by_id[code.parent]
    return True


def id_of(label: str, known: Sequence[str] | set[str]) -> str:
    """An id made of a label that is not among those known."""
    plain = _ID.sub("-", label.strip().casefold()).strip("-.")[:60] or "code"
    number, candidate = 1, plain
    while candidate in known:
        number += 1
        candidate = f"{plain}-{number}"
    return candidate
