"""Events of the record: a list that can be narrowed, the rhythm of each series, and what came before and after a day."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy

from nemawashi import __version__
from nemawashi.access import clock
from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import events as gathering
from nemawashi.analysis.terms import EventLevel
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.drawing import charts
from nemawashi.kit.events import (
    BeforeAndAfter,
    DatedEvent,
    EventKind,
    EventState,
    MeetingSeries,
    before_and_after,
    by_year,
    plover,
    series_of,
)
from nemawashi.kit.events.around import LONGEST_DAYS
from nemawashi.kit.faults import UnreadableError
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.terms import Rank
from nemawashi.parties import queries as parties
from nemawashi.parties.queries import forum
from nemawashi.portal import addresses, figures, filters, tables, words
from nemawashi.portal.dialogues import level
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources

ON_A_PAGE = 30
MOST_NAMED = 30
MOST_NUMBERS = 12
_USUAL_DAYS = 365

KINDS: Mapping[str, Promise] = {
    EventKind.MEETING: pgettext_lazy("kind of event", "Meeting"),
    EventKind.STATEMENT: pgettext_lazy("kind of event", "Statement"),
    EventKind.PLEDGE: pgettext_lazy("kind of event", "Pledge"),
    EventKind.PROJECT: pgettext_lazy("kind of event", "Project"),
}
STATES: Mapping[str, Promise] = {
    EventState.HELD: pgettext_lazy("state of an event", "took place"),
    EventState.PLANNED: pgettext_lazy("state of an event", "planned"),
    EventState.POSTPONED: pgettext_lazy("state of an event", "postponed"),
    EventState.CANCELLED: pgettext_lazy("state of an event", "cancelled or lapsed"),
}
NO_LEVEL = "none"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a reader chose of the events; empty where all are asked for."""

    forum: str = ""
    kind: str = ""
    level: str = ""
    state: str = ""
    party: str = ""
    other: str = ""
    rank: str = ""
    host: str = ""
    year: str = ""
    where: str = ""

    def query(self, **changed: str) -> dict[str, str]:
        chosen = {name: getattr(self, name) for name in self.__slots__} | changed
        return {name: value for name, value in chosen.items() if value}

    def holds(self, event: DatedEvent, *, all_years: bool = False) -> bool:
        return (
            self.forum in ("", event.forum)
            and self.kind in ("", event.kind)
            and self.level in ("", event.level or NO_LEVEL)
            and self.state in ("", event.state)
            and (not self.party or self.party in event.actors or self.party in event.recipients)
            and (not self.other or self.other in event.actors)
            and (not self.rank or event.levels.get(self.party) == self.rank)
            and self.host in ("", event.host)
            and (not self.where or (event.kind == EventKind.MEETING and event.where == self.where))
            and (all_years or not self.year or (event.first is not None and str(event.first.year) == self.year))
        )


@rendered_once
@filters.page
def events(request: HttpRequest) -> HttpResponse:
    rows = gathering.all_events(today=clock.today())
    names = party_names()
    chosen = _chosen(request, rows)
    shown = [row for row in rows if chosen.holds(row)]
    if form := filters.choice(request, "as", ("csv", "json")):
        return _file(form, shown)
    of_all_years = [row for row in rows if chosen.holds(row, all_years=True)]
    page = filters.paged(request, shown, ON_A_PAGE)
    forums = forum_names(rows)
    series = _series(rows, chosen, gathering.complete_forums())
    context = {
        "title": gettext("Events"),
        "lede": gettext("What took place, was planned or was postponed: counted from the rows of the record."),
        "page": page,
        "total": len(shown),
        "events": _lines(list(page.object_list), names),
        "selects": _selects(chosen, rows, forums, names),
        "chosen": chosen,
        "is_filtered": bool(chosen.query()),
        "series": [line_of(each) for each in series],
        "series_of": forums.get(chosen.forum or forum().slug, ""),
        "picture": _picture(of_all_years, chosen),
        "files": [(name.upper(), f"?{urlencode(chosen.query() | {'as': name})}") for name in ("csv", "json")],
        "around": _around(request, of_all_years),
        "longest_days": LONGEST_DAYS,
    }
    return render(request, "portal/events.html", context)


def _chosen(request: HttpRequest, rows: Sequence[DatedEvent]) -> Narrowed:
    def one_of(name: str, known: Iterable[str]) -> str:
        return filters.choice(request, name, set(known)) or ""

    years = {str(row.first.year) for row in rows if row.first}
    taking_part = {each for row in rows for each in (*row.actors, *row.recipients)}
    return Narrowed(
        one_of("forum", (row.forum for row in rows)),
        one_of("kind", KINDS),
        one_of("level", [*EventLevel.values, NO_LEVEL]),
        one_of("state", STATES),
        one_of("party", taking_part),
        one_of("other", taking_part),
        one_of("rank", Rank.values),
        one_of("host", (row.host for row in rows)),
        one_of("year", years),
        one_of("where", (row.where for row in rows if row.kind == EventKind.MEETING)),
    )


def party_names() -> dict[str, str]:
    """What parties are called, by slug, in the order of protocol."""
    return {row.slug: str(row) for row in parties.visible_parties(viewer=PUBLIC).prefetch_related(None)}


def forum_names(rows: Iterable[DatedEvent]) -> dict[str, str]:
    """The forums that have events, by slug; the forum itself first."""
    known = {row.slug: str(row) for row in parties.visible_dialogues(viewer=PUBLIC)}
    there = {row.forum for row in rows} | {forum().slug}
    return {slug: name for slug, name in known.items() if slug in there}


def _selects(
    chosen: Narrowed, rows: Sequence[DatedEvent], forums: Mapping[str, str], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    acting = {each for row in rows for each in (*row.actors, *row.recipients)}
    years = sorted({str(row.first.year) for row in rows if row.first}, reverse=True)
    choices: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("forum", gettext("Format"), [(slug, words.bare_record(name)) for slug, name in forums.items()]),
        ("kind", gettext("Kind"), [(name, str(label)) for name, label in KINDS.items()]),
        ("level", gettext("Level"), [*level_choices(), (NO_LEVEL, gettext("level not stated"))]),
        ("state", gettext("State"), [(name, str(label)) for name, label in STATES.items()]),
        ("party", gettext("Party"), [(slug, name) for slug, name in names.items() if slug in acting]),
        ("year", gettext("Year"), [(year, year) for year in years]),
    ]
    return [
        {"name": name, "label": label, "options": filters.options(pairs, getattr(chosen, name))}
        for name, label, pairs in choices
    ]


def level_choices() -> list[tuple[str, str]]:
    return [(str(each), str(each.label)) for each in EventLevel]


def _lines(rows: Sequence[DatedEvent], names: Mapping[str, str]) -> list[dict[str, Any]]:
    cited = sources.citations_of([row.row for row in rows], viewer=PUBLIC)
    return [
        {
            "event": row,
            "href": href(row),
            "kind": KINDS[row.kind],
            "state": STATES[row.state],
            "level": level(row.level),
            "who": [names.get(party, party) for party in row.actors],
            "host": names.get(row.host) or words.land(row.host),
            "is_held": row.is_held,
            "citations": [each for each in cited.get(row.row, []) if not each.part],
        }
        for row in rows
    ]


def href(row: DatedEvent) -> str:
    """The page of the row that tells of an event."""
    noun = row.row.partition("/")[0]
    return addresses.href(f"dialogue/{row.forum}" if noun == "event" else row.row)


# ── Rhythm ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _series(rows: Sequence[DatedEvent], chosen: Narrowed, complete: frozenset[str]) -> list[MeetingSeries]:
    """The series of one format, of all years and in whatever state: a gap between chosen meetings is none."""
    own = Narrowed(forum=chosen.forum or forum().slug, kind=EventKind.MEETING, level=chosen.level)
    return series_of([row for row in rows if own.holds(row)], today=clock.today(), complete=complete)


def line_of(each: MeetingSeries) -> dict[str, Any]:
    """A series as a table shows it; each figure with the events that it rests on."""
    gap = each.longest
    address = reverse("portal:events")
    asked = {"forum": each.forum, "kind": str(EventKind.MEETING), "level": each.level or NO_LEVEL}
    return {
        "series": each,
        "name": series_name(each),
        "count": len(each.held) + len(each.undated),
        "href": f"{address}?{urlencode(asked | {'state': str(EventState.HELD)})}",
        "first": each.first and {"on": words.day(each.first.first), "href": href(each.first)},
        "latest": each.latest and {"on": words.day(each.latest.first), "href": href(each.latest)},
        "median": None if each.median is None else words.number(each.median),
        "longest": gap
        and {
            "days": days_between(gap.least, gap.most),
            "from": {"on": words.day(gap.before.end), "href": href(gap.before)},
            "to": {"on": words.day(gap.after.first), "href": href(gap.after)},
            "is_exact": gap.is_exact,
        },
        "silence": each.silence and days_between(*each.silence),
        "regularity": None if each.regularity is None else words.number(each.regularity, 2, is_signed=True),
        "exactness": exactness(each),
        "missing": _listed(each.missing),
        "only_planned": _listed(each.only_planned),
        "left_out": _left_out(len(each.left_out)),
    }


def _listed(numbers: Sequence[int]) -> str:
    """The first of them, and how many more there are."""
    first, more = ", ".join(map(str, numbers[:MOST_NUMBERS])), len(numbers) - MOST_NUMBERS
    if more <= 0:
        return first
    others = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": words.number(more)}
    return f"{first} {others}"


def _left_out(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(n)s interval is left out, here and of the middle: a meeting without a row, without a day or of another level "
        "lies or may lie in it.",
        "%(n)s intervals are left out, here and of the middle: a meeting without a row, without a day or of another level "
        "lies or may lie in each.",
        count,
    ) % {"n": words.number(count)}


def series_name(each: MeetingSeries) -> str:
    """The name of a track of the forum; of another format the level, with the series where it is not the main one."""
    if each.forum == forum().slug:
        names = meetings.track_names().get(each.series, {})
        return names.get(words.language()) or names.get("en") or each.series
    named = level(each.level) or gettext("level not stated")
    return f"{named} ({each.series})" if each.series else named


def days_between(least: float, most: float) -> str:
    first, last = words.number(least), words.number(most)
    return first if first == last else f"{first}–{last}"


def exactness(each: MeetingSeries) -> str:
    """Whether the figures of a series are exact, and if not, why: the sentence that stands beside them."""
    if not each.gaps and not each.left_out:
        return gettext("one dated meeting: no gap") if each.held else gettext("no dated meeting")
    if each.is_exact:
        return gettext("exact")
    if each.left_out:
        return gettext("not exact: intervals left out")
    if each.is_complete:
        return gettext("not exact: dates known roughly")
    return gettext("not exact: series incomplete")


def _picture(rows: Sequence[DatedEvent], chosen: Narrowed) -> str:
    counts = by_year(rows)
    if not counts:
        return ""
    address = reverse("portal:events")
    columns = []
    for year in range(min(counts), max(counts) + 1):
        count = sum(counts.get(year, Counter()).values())
        asked = chosen.query(year=str(year), state=str(EventState.HELD))
        columns.append(
            charts.YearColumn(year, count, f"{year}: {count}", f"{address}?{urlencode(asked)}" if count else None)
        )
    return figures.safe(
        charts.columns(
            columns,
            title=gettext("Events by year"),
            description=gettext(
                "A column a year for what took place; each leads to its events. A hollow mark: none found."
            ),
        )
    )


# ── Before and after ──────────────────────────────────────────────────────────────────────────────────────────────


def _around(request: HttpRequest, rows: Sequence[DatedEvent]) -> dict[str, Any]:
    """The question about a day outside of the record, with its answer or the sentence why there is none."""
    typed = filters.only_value(request, "on")[:20]
    days = filters.only_value(request, "days")[:6] or str(_USUAL_DAYS)
    named = filters.words(request, "what")
    asked: dict[str, Any] = {"on": typed, "days": days, "what": named, "answer": None, "refusal": ""}
    if not typed:
        return asked
    try:
        on = dt.date.fromisoformat(typed) if len(typed) == 10 else None
    except ValueError:
        on = None
    if on is None or not (days.isascii() and days.isdigit()):
        return asked | {"refusal": gettext("Write the day as 2022-02-24 and the width in days.")}
    try:
        answer = before_and_after(rows, on, days=int(days), today=clock.today())
    except UnreadableError:
        return asked | {
            "refusal": gettext(
                "The day lies outside of what these events span, or none of them has a date; a window has from 1 to "
                "%(most)s days."
            )
            % {"most": LONGEST_DAYS}
        }
    return asked | {"answer": _answer(answer)}


def _answer(answer: BeforeAndAfter) -> dict[str, Any]:
    return {
        "result": answer,
        "on": words.day(ImpreciseDate.parse(answer.on)),
        "counts": (words.number(len(answer.before)), words.number(len(answer.after))),
        "days": words.number(answer.days),
        "asked": words.number(answer.asked),
        "is_cut": answer.days < answer.asked,
        "before": [_named(each) for each in answer.before[-MOST_NAMED:]],
        "after": [_named(each) for each in answer.after[:MOST_NAMED]],
        "most": MOST_NAMED,
        "low": None if answer.low is None else words.number(answer.low, is_signed=True),
        "high": None if answer.high is None else words.number(answer.high, is_signed=True),
        "difference": words.number(answer.difference, is_signed=True),
        "chance": None if answer.chance is None else words.number(answer.chance, 3),
        "is_beyond": answer.low is not None
        and answer.high is not None
        and not answer.low <= answer.difference <= answer.high,
        "left_out": ngettext(
            "%(n)s event is known to the year alone, or not at all, and is left out.",
            "%(n)s events are known to the year alone, or not at all, and are left out.",
            len(answer.left_out),
        )
        % {"n": len(answer.left_out)}
        if answer.left_out
        else "",
        "by_month": ngettext(
            "%(n)s event that is known to the month was put in the middle of it.",
            "%(n)s events that are known to the month were put in the middle of it.",
            len(answer.by_month),
        )
        % {"n": len(answer.by_month)}
        if answer.by_month
        else "",
    }


def _named(row: DatedEvent) -> dict[str, str]:
    place = f", {words.city(row.place)}" if row.place and row.kind == EventKind.MEETING else ""
    return {
        "when": words.day(row.first),
        "title": row.title,
        "place": place if place not in row.title else "",
        "href": href(row),
    }


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────────

COLUMNS = (
    *("event", "kind", "state", "first", "last", "format", "series", "level", "ordinal", "host", "place", "mode"),
    *("actors", "recipients", "levels", "outcomes", "title"),
    *("plover_type", "plover_mode", "plover_contexts", "plover_actors", "plover_recipients", "sources"),
    "country",
)


def rows_for_programs(rows: Sequence[DatedEvent]) -> list[dict[str, Any]]:
    """Events with PLOVER's code beside them, and their sources by id."""
    cited = sources.cited_by([row.row for row in rows], viewer=PUBLIC)
    return [_for_programs(row, list(dict.fromkeys(each.source for each in cited.get(row.row, [])))) for row in rows]


def _for_programs(row: DatedEvent, cited: list[str]) -> dict[str, Any]:
    code = plover(row)
    values = (
        *(row.row, row.kind, row.state, str(row.first or "") or None, str(row.last or "") or None, row.forum),
        *(row.series or None, row.level or None, row.ordinal, row.host or None, row.place or None, row.mode or None),
        *(list(row.actors), list(row.recipients), [f"{party}: {rank}" for party, rank in row.levels.items()]),
        *(row.outcomes, row.title),
        *((code.type, code.mode or None) if code else (None, None)),
        *((list(code.contexts), list(code.actors), list(code.recipients)) if code else ([], [], [])),
        cited,
        row.country or None,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _file(form: str, rows: Sequence[DatedEvent]) -> HttpResponse:
    made = rows_for_programs(rows)
    if form == "csv":
        return tables.as_file("events.csv", COLUMNS, [list(row.values()) for row in made])
    return as_json({"events": made})


def as_json(content: Mapping[str, Any]) -> HttpResponse:
    answer = JsonResponse({**content, "software": __version__}, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
