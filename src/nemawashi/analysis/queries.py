"""Questions about concepts and about the dialogues that the Dialogue is compared with."""

from django.db.models import Count, QuerySet

from nemawashi.access.fields import undated_last
from nemawashi.access.viewers import Viewer
from nemawashi.analysis.models import Concept, DialogueEvent
from nemawashi.parties.models import Dialogue


def concept_list(*, viewer: Viewer) -> QuerySet[Concept]:
    """Concepts, the earliest met first."""
    del viewer  # concepts and dialogues are public
    return Concept.objects.select_related("introduced_by__party").order_by(undated_last("first_seen_on"), "order")


def dialogue_list(*, viewer: Viewer) -> QuerySet[Dialogue]:
    """Dialogues with the number of their dated events."""
    del viewer
    return Dialogue.objects.annotate(events_count=Count("events")).order_by("order")


def visible_events(*, viewer: Viewer) -> QuerySet[DialogueEvent]:
    """Dated events of every dialogue; they are public."""
    del viewer
    return DialogueEvent.objects.select_related("dialogue")


def events_of(dialogue: Dialogue, *, viewer: Viewer) -> list[DialogueEvent]:
    """Events in order of time; those without a date last."""
    del viewer
    return sorted(dialogue.events.all(), key=lambda e: (e.on is None, str(e.on or ""), e.order))
