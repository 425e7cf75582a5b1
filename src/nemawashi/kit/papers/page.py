"""One HTML document, whole in itself: no script, nothing fetched, every part in its language. PDF is made from it, too."""

from html import escape

from nemawashi.kit.papers import heads
from nemawashi.kit.papers.printing import Printed, about, adopted, party, printed
from nemawashi.kit.papers.values import AttachedStatement, Correction, Paper
from nemawashi.kit.papers.wordings import direction, language_name, plain, said

LOOKS = """
html { color: #111; background: #fff; }
body { max-width: 42rem; margin: 0 auto; padding: 2rem 1.25rem; font: 1.0625rem/1.6 "Noto Serif", Georgia, "Noto Serif JP",
  "Hiragino Mincho ProN", "Yu Mincho", serif; overflow-wrap: break-word; }
:lang(ja) { font-family: "Noto Serif JP", "Hiragino Mincho ProN", "Yu Mincho", "Noto Serif", serif; line-break: strict; }
h1 { font-size: 1.5rem; line-height: 1.3; text-align: center; margin: 2rem 0; white-space: pre-line; }
h2, h3 { font-size: 1.125rem; line-height: 1.35; margin: 1.75rem 0 .5rem; white-space: pre-line; }
h1:lang(ja), h2:lang(ja), h3:lang(ja) { font-family: "Noto Sans JP", "Hiragino Sans", sans-serif; font-weight: normal; }
.symbol { text-align: end; font-weight: bold; margin: 0; }
.dialogue, .worth { text-align: end; margin: 0; }
.clause { margin: 0 0 .8rem; white-space: pre-line; }
.sub { margin-inline-start: 2rem; }
.annex { margin-inline-start: 1rem; }
.note, .foot, .seal { font-size: .875rem; line-height: 1.5; }
.note { margin: -.4rem 0 .8rem 2rem; white-space: pre-line; }
.seal { overflow-wrap: anywhere; }
a { color: inherit; }
.words { white-space: pre-line; }
sup { font-size: .7em; line-height: 0; }
.foot { border-top: 1px solid; margin-top: 2rem; padding-top: .75rem; }
.foot p { margin: 0 0 .35rem; }
.version + .version { border-top: 3px double; margin-top: 3rem; padding-top: 1rem; }
del { text-decoration: line-through; } ins { text-decoration: underline; }
.letterhead { border-bottom: 1px solid; margin: 0 0 1.5rem; padding: 0 0 .5rem; font-size: .875rem; line-height: 1.4; }
.letterhead p { margin: 0; } .letterhead img.mark { display: block; height: 3.2rem; max-width: 14rem; margin: 0 0 .4rem; }
.letterhead p.mark { font-size: 1.5rem; font-weight: bold; }
@media (prefers-color-scheme: dark) { @media screen { html { color: #e8e6e1; background: #16181b; } } }
@media print {
  @page { size: A4; margin: 25mm 22mm; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  .version + .version { break-before: page; border: 0; margin: 0; padding: 0; }
  h1, h2, h3 { break-after: avoid; } p { orphans: 2; widows: 2; }
}
"""


def written(paper: Paper) -> bytes:
    return document(paper, LOOKS).encode("utf-8", "replace")


def document(paper: Paper, looks: str) -> str:
    """The document with a style sheet, which is ours and never holds words of the paper."""
    first = paper.languages[0]
    versions = "".join(_version(paper, language) for language in paper.languages)
    seals = [f"sha256-{row.language}:{row.seal}" for row in paper.versions if row.seal]
    meta = {
        "dcterms.created": stamp(paper), "dcterms.modified": stamp(paper, is_last=True), "author": paper.dialogue,
        "description": "; ".join(filter(None, [paper.symbol, *adopted(paper, "en")])),
        "keywords": ", ".join([*paper.languages, *seals]),
    }  # fmt: skip
    metadata = "".join(f'<meta name="{name}" content="{_safe(value)}">' for name, value in meta.items() if value)
    link = f'<link rel="canonical" href="{_safe(paper.address)}">' if paper.address else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{_safe(first)}" dir="{direction(first)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{_safe(paper.title)}</title>'
        f"{metadata}{link}<style>{looks}</style></head><body>{versions}</body></html>\n"
    )


def stamp(paper: Paper, *, is_last: bool = False) -> str:
    """The moment of the adoption, or that of the last statement or corrigendum: never the moment of the making."""
    at = paper.changed_at if is_last else paper.adoption.at
    return at.strftime("%Y-%m-%dT%H:%M:%S%z")[:-2] + ":" + at.strftime("%z")[-2:]


def _safe(words: str) -> str:
    return escape(plain(words), quote=True)


def _version(paper: Paper, language: str) -> str:
    worth = said(paper.version(language).worth, language)
    above = heads.as_html(paper.head, language)
    head = f'<p class="symbol">{_safe(paper.symbol)}</p>' if paper.symbol else ""
    head += "".join(f'<p class="dialogue" lang="en">{_safe(line)}</p>' for line in paper.heads)
    head += f'<p class="worth">{_safe(language_name(language, language))}: {_safe(worth)}</p>'
    clauses = "".join(_clause(row) for row in printed(paper, language))
    code = _safe(language)
    return (
        f'<article class="version" id="{code}" lang="{code}" dir="{direction(language)}"><header>{above}{head}</header>'
        f"{clauses}{_statements(paper, language)}{_corrections(paper, language)}{_foot(paper, language)}</article>"
    )


def _clause(row: Printed) -> str:
    words = "".join(_safe(words) + (f"<sup>{note}</sup>" if note else "") for words, note in row.pieces)
    level = {"title": "h1", "heading": "h2"}.get(row.clause.kind)
    notes = "".join(f'<p class="note"><sup>{number}</sup> {_safe(note)}</p>' for number, note in row.notes)
    if level:
        return f"<{level}>{words}</{level}>{notes}"
    number = f'<span class="number">{_safe(row.number)}</span> ' if row.number else ""
    return f'<p class="clause {_safe(row.clause.kind)}">{number}{words}</p>{notes}'


def _statements(paper: Paper, language: str) -> str:
    if not paper.statements:
        return ""
    rows = "".join(_statement(paper, row, language) for row in paper.statements)
    return f"<section><h2>{said('statements', language)}</h2>{rows}</section>"


def _statement(paper: Paper, row: AttachedStatement, language: str) -> str:
    head = f"{_safe(party(row, language))}: {_safe(about(paper, row, language))}"
    return f'<h3>{head}</h3><p class="words">{_safe(row.words)}</p>'


def _corrections(paper: Paper, language: str) -> str:
    rows = "".join(_correction(paper, row, language) for row in paper.corrections_in(language))
    return f"<section><h2>{said('corrigenda', language)}</h2>{rows}</section>" if rows else ""


def _correction(paper: Paper, row: Correction, language: str) -> str:
    clause = f"{said('clause', language)} {paper.number_of(row.clause)}".rstrip()
    gone, come = f"<del>{_safe(row.before)}</del>", f"<ins>{_safe(row.after)}</ins>"
    change = f"{said('reads', language)} {gone} {said('instead', language)} {come}"
    return f'<h3>{_safe(row.symbol)}, {_safe(clause)}</h3><p class="words">{change}</p><p>{_safe(row.why)}</p>'


def _foot(paper: Paper, language: str) -> str:
    lines = "".join(f"<p>{_safe(line)}</p>" for line in adopted(paper, language))
    if seal := paper.version(language).seal:
        lines += f'<p class="seal">{said("seal", language)}: {_safe(said("sealed", language))}: {_safe(seal)}</p>'
    if paper.address:
        link = f'<a href="{_safe(paper.address)}">{_safe(paper.address)}</a>'
        lines += f'<p class="seal">{said("address", language)}: {link}</p>'
    return f'<footer class="foot">{lines}</footer>'
