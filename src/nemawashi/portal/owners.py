"""Parties by commitments: who owes what, what each reported, how it was scored; and what that adds up to, by party."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access import clock
from nemawashi.access.fields import undated_last
from nemawashi.access.viewers import PUBLIC
from nemawashi.commitments import matrix, queries
from nemawashi.commitments.matrix import OwnerShare
from nemawashi.commitments.models import Commitment
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party
from nemawashi.parties.terms import Forum
from nemawashi.portal import asking, fiction, filters, names, words
from nemawashi.portal.matrices import MatrixCell
from nemawashi.portal.once import rendered_once

ON_A_PAGE = 40
JOINT = "all"


@rendered_once
@filters.page
def owners(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    pillars = [(row.slug, str(row)) for row in parties.pillars(viewer=viewer)]
    areas = matrix.areas(viewer=PUBLIC)
    pillar = filters.choice(request, "pillar", [slug for slug, _ in pillars])
    area = filters.choice(request, "area", areas)
    year, text = filters.year(request), filters.words(request, "text")
    chosen = matrix.confirmed(viewer=PUBLIC, pillar=pillar, area=area, year=year, text=text)
    ordered = chosen.order_by(undated_last("made_on", newest_first=True), "order", "pk")
    shares = matrix.shares(chosen)
    total = sum(share.identified for share in shares)
    counted = matrix.CountedRows(ordered, total, beside=lambda some: matrix.with_opinions(some, viewer=PUBLIC))
    page = filters.paged(request, counted, ON_A_PAGE)
    rows: list[Commitment] = list(page.object_list)
    columns = list(parties.participants())
    made_in = names.named({row.made_in_ref for row in rows}, viewer=viewer)
    return render(
        request,
        "portal/owners.html",
        {
            "title": gettext("Parties by commitments"),
            "lede": gettext("Who owes what, what each party reported of it, and how it was scored."),
            "page": page,
            "columns": columns,
            "rows": [_row(row, columns, parties.forum(), matrix.opinions(row), made_in) for row in rows],
            "shares": _shares(shares, columns),
            "pillar_options": filters.options(pillars, pillar),
            "area_options": filters.options([(each, words.bare_record(each)) for each in areas], area),
            "year": year or "",
            "text": text,
            "is_filtered": bool(pillar or area or year or text),
            "left_out": fiction.left_out(lambda: matrix.confirmed(viewer=PUBLIC)),
        },
    )


def _row(
    row: Commitment, columns: Sequence[Party], forum: Forum, scores: Mapping[int, int], made_in: Mapping[str, Any]
) -> dict[str, Any]:
    owing = forum.members(row.by)
    reported = {report.party.slug: report.is_complete for report in row.reports.all()}
    return {
        "row": row,
        "made_in": made_in.get(row.made_in_ref),
        "cells": [_cell(party.slug, row, owing, reported) for party in columns],
        "status": queries.status_of(row, today=clock.today()),
        "scores": [(f"{score:+d}".replace("-", "−"), scores[score]) for score in (1, 0, -1) if score in scores],
    }


def _cell(slug: str, row: Commitment, owing: frozenset[str], reported: Mapping[str, bool]) -> MatrixCell:
    """What a party has to do with a commitment: owes it, reported, says that it delivered; or nothing."""
    if slug in reported:
        return MatrixCell(gettext("in full, it says") if reported[slug] else gettext("reported"))
    is_owner = row.owner.slug == slug if row.owner else slug in owing or JOINT in owing
    return MatrixCell(gettext("owes it")) if is_owner else MatrixCell("")


def _shares(shares: Sequence[OwnerShare], columns: Sequence[Party]) -> list[tuple[str, OwnerShare]]:
    """Shares with the names of their parties, in the order of the forum; what several owe together stands last."""
    order = {party.pk: (number, str(party)) for number, party in enumerate(columns)}
    last = (len(order), "")
    ranked = sorted(shares, key=lambda share: order.get(share.party or 0, last)[0])
    alone = [(order[share.party][1], share) for share in ranked if share.party and share.party in order]
    return alone + [(gettext("several or all together"), share) for share in ranked if share.party is None]
