"""What is asked of the XML of translators, by local names, because tools differ in their namespaces."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from nemawashi.kit import xml
from nemawashi.kit.exchange.values import MOST_BYTES, ExchangeError, Refusal, UnreadElement
from nemawashi.kit.xml import name, space

_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]|&#([xX]0{0,6}[01]?[0-9a-fA-F]|0{0,6}[0-3]?[0-9]);")
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


def without_controls(content: bytes) -> tuple[bytes, tuple[UnreadElement, ...]]:
    """The file without the control characters that XML forbids, and where each line had them. UTF-16 stays as it is."""
    if content.startswith(_WIDE) or not _CONTROL.search(content):
        return content, ()
    lines: Counter[int] = Counter()
    line, at = 1, 0
    for control in _CONTROL.finditer(content):
        if _is_forbidden(control):
            line += content.count(b"\n", at, control.start())
            at = control.start()
            lines[line] += 1
    kept = _CONTROL.sub(lambda control: b"" if _is_forbidden(control) else control[0], content)
    return kept, tuple(UnreadElement(f"line {number}", f"control character × {count}") for number, count in lines.items())


def _is_forbidden(control: re.Match[bytes]) -> bool:
    if not control[1]:
        return True
    code = int(control[1][1:], 16) if control[1][:1] in b"xX" else int(control[1])
    return code < 32 and code not in (9, 10, 13)


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
