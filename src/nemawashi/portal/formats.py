"""All formats of the record on the same measures, each cell with what it rests on, and an honest “not known”."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from nemawashi.access import clock
from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import formats as measuring
from nemawashi.analysis.formats import FormatMeasures
from nemawashi.analysis.models import DialogueFact
from nemawashi.analysis.terms import EventLevel, FactKind
from nemawashi.kit.drawing import multiples
from nemawashi.kit.events import ONLINE, DatedEvent, EventKind, EventState
from nemawashi.parties.queries import forum
from nemawashi.portal import figures, filters, tables, words
from nemawashi.portal.dialogues import fact_state
from nemawashi.portal.events import as_json, line_of, party_names
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources
from nemawashi.sources.models import Citation

_TONES = (EventLevel.LEADERS, EventLevel.MINISTERS)  # drawn by themselves; what is below them is drawn together
_LEVELS = (EventLevel.LEADERS, EventLevel.MINISTERS, EventLevel.DEPUTIES)
_NAMED = 3
_PARTS = [f"{kind}/0" for kind in (FactKind.SECRETARIAT, FactKind.SUMMIT)]


@rendered_once
@filters.page
def formats(request: HttpRequest) -> HttpResponse:
    rows = measuring.measured(today=clock.today())
    form = filters.choice(request, "as", ("csv", "json"))
    if form:
        return _file(form, rows)
    cited = _cited(rows)
    names = party_names()
    context = {
        "title": gettext("Formats compared"),
        "lede": gettext("The Dialogue and the formats beside it on the same measures, from public sources."),
        "rows": [_row(each, cited, names) for each in rows],
        "levels": _LEVELS,
        "series": [line_of(each.main) | {"name": str(each.dialogue)} for each in rows if each.main],
        **_pictures(rows),
        "files": [(name.upper(), f"?as={name}") for name in ("csv", "json")],
    }
    return render(request, "portal/formats.html", context)


def _cited(rows: Sequence[FormatMeasures]) -> dict[tuple[str, str], list[Citation]]:
    """Citations of what is shown of the formats, by reference and part."""
    by_part: dict[tuple[str, str], list[Citation]] = {}
    refs = [row.dialogue.ref for row in rows]
    for ref, each in sources.citations_of(refs, viewer=PUBLIC, parts=_PARTS).items():
        for citation in each:
            by_part.setdefault((ref, citation.part), []).append(citation)
    return by_part


@lru_cache(maxsize=4096)
def _address(base: str, slug: str, **asked: str) -> str:
    meetings = {"forum": slug, "kind": str(EventKind.MEETING), "state": str(EventState.HELD)}
    return f"{base}?{urlencode(meetings | asked)}"


def _row(
    each: FormatMeasures, cited: Mapping[tuple[str, str], Sequence[Citation]], names: Mapping[str, str]
) -> dict[str, Any]:
    row, base = each.dialogue, reverse("portal:events")
    levels = [
        {"label": level.label, "count": each.levels.get(str(level), 0), "href": _address(base, row.slug, level=str(level))}
        for level in _LEVELS
    ]
    return {
        "dialogue": row,
        "name": str(row),
        "coverage": _first(each.facts.get(FactKind.COVERAGE, ())),
        "age": each.age,
        "founded": words.day(row.founded_on),
        "held": {"count": len(each.held), "href": _address(base, row.slug)},
        "planned": each.planned,
        "levels": levels,
        "below": len(each.held) - sum(each.levels.get(str(level), 0) for level in _LEVELS),
        "outcomes": each.outcomes,
        "places": _named(each, each.places, "where", names, base),
        "hosts": _named(each, each.hosts, "host", names, base),
        "secretariat": _fact(each, FactKind.SECRETARIAT, cited),
        "has_secretariat": row.has_secretariat,
        "summit": _fact(each, FactKind.SUMMIT, cited),
        "pillars": None if each.pillars is None else each.pillars[:5],
        "kept": None if each.kept is None else (each.kept[0], gettext("of %(n)s") % {"n": each.kept[1]}),
    }


def _first(facts: Sequence[DialogueFact]) -> str:
    return fact_state(facts[0]) if facts else ""


def _fact(
    each: FormatMeasures, kind: FactKind, cited: Mapping[tuple[str, str], Sequence[Citation]]
) -> dict[str, Any] | None:
    facts = each.facts.get(kind, ())
    if not facts:
        return None
    fact = facts[0]
    return {"fact": fact, "state": fact_state(fact), "citations": cited.get((each.dialogue.ref, fact.part), [])}


def _named(
    each: FormatMeasures,
    counted: Sequence[tuple[str, Sequence[DatedEvent]]],
    asked: str,
    names: Mapping[str, str],
    base: str,
) -> dict[str, Any]:
    """Places or hosts with their meetings: the most frequent ones, and apart what was online and what nobody states."""
    rows = dict(counted)
    unknown, online = len(rows.pop("", ())), len(rows.pop(ONLINE, ()))
    first = [
        {"name": names.get(slug) or words.city(words.land(slug)), "count": len(met), "href": _here(each, base, asked, slug)}
        for slug, met in list(rows.items())[:_NAMED]
    ]
    return {
        "first": first,
        "others": _others(len(rows) - _NAMED),
        "online": {"count": online, "href": _here(each, base, asked, ONLINE)} if online else None,
        "unknown": gettext("not stated: %(n)s") % {"n": unknown} if unknown and (rows or online) else "",
    }


def _here(each: FormatMeasures, base: str, asked: str, slug: str) -> str:
    return _address(base, each.dialogue.slug, **{asked: slug})


def _others(count: int) -> str:
    return ngettext("and %(n)s other", "and %(n)s others", count) % {"n": count} if count > 0 else ""


# ── The picture ───────────────────────────────────────────────────────────────────────────────────────────────────


def _pictures(rows: Sequence[FormatMeasures]) -> dict[str, Any]:
    years = [year for each in rows for year in each.years]
    if not years:
        return {}
    first, last, base = min(years), max(years), reverse("portal:events")
    drawn = [_panel(each, base) for each in rows]
    return {
        "panels": figures.drawn("formats", drawn, lambda: multiples.panels(drawn, first=first, last=last)),
        "panels_title": gettext("Meetings by year and format, %(first)s to %(last)s") % {"first": first, "last": last},
        "tones": [*(level.label for level in _TONES), gettext("below, or not stated")],
    }


def _panel(each: FormatMeasures, base: str) -> multiples.YearPanel:
    slug = each.dialogue.slug
    name = words.bare_record(str(each.dialogue))
    years = []
    for year, levels in each.years.items():
        counts = [levels.get(str(level), 0) for level in _TONES]
        counts.append(sum(levels.values()) - sum(counts))
        title = f"{name}, {year}: {sum(levels.values())}"
        years.append(multiples.PanelYear(year, counts, title, _address(base, slug, year=str(year))))
    coverage = _first(each.facts.get(FactKind.COVERAGE, ()))
    count = len(each.held)
    note = ngettext("%(n)s meeting", "%(n)s meetings", count) % {"n": count} + (f" · {coverage}" if coverage else "")
    return multiples.YearPanel(name, note, years, reverse("portal:dialogue", args=[slug]))


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def rows_for_programs(rows: Sequence[FormatMeasures]) -> list[dict[str, Any]]:
    """The same measures as values; None is “not known”."""
    return [_for_programs(each) for each in rows]


def _for_programs(each: FormatMeasures) -> dict[str, Any]:
    main, row = each.main, each.dialogue
    gap = main.longest if main else None
    secretariat = each.facts.get(FactKind.SECRETARIAT, ())
    summit = each.facts.get(FactKind.SUMMIT, ())
    return {
        "format": row.slug,
        "name": row.name,
        "is_forum": row.slug == forum().slug,
        "coverage": each.coverage or None,
        "founded": str(row.founded_on or "") or None,
        "age_years": each.age,
        "meetings_held": len(each.held),
        "meetings_planned": each.planned,
        **{f"held_{str(level).replace(' ', '_')}": each.levels.get(str(level), 0) for level in EventLevel},
        "held_level_not_stated": each.levels.get("", 0),
        "years": [f"{year}: {sum(levels.values())}" for year, levels in each.years.items()],
        "main_series": f"{main.level}/{main.series}".strip("/") if main else None,
        "median_days": main.median if main else None,
        "longest_gap_days_least": gap.least if gap else None,
        "longest_gap_days_most": gap.most if gap else None,
        "longest_gap_between": [gap.before.row, gap.after.row] if gap else [],
        "silence_days_least": main.silence[0] if main and main.silence else None,
        "silence_days_most": main.silence[1] if main and main.silence else None,
        "regularity": round(main.regularity, 4) if main and main.regularity is not None else None,
        "is_exact": main.is_exact if main else None,
        "intervals_left_out": len(main.left_out) if main else None,
        "numbers_without_a_row": main.missing if main else [],
        "numbers_only_planned": main.only_planned if main else [],
        "hosts": [f"{host}: {len(met)}" for host, met in each.hosts if host],
        "meetings_without_host": sum(len(met) for host, met in each.hosts if not host),
        "places": [f"{where}: {len(met)}" for where, met in each.places if where not in ("", ONLINE)],
        "meetings_online": sum(len(met) for where, met in each.places if where == ONLINE),
        "meetings_without_place": sum(len(met) for where, met in each.places if not where),
        "has_secretariat": row.has_secretariat,
        "secretariat": secretariat[0].state if secretariat else None,
        "summits_counted_by_sources": summit[0].count if summit else None,
        "outcome_texts": each.outcomes,
        "pillars": None if each.pillars is None else [f"{share.slug}: {share.count}" for share in each.pillars],
        "commitments_delivered": each.kept[0] if each.kept else None,
        "commitments": each.kept[1] if each.kept else None,
    }


def _file(form: str, rows: Sequence[FormatMeasures]) -> HttpResponse:
    made = rows_for_programs(rows)
    if form == "json":
        whole = [row | {"events": [event.row for event in each.held]} for row, each in zip(made, rows, strict=True)]
        return as_json({"formats": whole})
    head = list(made[0]) if made else ["format"]
    return tables.as_file("formats.csv", head, [list(row.values()) for row in made])
