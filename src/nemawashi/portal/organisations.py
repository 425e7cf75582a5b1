"""Organisations: what each organised, took part in and carried out, who spoke for it, where else it is named."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access.viewers import Viewer
from nemawashi.parties import queries
from nemawashi.parties.terms import OrganisationKind
from nemawashi.portal import addresses, asking, filters, names, tables
from nemawashi.portal.names import NamedRow
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources
from nemawashi.sources.terms import TieKind

OF_ORGANISATIONS = (
    TieKind.ORGANISED, TieKind.TOOK_PART, TieKind.CARRIED_OUT, TieKind.SPOKEN_FOR_BY, TieKind.NAMED_IN,
)  # fmt: skip


@rendered_once
@filters.page
def organisations(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    kind = filters.choice(request, "kind", OrganisationKind.values)
    rows = [row for row in queries.visible_organisations(viewer=viewer) if not kind or row.kind == kind]
    if (answer := tables.asked(request, rows)) is not None:
        return answer
    ties = sources.ties_from([row.ref for row in rows], viewer=viewer)
    counts: dict[str, int] = {}
    for (ref, relation), others in ties.items():
        if relation in (TieKind.ORGANISED, TieKind.TOOK_PART, TieKind.CARRIED_OUT):
            counts[ref] = counts.get(ref, 0) + len(others)
    return render(
        request,
        "portal/organisations.html",
        {
            "title": gettext("Organisations"),
            "lede": gettext(
                "Bodies that are no party: they took part in meetings, organised them or carried assistance out."
            ),
            "rows": [{"organisation": row, "count": counts.get(row.ref, 0)} for row in rows],
            "kind_options": filters.options([(str(v), str(v.label)) for v in OrganisationKind], kind),
            "is_filtered": bool(kind),
        },
    )


@rendered_once
@filters.page
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.visible_organisations(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    ties = sources.ties_from([row.ref], viewer=viewer)
    known = names.named([ref for refs in ties.values() for ref in refs], viewer=viewer)
    groups = [(relation, _newest([known[ref] for ref in ties.get((row.ref, relation), []) if ref in known]))
              for relation in OF_ORGANISATIONS]  # fmt: skip
    return render(
        request,
        "portal/organisation.html",
        {
            "title": str(row),
            "kicker": " · ".join(filter(None, [str(OrganisationKind(row.kind).label), row.short])),
            "crumbs": asking.crumb(gettext("Organisations"), "portal:organisations"),
            "organisation": row,
            "other_names": [(code, name) for code, name in row.names.items() if name != str(row)],
            "groups": [{"relation": relation, "rows": rows} for relation, rows in groups if rows],
            "citations": sources.citations(row.ref, viewer=viewer),
        },
    )


def _newest(rows: Sequence[NamedRow]) -> list[NamedRow]:
    return sorted(rows, key=lambda row: str(row.on or ""), reverse=True)


def tied_to(ref: str, *, viewer: Viewer) -> dict[str, list[NamedRow]]:
    """The organisations that organised a row, took part in it or carried it out, by relation: two statements."""
    ties = [tie for tie in sources.ties(ref, viewer=viewer) if addresses.split(tie.subject_ref)[0] == "organisation"]
    known = names.named([tie.subject_ref for tie in ties], viewer=viewer)
    named: dict[str, list[NamedRow]] = {}
    for tie in ties:
        if tie.subject_ref in known:
            named.setdefault(tie.relation, []).append(known[tie.subject_ref])
    return named
