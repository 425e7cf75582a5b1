"""XML of strangers, read in one way: no document type, no entities, no network, no more than fits, in time that grows
with the size of the file.

A document type is refused before anything is parsed, for with one come entities, and with entities trees that are larger
than their file. Files of translators alone may name the document type of their form, as their tools do; nothing that it
names is ever fetched.
"""

import codecs
import re
from enum import StrEnum
from typing import Any

from lxml import etree

from nemawashi.kit.faults import UnreadableError

MOST_BYTES = 150_000_000
MOST_TAGS = 6_000_000  # a file of text has one in 12 to 60 bytes; a tree of as many takes about half a gigabyte

_BEFORE = rb"\A(?>\s+|<\?.*?\?>|<!--.*?-->)*+"
_DOCTYPE = re.compile(_BEFORE + rb"<!\s*[A-Za-z]", re.DOTALL)
_INSIDE = re.compile(_BEFORE + rb"<!\s*(?:[A-Za-z]+[^>\[]*\[|ENTITY)", re.DOTALL | re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)


class Refusal(StrEnum):
    """Why a file is not read."""

    TOO_LARGE = "too large"
    TOO_DEEP = "too deep"
    TOO_MANY = "too many elements"
    ENTITIES = "entities"
    DAMAGED = "damaged"


class XmlError(UnreadableError):
    """XML that is not read. ``refusal`` for programs, the sentence for whoever sent it; it quotes no words of the file."""

    def __init__(self, refusal: Refusal, sentence: str, *, place: str = "") -> None:
        super().__init__(sentence, word=refusal.value, place=place)
        self.refusal = refusal


def root_of(
    content: bytes, *, what: str = "the file", most_bytes: int = MOST_BYTES, may_name_its_type: bool = False
) -> etree._Element:
    """The root of a file, whatever its encoding; ``what`` begins the sentence of a refusal. Raises ``XmlError``."""
    if len(content) > most_bytes:
        raise XmlError(Refusal.TOO_LARGE, f"{what} has more than {most_bytes // 1_000_000} MB")
    content = utf8(content, what=what)
    if (_INSIDE if may_name_its_type else _DOCTYPE).match(content):
        raise _entities(what)
    if content.count(b"<") > MOST_TAGS:
        raise XmlError(Refusal.TOO_MANY, f"{what} has more than {MOST_TAGS:,} tags")
    try:
        root = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        raise _broken(fault, what) from None
    # Encodings that do not write "<" as everybody does get here with their document type.
    about: Any = root.getroottree().docinfo
    has_own = about.internalDTD is not None and any(True for _ in about.internalDTD.iterentities())
    if has_own or (about.doctype and not may_name_its_type) or any(True for _ in root.iter(etree.Entity)):
        raise _entities(what)
    return root


def declares_a_type(head: bytes) -> bool:
    """Whether XML that begins like this has a document type, read or not."""
    return bool(_DOCTYPE.match(utf8(head, is_cut=True)))


def utf8(content: bytes, *, what: str = "the file", is_cut: bool = False) -> bytes:
    """The same words in UTF-8 where the file begins as one in UTF-16 does, or with a mark; else as it is.

    ``is_cut``: it is the head of a file, which may end within a sign.
    """
    for sign, encoding in _MARKS:
        if content.startswith(sign):
            try:
                text = content.decode(encoding, "ignore" if is_cut else "strict")
            except UnicodeDecodeError:
                name = encoding.upper().removesuffix("-SIG")
                raise XmlError(Refusal.DAMAGED, f"{what} is not {name}") from None
            return _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).encode("utf-8", "surrogatepass")
    return content


def name(node: etree._Element) -> str:
    """The local name of an element; empty for comments and instructions."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def space(node: etree._Element) -> str:
    """The namespace of an element; empty for none."""
    return (etree.QName(node).namespace or "") if isinstance(node.tag, str) else ""


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        huge_tree=False, remove_comments=True, remove_pis=True, strip_cdata=True,
    )  # fmt: skip


def _entities(what: str) -> XmlError:
    return XmlError(Refusal.ENTITIES, f"{what} declares a document type or entities, which is not read for safety")


def _broken(fault: Exception, what: str) -> XmlError:
    """The kind and place of a fault, without words of the file."""
    if "Excessive depth" in str(fault) or "maximum depth" in str(fault).lower():
        return XmlError(Refusal.TOO_DEEP, f"{what} is nested more deeply than a document may be")
    position = getattr(fault, "position", None)
    place = f"line {position[0]}, column {position[1]}" if position else ""
    sentence = f"{what} is no well-formed XML" + (f": {place}" if place else "")
    return XmlError(Refusal.DAMAGED, sentence, place=place)
