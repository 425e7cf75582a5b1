"""The ways in which a collection is counted: one page each, in the order in which they are named."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PANELS: dict[str, Promise] = {
    "words": _("Words in context"),
    "ngrams": _("Sequences of words (n-grams)"),
    "likeness": _("Likeness of documents"),
    "keyness": _("Keyness"),
    "life_spans": _("Life spans"),
}


def panels(name: str, language: str = "", here: str = "") -> list[tuple[str, str]]:
    """The other pages that count the same collection in the same language; in each its own choice without one."""
    query = urlencode({"in": name, "language": language or "all"} if here else {"in": name})
    return [(str(label), f"{reverse(f'portal:{page}')}?{query}") for page, label in PANELS.items() if page != here]
