"""The looks of a file that we write: styles, page, fonts for three scripts, and what of it a template replaces."""

from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lxml import etree

from nemawashi.kit.languages import RIGHT_TO_LEFT, TAGS
from nemawashi.kit.word.names import W

EAST_ASIAN = ("ja", "zh", "ko")
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_SMALL = '<w:sz w:val="18"/><w:szCs w:val="18"/>'
# Name, kind, what it rests on, properties of the passage, properties of its words.
_STYLES = (
    ("Normal", "paragraph", "", '<w:spacing w:after="160" w:line="276" w:lineRule="auto"/>', ""),
    ("Title", "paragraph", "Normal", '<w:keepNext/><w:spacing w:before="240" w:after="360"/><w:jc w:val="center"/>',
     '<w:b/><w:bCs/><w:sz w:val="32"/><w:szCs w:val="32"/>'),
    ("heading 1", "paragraph", "Normal", '<w:keepNext/><w:spacing w:before="320" w:after="160"/><w:outlineLvl w:val="0"/>',
     '<w:b/><w:bCs/><w:sz w:val="26"/><w:szCs w:val="26"/>'),
    ("Clause", "paragraph", "Normal", '<w:tabs><w:tab w:val="left" w:pos="737"/></w:tabs><w:jc w:val="both"/>', ""),
    ("Sub-clause", "paragraph", "Clause",
     '<w:tabs><w:tab w:val="clear" w:pos="737"/><w:tab w:val="left" w:pos="1134"/></w:tabs><w:ind w:left="567"/>', ""),
    ("Formula", "paragraph", "Normal", '<w:keepNext/><w:jc w:val="both"/>', "<w:i/><w:iCs/>"),
    ("Symbol", "paragraph", "Normal", '<w:spacing w:after="0"/><w:jc w:val="right"/>', '<w:b/><w:bCs/>'),
    ("header", "paragraph", "Normal", '<w:spacing w:after="0"/><w:jc w:val="right"/>', _SMALL),
    ("footer", "paragraph", "Normal", '<w:spacing w:after="0"/><w:jc w:val="center"/>', _SMALL),
    ("footnote text", "paragraph", "Normal", '<w:spacing w:after="40"/>', _SMALL),
    ("annotation text", "paragraph", "Normal", "", '<w:sz w:val="20"/><w:szCs w:val="20"/>'),
    ("footnote reference", "character", "", "", '<w:vertAlign w:val="superscript"/>'),
    ("annotation reference", "character", "", "", '<w:sz w:val="16"/><w:szCs w:val="16"/>'),
)  # fmt: skip
_KEYS = {
    "heading 1": "Heading1", "Sub-clause": "SubClause", "header": "Header", "footer": "Footer",
    "footnote text": "FootnoteText", "annotation text": "CommentText", "footnote reference": "FootnoteReference",
    "annotation reference": "CommentReference",
}  # fmt: skip
_SAID = {"heading": "heading 1", "sub": "sub-clause", "subclause": "sub-clause"}
_FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{}" w:cs="Times New Roman"/>'
_EAST = {"ja": "MS Mincho", "zh": "SimSun", "ko": "Batang"}


@dataclass
class Sheet:
    """Which style stands for which name, and the XML of all of them."""

    keys: dict[str, str] = field(default_factory=dict)
    xml: bytes = b""

    def key(self, name: str) -> str:
        """The key under which the file has a style; empty for one that it has not."""
        said = name.casefold()
        return self.keys.get(_SAID.get(said, said), "")


def sheet(language: str, own: etree._Element | None) -> Sheet:
    """Our styles, or those of a template with ours added where it has none of that name."""
    if own is None:
        own_styles = "".join(_style(*row) for row in _STYLES)
        head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{SPACE}">{_defaults(language)}'
        keys = {name.casefold(): _KEYS.get(name, name) for name, *_ in _STYLES}
        return Sheet(keys, f"{head}{own_styles}</w:styles>".encode())
    keys = {}
    for style in own.iterfind(f"{W}style"):
        label = style.find(f"{W}name")
        if label is not None:
            keys[label.get(f"{W}val", "").casefold()] = style.get(f"{W}styleId", "")
    taken = set(keys.values())
    normal = next(
        (
            style.get(f"{W}styleId", "")
            for style in own.iterfind(f"{W}style")
            if style.get(f"{W}default") in ("1", "true") and style.get(f"{W}type") == "paragraph"
        ),
        "",
    )
    for row in _STYLES:
        name = row[0]
        if name.casefold() in keys or name == "Normal":
            continue
        key = _KEYS.get(name, name)
        while key in taken:
            key += "N"
        taken.add(key)
        keys[name.casefold()] = key
        based = keys.get(row[2].casefold(), normal) if row[2] else ""
        own.append(etree.fromstring(_style(*row, key=key, based=based, space=f' xmlns:w="{SPACE}"')))
    keys.setdefault("normal", normal)
    return Sheet(keys, etree.tostring(own, xml_declaration=True, encoding="UTF-8", standalone=True))


def _style(
    name: str, kind: str, rests: str, passage: str, words: str, *, key: str = "", based: str = "", space: str = ""
) -> str:
    default = ' w:default="1"' if name == "Normal" else ""
    rest = based or (_KEYS.get(rests, rests) if rests else "")
    on = f"<w:basedOn w:val={quoteattr(rest)}/>" if rest else ""
    own = f"<w:pPr>{passage}</w:pPr>" if passage else ""
    said = f"<w:rPr>{words}</w:rPr>" if words else ""
    key = key or _KEYS.get(name, name)
    head = f'<w:style{space} w:type="{kind}"{default} w:styleId={quoteattr(key)}><w:name w:val="{name}"/>'
    return f"{head}{on}<w:qFormat/>{own}{said}</w:style>"


def tongue(language: str) -> str:
    """``w:lang`` of a language."""
    tag = TAGS.get(language, language)
    if language in EAST_ASIAN:
        return f"<w:lang w:eastAsia={quoteattr(tag)}/>"
    if language in RIGHT_TO_LEFT:
        return f"<w:lang w:bidi={quoteattr(tag)}/>"
    return f"<w:lang w:val={quoteattr(tag)}/>"


def _defaults(language: str) -> str:
    latin = TAGS.get(language, language) if language not in (*EAST_ASIAN, *RIGHT_TO_LEFT) else "en-GB"
    east = TAGS[language] if language in ("ja", "zh") else "ja-JP"
    bidi = TAGS[language] if language in ("ar", "fa") else "ar-SA"
    tongues = f"<w:lang w:val={quoteattr(latin)} w:eastAsia={quoteattr(east)} w:bidi={quoteattr(bidi)}/>"
    fonts = _FONTS.format(_EAST.get(language, "MS Mincho"))
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="24"/><w:szCs w:val="24"/>{tongues}</w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
