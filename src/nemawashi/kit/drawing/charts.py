"""Figures as SVG text, drawn from plain values; labels arrive already translated.

Colours are literal attributes, so that paper and Word show them; classes of the same marks let a page follow
its theme. Every mark that stands for something in the record can be a link and carries a ``<title>``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape

INK, SOFT, RULE, STRONG = "#1e1d1b", "#6b655a", "#ded7c9", "#b3a992"
INDIGO, PAPER, WELL, STOP, WARN = "#1f4068", "#fffdf9", "#f1ecdf", "#97301f", "#7c5200"
SEGMENTS = ("#2a5f44", "#5f261b", "#577093", "#b7c3d1", "#97301f", "#aca89f", "#dedbd4", "#b0956a")

GUTTER, MARGIN, PLOT, LANE, TOP = 216, 84, 820, 40, 34
IMPRECISE_DAYS = 20
_FORBIDDEN = re.compile("[\x7f\ud800-\udfff\ufffe\uffff]")
FONTS = "Noto Sans, Segoe UI, Helvetica, Arial, sans-serif"


@dataclass(frozen=True)
class Mark:
    """One meeting on its lane; ``first`` and ``last`` bound what is known of its date."""

    label: str
    first: date | None
    last: date | None
    status: str = "held"
    href: str | None = None
    code: str = ""


@dataclass(frozen=True)
class Gap:
    """A stretch longer than the expected cadence; ``label`` says its length in words."""

    first: date
    last: date
    label: str


@dataclass(frozen=True)
class Lane:
    label: str
    marks: Sequence[Mark]
    gaps: Sequence[Gap] = ()
    href: str | None = None


@dataclass(frozen=True)
class TimelineWords:
    """The figure's own words in the reader's language; ``statuses`` pairs a status with its legend."""

    title: str
    description: str
    today: str
    undated: str
    gap: str
    imprecise: str
    statuses: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Segment:
    label: str
    value: int
    tone: int
    href: str | None = None


@dataclass(frozen=True)
class Bar:
    label: str
    segments: Sequence[Segment]
    href: str | None = None
    lang: str = ""


@dataclass(frozen=True)
class Span:
    """A life span; ``marks`` are dated uses inside it."""

    label: str
    first: date
    last: date
    href: str | None = None
    note: str = ""
    lang: str = ""
    marks: Sequence[date] = field(default=())


def _clean(words: str) -> str:
    """Escaped, and without the characters that XML forbids."""
    return escape("".join(c for c in words if c in "\t\n" or (c >= " " and not _FORBIDDEN.match(c))))


def _link(href: str | None, title: str, inner: str, lang: str = "") -> str:
    spoken = f' lang="{lang}"' if lang else ""
    body = f"<title{spoken}>{_clean(title)}</title>{inner}"
    if href is None:
        return f"<g>{body}</g>"
    return f'<a href="{_clean(href)}">{body}</a>'


def _words(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 13,
    css: str = "c-ink",
    fill: str = INK,
    anchor: str = "start",
    weight: str = "",
    lang: str = "",
) -> str:
    bold = f' font-weight="{weight}"' if weight else ""
    end = "" if anchor == "start" else f' text-anchor="{anchor}"'
    end += f' lang="{lang}"' if lang else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" class="{css}" fill="{fill}"{end}{bold}>{_clean(words)}</text>'


def _frame(width: int, height: float, name: str, title: str, description: str, body: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height:.0f}" '
        f'role="group" aria-labelledby="{name}-t {name}-d" font-family="{FONTS}">'
        f'<title id="{name}-t">{_clean(title)}</title><desc id="{name}-d">{_clean(description)}</desc>'
        + "".join(body)
        + "</svg>"
    )


def _wide(words: str) -> float:
    """Rough width of 13 px text; Cyrillic letters are wider than Latin ones, Japanese twice as wide."""
    return sum(13.0 if c > "\u2e7f" else 8.4 if "\u0400" <= c < "\u0530" else 7.1 for c in words)


def _fold(words: str, room: float) -> list[str]:
    """At most two lines that fit ``room``; what is left over ends in an ellipsis."""
    if _wide(words) <= room:
        return [words]
    parts = words.split(" ") if " " in words else list(words)
    glue = " " if " " in words else ""
    lines = [""]
    for part in parts:
        longer = lines[-1] + (glue if lines[-1] else "") + part
        if _wide(longer) > room and lines[-1]:
            if len(lines) == 2:
                lines[-1] += "…"
                return lines
            lines.append(part)
        else:
            lines[-1] = longer
    return lines


def _shape(x: float, y: float, status: str) -> str:
    """Each status has a form of its own, so that it reads in black and white."""
    if status == "planned":
        return (
            f'<circle cx="{x:.1f}" cy="{y}" r="5" class="c-hollow" fill="{PAPER}" stroke="{INDIGO}" '
            'stroke-width="1.6" stroke-dasharray="2.4 2"/>'
        )
    if status == "announced":
        return (
            f'<circle cx="{x:.1f}" cy="{y}" r="5.2" class="c-hollow" fill="{PAPER}" stroke="{INDIGO}" '
            f'stroke-width="1.6"/><circle cx="{x:.1f}" cy="{y}" r="1.8" class="c-mark" fill="{INDIGO}"/>'
        )
    if status == "postponed":
        return (
            f'<path d="M{x - 4.5:.1f} {y - 5.5}l10 5.5l-10 5.5z" class="c-warn" fill="{PAPER}" '
            f'stroke="{WARN}" stroke-width="1.6"/>'
        )
    if status == "cancelled":
        return (
            f'<path d="M{x - 4.5:.1f} {y - 4.5}l9 9m0 -9l-9 9" class="c-cross" fill="none" stroke="{STOP}" '
            'stroke-width="2.2"/>'
        )
    if status == "lapsed":
        return (
            f'<rect x="{x - 4.5:.1f}" y="{y - 4.5}" width="9" height="9" class="c-hollow" fill="{PAPER}" '
            f'stroke="{INDIGO}" stroke-width="1.4"/>'
        )
    return f'<circle cx="{x:.1f}" cy="{y}" r="5" class="c-mark" fill="{INDIGO}" stroke="{INDIGO}"/>'


class _Scale:
    def __init__(self, first: date, last: date, *, left: float, width: float) -> None:
        self.first, self.left = first.toordinal(), left
        self.unit = width / max(1, last.toordinal() - self.first)
        self.right = left + width

    def at(self, day: date) -> float:
        return min(self.right, max(self.left, self.left + (day.toordinal() - self.first) * self.unit))


def _years(scale: _Scale, first: date, last: date, *, top: float, bottom: float) -> list[str]:
    step = 1 if last.year - first.year <= 12 else 2
    if last.year - first.year > 30:
        step = 5
    out = []
    for year in range(first.year, last.year + 1):
        if year % step or date(year, 1, 1) < first:
            continue
        x = scale.at(date(year, 1, 1))
        out.append(f'<path d="M{x:.1f} {top}V{bottom}" class="c-rule" stroke="{RULE}"/>')
        out.append(_words(x, top - 8, str(year), size=12, css="c-soft", fill=SOFT, anchor="middle"))
    return out


def _gap(scale: _Scale, gap: Gap, y: float) -> str:
    x1, x2 = scale.at(gap.first) + 8, scale.at(gap.last) - 8
    if x2 - x1 < 12:
        return ""
    label = ""
    if x2 - x1 > _wide(gap.label) * 0.86 + 8:
        label = _words((x1 + x2) / 2, y - 9, gap.label, size=11, css="c-soft", fill=SOFT, anchor="middle")
    inner = f'<rect x="{x1:.1f}" y="{y - 5}" width="{x2 - x1:.1f}" height="10" fill="url(#hatch)"/>' + label
    return _link(None, gap.label, inner)


def _mark(scale: _Scale, mark: Mark, y: float, *, low: bool) -> str:
    if mark.first is None or mark.last is None:
        return ""
    x1, x2 = scale.at(mark.first), scale.at(mark.last)
    middle = (x1 + x2) / 2
    if (mark.last - mark.first).days > IMPRECISE_DAYS:
        half = max(5.0, (x2 - x1) / 2)
        css, fill = ("c-mark", INDIGO) if mark.status == "held" else ("c-hollow", PAPER)
        shape = (
            f'<rect x="{middle - half:.1f}" y="{y - 3}" width="{2 * half:.1f}" height="6" rx="3" '
            f'class="{css}" fill="{fill}" stroke="{INDIGO}"/>'
        )
        if mark.status not in {"held", "planned"}:
            shape += _shape(middle, y, mark.status)
    else:
        shape = _shape(middle, y, mark.status)
    if mark.code:
        shape += _words(middle, y + (17 if low else -8), mark.code, size=9, css="c-soft", fill=SOFT, anchor="middle")
    return _link(mark.href, mark.label, shape)


def _lane(lane: Lane, scale: _Scale, y: float) -> list[str]:
    lines = _fold(lane.label, GUTTER - 20)
    start = y + 4.5 - 7.5 * (len(lines) - 1)
    name = "".join(
        _words(0, start + 15 * i, line, css="c-link" if lane.href else "c-ink", fill=INK) for i, line in enumerate(lines)
    )
    out = [
        _link(lane.href, lane.label, name),
        f'<path d="M{scale.left} {y}H{scale.right}" class="c-strong" stroke="{STRONG}" stroke-width=".8"/>',
    ]
    out += [_gap(scale, gap, y) for gap in lane.gaps]
    dated = sorted((m for m in lane.marks if m.first and m.last), key=lambda m: (m.first or date.min, m.label))
    before = [-99.0, -99.0]  # where the last code above and below the lane ends
    for mark in dated:
        middle = (scale.at(mark.first or date.min) + scale.at(mark.last or date.min)) / 2
        low = middle - before[1] > middle - before[0] or middle - before[1] > 24
        before[1 if low else 0] = middle
        out.append(_mark(scale, mark, y, low=low))
    out += _undated([m for m in lane.marks if not (m.first and m.last)], y)
    return out


def _undated(marks: Sequence[Mark], y: float) -> list[str]:
    left = GUTTER + PLOT + 16
    out = []
    for i, mark in enumerate(marks):
        x, row = left + 20 * (i % 4), y + 14 * (i // 4)
        out.append(_link(mark.href, mark.label, _shape(x, row, mark.status)))
    return out


def timeline(
    lanes: Sequence[Lane],
    *,
    first: date,
    last: date,
    today: date,
    words: TimelineWords,
    name: str = "timeline",
) -> str:
    """One lane a track, one mark a meeting; stretches longer than the cadence are hatched.

    Meetings without any date stand in the right margin of their lane, under ``words.undated``.
    """
    scale = _Scale(first, last, left=GUTTER, width=PLOT)
    bottom = TOP + LANE * len(lanes) + 6
    width = GUTTER + PLOT + MARGIN
    body = [
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M0 0V6" class="c-hatch" stroke="{STRONG}" '
        'stroke-width="1.6"/>'
        "</pattern></defs>"
    ]
    body += _years(scale, first, last, top=TOP - 8, bottom=bottom)
    if any(not (m.first and m.last) for lane in lanes for m in lane.marks):
        body.append(_words(GUTTER + PLOT + 10, TOP - 16, words.undated, size=11, css="c-soft", fill=SOFT))
    for i, lane in enumerate(lanes):
        body += _lane(lane, scale, TOP + LANE * i + LANE / 2)
    if first <= today <= last:
        x = scale.at(today)
        body.append(f'<path d="M{x:.1f} {TOP - 8}V{bottom}" class="c-today" stroke="{STOP}" stroke-width="1.4"/>')
        body.append(_words(x, bottom + 12, words.today, size=11, css="c-soft", fill=SOFT, anchor="middle"))
    body += _legend(words, bottom + 34, width)
    return _frame(width, bottom + 46, name, words.title, words.description, body)


def _legend(words: TimelineWords, y: float, width: int) -> list[str]:
    out, x = [], 8.0
    for status, label in words.statuses:
        out.append(_shape(x, y - 4, status) + _words(x + 11, y, label, size=12, css="c-soft", fill=SOFT))
        x += _wide(label) * 0.95 + 36
    out.append(
        f'<rect x="{x}" y="{y - 7}" width="20" height="6" rx="3" class="c-mark" fill="{INDIGO}"/>'
        + _words(x + 26, y, words.imprecise, size=12, css="c-soft", fill=SOFT)
    )
    x += _wide(words.imprecise) * 0.95 + 50
    out.append(
        f'<rect x="{x}" y="{y - 9}" width="26" height="10" fill="url(#hatch)"/>'
        + _words(x + 32, y, words.gap, size=12, css="c-soft", fill=SOFT)
    )
    return out


def stacked_bars(bars: Sequence[Bar], *, title: str, description: str, name: str = "bars") -> str:
    """One bar a row, its length the total of its segments; a number stands in each segment wide enough."""
    gutter, plot, row = 290, 560, 44
    most = max((sum(s.value for s in bar.segments) for bar in bars), default=0) or 1
    body: list[str] = []
    for i, bar in enumerate(bars):
        y, x = 10 + row * i, float(gutter)
        lines = _fold(bar.label, gutter - 16)
        head = "".join(
            _words(0, y + 18 - 7.5 * (len(lines) - 1) + 15 * k, line, css="c-link" if bar.href else "c-ink", lang=bar.lang)
            for k, line in enumerate(lines)
        )
        body.append(_link(bar.href, bar.label, head, bar.lang))
        for segment in bar.segments:
            if not segment.value:
                continue
            wide = plot * segment.value / most
            fill = SEGMENTS[segment.tone % len(SEGMENTS)]
            inner = (
                f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="26" class="c-b{segment.tone % 8}" '
                f'fill="{fill}" stroke="{PAPER}"/>'
            )
            body.append(_link(segment.href, f"{bar.label}: {segment.label}, {segment.value}", inner, bar.lang))
            x += wide
        total = sum(s.value for s in bar.segments)
        body.append(_words(x + 8, y + 18, str(total), css="c-soft", fill=SOFT))
    bottom = row * len(bars) + 10
    legend, more = _tones(bars, bottom + 18, gutter + plot + 50)
    return _frame(gutter + plot + 50, bottom + more, name, title, description, [*body, *legend])


def _tones(bars: Sequence[Bar], y: float, width: float) -> tuple[list[str], float]:
    """Which tone is which segment, for those that occur, and how much room that takes."""
    used: dict[int, str] = {}
    for bar in bars:
        used |= {segment.tone: segment.label for segment in bar.segments if segment.value}
    out, x, top = [], 0.0, y
    for tone, label in sorted(used.items()):
        room = _wide(label) * 0.95 + 44
        if x + room > width and x:
            x, y = 0.0, y + 22
        out.append(
            f'<rect x="{x:.1f}" y="{y - 10:.1f}" width="12" height="12" class="c-b{tone % 8}" '
            f'fill="{SEGMENTS[tone % len(SEGMENTS)]}"/>' + _words(x + 18, y, label, size=12, css="c-soft", fill=SOFT)
        )
        x += room
    return out, y - top + 26 if used else 0


def life_spans(spans: Sequence[Span], *, first: date, last: date, title: str, description: str, name: str = "spans") -> str:
    """When each concept was first and last met; a point when it was met once."""
    gutter, plot, row, top = 330, 690, 28, 34
    scale = _Scale(first, last, left=gutter, width=plot)
    bottom = top + row * len(spans)
    body = _years(scale, first, last, top=top - 8, bottom=bottom)
    for i, span in enumerate(spans):
        y = top + row * i + row / 2
        x1, x2 = scale.at(span.first), scale.at(span.last)
        line = _fold(span.label, gutter - 24)
        label = line[0] + ("…" if len(line) > 1 else "")
        inner = _words(0, y + 4.5, label, css="c-link" if span.href else "c-ink", lang=span.lang)
        if x2 - x1 < 4:
            inner += f'<circle cx="{x1:.1f}" cy="{y}" r="4.5" class="c-mark" fill="{INDIGO}"/>'
        else:
            inner += (
                f'<rect x="{x1:.1f}" y="{y - 4}" width="{x2 - x1:.1f}" height="8" rx="1" class="c-mark" fill="{INDIGO}"/>'
            )
        inner += "".join(
            f'<path d="M{scale.at(day):.1f} {y - 7}V{y + 7}" class="c-strong" stroke="{STRONG}"/>' for day in span.marks
        )
        body.append(_link(span.href, f"{span.label}: {span.note}" if span.note else span.label, inner, span.lang))
    return _frame(gutter + plot + 20, bottom + 10, name, title, description, body)


@dataclass(frozen=True)
class Cell:
    """One entry of a grid: ``level`` 1 is drawn highest, 0 is a mark without height, None an empty cell."""

    level: int | None
    title: str = ""
    href: str | None = None
    lang: str = ""


@dataclass(frozen=True)
class Line:
    """One row of a grid."""

    label: str
    cells: Sequence[Cell]
    href: str | None = None


def grid(
    lines: Sequence[Line],
    columns: Sequence[str],
    levels: Sequence[str],
    *,
    title: str,
    description: str,
    name: str = "grid",
) -> str:
    """A bar in each cell, the higher the level the taller, so that it reads without colour; ``levels`` are named below."""
    gutter, wide, row, top = 330, 92, 34, 40
    width = gutter + wide * len(columns) + 10
    body = [
        _words(gutter + wide * i + wide / 2, top - 16, column, size=12, css="c-soft", fill=SOFT, anchor="middle")
        for i, column in enumerate(columns)
    ]
    for number, line in enumerate(lines):
        y = top + row * number
        folded = _fold(line.label, gutter - 16)
        head = "".join(
            _words(0, y + 21 - 7 * (len(folded) - 1) + 14 * k, part, css="c-link" if line.href else "c-ink")
            for k, part in enumerate(folded)
        )
        body.append(_link(line.href, line.label, head))
        body.append(f'<path d="M{gutter} {y + row - 4}H{width - 10}" class="c-rule" stroke="{RULE}"/>')
        for i, cell in enumerate(line.cells):
            if cell.level is not None:
                mark = _bar(gutter + wide * i + wide / 2, y + row - 4, cell.level, len(levels))
                body.append(_link(cell.href, cell.title, mark, cell.lang))
    bottom = top + row * len(lines) + 12
    x = 8.0
    for i, label in enumerate(levels):
        body.append(_bar(x + 11, bottom + 30, i + 1 if i < len(levels) - 1 else 0, len(levels)))
        body.append(_words(x + 28, bottom + 28, label, size=12, css="c-soft", fill=SOFT))
        x += _wide(label) * 0.95 + 52
        if x > width - 160:
            x, bottom = 8.0, bottom + 34
    return _frame(width, bottom + 44, name, title, description, body)


def _bar(x: float, base: float, level: int, levels: int) -> str:
    if level == 0:
        return f'<circle cx="{x:.1f}" cy="{base - 6:.1f}" r="3.5" class="c-hollow" fill="{PAPER}" stroke="{INDIGO}"/>'
    high = 26 * (levels - level) / (levels - 1)
    return f'<rect x="{x - 9:.1f}" y="{base - high:.1f}" width="18" height="{high:.1f}" class="c-mark" fill="{INDIGO}"/>'
