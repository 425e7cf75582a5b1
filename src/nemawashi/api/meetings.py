"""Tracks, meetings, recommendations and items of agendas."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nemawashi.access.viewers import Viewer
from nemawashi.api import asking
from nemawashi.api.answering import Clock, Dated, Endpoint, Shape, SourcedShape, flag, maybe, slug, texts_of, whole, word
from nemawashi.meetings import models, queries
from nemawashi.meetings.terms import ItemState, Link, MeetingState, Mode
from nemawashi.parties.models import Party, Pillar
from nemawashi.sources.terms import TieKind


class Track(SourcedShape):
    names = serializers.DictField(child=serializers.CharField(), read_only=True)
    level = word()
    is_formal = flag()
    feeds_into = slug("feeds_into")
    cadence_months = whole()
    first_meeting = maybe()
    idea_first_on = Dated()
    numbering_note = maybe()
    status = maybe()


class Tracks(Endpoint):
    """Strands of meetings; ``cadence_months`` is how often one is expected to meet, where that was ever said."""

    noun = "track"
    serializer_class = Track
    filters = (asking.flag("formal", "is_formal"), asking.words("name", "level"))

    def rows(self, viewer: Viewer) -> QuerySet[models.Track]:
        return queries.visible_tracks(viewer=viewer)


class Delegation(serializers.Serializer[Any]):
    party = slug("party")
    standing = word()
    head = slug("head")
    office = maybe()


class Meeting(SourcedShape):
    """A meeting. ``about_on`` is the month or year of one whose days no source gives."""

    track = slug("track")
    ordinal = whole()
    state = word()
    start_on = Dated()
    end_on = Dated()
    about_on = Dated()
    opens_at = Clock()
    zone = word()
    city = maybe()
    country = slug("country")
    country_name = maybe()
    venue = maybe()
    mode = maybe()
    host = slug("host")
    chair = slug("chair")
    theme = maybe()
    participants_note = maybe()
    organisers = texts_of()
    duration_minutes = whole()
    note = maybe()
    delegations = serializers.SerializerMethodField()
    outcomes = serializers.SerializerMethodField()

    @extend_schema_field(Delegation(many=True))
    def get_delegations(self, row: Any) -> list[dict[str, str | None]]:
        return [
            {
                "party": each.party.slug,
                "standing": each.standing,
                "head": each.head.slug if each.head else None,
                "office": each.office,
            }
            for each in row.shown_delegations
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_outcomes(self, row: models.Meeting) -> list[str]:
        """Texts that came out of it, as references."""
        return self.tied(row, TieKind.OUTCOME)


def _of_party(rows: Any, value: str, viewer: Viewer) -> Any:
    """Meetings with a delegation of the party, as far as the viewer may know of delegations."""
    there = queries.visible_delegations(viewer=viewer).filter(party__slug=value)
    return rows.filter(pk__in=there.order_by().values("meeting"))


class Meetings(Endpoint):
    """Meetings of all tracks. Planned ones are here only when a public source tells of them."""

    noun = "meeting"
    serializer_class = Meeting
    filters = (
        asking.row_of("track", models.Track, "track"),
        asking.year("start_on", "about_on"),
        asking.row_of("party", Party, apply=_of_party),
        asking.row_of("host", Party, "host"),
        asking.one_of("state", MeetingState.values),
        asking.one_of("mode", Mode.values),
        asking.words("slug", "city", "theme", "venue", "note"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Meeting]:
        delegations = queries.visible_delegations(viewer=viewer).select_related(None).select_related("party", "head")
        shown = Prefetch("delegations", queryset=delegations, to_attr="shown_delegations")
        return queries.visible_meetings(viewer=viewer).prefetch_related(shown)


class Recommendation(SourcedShape):
    """What an informal track proposed. ``link`` says whether a source states what came of it, or this record."""

    meeting = slug("made_at")
    document = maybe("document_ref")
    made_on = Dated()
    area = word()
    pillar = slug("pillar")
    words = word()
    addressees = word()
    link = word()
    surfaced_in = serializers.SerializerMethodField()
    evidence = maybe()
    note = maybe()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_surfaced_in(self, row: models.Recommendation) -> list[str]:
        return self.tied(row, TieKind.SURFACED_IN)


class Recommendations(Endpoint):
    """What informal tracks proposed, and what came of it."""

    noun = "recommendation"
    serializer_class = Recommendation
    filters = (
        asking.row_of("track", models.Track, "made_at__track"),
        asking.text_of("meeting", "made_at__slug", "Id of the meeting at which it was made."),
        asking.year("made_on"),
        asking.row_of("pillar", Pillar, "pillar"),
        asking.one_of("link", Link.values),
        asking.words("words", "area", "evidence"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.Recommendation]:
        return queries.visible_recommendations(viewer=viewer)


class AgendaItem(Shape):
    meeting = slug("meeting")
    number = whole()
    title = word()
    pillar = slug("pillar")
    proposed_by = slug("proposed_by")
    state = word()
    reason = word()


class AgendaItems(Endpoint):
    """Items of agendas; those of an agenda that is not adopted yet are for the parties only."""

    noun = "agenda item"
    serializer_class = AgendaItem
    filters = (
        asking.text_of("meeting", "meeting__slug", "Id of the meeting."),
        asking.row_of("track", models.Track, "meeting__track"),
        asking.year("meeting__start_on", "meeting__about_on"),
        asking.row_of("pillar", Pillar, "pillar"),
        asking.one_of("state", ItemState.values),
        asking.words("title"),
    )

    def rows(self, viewer: Viewer) -> QuerySet[models.AgendaItem]:
        return queries.visible_agenda_items(viewer=viewer)

    def around(self, rows: Any, viewer: Viewer) -> dict[str, Any]:
        return {}
