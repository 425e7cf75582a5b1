"""Symbols of papers in running words as links, for those alone for whom the papers exist."""

from collections.abc import Mapping
from html import escape

from django import template
from django.template.base import Parser, Token
from django.utils.safestring import SafeString

from nemawashi.meetings.exports import linking
from nemawashi.meetings.exports.linking import Linking
from nemawashi.meetings.rules import symbols_in
from nemawashi.portal import meeting_papers

register = template.Library()


@register.tag
def public_links(parser: Parser, token: Token) -> Linking:
    """``{% public_links %} … {% end_public_links %}``: a link over each symbol in it whose paper everybody may open."""
    del token
    return linking.until(
        "end_public_links",
        parser,
        lambda named, context: meeting_papers.pages_of(named, context.get("known_pages")),
    )


@register.filter
def with_symbols(words: str, addresses: Mapping[str, str]) -> SafeString:
    """Words with a link over each symbol that ``addresses`` names; every other sign is escaped."""
    pieces, at = [], 0
    for start, end in symbols_in(words):
        symbol = words[start:end]
        if symbol in addresses:
            pieces.append(escape(words[at:start]))
            pieces.append(f'<a href="{escape(addresses[symbol])}">{escape(symbol)}</a>')
            at = end
    pieces.append(escape(words[at:]))
    return SafeString("".join(pieces))


@register.filter
def in_paragraphs(words: str, addresses: Mapping[str, str]) -> SafeString:
    """The same, a paragraph for each line that holds something."""
    lines = (line.strip() for line in words.splitlines())
    return SafeString("".join(f"<p>{with_symbols(line, addresses)}</p>" for line in lines if line))
