"""Questions about concepts, about published words, and about the dialogues that the Dialogue is compared with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from django.db.models import Count, Max, Q, QuerySet

from nemawashi.access import origins
from nemawashi.access.fields import undated_last
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.analysis.models import Concept, DialogueEvent, DialogueFact, ResultRun
from nemawashi.analysis.terms import FactKind, RunState
from nemawashi.kit.counting import files
from nemawashi.kit.faults import NotThereError
from nemawashi.kit.lineage import IndexedClause
from nemawashi.lineage import shelf
from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument
from nemawashi.lineage.terms import AGREED_MATERIAL
from nemawashi.parties.models import Dialogue

_APART = "\n\n"  # between clauses, as kit.counting tells them apart


def concept_list(*, viewer: Viewer) -> QuerySet[Concept]:
    """Concepts, the earliest met first."""
    rows = Concept.objects.select_related("introduced_by__party").order_by(undated_last("first_seen_on"), "order")
    return origins.shown(rows, viewer=viewer)


def dialogue_list(*, viewer: Viewer) -> QuerySet[Dialogue]:
    """Dialogues with the number of their dated events."""
    own = Q() if origins.shows_fiction(viewer) else ~Q(events__origin=RowOrigin.FICTION)
    rows = Dialogue.objects.annotate(events_count=Count("events", filter=own)).order_by("order")
    return origins.shown(rows, viewer=viewer)


def facts_of(dialogue: Dialogue, *, viewer: Viewer) -> list[DialogueFact]:
    """How a dialogue works and how much of it was found, in the order of the record."""
    del viewer
    return list(dialogue.facts.order_by("kind", "order"))


def facts(*, viewer: Viewer) -> QuerySet[DialogueFact]:
    """How all dialogues work, in the order of the record."""
    del viewer
    return DialogueFact.objects.select_related("dialogue").order_by("dialogue__order", "kind", "order")


def coverage(*, viewer: Viewer) -> dict[int, DialogueFact]:
    """How complete the meetings of each dialogue are, by its key."""
    del viewer
    return {fact.dialogue_id: fact for fact in DialogueFact.objects.filter(kind=FactKind.COVERAGE)}


def visible_events(*, viewer: Viewer) -> QuerySet[DialogueEvent]:
    """Dated events of every dialogue; they are public."""
    return origins.shown(DialogueEvent.objects.select_related("dialogue"), viewer=viewer)


def events_of(dialogue: Dialogue, *, viewer: Viewer) -> list[DialogueEvent]:
    """Events in order of time; those without a date last."""
    events = origins.shown(dialogue.events.all(), viewer=viewer)
    return sorted(events, key=lambda e: (e.on is None, str(e.on or ""), e.order))


def visible_runs(*, viewer: Viewer) -> QuerySet[ResultRun]:
    """Runs that are or were published, and the viewer's own; one that was only kept is seen by its maker alone."""
    readable = ~Q(state=RunState.KEPT)
    if viewer.is_signed_in:
        readable |= Q(maker_id=viewer.user_id)
    return origins.shown(ResultRun.objects.filter(readable), viewer=viewer)


def published_runs(*, viewer: Viewer) -> QuerySet[ResultRun]:
    """Runs on the public list, without their answers, the latest first."""
    return visible_runs(viewer=viewer).filter(state=RunState.PUBLISHED).defer("answer")


def own_runs(*, viewer: Viewer) -> QuerySet[ResultRun]:
    """What the viewer kept and never published, the latest first."""
    return _own(viewer).filter(state=RunState.KEPT)


def own_withdrawn_runs(*, viewer: Viewer) -> QuerySet[ResultRun]:
    """What the viewer published and withdrew, the latest first: their addresses still answer everybody."""
    return _own(viewer).filter(state=RunState.WITHDRAWN)


def _own(viewer: Viewer) -> QuerySet[ResultRun]:
    if not viewer.is_signed_in:
        return ResultRun.objects.none()
    return ResultRun.objects.filter(maker_id=viewer.user_id).defer("answer")


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A document in one language with what is known of it; its clauses are set apart by blank lines.

    ``begins`` and ``clauses``: where each clause begins in the text, and its ref.
    """

    id: str
    text: str
    language: str
    attributes: Mapping[str, str]
    begins: Sequence[int] = ()
    clauses: Sequence[str] = ()


def published_documents(name: str, *, viewer: Viewer) -> list[PublishedDocument]:
    """The documents of a collection that everybody may count: ``adopted``, or ``corpus/SLUG``.

    The words are those of the shelf of agreed language: adopted and issued texts as they are in force, reference corpora
    without drafts. Nothing under negotiation is among them, whoever asks. Raises ``NotThereError``.
    """
    if name == "adopted":
        hidden = shelf.hidden_from(viewer)
        own = _gathered((each for each in shelf.text_clauses() if each.document not in hidden), {})
        return [*own, *_gathered(shelf.full_text_clauses(), _about(shelf.full_texts()))]
    noun, _, slug = name.partition("/")
    corpus = Corpus.objects.filter(slug=slug).first() if noun == "corpus" else None
    if corpus is None:
        known = ", ".join(["@adopted", *(f"@corpus/{each}" for each in Corpus.objects.values_list("slug", flat=True)[:20])])
        raise NotThereError(f"there is no such collection; there are {known}")
    documents = ReferenceDocument.objects.filter(corpus=corpus)
    keys = [each.pk for each in documents]
    return list(_gathered(shelf.reference_clauses(keys, agreed=False), _about(documents)))


def own_documents(slug: str, *, owner: str) -> list[PublishedDocument]:
    """The documents of somebody's own material, by the login of its owner alone. Raises ``NotThereError``.

    Only a command asks, for whoever runs the installation.
    """
    rows = ReferenceDocument.everybodys_and_own.filter(corpus__slug=slug, corpus__owner__username=owner)
    if not (documents := _of_owner(rows)):
        raise NotThereError(f"{owner:.150} has no own material {slug:.80}")
    return documents


def _of_owner(documents: QuerySet[ReferenceDocument]) -> list[PublishedDocument]:
    known = _about(documents)
    return list(_gathered(shelf.own_clauses([each.pk for each in documents]), known))


def readable_corpora(*, viewer: Viewer) -> QuerySet[Corpus]:
    """The corpora that everybody reads, and those that are the viewer's own and nobody else's."""
    readable = Q(is_shared=True)
    if viewer.is_signed_in:
        readable |= Q(owner_id=viewer.user_id)
    return Corpus.everybodys_and_own.filter(readable)


def own_material(*, viewer: Viewer) -> QuerySet[Corpus]:
    """The viewer's own collections that nobody else reads."""
    return owned_corpora(viewer=viewer).filter(is_shared=False)


def owned_corpora(*, viewer: Viewer) -> QuerySet[Corpus]:
    """The collections that the viewer brought, shared or not."""
    rows = Corpus.everybodys_and_own.all()
    return rows.filter(owner_id=viewer.user_id) if viewer.is_signed_in and viewer.user_id else rows.none()


def documents_in(corpus: Corpus, *, agreed: bool = False) -> int:
    """How many documents a collection has, whoever owns it; ``agreed``: of those whose words are agreed language."""
    rows = ReferenceDocument.everybodys_and_own.filter(corpus=corpus)
    if agreed:
        rows = rows.filter(material__in=AGREED_MATERIAL).exclude(status__icontains=shelf.DRAFT)
    return rows.count()


def has_document(corpus: Corpus, symbol: str) -> bool:
    return ReferenceDocument.everybodys_and_own.filter(corpus=corpus, symbol=symbol).exists()


def documents_brought(*, viewer: Viewer) -> int:
    """How many documents the viewer brought that nobody else reads."""
    return ReferenceDocument.everybodys_and_own.filter(corpus__in=own_material(viewer=viewer)).count()


def own_corpus(name: str, *, viewer: Viewer) -> Corpus | None:
    """The collection of this name, where it is the viewer's own material and nobody else reads it."""
    noun, _, slug = name.partition("/")
    if noun != "corpus" or not viewer.is_signed_in:
        return None
    return readable_corpora(viewer=viewer).filter(slug=slug, is_shared=False).first()


def documents_of_own(corpus: Corpus, *, viewer: Viewer) -> list[PublishedDocument]:
    """The documents of the viewer's own material. Raises ``NotThereError`` for what is somebody else's."""
    rows = ReferenceDocument.everybodys_and_own.filter(corpus=corpus, corpus__owner_id=viewer.user_id)
    if not viewer.is_signed_in or not (documents := _of_owner(rows)):
        raise NotThereError("there is no such collection")
    return documents


def mark_of_own(corpus: Corpus) -> tuple[object, ...]:
    """As ``shelf.mark``, of material that never comes on the shelf."""
    rows = ReferenceDocument.everybodys_and_own.filter(corpus=corpus)
    return tuple(rows.aggregate(Count("pk"), Max("pk"), Max("taken_at")).values())


def are_everybodys(names: Iterable[str]) -> bool:
    """Whether everybody may count these collections; one that was taken out is nobody's to read any more."""
    slugs = {name.partition("/")[2] for name in names if name.startswith("corpus/")}
    return Corpus.objects.filter(slug__in=slugs).count() == len(slugs)


def own_clauses_by_ref(refs: Iterable[str], *, viewer: Viewer) -> dict[str, ReferenceClause]:
    """Those of the clauses that are of the viewer's own material, with their documents."""
    keys = [int(ref.removeprefix("ref/")) for ref in refs if ref.startswith("ref/")]
    if not keys or not viewer.is_signed_in:
        return {}
    rows = ReferenceClause.everybodys_and_own.filter(
        pk__in=keys, document__corpus__is_shared=False, document__corpus__owner_id=viewer.user_id
    )
    return {row.ref: row for row in rows.select_related("document__corpus")}


_TOLD = ("title", "symbol", "body", "status")
_TOLD_IN_A_TABLE = ("material", "party", "speaker", "office")


def _about(documents: Iterable[ReferenceDocument]) -> dict[str, Mapping[str, str]]:
    """What is known of documents, by their refs: what FILE::key=value may ask for."""
    return {
        each.ref: {name: getattr(each, name) for name in _TOLD}
        | {name: value for name in _TOLD_IN_A_TABLE if (value := getattr(each, name))}
        for each in documents
    }


def _gathered(clauses: Iterable[IndexedClause], known: Mapping[str, Mapping[str, str]]) -> Iterator[PublishedDocument]:
    """Clauses by document and language."""
    for ref, of_document in groupby(clauses, key=lambda clause: clause.document):
        words: dict[str, list[IndexedClause]] = {}
        for clause in of_document:
            words.setdefault(clause.language, []).append(clause)
        for language, rows in words.items():
            attributes = {"date": rows[0].date, "series": rows[0].series, "document": ref, **known.get(ref, {})}
            texts = [files.normal(row.text).strip() for row in rows]
            begins = list(accumulate((len(text) + len(_APART) for text in texts[:-1]), initial=0))
            yield PublishedDocument(
                ref if len(words) == 1 else f"{ref}.{language}",
                _APART.join(texts),
                language,
                attributes,
                begins,
                [row.id for row in rows],
            )
