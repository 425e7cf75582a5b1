"""TMX 1.4b: written with two languages, read with any number of them, also as OmegaT and others write it."""

import re
from collections.abc import Sequence

from lxml import etree

from nemawashi.kit.exchange import parsing
from nemawashi.kit.exchange.inline import words_of
from nemawashi.kit.exchange.parsing import children, first, name
from nemawashi.kit.exchange.values import WORTHS, Exchange, ExchangeError, Note, Refusal, Unit, Unread, digest

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(
    units: Sequence[Unit],
    *,
    source: str,
    target: str,
    title: str = "",
    tool: str = "nemawashi",
    notes: Sequence[Note] = (),
) -> bytes:
    """The memory: units that have words in both languages. What is stale is not in it, for a memory knows no staleness."""
    root = etree.Element("tmx", {"version": "1.4"})
    header = etree.SubElement(root, "header", {
        "creationtool": _safe(tool), "creationtoolversion": "1", "datatype": "plaintext", "segtype": "paragraph",
        "adminlang": "en", "srclang": source, "o-tmf": "nemawashi",
    })  # fmt: skip
    for note in notes:
        etree.SubElement(header, "note").text = _safe(note.words)
    if title:
        _prop(header, "x-nemawashi-title", title)
    body = etree.SubElement(root, "body")
    for unit in units:
        if unit.source.strip() and unit.target.strip() and not unit.is_stale:
            row = etree.SubElement(body, "tu", {"tuid": _safe(unit.key)})
            for note in unit.notes:
                etree.SubElement(row, "note").text = _safe(note.words)
            properties = (("digest", unit.digest or digest(unit.source)), ("kind", unit.kind), ("number", unit.number),
                    ("version", unit.version), ("state", unit.state))  # fmt: skip
            for key, value in properties:
                if value:
                    _prop(row, f"x-nemawashi-{key}", value)
            for code, words in ((source, unit.source), (target, unit.target)):
                tuv = etree.SubElement(row, "tuv", {f"{_XML}lang": code})
                etree.SubElement(tuv, "seg").text = _safe(words)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _prop(node: etree._Element, kind: str, words: str) -> None:
    etree.SubElement(node, "prop", {"type": kind}).text = _safe(words)


def _safe(words: str) -> str:
    return _ILLEGAL.sub("\ufffd", words)


def read(root: etree._Element) -> Exchange:
    """One unit for each language beside the source's. Raises ``ExchangeError`` for a version that is not known."""
    version = root.get("version", "")
    if version and not version.startswith("1"):
        raise ExchangeError(Refusal.UNKNOWN_VERSION, f"TMX of an unknown version ({version[:10]})")
    header, body = first(root, "header"), first(root, "body")
    source = (header.get("srclang", "") if header is not None else "").replace("*all*", "")
    units: list[Unit] = []
    missed = [Unread(f"line {node.sourceline}", name(node)) for node in root if name(node) not in ("header", "body")]
    for at, node in enumerate(body if body is not None else (), start=1):
        if name(node) == "tu":
            units += _units(node, at, source, missed)
        elif name(node):
            missed.append(Unread(f"line {node.sourceline}", name(node)))
    targets = list(dict.fromkeys(unit.target_language for unit in units))
    origin = source or next((unit.source_language for unit in units), "")
    tool = header.get("creationtool", "") if header is not None else ""
    title = _props(header).get("x-nemawashi-title", "") if header is not None else ""
    return Exchange(
        f"TMX {version or '1.4'}", tuple(units), tuple(missed), origin, targets[0] if len(targets) == 1 else "",
        tool[:60], title, tuple(code for code in (origin, *targets) if code),
    )  # fmt: skip


def _units(node: etree._Element, at: int, origin: str, missed: list[Unread]) -> list[Unit]:
    props = _props(node)
    key = node.get("tuid") or props.get("id") or str(at)
    rows = list(children(node, "tuv"))
    missed += [Unread(key, kind) for child in node if (kind := name(child)) and kind not in ("tuv", "note", "prop")]
    source_language = node.get("srclang", "").replace("*all*", "") or origin
    source = next((row for row in rows if _same(parsing.language(row), source_language)), None)
    if source is None and not source_language and rows:
        source = rows[0]
    if source is None or len(rows) < 2:
        missed.append(Unread(key, "no words in the language of the source" if source is None else "only one language"))
        return []
    words, codes = words_of(first(source, "seg"))
    notes = tuple(Note("".join(str(part) for part in row.itertext())) for row in children(node, "note"))
    units = []
    for row in rows:
        if row is source:
            continue
        translated, codes_too = words_of(first(row, "seg"))
        here = props | _props(row)
        units.append(
            Unit(
                key=key,
                source=words,
                target=translated if translated.strip() else "",
                source_language=parsing.language(source),
                target_language=parsing.language(row),
                state=here.get("x-nemawashi-state", "translated") if translated.strip() else "initial",
                version=_worth(row, here),
                kind=here.get("x-nemawashi-kind", ""),
                number=here.get("x-nemawashi-number", ""),
                notes=notes,
                digest=here.get("x-nemawashi-digest", ""),
                codes=(*codes, *codes_too),
            )
        )
    return units


def _worth(row: etree._Element, props: dict[str, str]) -> str:
    version = props.get("x-nemawashi-version", "")
    if version in WORTHS:
        return version
    by = f"{row.get('creationid', '')} {props.get('origin', '')} {props.get('x-origin', '')}".casefold().split()
    return "machine" if {"mt", "mt!", "nmt", "machine"} & set(by) else ""


def _props(node: etree._Element) -> dict[str, str]:
    return {row.get("type", ""): "".join(str(part) for part in row.itertext()) for row in children(node, "prop")}


def _same(one: str, other: str) -> bool:
    one, other = one.casefold().replace("_", "-"), other.casefold().replace("_", "-")
    return bool(one and other) and (one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-"))
