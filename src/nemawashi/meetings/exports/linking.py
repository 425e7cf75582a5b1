"""Symbols of papers in a part of a page as links, for those alone who may open the papers."""

from collections.abc import Callable, Collection, Mapping

from django import template
from django.template import Context
from django.template.base import NodeList, Parser
from django.utils.safestring import SafeString

from nemawashi.kit.papers import symbols
from nemawashi.meetings.rules import symbols_in

Addresses = Callable[[Collection[str], Context], Mapping[str, str]]


class Linking(template.Node):
    """A part of a page as it is, with a link over each symbol in it whose paper the reader may open.

    All symbols are asked for at once. One that stands for nothing and one whose paper is hidden are the same: words.
    """

    def __init__(self, part: NodeList, addresses: Addresses) -> None:
        self.part, self.addresses = part, addresses

    def render(self, context: Context) -> SafeString:
        page = self.part.render(context)
        named = symbols.named_in(page, symbols_in)
        return SafeString(symbols.linked(page, self.addresses(named, context) if named else {}, symbols_in))


def until(end: str, parser: Parser, addresses: Addresses) -> Linking:
    """The part of a template that stands before the tag ``end``."""
    part = parser.parse((end,))
    parser.delete_first_token()
    return Linking(part, addresses)
