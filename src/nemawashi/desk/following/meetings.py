"""Meetings and their agendas, as those see them who prepare them."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from nemawashi.access import clock
from nemawashi.access.concerns import CONCERNS
from nemawashi.access.fields import undated_last
from nemawashi.access.models import Entry
from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.business import queries as business
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.possible import on_returning as returning_acts
from nemawashi.desk.following import accompanying, papers
from nemawashi.desk.following.planning import shown_plan
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import possible, queries, rules
from nemawashi.meetings.models import Invitation, Meeting
from nemawashi.meetings.terms import ItemState, MeetingState
from nemawashi.parties import queries as parties
from nemawashi.texts.queries import possible as texts


@login_required
def meetings(request: Request) -> HttpResponse:
    viewer = request.viewer
    tracks = queries.visible_tracks(viewer=viewer) if viewer.is_secretariat else []
    context = {
        "title": _("Meetings"),
        "ahead": queries.meetings_ahead(viewer=viewer),
        "past": queries.visible_meetings(viewer=viewer)
        .filter(state="held")
        .order_by(undated_last("start_on", newest_first=True))[:20],
        "turns": [
            (slug, ImpreciseDate.parse(on), count)
            for slug, on, count in (queries.hosting_turns(viewer=viewer) if viewer.is_secretariat else [])
        ],
        "tracks": [(row, acts) for row in tracks if (acts := possible.on_track(row, viewer=viewer))],
    }
    return render(request, "desk/meetings.html", context)


def _there(meeting: Meeting | None) -> Meeting:
    if meeting is None:
        raise Http404
    return meeting


@login_required
def meeting(request: Request, slug: str) -> HttpResponse:
    viewer = request.viewer
    if viewer.is_accompanying:
        return accompanying.meeting(request, slug)
    among = business.with_plans(queries.visible_meetings(viewer=viewer))
    row = _there(queries.meeting_in_full(slug, viewer=viewer, with_agenda=False, among=among))
    invited = list(row.invitations.select_related("party")) if viewer.sees_dialogue else []
    has_begun = row.state in (MeetingState.OPEN, MeetingState.HELD)
    its_papers = queries.papers_of(row, viewer=viewer)
    documents = list(row.documents.all()) if viewer.sees_negotiation else []
    context = {
        "meeting": row,
        "invitations": invited,
        "attendance": row.attendance.select_related("party") if viewer.sees_dialogue and row.opened_at else [],
        "documents": documents,
        "next_step": _awaited(row, invited, viewer) or next_step(row.state),
        "decisions": list(row.decisions.all()) if viewer.sees_dialogue else [],
        "minutes": queries.minutes_beside(row, viewer=viewer) if has_begun else None,
        "is_taken_down": viewer.is_secretariat and has_begun,
        "papers": papers.by_item(its_papers, get_language() or "en", possible.papers_close(row)),
        "known_pages": papers.known_pages(its_papers, documents),
        "offered": [
            *possible.on_meeting(row, now=clock.database_moment, viewer=viewer),
            *texts.on_meeting(row, viewer=viewer),
        ],
    }
    return render(request, "desk/meeting.html", context)


NEXT = {
    MeetingState.PLANNED: gettext_noop("The secretariat announces it."),
    MeetingState.ANNOUNCED: gettext_noop("It opens; until then its agenda and its texts are prepared."),
    MeetingState.OPEN: gettext_noop("Its agenda and its texts are adopted; then it is closed."),
    MeetingState.HELD: gettext_noop("What was promised there is followed up."),
    MeetingState.POSTPONED: gettext_noop("A new date is set."),
}


def _awaited(meeting: Meeting, invited: Sequence[Invitation], viewer: Viewer) -> str:
    """What comes first for a delegation that has not answered; empty for everybody else."""
    mine = [row for row in invited if viewer.is_delegate and row.party_id == viewer.party_id]
    if meeting.state != MeetingState.ANNOUNCED or not mine or mine[0].answer:
        return ""
    return _("Your party answers the invitation, and names its delegates.")


def next_step(state: str) -> str:
    """What comes next for a meeting, in a sentence; nothing where nothing does."""
    return _(NEXT[MeetingState(state)]) if state in NEXT else ""


def agenda_versions(entries: Sequence[Entry], titles: Mapping[str, str]) -> list[tuple[int, Entry, str, str]]:
    """Each change of an agenda with the number of the version that it made, who made it and what it was; newest first."""
    codes = parties.forum().codes
    return [
        (
            number,
            entry,
            codes.get(entry.party, "") if entry.party else _("The host's secretariat"),
            CONCERNS[entry.event].sentence({"item": _titled(entry) or titles.get(entry.object_ref, "")}),
        )
        for number, entry in reversed(list(enumerate(entries, start=1)))
    ]


def _titled(entry: Entry) -> str:
    """The words of the item at that time; of a correction those that it has since."""
    title = entry.facts.get("title", "")
    return str(title.get("after", "") if isinstance(title, dict) else title)


@login_required
def agenda(request: Request, slug: str) -> HttpResponse:
    """The agenda, and what could come onto it: open recommendations, and commitments that ought to return."""
    viewer = request.viewer
    row = _there(queries.visible_meetings(viewer=viewer).filter(slug=slug).first())
    today = clock.today()
    is_open = bool(rules.is_ahead(row.state)) and not row.agenda_adopted_at
    items = queries.agenda(row, viewer=viewer)
    recommendations = queries.recommendations_open(viewer=viewer)[:10] if is_open else []
    returning = commitments.to_return(viewer=viewer, today=today) if is_open and viewer.sees_dialogue else []
    context = {
        "meeting": row,
        "closes": ImpreciseDate.parse(possible.agenda_closes(row)) if is_open else None,
        "changes": agenda_versions(queries.agenda_changes(row, viewer=viewer), {item.ref: item.title for item in items}),
        "items": [(item, possible.on_item(item, viewer=viewer)) for item in items],
        "is_open": is_open,
        "stage": rules.agenda_stage(
            is_adopted=row.agenda_adopted_at is not None,
            annotations=[item.annotation for item in items if item.state == ItemState.PROPOSED],
        ),
        "plan": shown_plan(row, items, viewer=viewer),
        "offered": possible.on_agenda(
            row, open_items=sum(item.state == ItemState.PROPOSED for item in items), viewer=viewer
        ),
        "recommendations": [(each, possible.on_recommendation(each, viewer=viewer)) for each in recommendations],
        "returning": [(each, status, returning_acts(each, status=status, viewer=viewer)) for each, status in returning],
    }
    return render(request, "desk/agenda.html", context)
