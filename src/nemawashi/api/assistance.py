"""Packages, pledges, projects and totals."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nemawashi.access.viewers import Viewer
from nemawashi.api import asking
from nemawashi.api.answering import Dated, Endpoint, SourcedShape, maybe, money, slug, texts_of, whole, word
from nemawashi.assistance import models, queries
from nemawashi.assistance.terms import DialogueLink, UndertakingKind
from nemawashi.parties.models import Party
from nemawashi.sources.terms import TieKind


class Undertaking(SourcedShape):
    """Assistance as its source states it; amounts keep their currency and are never converted.

    The sources of the third result are those whose ``part`` is result/2.
    """

    kind = word()
    title = word()
    on = Dated()
    amount = money()
    currency = maybe()
    amount_usd_stated = money()
    amount_note = maybe()
    donor = slug("donor")
    recipients = serializers.SerializerMethodField()
    spheres = texts_of()
    dialogue_link = maybe()
    commitment = slug("commitment")
    part_of = slug("part_of")
    tied_to = serializers.SerializerMethodField()
    start_on = Dated()
    end_on = Dated()
    duration_months = whole()
    agency = maybe()
    planned = maybe()
    components = serializers.SerializerMethodField()
    results = serializers.SerializerMethodField()
    note = maybe()

    def get_recipients(self, row: models.Undertaking) -> list[str]:
        return [party.slug for party in row.recipients.all()]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_tied_to(self, row: models.Undertaking) -> list[str]:
        return self.tied(row, TieKind.TIED_TO)

    def get_components(self, row: models.Undertaking) -> list[str]:
        return list(row.components or [])

    def get_results(self, row: models.Undertaking) -> list[str]:
        return [result["text"] for result in row.results or []]


class Assistance(Endpoint):
    """Packages, pledges, projects and totals, as their sources state them."""

    noun = "assistance"
    serializer_class = Undertaking
    filters = (
        asking.one_of("kind", UndertakingKind.values),
        asking.row_of("party", Party, "recipients", "donor"),
        asking.row_of("donor", Party, "donor"),
        asking.one_of("link", DialogueLink.values, "dialogue_link", description="How a source ties it to the Dialogue."),
        asking.year("on"),
        asking.words("title", "agency", "note"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Undertaking]:
        return queries.undertaking_list(viewer=viewer).select_related("donor", "commitment", "part_of")
