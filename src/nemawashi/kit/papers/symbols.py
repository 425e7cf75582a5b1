"""Symbols of papers in pages that are already written: found in what is read there, and never in the tags around it.

A page is cut at its tags once and each stretch of words is looked at once, so that the cost grows with its length alone.
What the signs of a symbol are made of, no page writes in another way: they need no escaping.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape

_TAG = re.compile(r"<[^<>]*>")
# Within these no link may stand, or what stands there is not read as words.
CLOSED = frozenset(
    {"a", "button", "option", "select", "summary", "textarea", "script", "style", "svg", "title", "template"}
)
_CLOSED = re.compile(rf"<(/?)({'|'.join(sorted(CLOSED))})(?![a-z0-9])[^<>]*>", re.IGNORECASE)
_SLASHED = re.compile(r">([^<>/]+/[^<>]*)")

Spans = Callable[[str], Iterable[tuple[int, int]]]


def _parts(page: str) -> Iterator[tuple[str, bool]]:
    """A page in parts, each with whether links may stand in its words: cut at the tags of what is closed to them alone."""
    within: list[str] = []
    at = 0
    for tag in _CLOSED.finditer(page):
        name = tag[2].lower()
        if tag[0].endswith("/>") or (tag[1] and within[-1:] != [name]):
            continue
        if not within:
            yield page[at : tag.start()], True
            at = tag.start()
        if not tag[1]:
            within.append(name)
            continue
        within.pop()
        if not within:
            yield page[at : tag.end()], False
            at = tag.end()
    yield page[at:], not within


def named_in(page: str, spans: Spans) -> set[str]:
    """What may be symbols in the words of a page, also where no link may stand; ``spans`` finds them in a stretch."""
    return {piece[start:end] for piece in _SLASHED.findall(f">{page}") for start, end in spans(piece)}


def linked(page: str, addresses: Mapping[str, str], spans: Spans) -> str:
    """The page with a link over each symbol that ``addresses`` names; every other sign of it stays as it is."""
    if not addresses:
        return page
    made = []
    for part, is_open in _parts(page):
        if is_open and any(symbol in part for symbol in addresses):
            made += [piece for stretch in _stretches(part) for piece in _with_links(stretch, addresses, spans)]
        else:
            made.append(part)
    return "".join(made)


def _stretches(part: str) -> Iterator[str]:
    """Words and tags in turn."""
    at = 0
    for tag in _TAG.finditer(part):
        yield from (part[at : tag.start()], tag[0])
        at = tag.end()
    yield part[at:]


def _with_links(stretch: str, addresses: Mapping[str, str], spans: Spans) -> Iterator[str]:
    if "/" not in stretch or _TAG.fullmatch(stretch):
        yield stretch
        return
    at = 0
    for start, end in spans(stretch):
        if address := addresses.get(stretch[start:end]):
            yield from (stretch[at:start], f'<a href="{escape(address)}">{stretch[start:end]}</a>')
            at = end
    yield stretch[at:]
