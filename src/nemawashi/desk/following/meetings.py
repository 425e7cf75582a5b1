"""Meetings and their agendas, as those see them who prepare them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nemawashi.access import clock
from nemawashi.access.fields import undated_last
from nemawashi.access.viewers import Viewer
from nemawashi.commitments import queries as commitments
from nemawashi.meetings import queries
from nemawashi.meetings.models import Meeting


@login_required
def meetings(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    context = {
        "title": _("Meetings"),
        "ahead": queries.meetings_ahead(viewer=viewer),
        "past": queries.visible_meetings(viewer=viewer)
        .filter(state="held")
        .order_by(undated_last("start_on", newest_first=True))[:20],
        "turns": queries.hosting_turns(viewer=viewer) if viewer.is_secretariat else [],
        "tracks": queries.visible_tracks(viewer=viewer) if viewer.is_secretariat else [],
    }
    return render(request, "desk/meetings.html", context)


def _meeting(request: HttpRequest, slug: str) -> Meeting:
    found = queries.meeting_in_full(slug, viewer=request.viewer)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


@login_required
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    row = _meeting(request, slug)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    context = {
        "meeting": row,
        "invitations": row.invitations.select_related("party") if viewer.sees_dialogue else [],
        "documents": row.documents.all() if viewer.sees_negotiation else [],
        "decisions": row.decisions.all() if viewer.sees_dialogue else [],
        "is_ahead": row.state in ("planned", "announced", "postponed") and not row.agenda_adopted_at,
    }
    return render(request, "desk/meeting.html", context)


@login_required
def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """The agenda, and what could come onto it: open recommendations, and commitments that ought to return."""
    row = _meeting(request, slug)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    today = clock.today()
    is_open = row.state in ("planned", "announced", "postponed") and not row.agenda_adopted_at
    context = {
        "meeting": row,
        "items": queries.agenda(row, viewer=viewer),
        "is_open": is_open,
        "recommendations": queries.recommendations_open(viewer=viewer)[:10] if is_open else [],
        "returning": commitments.to_return(viewer=viewer, today=today) if is_open and viewer.sees_dialogue else [],
    }
    return render(request, "desk/agenda.html", context)
