"""The numbers that Word counts itself: levels of a list, with the forms that style them."""

import re
from collections import defaultdict

from lxml import etree

from nemawashi.kit.word.names import W
from nemawashi.kit.word.nodes import value

_HELD = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_JAPANESE = "一二三四五六七八九十"


def printed(count: int, form: str) -> str:
    """A count in the form of its level: 4, d, iv, г, 四."""
    lower = form.lower()
    if lower in ("lowerletter", "upperletter"):
        text = chr(97 + (count - 1) % 26) * (1 + (count - 1) // 26) if count > 0 else ""
    elif lower in ("lowerroman", "upperroman"):
        text, left = "", max(count, 0)
        for value, sign in _ROMAN:
            text, left = text + sign * (left // value), left % value
    elif lower in ("russianlower", "russianupper"):
        text = _RUSSIAN[(count - 1) % len(_RUSSIAN)]
    elif lower in ("japanesecounting", "ideographdigital", "chinesecounting") and 0 < count <= 10:
        return _JAPANESE[count - 1]
    else:
        return "" if lower in ("none", "bullet") else str(count)
    return text.upper() if lower.startswith("upper") or lower.endswith("upper") else text


class Counting:
    """The counters of one document, to be asked clause by clause in its order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        self._of_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            self._read_styles(styles)

    def style(self, node: etree._Element) -> str:
        return value(node.find(f"{W}pPr/{W}pStyle"))

    def number(self, node: etree._Element) -> tuple[str, str]:
        """The number that Word shows before these words, if any, and the style of the words."""
        style = self.style(node)
        own = node.find(f"{W}pPr/{W}numPr")
        key, level = self._of_style.get(style, ("", 0))
        if own is not None:
            key = value(own.find(f"{W}numId")) or key
            level = _whole(value(own.find(f"{W}ilvl")), level)
        if not key or key == "0" or key not in self._lists:
            return "", style
        return self._next(key, level), style

    def _next(self, key: str, level: int) -> str:
        listed = self._lists[key]
        levels, counts = self._levels.get(listed, {}), self._counts[listed]
        if key not in self._begun:
            self._begun.add(key)
            for (of, place), start in self._starts.items():
                if of == key:
                    counts[place] = start - 1
        form, text, start = levels.get(level, ("decimal", f"%{level + 1}.", 1))
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [place for place in counts if place > level]:
            del counts[deeper]
        if form == "bullet":
            return "•"

        def one(level_sign: re.Match[str]) -> str:
            place = int(level_sign[1]) - 1
            of_level = levels.get(place, ("decimal", "", 1))
            return printed(counts.get(place, of_level[2]), of_level[0])

        return _HELD.sub(one, text).strip().strip(".)(").strip()

    def _read(self, numbering: etree._Element) -> None:
        for listed in numbering.iterfind(f"{W}abstractNum"):
            levels = {}
            for level in listed.iterfind(f"{W}lvl"):
                form, text = value(level.find(f"{W}numFmt")) or "decimal", value(level.find(f"{W}lvlText"))
                start = _whole(value(level.find(f"{W}start")), 1)
                levels[_whole(level.get(f"{W}ilvl", "0"), 0)] = (form, text, start)
                style = value(level.find(f"{W}pStyle"))
                if style:
                    self._of_style.setdefault(
                        style, (f"abstract {listed.get(f'{W}abstractNumId')}", _whole(level.get(f"{W}ilvl", "0"), 0))
                    )
            key = listed.get(f"{W}abstractNumId", "")
            self._levels[key] = levels
            self._lists[f"abstract {key}"] = key
        for row in numbering.iterfind(f"{W}num"):
            key = row.get(f"{W}numId", "")
            self._lists[key] = value(row.find(f"{W}abstractNumId"))
            for change in row.iterfind(f"{W}lvlOverride"):
                first_number = value(change.find(f"{W}startOverride"))
                if first_number:
                    self._starts[key, _whole(change.get(f"{W}ilvl", "0"), 0)] = _whole(first_number, 1)

    def _read_styles(self, styles: etree._Element) -> None:
        for style in styles.iterfind(f"{W}style"):
            own = style.find(f"{W}pPr/{W}numPr")
            if own is not None:
                level = _whole(value(own.find(f"{W}ilvl")), 0)
                self._of_style[style.get(f"{W}styleId", "")] = (value(own.find(f"{W}numId")), level)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.lstrip("-").isdigit() and len(text) < 9 else otherwise
