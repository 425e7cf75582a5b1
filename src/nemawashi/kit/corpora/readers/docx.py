"""Word files: the words as they stand when every tracked change is accepted, with numbers that Word counts itself.

Tables, text boxes and notes are read, too: a table of words cell by cell, a table of figures row by row, notes after all
else. Comments, fields' codes, headers and footers are not the text.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from nemawashi.kit import xml
from nemawashi.kit.corpora.readers.numbering import Counting
from nemawashi.kit.corpora.values import About, Document, Kind, Piece, Unread, UnreadableError

MOST_UNPACKED = 150_000_000  # bytes of the parts that are read

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT, _USUAL = (
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
)
_GONE = {
    "del",
    "moveFrom",
    "instrText",
    "delInstrText",
    "delText",
    "pPr",
    "rPr",
    "commentReference",
    "annotationRef",
    "Fallback",
    "rt",
}
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "ptab": " "}
_PROSE = 12  # words of a cell that make its table one of words


@dataclass
class _File:
    counting: Counting
    headings: dict[str, Kind]
    names: dict[str, str]  # a note's key to the number under which it is printed
    notes: dict[str, etree._Element]
    used: list[str] = field(default_factory=list)


def document(content: bytes) -> Document:
    """The document of a Word package. Raises ``UnreadableError`` where the package is broken or unpacks to too much."""
    parts = _parts(content)
    if "word/document.xml" not in parts:
        raise UnreadableError("the file is no Word document (it has no word/document.xml)")
    root = xml.root_of(parts["word/document.xml"], what="the text of the Word file")
    styles = _part(parts, "word/styles.xml")
    notes = {}
    for kind in ("footnote", "endnote"):
        told = _part(parts, f"word/{kind}s.xml")
        for note in [] if told is None else told.iterfind(f"{W}{kind}"):
            if note.get(f"{W}type") in (None, "normal"):
                notes[f"{kind} {note.get(f'{W}id')}"] = note
    counting = Counting(_part(parts, "word/numbering.xml"), styles)
    file = _File(counting, _headings(styles), {}, notes)
    body = root.find(f"{W}body")
    if body is None:
        raise UnreadableError("the Word document has no body")
    pieces = list(_blocks(body, file))
    for place, key in enumerate(file.used, start=1):
        for node in file.notes[key].iter(f"{W}p"):
            words = _words(node, file)
            if words.strip():
                pieces.append(Piece(words, number=str(place), kind=Kind.OTHER, place=f"note {place}"))
    about, unread = _about(parts), []
    for number, embedded in enumerate(root.iter(f"{W}altChunk"), start=1):
        unread.append(Unread(f"embedded file {number}", f"is not read ({xml.name(embedded)})"))
    return Document(about, tuple(pieces), tuple(unread))


def _parts(content: bytes) -> dict[str, bytes]:
    wanted = ("document", "styles", "numbering", "footnotes", "endnotes")
    names = {f"word/{name}.xml" for name in wanted} | {"docProps/core.xml"}
    found, left = {}, MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in names & set(package.namelist()):
                with package.open(name) as part:
                    read = part.read(left + 1)
                left -= len(read)
                if left < 0:
                    raise UnreadableError("the Word file unpacks to more than a document may")
                found[name] = read.replace(_STRICT, _USUAL)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error) as fault:
        raise UnreadableError("the Word file is cut off or damaged (its package cannot be unpacked)") from fault
    return found


def _part(parts: dict[str, bytes], name: str) -> etree._Element | None:
    return xml.root_of(parts[name], what=name) if name in parts else None


def _headings(styles: etree._Element | None) -> dict[str, Kind]:
    """Which styles are headings: by their names, which Word keeps in English in every language, or their outline level."""
    found: dict[str, Kind] = {}
    for style in [] if styles is None else styles.iterfind(f"{W}style"):
        key, label = style.get(f"{W}styleId", ""), style.find(f"{W}name")
        called = (label.get(f"{W}val", "") if label is not None else "").casefold()
        level = style.find(f"{W}pPr/{W}outlineLvl")
        if called == "title":
            found[key] = Kind.TITLE
        elif called.startswith("heading ") or (level is not None and level.get(f"{W}val", "9") < "9"):
            found[key] = Kind.HEADING
    return found


def _about(parts: dict[str, bytes]) -> About:
    core = _part(parts, "docProps/core.xml")
    told = {xml.name(node): (node.text or "").strip() for node in ([] if core is None else core)}
    return About(title=told.get("title", ""), language=told.get("language", "")[:2].lower())


def _blocks(parent: etree._Element, file: _File) -> Iterator[Piece]:
    """Pieces under a body, cell or text box. A mark of a break that was deleted joins its words to the next ones."""
    held = ""
    for node in _flat(parent):
        if node.tag == f"{W}tbl":
            yield from _table(node, file)
            continue
        words = held + _words(node, file)
        if _is_marked(node, "pPr/rPr", ("del", "moveFrom")):
            held = words
            continue
        held = ""
        number, style = file.counting.number(node) if words.strip() else ("", file.counting.style(node))
        if words.strip():
            yield Piece(words, number=number, kind=file.headings.get(style), place="")
        for box in node.iter(f"{W}txbxContent"):
            if not any(xml.name(above) in ("Fallback", "del", "txbxContent") for above in box.iterancestors()):
                yield from _blocks(box, file)
    if held.strip():
        yield Piece(held)


def _flat(parent: etree._Element) -> Iterator[etree._Element]:
    for node in parent:
        called = xml.name(node)
        if called in ("p", "tbl"):
            yield node
        elif called in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice"):
            yield from _flat(node)


def _is_marked(node: etree._Element, path: str, names: tuple[str, ...]) -> bool:
    place = "/".join(f"{W}{step}" for step in path.split("/"))
    return any(node.find(f"{place}/{W}{name}") is not None for name in names)


def _table(table: etree._Element, file: _File) -> Iterator[Piece]:
    rows = []
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not table or _is_marked(row, "trPr", ("del",)):
            continue
        cells = [
            list(_blocks(cell, file))
            for cell in row.iter(f"{W}tc")
            if next(cell.iterancestors(f"{W}tr")) is row and not _is_marked(cell, "tcPr", ("cellDel",))
        ]
        rows.append([cell for cell in cells if cell])
    if any(_is_prose(piece) for cells in rows for cell in cells for piece in cell):
        for cells in rows:
            for cell in cells:
                yield from cell
        return
    for cells in rows:
        words = " | ".join(" ".join(f"{piece.number} {piece.words}".strip() for piece in cell) for cell in cells)
        if words:
            yield Piece(words, kind=Kind.OTHER)


def _is_prose(piece: Piece) -> bool:
    return len(piece.words.split()) > _PROSE or len(piece.words) > 80


def _words(node: etree._Element, file: _File) -> str:
    return "".join(_runs(node, file))


def _runs(node: etree._Element, file: _File) -> Iterator[str]:
    for child in node:
        called = xml.name(child)
        if called in _GONE or called == "txbxContent":
            continue
        if called == "t":
            yield child.text or ""
        elif called in _SIGNS:
            yield _SIGNS[called]
        elif called in ("footnoteReference", "endnoteReference"):
            key = f"{called.removesuffix('Reference')} {child.get(f'{W}id')}"
            if key in file.notes and key not in file.used:
                file.used.append(key)
        elif called == "r" and _is_marked(child, "rPr", ("del", "moveFrom")):
            continue
        elif called == "sym":
            yield "•" if child.get(f"{W}char", "").upper().startswith("F0") else ""
        else:
            yield from _runs(child, file)
