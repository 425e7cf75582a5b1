"""A letter on one leaf, as the HTML of which a PDF is made: head, to whom, words in paragraphs, and who signs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from nemawashi.kit.papers import heads
from nemawashi.kit.papers.values import ForumHead
from nemawashi.kit.papers.wordings import direction, plain


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """``words``: paragraphs parted by empty lines; nothing in them is markup."""

    head: str
    to: str
    subject: str
    words: str
    signed: str
    language: str
    above: ForumHead = field(default_factory=ForumHead)


_LOOKS = """
.head { text-align: end; font-weight: bold; margin: 0 0 18mm; }
.to { margin: 0 0 12mm; }
.subject { font-weight: bold; margin: 0 0 8mm; }
.said { white-space: pre-line; margin: 0 0 5mm; }
.signed { margin: 14mm 0 0; text-align: end; }
"""


def as_html(letter: LetterPaper, looks: str) -> str:
    """One document, whole in itself; every word that stands in it is escaped."""
    said = "".join(f'<p class="said">{_safe(each)}</p>' for each in _paragraphs(letter.words))
    return (
        f'<!DOCTYPE html>\n<html lang="{_safe(letter.language)}" dir="{direction(letter.language)}"><head>'
        f'<meta charset="utf-8"><title>{_safe(letter.subject)}</title><style>{looks}{_LOOKS}</style></head><body><article>'
        f"{heads.as_html(letter.above, letter.language)}"
        f'<p class="head">{_safe(letter.head)}</p><p class="to">{_safe(letter.to)}</p>'
        f'<h1 class="subject">{_safe(letter.subject)}</h1>{said}<p class="signed">{_safe(letter.signed)}</p>'
        "</article></body></html>\n"
    )


def _paragraphs(words: str) -> Sequence[str]:
    parts = words.replace("\r\n", "\n").split("\n\n")
    return [part.strip() for part in parts if part.strip()]


def _safe(words: str) -> str:
    return escape(plain(words), quote=True)
