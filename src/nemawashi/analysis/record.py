"""Concepts, and the events of dialogues, from the record's files and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from nemawashi.access.terms import RowOrigin
from nemawashi.analysis.models import Concept, DialogueEvent, DialogueFact
from nemawashi.analysis.terms import FactKind
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Dialogue, Person
from nemawashi.parties.record import dialogue_row
from nemawashi.sources.models import Citation
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
                    ends_on=part.get("end"),
                    level=part.get("level"),
                    series=part.get("series"),
                    ordinal=part.get("ordinal"),
                    mode=part.get("mode"),
                    city=part.get("city"),
                    country=part.get("country"),
                    note=part.get("note"),
                    outcomes=[_outcome(each) for each in part.get("outcomes") or []],
                    pledge=part.get("pledge"),
                    is_planned=part.get("planned"),
                    order=order,
                )
            )
    slugs = [event.slug for event in events]
    _give_way(events, DialogueEvent.objects.filter(dialogue__slug__in=[row.key for row in rows]).exclude(slug__in=slugs))
    write(DialogueEvent, events)
    _load_facts(rows, load)


def _give_way(events: Sequence[DialogueEvent], others: QuerySet[DialogueEvent]) -> None:
    """Take away what the file tells of no more, and what was added on the desk where the file tells of it now."""
    met = {
        (event.dialogue_id, str(ImpreciseDate.parse(event.on)), event.level, event.series, event.city) for event in events
    }
    gone = [
        row
        for row in others
        if row.origin == RowOrigin.RECORD or (row.dialogue_id, str(row.on), row.level, row.series, row.city) in met
    ]
    Citation.objects.filter(subject_ref__in=[row.ref for row in gone]).delete()
    DialogueEvent.objects.filter(pk__in=[row.pk for row in gone]).delete()


def _outcome(outcome: Mapping[str, Any]) -> dict[str, str]:
    """A title with its date, as text: JSON has no dates."""
    return {key: str(ImpreciseDate.parse(value)) if key == "date" else value for key, value in outcome.items() if value}


# Keys of the file, by the column that holds each.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    FactKind.FOUNDED: {"on": "date", "words": "text", "note": "note"},
    FactKind.MEMBER: {"on": "as_of", "count": "count", "words": "who"},
    FactKind.OBSERVER: {"on": "as_of", "words": "who"},
    FactKind.SECRETARIAT: {"state": "state", "place": "place", "on": "since", "note": "note"},
    FactKind.HOSTING: {"words": "rule"},
    FactKind.DECISIONS: {"words": "rule"},
    FactKind.SUMMIT: {"count": "held", "on": "first", "until": "last", "words": "rule", "note": "note"},
    FactKind.TRACK: {"words": "name", "level": "level"},
    FactKind.COVERAGE: {"state": "complete", "words": "held", "note": "missing"},
    FactKind.UN_SUPPORT: {
        "party": "party", "matter": "matter", "on": "date", "by": "by", "words": "text", "state": "strength",
    },
}  # fmt: skip
OUTSIDE = (FactKind.UN_SUPPORT, FactKind.COVERAGE)  # keys of the row itself; the others stand under its structure
SEVERAL = (FactKind.MEMBER, FactKind.OBSERVER, FactKind.TRACK, FactKind.UN_SUPPORT)


def _load_facts(rows: Sequence[FileRow], load: Load) -> None:
    """Facts stand in for the earlier ones of the same dialogue; its own sources were cited when it was loaded itself."""
    dialogues = keys(Dialogue)
    facts = []
    for row in rows:
        inside = row.data.get("structure") or {}
        for kind, columns in COLUMNS.items():
            value = (row.data if kind in OUTSIDE else inside).get(kind)
            for order, part in enumerate(value or [] if kind in SEVERAL else [value] if value else []):
                fact = DialogueFact(
                    dialogue_id=dialogues[row.key],
                    kind=kind,
                    order=order,
                    **{column: part.get(key) for column, key in columns.items()},
                )
                facts.append(fact)
                load.cite(f"dialogue/{row.key}", part.get("sources") or [], part=fact.part)
    DialogueFact.objects.filter(dialogue__slug__in=[row.key for row in rows]).delete()
    DialogueFact.objects.bulk_create(facts)


def _facts(dialogue: Dialogue, footing: Footing) -> dict[str, Any]:
    """The facts of a dialogue under the keys of the file; a list that a file has empty is not told from none."""
    held: dict[str, list[dict[str, Any]]] = {}
    for fact in sorted(dialogue.facts.all(), key=lambda fact: fact.order):
        part = filled_row(**{key: getattr(fact, column) for column, key in COLUMNS[fact.kind].items()})
        cited = footing.sources(dialogue.ref, fact.part)
        held.setdefault(fact.kind, []).append(part | ({"sources": cited} if cited else {}))
    facts = {str(kind): held[kind] if kind in SEVERAL else held[kind][0] for kind in COLUMNS if kind in held}
    inside = {kind: value for kind, value in facts.items() if kind not in OUTSIDE}
    return ({"structure": inside} if inside else {}) | {kind: facts[kind] for kind in OUTSIDE if kind in facts}


def format_row(dialogue: Dialogue, footing: Footing) -> dict[str, Any]:
    """Needs ``events`` and ``facts`` fetched with the dialogue."""
    row = dialogue_row(dialogue, footing)
    sources = {"sources": row.pop("sources")}
    return (
        row
        | _facts(dialogue, footing)
        | {
            "events": [
                filled_row(
                    date=event.on,
                    end=event.ends_on,
                    level=event.level,
                    series=event.series,
                    ordinal=event.ordinal,
                    city=event.city,
                    country=event.country,
                    mode=event.mode,
                    note=event.note,
                    outcomes=event.outcomes or None,
                    pledge=event.pledge,
                    planned=event.is_planned,
                    sources=footing.sources(event.ref),
                )
                for event in sorted(dialogue.events.all(), key=lambda event: event.order)
            ]
        }
        | sources
    )
