"""From a reference of the record, such as ``meeting/council-2004-sofia``, to the page that shows it."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

PAGES = {
    "meeting": "portal:meeting",
    "text": "portal:text",
    "party": "portal:party",
    "person": "portal:person",
    "organisation": "portal:organisation",
    "remit": "portal:remit",
    "track": "portal:track",
    "pillar": "portal:pillar",
    "commitment": "portal:commitment",
    "recommendation": "portal:recommendation",
    "assistance": "portal:undertaking",
    "concept": "portal:concept",
    "dialogue": "portal:dialogue",
    "run": "portal:run",
    "source": "portal:source",
    "conflict": "portal:conflict",
}


def split(ref: str) -> tuple[str, str]:
    kind, _, slug = ref.partition("/")
    return kind, slug


def href(ref: str) -> str:
    """The page of a reference; empty where it has none of its own."""
    return _href(ref, get_language(), get_script_prefix())


@lru_cache(maxsize=8192)
def _href(ref: str, _language: str | None, _prefix: str) -> str:
    """Kept, since a page of all formats asks for some hundreds; what it hangs on besides is named."""
    kind, slug = split(ref)
    name = PAGES.get(kind)
    return reverse(name, args=[slug]) if name and slug else ""


def href_of_list(name: str) -> str:
    return reverse(f"portal:{name}")
