"""Articles, sections and annexes: parts of a text under a heading, in which paragraphs may be counted anew."""

import re
from dataclasses import dataclass

_LABEL = r"(?:\d+\s?(?:bis|ter|quater)?|\d+[a-z]?|[ivxlc]+|[a-z])"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("article", re.compile(rf"^\W{{0,2}}(?:art(?:icle|\.)|стать[яеи])\s+(?P<label>{_LABEL})(?![\w(])[.:]?\s*[–—-]?\s*", re.I)),
    ("article", re.compile(r"^第(?P<label>[一二三四五六七八九十百\d]+)条(?:\s|（|$)\s*")),
    ("annex", re.compile(rf"^\W{{0,2}}(?:annex|appendix|приложение)(?:\s+(?P<label>{_LABEL}))?(?!\w)[.:]?\s*[–—-]?\s*", re.I)),
    ("annex", re.compile(r"^(?:附属書|附録|別添)(?P<label>[一二三四五六七八九十IVX\d]*)(?:\s|$)")),
    ("section", re.compile(rf"^\W{{0,2}}(?:section|chapter|part|раздел|глава|часть)\s+(?P<label>{_LABEL})(?![\w(])[.:]?\s*[–—-]?\s*", re.I)),
)  # fmt: skip
_BARE = re.compile(r"^(?P<label>[IVXLC]{1,6}|[A-Z])(?:[.．]\s*|\s+(?=[A-Z\u0410-\u042f]))(?=\S)")
_SENTENCE = re.compile(r"\b(?:shall|is|are|was|were|applies|concerning|of the (?:Charter|Convention|Covenant))\b")
WHEREAS = re.compile(r"^\W*(?:whereas|принимая во внимание следующее)\s*:?\W*$", re.I)
ENACTS = re.compile(r"^\W*(?:has|have) (?:adopted|decided|agreed)\b", re.I)
RECITAL = re.compile(r"^\((\d+[a-z]?)\)\s*")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_KANJI = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True, slots=True)
class Opened:
    """A heading that opens a part. ``lead``: how many of its signs are kind and label. ``depth``: of sections, 0 for ``II``."""

    kind: str
    label: str
    lead: int
    depth: int = 0

    @property
    def family(self) -> str:
        """What the heading is among clauses; ``annex`` are the paragraphs of an annex."""
        return "annexhead" if self.kind == "annex" else self.kind


def opened(words: str, kind: str) -> Opened | None:
    """The part that a heading opens. An article may go on in the same piece: ``Article 3. The Parties shall …``."""
    for name, form in _FORMS:
        head = form.match(words)
        if head:
            tail = words[head.end() :]
            is_head = len(tail.split()) <= 14 and not (name != "article" and tail.rstrip().endswith((";", ",")))
            runs_on = name == "article" and words[: head.end()].rstrip().endswith((".", ":", "—", "–"))
            if (
                kind not in ("heading", name, "annexhead", "")
                and not (is_head and (not tail or name != "annex" or tail[0].isupper()))
                and not runs_on
            ):
                continue
            if not runs_on and tail[:1].islower():
                continue
            return Opened(name, normal(head["label"] or ""), head.end() if tail or name != "annex" else len(words))
    if kind in ("heading", "section") and (head := _BARE.match(words)) and len(words.split()) <= 16:
        label = head["label"]
        return Opened("section", normal(label), head.end(), depth=0 if len(label) > 1 or label in "IVX" else 1)
    return None


def within(scope: tuple[tuple[str, str], ...], opens: Opened) -> tuple[tuple[str, str], ...]:
    """Where one stands behind a heading: an annex ends everything, an article the article before."""
    new = (opens.kind, opens.label)
    if opens.kind == "annex":
        return (new,)
    if opens.kind == "article":
        return (*(place for place in scope if place[0] != "article"), new)
    annex = tuple(place for place in scope if place[0] == "annex")
    sections = tuple(place for place in scope if place[0] == "section")
    return (*annex, *(sections[:1] if opens.depth else ()), new)


def normal(label: str) -> str:
    """A label as labels compare: in small letters without blanks, Roman and Japanese figures in Arabic ones."""
    label = re.sub(r"\s+", "", label.casefold()).strip("().")
    if label and all(sign in "一二三四五六七八九十百" for sign in label):
        return str(kanji(label))
    if label and all(sign in _ROMAN for sign in label) and (len(label) > 1 or label in "ivx"):
        total = 0
        for sign, coming in zip(label, [*label[1:], ""], strict=True):
            value = _ROMAN[sign]
            total += -value if coming and _ROMAN[coming] > value else value
        return str(total)
    return label


def kanji(figure: str) -> int:
    """Japanese figures up to 999."""
    total = 0
    unit = 0
    for sign in figure:
        if sign in "十百":
            total += (unit or 1) * (10 if sign == "十" else 100)
            unit = 0
        else:
            unit = _KANJI.get(sign, 0)
    return total + unit
