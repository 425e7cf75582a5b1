"""Questions about concepts and about the dialogues that the Dialogue is compared with."""

from django.db.models import Count, Q, QuerySet

from nemawashi.access import origins
from nemawashi.access.fields import undated_last
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.analysis.models import Concept, DialogueEvent, DialogueFact
from nemawashi.analysis.terms import FactKind
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
