"""The business track: offers and needs by area, and one firm with its contact person and everything that it stated."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.business import links, possible, queries, rules
from nemawashi.business.models import Firm, FirmContact, Interest
from nemawashi.business.terms import InterestKind, InterestState
from nemawashi.desk.acting import finding
from nemawashi.desk.following import talks
from nemawashi.desk.following.firms import language_name
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Pillar

SIZE = 300  # offers and needs on a page; what stands behind them is told


@dataclass(frozen=True)
class ShownInterest:
    row: Interest
    state: InterestState
    language: str
    offered: Sequence[Possible]


def shown(rows: Iterable[Interest], *, own: str, viewer: Viewer) -> list[ShownInterest]:
    """Two statements, whatever their number."""
    mine = possible.counterparts(today=clock.today(), viewer=viewer)
    pairs = queries.paired() if mine else {}
    return [_shown(row, own=own, mine=mine, pairs=pairs, viewer=viewer) for row in rows]


def _shown(
    row: Interest, *, own: str, mine: list[Interest], pairs: dict[tuple[str, str], str], viewer: Viewer
) -> ShownInterest:
    state = rules.state_of_interest(row.state, open_until=row.open_until, today=clock.today())
    name = language_name(row.language, get_language() or "en")
    offered = possible.on_interest(row, own=own, today=clock.today(), viewer=viewer, mine=mine, pairs=pairs)
    return ShownInterest(row, state, name, offered)


@login_required
@require_safe
def business(request: Request) -> HttpResponse:
    """Offers and needs that stand open, by area; for the delegations and the host."""
    viewer = request.viewer
    finding.business_track(viewer)
    own, kind, party = possible.speaks_for(viewer), request.GET.get("kind", ""), request.GET.get("party", "")
    rows = queries.open_interests(today=clock.today())
    rows = rows.filter(kind=kind) if kind in InterestKind.values else rows
    rows = rows.filter(firm__party__slug=party) if party in parties.forum().codes else rows
    listed = list(rows[: SIZE + 1])
    firms = list(queries.visible_firms(viewer=viewer))
    dialogue = finding.home_dialogue(parties.forum().slug, viewer)
    context = {
        "title": _("Business track"),
        "areas": _by_area(listed[:SIZE], own=own, viewer=viewer),
        "is_cut": len(listed) > SIZE,
        "size": SIZE,
        "firms": firms,
        "kinds": InterestKind.choices,
        "kind": kind,
        "parties": [(each.slug, str(each)) for each in parties.forum().table],
        "party": party,
        "is_filtered": bool(kind or party),
        "offered": possible.on_business(dialogue, own=own, viewer=viewer),
    }
    return render(request, "desk/business.html", context)


def _by_area(rows: Sequence[Interest], *, own: str, viewer: Viewer) -> list[tuple[Pillar, list[ShownInterest]]]:
    areas: dict[int, tuple[Pillar, list[ShownInterest]]] = {}
    for each in shown(rows, own=own, viewer=viewer):
        areas.setdefault(each.row.pillar_id, (each.row.pillar, []))[1].append(each)
    return list(areas.values())


@login_required
@require_safe
def firm(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One firm. Its contact person is shown to those who may read of it; the link of withdrawal to its own delegation."""
    viewer = request.viewer
    row = finding.firm(str(pk), viewer)
    own = possible.speaks_for(viewer)
    contact = queries.contacts_of([row.pk], today=clock.today(), viewer=viewer).get(row.pk)
    is_own = viewer.is_delegate and row.party_id == viewer.party_id
    interests = queries.visible_interests(viewer=viewer).filter(firm=row)
    has_plan = queries.plans_ahead().exists()
    of_firm = Q(offer__firm=row) | Q(need__firm=row)
    context = {
        "title": str(row),
        "firm": row,
        "language": language_name(row.language, get_language() or "en"),
        "areas": _areas(row, viewer),
        "contact": contact,
        "is_own": is_own,
        "link": _link(request, contact) if is_own and viewer.may_act else "",
        "talks": talks.shown(queries.visible_talks(viewer=viewer).filter(of_firm), viewer=viewer),
        "interests": shown(interests, own=own, viewer=viewer),
        "hours": queries.hours_of(row) if is_own or viewer.is_secretariat else [],
        "offered": possible.on_firm(row, own=own, contact=contact, has_plan=has_plan, today=clock.today(), viewer=viewer),
    }
    return render(request, "desk/firm.html", context)


def _areas(row: Firm, viewer: Viewer) -> list[str]:
    return [str(each) for each in parties.pillars(viewer=viewer) if each.slug in row.areas]


def _link(request: Request, contact: FirmContact | None) -> str:
    return request.build_absolute_uri(links.address(contact)) if contact is not None and contact.is_kept else ""
