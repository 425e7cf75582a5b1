"""Sources, claims and conflicts."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nemawashi.access.viewers import Viewer
from nemawashi.api import asking
from nemawashi.api.answering import Cited, Dated, Endpoint, Shape, cited, flag, maybe, slug, word
from nemawashi.sources import models, queries
from nemawashi.sources.terms import ClaimKind, ConflictClass, SourceKind


class Source(Shape):
    title = word()
    publisher = word()
    published_on = Dated()
    address = maybe("url")
    file = maybe()
    language = word()
    kind = word()
    is_archived = flag()
    seen = maybe()
    note = maybe()


class Sources(Endpoint):
    """Documents that the record relies on. ``seen`` says whether one was read in full or in part."""

    noun = "source"
    serializer_class = Source
    filters = (
        asking.one_of("kind", SourceKind.values),
        asking.text_of("language", "language", "ISO 639 code of the language."),
        asking.year("published_on"),
        asking.words("title", "publisher"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Source]:
        return queries.source_list(viewer=viewer)

    def around(self, rows: Any, viewer: Viewer) -> dict[str, Any]:
        return {}


class Claim(Shape):
    """What one source says about one property of one row; the value keeps the form that the source gave it."""

    conflict = slug("conflict")
    subject = word("subject_ref")
    property = word("property_name")
    kind = word()
    value = word()
    value_type = word()
    as_of = Dated()
    is_preferred = serializers.SerializerMethodField()
    note = maybe()
    sources = serializers.SerializerMethodField()

    def get_is_preferred(self, row: models.Claim) -> bool:
        return bool(row.is_preferred)

    @extend_schema_field(Cited(many=True))
    def get_sources(self, row: models.Claim) -> list[dict[str, Any]]:
        of = row.source
        return [cited(queries.Cited(of.slug, of.title, of.publisher, of.published_on, of.url, "", row.locator))]


class Claims(Endpoint):
    """Claims of sources, also the ones that nobody prefers."""

    noun = "claim"
    serializer_class = Claim
    filters = (
        asking.row_of("conflict", models.Conflict, "conflict"),
        asking.row_of("source", models.Source, "source"),
        asking.text_of("subject", "subject_ref", "Reference of the row that it is about, such as track/fmm."),
        asking.one_of("kind", ClaimKind.values),
        asking.words("value", "property_name", "note"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Claim]:
        return queries.claim_list(viewer=viewer)

    def around(self, rows: Any, viewer: Viewer) -> dict[str, Any]:
        return {}


class Conflict(Shape):
    title = word()
    reading = maybe()
    resolution = maybe()
    basis = maybe()
    claims = serializers.SerializerMethodField()

    def get_claims(self, row: models.Conflict) -> list[str]:
        return [claim.slug for claim in row.claims.all()]


class Conflicts(Endpoint):
    """Where claims disagree, and how this record reads it; ``reading`` is null where nobody has classified it."""

    noun = "conflict"
    serializer_class = Conflict
    filters = (asking.one_of("reading", ConflictClass.values), asking.words("title", "resolution", "basis"))

    def rows(self, viewer: Viewer) -> QuerySet[models.Conflict]:
        return queries.conflict_list(viewer=viewer).prefetch_related("claims")

    def around(self, rows: Any, viewer: Viewer) -> dict[str, Any]:
        return {}
