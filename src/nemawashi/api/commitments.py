"""Commitments with their derived state."""

from typing import Any

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nemawashi.access import clock
from nemawashi.access.viewers import Viewer
from nemawashi.api import asking
from nemawashi.api.answering import Dated, Endpoint, SourcedShape, flag, maybe, money, slug, texts_of, word
from nemawashi.commitments import models, queries
from nemawashi.commitments.terms import CommitmentKind, Status
from nemawashi.parties.models import Party, Pillar
from nemawashi.sources.terms import TieKind


class Commitment(SourcedShape):
    """A promise. ``status`` is derived; for a row of the record it is this record's reading (``is_from_record``)."""

    words = word()
    made_in = word("made_in_ref")
    made_on = Dated()
    by = texts_of()
    owner = slug("owner")
    area = maybe()
    pillar = slug("pillar")
    kind = word()
    strength = word()
    target = word()
    amount = money()
    currency = maybe()
    due_on = Dated()
    status = serializers.SerializerMethodField()
    record_status = maybe()
    is_from_record = flag()
    evidence = serializers.SerializerMethodField()
    evidence_note = maybe()

    def get_status(self, row: models.Commitment) -> str:
        return str(queries.status_of(row, today=self.context["today"]))

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_evidence(self, row: models.Commitment) -> list[str]:
        return self.tied(row, TieKind.EVIDENCE)


def _by_party(rows: Any, value: str, viewer: Viewer) -> Any:
    """What the party promised under its own name, or owns; "all" and the groups of the forum are names of their own."""
    named = rows.annotate(by_text=Cast(F("by"), TextField()))
    return named.filter(Q(by_text__contains=f'"{value}"') | Q(owner__slug=value))


def _in_status(rows: Any, value: str, viewer: Viewer) -> Any:
    today = clock.today()
    return rows.filter(pk__in=[row.pk for row in rows if queries.status_of(row, today=today) == value])


class Commitments(Endpoint):
    """What was promised, with its derived state."""

    noun = "commitment"
    serializer_class = Commitment
    filters = (
        asking.row_of("pillar", Pillar, "pillar"),
        asking.one_of("kind", CommitmentKind.values),
        asking.row_of("party", Party, apply=_by_party),
        asking.text_of("made_in", "made_in_ref", "Reference of what it was made in, such as meeting/ and the id."),
        asking.year("made_on"),
        asking.words("words", "area", "evidence_note"),
        asking.one_of("status", Status.values, description="Derived state.", apply=_in_status),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Commitment]:
        return queries.visible_commitments(viewer=viewer)

    def around(self, rows: Any, viewer: Viewer) -> dict[str, Any]:
        return {"today": clock.today(), **super().around(rows, viewer)}


class Step(serializers.Serializer[Any]):
    """What happened to a remit; ``row`` is where it can be read up, or empty."""

    on = Dated()
    kind = word()
    words = word()
    row = word("row_ref")


class Remit(SourcedShape):
    names = serializers.DictField(child=serializers.CharField(), read_only=True)
    note = maybe()
    steps = Step(many=True, read_only=True)


class Remits(Endpoint):
    """Tasks that the parties gave themselves, each with the steps of its life."""

    noun = "remit"
    serializer_class = Remit
    filters = (asking.words("slug"),)

    def rows(self, viewer: Viewer) -> QuerySet[models.Remit]:
        return queries.visible_remits(viewer=viewer)
