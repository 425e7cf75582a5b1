"""The list of what a page rests on, at its foot."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from nemawashi.access.terms import RowOrigin
from nemawashi.portal import fiction, words
from nemawashi.sources.models import Citation, Source

register = template.Library()
Line = tuple[str | None, Source]
# Of a source, what its line in a list says.
SHOWN = ("slug", "title", "publisher", "published_on", "language", "seen", "origin")


class _Lines(tuple[Line, ...]):
    """Lines that are the same where they say the same, whichever rows of the database they were read from."""

    __slots__ = ()

    def _said(self) -> tuple[object, ...]:
        return tuple((locator, *(getattr(source, name) for name in SHOWN)) for locator, source in self)

    def __hash__(self) -> int:
        return hash(self._said())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Lines) and self._said() == other._said()


@register.simple_tag(takes_context=True)
def sources_list(context: template.Context, citations: Sequence[Citation] | None) -> SafeString:
    """The list, written once for the same lines in the same language: of a page with twenty it was a third of the work."""
    if not citations:
        return SafeString("")
    request = context.get("request")
    if request is not None:
        fiction.note(request, *({row.source.origin for row in citations} - {RowOrigin.RECORD.value}))
    return _written(words.language(), _Lines((row.locator, row.source) for row in citations))


@lru_cache(maxsize=128)
def _written(language: str, lines: _Lines) -> SafeString:
    del language  # of the thread; the words are kept under it
    rows = [{"locator": locator, "source": source} for locator, source in lines]
    return render_to_string("parts/sources_list.html", {"citations": rows})
