"""The mark of a forum: a drawing (SVG), a picture (PNG) or a few letters, as it stands in the forum's file.

A drawing is read by a list of what a plain picture needs, and refused by name for anything else: nothing in it runs,
fetches or styles the page around it. A picture keeps what draws it; what cameras and programs write beside that is left
out. Both are written anew, so that what is shown is what was read.
"""

import base64
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any

from lxml import etree

from nemawashi.kit import xml
from nemawashi.kit.faults import UnreadableError

MOST_BYTES = 30_000  # of a drawing or a picture: it stands in the head of every page
MOST_SHAPES = 600
MOST_LETTERS = 12
MOST_PIXELS = 1024  # along a side
PNG = "data:image/png;base64,"
FILE = re.compile(r"[\w][\w .-]{0,80}\.(?:svg|png)", re.IGNORECASE)

_SPACE = "http://www.w3.org/2000/svg"
_NAME = re.compile(r"[\w-]+")
_SHAPES = frozenset(
    _NAME.findall(
        "svg g defs title desc path rect circle ellipse line polyline polygon text tspan clipPath linearGradient"
        " radialGradient stop"
    )
)
_WORDS = frozenset(
    _NAME.findall(
        "viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform id version preserveAspectRatio fill"
        " stroke fill-opacity fill-rule stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit"
        " stroke-dasharray stroke-dashoffset opacity color clip-path clip-rule clipPathUnits offset stop-color stop-opacity"
        " gradientUnits gradientTransform spreadMethod font-family font-size font-weight font-style letter-spacing"
        " text-anchor dominant-baseline dx dy role aria-label aria-hidden pathLength"
    )
)
_OWN = re.compile(r"url\(#([\w.-]{1,60})\)")
MOST_DRAWN = 2_000  # shapes and colours, each as often as another one refers to it
_CHUNKS = frozenset((b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"IDAT", b"IEND"))
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}  # by how colours are said
_WOVEN = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))  # seven passes
_BEGIN = b"\x89PNG\r\n\x1a\n"


class NoMarkError(UnreadableError):
    """What was given is no mark; the message says what of it cannot be."""


@dataclass(frozen=True, slots=True)
class ForumMark:
    """``kind``: svg, png or words. ``content``: bytes of the first two, ``words`` of the third."""

    kind: str
    content: bytes = b""
    words: str = ""

    @property
    def digest(self) -> str:
        """Names the mark in its address, so that a browser may keep it for good."""
        return sha256(self.content).hexdigest()[:20]

    @property
    def type(self) -> str:
        return {"svg": "image/svg+xml", "png": "image/png"}.get(self.kind, "")

    @property
    def uri(self) -> str:
        """The picture within an address, for papers, which fetch nothing; empty for letters."""
        return f"data:{self.type};base64,{base64.b64encode(self.content).decode()}" if self.type else ""

    @property
    def as_said(self) -> str:
        """As the file of a forum has it in itself."""
        if self.kind == "png":
            return PNG + base64.b64encode(self.content).decode()
        return self.words or self.content.decode()


def of_said(said: str) -> ForumMark:
    """The mark of what a file says: ``<svg …>``, ``data:image/png;base64,…``, or letters. Raises ``NoMarkError``."""
    if said.lstrip().startswith("<"):
        return drawing(said.encode())
    if said.startswith("data:"):
        if not said.startswith(PNG):
            raise NoMarkError(f"a picture within the file begins with {PNG}")
        try:
            return picture(base64.b64decode(said.removeprefix(PNG), validate=True))
        except ValueError:
            raise NoMarkError("the picture within the file is no base64") from None
    if FILE.fullmatch(said):
        raise NoMarkError(f"the file {said} is not there")
    if len(said) > MOST_LETTERS or not said.strip() or not said.isprintable():
        raise NoMarkError(f"a mark in letters has {MOST_LETTERS} at most")
    return ForumMark("words", words=said)


def of_file(content: bytes) -> ForumMark:
    """The mark of a file, by what it is and not by what it is called. Raises ``NoMarkError``."""
    return picture(content) if content.startswith(_BEGIN[:4]) else drawing(content)


def drawing(content: bytes) -> ForumMark:
    """An SVG file. Raises ``NoMarkError`` with the first thing in it that no plain picture has."""
    if len(content) > MOST_BYTES:
        raise NoMarkError(f"the drawing has more than {MOST_BYTES // 1000} KB")
    if b"<?xml-stylesheet" in content:
        raise NoMarkError("the drawing asks for a style sheet: give it as a plain one")
    try:
        root = xml.root_of(content, what="the drawing", most_bytes=MOST_BYTES)
    except xml.XmlError as fault:
        raise NoMarkError(str(fault)) from None
    if xml.name(root) != "svg" or xml.space(root) != _SPACE:
        raise NoMarkError("the drawing is no SVG")
    if not _is_box(root.get("viewBox") or ""):
        raise NoMarkError("the drawing has no viewBox of four numbers, and no size could be given to it")
    for number, node in enumerate(root.iter()):
        if number >= MOST_SHAPES:
            raise NoMarkError(f"the drawing has more than {MOST_SHAPES} shapes")
        _look_at(node)
    _look_at_references(root)
    for size in ("width", "height"):  # the page says how large it is
        if size in root.attrib:
            del root.attrib[size]
    etree.cleanup_namespaces(root)
    return ForumMark("svg", content=etree.tostring(root, encoding="utf-8"))


def _is_box(words: str) -> bool:
    try:
        numbers = [float(each) for each in re.split(r"[\s,]+", words.strip())]
    except ValueError:
        return False
    return len(numbers) == 4 and 0 < numbers[2] < 1e6 and 0 < numbers[3] < 1e6 and all(abs(each) < 1e6 for each in numbers)


def _look_at(node: Any) -> None:
    name = xml.name(node)
    if name not in _SHAPES or xml.space(node) != _SPACE:
        raise NoMarkError(f"the drawing has <{name[:30]}>, which is no part of a plain one")
    for key, value in node.attrib.items():
        if key not in _WORDS:
            what = etree.QName(key).localname[:30]
            raise NoMarkError(f"the drawing has {what} at <{name}>, which is no part of a plain one")
        if "url(" in value.lower() and not _OWN.fullmatch(value.strip()):
            raise NoMarkError(f"the drawing fetches something at <{name}>")
        if key == "spreadMethod" and value != "pad":  # repeated at a hair's breadth, its colours fill any memory
            raise NoMarkError(f"the drawing has {key} {value[:10]} at <{name}>, which is no part of a plain one")
        if "\\" in value:
            raise NoMarkError(f"the drawing has a sign at <{name}> that could hide another")


def _look_at_references(root: Any) -> None:
    """That the drawing is as large as it looks: where what clips is clipped again, each step may double what is drawn."""
    inside = {node.get("id"): node for node in root.iter() if node.get("id")}
    drawn = 0
    for node in root.iter():
        for key, value in node.attrib.items():
            refers = _OWN.fullmatch(value.strip())
            if refers is None:
                continue
            if key == "clip-path" and any(xml.name(each) == "clipPath" for each in (node, *node.iterancestors())):
                raise NoMarkError(f"the drawing clips what clips at <{xml.name(node)}>")
            drawn += sum(1 for _each in inside[refers[1]].iter()) if refers[1] in inside else 0
            if drawn > MOST_DRAWN:
                raise NoMarkError(f"the drawing clips and colours more than {MOST_DRAWN} times")


def picture(content: bytes) -> ForumMark:
    """A PNG file. Raises ``NoMarkError``."""
    if len(content) > MOST_BYTES:
        raise NoMarkError(f"the picture has more than {MOST_BYTES // 1000} KB")
    if not content.startswith(_BEGIN):
        raise NoMarkError("the picture is no PNG")
    kept, names, pixels = [_BEGIN], [], b""
    for name, data, whole in _chunks(content):
        names.append(name)
        if name in _CHUNKS:
            kept.append(whole)
            pixels += data if name == b"IDAT" else b""
        elif not name[0] & 32:
            raise NoMarkError("the picture has a part that is not known")
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or not pixels:
        raise NoMarkError("the picture is cut off")
    if names.count(b"IHDR") != 1 or len(kept[1]) != 25 or (kept[1][17] == 3 and b"PLTE" not in names):
        raise NoMarkError("the picture is damaged")
    _draws(kept[1][8:21], pixels)
    return ForumMark("png", content=b"".join(kept))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = len(_BEGIN)
    while at < len(content):
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        whole = content[at : at + 12 + length]
        if len(whole) < 12 + length or zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:]):
            raise NoMarkError("the picture is damaged")
        yield name, whole[8:-4], whole
        at += len(whole)
        if name == b"IEND" and at < len(content):
            raise NoMarkError("something stands behind the picture")


def _draws(head: bytes, pixels: bytes) -> None:
    """That as much is packed in it as its head says, and no more."""
    wide, high, depth, colours, pressed, filtered, woven = (int.from_bytes(head[:4]), int.from_bytes(head[4:8]), *head[8:])
    if not (0 < wide <= MOST_PIXELS and 0 < high <= MOST_PIXELS) or depth not in _DEPTHS.get(colours, ()):
        raise NoMarkError(f"the picture has {wide} × {high} points: {MOST_PIXELS} × {MOST_PIXELS} at most")
    if (pressed, filtered) != (0, 0) or woven > 1:
        raise NoMarkError("the picture is damaged")
    bits = depth * {2: 3, 4: 2, 6: 4}.get(colours, 1)
    passes = _WOVEN if woven else ((0, 0, 1, 1),)
    sides = [(-(-(wide - x) // across), -(-(high - y) // down)) for x, y, across, down in passes]
    least = sum(lines * (1 + -(-points * bits // 8)) for points, lines in sides if points > 0 and lines > 0)
    unpack = zlib.decompressobj()
    try:
        drawn = unpack.decompress(pixels, least + 1024)
    except zlib.error:
        raise NoMarkError("the picture is damaged") from None
    if len(drawn) < least or unpack.unconsumed_tail or not unpack.eof:
        raise NoMarkError("the picture is damaged")


def as_html(mark: ForumMark, called: str) -> str:
    """The mark in a document that fetches nothing; ``called``: the forum, for whoever does not see it."""
    if mark.uri:
        return f'<img class="mark" src="{mark.uri}" alt="{escape(called)}">'
    return f'<p class="mark">{escape(mark.words)}</p>'
