"""Sources, claims and conflicts."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nemawashi.access.viewers import Viewer
from nemawashi.api import asking
from nemawashi.api.answering import Cited, Dated, Endpoint, Shape, cited, flag, maybe, slug, texts_of, word
from nemawashi.sources import models, queries, reasons
from nemawashi.sources.terms import ClaimKind, Disagreement, SourceKind


class Source(Shape):
    title = word()
    work = maybe()
    authors = texts_of()
    editors = texts_of()
    container = maybe()
    volume = maybe()
    issue = maybe()
    pages = maybe()
    publisher = word()
    place = maybe()
    published_on = Dated()
    doi = maybe()
    isbn = maybe()
    issn = maybe()
    licence = maybe()
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


class CitedClaim(Cited):
    """A source of a claim: whether it asserts or denies it, and a note on how."""

    stance = word()
    note = maybe()


class Claim(Shape):
    """What is said of one property of one row; the value keeps the form that its sources give it."""

    conflict = slug("conflict")
    subject = word("subject_ref")
    property = word("property_name")
    kind = word()
    value = word()
    value_type = word()
    as_of = Dated()
    is_preferred = serializers.SerializerMethodField()
    sources = serializers.SerializerMethodField()

    def get_is_preferred(self, row: models.Claim) -> bool:
        return row.pk in self.context["preferred"]

    @extend_schema_field(CitedClaim(many=True))
    def get_sources(self, row: models.Claim) -> list[dict[str, Any]]:
        return [_cited(each) for each in row.citations.all()]


def _cited(row: models.Citation) -> dict[str, Any]:
    of = row.source
    citation = cited(queries.CitedSource(of.slug, of.title, of.publisher, of.published_on, of.url, "", row.locator))
    return citation | {"stance": row.stance, "note": row.note}


class Claims(Endpoint):
    """Claims, each with all sources that make it, also the ones that nobody prefers."""

    noun = "claim"
    serializer_class = Claim
    filters = (
        asking.row_of("conflict", models.Conflict, "conflict"),
        asking.row_of("source", models.Source, "citations__source"),
        asking.text_of("subject", "subject_ref", "Reference of the row that it is about, such as track/ and the id."),
        asking.one_of("kind", ClaimKind.values),
        asking.words("value", "property_name"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Claim]:
        return queries.claim_list(viewer=viewer)

    def around(self, rows: Any, viewer: Viewer) -> dict[str, Any]:
        return {"preferred": queries.preferred_claims(viewer=viewer)}


def _found(rows: QuerySet[Any], value: str, viewer: Viewer) -> QuerySet[Any]:
    groups = queries.groups(viewer=viewer)
    return rows.filter(slug__in=[slug for slug, group in groups.items() if group.kind.value == value])


class Conflict(Shape):
    title = word()
    found = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    resolution = maybe()
    basis = maybe()
    claims = serializers.SerializerMethodField()

    def get_found(self, row: models.Conflict) -> str | None:
        group = self.context["groups"].get(row.slug)
        return group.kind.value if group else None

    def get_reason(self, row: models.Conflict) -> str | None:
        group = self.context["groups"].get(row.slug)
        return reasons.sentence(group.leading) if group else None

    def get_claims(self, row: models.Conflict) -> list[str]:
        return [claim.slug for claim in row.claims.all()]


class Conflicts(Endpoint):
    """Questions on which claims are kept: ``found`` is the kind of disagreement, told from the claims alone."""

    noun = "conflict"
    serializer_class = Conflict
    filters = (asking.one_of("found", Disagreement.values, apply=_found), asking.words("title", "resolution", "basis"))

    def rows(self, viewer: Viewer) -> QuerySet[models.Conflict]:
        return queries.conflict_list(viewer=viewer).prefetch_related("claims")

    def around(self, rows: Any, viewer: Viewer) -> dict[str, Any]:
        return {"groups": queries.groups(viewer=viewer)}
