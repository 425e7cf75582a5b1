"""Name plates for a table, two scripts each, as the HTML of which a PDF is made: one leaf a person, folded."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from nemawashi.kit.papers.wordings import plain


@dataclass(frozen=True, slots=True)
class NamePlate:
    """``own``: the name in the person's own letters, in ``language``; empty where nobody gave it."""

    party: str
    name: str
    own: str = ""
    language: str = ""


_LOOKS = """
.plate { break-after: page; text-align: center; }
.plate:last-child { break-after: auto; }
.half { height: 118mm; }
.turned { transform: rotate(180deg); }
.half p { margin: 0; }
.of { font-size: 20pt; padding-top: 22mm; }
.called { font-size: 40pt; font-weight: 600; line-height: 1.15; }
.own { font-size: 30pt; line-height: 1.2; }
"""


def as_html(plates: Sequence[NamePlate], *, title: str, language: str, looks: str) -> str:
    """One document, whole in itself; every word of a delegation is escaped. Each half of a leaf says the same."""
    leaves = "".join(f'<section class="plate">{_half(row, "turned")}{_half(row, "")}</section>' for row in plates)
    return (
        f'<!DOCTYPE html>\n<html lang="{_safe(language)}"><head><meta charset="utf-8"><title>{_safe(title)}</title>'
        f"<style>{looks}{_LOOKS}</style></head><body><article>{leaves}</article></body></html>\n"
    )


def _half(row: NamePlate, turned: str) -> str:
    own = f'<p class="own" lang="{_safe(row.language)}">{_safe(row.own)}</p>' if row.own else ""
    return (
        f'<div class="half {turned}"><p class="of">{_safe(row.party)}</p><p class="called">{_safe(row.name)}</p>{own}</div>'
    )


def _safe(words: str) -> str:
    return escape(plain(words), quote=True)


def picture(drawn: str, title: str, language: str, looks: str) -> str:
    """A picture of ours on a page of its own; ``drawn`` is SVG whose words are escaped."""
    return (
        f'<!DOCTYPE html>\n<html lang="{_safe(language)}"><head><meta charset="utf-8"><title>{_safe(title)}</title>'
        f"<style>{looks}</style></head><body><article><h1>{_safe(title)}</h1>{drawn}</article></body></html>\n"
    )
