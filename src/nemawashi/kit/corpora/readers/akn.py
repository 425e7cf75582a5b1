"""Akoma Ntoso 3 (OASIS LegalDocML): what a text's elements say of its clauses is believed."""

import re
from collections.abc import Iterator

from lxml import etree

from nemawashi.kit import xml
from nemawashi.kit.corpora.values import About, Document, Kind, Piece, Unread
from nemawashi.kit.languages import THREE

_TWO = {three: code for code, three in THREE.items()}
_HOLDS = {
    "article", "section", "chapter", "part", "title", "book", "tome", "division", "subdivision", "subchapter", "subpart",
    "subtitle", "subsection", "proviso", "hcontainer", "rule", "subrule",
}  # fmt: skip
_SUBS = {"subparagraph", "subclause", "point", "indent", "sublist", "list", "item", "li", "subarticle"}
_BLOCKS = {
    "p",
    "block",
    "docTitle",
    "longTitle",
    "docNumber",
    "shortTitle",
    "formula",
    "listIntroduction",
    "listWrapUp",
    "listConclusion",
}
_SKIPPED = {"meta", "authorialNote", "noteRef", "del", "toc", "tocItem", "num", "heading", "subheading"}
_ANNEX = {"attachment", "annex", "attachments", "component"}
_DEEPEST = 250


def document(content: bytes) -> Document:
    """The document of a file in Akoma Ntoso, of any version of its namespace."""
    root = xml.root_of(content, what="the file")
    notes = [_words(note) for note in root.iter() if xml.name(note) == "authorialNote"]
    pieces: list[Piece] = []
    unread: list[Unread] = []
    for node in root:
        pieces += _pieces(node, _State())
    pieces += [
        Piece(words, number=str(place), kind=Kind.OTHER, place=f"note {place}")
        for place, words in enumerate(notes, start=1)
        if words
    ]
    for place, node in enumerate((n for n in root.iter() if xml.name(n) in ("foreign", "img")), start=1):
        unread.append(Unread(f"line {node.sourceline}", f"{xml.name(node)} {place} is no text and was left out"))
    return Document(_about(root), tuple(pieces), tuple(unread))


class _State:
    """Where in the text an element stands."""

    def __init__(self, *, part: str = "", sub: bool = False, depth: int = 0) -> None:
        self.part, self.sub, self.depth = part, sub, depth

    def inside(self, called: str) -> "_State":
        part = (
            "annex"
            if called in _ANNEX
            else called
            if called in ("preface", "preamble", "conclusions") and self.part != "annex"
            else self.part
        )
        return _State(part=part, sub=self.sub or called in _SUBS, depth=self.depth + 1)


def _about(root: etree._Element) -> About:
    metadata: dict[str, str] = {}
    for node in root.iter():
        called = xml.name(node)
        if called in (
            "FRBRuri",
            "FRBRthis",
            "FRBRalias",
            "FRBRnumber",
            "FRBRname",
            "FRBRdate",
            "FRBRlanguage",
            "FRBRauthor",
        ):
            metadata.setdefault(
                called, node.get("value") or node.get("date") or node.get("language") or node.get("href") or ""
            )
        elif called in ("docTitle", "docNumber", "docStatus", "docType"):
            metadata.setdefault(called, _words(node))
    language = metadata.get("FRBRlanguage", "")
    date = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", metadata.get("FRBRdate", ""))
    return About(
        symbol=metadata.get("docNumber")
        or metadata.get("FRBRnumber")
        or metadata.get("FRBRuri")
        or metadata.get("FRBRthis", ""),
        title=metadata.get("docTitle") or metadata.get("FRBRalias") or metadata.get("FRBRname", ""),
        date=date[0] if date else "",
        language=_TWO.get(language, language[:2]),
        body=metadata.get("FRBRauthor", "").rpartition("/")[2].lstrip("#"),
        status=metadata.get("docStatus", "")[:40],
    )


def _pieces(node: etree._Element, state: _State) -> Iterator[Piece]:
    called = xml.name(node)
    if not called or called in _SKIPPED or state.depth > _DEEPEST:
        return
    if called in _BLOCKS:
        words = _words(node)
        if words:
            yield Piece(words, kind=_kind(node, called, state), place=f"line {node.sourceline}")
        return
    number, heading = _child(node, "num"), " ".join(filter(None, (_child(node, "heading"), _child(node, "subheading"))))
    inner = state.inside(called)
    if heading or (number and (called in _HOLDS or called in _ANNEX)):
        yield Piece(" ".join(filter(None, (number, heading))), kind=Kind.HEADING, place=f"line {node.sourceline}")
        number = ""
    for child in node:
        for piece in _pieces(child, inner):
            if number and piece.kind is not Kind.HEADING:
                yield Piece(piece.words, number=number.strip(" .()[]—–-") or number, kind=piece.kind, place=piece.place)
                number = ""
            else:
                yield piece


def _kind(node: etree._Element, called: str, state: _State) -> Kind:
    if called in ("docTitle", "longTitle", "shortTitle"):
        return Kind.TITLE
    above = {xml.name(parent) for parent in node.iterancestors()}
    if "docTitle" in {xml.name(child) for child in node}:
        return Kind.TITLE
    if called == "formula" or "formula" in above:
        return Kind.FORMULA
    if called in ("listIntroduction",) or any(xml.name(parent) == "intro" for parent in node.iterancestors()):
        return Kind.CHAPEAU
    if state.part in ("preface", "conclusions"):
        return Kind.OTHER
    if state.part == "preamble":
        return Kind.PREAMBULAR
    if state.sub:
        return Kind.SUB
    return Kind.ANNEX if state.part == "annex" else Kind.OPERATIVE


def _child(node: etree._Element, called: str) -> str:
    return next((_words(child) for child in node if xml.name(child) == called), "")


def _words(node: etree._Element) -> str:
    parts = [node.text or ""]
    for child in node:
        called = xml.name(child)
        if called in ("br", "eol"):
            parts.append(" ")
        elif called and called not in ("authorialNote", "noteRef", "del"):
            parts.append(_words(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
