"""Follow-up: commitments with what was reported, shown and scored."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nemawashi.access import clock
from nemawashi.access.fields import undated_last
from nemawashi.access.requests import Request
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import possible as pledges
from nemawashi.commitments import possible, queries
from nemawashi.commitments.models import Commitment
from nemawashi.desk.following import complying
from nemawashi.parties.models import Party

_RECORD_LAST = Case(When(origin=RowOrigin.RECORD, then=1), default=0)


@login_required
def follow_up(request: Request) -> HttpResponse:
    """Commitments made on this desk first, those of the historical record after them."""
    viewer = request.viewer
    today = clock.today()
    rows = queries.visible_commitments(viewer=viewer).order_by(_RECORD_LAST, undated_last("due_on"), "order")
    page = Paginator(rows, 40).get_page(request.GET.get("page", "1")[:6])
    context = {
        "title": _("Follow-up"),
        "page": page,
        "offered": pledges.on_party(own, viewer=viewer) if (own := _own_party(viewer)) else [],
        "scope": complying.scope(viewer=viewer),
        "rows": [(row, queries.status_of(row, today=today)) for row in page.object_list],
    }
    return render(request, "desk/follow_up.html", context)


def _own_party(viewer: Viewer) -> Party | None:
    """The own party as far as an act on it needs it, without a statement."""
    return Party(pk=viewer.party_id, slug=viewer.party) if viewer.party else None


def _beside(row: Commitment, viewer: Viewer) -> list[tuple[str, list[Commitment]]]:
    names = {
        "divided_from": _("Divided from"),
        "parts": _("Divided into"),
        "merged_from": _("Merged from"),
        "merged_into": _("Merged into"),
    }
    return [(names[kin], rows) for kin, rows in queries.beside(row, viewer=viewer)]


@login_required
def commitment(request: Request, slug: str) -> HttpResponse:
    """One commitment: promise, owner, reports, evidence, guideline, scores as far as opened, where it returned."""
    viewer = request.viewer
    row: Commitment | None = queries.visible_commitments(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    settlement = getattr(row, "settlement", None)
    status = queries.status_of(row, today=clock.today())
    assessments = queries.assessments(row, viewer=viewer)
    own_score = queries.own_waiting_score(row, viewer=viewer)
    scoring = possible.Scoring(
        has_guideline=hasattr(row, "guideline"),
        is_settled=settlement is not None,
        opened=len(assessments),
        has_scored=own_score is not None or any(each.assessor_id == viewer.user_id for each in assessments),
    )
    evidence = list(row.evidence.select_related("source"))
    shown = {each.report_id for each in evidence}
    context = {
        "commitment": row,
        "status": status,
        "offered": [
            *possible.on_commitment(row, status=status, scoring=scoring, viewer=viewer),
            *possible.on_reminding(row, today=clock.today(), viewer=viewer),
        ],
        "reports": [
            (each, possible.on_report(each, is_built_on=scoring.has_guideline or each.pk in shown, viewer=viewer))
            for each in row.reports.select_related("party")
        ],
        "evidence": evidence,
        "guideline": getattr(row, "guideline", None),
        "assessments": assessments,
        "own_score": own_score,
        "settlement": settlement,
        "carried": row.carried.select_related("agenda_item__meeting__track") if viewer.sees_dialogue else [],
        "beside": _beside(row, viewer),
        "undertakings": row.undertakings.select_related("donor"),
    }
    return render(request, "desk/commitment.html", context)
