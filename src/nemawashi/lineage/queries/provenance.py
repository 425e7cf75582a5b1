"""Where clauses on the shelf stand, and what the corpora hold. All of it is public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from nemawashi.kit.lineage import IndexedClause
from nemawashi.lineage.models import Corpus, ReferenceClause
from nemawashi.texts.models import Clause as TextClause
from nemawashi.texts.terms import PUBLIC_STATES

__all__ = ["HeldCorpus", "Whereabouts", "corpora", "origins"]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where words on the shelf stand: ``document`` is the ref of a text or a reference document."""

    ref: str
    document: str
    title: str
    body: str
    date: str
    status: str
    kind: str
    number: str
    language: str
    url: str = ""
    symbol: str = ""

    @property
    def year(self) -> str:
        return self.date[:4]


def origins(clauses: Iterable[IndexedClause]) -> Mapping[str, Whereabouts]:
    """By the id of each clause where it stands, as the tables say now; what they no longer have is left out."""
    by_id = {clause.id: clause for clause in clauses}
    by_ref: dict[str, Whereabouts] = {}
    keys = [id.partition("/")[2] for id in by_id if id.startswith("ref/")]
    for row in ReferenceClause.objects.filter(pk__in=keys).select_related("document") if keys else ():
        document = row.document
        by_ref[row.ref] = Whereabouts(
            ref=row.ref,
            document=document.ref,
            title=document.title,
            body=document.body,
            date=str(document.date or ""),
            status=document.status,
            kind=row.kind,
            number=row.number,
            language=document.language,
            url=document.url,
            symbol=document.symbol,
        )
    of_texts = [UUID(id.partition("/")[2]) for id in by_id if id.startswith("clause/")]
    rows = TextClause.objects.filter(pk__in=of_texts, text__state__in=PUBLIC_STATES).select_related("text__dialogue")
    for clause in rows if of_texts else ():
        text = clause.text
        by_ref[clause.ref] = Whereabouts(
            ref=clause.ref,
            document=text.ref,
            title=text.title,
            body=text.dialogue.name,
            date=str(text.adopted_on or ""),
            status=text.state,
            kind=clause.kind,
            number="",
            language=by_id[clause.ref].language,
            url=text.url or "",
            symbol=text.symbol,
        )
    return by_ref


@dataclass(frozen=True, slots=True)
class HeldCorpus:
    """A corpus with what it holds."""

    corpus: Corpus
    documents: int
    clauses: int
    languages: tuple[str, ...]
    first: str
    last: str


def corpora() -> list[HeldCorpus]:
    """The reference corpora by their slugs."""
    clauses = dict(ReferenceClause.objects.values_list("document__corpus").annotate(count=Count("pk")).order_by())
    held = []
    for corpus in Corpus.objects.prefetch_related("documents"):
        documents = list(corpus.documents.all())
        dates = sorted(str(document.date) for document in documents if document.date)
        languages = tuple(sorted({document.language for document in documents}))
        span = (dates[0], dates[-1]) if dates else ("", "")
        held.append(HeldCorpus(corpus, len(documents), clauses.get(corpus.pk, 0), languages, *span))
    return held
