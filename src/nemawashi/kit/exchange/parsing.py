"""What is asked of the XML of translators, by local names, because tools differ in their namespaces."""

from collections.abc import Iterator

from lxml import etree

from nemawashi.kit import xml
from nemawashi.kit.exchange.values import MOST_BYTES, ExchangeError, Refusal
from nemawashi.kit.xml import name, space

_REFUSED = {
    xml.Refusal.TOO_LARGE: Refusal.TOO_LARGE,
    xml.Refusal.TOO_MANY: Refusal.TOO_LARGE,
    xml.Refusal.TOO_DEEP: Refusal.DAMAGED,
    xml.Refusal.ENTITIES: Refusal.ENTITIES,
    xml.Refusal.DAMAGED: Refusal.DAMAGED,
}


def root_of(content: bytes) -> etree._Element:
    """The root of a file, whatever its encoding. Other tools name the DTD of the form. Raises ``ExchangeError``."""
    try:
        return xml.root_of(content, most_bytes=MOST_BYTES, may_name_its_type=True)
    except xml.XmlError as refused:
        raise ExchangeError(_REFUSED[refused.refusal], str(refused)) from None


def children(node: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (child for child in node if name(child) in names)


def first(node: etree._Element, which: str) -> etree._Element | None:
    return next(children(node, which), None)


def attribute(node: etree._Element, local: str) -> str:
    """An attribute by its local name, in whatever namespace a tool put it."""
    for key, value in node.attrib.items():
        if etree.QName(str(key)).localname == local:
            return str(value)
    return ""


def language(node: etree._Element) -> str:
    return node.get("{http://www.w3.org/XML/1998/namespace}lang") or node.get("lang") or ""


__all__ = ["attribute", "children", "first", "language", "name", "root_of", "space"]
