"""What an element of a Word file says by itself: its name, its looks, the symbol that it stands for."""

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from nemawashi.kit.word.names import MC, W
from nemawashi.kit.word.values import Run

_OFFICE = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
# Prefixes that Office uses, for a part that names one without saying what it stands for.
_USUAL = dict.fromkeys(
    ("wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "w16", "w16se", "w16cid", "w16cex", "w16du", "a14", "cx", "v", "o"),
    _OFFICE[0],
)
_SYMBOL = (  # the font Symbol from 0x20 on, where it differs from Latin; a blank stands for what has no sign of its own
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼ "
    "                                "
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ "
)
_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆",
    0x76: "❖", 0x77: "◆", 0x78: "⌧", 0x9F: "•", 0xA0: "▫", 0xA1: "○", 0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xB7: "•",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip


def symbol(node: etree._Element) -> str:
    """The sign of a ``w:sym``; nothing where its font gives it a shape that is not known."""
    code, font = node.get(f"{W}char") or "", (node.get(f"{W}font") or "").casefold()
    try:
        at = int(code, 16)
    except ValueError:
        return ""
    if not 0xF000 <= at <= 0xF0FF:
        return chr(at) if 0x20 <= at < 0x110000 and not 0xD800 <= at < 0xF900 else ""
    at -= 0xF000
    if "wingdings" in font:
        return _WINGDINGS.get(at, "")
    if font in ("symbol", ""):
        sign = _SYMBOL[at - 0x20 : at - 0x1F].strip() if at >= 0x20 else ""
        return sign if font else _WINGDINGS.get(at, "") or sign
    return ""


def local(node: etree._Element) -> str:
    tag = node.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def value(node: etree._Element | None) -> str:
    return "" if node is None else node.get(f"{W}val", "")


def is_on(node: etree._Element | None) -> bool:
    return node is not None and node.get(f"{W}val", "true") not in ("0", "false", "off", "none")


def looks(properties: etree._Element | None, style: Mapping[str, etree._Element] | None = None) -> Run:
    """How words look. ``style``: what the styles say that they are in, by the names of the properties."""
    if not style and (properties is None or not len(properties)):
        return Run("")
    held = {**(style or {}), **{local(child): child for child in (properties if properties is not None else ())}}
    colour = _seen_colour(value(held.get("color")))
    if not colour:  # marked with a pen, which is how many set their words apart
        colour = _seen_colour(value(held.get("highlight"))) or _seen_colour(_fill(held.get("shd")))
    return Run(
        "",
        bold=is_on(held.get("b")),
        italic=is_on(held.get("i")),
        underline=is_on(held.get("u")),
        strike=is_on(held.get("strike")) or is_on(held.get("dstrike")),
        colour=colour,
        hidden=is_on(held.get("vanish")),
    )


def _fill(shading: etree._Element | None) -> str:
    fill = "" if shading is None else shading.get(f"{W}fill", "")
    return "" if fill.casefold() == "ffffff" else fill


def _seen_colour(colour: str) -> str:
    """A colour that sets words apart: black is that of all others."""
    return "" if colour.casefold() in ("auto", "none", "000000", "black", "windowtext") else colour


def chosen(node: etree._Element) -> list[etree._Element]:
    """What is read of an alternative: the first choice that needs nothing but what Office knows, else the fallback."""
    for child in node:
        if child.tag == f"{MC}Choice":
            needs = child.get("Requires", "").split()
            if all((child.nsmap.get(prefix) or _USUAL.get(prefix, "")).startswith(_OFFICE) for prefix in needs):
                return [child]
    fallback = node.find(f"{MC}Fallback")
    return [child for child in node if child.tag == f"{MC}Choice"][:1] if fallback is None else [fallback]


def outermost(box: etree._Element, frame: etree._Element) -> bool:
    for above in box.iterancestors():
        if above is frame:
            return True
        if local(above) in ("txbxContent", "Fallback"):
            return False
    return True


def joined_runs(runs: list[Run]) -> list[Run]:
    """Neighbours of one look and with the same changes as one run."""
    joined: list[Run] = []
    for run in runs:
        if joined and not run.note and not joined[-1].note and replace(joined[-1], words=run.words) == run:
            joined[-1] = replace(run, words=joined[-1].words + run.words)
        elif run.words or run.note:
            joined.append(run)
    return joined


def differences(node: etree._Element) -> list[str]:
    """Names of the properties that differ between what stands and what stood before."""
    above = node.getparent()
    if above is None or not len(node):
        return []
    now = {local(child): sorted(child.attrib.values()) for child in above if child is not node}
    was = {local(child): sorted(child.attrib.values()) for child in node[0]}
    structural = ("ins", "del", "moveFrom", "moveTo", "rPr", "cellIns", "cellDel", "cellMerge")
    return sorted(name for name in {*now, *was} if now.get(name) != was.get(name) and name not in structural)
