"""Sums of assistance by recipient, sphere, year or currency, and beside them all that was not added, with the reason."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nemawashi.assistance import queries, rules
from nemawashi.assistance.models import Undertaking
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
    added, apart = rules.sums(queries.amounts(HEADS[by], viewer=viewer))
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


def _label(by: str, group: str, named: dict[str, str]) -> str:
    if by == "sphere":
        return parties.sphere_label(group)
    return gettext("all") if group == EVERYTHING else named.get(group, group)


def _href(by: str, group: str) -> str:
    """The undertakings under a head; lists have no filter for years and currencies."""
    return f"{reverse('portal:assistance')}?{urlencode({by: group})}" if by in ("recipient", "sphere") else ""
