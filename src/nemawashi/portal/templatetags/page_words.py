"""What a page says of itself: its address in each language, its permanent address, how to cite it."""

import json
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nemawashi.kit.formats import bibliographies
from nemawashi.portal import asking, citing, corrections, keeping, permanent, record_state, references, tables

register = template.Library()
# Inside a script element only these could end it or be taken for markup; in JSON they may be written as escapes.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.inclusion_tag("parts/page_head.html", takes_context=True)
def page_head(context: template.Context) -> dict[str, Any]:
    """Canonical address, the page in the other languages, and citation metadata on the pages of single rows.

    Of the choices in an address only the page number counts: filters show a part of what the bare list shows.
    """
    request: HttpRequest = context["request"]
    page = request.GET.get("page", "")
    query = f"?{urlencode({'page': page})}" if page.isascii() and page.isdigit() and len(page) < 8 else ""
    rest = request.path.split("/", 2)[2]
    languages = [code for code, _ in settings.LANGUAGES]
    at = record_state.shown_changed_at()
    return {
        "canonical": request.build_absolute_uri(request.path) + query,
        "alternates": [(code, request.build_absolute_uri(f"/{code}/{rest}") + query) for code in languages],
        "permanent": request.build_absolute_uri(permanent.path_of(request)),
        "is_row": bool(permanent.ref_of(request)),
        "work": context.get("cited_work"),
        "title": context.get("title", ""),
        "record": citing.title(),
        "publisher": citing.AUTHOR,
        "licence": citing.LICENCE_URL,
        "day": f"{at:%Y-%m-%d}",
        "day_with_slashes": f"{at:%Y/%m/%d}",
        "language": request.path.split("/", 2)[1],
    }


@register.simple_tag(takes_context=True)
def citation(context: template.Context) -> str:
    """How to cite this page, under its permanent address; a page about somebody else's work is cited as that work.

    Figures are cited under the address that gives the same ones again.
    """
    request: HttpRequest = context["request"]
    if work := context.get("cited_work"):
        return bibliographies.line(work)
    address = context.get("cited") or request.build_absolute_uri(permanent.path_of(request))
    return citing.cite(record_state.shown_changed_at(), page=str(context.get("title", "")), address=address)


@register.inclusion_tag("parts/correct.html", takes_context=True)
def say_what_is_wrong(context: template.Context) -> dict[str, Any]:
    """The form for readers, on the pages of single rows."""
    request: HttpRequest = context["request"]
    to = corrections.address_of(request)
    return {"to": to, "fields": corrections.empty_fields() if to else "", "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def reference_files(context: template.Context) -> list[references.File]:
    """What programs read of this page: its row with what it rests on, or its list as filtered, as CSV, too."""
    request: HttpRequest = context["request"]
    return references.files(request) or tables.links(request)


@register.simple_tag
def structured(document: dict[str, Any] | None) -> SafeString:
    """A block of JSON-LD; browsers run nothing of it, so the policy on scripts does not speak of it."""
    if not document:
        return SafeString("")
    body = SafeString(json.dumps(document, ensure_ascii=False).translate(_ESCAPES))
    return format_html('<script type="application/ld+json">{}</script>', body)


@register.simple_tag(takes_context=True)
def bringing(context: template.Context) -> list[tuple[str, str]]:
    """The button by which whoever may brings a document of their own."""
    return keeping.of_corpora(asking.viewer(context["request"]))
