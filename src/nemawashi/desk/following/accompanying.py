"""What is sent to a delegation about meetings, for whoever accompanies it: the days, the agenda, the time plan, papers.

The pages of delegates show what a delegation says and keeps beside that; these are made of nothing else than what is listed
here. All of it is read in the place of ``screens.EVERY_DELEGATION``, to which no delegation's own row is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nemawashi.access.fields import undated_last
from nemawashi.access.requests import Request
from nemawashi.desk.acting import screens
from nemawashi.desk.following import papers
from nemawashi.desk.following.planning import ShownPlan, day_label
from nemawashi.meetings import possible, queries
from nemawashi.meetings.models import AgendaItem, Meeting
from nemawashi.meetings.terms import ItemState, MeetingState

OFF_THE_AGENDA = (ItemState.DEFERRED, ItemState.WITHDRAWN, ItemState.LATE)
NEWEST = 10  # meetings that were held


@dataclass(frozen=True)
class ItemOfAgenda:
    """An item with what it is about; empty where it is taken in a closed session, which is for the delegations alone."""

    item: AgendaItem
    annotation: str


def day(request: Request) -> HttpResponse:
    """The whole desk of an accompanying person: the meetings ahead with their screens, and the latest that were held."""
    rows = screens.meetings_beside(viewer=request.viewer)
    ahead = rows.exclude(state=MeetingState.HELD).order_by(undated_last("start_on"), "order")
    held = rows.filter(state=MeetingState.HELD).order_by(undated_last("start_on", newest_first=True), "-order")
    context = {
        "title": _("Meetings"),
        "ahead": list(ahead),
        "held": list(held[:NEWEST]),
        "on_screens": set(screens.meetings_on_screens(viewer=request.viewer).values_list("pk", flat=True)),
    }
    return render(request, "desk/accompanying.html", context)


def _meeting(request: Request, slug: str) -> Meeting:
    row = screens.meetings_beside(viewer=request.viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    return row


def meeting(request: Request, slug: str) -> HttpResponse:
    """One of them: place and hours, the agenda, the time plan, and its papers."""
    row = _meeting(request, slug)
    items = [item for item in queries.agenda(row, viewer=screens.EVERY_DELEGATION) if item.state not in OFF_THE_AGENDA]
    context = {
        "meeting": row,
        "items": [ItemOfAgenda(item, "" if _is_closed(item) else item.annotation) for item in items],
        "plan": _plan(row, items),
        "papers": papers.by_item(screens.papers_beside(row), get_language() or "en"),
        "has_screen": screens.meetings_on_screens(viewer=request.viewer).filter(pk=row.pk).exists(),
    }
    return render(request, "desk/accompanied_meeting.html", context)


def _is_closed(item: AgendaItem) -> bool:
    return item.session is not None and item.session.is_closed


def _plan(row: Meeting, items: Sequence[AgendaItem]) -> ShownPlan:
    """The time plan, with nothing to be done to it."""
    zone = possible.zone_of(row)
    plan, unplaced = queries.time_plan(row, items, zone=zone, viewer=screens.EVERY_DELEGATION)
    return ShownPlan([(each, day_label(row, each.session.day), []) for each in plan], unplaced, zone, [])
