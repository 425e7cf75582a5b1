"""Small multiples: the same years and the same scale in every panel, so that panels can be compared at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from nemawashi.kit.drawing.ink import RULE, SEGMENTS, SOFT, folded, framed, linked, width_of, worded

_WIDE, _HIGH, _BETWEEN, _HEAD, _FOOT = 286, 64, 26, 34, 22


@dataclass(frozen=True, slots=True)
class PanelYear:
    """A year with its counts in the order of the tones, and what is said of it."""

    year: int
    counts: Sequence[int]
    title: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class YearPanel:
    """One of several: its name, a word below it, and its years. Years without anything are left out."""

    label: str
    note: str
    years: Sequence[PanelYear]
    href: str | None = None


def panels(
    rows: Sequence[YearPanel],
    tones: Sequence[str],
    *,
    first: int,
    last: int,
    title: str,
    description: str,
    name: str = "panels",
) -> str:
    """Three panels a row, a column a year, its parts by tone; ``tones`` are named below."""
    most = max((sum(year.counts) for row in rows for year in row.years), default=0) or 1
    body: list[str] = []
    high = _HEAD + _HIGH + _FOOT
    for number, row in enumerate(rows):
        body += _panel(row, (number % 3) * (_WIDE + _BETWEEN), 6 + number // 3 * high, first, last, most)
    bottom = 6 + (len(rows) + 2) // 3 * high + 20
    x = 0.0
    for tone, label in enumerate(tones):
        swatch = f'<rect x="{x:.1f}" y="{bottom - 10}" width="12" height="12" class="c-b{tone}" fill="{SEGMENTS[tone]}"/>'
        body.append(swatch + worded(x + 18, bottom, label, size=12, css="c-soft", fill=SOFT))
        x += width_of(label) * 0.95 + 44
    return framed(3 * _WIDE + 2 * _BETWEEN, bottom + 12, name, title, description, body)


def _panel(row: YearPanel, left: float, top: float, first: int, last: int, most: int) -> list[str]:
    wide, base = _WIDE / (last - first + 1), top + _HEAD + _HIGH
    lines = folded(row.label, _WIDE)
    head = worded(left, top + 12, lines[0] + ("…" if len(lines) > 1 else ""), css="c-link" if row.href else "c-ink")
    body = [linked(row.href, row.label, head)]
    note = folded(row.note, _WIDE)
    body.append(worded(left, top + 27, note[0] if note else "", size=11, css="c-soft", fill=SOFT))
    body.append(f'<path d="M{left:.1f} {base}H{left + _WIDE:.1f}" class="c-rule" stroke="{RULE}"/>')
    for year, anchor, at in ((first, "start", left), (last, "end", left + _WIDE)):
        body.append(worded(at, base + 14, str(year), size=11, css="c-soft", fill=SOFT, anchor=anchor))
    for each in row.years:
        x, y, inner = left + wide * (each.year - first), float(base), ""
        for tone, count in enumerate(each.counts):
            if count:
                tall = (_HIGH - 4) * count / most
                y -= tall
                inner += (
                    f'<rect x="{x + wide * 0.1:.1f}" y="{y:.1f}" width="{wide * 0.8:.1f}" height="{tall:.1f}" '
                    f'class="c-b{tone}" fill="{SEGMENTS[tone]}"/>'
                )
        body.append(linked(each.href, each.title, inner))
    return body
