"""Dialogues, the forum, parties, people and their offices from the record's files and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from nemawashi.kit.languages import PAGES
from nemawashi.parties import queries
from nemawashi.parties.models import (
    Dialogue,
    ForumRow,
    Office,
    Organisation,
    Party,
    Person,
    Pillar,
    Standing,
    Translation,
)
from nemawashi.sources.record import FileRow, Footing, Load, filled_row, keys, write
from nemawashi.sources.terms import TieKind


def load_dialogues(rows: Sequence[FileRow], load: Load) -> None:
    """The dialogues without their events, which ``analysis`` holds."""
    for row in rows:
        load.cite(f"dialogue/{row.key}", row.data["sources"])
    write(Dialogue, (Dialogue(slug=row.key, order=row.order, **_dialogue(row.data)) for row in rows))


def _dialogue(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": data["name"],
        "partner": data.get("partner"),
        "founded_on": data.get("founded"),
        "launch_level": data.get("launch_level"),
        "has_secretariat": data.get("permanent_secretariat"),
        "dissolved_on": str(data["dissolved"]) if data.get("dissolved") else None,
        "note": data.get("note"),
    }


def dialogue_row(dialogue: Dialogue, footing: Footing) -> dict[str, Any]:
    """A row of formats.yaml without its events."""
    return filled_row(
        id=dialogue.slug,
        name=dialogue.name,
        partner=dialogue.partner,
        founded=dialogue.founded_on,
        launch_level=dialogue.launch_level,
        permanent_secretariat=dialogue.has_secretariat,
        dissolved=dialogue.dissolved_on,
        note=dialogue.note,
        sources=footing.sources(dialogue.ref),
    )


def load_forum(rows: Sequence[FileRow], load: Load) -> None:
    """The forum with its pillars. What it is called rests on the sources of its dialogue and needs none of its own."""
    dialogues = keys(Dialogue)
    kept = {row.slug: row for row in ForumRow.objects.all()}  # what the desk set stays
    write(
        ForumRow,
        (
            ForumRow(
                slug=row.key,
                order=row.order,
                reads_mail=bool(row.data.get("reads_mail", row.key in kept and kept[row.key].reads_mail)),
                moved_to=kept[row.key].moved_to if row.key in kept else "",
                **_forum(row.data, dialogues),
            )
            for row in rows
        ),
    )
    write(
        Pillar,
        (
            Pillar(
                dialogue_id=dialogues[row.data["dialogue"]],
                slug=pillar["id"],
                key=pillar["key"],
                number=number,
                names=pillar["names"],
                areas=pillar.get("areas") or [],
            )
            for row in rows
            for number, pillar in enumerate(row.data.get("pillars") or [], 1)
        ),
    )


FORUM_NAMES = ("names", "short_names", "headlines", "neighbours", "meeting_rules", "mark", "letterhead")
FORUM_LISTS = ("languages", "pages", "ranked", "groups", "places", "examples", "labels")


def _forum(data: Mapping[str, Any], dialogues: Mapping[str, int]) -> dict[str, Any]:
    return {
        "dialogue_id": dialogues[data["dialogue"]],
        "code": data["code"],
        "symbol": data["symbol"],
        "answer_days": data.get("answer_days"),
        "second_factor": data.get("second_factor") or "",
        **{name: data.get(name) or {} for name in FORUM_NAMES},
        **{name: data.get(name) or [] for name in FORUM_LISTS},
    }


def forum_row(forum: ForumRow, footing: Footing) -> dict[str, Any]:
    """Needs ``dialogue`` and its pillars fetched with it."""
    del footing  # a forum cites nothing itself
    pillars = sorted(forum.dialogue.pillars.all(), key=lambda pillar: pillar.number)
    return filled_row(
        id=forum.slug,
        dialogue=forum.dialogue.slug,
        code=forum.code,
        symbol=forum.symbol,
        **{name: getattr(forum, name) or None for name in FORUM_NAMES[:4]},
        **{
            name: getattr(forum, name) or None
            for name in (
                "languages",
                "pages",
                "ranked",
                "answer_days",
                "reads_mail",
                "second_factor",
                "meeting_rules",
                "mark",
                "letterhead",
            )
        },
        pillars=[
            filled_row(id=pillar.slug, key=pillar.key, names=pillar.names, areas=pillar.areas or None) for pillar in pillars
        ]
        or None,
        **{name: getattr(forum, name) or None for name in ("groups", "places", "examples", "labels")},
    )


def load_parties(rows: Sequence[FileRow], load: Load) -> None:
    parties = write(Party, (_party(row) for row in rows))
    home = keys(Dialogue)[queries.forum_as_recorded().slug]
    Standing.objects.filter(dialogue=home, party__slug__in=[row.key for row in rows]).delete()
    standings = []
    for row in rows:
        load.cite(f"party/{row.key}", row.data["sources"])
        for order, part in enumerate(row.data.get("status_history") or []):
            load.cite(f"party/{row.key}", part["sources"], part=f"standing/{order}")
            standings.append(
                Standing(
                    dialogue_id=home,
                    party_id=parties[row.key],
                    status=part["status"],
                    from_on=part.get("from"),
                    until_on=part.get("to"),
                    note=part.get("note"),
                    order=order,
                )
            )
    Standing.objects.bulk_create(standings)


def _party(row: FileRow) -> Party:
    return Party(
        slug=row.key,
        code=row.data["code"],
        names=row.data["names"],
        role=row.data.get("role"),
        preferred_note=row.data.get("preferred_note"),
        zone=row.data["zone"],
        order=row.order,
    )


def party_row(party: Party, footing: Footing) -> dict[str, Any]:
    """Needs ``standings`` and their dialogue fetched with the party."""
    home = queries.forum().slug
    history = [part for part in party.standings.all() if part.dialogue.slug == home]
    return filled_row(
        id=party.slug,
        code=party.code,
        zone=party.zone,
        names=party.names,
        role=party.role,
        preferred_note=party.preferred_note,
        status_history=[
            filled_row(
                status=part.status,
                from_=part.from_on,
                to=part.until_on,
                note=part.note,
                sources=footing.sources(party.ref, f"standing/{part.order}"),
            )
            for part in sorted(history, key=lambda part: part.order)
        ],
        sources=footing.sources(party.ref),
    )


def load_people(rows: Sequence[FileRow], load: Load) -> None:
    parties = keys(Party)
    people = write(
        Person,
        (
            Person(
                slug=row.key,
                name=row.data["name"],
                name_ja=row.data.get("name_ja"),
                name_ru=row.data.get("name_ru"),
                name_own=row.data.get("name_own"),
                own_language=row.data.get("own_language"),
                party_id=parties[row.data["party"]] if row.data.get("party") else None,
                note=row.data.get("note"),
                order=row.order,
            )
            for row in rows
        ),
    )
    Office.objects.filter(person__slug__in=[row.key for row in rows]).delete()
    offices = []
    for row in rows:
        load.cite(f"person/{row.key}", row.data["sources"])
        for order, part in enumerate(row.data.get("offices") or []):
            load.cite(f"person/{row.key}", part["sources"], part=f"office/{order}")
            offices.append(
                Office(
                    person_id=people[row.key],
                    title=part["title"],
                    attested_on=part.get("attested"),
                    from_on=part.get("from"),
                    until_on=part.get("to"),
                    note=part.get("note"),
                    order=order,
                )
            )
    Office.objects.bulk_create(offices)


def person_row(person: Person, footing: Footing) -> dict[str, Any]:
    """Needs ``party`` and ``offices`` fetched with the person."""
    return filled_row(
        id=person.slug,
        name=person.name,
        name_ja=person.name_ja,
        name_ru=person.name_ru,
        name_own=person.name_own,
        own_language=person.own_language,
        party=person.party.slug if person.party else None,
        offices=[
            filled_row(
                title=part.title,
                attested=part.attested_on,
                from_=part.from_on,
                to=part.until_on,
                note=part.note,
                sources=footing.sources(person.ref, f"office/{part.order}"),
            )
            for part in sorted(person.offices.all(), key=lambda part: part.order)
        ],
        note=person.note,
        sources=footing.sources(person.ref),
    )


ORGANISATION_TIES = {
    "organised": TieKind.ORGANISED,
    "took_part": TieKind.TOOK_PART,
    "carried_out": TieKind.CARRIED_OUT,
    "people": TieKind.SPOKEN_FOR_BY,
    "named_in": TieKind.NAMED_IN,
}


def load_organisations(rows: Sequence[FileRow], load: Load) -> None:
    """Organisations with their ties to what they took part in, organised and carried out."""
    parties = keys(Party)
    for row in rows:
        ref = f"organisation/{row.key}"
        load.cite(ref, row.data["sources"])
        for name, relation in ORGANISATION_TIES.items():
            load.tie(ref, relation, row.data.get(name) or [])
    write(
        Organisation,
        (
            Organisation(
                slug=row.key,
                names=row.data["names"],
                short=row.data.get("short") or "",
                kind=row.data["kind"],
                party_id=parties[row.data["party"]] if row.data.get("party") else None,
                note=row.data.get("note"),
                order=row.order,
            )
            for row in rows
        ),
    )


def organisation_row(organisation: Organisation, footing: Footing) -> dict[str, Any]:
    """Needs ``party`` fetched with the organisation."""
    return filled_row(
        id=organisation.slug,
        names=organisation.names,
        short=organisation.short or None,
        kind=organisation.kind,
        party=organisation.party.slug if organisation.party else None,
        **{name: footing.ids(organisation.ref, relation) or None for name, relation in ORGANISATION_TIES.items()},
        note=organisation.note,
        sources=footing.sources(organisation.ref),
    )


def load_translations(rows: Sequence[FileRow], load: Load) -> None:
    """Words in other languages; only those that a source has rest on one."""
    for row in rows:
        load.cite(f"words/{row.key}", row.data.get("sources") or [])
    write(
        Translation,
        (
            Translation(
                slug=row.key,
                original=row.data["en"],
                names={code: row.data[code] for code in PAGES if code != "en" and row.data.get(code)},
                by=row.data["by"],
                order=row.order,
            )
            for row in rows
        ),
    )


def translation_row(translation: Translation, footing: Footing) -> dict[str, Any]:
    return filled_row(
        id=translation.slug,
        en=translation.original,
        **{code: translation.names.get(code) for code in PAGES if code != "en"},
        by=translation.by,
        sources=footing.sources(translation.ref) or None,
    )
