"""Concepts with their life spans, and dated events of dialogues."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers

from nemawashi.access.viewers import Viewer
from nemawashi.analysis import models, queries
from nemawashi.analysis.terms import EventLevel, ResultKind
from nemawashi.api import asking
from nemawashi.api.answering import Dated, Endpoint, Shape, SourcedShape, flag, maybe, slug, whole, word
from nemawashi.parties.models import Dialogue, Person


class Concept(SourcedShape):
    """An idea with the earliest and the latest use that the record's sources show."""

    name = word()
    name_ja = maybe()
    introduced_by = slug("introduced_by")
    first_seen_on = Dated()
    last_seen_on = Dated()
    note = maybe()


def _alive(rows: Any, value: str, viewer: Viewer) -> Any:
    """Concepts whose life span covers some day of the year; one without an end is taken as seen once."""
    begun = Q(first_seen_on__lte=f"{value}-12-31")
    lasting = Q(last_seen_on__gte=value) | Q(last_seen_on__isnull=True, first_seen_on__gte=value)
    return rows.filter(begun & lasting)


class Concepts(Endpoint):
    """Ideas with their life spans in the record's sources."""

    noun = "concept"
    serializer_class = Concept
    filters = (
        asking.year("first_seen_on", apply=_alive, description="A year within the life span."),
        asking.row_of("person", Person, "introduced_by"),
        asking.words("name", "name_ja", "note"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Concept]:
        return queries.concept_list(viewer=viewer)


class Outcome(serializers.Serializer[Any]):
    title = word()
    date = serializers.CharField(read_only=True, allow_null=True, default=None)


class Event(SourcedShape):
    dialogue = slug("dialogue")
    on = Dated()
    ends_on = Dated()
    level = maybe()
    series = maybe()
    ordinal = whole()
    mode = maybe()
    city = maybe()
    country = maybe()
    note = maybe()
    outcomes = Outcome(many=True, read_only=True)
    pledge = maybe()
    is_planned = flag()


class Events(Endpoint):
    """Dated meetings of the formats that the Dialogue is compared with, in the words of their sources.

    The page of events counts more: it also has the Dialogue's own meetings, adopted texts, pledges and projects, which
    stand here under `meetings`, `texts` and `assistance`. What that page counts is `/events/?as=json`.
    """

    noun = "event"
    serializer_class = Event
    filters = (
        asking.row_of("dialogue", Dialogue, "dialogue"),
        asking.year("on"),
        asking.one_of("level", EventLevel.values),
        asking.flag("planned", "is_planned"),
        asking.words("city", "country", "note", "series", "pledge"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.DialogueEvent]:
        return queries.visible_events(viewer=viewer)


class Result(Shape):
    """A result of counting as it was kept, with what was asked of which words."""

    title = word()
    note = word()
    kind = word()
    query = serializers.DictField(child=serializers.CharField(), read_only=True)
    made_at = serializers.DateTimeField(read_only=True)
    published_at = serializers.DateTimeField(read_only=True)
    made_by = word("maker_name")
    software = word()
    sha256 = word("digest")
    answer = serializers.SerializerMethodField()

    def get_answer(self, row: models.ResultRun) -> dict[str, Any] | None:
        """The whole answer, in the address of the row alone; null in the list."""
        return row.content if self.context["is_whole"] else None


class Runs(Endpoint):
    """Results of counting that were published, the latest first. What somebody only kept is nobody else's."""

    noun = "run"
    serializer_class = Result
    filters = (asking.one_of("kind", ResultKind.values), asking.words("title", "note"))

    def rows(self, viewer: Viewer) -> QuerySet[models.ResultRun]:
        rows = queries.published_runs(viewer=viewer)
        return rows.defer(None) if getattr(self, "action", "") == "retrieve" else rows

    def around(self, rows: Sequence[Any], viewer: Viewer) -> Mapping[str, Any]:
        return {"is_whole": self.action == "retrieve"}
