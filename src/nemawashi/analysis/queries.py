"""Questions about concepts, about published words, and about the dialogues that the Dialogue is compared with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from nemawashi.access import origins
from nemawashi.access.fields import undated_last
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.analysis.models import Concept, DialogueEvent, DialogueFact
from nemawashi.analysis.terms import FactKind
from nemawashi.kit.faults import NotThereError
from nemawashi.kit.lineage import IndexedClause
from nemawashi.lineage import shelf
from nemawashi.lineage.models import Corpus, ReferenceDocument
from nemawashi.parties.models import Dialogue


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


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A document in one language with what is known of it; its clauses are set apart by blank lines."""

    id: str
    text: str
    language: str
    attributes: Mapping[str, str]


def published_documents(name: str, *, viewer: Viewer) -> list[PublishedDocument]:
    """The documents of a collection that everybody may count: ``adopted``, or ``corpus/SLUG``.

    The words are those of the shelf of agreed language: adopted and issued texts as they are in force, reference corpora
    without drafts. Nothing under negotiation is among them, whoever asks. Raises ``NotThereError``.
    """
    if name == "adopted":
        hidden = shelf.hidden_from(viewer)
        return list(_gathered((each for each in shelf.text_clauses() if each.document not in hidden), {}))
    noun, _, slug = name.partition("/")
    corpus = Corpus.objects.filter(slug=slug).first() if noun == "corpus" else None
    if corpus is None:
        known = ", ".join(["@adopted", *(f"@corpus/{each}" for each in Corpus.objects.values_list("slug", flat=True)[:20])])
        raise NotThereError(f"there is no such collection; there are {known}")
    documents = ReferenceDocument.objects.filter(corpus=corpus).in_bulk()
    titles = {
        each.ref: {"title": each.title, "symbol": each.symbol, "body": each.body, "status": each.status}
        for each in documents.values()
    }
    return list(_gathered(shelf.reference_clauses(documents), titles))


def _gathered(clauses: Iterable[IndexedClause], known: Mapping[str, Mapping[str, str]]) -> Iterator[PublishedDocument]:
    """Clauses by document and language."""
    for ref, of_document in groupby(clauses, key=lambda clause: clause.document):
        words: dict[str, list[IndexedClause]] = {}
        for clause in of_document:
            words.setdefault(clause.language, []).append(clause)
        for language, rows in words.items():
            attributes = {"date": rows[0].date, "series": rows[0].series, "document": ref, **known.get(ref, {})}
            text = "\n\n".join(row.text for row in rows)
            yield PublishedDocument(ref if len(words) == 1 else f"{ref}.{language}", text, language, attributes)
