"""Parties, people, and the dialogues with their events and concepts."""

from collections.abc import Iterator

from django.db.models import QuerySet

from nemawashi.analysis import queries as analysis
from nemawashi.analysis.models import Concept, DialogueEvent
from nemawashi.kit.languages import polivanov
from nemawashi.parties import queries
from nemawashi.parties.models import Dialogue, Organisation, Party, Person
from nemawashi.search.entries import IndexRow, Teller, sentence
from nemawashi.search.terms import Noun


def _parties(rows: QuerySet[Party]) -> Iterator[IndexRow]:
    for row in rows:
        standings = [sentence(each.status, each.from_on, each.until_on, each.note) for each in row.shown_standings]  # type: ignore[attr-defined]
        yield IndexRow(
            row.ref,
            row.names.get("en") or row.slug,
            sentence(row.role, row.preferred_note, *standings),
            called=sentence(row.code, *row.names.values()),
            parties=(row.slug,),
            shown=row.names,
        )


def _in_cyrillic(row: Person) -> str:
    """The record's Russian form of a name; a Japanese name follows from its sounds."""
    is_japanese = any(ord(letter) > 0x30FF for letter in row.name_ja or "")
    return row.name_ru or (polivanov(row.name) if is_japanese else "")


def _people(rows: QuerySet[Person]) -> Iterator[IndexRow]:
    for row in rows:
        offices = [sentence(each.title, each.attested_on) for each in row.offices.all()]
        yield IndexRow(
            row.ref,
            row.name,
            sentence(*offices, row.note),
            called=sentence(row.name_ja, row.name_ru, row.name_own),
            around=row.party.names.get("en", "") if row.party else "",
            parties=(row.party.slug,) if row.party else (),
            shown={language: name for language, name in (("ja", row.name_ja), ("ru", _in_cyrillic(row))) if name},
        )


def _organisations(rows: QuerySet[Organisation]) -> Iterator[IndexRow]:
    for row in rows:
        yield IndexRow(
            row.ref,
            row.names.get("en") or row.slug,
            sentence(row.note),
            called=sentence(row.short, *row.names.values()),
            around=row.party.names.get("en", "") if row.party else "",
            parties=(row.party.slug,) if row.party else (),
            shown=row.names,
        )


def _dialogues(rows: QuerySet[Dialogue]) -> Iterator[IndexRow]:
    for row in rows:
        secretariat = "" if row.has_secretariat is None else f"{'' if row.has_secretariat else 'no '}permanent secretariat"
        yield IndexRow(row.ref, row.name, sentence(row.partner, secretariat, row.note), around=row.slug, on=row.founded_on)


def _events(rows: QuerySet[DialogueEvent]) -> Iterator[IndexRow]:
    for row in rows:
        yield IndexRow(
            row.ref,
            ", ".join(filter(None, [row.dialogue.name, row.city])),
            sentence(row.level, row.series, row.country, row.note, *(each["title"] for each in row.outcomes), row.pledge),
            on=row.on,
            page_ref=row.dialogue.ref,
        )


def _concepts(rows: QuerySet[Concept]) -> Iterator[IndexRow]:
    for row in rows:
        by = row.introduced_by
        yield IndexRow(
            row.ref,
            row.name,
            sentence(row.note, by),
            called=row.name_ja or "",
            around=sentence(by.name_ja if by else "", row.last_seen_on),
            on=row.first_seen_on,
            shown={"ja": row.name_ja} if row.name_ja else {},
        )


TELLERS = (
    Teller(Noun.PARTY, lambda viewer: queries.visible_parties(viewer=viewer), _parties),
    Teller(Noun.PERSON, lambda viewer: queries.visible_people(viewer=viewer), _people),
    Teller(Noun.ORGANISATION, lambda viewer: queries.visible_organisations(viewer=viewer), _organisations),
    Teller(Noun.DIALOGUE, lambda viewer: queries.visible_dialogues(viewer=viewer), _dialogues),
    Teller(Noun.EVENT, lambda viewer: analysis.visible_events(viewer=viewer), _events),
    Teller(Noun.CONCEPT, lambda viewer: analysis.concept_list(viewer=viewer), _concepts),
)
