"""Commitments by pillar and state; one commitment with what came of it."""

import datetime as dt
from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from nemawashi.assistance import queries as assistance
from nemawashi.commitments import queries
from nemawashi.commitments.terms import CommitmentKind, RecordStatus, Status
from nemawashi.kit import charts
from nemawashi.parties import queries as parties
from nemawashi.portal import asking, filters, names, pictures
from nemawashi.portal.states import TONES, Shown
from nemawashi.sources import queries as sources

LABELS: dict[str, Any] = {
    **{str(s): s.label for s in Status},
    **{str(s): s.label for s in RecordStatus},
}


def _rows(request: HttpRequest, today: dt.date) -> list[Shown]:
    rows = queries.visible_commitments(viewer=asking.viewer(request)).order_by("-made_on", "order")
    return [Shown.of(row, today=today) for row in rows]


@filters.page
def commitments(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    rows = _rows(request, asking.today())
    pillars = [(pillar.slug, str(pillar)) for pillar in parties.pillars(viewer=viewer)]
    counts = Counter(row.shown_status.value for row in rows)
    states = [(value, str(LABELS.get(value, value))) for value in dict(TONES) | dict(counts) if counts[value]]
    pillar = filters.choice(request, "pillar", [slug for slug, _ in pillars] + ["none"])
    state = filters.choice(request, "state", list(LABELS))
    kind = filters.choice(request, "kind", CommitmentKind.values)
    shown = [
        row
        for row in rows
        if (not pillar or (row.pillar.slug if row.pillar else "none") == pillar)
        and (not state or row.shown_status.value == state)
        and (not kind or row.row.kind == kind)
    ]
    return render(
        request,
        "portal/commitments.html",
        {
            "title": gettext("Commitments"),
            "lede": gettext("What was promised, by whom, under which pillar, and what is known to have come of it."),
            "picture": _picture(rows, [*pillars, ("none", gettext("no pillar"))]),
            "legend": [{"tone": _tone(value), "label": label, "count": counts[value]} for value, label in states],
            "page": filters.paged(request, shown, 40),
            "pillar_options": filters.options([*pillars, ("none", gettext("no pillar"))], pillar),
            "state_options": filters.options(states, state),
            "kind_options": filters.options([(str(v), str(v.label)) for v in CommitmentKind], kind),
            "is_filtered": bool(pillar or state or kind),
        },
    )


def _tone(value: str) -> int:
    return dict(TONES).get(value, 3)


def _picture(rows: list[Shown], pillars: list[tuple[str, str]]) -> SafeString:
    address = reverse("portal:commitments")
    counts = Counter((row.pillar.slug if row.pillar else "none", row.shown_status.value) for row in rows)
    order = list(dict(TONES) | {value: 0 for _, value in counts})
    bars = [
        charts.Bar(
            label,
            [
                charts.Segment(
                    str(LABELS.get(value, value)),
                    counts[slug, value],
                    _tone(value),
                    f"{address}?pillar={slug}&state={value}",
                )
                for value in order
            ],
            f"{address}?pillar={slug}",
        )
        for slug, label in pillars
        if any(counts[slug, value] for value in order)
    ]
    return pictures.stacked(
        bars,
        title=gettext("Commitments by pillar and state"),
        description=gettext("One bar a pillar; each part is a state and leads to its commitments."),
    )


@filters.page
def commitment(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.visible_commitments(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    ties = [tie for tie in sources.ties(row.ref, viewer=viewer) if tie.object_ref != row.made_in_ref]
    others = [tie.object_ref if tie.subject_ref == row.ref else tie.subject_ref for tie in ties]
    known = names.named([*others, row.made_in_ref], viewer=viewer)
    return render(
        request,
        "portal/commitment.html",
        {
            "title": row.words,
            "kicker": gettext("Commitment"),
            "crumbs": asking.crumb(gettext("Commitments"), "portal:commitments"),
            "commitment": row,
            "status": Shown.of(row, today=asking.today()).shown_status,
            "made_in": known.get(row.made_in_ref),
            "evidence": [known[ref] for ref in dict.fromkeys(others) if ref in known],
            "undertakings": assistance.undertakings_for(row, viewer=viewer),
            "reports": list(row.reports.select_related("party").prefetch_related("evidence__source")),
            "assessments": list(row.assessments.all()),
            "settlement": getattr(row, "settlement", None),
            "citations": sources.citations(row.ref, viewer=viewer),
        },
    )
