"""Sums of assistance by recipient, sphere, year or currency, and beside them all that was not added, with the reason."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nemawashi.access.viewers import Viewer
from nemawashi.assistance import converting, queries, rules
from nemawashi.assistance.converting import PrintedAmount
from nemawashi.assistance.models import Undertaking
from nemawashi.assistance.rules import LeftOut, Summand
from nemawashi.assistance.terms import NotAdded
from nemawashi.parties import queries as parties
from nemawashi.portal import asking, fiction, filters, names
from nemawashi.portal.once import rendered_once

EVERYTHING = "all"


def _year(row: Undertaking) -> Sequence[str]:
    on = row.on or row.start_on
    return [str(on.year)] if on else []


HEADS: dict[str, Callable[[Undertaking], Sequence[str]]] = {
    "recipient": lambda row: [party.slug for party in row.recipients.all()],
    "sphere": lambda row: row.spheres or [],
    "year": _year,
    "currency": lambda row: [EVERYTHING],
}
WORDS = {"recipient": _("Recipient"), "sphere": _("Sphere"), "year": _("Year"), "currency": _("Currency alone")}


@rendered_once
@filters.page
def sums(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    by = filters.choice(request, "by", list(HEADS)) or "recipient"
    named = {row.slug: str(row) for row in parties.visible_parties(viewer=viewer).prefetch_related(None)}
    amounts = queries.amounts(HEADS[by], viewer=viewer)
    added, apart = rules.sums(amounts)
    offered = queries.currencies_with_rates(viewer=viewer)
    one = filters.choice(request, "in", offered)
    known = names.named([ref for each in apart for ref in (each.ref, each.other) if ref], viewer=viewer)
    order = {slug: number for number, slug in enumerate(named)}
    added.sort(key=lambda row: (order.get(row.group, 0), row.group, row.unit))
    return render(
        request,
        "portal/sums.html",
        {
            "title": gettext("Sums of assistance"),
            "lede": gettext("What can be added without counting anything twice, and what was not added, with the reason."),
            "by": by,
            "head": WORDS[by],
            "by_options": [
                {"value": value, "label": str(label), "is_chosen": value == by} for value, label in WORDS.items()
            ],
            "rows": [{"sum": row, "label": _label(by, row.group, named), "href": _href(by, row.group)} for row in added],
            "one": one,
            "one_options": filters.options([(code, code) for code in offered], one),
            **(_in_one(amounts, apart, one, by, named, viewer) if one else {}),
            "left_out": fiction.left_out(lambda: queries.undertaking_list(viewer=viewer)),
            "apart": [
                {
                    "reason": reason,
                    "rows": [
                        {"row": known[each.ref], "other": known.get(each.other)}
                        for each in apart
                        if each.reason == reason and each.ref in known
                    ],
                }
                for reason in NotAdded
                if any(each.reason == reason for each in apart)
            ],
        },
    )


def _in_one(
    amounts: Sequence[Summand], apart: Sequence[LeftOut], currency: str, by: str, named: dict[str, str], viewer: Viewer
) -> dict[str, Any]:
    """What was added, said in one currency row by row, the sums of that, and what could not be said in it."""
    out = {each.ref for each in apart}
    rows = {each.ref: each for each in amounts if each.ref not in out}
    printed = [PrintedAmount(each.ref, each.amount or Decimal(0), each.unit, each.on) for each in rows.values()]
    conversions = converting.converted(printed, currency, viewer=viewer)
    totals: dict[str, list[Decimal]] = {}
    for each in conversions:
        if each.amount is not None:
            row = rows[each.printed.ref]
            total = totals.setdefault(row.groups[0], [Decimal(0), Decimal(0)])
            total[0 if row.is_promise else 1] += each.amount
    known = names.named([each.printed.ref for each in conversions], viewer=viewer)
    order = {slug: number for number, slug in enumerate(named)}
    groups = sorted(totals.items(), key=lambda pair: (order.get(pair[0], 0), pair[0]))
    return {
        "one_totals": [{"label": _label(by, group, named), "promised": p, "given": g} for group, (p, g) in groups],
        "one_rows": [
            {"row": known[each.printed.ref], "each": each}
            for each in conversions
            if each.rate is not None and each.printed.ref in known
        ],
        "one_left": [
            {"row": known[each.printed.ref], "each": each}
            for each in conversions
            if each.why_not is not None and each.printed.ref in known
        ],
    }


def _label(by: str, group: str, named: dict[str, str]) -> str:
    if by == "sphere":
        return parties.sphere_label(group)
    return gettext("all") if group == EVERYTHING else named.get(group, group)


def _href(by: str, group: str) -> str:
    """The undertakings under a head; lists have no filter for years and currencies."""
    return f"{reverse('portal:assistance')}?{urlencode({by: group})}" if by in ("recipient", "sphere") else ""
