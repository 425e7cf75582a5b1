"""A figure of this room as PNG: what ``ink`` writes and no other SVG, so that no program or library has to be called.

Letters are those of the fonts that papers are set in; a sign that none of them has stands as an empty box.
"""

import io
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lxml import etree
from PIL import Image, ImageDraw, ImageFont

from nemawashi.kit.drawing.ink import INK, PAPER
from nemawashi.kit.faults import UnreadableError

SCALE = 2  # dots of the file for a unit of the figure
_FINER = 2  # drawn so much larger, and made smaller, for smooth edges
LARGEST = 6000  # units of the figure on either side
_STEPS = re.compile(r"([MHVL])\s*(-?[\d.]+)(?:[ ,](-?[\d.]+))?")


def png(svg: str) -> bytes:
    """The picture; the same bytes for the same figure. Raises ``UnreadableError`` where the figure is none of this room."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    box = [float(each) for each in (root.get("viewBox") or "").split()]
    if len(box) != 4 or not 0 < box[2] <= LARGEST or not 0 < box[3] <= LARGEST:
        raise UnreadableError("that is no figure of a size that can be drawn")
    canvas = _Canvas(box[2], box[3])
    canvas.put(root)
    return canvas.bytes()


class _Canvas:
    def __init__(self, width: float, height: float) -> None:
        self.by = SCALE * _FINER
        self.size = round(width * SCALE), round(height * SCALE)
        self.image = Image.new("RGB", (self.size[0] * _FINER, self.size[1] * _FINER), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.image.resize(self.size, Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
        return out.getvalue()

    def put(self, above: Any) -> None:
        for element in above:
            kind = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if kind in ("g", "a"):
                self.put(element)
            elif kind in ("rect", "circle", "path", "text"):
                getattr(self, f"_{kind}")(element)

    def _number(self, element: Any, name: str) -> float:
        return float(element.get(name) or 0) * self.by

    def _ink(self, element: Any) -> dict[str, Any]:
        stroke = element.get("stroke")
        return {"fill": element.get("fill", INK), "outline": stroke, "width": self.by if stroke else 0}

    def _rect(self, element: Any) -> None:
        x, y = self._number(element, "x"), self._number(element, "y")
        wide, high = self._number(element, "width"), self._number(element, "height")
        self.pen.rectangle((x, y, x + wide, y + high), **self._ink(element))

    def _circle(self, element: Any) -> None:
        x, y, reach = (self._number(element, name) for name in ("cx", "cy", "r"))
        self.pen.ellipse((x - reach, y - reach, x + reach, y + reach), **self._ink(element))

    def _path(self, element: Any) -> None:
        x = y = 0.0
        for step, one, other in _STEPS.findall(element.get("d", "")):
            to_x = x if step == "V" else float(one)
            to_y = {"H": y, "V": float(one)}[step] if step in "HV" else float(other)
            if step != "M":
                ends = tuple(each * self.by for each in (x, y, to_x, to_y))
                self.pen.line(ends, fill=element.get("stroke", INK), width=self.by)
            x, y = to_x, to_y

    def _text(self, element: Any) -> None:
        words, size = "".join(element.itertext()), int(float(element.get("font-size", "13")) * self.by)
        pieces = [(piece, _font(number, size)) for number, piece in _pieces(words)]
        x, y = self._number(element, "x"), self._number(element, "y")
        wide = sum(font.getlength(piece) for piece, font in pieces)
        x -= {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", ""), 0.0)
        for piece, font in pieces:
            self.pen.text((x, y), piece, font=font, fill=element.get("fill", INK), anchor="ls")
            x += font.getlength(piece)


@cache
def _files() -> tuple[Path, ...]:
    import fontpkg_noto_serif  # noqa: PLC0415  data, needed here alone
    import pylopdf_fonts_jp  # noqa: PLC0415

    serif = Path(fontpkg_noto_serif.ROOT) / "files" / "NotoSerif[wdth,wght].ttf"
    return Path(pylopdf_fonts_jp.sans_path()), serif


@lru_cache(maxsize=32)
def _font(number: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_files()[number]), size)


@cache
def _signs(number: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415  slow

    with TTFont(_files()[number], lazy=True) as font:
        return frozenset(font.getBestCmap())


def _pieces(words: str) -> list[tuple[int, str]]:
    """Words cut where another font is needed: the number of the font, and the signs that it has."""
    pieces: list[tuple[int, str]] = []
    for sign in words:
        number = 1 if ord(sign) not in _signs(0) and ord(sign) in _signs(1) else 0
        if pieces and pieces[-1][0] == number:
            pieces[-1] = (number, pieces[-1][1] + sign)
        else:
            pieces.append((number, sign))
    return pieces
