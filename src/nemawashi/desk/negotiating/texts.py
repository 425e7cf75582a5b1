"""The negotiation of a text, clause by clause; its revisions; silence; agreed language."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nemawashi.access import clock
from nemawashi.access.fields import undated_last
from nemawashi.access.requests import Request
from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import notices
from nemawashi.desk.negotiating import consenting
from nemawashi.desk.negotiating.workspace import opened, text_of
from nemawashi.lineage import page
from nemawashi.lineage import queries as lineage
from nemawashi.parties.models import Party
from nemawashi.texts import queries
from nemawashi.texts.models import Silence, Text
from nemawashi.texts.queries import possible, verdicts
from nemawashi.texts.terms import OPEN_STATES, ConsentKind


@login_required
def texts(request: Request) -> HttpResponse:
    viewer = request.viewer
    context = {
        "title": _("Texts"),
        "open_texts": queries.texts_in_negotiation(viewer=viewer),
        "adopted": queries.visible_texts(viewer=viewer)
        .filter(state__in=["adopted", "issued"])
        .order_by(undated_last("adopted_on", newest_first=True), "-order")[:20],
    }
    return render(request, "desk/texts.html", context)


@login_required
def clause(request: Request, slug: str, pk: str) -> HttpResponse:
    """One clause with everything on it: brackets, positions with their ends, our drafts, languages."""
    opening = opened(slug, viewer=request.viewer)
    row = opening.text
    viewer = request.viewer
    whole = opening.negotiation(viewer=viewer)
    at = next((n for n, view in enumerate(whole.clauses) if str(view.clause.pk) == str(pk)), None)
    if at is None:
        raise Http404
    view = whole.clauses[at]
    offered = possible.on_clause(row, view, viewer=viewer)
    subject = lineage.subject(view.clause.ref, viewer=viewer)
    context = {
        "text": row,
        "view": view,
        "whole": whole,
        "offered": offered,
        "is_edited_here": any(each.act == "draft_position" and each.verdict for each in offered),
        "consents": _consents(row, view, offered, viewer),
        "zone": row.meeting.zone if row.meeting else "UTC",
        "row": subject,
        "ancestry": _ancestry(subject, viewer),
        "known": _taken_from(view, viewer),
        "instructions": queries.own_instructions((row.position.pk for row in (*view.live, *view.ended)), viewer=viewer),
        "corrections": [
            (row, possible.on_correction(row, at=now, viewer=viewer))
            for now in (clock.database_moment(),)
            for row in queries.corrections_of(view.clause, viewer=viewer)
        ],
        "alike": view.alike() if viewer.is_secretariat else frozenset(),
        "before": whole.clauses[at - 1] if at else None,
        "after": whole.clauses[at + 1] if at + 1 < len(whole.clauses) else None,
    }
    return render(request, "desk/clause.html", context)


def _consents(text: Text, view: queries.ClauseView, offered: list[Possible], viewer: Viewer) -> consenting.Strip | None:
    """Who can join consensus on a clause, while that is asked of those who negotiate."""
    if text.state not in OPEN_STATES or not viewer.sees_negotiation or view.clause.is_deleted:
        return None
    joining = verdicts.on_consenting_to_clause(text, view, kind=ConsentKind.JOINS, today=dt.date.min, by=viewer)
    return consenting.strip(
        view.spoken, [view], offered=offered, act="consent_to_clause", joining=joining, viewer=viewer, is_open=True
    )


def _ancestry(row: lineage.Precedent | None, viewer: Viewer) -> lineage.Ancestry | None:
    """Where the words in force come from; None where the clause was deleted, or the index is not built."""
    return page.answered(lambda: lineage.ancestry(row, viewer=viewer))[0] if row else None


def _taken_from(view: queries.ClauseView, viewer: Viewer) -> dict[str, lineage.Precedent]:
    """The agreed clauses that the positions on a clause, and our drafts, name as where their words were taken from."""
    origins = [row.position.taken_from for row in (*view.live, *view.ended)] + [row.draft.taken_from for row in view.drafts]
    return lineage.precedents(" ".join(origins).split(), viewer=viewer)


@login_required
def revision(request: Request, slug: str, number: int) -> HttpResponse:
    """An issued revision as it was, with its seal and what became of every position since the one before."""
    row = text_of(request, slug)
    if not request.viewer.sees_negotiation:
        raise Http404
    issued = row.revisions.filter(number=number).first()
    if issued is None:
        raise Http404
    context = {"text": row, "revision": issued, "log_line": notices.log_line(issued.log_head)}
    return render(request, "desk/revision.html", context)


@login_required
def silence(request: Request, slug: str) -> HttpResponse:
    """Silence with what is left of it, in the zone where it was set and in the viewer's capital."""
    row = text_of(request, slug)
    viewer = request.viewer
    if not viewer.sees_negotiation:
        raise Http404
    latest = queries.latest_silence(row)
    now = clock.database_moment()
    view = queries.silence_view(latest, viewer=viewer, at=now) if latest else None
    own_zone = Party.objects.filter(pk=viewer.party_id).values_list("zone", flat=True).first() if viewer.party_id else None
    clocks = []
    if latest:
        for zone in dict.fromkeys([latest.zone, own_zone or "UTC"]):
            clocks.append((zone, latest.ends_at.astimezone(ZoneInfo(zone))))
    context = {
        "text": row,
        "view": view,
        "offered": possible.on_silence(view, at=now, viewer=viewer) if view else [],
        "clocks": clocks,
        "gone_over": queries.gone_over(latest, viewer=viewer),
        "reservations": queries.reservations(row),
        "days": notices.days(latest.opened_at, latest.ends_at) if latest and view and view.left else None,
        "clauses": _silent_clauses(latest, viewer) if latest else [],
        "notices": notices.steps_of_silence(row, viewer=viewer),
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "desk/parts/silence.html" if is_part else "desk/silence.html", context)


def _silent_clauses(silence: Silence, viewer: Viewer) -> list[queries.ClauseView]:
    """The clauses that a silence on some of them is about."""
    if not silence.clauses:
        return []
    whole = queries.negotiation(silence.text, viewer=viewer, with_drafts=False)
    return [view for view in whole.clauses if str(view.clause.pk) in silence.clauses]


@login_required
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def agreed_language(request: Request) -> HttpResponse:
    """Clauses of adopted texts that used the words; the words themselves go into no log, no index and no address."""
    context = page.context(request, viewer=request.viewer)
    return render(request, "desk/agreed_language.html", context | {"title": _("Agreed language")})
