"""Symbols of papers in pages that are already written: found in what is read there, and never in the tags around it.

A page is cut at its tags once and each stretch of words is looked at once, so that the cost grows with its length alone.
What the signs of a symbol are made of, no page writes in another way: they need no escaping.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-zA-Z0-9]+)")
# Within these no link may stand, or what stands there is not read as words.
CLOSED = frozenset(
    {"a", "button", "option", "select", "summary", "textarea", "script", "style", "svg", "title", "template"}
)

Spans = Callable[[str], Iterable[tuple[int, int]]]


def _stretches(page: str) -> Iterator[tuple[str, bool]]:
    """All pieces of a page in order, each with whether it is words in which a link may stand."""
    within: list[str] = []
    for nth, piece in enumerate(_TAG.split(page)):
        if nth % 2 == 0:
            yield piece, not within
            continue
        yield piece, False
        name = match[1].lower() if (match := _NAME.match(piece)) else ""
        if name not in CLOSED or piece.endswith("/>"):
            continue
        if not piece.startswith("</"):
            within.append(name)
        elif within and within[-1] == name:
            within.pop()


def named_in(page: str, spans: Spans) -> set[str]:
    """What may be symbols in the words of a page; ``spans`` says where they stand in a stretch of words."""
    words = (piece for piece, is_open in _stretches(page) if is_open and "/" in piece)
    return {piece[start:end] for piece in words for start, end in spans(piece)}


def linked(page: str, addresses: Mapping[str, str], spans: Spans) -> str:
    """The page with a link over each symbol that ``addresses`` names; every other sign of it stays as it is."""
    if not addresses:
        return page
    made = []
    for piece, is_open in _stretches(page):
        if not is_open or "/" not in piece:
            made.append(piece)
            continue
        at = 0
        for start, end in spans(piece):
            if address := addresses.get(piece[start:end]):
                made += [piece[at:start], f'<a href="{escape(address)}">{piece[start:end]}</a>']
                at = end
        made.append(piece[at:])
    return "".join(made)
