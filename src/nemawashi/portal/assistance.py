"""Packages, pledges and projects: amounts in the form of their source, never added across currencies."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nemawashi.access import clock
from nemawashi.access.rules import Possible
from nemawashi.assistance import coverage, possible, queries
from nemawashi.assistance.terms import UndertakingKind
from nemawashi.commitments import queries as promises
from nemawashi.parties import queries as parties
from nemawashi.portal import asking, fiction, filters, names, tables, words
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources

ACTS = {
    "edit_package": _("Correct the package"),
    "name_partner": _("Name a partner"),
    "correct_partner": _("Correct the partner"),
    "remind_of_project": _("Remind of the end"),
    "end_project": _("Record the end"),
    "correct_end": _("Correct the end"),
    "edit_pledge": _("Correct the pledge"),
    "edit_project": _("Correct the project"),
    "link_project": _("Tie to a pledge"),
    "record_payment": _("Record a payment"),
    "record_indicator": _("Record an indicator"),
    "correct_payment": _("Correct the payment"),
    "record_value": _("Record a value"),
}


def _labelled(acts: Iterable[Possible]) -> list[tuple[str, Any]]:
    """The acts that the rules grant, with the words of their buttons."""
    return [(each.act, ACTS[each.act]) for each in acts if each.verdict]


@rendered_once
@filters.page
def assistance(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    spheres = queries.spheres(viewer=viewer)
    recipients = [(row.slug, str(row)) for row in parties.visible_parties(viewer=viewer)]
    kind = filters.choice(request, "kind", UndertakingKind.values)
    sphere = filters.choice(request, "sphere", spheres)
    recipient = filters.choice(request, "recipient", [slug for slug, _ in recipients])
    rows = queries.undertaking_list(viewer=viewer, kind=kind, sphere=sphere, recipient=recipient)
    if (answer := tables.asked(request, rows)) is not None:
        return answer
    return render(
        request,
        "portal/assistance.html",
        {
            "title": gettext("Assistance"),
            "lede": gettext("What was pledged, paid and built, by sphere and kind."),
            "page": filters.paged(request, rows, 60),
            "kind_options": filters.options([(str(v), str(v.label)) for v in UndertakingKind], kind),
            "sphere_options": filters.options([(s, parties.sphere_label(s)) for s in spheres], sphere),
            "recipient_options": filters.options(recipients, recipient),
            "is_filtered": bool(kind or sphere or recipient),
            "left_out": fiction.left_out(lambda: queries.undertaking_list(viewer=viewer)),
        },
    )


@rendered_once
@filters.page
def undertaking(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.undertaking(slug, viewer=viewer)
    if row is None:
        raise Http404
    ties = sources.ties(row.ref, viewer=viewer)
    cited = sources.citations(row.ref, viewer=viewer)
    parts = queries.parts_of(row, viewer=viewer)
    covered = coverage.coverage(row, parts, viewer=viewer) if coverage.is_covered(row) else None
    end = queries.end_of(row, viewer=viewer) if row.kind == UndertakingKind.PROJECT else None
    others = [t.object_ref if t.subject_ref == row.ref else t.subject_ref for t in ties]
    return render(
        request,
        "portal/undertaking.html",
        {
            "title": row.title,
            "kicker": str(row.get_kind_display()),
            "crumbs": asking.crumb(gettext("Assistance"), "portal:assistance"),
            "row": row,
            "page_row": row,
            "acts": _labelled(
                [
                    *possible.on_undertaking(row, viewer=viewer),
                    *possible.on_reminding(row, today=clock.today(), viewer=viewer),
                ]
            ),
            "indicators": [
                (each, _labelled(possible.on_indicator(each, row, viewer=viewer)))
                for each in queries.indicators_of(row, viewer=viewer)
            ],
            "remits": promises.remits_with(row.ref, viewer=viewer),
            "partners": [
                (each, _labelled(possible.on_partner(each, row, viewer=viewer)))
                for each in queries.partners_of(row, viewer=viewer)
            ],
            "end": end,
            "end_acts": _labelled(possible.on_end(end, row, viewer=viewer)) if end else [],
            "period": words.span(row.start_on, row.end_on),
            "results": [
                {"words": result_words(item), "citations": [c for c in cited if c.part == f"result/{number}"]}
                for number, item in enumerate(row.results or [])
            ],
            "transactions": [
                (each, _labelled(possible.on_payment(each, row, viewer=viewer)))
                for each in queries.transactions_of(row, viewer=viewer)
            ],
            "parts": [] if covered else parts,
            "covered": covered,
            "tied": names.in_order(others, viewer=viewer),
            "citations": [c for c in cited if not c.part],
        },
    )


def result_words(item: Any) -> str:
    """A result as the record's file gives it: words alone, or words with their own sources."""
    return str(item.get("text", "")) if isinstance(item, dict) else str(item)
