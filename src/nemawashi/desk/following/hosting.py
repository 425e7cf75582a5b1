"""Whose turn it is to host, by which rule and why; who offers, and which offer was confirmed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.desk.following.schedule import host_turns, levels
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import possible, queries, rules
from nemawashi.meetings.models import HostingOffer, Track
from nemawashi.meetings.rules import HostTurn
from nemawashi.parties import queries as parties
from nemawashi.parties.terms import HostingRule


@dataclass(frozen=True)
class ShownTurn:
    party: str
    turn: HostTurn
    last: ImpreciseDate | None


@dataclass(frozen=True)
class ShownOffer:
    offer: HostingOffer
    offered: Sequence[Possible]


@login_required
def hosting(request: Request) -> HttpResponse:
    """One track with its turn, and all offers; for the parties and the secretariat."""
    viewer = request.viewer
    if not viewer.sees_dialogue:
        raise Http404
    tracks = list(queries.visible_tracks(viewer=viewer))
    choices = [track for track in tracks if track.is_formal]
    asked = request.GET.get("track")
    first = next((track for track in choices if track.cadence_months), next(iter(choices), None))
    chosen = next((track for track in choices if track.slug == asked), first)
    said = parties.forum().meeting_rules
    offers = queries.visible_offers(viewer=viewer)
    context = {
        "title": _("Hosting"),
        "rule": HostingRule(said.hosting).label,
        "rules": said,
        "choices": choices,
        "chosen": chosen,
        "offered": possible.on_hosting(chosen, viewer=viewer) if chosen else [],
        "in_office": _name(parties.host_in_office()),
        "offers": [ShownOffer(row, possible.on_offer(row, viewer=viewer)) for row in offers],
        **(_turns(chosen, tracks, viewer=viewer, today=clock.today()) if chosen else {}),
    }
    return render(request, "desk/hosting.html", context)


def _turns(chosen: Track, tracks: Sequence[Track], *, viewer: Viewer, today: dt.date) -> dict[str, object]:
    """The order of hosts of a track and of those that prepare it; who chairs now, and who would chair beside the next."""
    chain = levels(chosen, tracks)
    turns = host_turns(chain, viewer=viewer, today=today)
    said = parties.forum().meeting_rules
    chair = rules.chair_term(queries.hosted(chain, viewer=viewer), months=said.term_months, today=today)
    shown = [ShownTurn(_name(row.party), row, ImpreciseDate.parse(row.last)) for row in turns]
    return {
        "levels": chain,
        "turns": shown,
        "beside": shown[1].party if said.has_co_chair and len(shown) > 1 else "",
        "chair": _name(chair.party) if chair else "",
        "since": ImpreciseDate.parse(chair.since) if chair else None,
        "until": ImpreciseDate.parse(chair.until) if chair and chair.until else None,
    }


def _name(slug: str) -> str:
    return next((str(each) for each in parties.forum().table if each.slug == slug), slug)
