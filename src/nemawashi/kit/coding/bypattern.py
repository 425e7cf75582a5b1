"""Coding by pattern: where the patterns of a codebook occur, each in documents of its own language."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nemawashi.kit.coding.values import ANY, Codebook
from nemawashi.kit.counting import Collection, matching
from nemawashi.kit.counting.gaps import TokenGap
from nemawashi.kit.counting.matching import Matches
from nemawashi.kit.counting.tokens import Places
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.languages import base


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage under a code. ``start`` and ``end``: code points; ``unit``: the number of its clause in the document."""

    document: str
    code: str
    start: int
    end: int
    words: str
    pattern: str
    unit: int


@dataclass(frozen=True)
class PatternCoding:
    """All passages of a codebook in a collection. Columns first; ``passages`` cuts out the words."""

    book: Codebook
    collection: Collection
    stands: Matches
    codes: Sequence[int]
    patterns: Sequence[str]

    def __len__(self) -> int:
        return len(self.stands)

    def of_codes(self) -> Places:
        """The number of the code of each passage."""
        return np.asarray(self.codes, np.int64)[self.stands.patterns]

    def documents(self) -> Places:
        return self.collection.parts.documents(self.stands.firsts)

    def units(self) -> Places:
        """The number of the clause of each passage in its document, from 0: a blank line begins another."""
        gaps = self.collection.parts.gaps
        breaks = np.flatnonzero(gaps == TokenGap.CLAUSE)
        heads = self.collection.parts.begins[self.documents()]
        return np.searchsorted(breaks, self.stands.firsts, "right") - np.searchsorted(breaks, heads, "right")

    def passages(self, *, limit: int | None = None) -> Iterator[CodedPassage]:
        stands = self.stands.only(np.arange(len(self.stands))[:limit])
        documents, starts, ends = matching.spans(self.collection, stands)
        columns = (documents, starts, ends, stands.patterns, self.units()[: len(stands)])
        for document, start, end, number, unit in zip(*(column.tolist() for column in columns), strict=True):
            about = self.collection.documents[document]
            code = self.book.codes[self.codes[number]].id
            yield CodedPassage(about.id, code, start, end, about.text[start:end], self.patterns[number], unit)

    def counts(self) -> dict[str, tuple[int, int]]:
        """For each code how many passages it has, and in how many documents."""
        of, documents = self.of_codes().tolist(), self.documents().tolist()
        passages = Counter(of)
        with_it = Counter(code for code, _ in set(zip(of, documents, strict=True)))
        return {code.id: (passages[n], with_it[n]) for n, code in enumerate(self.book.codes)}

    def by_document(self) -> dict[int, Counter[str]]:
        """For each document that has any, how often it has each code."""
        table: dict[int, Counter[str]] = {}
        for document, code in zip(self.documents().tolist(), self.of_codes().tolist(), strict=True):
            table.setdefault(document, Counter())[self.book.codes[code].id] += 1
        return table


def coded(book: Codebook, collection: Collection, *, only: Sequence[str] = ()) -> PatternCoding:
    """Code a collection. ``only``: ids of codes; those below them belong to them.

    A document of a language for which a codebook has no patterns gets those for every language alone.
    """
    chosen = set(only) or set(book.by_id)
    if unknown := sorted(set(only) - set(book.by_id)):
        raise UnreadableError(f"there is no code {unknown[0]!r:.80} in {book.name}")
    patterns: list[str] = []
    codes: list[int] = []
    languages: list[str] = []
    for number, code in enumerate(book.codes):
        if not chosen.intersection(each.id for each in book.path(code)):
            continue
        for language, each in code.patterns.items():
            patterns += each
            codes += [number] * len(each)
            languages += [language if language == ANY else base(language)] * len(each)
    if not patterns:
        raise UnreadableError(f"the codes of {book.name} have no patterns: they are for people")
    stands = matching.matches(collection, patterns, book.rule.semantics)
    spoken = np.array([base(document.language) for document in collection.documents])
    of = np.array(languages)[stands.patterns] if len(stands) else np.zeros(0, spoken.dtype)
    fits = (of == ANY) | (of == spoken[collection.parts.documents(stands.firsts)])
    stands = _once(stands.only(np.flatnonzero(fits)), codes)
    return PatternCoding(book, collection, matching.apart(stands, book.rule.overlap, codes), codes, patterns)


def _once(stands: Matches, codes: Sequence[int]) -> Matches:
    """The same words under one code by two of its patterns are one passage."""
    if len(stands) < 2:
        return stands
    rows = np.stack([stands.firsts, stands.lasts, np.asarray(codes, np.int64)[stands.patterns]], axis=1)
    _, first = np.unique(rows, axis=0, return_index=True)
    return stands.only(np.sort(first))
