"""Commitments by pillar and state; one commitment with what came of it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from nemawashi.access import clock
from nemawashi.access.fields import undated_last
from nemawashi.access.viewers import PUBLIC
from nemawashi.commitments import matrix, queries, statuses
from nemawashi.commitments.terms import CommitmentKind, Status
from nemawashi.kit.drawing import chains as drawn_chains
from nemawashi.kit.drawing.chains import ChainStation
from nemawashi.meetings import queries as meetings
from nemawashi.parties import queries as parties
from nemawashi.portal import asking, chains, fiction, figures, filters, names, pictures, states, tables
from nemawashi.portal.once import rendered_once
from nemawashi.portal.states import TONES
from nemawashi.sources import queries as sources

NO_PILLAR = "none"
ON_A_PAGE = 40
UNJUDGED = (Status.NOT_ASSESSED, Status.NOT_DUE, Status.UNDER_WAY)  # of these nobody can say yet whether they were kept


@rendered_once
@filters.page
def commitments(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    today = clock.today()
    visible = statuses.with_status(queries.visible_commitments(viewer=PUBLIC), today=today, viewer=PUBLIC)
    groups = statuses.counted(visible)
    pillars = [(pillar.slug, str(pillar)) for pillar in parties.pillars(viewer=viewer)]
    counts: Counter[Status] = Counter()
    for (_pillar, _kind, status), number in groups.items():
        counts[status] += number
    present = [status for status in TONES if counts[status]]
    pillar = filters.choice(request, "pillar", [slug for slug, _ in pillars] + [NO_PILLAR])
    state = filters.choice(request, "state", Status.values)
    kind = filters.choice(request, "kind", CommitmentKind.values)
    chosen = _chosen(visible, pillar, state, kind).order_by(undated_last("made_on", newest_first=True), "order", "pk")
    if (answer := tables.asked(request, chosen.select_related(None).prefetch_related(None).only("slug"))) is not None:
        return answer
    number = sum(
        number
        for (of_pillar, of_kind, status), number in groups.items()
        if (of_pillar or NO_PILLAR) == (pillar or of_pillar or NO_PILLAR)
        and of_kind == (kind or of_kind)
        and status == (state or status)
    )
    page = filters.paged(
        request,
        matrix.CountedRows(chosen, number, beside=lambda some: matrix.with_what_came(some, viewer=PUBLIC)),
        ON_A_PAGE,
    )
    return render(
        request,
        "portal/commitments.html",
        {
            "title": gettext("Commitments"),
            "lede": gettext("What was promised, by whom, under which pillar, and what is known to have come of it."),
            "picture": _picture(groups, [*pillars, (NO_PILLAR, gettext("no pillar"))]),
            "total": counts.total(),
            "judged": counts.total() - sum(counts[status] for status in UNJUDGED),
            "kept": counts[Status.DELIVERED],
            "page": page,
            "rows": [states.shown(row, today=today) for row in page.object_list],
            "pillar_options": filters.options([*pillars, (NO_PILLAR, gettext("no pillar"))], pillar),
            "state_options": filters.options([(str(s), str(s.label)) for s in present], state),
            "kind_options": filters.options([(str(v), str(v.label)) for v in CommitmentKind], kind),
            "is_filtered": bool(pillar or state or kind),
            "left_out": fiction.left_out(lambda: queries.visible_commitments(viewer=PUBLIC)),
        },
    )


def _chosen(rows: QuerySet[Any], pillar: str | None, state: str | None, kind: str | None) -> QuerySet[Any]:
    if pillar:
        rows = rows.filter(pillar__isnull=True) if pillar == NO_PILLAR else rows.filter(pillar__slug=pillar)
    rows = rows.filter(status_now=state) if state else rows
    return rows.filter(kind=kind) if kind else rows


def _picture(groups: Mapping[tuple[str | None, str, Status], int], pillars: list[tuple[str, str]]) -> SafeString:
    bars = figures.commitment_bars(groups, pillars)
    title = gettext("Commitments by pillar and state")
    description = gettext("One bar a pillar; each part is a state and leads to its commitments.")
    return figures.drawn("commitments", bars, lambda: pictures.stacked(bars, title=title, description=description))


def _chain(stations: list[ChainStation]) -> SafeString:
    title = gettext("The chain of this commitment")
    description = gettext("From the recommendation down to the next agenda, a station below the other.")
    return figures.drawn("chain", stations, lambda: drawn_chains.chain(stations, title=title, description=description))


@rendered_once
@filters.page
def commitment(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.visible_commitments(viewer=PUBLIC).filter(slug=slug).first()
    if row is None:
        raise Http404
    ties = [tie for tie in sources.ties(row.ref, viewer=viewer) if tie.object_ref != row.made_in_ref]
    others = [tie.object_ref if tie.subject_ref == row.ref else tie.subject_ref for tie in ties]
    items = chains.items_of(row)
    recommended = meetings.refs_taken_up(items[0], row.made_in_ref)
    names_of = names.named([*others, *recommended, row.made_in_ref], viewer=viewer)
    status = queries.status_of(row, today=clock.today())
    evidence = [names_of[ref] for ref in dict.fromkeys(others) if ref in names_of]
    undertakings = chains.under(row, others, viewer=viewer)
    reports = queries.reports_on(row, viewer=viewer)
    settlement = queries.settlement_of(row)
    stations = chains.stations(
        row,
        status=status,
        recommendations=[names_of[ref] for ref in recommended if ref in names_of],
        items=items,
        made_in=names_of.get(row.made_in_ref),
        evidence=evidence,
        undertakings=undertakings,
        reports=reports,
        settlement=settlement,
    )
    return render(
        request,
        "portal/commitment.html",
        {
            "title": row.words,
            "kicker": gettext("Commitment"),
            "crumbs": asking.crumb(gettext("Commitments"), "portal:commitments"),
            "commitment": row,
            "page_row": row,
            "status": status,
            "stations": stations,
            "picture": _chain(stations),
            "made_in": names_of.get(row.made_in_ref),
            "evidence": evidence,
            "undertakings": [each for each in undertakings if each.commitment_id == row.pk],
            "remits": queries.remits_with(row.ref, viewer=viewer),
            "reports": reports,
            "assessments": queries.assessments(row, viewer=viewer),
            "settlement": settlement,
            "citations": sources.citations(row.ref, viewer=viewer),
        },
    )
