"""Follow-up: commitments with what was reported, shown and scored."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nemawashi.access import clock
from nemawashi.access.fields import undated_last
from nemawashi.access.viewers import Viewer
from nemawashi.commitments import queries
from nemawashi.commitments.models import Commitment


@login_required
def follow_up(request: HttpRequest) -> HttpResponse:
    """Commitments made on this desk first, those of the historical record after them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    today = clock.today()
    rows = queries.visible_commitments(viewer=viewer).order_by("is_from_record", undated_last("due_on"), "order")
    page = Paginator(rows, 40).get_page(request.GET.get("page", "1")[:6])
    context = {
        "title": _("Follow-up"),
        "page": page,
        "rows": [(row, queries.status_of(row, today=today)) for row in page.object_list],
    }
    return render(request, "desk/follow_up.html", context)


@login_required
def commitment(request: HttpRequest, slug: str) -> HttpResponse:
    """One commitment: promise, owner, reports, evidence, guideline, scores as far as opened, where it returned."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    row: Commitment | None = queries.visible_commitments(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    settlement = getattr(row, "settlement", None)
    context = {
        "commitment": row,
        "status": queries.status_of(row, today=clock.today()),
        "reports": row.reports.select_related("party"),
        "evidence": row.evidence.select_related("source"),
        "guideline": getattr(row, "guideline", None),
        "assessments": queries.assessments(row, viewer=viewer),
        "own_score": queries.own_waiting_score(row, viewer=viewer),
        "settlement": settlement,
        "carried": row.carried.select_related("agenda_item__meeting__track") if viewer.sees_dialogue else [],
        "undertakings": row.undertakings.select_related("donor"),
        "is_owner": viewer.may_act and (row.owner_id in (None, viewer.party_id)),
    }
    return render(request, "desk/commitment.html", context)
