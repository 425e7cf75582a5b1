"""Where a row comes from, wherever it is shown; and whether a page may say that every statement names its source."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nemawashi.access import origins
from nemawashi.access.terms import RowOrigin
from nemawashi.portal import fiction

register = template.Library()
UNSOURCED = (RowOrigin.DESK, RowOrigin.FICTION)


@dataclass(frozen=True, slots=True)
class FictionLinks:
    """Whether the page was asked for with fiction, and its address the other way."""

    are_asked_for: bool
    other: str


@register.simple_tag(takes_context=True)
def came_from(context: template.Context, row: Any) -> SafeString:
    """The badge of a row that is not from the record; ``row`` is anything that has an origin, or says one."""
    origin = row.get("origin", "") if isinstance(row, dict) else getattr(row, "origin", "")
    if origin in ("", RowOrigin.RECORD):
        return SafeString("")
    if request := context.get("request"):
        fiction.note(request, origin)
    return format_html('<span class="tag came-from came-from--{}">{}</span>', origin, RowOrigin(origin).label)


@register.simple_tag(takes_context=True)
def names_all_sources(context: template.Context) -> bool:
    """Whether nothing was shown on this page that has no source; asked at its foot."""
    request = context.get("request")
    return request is None or not fiction.noted(request) & set(UNSOURCED)


@register.simple_tag(takes_context=True)
def fiction_links(context: template.Context) -> FictionLinks:
    request = context["request"]
    asked = origins.are_asked_for()
    return FictionLinks(asked, fiction.without_pair(request) if asked else fiction.with_pair(request.get_full_path()))
