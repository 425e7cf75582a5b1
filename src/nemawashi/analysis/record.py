"""Concepts, and the events of dialogues, from the record's files and back."""

from collections.abc import Sequence
from typing import Any

from nemawashi.analysis.models import Concept, DialogueEvent
from nemawashi.parties.models import Dialogue, Person
from nemawashi.parties.record import dialogue_row
from nemawashi.sources.record import FileRow, Footing, Load, filled_row, keys, write


def load_concepts(rows: Sequence[FileRow], load: Load) -> None:
    people = keys(Person)
    for row in rows:
        load.cite(f"concept/{row.key}", row.data["sources"])
    write(
        Concept,
        (
            Concept(
                slug=row.key,
                name=row.data["name"],
                name_ja=row.data.get("name_ja"),
                introduced_by_id=people[row.data["introduced_by"]] if row.data.get("introduced_by") else None,
                first_seen_on=row.data.get("first_seen"),
                last_seen_on=row.data.get("last_seen"),
                note=row.data.get("note"),
                order=row.order,
            )
            for row in rows
        ),
    )


def concept_row(concept: Concept, footing: Footing) -> dict[str, Any]:
    """Needs ``introduced_by`` fetched with it."""
    return filled_row(
        id=concept.slug,
        name=concept.name,
        name_ja=concept.name_ja,
        introduced_by=concept.introduced_by.slug if concept.introduced_by else None,
        first_seen=concept.first_seen_on,
        last_seen=concept.last_seen_on,
        note=concept.note,
        sources=footing.sources(concept.ref),
    )


def load_events(rows: Sequence[FileRow], load: Load) -> None:
    """The events in the rows of dialogues, numbered within their dialogue."""
    dialogues = keys(Dialogue)
    events = []
    for row in rows:
        for order, part in enumerate(row.data.get("events") or []):
            slug = f"{row.key}-{order + 1}"
            load.cite(f"event/{slug}", part["sources"])
            events.append(
                DialogueEvent(
                    slug=slug,
                    dialogue_id=dialogues[row.key],
                    on=part.get("date"),
                    level=part.get("level"),
                    city=part.get("city"),
                    country=part.get("country"),
                    note=part.get("note"),
                    is_planned=part.get("planned"),
                    order=order,
                )
            )
    slugs = [event.slug for event in events]
    DialogueEvent.objects.filter(dialogue__slug__in=[row.key for row in rows]).exclude(slug__in=slugs).delete()
    write(DialogueEvent, events)


def format_row(dialogue: Dialogue, footing: Footing) -> dict[str, Any]:
    """Needs ``events`` fetched with the dialogue."""
    return dialogue_row(dialogue, footing) | {
        "events": [
            filled_row(
                date=event.on,
                level=event.level,
                city=event.city,
                country=event.country,
                note=event.note,
                planned=event.is_planned,
                sources=footing.sources(event.ref),
            )
            for event in sorted(dialogue.events.all(), key=lambda event: event.order)
        ]
    }
