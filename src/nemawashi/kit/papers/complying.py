"""A report of what became of commitments, in the form of our papers: Word, and the HTML of which PDF is made.

Whoever makes it brings the words of its labels in the language of the report; what a party says of itself, what the host
notes and how others scored stand under labels of their own and are never drawn together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from nemawashi.kit import word
from nemawashi.kit.papers.page import LOOKS
from nemawashi.kit.papers.wordings import direction, plain


@dataclass(frozen=True, slots=True)
class ReportedPromise:
    """One commitment. ``facts``: labels with their words; ``parts``: what was said of it, each under whose word it is.

    ``evidence``: a title with its place, and the address where it can be read.
    """

    words: str
    language: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ComplianceReport:
    """``summary``: a head and rows of the same width; ``notes`` below it say how its numbers were made."""

    title: str
    heads: tuple[str, ...]
    language: str
    summary: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    rows: tuple[ReportedPromise, ...]
    labels: Mapping[str, str]


def as_word(report: ComplianceReport) -> bytes:
    blocks: list[word.Passage | word.Table] = [_line(report.title, report.language, style="Title")]
    if report.summary:
        cells = tuple(tuple((_line(cell, report.language),) for cell in row) for row in report.summary)
        widths = (3, *(1 for _cell in report.summary[0][1:]))
        blocks.append(word.Table(cells, head=True, widths=widths))
    blocks += [_line(note, report.language) for note in report.notes]
    for number, row in enumerate(report.rows, start=1):
        blocks.append(_line(f"{number}. {row.words}", row.language, style="heading 1"))
        blocks += [_line(f"{label}: {value}", report.language) for label, value in row.facts]
        for label, said in row.parts:
            blocks.append(_line(label, report.language, bold=True))
            blocks += [_line(words, report.language) for words in said]
        if row.evidence:
            blocks.append(_line(report.labels["evidence"], report.language, bold=True))
            blocks += [_line(f"{title}: {address}", report.language) for title, address in row.evidence]
    header = tuple(plain(line) for line in report.heads)
    document = word.WordDocument(blocks=tuple(blocks), title=plain(report.title), header=header, language=report.language)
    return word.write(document)


def _line(words: str, language: str, *, style: str = "", bold: bool = False) -> word.Passage:
    return word.Passage((word.Run(plain(words), bold=bold, language=language),), style=style, language=language)


def as_html(report: ComplianceReport, looks: str = LOOKS) -> str:
    """One document, whole in itself; every word of a stranger is escaped."""
    code = _safe(report.language)
    heads = "".join(f'<p class="dialogue">{_safe(line)}</p>' for line in report.heads)
    rows = "".join(_promise(number, row, report.labels) for number, row in enumerate(report.rows, start=1))
    notes = "".join(f'<p class="note">{_safe(note)}</p>' for note in report.notes)
    return (
        f'<!DOCTYPE html>\n<html lang="{code}" dir="{direction(report.language)}"><head><meta charset="utf-8">'
        f"<title>{_safe(report.title)}</title><style>{looks}{_TABLE}</style></head>"
        f'<body><article class="version" id="{code}"><header>{heads}</header><h1>{_safe(report.title)}</h1>'
        f"{_summary(report)}{notes}{rows}</article></body></html>\n"
    )


_TABLE = """
table { border-collapse: collapse; width: 100%; margin: 0 0 1rem; font-size: .9em; }
th, td { border-bottom: 1px solid; padding: .2rem .4rem; text-align: end; }
th:first-child, td:first-child { text-align: start; }
.evidence { overflow-wrap: anywhere; font-size: .875rem; }
"""


def _summary(report: ComplianceReport) -> str:
    if not report.summary:
        return ""
    head, *rows = report.summary
    top = "".join(f'<th scope="col">{_safe(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{_safe(row[0])}</th>{"".join(f"<td>{_safe(cell)}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _promise(number: int, row: ReportedPromise, labels: Mapping[str, str]) -> str:
    facts = "".join(f"<p>{_safe(label)}: {_safe(value)}</p>" for label, value in row.facts)
    parts = "".join(
        f"<h3>{_safe(label)}</h3>{''.join(f'<p class=words>{_safe(words)}</p>' for words in said)}"
        for label, said in row.parts
    )
    shown = "".join(
        f'<p class="evidence">{_safe(title)}: <a href="{_safe(address)}">{_safe(address)}</a></p>'
        for title, address in row.evidence
    )
    evidence = f"<h3>{_safe(labels['evidence'])}</h3>{shown}" if shown else ""
    language = _safe(row.language)
    return f'<h2>{number}. <span lang="{language}">{_safe(row.words)}</span></h2>{facts}{parts}{evidence}'


def _safe(words: str) -> str:
    return escape(plain(words), quote=True)
