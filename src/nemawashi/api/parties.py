"""Parties, people and dialogues."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nemawashi.access.viewers import Viewer
from nemawashi.api import asking
from nemawashi.api.answering import Dated, Endpoint, Shape, SourcedShape, flag, maybe, slug, whole, word
from nemawashi.parties import models, queries
from nemawashi.parties.record import ORGANISATION_TIES
from nemawashi.parties.terms import OrganisationKind
from nemawashi.parties.terms import Standing as Standings


class Span(serializers.Serializer[Any]):
    """A standing over a span of time; ``until_on`` is null while it lasts."""

    status = word()
    from_on = Dated()
    until_on = Dated()
    note = maybe()


class Party(SourcedShape):
    code = word()
    names = serializers.DictField(child=serializers.CharField(), read_only=True)
    role = maybe()
    note = maybe("preferred_note")
    zone = word()
    standings = Span(many=True, read_only=True, source="shown_standings")


class Parties(Endpoint):
    """States of the Dialogue with their names and standings over time."""

    noun = "party"
    serializer_class = Party
    filters = (
        asking.one_of(
            "standing", Standings.values, "standings__status", description="A standing that the party has or had."
        ),
        asking.words("slug", "code"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Party]:
        return queries.visible_parties(viewer=viewer).distinct()


class Office(serializers.Serializer[Any]):
    """An office in which a source shows the person on a day; no start of a term."""

    title = word()
    attested_on = Dated()
    from_on = Dated()
    until_on = Dated()
    note = maybe()


class Person(SourcedShape):
    name = word()
    name_ja = maybe()
    party = slug("party")
    offices = Office(many=True, read_only=True)
    note = maybe()


class People(Endpoint):
    """People with the offices in which a source shows them on a day."""

    noun = "person"
    serializer_class = Person
    filters = (asking.row_of("party", models.Party, "party"), asking.words("name", "name_ja"))

    def rows(self, viewer: Viewer) -> QuerySet[models.Person]:
        return queries.visible_people(viewer=viewer)


class Organisation(SourcedShape):
    """``ties`` names, by what the organisation did, the rows in which it did so, as references."""

    names = serializers.DictField(child=serializers.CharField(), read_only=True)
    short = word()
    kind = word()
    party = slug("party")
    note = maybe()
    ties = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DictField(child=serializers.ListField(child=serializers.CharField())))
    def get_ties(self, row: models.Organisation) -> dict[str, list[str]]:
        return {name: self.tied(row, relation) for name, relation in ORGANISATION_TIES.items()}


class Organisations(Endpoint):
    """Bodies that are no party: they took part in meetings, organised them or carried assistance out."""

    noun = "organisation"
    serializer_class = Organisation
    filters = (
        asking.one_of("kind", OrganisationKind.values, "kind", description="What kind of body it is."),
        asking.row_of("party", models.Party, "party"),
        asking.words("slug", "short"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Organisation]:
        return queries.visible_organisations(viewer=viewer)


class DialogueFact(serializers.Serializer[Any]):
    """How a dialogue works: which keys hold something depends on ``kind``. ``part`` finds its sources among the row's."""

    kind = word()
    part = word()
    on = Dated()
    until = Dated()
    count = serializers.JSONField(read_only=True)
    words = maybe()
    note = maybe()
    place = maybe()
    level = maybe()
    state = maybe()
    matter = maybe()
    by = maybe()
    party = maybe()


class Dialogue(SourcedShape):
    name = word()
    partner = maybe()
    founded_on = Dated()
    dissolved_on = maybe()
    launch_level = maybe()
    has_secretariat = flag()
    note = maybe()
    facts = DialogueFact(many=True, read_only=True, source="facts.all")


class Dialogues(Endpoint):
    """The Dialogue and the formats that it is compared with."""

    noun = "dialogue"
    serializer_class = Dialogue
    filters = (asking.words("name", "partner"),)

    def rows(self, viewer: Viewer) -> QuerySet[models.Dialogue]:
        return queries.visible_dialogues(viewer=viewer).prefetch_related("facts")


class Pillar(Shape):
    number = whole()
    names = serializers.DictField(child=serializers.CharField(), read_only=True)
    dialogue = slug("dialogue")


class Pillars(Endpoint):
    """The pillars under which the Dialogue orders its agenda and its commitments."""

    noun = "pillar"
    serializer_class = Pillar

    def rows(self, viewer: Viewer) -> QuerySet[models.Pillar]:
        return queries.visible_pillars(viewer=viewer)

    def around(self, rows: Any, viewer: Viewer) -> dict[str, Any]:
        return {}
