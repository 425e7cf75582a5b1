"""Badges to cut out and wear, with a square that a phone reads, as the HTML of which a PDF is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from nemawashi.kit.papers.wordings import plain


@dataclass(frozen=True, slots=True)
class Badge:
    """``own``: the name in the person's own letters, in ``language``. ``square`` is SVG that was drawn here."""

    party: str
    role: str
    name: str
    square: str
    own: str = ""
    language: str = ""


LONG = 34  # signs

_LOOKS = """
.badge { display: inline-block; width: 78mm; height: 54mm; border: .3mm dashed #777; margin: 0 1mm 2mm 0; }
.badge { vertical-align: top; }
.badge { break-inside: avoid; overflow: hidden; position: relative; }
.badge p { margin: 0 32mm 1mm 4mm; }
.badge .of { font-size: 11pt; padding-top: 5mm; }
.badge .called { font-size: 15pt; font-weight: 600; line-height: 1.15; }
.badge .own { font-size: 12pt; }
.badge .as { font-size: 9pt; }
.badge .dots { position: absolute; right: 2mm; top: 22mm; width: 27mm; height: 27mm; margin: 0; padding: 0; }
.badge .dots svg { display: block; width: 27mm; height: 27mm; margin: 0; padding: 0; }
.badge .long { font-size: 11pt; }
.badge .at { position: absolute; left: 4mm; right: 34mm; bottom: 3mm; margin: 0; font-size: 8pt; }
"""


def as_html(badges: Sequence[Badge], *, title: str, language: str, looks: str) -> str:
    """One document, whole in itself; every word of a delegation is escaped. ``title`` stands on each badge."""
    cards = "".join(_card(row, title) for row in badges)
    return (
        f'<!DOCTYPE html>\n<html lang="{_safe(language)}"><head><meta charset="utf-8"><title>{_safe(title)}</title>'
        f"<style>{looks}{_LOOKS}</style></head><body><article>{cards}</article></body></html>\n"
    )


def _card(row: Badge, title: str) -> str:
    own = f'<p class="own" lang="{_safe(row.language)}">{_safe(row.own)}</p>' if row.own else ""
    called = f'<p class="called{_long(row.name)}">{_safe(row.name)}</p>'
    return (
        f'<section class="badge"><p class="of">{_safe(row.party)}</p>{called}{own}'
        f'<p class="as">{_safe(row.role)}</p><div class="dots">{row.square}</div>'
        f'<p class="at">{_safe(title)}</p></section>'
    )


def _long(words: str) -> str:
    """A name of more signs than two lines hold is written smaller."""
    return " long" if len(words) > LONG else ""


def _safe(words: str) -> str:
    return escape(plain(words), quote=True)
