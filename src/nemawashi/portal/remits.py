"""The life of a remit on one page: what was asked for, every step with its source, and how long it all took."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.commitments import queries
from nemawashi.commitments.models import Remit, RemitStep
from nemawashi.commitments.terms import StepKind
from nemawashi.meetings import rules
from nemawashi.meetings.rules import Stretch
from nemawashi.portal import asking, filters, names, tables
from nemawashi.portal.names import NamedRow
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources
from nemawashi.sources.models import Citation


@dataclass(frozen=True, slots=True)
class StepView:
    """A step with the row that it leads to, as far as the viewer may see it, and the days since the step before."""

    step: RemitStep
    kind: StepKind
    row: NamedRow | None
    since: Stretch | None
    citations: list[Citation]


@rendered_once
@filters.page
def remits(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    rows = [
        {"remit": row, "first": steps[0], "last": steps[-1], "kind": StepKind(steps[-1].kind), "whole": _whole(row)}
        for row in queries.visible_remits(viewer=viewer)
        if (steps := list(row.steps.all()))
    ]
    if (answer := tables.asked(request, (each["remit"] for each in rows))) is not None:
        return answer
    return render(
        request,
        "portal/remits.html",
        {
            "title": gettext("Remits"),
            "lede": gettext("Tasks that the parties gave themselves, each from its first mandate to what came of it."),
            "remits": rows,
        },
    )


@rendered_once
@filters.page
def remit(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.visible_remits(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    steps = list(row.steps.all())
    known = names.named([step.row_ref for step in steps if step.row_ref], viewer=viewer)
    cited = sources.citations(row.ref, viewer=viewer)
    before = [None, *steps[:-1]]
    views = [
        StepView(
            step,
            StepKind(step.kind),
            known.get(step.row_ref),
            rules.days_until(earlier.on, step.on) if earlier else None,
            [citation for citation in cited if citation.part == f"step/{step.order}"],
        )
        for earlier, step in zip(before, steps, strict=True)
    ]
    return render(
        request,
        "portal/remit.html",
        {
            "title": str(row),
            "kicker": gettext("The life of a remit"),
            "crumbs": asking.crumb(gettext("Remits"), "portal:remits"),
            "remit": row,
            "steps": views,
            "whole": _whole(row),
            "citations": [citation for citation in cited if not citation.part],
        },
    )


def _whole(row: Remit) -> Stretch | None:
    """From the first step to the first that carried the remit out; None while none has."""
    steps = list(row.steps.all())
    done = next((step for step in steps if step.kind == StepKind.DONE), None)
    return rules.days_until(steps[0].on, done.on) if done else None
