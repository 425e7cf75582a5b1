"""Questions about rounds of coding: who sees one, which codings a coder has given, and what all of them say together.

While a round is open a coder has the own codings alone, the owner none but the own: neither codings nor their number, of
nobody else. After it closed its owner and its coders see all.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from statistics import fmean
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from nemawashi.access.viewers import PUBLIC, Viewer, acting_as
from nemawashi.analysis import codebooks, queries
from nemawashi.analysis.codings import WaitingCoding
from nemawashi.analysis.counted import PublishedCollection
from nemawashi.analysis.models import Adjudication, CodingRound, PassageCoding, RoundCoder, RoundPassage
from nemawashi.kit.coding import agreeing, marking
from nemawashi.kit.coding.agreeing import AgreementTable
from nemawashi.kit.coding.marking import CodedWords
from nemawashi.kit.coding.projects import QdaCoding, QdaProject, QdaSource
from nemawashi.kit.coding.values import Codebook
from nemawashi.kit.counting.concordances import Concordance
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.languages import base
from nemawashi.kit.lineage.sentences import parted

_APART = "\n\n"


@dataclass(frozen=True, slots=True)
class Material:
    """A passage before a round takes it over."""

    document: str
    title: str
    date: str
    language: str
    ref: str
    words: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class GivenCodes:
    """What a coder gave a passage. ``marks``: the words that a code is about, where that is not the whole passage."""

    codes: tuple[str, ...]
    note: str = ""
    marks: tuple[CodedWords, ...] = ()

    def of(self, code: str) -> tuple[CodedWords, ...]:
        return tuple(mark for mark in self.marks if mark.code == code)


@dataclass(frozen=True)
class CodedReading:
    """A passage of a closed round with what each coder gave it, by name; ``settled``: its codes in the end, if any."""

    passage: RoundPassage
    given: Mapping[str, GivenCodes]
    ruling: Adjudication | None

    @property
    def differs(self) -> bool:
        return len({frozenset(each.codes) for each in self.given.values()}) > 1

    @property
    def is_open(self) -> bool:
        """Whether coders differ, and nobody has said which codes it has."""
        return self.differs and self.ruling is None

    @property
    def settled(self) -> tuple[str, ...] | None:
        if self.ruling is not None:
            return tuple(self.ruling.codes)
        return None if self.differs or not self.given else next(iter(self.given.values())).codes


@dataclass(frozen=True)
class RoundResult:
    """All readings of a closed round and what they come to."""

    book: Codebook
    coders: Sequence[str]
    readings: Sequence[CodedReading]

    @cached_property
    def agreement(self) -> AgreementTable | None:
        """How far the coders agreed before anybody adjudicated; None where no passage has two codings."""
        rows = [
            (str(each.passage.number), coder, frozenset(given.codes))
            for each in self.readings
            for coder, given in each.given.items()
        ]
        try:
            return agreeing.agreement(agreeing.codings(rows))
        except UnreadableError:
            return None

    @property
    def disagreements(self) -> list[CodedReading]:
        return [each for each in self.readings if each.differs]

    @property
    def left_open(self) -> int:
        return sum(each.is_open for each in self.readings)

    @cached_property
    def words_in_common(self) -> Mapping[str, float]:
        """How far coders who gave a code mean the same words by it, in the mean of all their pairs; of codes with marks.

        As ``kit.coding.marking.in_common`` counts it, before anybody adjudicated.
        """
        marked = {mark.code for each in self.readings for given in each.given.values() for mark in given.marks}
        shares: dict[str, list[float]] = {}
        for each in self.readings:
            length = len(each.passage.coded)
            for one, other in combinations(each.given.values(), 2):
                for code in marked & set(one.codes) & set(other.codes):
                    share = marking.in_common(one.marks, other.marks, code=code, length=length)
                    shares.setdefault(code, []).append(share)
        return {code: fmean(each) for code, each in shares.items()}

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many passages have each code in the end: agreed on, or adjudicated."""
        return Counter(code for each in self.readings for code in each.settled or ())


def material(name: str, language: str, viewer: Viewer = PUBLIC) -> list[Material]:
    """The clauses of a published collection, or of the viewer's own, in one language or all, as a round takes them over."""
    if (own := queries.own_corpus(name, viewer=viewer)) is not None:
        documents = queries.documents_of_own(own, viewer=viewer)
    else:
        with acting_as(PUBLIC):
            documents = queries.published_documents(name, viewer=PUBLIC)
    return [
        Material(
            row.id,
            row.attributes.get("title", ""),
            row.attributes.get("date", ""),
            row.language,
            ref,
            words,
        )
        for row in documents
        if not language or base(row.language) == language
        for ref, words in zip(row.clauses, row.text.split(_APART), strict=True)
    ]


def sentences(rows: Iterable[Material]) -> list[Material]:
    """Each sentence of clauses in its clause, without the blanks around it."""
    made = []
    for row in rows:
        at = 0
        for part in parted(row.words):
            words = part.strip()
            start = at + part.find(words)
            at += len(part)
            if words:
                made.append(replace(row, start=start, end=start + len(words)))
    return made


def mentions(rows: Iterable[Material], held: PublishedCollection, table: Concordance) -> list[Material]:
    """Each place where a concordance of the collection has its words, in its clause, of those clauses."""
    by_ref = {row.ref: row for row in rows}
    made = []
    for line in table.lines():
        begin, ref = held.clause_at(line.id, line.start)
        row = by_ref.get(ref)
        if row is not None and row.words[line.start - begin : line.end - begin] == line.match:
            made.append(replace(row, start=line.start - begin, end=line.end - begin))
    return made


def digest(rows: Iterable[Material]) -> str:
    """SHA-256 of passages, by which a round names what was coded."""
    content = [[row.ref, row.language, row.words, *([] if row.end is None else [row.start, row.end])] for row in rows]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def visible_rounds(*, viewer: Viewer) -> QuerySet[CodingRound]:
    """The rounds that the viewer opened or codes in; nobody else learns of one."""
    if not viewer.is_signed_in:
        return CodingRound.objects.none()
    own = Q(owner_id=viewer.user_id) | Q(coders__account_id=viewer.user_id)
    return CodingRound.objects.filter(own).select_related("codebook", "owner").distinct()


def visible_passages(*, viewer: Viewer) -> QuerySet[RoundPassage]:
    rows = RoundPassage.objects.filter(round__in=visible_rounds(viewer=viewer).values("pk"))
    return rows.select_related("round__codebook", "round__owner")


def coder_of(row: CodingRound, *, viewer: Viewer) -> RoundCoder | None:
    """The viewer as a coder of a round."""
    return row.coders.filter(account_id=viewer.user_id).first() if viewer.is_signed_in else None


def own_codings(coder: RoundCoder) -> dict[int, GivenCodes]:
    """What the viewer gave in an open round, by the key of the passage; asked in the viewer's own name."""
    rows = WaitingCoding.objects.filter(coder=coder)
    return {row.passage_id: _given(row.content) for row in rows}


def coded_passages(coder: RoundCoder) -> set[int]:
    """The keys of the passages that the viewer has coded, without opening what was given."""
    return set(WaitingCoding.objects.filter(coder=coder).values_list("passage_id", flat=True))


def own_coding(coder: RoundCoder, passage: RoundPassage) -> GivenCodes | None:
    row = WaitingCoding.objects.filter(coder=coder, passage=passage).first()
    return _given(row.content) if row else None


def _given(content: str) -> GivenCodes:
    held = json.loads(content)
    return GivenCodes(tuple(held["codes"]), held["note"], marks_of(held.get("marks", ())))


def marks_of(rows: Iterable[Iterable[Any]]) -> tuple[CodedWords, ...]:
    """Marks out of the rows in which they are kept."""
    return tuple(CodedWords(*row) for row in rows)


def awaited_rounds(*, viewer: Viewer) -> list[CodingRound]:
    """Open rounds in which the viewer codes and has not handed in."""
    if not viewer.is_signed_in:
        return []
    own = RoundCoder.objects.filter(account_id=viewer.user_id, handed_in_at=None, round__closed_at=None)
    return [each.round for each in own.select_related("round")]


def result(row: CodingRound) -> RoundResult:
    """What a closed round says. Raises ``UnreadableError`` for one that is open: nothing of it is anybody's to see."""
    if not row.is_closed:
        raise UnreadableError("the round is open")
    codings = PassageCoding.objects.select_related("coder").order_by("coder_id")
    passages = row.passages.select_related("round").prefetch_related(Prefetch("codings", queryset=codings), "adjudications")
    readings = []
    for passage in passages:
        given = {
            each.coder.name: GivenCodes(tuple(each.codes), each.note, marks_of(each.marks))
            for each in passage.codings.all()
        }
        rulings = list(passage.adjudications.all())
        readings.append(CodedReading(passage, given, rulings[-1] if rulings else None))
    coders = [each.name for each in row.coders.all() if each.handed_in_at]
    return RoundResult(codebooks.of_row(row.codebook), coders, readings)


def project(row: CodingRound) -> QdaProject:
    """A closed round as a project of qualitative analysis: each document a source, its passages apart by blank lines."""
    whole = result(row)
    by_document: dict[str, list[CodedReading]] = {}
    for each in whole.readings:
        by_document.setdefault(each.passage.document, []).append(each)
    sources = []
    for document, readings in by_document.items():
        text, codings = "", []
        clause, begin = "", 0
        for each in readings:
            if each.passage.ref != clause or each.passage.end is None:  # several parts of one clause stand in it once
                clause, begin = each.passage.ref, len(text) + (len(_APART) if text else 0)
                text = f"{text}{_APART}{each.passage.words}" if text else each.passage.words
            start = begin + len(each.passage.before)
            end = start + len(each.passage.coded)
            codings += [
                QdaCoding(code, coder, start + first, start + last, given.note)
                for coder, given in each.given.items()
                for code in given.codes
                for first, last in [(mark.start, mark.end) for mark in given.of(code)] or [(0, end - start)]
            ]
            if each.ruling is not None:
                why = each.ruling.why
                codings += [QdaCoding(code, ADJUDICATED, start, end, why) for code in each.ruling.codes]
        first = readings[0].passage
        about = {"title": first.title, "date": first.date, "language": first.language}
        sources.append(QdaSource(document, text, tuple(codings), {key: value for key, value in about.items() if value}))
    return QdaProject(row.title, whole.book, sources, whole.coders)


ADJUDICATED = "adjudicated"
