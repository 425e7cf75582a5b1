"""XML of strangers: no entities, no document type of its own, no network, no tree that is larger than its file."""

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from nemawashi.kit.exchange.values import MOST_BYTES, ExchangeError, Fault

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Other tools name the DTD of the form, which is never fetched; one that declares something itself is refused.
_INSIDE = re.compile(r"<!\s*DOCTYPE[^>\[]*\[|<!\s*ENTITY", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


def root_of(content: bytes) -> etree._Element:
    """The root of a file, whatever its encoding. Raises ``ExchangeError``."""
    if len(content) > MOST_BYTES:
        raise ExchangeError(Fault.TOO_LARGE, f"the file has more than {MOST_BYTES // 1_000_000} MB")
    content = _utf8(content)
    flat = content.replace(b"\0", b"").decode("latin-1")
    if _INSIDE.search(flat):
        raise ExchangeError(Fault.ENTITIES, "the file declares entities or a document type of its own")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        huge_tree=False, remove_comments=True, remove_pis=True, strip_cdata=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        position = getattr(fault, "position", None)
        where = f" (line {position[0]}, column {position[1]})" if position else ""
        raise ExchangeError(Fault.DAMAGED, f"the file is no well-formed XML{where}") from None
    if any(True for _ in root.iter(etree.Entity)):
        raise ExchangeError(Fault.ENTITIES, "the file uses entities that it does not declare")
    return root


def _utf8(content: bytes) -> bytes:
    for sign, encoding in _MARKS:
        if content.startswith(sign):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                raise ExchangeError(Fault.DAMAGED, f"the file is not {encoding.upper().removesuffix('-SIG')}") from None
            return _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).encode()
    return content


def name(node: etree._Element) -> str:
    """The local name of an element."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def space(node: etree._Element) -> str:
    """The namespace of an element; empty for none."""
    return (etree.QName(node).namespace or "") if isinstance(node.tag, str) else ""


def children(node: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (child for child in node if name(child) in names)


def first(node: etree._Element, which: str) -> etree._Element | None:
    return next(children(node, which), None)


def told(node: etree._Element, local: str) -> str:
    """An attribute by its local name, in whatever namespace a tool put it."""
    for key, value in node.attrib.items():
        if etree.QName(str(key)).localname == local:
            return str(value)
    return ""


def language(node: etree._Element) -> str:
    return node.get("{http://www.w3.org/XML/1998/namespace}lang") or node.get("lang") or ""
