"""Sources, everything that rests on them, and their archived copies."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from nemawashi.portal import addresses, asking, fiction, filters, names, references, schema_org, tables
from nemawashi.portal.once import rendered_once
from nemawashi.portal.templatetags.portal_words import language_name
from nemawashi.sources import archive, possible, queries
from nemawashi.sources.models import Citation
from nemawashi.sources.terms import SourceKind


@rendered_once
@filters.page
def sources(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    languages = queries.source_languages(viewer=viewer)
    kind = filters.choice(request, "kind", SourceKind.values)
    language = filters.choice(request, "language", languages)
    q = filters.words(request)
    rows = queries.source_list(viewer=viewer, kind=kind, language=language, words=q)
    if (answer := tables.asked(request, rows)) is not None:
        return answer
    return render(
        request,
        "portal/sources.html",
        {
            "title": gettext("Sources"),
            "lede": gettext("Every document that the record relies on; each leads to what rests on it."),
            "page": filters.paged(request, rows, 50),
            "kind_options": filters.options([(str(v), str(v.label)) for v in SourceKind], kind),
            "language_options": filters.options([(code, language_name(code)) for code in languages], language),
            "q": q,
            "is_filtered": bool(kind or language or q),
            "left_out": fiction.left_out(lambda: queries.source_list(viewer=viewer)),
        },
    )


@rendered_once
@filters.page
def alone(request: HttpRequest) -> HttpResponse:
    """Rows that rest on one source, so that a reader knows where a second one is wanted."""
    viewer = asking.viewer(request)
    pairs = queries.alone(viewer=viewer)
    kinds = sorted({addresses.split(ref)[0] for ref, _ in pairs} & names.KINDS.keys())
    noun = filters.choice(request, "noun", kinds)
    only = {ref: slug for ref, slug in pairs if not noun or addresses.split(ref)[0] == noun}
    page = filters.paged(request, names.in_order(only, viewer=viewer), 60)
    wanted = [only[row.ref] for row in page.object_list]
    works = {row.slug: row for row in queries.source_list(viewer=viewer).filter(slug__in=wanted)}
    return render(
        request,
        "portal/alone.html",
        {
            "title": gettext("On one source"),
            "lede": gettext("What this record knows from one source alone. A second one would be welcome."),
            "page": page,
            "rows": [{"row": row, "source": works.get(only[row.ref])} for row in page.object_list],
            "noun_options": filters.options([(kind, str(names.KINDS[kind])) for kind in kinds], noun),
            "is_filtered": bool(noun),
        },
    )


@rendered_once
@filters.page
def source(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.source_list(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    return render(
        request,
        "portal/source.html",
        {
            "title": row.title,
            "title_language": "en",
            "kicker": " · ".join((gettext("Source"), row.get_kind_display())),
            "crumbs": asking.crumb(gettext("Sources"), "portal:sources"),
            "source": row,
            "page_row": row,
            "cited_work": references.entry(row),
            "structured_data": schema_org.work(request, row),
            "acts": possible.on_source(row, viewer=viewer),
            "citing": _groups(queries.citing(row, viewer=viewer), request),
            "claims": queries.claims_from(row, viewer=viewer),
            "copies": queries.copies_of(row, viewer=viewer),
        },
    )


def _groups(citations: list[Citation], request: HttpRequest) -> list[dict[str, Any]]:
    """What rests on a source, by noun; rows that the viewer may not see are left out."""
    names_of = names.named((c.subject_ref for c in citations), viewer=asking.viewer(request))
    groups: dict[str, list[dict[str, str]]] = {}
    seen: set[tuple[str, str]] = set()
    for citation in citations:
        row = names_of.get(citation.subject_ref)
        locator = citation.locator or ""
        if row is None or (row.ref, locator) in seen:
            continue
        seen.add((row.ref, locator))
        groups.setdefault(row.kind, []).append(
            {"label": row.label, "href": row.href, "locator": locator, "origin": row.origin}
        )
    return [{"kind": kind[:1].upper() + kind[1:], "rows": rows} for kind, rows in groups.items()]


@filters.page
def copy(request: HttpRequest, slug: str, sha256: str) -> HttpResponse:
    """An archived copy, handed out and never shown: a page of somebody else must not run as one of ours."""
    viewer = asking.viewer(request)
    row = queries.source_list(viewer=viewer).filter(slug=slug).first()
    file = next((each for each in queries.copies_of(row, viewer=viewer) if each.sha256 == sha256), None) if row else None
    if file is None:
        raise Http404
    content = archive.opened(sha256)
    if content is None:
        return render(request, "404.html", {"message": gettext("The archive has lost this file.")}, status=410)
    answer = HttpResponse(content.read(), content_type=file.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["ETag"] = f'"{sha256}"'
    return answer
