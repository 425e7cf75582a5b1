"""Shares by year as small multiples: a point a year with its interval, all panels on one scale from nought to all."""

from collections.abc import Sequence
from dataclasses import dataclass

from nemawashi.kit.drawing.ink import INDIGO, PAPER, RULE, SOFT, STRONG, folded, framed, linked, worded

_WIDE, _HIGH, _HEAD, _FOOT, _LEFT = 286, 96, 42, 22, 30
_FEW = 10  # below so many the point is hollow


@dataclass(frozen=True, slots=True)
class YearShare:
    """A share of ``of`` in a year, with the interval in which it may lie, and what is said of it."""

    year: int
    share: float
    low: float
    high: float
    of: int
    title: str


@dataclass(frozen=True, slots=True)
class SharePanel:
    """One of several: its name, a word below it, and its years. Years without anything are left out."""

    label: str
    note: str
    years: Sequence[YearShare]
    href: str | None = None


def panels(rows: Sequence[SharePanel], *, first: int, last: int, name: str = "shares") -> str:
    """A drawing a panel; the page places them. A point of few is hollow, so that it reads without colour."""
    return "".join(
        framed(_WIDE, _HEAD + _HIGH + _FOOT, f"{name}-{number}", row.label, row.note, _panel(row, first, last))
        for number, row in enumerate(rows)
    )


def _panel(row: SharePanel, first: int, last: int) -> list[str]:
    wide, base = (_WIDE - _LEFT) / (last - first + 1), _HEAD + _HIGH
    lines = folded(row.label, _WIDE)
    head = worded(0, 12, lines[0] + ("…" if len(lines) > 1 else ""), css="c-link" if row.href else "c-ink")
    note = folded(row.note, _WIDE)
    body = [linked(row.href, row.label, head), worded(0, 27, note[0], size=11, css="c-soft", fill=SOFT)]
    for part, label in ((0.0, "0"), (0.5, "50"), (1.0, "100")):
        y = base - part * _HIGH
        body.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDE}" class="c-rule" stroke="{RULE}"/>')
        body.append(worded(_LEFT - 5, y + 4, label, size=10, css="c-soft", fill=SOFT, anchor="end"))
    for year, anchor, at in ((first, "start", _LEFT), (last, "end", _WIDE)):
        body.append(worded(at, base + 15, str(year), size=11, css="c-soft", fill=SOFT, anchor=anchor))
    for each in row.years:
        x = _LEFT + wide * (each.year - first + 0.5)
        high, low, y = (base - part * _HIGH for part in (each.high, each.low, each.share))
        inner = f'<path d="M{x:.1f} {high:.1f}V{low:.1f}" class="c-strong" stroke="{STRONG}"/>'
        css, fill = ("c-hollow", PAPER) if each.of < _FEW else ("c-mark", INDIGO)
        inner += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" class="{css}" fill="{fill}" stroke="{INDIGO}"/>'
        body.append(linked(None, each.title, inner))
    return body
