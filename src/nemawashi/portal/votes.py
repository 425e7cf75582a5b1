"""How far the parties voted alike in the General Assembly, beside what the record promises of support there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy

from nemawashi.analysis import votes as imported
from nemawashi.kit.coding import books
from nemawashi.kit.drawing import shares
from nemawashi.kit.votes.agreement import ALL, CountedVotes, SameVotes, Years, within
from nemawashi.parties.queries import forum
from nemawashi.parties.terms import in_language
from nemawashi.portal import figures, filters, tables, words
from nemawashi.portal.events import as_json

ISSUES: Mapping[str, Promise] = {  # that tables of the form ``voeten`` mark
    "me": pgettext_lazy("issue of votes", "Palestinian conflict"),
    "nu": pgettext_lazy("issue of votes", "nuclear weapons and material"),
    "di": pgettext_lazy("issue of votes", "arms control and disarmament"),
    "hr": pgettext_lazy("issue of votes", "human rights"),
    "co": pgettext_lazy("issue of votes", "colonialism"),
    "ec": pgettext_lazy("issue of votes", "economic development"),
}


@dataclass(frozen=True, slots=True)
class AskedVotes:
    """What a reader chose: a party, a group, an issue and the first year; and the other parties that the table knows."""

    counted: CountedVotes
    one: str
    group: str
    issue: str
    since: int | None
    others: Sequence[str]

    def query(self, **changed: str) -> dict[str, str]:
        chosen = {"with": self.one, "among": self.group, "issue": self.issue, "since": str(self.since or "")} | changed
        return {name: value for name, value in chosen.items() if value}

    def years(self, party: str, issue: str | None = None) -> Years:
        codes = imported.states()
        return _since(
            self.counted.between(codes[self.one], codes[party], self.issue if issue is None else issue), self.since
        )

    def group_years(self, issue: str | None = None) -> Years:
        return _since(self.counted.among(self.group, self.issue if issue is None else issue), self.since)


def _since(years: Years, first: int | None) -> Years:
    return {year: each for year, each in years.items() if first is None or first <= year}


@filters.page
def votes(request: HttpRequest) -> HttpResponse:
    """The table by a chosen party, a group and an issue; ``as=csv`` and ``as=json`` give all years and issues."""
    context: dict[str, Any] = {
        "title": gettext("Votes in the United Nations"),
        "lede": gettext("How far the parties voted alike in the General Assembly, beside what the record promises there."),
        "promises": _promises(),
    }
    counted = imported.held()
    names = {each.slug: str(each) for each in forum().table}
    codes = imported.states()
    known = [slug for slug in names if counted and codes.get(slug) in counted.cast]
    if counted is None or len(known) < 2:
        return render(request, "portal/votes.html", context | {"is_empty": True, "is_unknown": counted is not None})
    asked = _chosen(request, counted, known)
    if form := filters.choice(request, "as", ("csv", "json")):
        return _file(form, asked, codes)
    years = [year for slug in asked.others for year in asked.years(slug)]
    context |= {
        "selects": _selects(asked, known, names),
        "about": counted.about,
        "source": _source(counted.about.get("source", "")),
        "counts": {name: words.number(getattr(counted, name)) for name in ("rows", "calls", "left_out")},
        "left_out": counted.left_out,
        "span": (counted.first, counted.last),
        "lacking": [name for slug, name in names.items() if slug not in known],
        "one": names[asked.one],
        "rows": [_row(names[slug], within(asked.years(slug))) | {"slug": slug} for slug in asked.others],
        "among": _among(asked),
        "issue": _issue(asked.issue),
        **_pictures(asked, names, years),
        "heads": [names[slug] for slug in asked.others] + _head(asked),
        "by_issue": _by_issue(asked),
        "by_year": _by_year(asked, years),
        "files": [(name.upper(), f"?{urlencode(asked.query() | {'as': name})}") for name in ("csv", "json")],
    }
    return render(request, "portal/votes.html", context)


def _chosen(request: HttpRequest, counted: CountedVotes, known: Sequence[str]) -> AskedVotes:
    one = filters.choice(request, "with", known) or known[0]
    groups = list(counted.members)
    named = [key for key in groups if key != imported.ALL_PARTIES]
    group = filters.choice(request, "among", groups) or (named or groups or [""])[0]
    issue = filters.choice(request, "issue", counted.issues) or ALL
    since = filters.choice(request, "since", [str(year) for year in range(counted.first, counted.last + 1)])
    return AskedVotes(counted, one, group, issue, int(since) if since else None, [slug for slug in known if slug != one])


def _selects(asked: AskedVotes, known: Sequence[str], names: Mapping[str, str]) -> list[dict[str, Any]]:
    counted = asked.counted
    years = [str(year) for year in range(counted.last, counted.first - 1, -1)]
    groups = [(key, _group(key)) for key in counted.members]
    return [
        {"name": "with", "label": gettext("With"), "options": filters.options([(s, names[s]) for s in known], asked.one)},
        {"name": "among", "label": gettext("Among"), "options": filters.options(groups, asked.group)},
        {
            "name": "issue",
            "label": pgettext("of votes", "Issue"),
            "all": gettext("all"),
            "options": filters.options([(each, _issue(each)) for each in counted.issues], asked.issue),
        },
        {
            "name": "since",
            "label": gettext("Since"),
            "all": gettext("all years"),
            "options": filters.options([(year, year) for year in years], asked.since),
        },
    ]


def _group(key: str) -> str:
    if key == imported.ALL_PARTIES:
        return gettext("all parties")
    return next((str(group) for group in forum().groups if group.key == key), key)


def _issue(key: str) -> str:
    return str(ISSUES.get(key, key))


def _source(said: str) -> dict[str, str]:
    """Where the table is from, as a link where that is an address."""
    is_address = said.startswith(("https://", "http://")) and " " not in said
    return {"words": said, "href": said if is_address else ""}


# ── Figures ───────────────────────────────────────────────────────────────────────────────────────────────────────


def percent(share: float | None) -> str:
    return "" if share is None else f"{words.number(100 * share, 1)} %"


def _interval(each: SameVotes) -> str:
    if each.interval is None:
        return ""
    low, high = each.interval
    return f"{words.number(100 * low, 1)}–{words.number(100 * high, 1)} %"


def _row(name: str, each: SameVotes) -> dict[str, Any]:
    return {
        "name": name,
        "votes": words.number(each.votes),
        "same": words.number(each.same),
        "share": percent(each.share),
        "interval": _interval(each),
        "beside": words.number(each.beside),
    }


def _among(asked: AskedVotes) -> dict[str, Any] | None:
    years = asked.group_years()
    return _row(_group(asked.group), within(years)) if years else None


def _head(asked: AskedVotes) -> list[str]:
    return [_group(asked.group)] if asked.group_years(ALL) else []


def _cells(asked: AskedVotes, each: Sequence[SameVotes]) -> list[dict[str, str]]:
    return [{"share": percent(of.share), "of": words.number(of.votes), "interval": _interval(of)} for of in each]


def _by_issue(asked: AskedVotes) -> list[dict[str, Any]]:
    """Each issue that has roll calls, the most frequent first, and all of them together at the head."""
    rows = []
    for issue in [ALL, *asked.counted.issues]:
        counts = [within(asked.years(slug, issue)) for slug in asked.others]
        counts += [within(asked.group_years(issue))] if _head(asked) else []
        if any(each.votes for each in counts):
            label = _issue(issue) if issue else gettext("all roll calls")
            rows.append({"label": label, "is_own": issue in ISSUES or not issue, "cells": _cells(asked, counts)})
    return rows if len(rows) > 1 else []


def _by_year(asked: AskedVotes, years: Sequence[int]) -> list[dict[str, Any]]:
    of_parties = [asked.years(slug) for slug in asked.others]
    columns = [*of_parties, *([asked.group_years()] if _head(asked) else [])]
    return [
        {"year": year, "cells": _cells(asked, [column.get(year, SameVotes()) for column in columns])}
        for year in sorted(set(years), reverse=True)
    ]


def _pictures(asked: AskedVotes, names: Mapping[str, str], years: Sequence[int]) -> dict[str, Any]:
    if not years:
        return {}
    drawn = [_panel(asked, names[slug], asked.years(slug), slug) for slug in asked.others]
    if group := asked.group_years():
        drawn.append(_panel(asked, _group(asked.group), group, ""))
    first, last = min(years), max(years)
    return {
        "panels": figures.drawn("votes", (drawn, first, last), lambda: shares.panels(drawn, first=first, last=last)),
        "panels_title": gettext("Same votes by year, %(first)s to %(last)s") % {"first": first, "last": last},
    }


def _panel(asked: AskedVotes, name: str, years: Years, slug: str) -> shares.SharePanel:
    points = []
    for year, each in sorted(years.items()):
        if each.share is not None and each.interval is not None:
            title = f"{name}, {year}: {percent(each.share)} ({_interval(each)}), {each.same}/{each.votes}"
            points.append(shares.YearShare(year, each.share, *each.interval, each.votes, title))
    total = within(years)
    note = ngettext("%(share)s of %(n)s roll call", "%(share)s of %(n)s roll calls", total.votes) % {
        "share": percent(total.share),
        "n": words.number(total.votes),
    }
    href = f"{reverse('portal:votes')}?{urlencode(asked.query(**{'with': slug}))}" if slug else None
    return shares.SharePanel(name, note, points, href)


# ── What the record promises ──────────────────────────────────────────────────────────────────────────────────────


def _promises() -> list[dict[str, Any]]:
    """Commitments under the codes of the codebook that ask for support in the United Nations."""
    rows = imported.asked_support()
    return [
        {
            "label": in_language(code.labels),
            "definition": code.definition,
            "rows": [
                {"slug": row.slug, "words": row.words, "on": words.day(row.on)} for row in rows if code.id in row.codes
            ],
        }
        for code in books.book(imported.BOOK).codes
    ]


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────────

COLUMNS = ("one", "other", "year", "issue", "votes", "same", "share", "low", "high", "opposed", "whole")


def _file(form: str, asked: AskedVotes, codes: Mapping[str, str]) -> HttpResponse:
    """All years and issues of the chosen party with each other, and of the chosen group; the choice of an issue apart."""
    rows: list[dict[str, Any]] = []
    for issue in [ALL, *asked.counted.issues]:
        for slug in asked.others:
            rows += _plain((codes[asked.one], codes[slug]), issue, asked.years(slug, issue), is_group=False)
        rows += _plain((asked.group, ""), issue, asked.group_years(issue), is_group=True)
    if form == "csv":
        return tables.as_file("votes.csv", COLUMNS, [[row[name] for name in COLUMNS] for row in rows])
    counted = asked.counted
    about = {
        "counts": "reports of roll calls",
        "table": dict(counted.about),
        "interval": "Wilson's score interval, 95 in 100, a roll call as the unit",
        **{name: getattr(counted, name) for name in ("rows", "calls", "left_out", "first", "last")},
        "members": {key: list(members) for key, members in counted.members.items()},
        "since": asked.since,
    }
    return as_json(about | {"agreement": rows})


def _plain(states: tuple[str, str], issue: str, years: Years, *, is_group: bool) -> list[dict[str, Any]]:
    rows = []
    for year, each in sorted(years.items()):
        low, high = each.interval or (None, None)
        values = (
            *(*states, year, issue or None, each.votes, each.same),
            *(None if value is None else round(value, 4) for value in (each.share, low, high)),
            *((None, each.beside) if is_group else (each.beside, None)),
        )
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows
