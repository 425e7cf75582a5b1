"""Who visited whom and at which level, who met whom; and what became of what a party announced."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import events as gathering
from nemawashi.kit.events import DatedEvent, Dyad, EventKind, EventState, Followed, dyads, followed, levels
from nemawashi.kit.events import visits as visited
from nemawashi.kit.events.words_and_deeds import median_days
from nemawashi.meetings.terms import Rank
from nemawashi.portal import addresses, filters, names, tables, words
from nemawashi.portal.events import as_json, days_between, party_names
from nemawashi.portal.matrices import MatrixCell
from nemawashi.portal.once import rendered_once

MOST_PAIRS = 60


@rendered_once
@filters.page
def visits(request: HttpRequest) -> HttpResponse:
    """Delegations in the country of the host, and pairs that were at the same meetings; all counted from delegations."""
    rows = gathering.own_meetings()
    parties = party_names()
    pairs = dyads(rows)
    form = filters.choice(request, "as", ("csv", "json"))
    if form:
        return _visits_file(form, rows, pairs)
    went = Counter((each.guest, each.host) for each in visited(rows))
    guests = [party for party in parties if any(guest == party for guest, _ in went)]
    hosts = [party for party in parties if any(host == party for _, host in went)]
    context = {
        "title": gettext("Visits"),
        "lede": gettext(
            "Delegations that went to the country of the host, and which parties met: counted from meetings held."
        ),
        "hosts": [parties[host] for host in hosts],
        "visits": [
            {"party": parties[guest], "slug": guest, "cells": [_visit(went, guest, host) for host in hosts]}
            for guest in guests
        ],
        "ranks": [rank.label for rank in Rank],
        "levels": _levels(rows, parties),
        "pairs": [_pair(pair, parties) for pair in pairs[:MOST_PAIRS]],
        "more": max(0, len(pairs) - MOST_PAIRS),
        "unattended": sum(row.is_held and not row.actors for row in rows),
        "files": [(name.upper(), f"?as={name}") for name in ("csv", "json")],
    }
    return render(request, "portal/visits.html", context)


def _visit(went: Mapping[tuple[str, str], int], guest: str, host: str) -> MatrixCell:
    count = went.get((guest, host), 0)
    return MatrixCell(str(count), _meetings(party=guest, host=host)) if count else MatrixCell("")


def _meetings(**asked: str) -> str:
    held = {"kind": str(EventKind.MEETING), "state": str(EventState.HELD)}
    return f"{reverse('portal:events')}?{urlencode(asked | held)}"


def _at_rank(count: int, party: str, rank: str) -> MatrixCell:
    return MatrixCell(str(count), _meetings(party=party, rank=rank)) if count else MatrixCell("")


def _levels(rows: Sequence[DatedEvent], parties: Mapping[str, str]) -> list[dict[str, Any]]:
    """How often each party came at which rank; the matrix of ranks says to which meeting."""
    met = {(each.party, each.level): len(each.events) for each in levels(rows)}
    return [
        {
            "party": name,
            "slug": party,
            "cells": [_at_rank(met.get((party, str(rank)), 0), party, str(rank)) for rank in Rank],
            "href": _meetings(party=party),
            "total": sum(count for (each, _), count in met.items() if each == party),
        }
        for party, name in parties.items()
        if any(each == party for each, _ in met)
    ]


def _pair(pair: Dyad, parties: Mapping[str, str]) -> dict[str, Any]:
    latest = max(pair.events, key=lambda event: (str(event.first or ""), event.row))
    return {
        "one": parties.get(pair.one, pair.one),
        "other": parties.get(pair.other, pair.other),
        "count": len(pair.events),
        "href": _meetings(party=pair.one, other=pair.other),
        "alone": pair.alone,
        "latest": {"on": words.day(latest.first), "href": addresses.href(latest.row)},
    }


def _visits_file(form: str, rows: Sequence[DatedEvent], pairs: Sequence[Dyad]) -> HttpResponse:
    went = [
        {"guest": each.guest, "host": each.host, "rank": each.level or None, "on": str(each.event.first or ""),
         "event": each.event.row}
        for each in visited(rows)
    ]  # fmt: skip
    if form == "csv":
        head = ("guest", "host", "rank", "on", "event")
        return tables.as_file("visits.csv", head, [[row[name] for name in head] for row in went])
    together = [
        {"parties": [pair.one, pair.other], "meetings": [event.row for event in pair.events], "alone": pair.alone}
        for pair in pairs
    ]
    return as_json({"visits": went, "pairs": together})


# ── From word to deed ─────────────────────────────────────────────────────────────────────────────────────────────


@rendered_once
@filters.page
def initiatives(request: HttpRequest) -> HttpResponse:
    gathered = gathering.initiatives()
    parties = party_names()
    party = filters.choice(request, "party", lambda: {each.party for each in gathered.rows})
    rows = followed(each for each in gathered.rows if party in (None, each.party))
    form = filters.choice(request, "as", ("csv", "json"))
    if form:
        return _initiatives_file(form, rows, gathered.kinds)
    page = filters.paged(request, rows, 50)
    deeds = names.named([each.deed for each in page.object_list if each.deed], viewer=PUBLIC)
    there = sorted({each.party for each in gathered.rows}, key=lambda slug: (slug not in parties, slug))
    context = {
        "title": gettext("From word to deed"),
        "lede": gettext("Pledges and commitments of one party alone, and the first deed that the record ties to each."),
        "options": filters.options([(slug, parties.get(slug, slug)) for slug in there], party),
        "is_filtered": bool(party),
        "totals": _totals(rows, parties),
        "page": page,
        "rows": [_initiative(each, gathered.kinds, parties, deeds) for each in page.object_list],
        "files": [
            (name.upper(), f"?{urlencode(({'party': party} if party else {}) | {'as': name})}") for name in ("csv", "json")
        ],
    }
    return render(request, "portal/initiatives.html", context)


def _totals(rows: Sequence[Followed], parties: Mapping[str, str]) -> list[dict[str, Any]]:
    by_party: dict[str, list[Followed]] = defaultdict(list)
    for each in rows:
        by_party[each.initiative.party].append(each)
    return [
        {
            "party": parties.get(slug, slug),
            "slug": slug,
            "announced": len(each),
            "with_deed": sum(bool(row.deed) for row in each),
            "counted": sum(row.most is not None for row in each),
            "median": days_between(*middle) if (middle := median_days(each)) else "",
        }
        for slug, each in sorted(by_party.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def _initiative(
    each: Followed, kinds: Mapping[str, str], parties: Mapping[str, str], deeds: Mapping[str, Any]
) -> dict[str, Any]:
    row = each.initiative
    return {
        "title": row.title,
        "href": addresses.href(row.row),
        "party": parties.get(row.party, row.party),
        "kind": kinds.get(row.row, ""),
        "word": words.day(row.word),
        "deed": deeds.get(each.deed),
        "on": words.day(each.on),
        "is_itself": each.deed == row.row,
        "days": days_between(each.least, each.most) if each.least is not None and each.most is not None else "",
        "most": each.most,
    }


def _initiatives_file(form: str, rows: Sequence[Followed], kinds: Mapping[str, str]) -> HttpResponse:
    made = [
        {
            "row": each.initiative.row,
            "kind": kinds.get(each.initiative.row, ""),
            "party": each.initiative.party,
            "word": str(each.initiative.word or "") or None,
            "deed": each.deed or None,
            "on": str(each.on or "") or None,
            "least_days": each.least,
            "most_days": each.most,
            "title": each.initiative.title,
        }
        for each in rows
    ]
    if form == "json":
        return as_json({"initiatives": made})
    head = ("row", "kind", "party", "word", "deed", "on", "least_days", "most_days", "title")
    return tables.as_file("initiatives.csv", head, [[row[name] for name in head] for row in made])
