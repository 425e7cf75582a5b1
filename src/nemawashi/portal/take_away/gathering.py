"""Tables of who takes part and where they met: dialogues, parties, people, tracks, meetings, recommendations."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import queries as analysis
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.formats.tables import Column, RecordTable
from nemawashi.kit.languages import PAGES, name_of
from nemawashi.meetings import queries as meetings
from nemawashi.parties import queries as parties

ID = Column("id", "text", "The id of the row, the same in every form of the record.")
ORIGIN = Column(
    "origin",
    "text",
    "Where the row comes from: record; desk, entered by people and without a source; sourced, entered with one; fiction.",
    True,
)
NOTE = Column("note", "text", "This record's own remark.")


def dated(on: ImpreciseDate | None) -> str | None:
    return str(on) if on else None


def slug(row: Any) -> str | None:
    return row.slug if row is not None else None


def table(
    name: str,
    title: str,
    key: str,
    *columns: tuple[Column, Callable[[Any], Any]],
    rows: Any,
) -> RecordTable:
    """A table of model rows; each column with how its value is read."""
    cells = [tuple(read(row) for _, read in columns) for row in rows]
    return RecordTable(name, title, tuple(key.split()), tuple(column for column, _ in columns), cells)


def of(name: str) -> Callable[[Model], Any]:
    """The plain value of a field; an empty text, which says nothing, is none."""

    def read(row: Model) -> Any:
        value = getattr(row, name)
        return None if value == "" else dated(value) if isinstance(value, ImpreciseDate) else value

    return read


def text(name: str, description: str, field: str = "", *, required: bool = False) -> tuple[Column, Callable[[Any], Any]]:
    return Column(name, "text", description, required), of(field or name)


def on(name: str, description: str, field: str = "") -> tuple[Column, Callable[[Any], Any]]:
    return Column(name, "dated", description), of(field or name)


def ref(
    name: str, description: str, to: str, read: Callable[[Any], Any], *, required: bool = False
) -> tuple[Column, Callable[[Any], Any]]:
    return Column(name, "text", description, required, to), read


def _count(row: Any) -> str | None:
    return None if row.count is None else str(row.count)


def dialogue_tables() -> list[RecordTable]:
    dialogues = list(parties.visible_dialogues(viewer=PUBLIC))
    return [
        table(
            "dialogues", "Dialogues: the forum of this record and those it is compared with", "id",
            (ID, of("slug")),
            text("name", "Its name.", required=True),
            text("partner", "The partner outside the region."),
            on("founded", "When it was founded.", "founded_on"),
            text("launch_level", "The level at which it was launched."),
            (Column("has_secretariat", "flag", "Whether it has a permanent secretariat."), of("has_secretariat")),
            text("dissolved", "When it ended.", "dissolved_on"),
            (NOTE, of("note")),
            (ORIGIN, of("origin")),
            rows=dialogues,
        ),
        table(
            "events", "Dated meetings of the other dialogues", "id",
            (ID, of("slug")),
            ref("dialogue", "The dialogue.", "dialogues", lambda row: row.dialogue.slug, required=True),
            on("date", "When it was held, or its first day.", "on"),
            on("end", "Its last day, where it had several.", "ends_on"),
            text("level", "The level of those who met."),
            text("series", "The side series that it belongs to; empty: the main one of its level."),
            (Column("ordinal", "whole", "Its number within level and series."), of("ordinal")),
            text("mode", "online or hybrid; empty: in person, or nobody says."),
            text("city", "Where."),
            text("land", "In which land.", "country"),
            (Column("is_planned", "flag", "Whether the source only tells of a plan."), of("is_planned")),
            (NOTE, of("note")),
            (Column("outcomes", "list", "What was adopted: titles, with dates where known."), of("outcomes")),
            text("pledge", "Headline figures as announced, never disbursement."),
            (ORIGIN, of("origin")),
            rows=analysis.visible_events(viewer=PUBLIC).order_by("dialogue__order", "order", "pk"),
        ),
        table(
            "dialogue_facts", "How the dialogues work, how far their meetings were found, and support in the UN",
            "dialogue part",
            ref("dialogue", "The dialogue.", "dialogues", lambda row: row.dialogue.slug, required=True),
            (Column("part", "text", "Kind and number; citations of the dialogue name it.", True), of("part")),
            text("kind", "What it tells: members, secretariat, hosting and so on.", required=True),
            on("on", "From when, or as of when."),
            on("until", "Until when."),
            (Column("count", "text", "How many, as the source counts."), _count),
            text("words", "What is told, in this record's words."),
            (NOTE, of("note")),
            text("place", "Where."),
            text("level", "The level."),
            text("state", "One word on it, of a closed list for each kind."),
            text("matter", "Which support."),
            text("by", "Who said so."),
            text("party", "Whose support: a party, or a group of the forum."),
            rows=analysis.facts(viewer=PUBLIC),
        ),
    ]  # fmt: skip


def party_tables() -> list[RecordTable]:
    rows = list(parties.visible_parties(viewer=PUBLIC))
    people = list(parties.visible_people(viewer=PUBLIC).order_by("order", "pk"))
    standings = [each for row in rows for each in row.shown_standings]  # type: ignore[attr-defined]
    slugs = {row.pk: row.slug for row in rows}
    names = {row.pk: row.slug for row in people}
    organisations = list(parties.visible_organisations(viewer=PUBLIC))
    offices = [office for row in people for office in sorted(row.offices.all(), key=lambda office: office.order)]
    return [
        table(
            "parties", "Parties of the Dialogue", "id",
            (ID, of("slug")),
            text("code", "Three letters.", required=True),
            *(
                (Column(f"name_{code}", "text", f"Its name in {name}."), named(code))
                for code, name in ((code, name_of(code, "en")) for code in PAGES)
            ),
            text("role", "Its part in founding the Dialogue."),
            text("note", "This record's reading of its standing.", "preferred_note"),
            (ORIGIN, of("origin")),
            rows=rows,
        ),
        table(
            "standings", "What each party was in the Dialogue over time", "party number",
            ref("party", "The party.", "parties", lambda row: slugs[row.party_id], required=True),
            (Column("number", "whole", "Its place in time, from 0."), of("order")),
            text("status", "participant, observer, guest or invited.", required=True),
            on("from", "Since when.", "from_on"),
            on("until", "Until when; empty while it lasts.", "until_on"),
            (NOTE, of("note")),
            rows=standings,
        ),
        table(
            "people", "People whom a source shows in an office", "id",
            (ID, of("slug")),
            text("name", "In Latin letters.", required=True),
            text("name_ja", "In Japanese letters."),
            ref("party", "The party.", "parties", lambda row: slug(row.party)),
            (NOTE, of("note")),
            (ORIGIN, of("origin")),
            rows=people,
        ),
        table(
            "offices", "Offices in which a source shows a person", "person number",
            ref("person", "The person.", "people", lambda row: names[row.person_id], required=True),
            (Column("number", "whole", "Its place among the person's offices, from 0."), of("order")),
            text("title", "As the source states it.", required=True),
            on("attested", "The day on which a source shows the person in it; not the start of a term.", "attested_on"),
            on("from", "Start of the term, where stated.", "from_on"),
            on("until", "End of the term, where stated.", "until_on"),
            (NOTE, of("note")),
            rows=offices,
        ),
        table(
            "organisations", "Organisations that are no party; table ties says what each did", "id",
            (ID, of("slug")),
            *(
                (Column(f"name_{code}", "text", f"Its name in {name}."), named(code))
                for code, name in ((code, name_of(code, "en")) for code in PAGES)
            ),
            text("short", "As it is commonly abbreviated."),
            text("kind", "un, international, bank, ministry, agency, parliament, institute or business.", required=True),
            ref("party", "The state whose body it is; empty for one of several states.", "parties",
                lambda row: slug(row.party)),
            (NOTE, of("note")),
            (ORIGIN, of("origin")),
            rows=organisations,
        ),
        table(
            "pillars", "Pillars of the Action Plan of 2006", "id",
            (ID, of("slug")),
            (Column("number", "whole", "Its number.", is_required=True), of("number")),
            *(
                (Column(f"name_{code}", "text", f"Its name in {name}."), named(code))
                for code, name in ((code, name_of(code, "en")) for code in PAGES)
            ),
            (ORIGIN, of("origin")),
            rows=parties.visible_pillars(viewer=PUBLIC).filter(dialogue__slug=parties.forum().slug),
        ),
    ]  # fmt: skip


def word_tables() -> list[RecordTable]:
    """What rows say in English, in the other languages of the pages, each marked by whose words it is."""
    return [
        table(
            "words", "Words of rows in other languages; found by the English words, exactly as rows have them", "id",
            (ID, of("slug")),
            text("en", "The words as rows have them.", "original", required=True),
            *(
                (Column(code, "text", f"The same in {name_of(code, 'en')}."), named(code))
                for code in PAGES
                if code != "en"
            ),
            text("by", "Whose words: source, as a source has them; us, the editors; machine.", required=True),
            rows=parties.translation_rows(),
        )
    ]  # fmt: skip


def named(code: str) -> Callable[[Any], Any]:
    return lambda row: row.names.get(code)


def meeting_tables() -> list[RecordTable]:
    """Public meetings with what the public may see of them, and recommendations."""
    rows = list(meetings.visible_meetings(viewer=PUBLIC).order_by("order", "pk"))
    public = {row.pk: row.slug for row in rows}
    return [
        table(
            "tracks", "Tracks: series of meetings of one level", "id",
            (ID, of("slug")),
            text("name", "Its name.", required=True),
            text("level", "Who meets in it.", required=True),
            (Column("is_formal", "flag", "Whether it speaks for governments.", is_required=True), of("is_formal")),
            ref("feeds_into", "The track that it prepares, in this record's reading.", "tracks",
                lambda row: slug(row.feeds_into)),
            (Column("cadence_months", "whole", "How often it is to meet, where that was said."), of("cadence_months")),
            text("first_meeting", "The id of its first meeting."),
            on("idea_first_recorded", "When the idea of it is first on record.", "idea_first_on"),
            text("numbering_note", "How its meetings are counted."),
            text("status", "What became of it."),
            (ORIGIN, of("origin")),
            rows=meetings.visible_tracks(viewer=PUBLIC),
        ),
        table(
            "meetings", "Meetings: held, ahead, postponed, cancelled and lapsed ones of which the public may know", "id",
            (ID, of("slug")),
            ref("track", "The track.", "tracks", lambda row: row.track.slug, required=True),
            (Column("ordinal", "whole", "Its number within the track."), of("ordinal")),
            text("state", "planned, announced, held, postponed, cancelled or lapsed.", required=True),
            on("start", "First day.", "start_on"),
            on("end", "Last day.", "end_on"),
            on("about", "Month or year, where no source gives a day.", "about_on"),
            (Column("opens_at", "text", "Time of the opening, on the clocks of zone."), _opens_at),
            text("zone", "IANA name of the time zone; empty: the host's."),
            text("city", "Where."),
            text("land", "In which land: a party's id, or a name.", "country_name"),
            text("venue", "In which house."),
            text("mode", "in_person, online or hybrid."),
            ref("host", "The party that hosted.", "parties", lambda row: slug(row.host)),
            ref("chair", "Who presided.", "people", lambda row: slug(row.chair)),
            text("theme", "Its theme."),
            text("participants", "Who took part, in words.", "participants_note"),
            (Column("organisers", "list", "Who organised it."), of("organisers")),
            (Column("duration_minutes", "whole", "How long it lasted."), of("duration_minutes")),
            (NOTE, of("note")),
            (ORIGIN, of("origin")),
            rows=[_with_land(row) for row in rows],
        ),
        table(
            "delegations", "Delegations at meetings that were held", "meeting number",
            ref("meeting", "The meeting.", "meetings", lambda row: public[row.meeting_id], required=True),
            (Column("number", "whole", "Its place in the list, from 0."), of("order")),
            ref("party", "The party.", "parties", lambda row: row.party.slug, required=True),
            ref("head", "Its head.", "people", lambda row: slug(row.head)),
            text("office", "The head's office, as the source states it."),
            text("standing", "The party's standing then.", required=True),
            rows=[row for row in meetings.visible_delegations(viewer=PUBLIC) if row.meeting_id in public],
        ),
        table(
            "agenda_items", "Agendas as adopted", "id",
            (ID, of("slug")),
            ref("meeting", "The meeting.", "meetings", lambda row: row.meeting.slug, required=True),
            (Column("number", "whole", "Its place on the agenda.", is_required=True), of("number")),
            text("title", "Its words.", required=True),
            ref("pillar", "The pillar that it belongs to.", "pillars", lambda row: slug(row.pillar)),
            (ORIGIN, of("origin")),
            rows=meetings.visible_agenda_items(viewer=PUBLIC),
        ),
        table(
            "recommendations", "Recommendations of informal meetings", "id",
            (ID, of("slug")),
            ref("made_at", "The meeting that made it.", "meetings", lambda row: public.get(row.made_at_id)),
            text("document", "The text that holds it, as a reference.", "document_ref"),
            on("date", "When it was made.", "made_on"),
            text("area", "What it is about."),
            text("words", "In this record's words, or as recorded at the desk.", required=True),
            text("addressees", "Whom it addresses."),
            text("link", "How sure it is that something came of it.", required=True),
            text("evidence", "What shows that."),
            (NOTE, of("note")),
            (ORIGIN, of("origin")),
            rows=meetings.visible_recommendations(viewer=PUBLIC),
        ),
    ]  # fmt: skip


def _opens_at(row: Any) -> str | None:
    return f"{row.opens_at:%H:%M}" if row.opens_at else None


def _with_land(row: Any) -> Any:
    row.country_name = slug(row.country) or row.country_name
    return row
