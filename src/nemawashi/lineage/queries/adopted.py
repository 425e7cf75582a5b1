"""Clauses of adopted texts and of reference documents as one kind of row, fetched by their references."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext

from nemawashi.access import origins
from nemawashi.access.viewers import Viewer
from nemawashi.kit import lineage
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.lineage import shelf
from nemawashi.lineage.models import ReferenceClause
from nemawashi.texts import queries as texts
from nemawashi.texts import rules
from nemawashi.texts.models import Clause, Wording
from nemawashi.texts.terms import PUBLIC_STATES

__all__ = ["Precedent", "precedents", "subject"]

_LONGEST_SYMBOL = 24  # signs; longer ones are made for machines


@dataclass(frozen=True)
class Precedent:
    """A clause that may be cited, with where it stands. ``ref`` is ``clause/<uuid>`` or ``ref/<key>``.

    ``document`` is the reference under which the index knows its text; ``key`` the parts of the address of its page: the
    slug of a text, or corpus and symbol. ``status`` is a state of the text, or what the corpus says of the document.
    """

    ref: str
    words: str
    language: str
    kind: str
    number: str
    title: str
    document: str
    key: tuple[str, ...]
    series: str = ""
    symbol: str = ""
    body: str = ""
    on: ImpreciseDate | None = None
    status: str = ""
    status_words: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    taken_from: tuple[str, ...] = ()
    title_language: str = "en"
    is_public: bool = True
    rank: int = 0
    place: float = -1.0

    @property
    def year(self) -> int | None:
        return self.on.year if self.on else None

    @property
    def date(self) -> str:
        return str(self.on or "")

    @property
    def name(self) -> str:
        """A document of another forum by its symbol (A/RES/79/1); by its title where the symbol is an address or none."""
        is_short = bool(self.symbol) and (len(self.symbol) <= _LONGEST_SYMBOL or not self.title)
        return self.symbol if self.is_reference and is_short else self.title

    @property
    def rest_of_citation(self) -> str:
        number = gettext("paragraph %(number)s") % {"number": self.number} if self.number else ""
        return "".join(f", {part}" for part in (number, self.year) if part)

    @property
    def cited(self) -> str:
        """Title or symbol, number and year, as a clause is cited."""
        return f"{self.name}{self.rest_of_citation}"

    @property
    def is_reference(self) -> bool:
        return self.ref.startswith("ref/")

    @property
    def others(self) -> list[tuple[str, str]]:
        """The clause in other languages, as (language, words)."""
        return [(code, words) for code, words in self.versions.items() if code != self.language]

    def as_in(self, language: str) -> "Precedent":
        """The same clause with the words of one of its versions; as it is where it has none."""
        if language == self.language or language not in self.versions:
            return self
        return Precedent(**{**self.__dict__, "language": language, "words": self.versions[language]})


def precedents(refs: Iterable[str], *, viewer: Viewer) -> dict[str, Precedent]:
    """Rows by reference, in a fixed number of statements. What is not adopted, or is gone, is left out."""
    wanted = list(dict.fromkeys(refs))
    by_ref = _of_texts([ref for ref in wanted if ref.startswith("clause/")], viewer)
    by_ref |= _of_corpora([ref for ref in wanted if ref.startswith("ref/")])
    return {ref: by_ref[ref] for ref in wanted if ref in by_ref}


def _uuid(ref: str) -> UUID | None:
    try:
        return UUID(ref.partition("/")[2])
    except ValueError:
        return None


def _of_texts(refs: Collection[str], viewer: Viewer) -> dict[str, Precedent]:
    keys = [key for ref in refs if (key := _uuid(ref))]
    if not keys:
        return {}
    rows = Clause.objects.filter(pk__in=keys, is_deleted=False, text__state__in=PUBLIC_STATES)
    rows = origins.shown(rows, viewer=viewer, path="text__origin")
    return {row.ref: row for row in clauses_of(rows.select_related("text__dialogue"))}


def clauses_of(rows: Iterable[Clause]) -> list[Precedent]:
    """Clauses as precedents, with their numbers: two statements beside the one of ``rows``, however many they are."""
    clauses = list(rows)
    numbers = numbers_in({clause.text_id for clause in clauses})
    wordings: dict[object, list[Wording]] = defaultdict(list)
    for wording in Wording.objects.filter(clause__in=clauses).order_by("language", "number") if clauses else ():
        wordings[wording.clause_id].append(wording)
    shown = [_of_text(clause, wordings[clause.pk], *numbers.get(clause.pk, ("", 0, -1.0))) for clause in clauses]
    return [row for row in shown if row]


def numbers_in(texts_: Collection[object]) -> dict[object, tuple[str, int, float]]:
    """Number, rank and place of every clause of these texts; one statement."""
    by_text: dict[object, list[tuple[object, str]]] = defaultdict(list)
    rows = Clause.objects.filter(text__in=texts_, is_deleted=False).order_by("text", "rank", "pk")
    for text, pk, kind in rows.values_list("text_id", "pk", "kind") if texts_ else ():
        by_text[text].append((pk, kind))
    placed: dict[object, tuple[str, int, float]] = {}
    for clauses in by_text.values():
        numbers = rules.numbers(kind for _, kind in clauses)
        for at, ((clause, _), number) in enumerate(zip(clauses, numbers, strict=True)):
            placed[clause] = number, at, at / max(1, len(clauses) - 1)
    return placed


def _of_text(clause: Clause, wordings: list[Wording], number: str, rank: int, place: float) -> Precedent | None:
    text = clause.text
    versions = texts.current_versions(wordings, text.language)
    language = text.language if text.language in versions else next(iter(versions), "")
    if not language:
        return None
    taken = [ref for row in wordings if row.language == text.language for ref in row.taken_from.split()]
    return Precedent(
        ref=clause.ref,
        words=versions[language],
        language=language,
        kind=str(clause.kind),
        number=number,
        title=text.title,
        document=text.ref,
        key=(text.slug,),
        series=shelf.series_of_text(text),
        symbol=text.symbol,
        body=text.dialogue.name,
        on=text.adopted_on,
        status=str(text.state),
        status_words=str(text.get_state_display()),
        versions=versions,
        taken_from=tuple(dict.fromkeys(taken)),
        is_public=text.is_public,
        rank=rank,
        place=place,
    )


def _of_corpora(refs: Collection[str]) -> dict[str, Precedent]:
    keys = [int(key) for ref in refs if (key := ref.partition("/")[2]).isascii() and key.isdecimal() and len(key) < 19]
    if not keys:
        return {}
    rows = ReferenceClause.objects.filter(pk__in=keys).select_related("document__corpus", "document__text__dialogue")
    return {row.ref: row for row in map(of_corpus, rows)}


def of_corpus(clause: ReferenceClause) -> Precedent:
    document = clause.document
    return Precedent(
        ref=f"ref/{clause.pk}",
        words=clause.words,
        language=document.language,
        kind=clause.kind,
        number=clause.number,
        title=document.title or document.symbol,
        document=document.ref,
        key=(document.corpus.slug, document.symbol),
        series=shelf.series_of_document(document),
        symbol=document.symbol,
        body=document.body or document.corpus.title,
        on=document.date,
        status=document.status,
        status_words=document.status,
        versions={document.language: clause.words},
        title_language=document.language,
        rank=clause.rank,
    )


def subject(ref: str, *, viewer: Viewer) -> Precedent | None:
    """The clause that is asked about: one that everybody may cite, or one under negotiation that the viewer may read."""
    precedent = precedents([ref], viewer=viewer).get(ref)
    key = _uuid(ref) if ref.startswith("clause/") else None
    if precedent or key is None:
        return precedent
    rows = Clause.objects.filter(pk=key, is_deleted=False, text__in=texts.visible_texts(viewer=viewer))
    return next(iter(clauses_of(rows.select_related("text__dialogue"))), None)


def of_index(clause: lineage.IndexedClause, known: Mapping[str, Precedent]) -> Precedent | None:
    """The row of a clause of the index, in the language in which it was found."""
    row = known.get(clause.id)
    return row.as_in(clause.language) if row else None
