"""Collections that are counted on the pages: read once for each state of the shelf, with the latest answers.

Kept by process and never written down: what a reader looked up stands in no file. Another state of the tables is another
key, so that nothing has to be told to forget, and a collection that is larger than a page may count is refused.
What is somebody's own material is kept under its owner, and given to nobody else.
"""

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from nemawashi.access import origins
from nemawashi.access.viewers import PUBLIC, Viewer, acting_as
from nemawashi.analysis import queries
from nemawashi.analysis.queries import PublishedDocument
from nemawashi.kit import counting
from nemawashi.kit.coding import books, bypattern
from nemawashi.kit.coding.values import Codebook
from nemawashi.kit.counting import Collection, CountedDocument, PatternLife, files, lifespans
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.languages import base
from nemawashi.lineage import shelf
from nemawashi.lineage.models import Corpus, ReferenceClause

Answer = TypeVar("Answer")
ADOPTED = "adopted"
MOST_CLAUSES = 40_000
_COLLECTIONS_KEPT = 4
_ANSWERS_KEPT = 64
_CONCEPTS = Path(__file__).parents[1] / "record" / "codebooks" / "concepts.yaml"

_hold = threading.RLock()
_state: tuple[object, ...] = ()
# By name, whether fiction is in it, and of own material whose it is and in which state.
_kept: "OrderedDict[tuple[object, ...], PublishedCollection]" = OrderedDict()


class BeyondPagesError(UnreadableError):
    """A collection has more clauses than a page counts; the commands count it."""


@dataclass(eq=False)
class PublishedCollection:
    """A collection in all its languages. ``passages``: of each document where its clauses begin, and their refs.

    ``is_own``: it is the own material of whoever asked, and nobody else reads it.
    """

    name: str
    documents: Sequence[CountedDocument]
    passages: Mapping[str, tuple[Sequence[int], Sequence[str]]]
    is_own: bool = False
    _by_language: dict[str, Collection] = field(default_factory=dict)
    _answers: "OrderedDict[tuple[object, ...], Any]" = field(default_factory=OrderedDict)

    @cached_property
    def languages(self) -> list[str]:
        """The languages of its documents, the one with most documents first."""
        spoken = [base(document.language) for document in self.documents]
        return sorted(set(spoken), key=lambda language: (-spoken.count(language), language))

    def of(self, language: str) -> Collection:
        """Its documents of one language, or all."""
        with _hold:
            if language not in self._by_language:
                chosen = [each for each in self.documents if not language or base(each.language) == language]
                self._by_language[language] = Collection(chosen, name=self.name)
            return self._by_language[language]

    def passage(self, document: str, start: int) -> str:
        """The ref of the clause in which a place of a document lies."""
        return self.clause_at(document, start)[1]

    def clause_at(self, document: str, start: int) -> tuple[int, str]:
        """Where the clause begins in which a place of a document lies, and its ref."""
        begins, refs = self.passages[document]
        number = bisect_right(begins, start) - 1
        return begins[number], refs[number]

    def answered(self, asked: tuple[object, ...], ask: Callable[[], Answer]) -> Answer:
        """What was answered to the same question, or is answered now."""
        with _hold:
            if asked in self._answers:
                self._answers.move_to_end(asked)
            else:
                self._answers[asked] = ask()
                while len(self._answers) > _ANSWERS_KEPT:
                    self._answers.popitem(last=False)
            answer: Answer = self._answers[asked]
            return answer


def names(viewer: Viewer = PUBLIC) -> dict[str, str]:
    """The collections that the viewer can choose with their titles; the adopted texts have none of their own."""
    rows = queries.readable_corpora(viewer=viewer).order_by("title")
    return {ADOPTED: ""} | {f"corpus/{slug}": title for slug, title in rows.values_list("slug", "title")}


def first_choice(viewer: Viewer = PUBLIC) -> str:
    """What is counted where nothing was chosen: the adopted texts, or while none is here in words, the first corpus."""
    if collection(ADOPTED).documents:
        return ADOPTED
    return next((name for name in names(viewer) if name != ADOPTED), ADOPTED)


def collection(name: str, viewer: Viewer = PUBLIC) -> PublishedCollection:
    """A collection as the tables have it now. Raises ``NotThereError`` and ``BeyondPagesError``.

    What is published is the same for everybody, so it is read as the public reads it, whoever asks.
    """
    global _state
    own = queries.own_corpus(name, viewer=viewer)
    with _hold:
        state = (str(shelf.folder()), *shelf.mark())
        if state != _state:
            _state = state
            _kept.clear()
        key: tuple[object, ...] = (name, origins.shows_fiction(PUBLIC))
        if own is not None:
            key = (name, own.owner_id, *queries.mark_of_own(own))
        if key not in _kept:
            _kept[key] = _read(name) if own is None else _read_own(own, viewer)
            while len(_kept) > _COLLECTIONS_KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def forget() -> None:
    """Keep nothing."""
    global _state
    with _hold:
        _state = ()
        _kept.clear()


def _read(name: str) -> PublishedCollection:
    noun, _, slug = name.partition("/")
    if noun == "corpus" and ReferenceClause.objects.filter(document__corpus__slug=slug).count() > MOST_CLAUSES:
        raise BeyondPagesError(f"it has more than {MOST_CLAUSES:,} clauses")
    with acting_as(PUBLIC):
        rows = queries.published_documents(name, viewer=PUBLIC)
    return _counted(name, rows)


def _read_own(corpus: Corpus, viewer: Viewer) -> PublishedCollection:
    if ReferenceClause.everybodys_and_own.filter(document__corpus=corpus).count() > MOST_CLAUSES:
        raise BeyondPagesError(f"it has more than {MOST_CLAUSES:,} clauses")
    return _counted(corpus.ref, queries.documents_of_own(corpus, viewer=viewer), is_own=True)


def _counted(name: str, rows: Sequence[PublishedDocument], *, is_own: bool = False) -> PublishedCollection:
    documents, passages = [], {}
    for row in rows:
        document = files.counted(row.id, row.text, row.language, row.attributes)
        documents.append(document)
        passages[document.id] = (row.begins, row.clauses)
    return PublishedCollection(name, documents, passages, is_own)


@lru_cache(maxsize=1)
def concepts() -> Codebook:
    """The patterns of the record's concepts, under their ids."""
    return books.read(_CONCEPTS)


def lives(held: PublishedCollection, language: str = "") -> dict[str, PatternLife]:
    """The life of each concept that has patterns, by its id: mentions by pattern, which no person has confirmed.

    Empty where no document says when it is from.
    """
    return held.answered(("lives", language), lambda: _lives(held.of(language)))


def _lives(of: Collection) -> dict[str, PatternLife]:
    if not any(document.year for document in of.documents):
        return {}
    book = concepts()
    coding = bypattern.coded(book, of)
    chosen = [number for number, code in enumerate(book.codes) if code.patterns]
    place = np.full(len(book.codes), -1, np.int64)
    place[chosen] = np.arange(len(chosen))
    of_each = lifespans.lives(of, [book.codes[n].id for n in chosen], coding.documents(), place[coding.of_codes()])
    return {life.name: life for life in of_each}


def size(of: Collection) -> int:
    """The words of a collection as tables count them."""
    return len(of.words(counting.WORDS))
