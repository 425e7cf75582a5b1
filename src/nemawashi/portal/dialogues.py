"""The Dialogue and the formats that it is compared with, each with its dated events and how it works."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.analysis import possible, queries
from nemawashi.analysis.models import DialogueEvent, DialogueFact
from nemawashi.analysis.terms import Coverage, EventLevel, FactKind, Secretariat, Support
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.terms import MeetingState
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Dialogue
from nemawashi.parties.queries import forum
from nemawashi.portal import asking, filters, keeping, tables, words
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources
from nemawashi.sources.models import Citation

STATES = {FactKind.SECRETARIAT: Secretariat, FactKind.COVERAGE: Coverage, FactKind.UN_SUPPORT: Support}


def _together() -> str:
    """What the forum and its like are called together."""
    return forum().neighbourhood or gettext("Dialogues")


@rendered_once
@filters.page
def dialogues(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    coverage = queries.coverage(viewer=viewer)
    own = meetings.visible_meetings(viewer=PUBLIC).filter(state=MeetingState.HELD).count()
    rows = [
        {
            "dialogue": row,
            "own": own if row.slug == forum().slug else None,
            "level": level(row.launch_level),
            "coverage": fact_state(coverage.get(row.pk)),
        }
        for row in queries.dialogue_list(viewer=viewer)
    ]
    if (answer := tables.asked(request, (each["dialogue"] for each in rows))) is not None:
        return answer
    return render(
        request,
        "portal/dialogues.html",
        {
            "title": _together(),
            "lede": gettext("The Dialogue beside other formats, from public sources and in less detail."),
            "dialogues": rows,
            "acts": keeping.buttons(possible.on_formats(Dialogue(slug=forum().slug), viewer=viewer)),
        },
    )


@rendered_once
@filters.page
def dialogue(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.dialogue_list(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    events_there = queries.events_of(row, viewer=viewer)
    facts = queries.facts_of(row, viewer=viewer)
    cited = sources.citations_of([row.ref, *(event.ref for event in events_there)], viewer=viewer)
    by_part: dict[str, list[Citation]] = {}
    for citation in cited.get(row.ref, []):
        by_part.setdefault(citation.part, []).append(citation)
    return render(
        request,
        "portal/dialogue.html",
        {
            "title": row.name,
            "kicker": gettext("Dialogue"),
            "crumbs": asking.crumb(_together(), "portal:dialogues"),
            "dialogue": row,
            "launch_level": level(row.launch_level),
            "ended_on": ImpreciseDate.parse(row.dissolved_on),
            "is_home": row.slug == forum().slug,
            "events": [_event(event, cited.get(event.ref, [])) for event in events_there],
            "levels": _levels(events_there),
            "groups": _groups([fact for fact in facts if fact.kind not in OWN_PLACES], by_part),
            "support": _support([fact for fact in facts if fact.kind == FactKind.UN_SUPPORT], by_part, viewer),
            "coverage": next(({"fact": f, "state": fact_state(f)} for f in facts if f.kind == FactKind.COVERAGE), None),
            "citations": by_part.get("", []),
            "acts": keeping.buttons(possible.on_format(row, is_forum=row.slug == forum().slug, viewer=viewer)),
        },
    )


OWN_PLACES = (FactKind.COVERAGE, FactKind.UN_SUPPORT)


def fact_state(fact: DialogueFact | None) -> str:
    """The state of a fact in words, as far as somebody told one."""
    return str(STATES[FactKind(fact.kind)](fact.state).label) if fact and fact.state else ""


def _event(event: DialogueEvent, citations: Sequence[Citation]) -> dict[str, Any]:
    outcomes = [{"title": each["title"], "on": words.day(ImpreciseDate.parse(each.get("date")))} for each in event.outcomes]
    return {"event": event, "level": level(event.level), "outcomes": outcomes, "citations": citations}


def level(name: str | None) -> str:
    """The level of a meeting in the reader's language; one that is none of ours stays as the record writes it."""
    return str(EventLevel(name).label) if name in EventLevel.values else name or ""


def _levels(events: Sequence[DialogueEvent]) -> list[dict[str, Any]]:
    """Held meetings by level, and planned ones apart; an event without a level is counted as such."""
    held = Counter(event.level for event in events if not event.is_planned)
    planned = Counter(event.level for event in events if event.is_planned)
    order = [*EventLevel.values, *sorted({str(name) for name in held | planned if name} - set(EventLevel.values)), None]
    return [
        {"name": level(name) or gettext("level not stated"), "held": held[name], "planned": planned[name]}
        for name in order
        if held[name] or planned[name]
    ]


def _groups(facts: Sequence[DialogueFact], cited: Mapping[str, Sequence[Citation]]) -> list[dict[str, Any]]:
    """How a format works, kind by kind; what nobody found is left out and not shown as absent."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for fact in facts:
        row = {"fact": fact, "state": fact_state(fact), "level": level(fact.level), "citations": cited.get(fact.part, [])}
        groups.setdefault(fact.kind, []).append(row)
    return [{"label": kind.label, "facts": groups[kind]} for kind in FactKind if kind in groups]


def _support(
    facts: Sequence[DialogueFact], cited: Mapping[str, Sequence[Citation]], viewer: Viewer
) -> list[dict[str, Any]]:
    """Who supported whom in the United Nations; nobody is asked for where nobody is named."""
    names = {group.key: str(group) for group in forum().groups}
    names |= {party.slug: str(party) for party in parties.visible_parties(viewer=viewer)} if facts else {}
    return [
        {
            "fact": fact,
            "who": names.get(fact.party or "", ""),
            "state": fact_state(fact),
            "citations": cited.get(fact.part, []),
        }
        for fact in facts
    ]
