"""XLIFF: written in 2.0, read in 1.0 to 1.2 and 2.x, also as memoQ, Trados and Weblate write it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from nemawashi.kit.exchange import parsing
from nemawashi.kit.exchange.inline import MARKUP, words_of
from nemawashi.kit.exchange.parsing import attribute, children, first, name
from nemawashi.kit.exchange.values import (
    STATES,
    WORTHS,
    Exchange,
    ExchangeError,
    Note,
    Refusal,
    Unit,
    UnreadElement,
    digest,
)

SPACE = "urn:oasis:names:tc:xliff:document:2.0"
OWN = "urn:nemawashi:exchange:1"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KINDS = re.compile(r"[^a-z_]")


def written(
    units: Sequence[Unit],
    *,
    source: str,
    target: str,
    title: str = "",
    tool: str = "nemawashi",
    notes: Sequence[Note] = (),
) -> bytes:
    """The file. A target without words is left out; a stale one is kept as a note, so that nobody takes it for what is."""
    spaces: dict[Any, str] = {None: SPACE, "nema": OWN}
    root = etree.Element(f"{{{SPACE}}}xliff", nsmap=spaces)
    root.set("version", "2.0")
    root.set("srcLang", source)
    root.set("trgLang", target)
    root.set(f"{{{OWN}}}tool", _safe(tool))
    file = etree.SubElement(root, f"{{{SPACE}}}file", {"id": "text"})
    if title:
        file.set("original", _safe(title))
    _note_down(file, notes)
    for unit in units:
        _put(file, unit)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _put(file: etree._Element, unit: Unit) -> None:
    row = etree.SubElement(
        file, f"{{{SPACE}}}unit", {"id": _nmtoken(unit.key), "name": _safe(unit.key), "canResegment": "no"}
    )
    row.set(f"{{{OWN}}}digest", unit.digest or digest(unit.source))
    for local, value in (("kind", unit.kind), ("number", unit.number), ("version", unit.version)):
        if value:
            row.set(f"{{{OWN}}}{local}", _safe(value))
    if unit.is_stale:
        row.set(f"{{{OWN}}}stale", "yes")
    notes = [*unit.notes, *([Note(unit.target, "stale")] if unit.is_stale and unit.target else [])]
    _note_down(row, notes)
    segment = etree.SubElement(row, f"{{{SPACE}}}segment")
    has_target = bool(unit.target) and not unit.is_stale
    segment.set("state", unit.state if has_target and unit.state in STATES else "initial")
    if unit.version and has_target:
        segment.set("subState", f"nemawashi:{unit.version}")
    _fill(etree.SubElement(segment, f"{{{SPACE}}}source"), unit.source)
    if has_target:
        _fill(etree.SubElement(segment, f"{{{SPACE}}}target"), unit.target)


def _note_down(node: etree._Element, notes: Sequence[Note]) -> None:
    if notes:
        under = etree.SubElement(node, f"{{{SPACE}}}notes")
        for note in notes:
            row = etree.SubElement(under, f"{{{SPACE}}}note")
            row.text = _safe(note.words)
            if note.category:
                row.set("category", _safe(note.category))


def _fill(node: etree._Element, words: str) -> None:
    """The words with all their blanks; a sign that XML cannot hold stands as its code point."""
    node.set(f"{_XML}space", "preserve")
    last: etree._Element | None = None
    at = 0
    for sign in _ILLEGAL.finditer(words):
        last = _text(node, last, words[at : sign.start()])
        last = etree.SubElement(node, f"{{{SPACE}}}cp", {"hex": f"{ord(sign[0]):04X}"})
        at = sign.end()
    _text(node, last, words[at:])


def _text(node: etree._Element, last: etree._Element | None, words: str) -> etree._Element | None:
    if last is None:
        node.text = (node.text or "") + words
    else:
        last.tail = (last.tail or "") + words
    return last


def _safe(words: str) -> str:
    return _ILLEGAL.sub("\ufffd", words)


def _nmtoken(key: str) -> str:
    return re.sub(r"[^\w.:-]", "-", key, flags=re.ASCII) or "-"


def read(root: etree._Element) -> Exchange:
    """All units of the file; whatever is none is named. Raises ``ExchangeError`` for a version that is not known."""
    version = root.get("version", "")
    if parsing.space(root) == SPACE or version.startswith("2"):
        if not version.startswith("2"):
            raise ExchangeError(Refusal.UNKNOWN_VERSION, f"XLIFF of an unknown version ({version[:10] or 'none'})")
        return _read_two(root, version)
    if version and not version.startswith("1"):
        raise ExchangeError(Refusal.UNKNOWN_VERSION, f"XLIFF of an unknown version ({version[:10]})")
    return _read_one(root, version or "1.0")


def _read_two(root: etree._Element, version: str) -> Exchange:
    source, target = root.get("srcLang", ""), root.get("trgLang", "")
    units: list[Unit] = []
    missed: list[UnreadElement] = []
    for file in root:
        if name(file) != "file":
            missed.append(UnreadElement(f"line {file.sourceline}", name(file)))
            continue
        for node in _walked(file, {"group"}, {"unit"}, {"skeleton", "notes", "metadata"}, missed):
            unit = _unit_two(node, source, target, missed)
            if unit:
                units.append(unit)
    original = next((file.get("original", "") for file in children(root, "file")), "")
    return Exchange(
        f"XLIFF {version}", tuple(units), tuple(missed), source, target, _tool(root), original, _both(source, target)
    )


def _both(source: str, target: str) -> tuple[str, ...]:
    return tuple(code for code in (source, target) if code)


def _walked(
    node: etree._Element, inside: set[str], wanted: set[str], quiet: set[str], missed: list[UnreadElement]
) -> Iterator[etree._Element]:
    for child in node:
        kind = name(child)
        if kind in wanted:
            yield child
        elif kind in inside:
            yield from _walked(child, inside, wanted, quiet, missed)
        elif kind not in quiet and kind:
            missed.append(UnreadElement(f"line {child.sourceline}", kind))


def _unit_two(node: etree._Element, source: str, target: str, missed: list[UnreadElement]) -> Unit | None:
    key = node.get("name") or node.get("id") or ""
    place = key or f"line {node.sourceline}"
    rows = list(children(node, "segment", "ignorable"))
    known = {"segment", "ignorable", "notes", "originalData", "metadata"}
    missed += [UnreadElement(place, kind) for child in node if (kind := name(child)) and kind not in known]
    if not rows:
        missed.append(UnreadElement(place, "a unit without words"))
        return None
    if node.get("translate") == "no" and not any(first(row, "target") is not None for row in rows):
        missed.append(UnreadElement(place, "a unit that is not to be translated"))
        return None
    sources = [words_of(first(row, "source")) for row in rows]
    targets = _in_order(rows)
    codes = (*(code for _, each in sources for code in each), *(code for _, _, each in targets for code in each))
    missed += _markup(place, codes)
    segments = [row for row in rows if name(row) == "segment"]
    done = [row for row in segments if (words_of(first(row, "target"))[0]).strip()]
    words = "".join(text for _, text, _ in targets)
    if done and len(done) < len(segments):
        missed.append(UnreadElement(place, "only a part of it is translated"))
        words = ""
    notes = tuple(_note(row) for under in children(node, "notes") for row in children(under, "note"))
    is_stale = attribute(node, "stale") == "yes" and any(note.category == "stale" for note in notes)
    stale = next((note.words for note in notes if note.category == "stale"), "") if is_stale and not words.strip() else ""
    return Unit(
        key=key,
        source="".join(text for text, _ in sources),
        target=stale or (words if done else ""),
        source_language=source,
        target_language=target,
        state=min((_state(row.get("state", "initial")) for row in segments), key=STATES.index, default="initial"),
        version=_worth(node, segments),
        kind=_KINDS.sub("", attribute(node, "kind")) if attribute(node, "digest") else "",
        number=attribute(node, "number") if attribute(node, "digest") else "",
        is_stale=bool(stale),
        notes=tuple(note for note in notes if not (is_stale and note.category == "stale")),
        digest=attribute(node, "digest"),
        codes=codes,
    )


def _in_order(rows: list[etree._Element]) -> list[tuple[int, str, tuple[str, ...]]]:
    """Targets in the order which they name; white space between segments that was not translated stays as it is."""
    targets = []
    for at, row in enumerate(rows, start=1):
        target = first(row, "target")
        order = target.get("order", "") if target is not None else ""
        place = int(order) if order.isascii() and order.isdecimal() and len(order) < 7 else at
        node = target if target is not None or name(row) == "segment" else first(row, "source")
        targets.append((place, *words_of(node)))
    return sorted(targets, key=lambda row: row[0])


def _state(state: str) -> str:
    return state if state in STATES else "initial"


def _worth(unit: etree._Element, segments: list[etree._Element]) -> str:
    """What the target is worth where the file tells; a machine wins, for it is the least."""
    worths = {row.get("subState", "").removeprefix("nemawashi:") for row in segments}
    if worths & set(WORTHS):
        return next(worth for worth in reversed(WORTHS) if worth in worths)
    version = attribute(unit, "version")
    return version if version in WORTHS else ""


def _note(node: etree._Element) -> Note:
    return Note("".join(str(part) for part in node.itertext()), node.get("category") or node.get("from") or "")


# What the states of XLIFF 1.2 and of the tools that write it come to.
_STATES_ONE = {
    "new": "initial", "needs-translation": "initial", "needs-adaptation": "initial", "needs-l10n": "initial",
    "needs-review-translation": "translated", "needs-review-adaptation": "translated", "needs-review-l10n": "translated",
    "translated": "translated", "signed-off": "reviewed", "final": "final",
    "Draft": "translated", "Translated": "translated", "RejectedTranslation": "initial", "ApprovedTranslation": "reviewed",
    "RejectedSignOff": "translated", "ApprovedSignOff": "final",
    "NotStarted": "initial", "PartiallyEdited": "initial", "Edited": "translated", "Pretranslated": "translated",
    "AssembledFromFragments": "translated", "ManuallyConfirmed": "translated", "Confirmed": "translated",
    "Reviewer1Confirmed": "reviewed", "Reviewer2Confirmed": "final", "Proofread": "final", "Rejected": "initial",
    "MachineTranslated": "translated",
}  # fmt: skip
_REJECTED = {"RejectedTranslation", "Rejected"}
_MACHINE = {"mt-suggestion", "leveraged-mt", "mt", "MachineTranslated", "nmt", "amt"}


def _read_one(root: etree._Element, version: str) -> Exchange:
    units: list[Unit] = []
    missed: list[UnreadElement] = []
    languages: Counter[tuple[str, str]] = Counter()
    for file in root:
        if name(file) != "file":
            missed.append(UnreadElement(f"line {file.sourceline}", name(file)))
            continue
        pair = file.get("source-language", ""), file.get("target-language", "")
        for under in file:
            if name(under) == "body":
                for node in _walked(under, {"group"}, {"trans-unit"}, {"note", "count-group", "context-group"}, missed):
                    unit = _unit_one(node, *pair, missed)
                    if unit:
                        languages[(unit.source_language, unit.target_language)] += 1
                        units.append(unit)
            elif name(under) != "header":
                missed.append(UnreadElement(f"line {under.sourceline}", name(under)))
    pair = languages.most_common(1)[0][0] if languages else ("", "")
    original = next((file.get("original", "") for file in children(root, "file")), "")
    codes = tuple(dict.fromkeys(code for row in languages for code in row if code))
    return Exchange(f"XLIFF {version}", tuple(units), tuple(missed), *pair, _tool(root), original, codes)


_KNOWN_ONE = {"source", "target", "seg-source", "note", "seg-defs", "context-group", "count-group", "prop-group"}


def _unit_one(node: etree._Element, source: str, target: str, missed: list[UnreadElement]) -> Unit | None:
    key = node.get("resname") or node.get("id") or ""
    place = key or f"line {node.sourceline}"
    missed += [UnreadElement(place, kind) for child in node if (kind := name(child)) and kind not in _KNOWN_ONE]
    source_node, target_node = first(node, "source"), first(node, "target")
    if source_node is None:
        missed.append(UnreadElement(place, "a unit without words"))
        return None
    if node.get("translate") == "no" and target_node is None:
        missed.append(UnreadElement(place, "a unit that is not to be translated"))
        return None
    (words, codes), (done, codes_too) = words_of(source_node), words_of(target_node)
    missed += _markup(place, (*codes, *codes_too))
    state, is_machine = _states_one(node, target_node)
    if _is_rejected(node):
        missed.append(UnreadElement(place, "a translation that its reviewer rejected"))
    if done.strip() and _is_partial(node, target_node):
        missed.append(UnreadElement(place, "only a part of it is translated"))
        done = ""
    return Unit(
        key=key,
        source=words,
        target=done if done.strip() else "",
        source_language=parsing.language(source_node) or source,
        target_language=(parsing.language(target_node) if target_node is not None else "") or target,
        state=state,
        version="machine" if is_machine else "",
        notes=tuple(_note(row) for row in children(node, "note")),
        digest=attribute(node, "digest"),
        codes=(*codes, *codes_too),
    )


def _markup(place: str, codes: Sequence[str]) -> list[UnreadElement]:
    """Tags of another file that stood for words: they are none, and are named once a unit."""
    return [UnreadElement(place, code) for code in dict.fromkeys(codes) if code.startswith(MARKUP)]


def _is_rejected(node: etree._Element) -> bool:
    return any(attribute(row, local) in _REJECTED for row in node.iter() for local in ("conf", "status", "state"))


def _is_partial(node: etree._Element, target: etree._Element | None) -> bool:
    """Whether a tool that cuts units into segments left one of them without words."""
    parts = [row for row in target.iter() if name(row) == "mrk" and row.get("mtype") == "seg"] if target is not None else []
    cut = first(node, "seg-source")
    wanted = [row for row in cut.iter() if name(row) == "mrk" and row.get("mtype") == "seg"] if cut is not None else []
    done = [row for row in parts if "".join(str(part) for part in row.itertext()).strip()]
    return bool(wanted or parts) and len(done) < max(len(wanted), len(parts))


def _states_one(node: etree._Element, target: etree._Element | None) -> tuple[str, bool]:
    """The least state of a unit and its segments, and whether a machine translated any of it."""
    states, is_machine = [], False
    for row in (node, *(() if target is None else (target,)), *(row for row in node.iter() if name(row) == "seg")):
        is_machine |= bool(
            {attribute(row, "state-qualifier"), attribute(row, "origin"), attribute(row, "status")} & _MACHINE
        )
        for local in ("state", "conf", "status"):
            if attribute(row, local) in _STATES_ONE:
                states.append(_STATES_ONE[attribute(row, local)])
    if node.get("approved") == "yes" and all(state != "initial" for state in states):
        return "final", is_machine
    has_words = target is not None and bool("".join(str(part) for part in target.itertext()).strip())
    return min(states, key=STATES.index, default="translated" if has_words else "initial"), is_machine


def _tool(root: etree._Element) -> str:
    """What wrote the file, by its own word or by the namespaces that it uses."""
    own = root.get(f"{{{OWN}}}tool")
    tools = [row for row in root.iter() if name(row) == "tool"]
    named, called = (
        next((attribute(row, f"tool-{part}") for row in tools if attribute(row, f"tool-{part}")), "")
        for part in ("name", "id")
    )
    spaces = " ".join(str(uri) for uri in root.nsmap.values())
    by_space = next(
        (
            tool
            for sign, tool in (("memoq", "memoQ"), ("sdl.com", "Trados"), ("okapi", "Okapi"))
            if sign in spaces.casefold()
        ),
        "",
    )
    return (own or named or by_space or called)[:60]
