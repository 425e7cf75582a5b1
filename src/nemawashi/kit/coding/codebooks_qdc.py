"""Codebooks as REFI-QDA exchanges them (.qdc): a tree of names with one field of words each.

What the form has no place for (labels in other languages, what belongs in and out, patterns) is written into the
description as lines that begin with a word and a colon, and read back from there. Others see it as a description.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from nemawashi.kit import xml
from nemawashi.kit.coding.values import ANY, LANGUAGES, Codebook, CodebookCode, id_of
from nemawashi.kit.faults import UnreadableError

CODEBOOK = "urn:QDA-XML:codebook:1.0"
PROJECT = "urn:QDA-XML:project:1.0"
ORIGIN = "Nemawashi"
_GUID = re.compile(r"\{?([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\}?")
_COLOR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_LINE = re.compile(r"^(Id|Label (\w\w)|Include|Exclude|Example|Pattern(?: ([\w-]+))?): (.*)$")
_STRAY = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Words that XML can hold."""
    return _STRAY.sub("", text)


def written(held: Codebook) -> bytes:
    """The codebook as a file. The form has no version: it stands in the origin."""
    spaces: Any = {None: CODEBOOK}
    root = etree.Element(etree.QName(CODEBOOK, "CodeBook"), nsmap=spaces)
    root.set("origin", clean(f"{ORIGIN} {held.name} {held.version}"))
    codes = etree.SubElement(root, etree.QName(CODEBOOK, "Codes"))
    put(codes, held, CODEBOOK)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def put(above: Any, held: Codebook, space: str, parent: str = "") -> None:
    """Put the codes under ``parent`` into an element, those below them inside."""
    for code in held.children(parent):
        element = etree.SubElement(above, etree.QName(space, "Code"))
        element.set("guid", held.guid(code))
        element.set("name", clean(code.label))
        element.set("isCodable", "true" if code.is_codable else "false")
        if _COLOR.fullmatch(code.color):
            element.set("color", code.color)
        etree.SubElement(element, etree.QName(space, "Description")).text = clean(_described(code))
        put(element, held, space, code.id)


def _described(code: CodebookCode) -> str:
    lines = [code.definition] if code.definition else []
    lines.append(f"Id: {code.id}")
    lines += [f"Label {language}: {label}" for language, label in code.labels.items() if language != "en"]
    lines += [f"{word}: {text}" for word, text in (("Include", code.include), ("Exclude", code.exclude)) if text]
    lines += [f"Example: {example}" for example in code.examples]
    for language, patterns in code.patterns.items():
        lines += [f"Pattern{'' if language == ANY else ' ' + language}: {each}" for each in patterns]
    return "\n".join(lines)


def read(content: bytes, *, name: str) -> Codebook:
    """A codebook of any program: the names become ids where it says none. Raises ``UnreadableError``."""
    root = xml.root_of(content, what="the codebook")
    if etree.QName(root).localname != "CodeBook":
        raise UnreadableError("the file is XML, but no codebook of REFI-QDA")
    codes = list(codes_of(root))
    if not codes:
        raise UnreadableError("there are no codes in it")
    ours = re.fullmatch(rf"{ORIGIN} (\S+) (\S+)", root.get("origin") or "")
    named, version = (ours[1], ours[2]) if ours else (name, "1")
    return Codebook(named, version, codes, {"en": named})


def codes_of(root: Any) -> Iterator[CodebookCode]:
    """The codes of an element with a tree of them, each after the one above it."""
    known: set[str] = set()
    trees = [element for element in root if isinstance(element.tag, str) and etree.QName(element).localname == "Codes"]
    waiting = [(element, "", 0) for tree in trees for element in _below(tree)]
    while waiting:
        element, parent, depth = waiting.pop(0)
        if depth > 50:
            raise UnreadableError("codes are nested more deeply than a codebook may be")
        code = _code(element, parent, known)
        known.add(code.id)
        yield code
        waiting[:0] = [(each, code.id, depth + 1) for each in _below(element)]


def _below(element: Any) -> list[Any]:
    return [each for each in element if isinstance(each.tag, str) and etree.QName(each).localname == "Code"]


def _code(element: Any, parent: str, known: set[str]) -> CodebookCode:
    label = " ".join((element.get("name") or "").split())
    elements = [each for each in element if isinstance(each.tag, str)]
    texts = [each.text or "" for each in elements if etree.QName(each).localname == "Description"]
    fields: dict[str, list[str]] = {}
    labels: dict[str, str] = {"en": label} if label else {}
    patterns: dict[str, list[str]] = {}
    rest: list[str] = []
    for line in "\n".join(texts).splitlines():
        match = _LINE.match(line.strip())
        if match is None:
            rest.append(line.strip())
        elif match[2]:
            labels[match[2]] = match[4]
        elif match[1].startswith("Pattern"):
            patterns.setdefault(match[3] or ANY, []).append(match[4])
        else:
            fields.setdefault(match[1], []).append(match[4])
    guid = _GUID.fullmatch((element.get("guid") or "").strip())
    id = (fields.get("Id") or [""])[0]
    if not id or id in known:
        id = id_of(id or label, known)
    order = [language for language in (*LANGUAGES, *labels) if language in labels]
    return CodebookCode(
        id,
        {language: labels[language] for language in dict.fromkeys(order)},
        parent,
        " ".join(" ".join(rest).split()),
        " ".join(fields.get("Include", [])),
        " ".join(fields.get("Exclude", [])),
        tuple(fields.get("Example", [])),
        {language: tuple(each) for language, each in patterns.items()},
        (element.get("isCodable") or "true") in ("true", "1"),
        element.get("color") or "",
        guid[1].lower() if guid else "",
    )
