"""Bars, life spans and grids as SVG text, drawn from plain values; labels arrive already translated.

Every mark that stands for something in the record can be a link and carries a ``<title>``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from nemawashi.kit.drawing.ink import (
    INDIGO,
    PAPER,
    RULE,
    SEGMENTS,
    SOFT,
    STRONG,
    Scale,
    folded,
    framed,
    linked,
    width_of,
    worded,
    year_lines,
)


@dataclass(frozen=True)
class LabelledShare:
    label: str
    value: int
    tone: int
    href: str | None = None


@dataclass(frozen=True)
class Bar:
    label: str
    segments: Sequence[LabelledShare]
    href: str | None = None
    lang: str = ""


@dataclass(frozen=True)
class LifeSpan:
    """A life span; ``marks`` are dated uses inside it."""

    label: str
    first: date
    last: date
    href: str | None = None
    note: str = ""
    lang: str = ""
    marks: Sequence[date] = field(default=())


def stacked_bars(bars: Sequence[Bar], *, title: str, description: str, name: str = "bars") -> str:
    """One bar a row, its length the total of its segments; a number stands in each segment wide enough."""
    gutter, plot, row = 290, 560, 44
    most = max((sum(s.value for s in bar.segments) for bar in bars), default=0) or 1
    body: list[str] = []
    for i, bar in enumerate(bars):
        y, x = 10 + row * i, float(gutter)
        lines = folded(bar.label, gutter - 16)
        head = "".join(
            worded(0, y + 18 - 7.5 * (len(lines) - 1) + 15 * k, line, css="c-link" if bar.href else "c-ink", lang=bar.lang)
            for k, line in enumerate(lines)
        )
        body.append(linked(bar.href, bar.label, head, bar.lang))
        for segment in bar.segments:
            if not segment.value:
                continue
            wide = plot * segment.value / most
            fill = SEGMENTS[segment.tone % len(SEGMENTS)]
            inner = (
                f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="26" class="c-b{segment.tone % 8}" '
                f'fill="{fill}" stroke="{PAPER}"/>'
            )
            body.append(linked(segment.href, f"{bar.label}: {segment.label}, {segment.value}", inner, bar.lang))
            x += wide
        total = sum(s.value for s in bar.segments)
        body.append(worded(x + 8, y + 18, str(total), css="c-soft", fill=SOFT))
    bottom = row * len(bars) + 10
    legend, more = _tones(bars, bottom + 18, gutter + plot + 50)
    return framed(gutter + plot + 50, bottom + more, name, title, description, [*body, *legend])


def _tones(bars: Sequence[Bar], y: float, width: float) -> tuple[list[str], float]:
    """Which tone is which segment, for those that occur, and how much room that takes."""
    used: dict[int, str] = {}
    for bar in bars:
        used |= {segment.tone: segment.label for segment in bar.segments if segment.value}
    out, x, top = [], 0.0, y
    for tone, label in sorted(used.items()):
        room = width_of(label) * 0.95 + 44
        if x + room > width and x:
            x, y = 0.0, y + 22
        out.append(
            f'<rect x="{x:.1f}" y="{y - 10:.1f}" width="12" height="12" class="c-b{tone % 8}" '
            f'fill="{SEGMENTS[tone % len(SEGMENTS)]}"/>' + worded(x + 18, y, label, size=12, css="c-soft", fill=SOFT)
        )
        x += room
    return out, y - top + 26 if used else 0


def life_spans(
    spans: Sequence[LifeSpan], *, first: date, last: date, title: str, description: str, name: str = "spans"
) -> str:
    """When each concept was first and last met; a point when it was met once."""
    gutter, plot, row, top = 330, 690, 28, 34
    scale = Scale(first, last, left=gutter, width=plot)
    bottom = top + row * len(spans)
    body = year_lines(scale, first, last, top=top - 8, bottom=bottom)
    for i, span in enumerate(spans):
        y = top + row * i + row / 2
        x1, x2 = scale.at(span.first), scale.at(span.last)
        line = folded(span.label, gutter - 24)
        label = line[0] + ("…" if len(line) > 1 else "")
        inner = worded(0, y + 4.5, label, css="c-link" if span.href else "c-ink", lang=span.lang)
        if x2 - x1 < 4:
            inner += f'<circle cx="{x1:.1f}" cy="{y}" r="4.5" class="c-mark" fill="{INDIGO}"/>'
        else:
            inner += (
                f'<rect x="{x1:.1f}" y="{y - 4}" width="{x2 - x1:.1f}" height="8" rx="1" class="c-mark" fill="{INDIGO}"/>'
            )
        inner += "".join(
            f'<path d="M{scale.at(day):.1f} {y - 7}V{y + 7}" class="c-strong" stroke="{STRONG}"/>' for day in span.marks
        )
        body.append(linked(span.href, f"{span.label}: {span.note}" if span.note else span.label, inner, span.lang))
    return framed(gutter + plot + 20, bottom + 10, name, title, description, body)


@dataclass(frozen=True)
class YearColumn:
    """What there was in a year; None where nothing could have been."""

    year: int
    value: float | None
    title: str
    href: str | None = None


def columns(years: Sequence[YearColumn], *, title: str, description: str, name: str = "columns") -> str:
    """A column a year, and a hollow mark where nothing was found; a year that is left out stays empty."""
    left, plot, high, top = 70, 820, 180, 20
    first, last = min(each.year for each in years), max(each.year for each in years)
    wide = plot / (last - first + 1)
    most = max((each.value or 0.0 for each in years), default=0.0) or 1.0
    base = top + high
    body = [f'<path d="M{left} {base}H{left + plot}" class="c-rule" stroke="{RULE}"/>']
    body.append(worded(left - 8, top + 10, f"{most:,.0f}", size=12, css="c-soft", fill=SOFT, anchor="end"))
    body.append(worded(left - 8, base, "0", size=12, css="c-soft", fill=SOFT, anchor="end"))
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if wide * step >= 38)
    for year in range(first, last + 1):
        if year % every == 0 or first == last:
            x = left + wide * (year - first + 0.5)
            body.append(worded(x, base + 20, str(year), size=12, css="c-soft", fill=SOFT, anchor="middle"))
    for each in years:
        x = left + wide * (each.year - first)
        if each.value is None:
            continue
        if not each.value:
            at = f'cx="{x + wide / 2:.1f}" cy="{base - 6}" r="3.5"'
            mark = f'<circle {at} class="c-hollow" fill="{PAPER}" stroke="{INDIGO}"/>'
        else:
            tall = max(2.0, high * each.value / most)
            thin = min(wide * 0.7, 36.0)
            mark = (
                f'<rect x="{x + (wide - thin) / 2:.1f}" y="{base - tall:.1f}" width="{thin:.1f}" height="{tall:.1f}" '
                f'class="c-mark" fill="{INDIGO}"/>'
            )
        body.append(linked(each.href, each.title, mark))
    return framed(left + plot + 20, base + 34, name, title, description, body)


@dataclass(frozen=True)
class RankedBar:
    """A value with its name; below nought the bar goes to the left."""

    label: str
    value: float
    title: str
    href: str | None = None
    lang: str = ""


def ranked(bars: Sequence[RankedBar], *, title: str, description: str, name: str = "ranked") -> str:
    """A bar a row from the line of nought, its value beside it."""
    gutter, plot, row = 220, 560, 24
    low, high = min(0.0, *(bar.value for bar in bars)), max(0.0, *(bar.value for bar in bars))
    unit = plot / ((high - low) or 1.0)
    nought = gutter - low * unit
    bottom = 8 + row * len(bars)
    body = [f'<path d="M{nought:.1f} 4V{bottom}" class="c-rule" stroke="{RULE}"/>']
    for number, bar in enumerate(bars):
        y = 8 + row * number
        x = nought + min(0.0, bar.value) * unit
        lines = folded(bar.label, gutter - 16)
        label = lines[0] + ("…" if len(lines) > 1 else "")
        inner = worded(0, y + 14, label, css="c-link" if bar.href else "c-ink", lang=bar.lang)
        inner += (
            f'<rect x="{x:.1f}" y="{y + 2}" width="{max(1.0, abs(bar.value) * unit):.1f}" height="15" '
            f'class="c-mark" fill="{INDIGO}"/>'
        )
        inner += worded(gutter + plot + 8, y + 14, f"{bar.value:.2f}", size=12, css="c-soft", fill=SOFT)
        body.append(linked(bar.href, bar.title, inner, bar.lang))
    return framed(gutter + plot + 60, bottom + 10, name, title, description, body)


@dataclass(frozen=True)
class GridCell:
    """One entry of a grid: ``level`` 1 is drawn highest, 0 is a mark without height, None an empty cell."""

    level: int | None
    title: str = ""
    href: str | None = None
    lang: str = ""


@dataclass(frozen=True)
class GridRow:
    """One row of a grid."""

    label: str
    cells: Sequence[GridCell]
    href: str | None = None


def grid(
    lines: Sequence[GridRow],
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
        worded(gutter + wide * i + wide / 2, top - 16, column, size=12, css="c-soft", fill=SOFT, anchor="middle")
        for i, column in enumerate(columns)
    ]
    for number, line in enumerate(lines):
        y = top + row * number
        parts = folded(line.label, gutter - 16)
        head = "".join(
            worded(0, y + 21 - 7 * (len(parts) - 1) + 14 * k, part, css="c-link" if line.href else "c-ink")
            for k, part in enumerate(parts)
        )
        body.append(linked(line.href, line.label, head))
        body.append(f'<path d="M{gutter} {y + row - 4}H{width - 10}" class="c-rule" stroke="{RULE}"/>')
        for i, cell in enumerate(line.cells):
            if cell.level is not None:
                mark = _bar(gutter + wide * i + wide / 2, y + row - 4, cell.level, len(levels))
                body.append(linked(cell.href, cell.title, mark, cell.lang))
    bottom = top + row * len(lines) + 12
    x = 8.0
    for i, label in enumerate(levels):
        body.append(_bar(x + 11, bottom + 30, i + 1 if i < len(levels) - 1 else 0, len(levels)))
        body.append(worded(x + 28, bottom + 28, label, size=12, css="c-soft", fill=SOFT))
        x += width_of(label) * 0.95 + 52
        if x > width - 160:
            x, bottom = 8.0, bottom + 34
    return framed(width, bottom + 44, name, title, description, body)


def _bar(x: float, base: float, level: int, levels: int) -> str:
    if level == 0:
        return f'<circle cx="{x:.1f}" cy="{base - 6:.1f}" r="3.5" class="c-hollow" fill="{PAPER}" stroke="{INDIGO}"/>'
    high = 26 * (levels - level) / (levels - 1)
    return f'<rect x="{x - 9:.1f}" y="{base - high:.1f}" width="18" height="{high:.1f}" class="c-mark" fill="{INDIGO}"/>'
