"""The words inside a source, target or segment. Marks of other tools are no words: they are left out and named."""

import re

from lxml import etree

from nemawashi.kit.exchange.parsing import attribute, name

_KEEP = {"pc", "mrk", "g", "hi", "sub"}  # what stands inside them are words
_CODES = {"ph", "sc", "ec", "x", "bx", "ex", "bpt", "ept", "it", "ut"}  # what stands inside them is of the file format
_SILENT = {"mrk", "sm", "em"}
MARKUP = "markup"  # before what a code would show and is no words: a tag of another file
_MARKUP = re.compile(r"</?[A-Za-z!][^<>]{0,200}>|^\s*(?:\{[^{}]{0,60}\}|<[^<>]{0,200}>|\[/?[A-Za-z0-9_:-]{1,30}\])\s*$")
_BREAKS = {"lb", "x-br", "br", "linebreak"}


def words_of(node: etree._Element | None) -> tuple[str, tuple[str, ...]]:
    """The words with their blanks, and the inline codes that were left out."""
    if node is None:
        return "", ()
    parts: list[str] = []
    codes: list[str] = []
    _walk(node, parts, codes)
    return "".join(parts), tuple(codes)


def _walk(node: etree._Element, parts: list[str], codes: list[str]) -> None:
    parts.append(node.text or "")
    for child in node:
        _inner(child, parts, codes)
        parts.append(child.tail or "")


def _inner(child: etree._Element, parts: list[str], codes: list[str]) -> None:
    kind = name(child)
    if kind == "cp":
        codes.append(f"cp {attribute(child, 'hex')}")
        return
    if kind in _KEEP:
        if kind not in _SILENT:
            codes.append(_called(child, kind))
        _walk(child, parts, codes)
        return
    if kind in _SILENT:
        return
    codes.append(_called(child, kind))
    if (
        attribute(child, "ctype") in _BREAKS
        or attribute(child, "subType") == "xlf:lb"
        or attribute(child, "type") in _BREAKS
    ):
        parts.append("\n")
    elif kind in _CODES:
        said = attribute(child, "equiv-text") or attribute(child, "equiv")
        if _MARKUP.search(said):
            codes[-1] = f"{MARKUP} {said}"[:60]
        else:
            parts.append(said)
        for within in child:
            if name(within) == "sub":
                _walk(within, parts, codes)
    else:
        _walk(child, parts, codes)


def _called(node: etree._Element, kind: str) -> str:
    more = attribute(node, "ctype") or attribute(node, "type") or attribute(node, "id") or attribute(node, "i")
    return f"{kind} {more}".strip()[:60]
