"""Small multiples: the same years and the same scale in every panel, so that panels can be compared at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from nemawashi.kit.drawing.ink import RULE, SEGMENTS, SOFT, folded, framed, linked, worded

_WIDE, _HIGH, _HEAD, _FOOT = 286, 64, 34, 22


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


def panels(rows: Sequence[YearPanel], *, first: int, last: int, name: str = "panels") -> str:
    """A drawing a panel, one after the other: the page places them, as many beside each other as there is room for.

    A column a year, its parts by tone, all on the scale of the highest; the page names the tones beside them.
    """
    most = max((sum(year.counts) for row in rows for year in row.years), default=0) or 1
    return "".join(
        framed(_WIDE, _HEAD + _HIGH + _FOOT, f"{name}-{number}", row.label, row.note, _panel(row, first, last, most))
        for number, row in enumerate(rows)
    )


def _panel(row: YearPanel, first: int, last: int, most: int) -> list[str]:
    wide, base = _WIDE / (last - first + 1), _HEAD + _HIGH
    lines = folded(row.label, _WIDE)
    head = worded(0, 12, lines[0] + ("…" if len(lines) > 1 else ""), css="c-link" if row.href else "c-ink")
    body = [linked(row.href, row.label, head)]
    note = folded(row.note, _WIDE)
    body.append(worded(0, 27, note[0] if note else "", size=11, css="c-soft", fill=SOFT))
    body.append(f'<path d="M0 {base}H{_WIDE}" class="c-rule" stroke="{RULE}"/>')
    for year, anchor, at in ((first, "start", 0), (last, "end", _WIDE)):
        body.append(worded(at, base + 14, str(year), size=11, css="c-soft", fill=SOFT, anchor=anchor))
    for each in row.years:
        x, y, inner = wide * (each.year - first), float(base), ""
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
