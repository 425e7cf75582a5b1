"""Concepts with their life spans."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.analysis import queries
from nemawashi.lineage import queries as lineage
from nemawashi.portal import asking, figures, filters, mentions, names, pictures, tables
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources


@rendered_once
@filters.page
def concepts(request: HttpRequest) -> HttpResponse:
    rows = list(queries.concept_list(viewer=asking.viewer(request)))
    if (answer := tables.asked(request, rows)) is not None:
        return answer
    return render(
        request,
        "portal/concepts.html",
        {
            "title": gettext("Concepts"),
            "lede": gettext("Ideas and initiatives that appear in the Dialogue, and some that vanish."),
            "concepts": rows,
            "picture": figures.drawn(
                "concepts",
                [(c.pk, pictures.concept_name(c), c.first_seen_on, c.last_seen_on) for c in rows],
                lambda: pictures.life_spans(rows),
            ),
        },
    )


@rendered_once
@filters.page
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.concept_list(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    ties = sources.ties(row.ref, viewer=viewer)
    others = [t.object_ref if t.subject_ref == row.ref else t.subject_ref for t in ties]
    return render(
        request,
        "portal/concept.html",
        {
            "title": pictures.concept_name(row),
            "kicker": gettext("Concept"),
            "crumbs": asking.crumb(gettext("Concepts"), "portal:concepts"),
            "concept": row,
            "is_phrase": lineage.is_enough(row.name),
            "tied": names.in_order(others, viewer=viewer),
            "citations": sources.citations(row.ref, viewer=viewer),
            **mentions.of_concept(row),
        },
    )
