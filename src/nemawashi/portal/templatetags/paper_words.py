"""The files of an adopted text, as links."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from nemawashi.portal.papers import pages
from nemawashi.portal.papers.forms import FORMS

register = template.Library()


@register.inclusion_tag("parts/papers.html")
def paper_links(slug: str, languages: Sequence[str]) -> dict[str, Any]:
    """Every form of a text, as a whole and in each of the languages in which it was sealed; nothing where in none."""
    rows = [
        {
            "ending": form,
            "label": row.label,
            "href": pages.address_of(slug, form),
            "versions": [(code, pages.address_of(slug, form, code)) for code in languages] if len(languages) > 1 else [],
        }
        for form, row in FORMS.items()
    ]
    return {"rows": rows if languages else []}


@register.simple_tag
def paper_heads(slug: str, languages: Sequence[str]) -> SafeString:
    """The same for programs, in the head of the page: the forms that may be asked for under the permanent address."""
    rows = [(row.asked[0], pages.address_of(slug, form)) for form, row in FORMS.items() if row.asked and languages]
    return format_html_join("\n", '<link rel="alternate" type="{}" href="{}">', rows)
