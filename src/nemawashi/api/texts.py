"""Texts and their clauses: adopted and issued ones for everybody, the words under negotiation for those at the table."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nemawashi.access.viewers import Viewer
from nemawashi.api import asking
from nemawashi.api.answering import Dated, Endpoint, Shape, SourcedShape, maybe, origin, slug, texts_of, word
from nemawashi.meetings.models import Track
from nemawashi.texts import models, queries
from nemawashi.texts.terms import ClauseKind, TextState, TextType


class Text(SourcedShape):
    """A text. ``structure`` is an outline in this record's words, where the text's own are not held."""

    title = word()
    type = word()
    state = word()
    dialogue = slug("dialogue")
    meeting = slug("meeting")
    symbol = word()
    adopted_on = Dated()
    place = maybe()
    languages = texts_of()
    address = maybe("url")
    structure = texts_of()
    note = maybe()


class Texts(Endpoint):
    """Statements, plans and papers: adopted and issued ones for everybody."""

    noun = "text"
    serializer_class = Text
    filters = (
        asking.one_of("type", TextType.values),
        asking.one_of("state", TextState.values),
        asking.row_of("track", Track, "meeting__track"),
        asking.text_of("meeting", "meeting__slug", "Id of the meeting that it came out of."),
        asking.year("adopted_on"),
        asking.words("title", "symbol", "note"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Text]:
        return queries.visible_texts(viewer=viewer)


class Clause(Shape):
    """A clause with its words in force, by language."""

    id = word("pk")
    origin = origin("text.origin")
    text = slug("text")
    kind = word()
    words = serializers.SerializerMethodField()

    def get_url(self, row: models.Clause) -> str:
        return f"{self.context['base']}{row.pk}/"

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_words(self, row: models.Clause) -> dict[str, str]:
        versions: dict[str, str] = {}
        versions.update(queries.current_versions(row.wordings.all(), row.text.language))
        return versions


class Clauses(Endpoint):
    """The smallest addressable units of texts, with their words in force."""

    noun = "clause"
    serializer_class = Clause
    lookup_field = "pk"
    filters = (
        asking.text_of("text", "text__slug", "Id of the text."),
        asking.one_of("kind", ClauseKind.values),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Clause]:
        return queries.visible_clauses(viewer=viewer)

    def around(self, rows: Any, viewer: Viewer) -> dict[str, Any]:
        return {}
