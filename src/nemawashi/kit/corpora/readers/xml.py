"""XML of strangers: no network, no entities, no tree that is larger than its file."""

from lxml import etree

from nemawashi.kit.corpora.values import UnreadableError

_DOCTYPE = b"<!DOCTYPE"


def parsed(content: bytes, *, what: str) -> etree._Element:
    """The root of an XML document. A document type is refused, for an honest file of these kinds has none."""
    if _DOCTYPE in content[:4096].upper():
        raise UnreadableError(f"{what} declares a document type or entities, which is not read for safety")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise UnreadableError(f"{what} is no well-formed XML: {_plainly(fault)}") from fault


def name(node: etree._Element) -> str:
    """The local name of an element; empty for comments and instructions."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _plainly(fault: Exception) -> str:
    """The place and kind of a fault without words of the file."""
    position = getattr(fault, "position", None)
    return f"line {position[0]}, column {position[1]}" if position else "it cannot be parsed"
