"""A timeline: one lane a track, one mark a meeting. Labels arrive already translated.

Every mark that stands for something in the record can be a link and carries a ``<title>``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nemawashi.kit.drawing.ink import (
    INDIGO,
    INK,
    PAPER,
    SOFT,
    STOP,
    STRONG,
    WARN,
    Scale,
    folded,
    framed,
    linked,
    width_of,
    worded,
    year_lines,
)

GUTTER, MARGIN, PLOT, LANE, TOP = 216, 84, 820, 40, 34
IMPRECISE_DAYS = 20  # a date that is known to about three weeks is drawn as a point, a vaguer one as a band


@dataclass(frozen=True)
class MeetingMark:
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
    marks: Sequence[MeetingMark]
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


def _gap(scale: Scale, gap: Gap, y: float) -> str:
    x1, x2 = scale.at(gap.first) + 8, scale.at(gap.last) - 8
    if x2 - x1 < 12:
        return ""
    label = ""
    if x2 - x1 > width_of(gap.label) * 0.86 + 8:
        label = worded((x1 + x2) / 2, y - 9, gap.label, size=11, css="c-soft", fill=SOFT, anchor="middle")
    inner = f'<rect x="{x1:.1f}" y="{y - 5}" width="{x2 - x1:.1f}" height="10" fill="url(#hatch)"/>' + label
    return linked(None, gap.label, inner)


def _mark(scale: Scale, mark: MeetingMark, y: float, *, low: bool) -> str:
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
        shape += worded(middle, y + (17 if low else -8), mark.code, size=9, css="c-soft", fill=SOFT, anchor="middle")
    return linked(mark.href, mark.label, shape)


def _lane(lane: Lane, scale: Scale, y: float) -> list[str]:
    lines = folded(lane.label, GUTTER - 20)
    start = y + 4.5 - 7.5 * (len(lines) - 1)
    name = "".join(
        worded(0, start + 15 * i, line, css="c-link" if lane.href else "c-ink", fill=INK) for i, line in enumerate(lines)
    )
    out = [
        linked(lane.href, lane.label, name),
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


def _undated(marks: Sequence[MeetingMark], y: float) -> list[str]:
    left = GUTTER + PLOT + 16
    out = []
    for i, mark in enumerate(marks):
        x, row = left + 20 * (i % 4), y + 14 * (i // 4)
        out.append(linked(mark.href, mark.label, _shape(x, row, mark.status)))
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
    scale = Scale(first, last, left=GUTTER, width=PLOT)
    bottom = TOP + LANE * len(lanes) + 6
    width = GUTTER + PLOT + MARGIN
    body = [
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M0 0V6" class="c-hatch" stroke="{STRONG}" '
        'stroke-width="1.6"/>'
        "</pattern></defs>"
    ]
    body += year_lines(scale, first, last, top=TOP - 8, bottom=bottom)
    if any(not (m.first and m.last) for lane in lanes for m in lane.marks):
        body.append(worded(GUTTER + PLOT + 10, TOP - 16, words.undated, size=11, css="c-soft", fill=SOFT))
    for i, lane in enumerate(lanes):
        body += _lane(lane, scale, TOP + LANE * i + LANE / 2)
    if first <= today <= last:
        x = scale.at(today)
        body.append(f'<path d="M{x:.1f} {TOP - 8}V{bottom}" class="c-today" stroke="{STOP}" stroke-width="1.4"/>')
        body.append(worded(x, bottom + 12, words.today, size=11, css="c-soft", fill=SOFT, anchor="middle"))
    body += _legend(words, bottom + 34, width)
    return framed(width, bottom + 46, name, words.title, words.description, body)


def _legend(words: TimelineWords, y: float, width: int) -> list[str]:
    out, x = [], 8.0
    for status, label in words.statuses:
        out.append(_shape(x, y - 4, status) + worded(x + 11, y, label, size=12, css="c-soft", fill=SOFT))
        x += width_of(label) * 0.95 + 36
    out.append(
        f'<rect x="{x}" y="{y - 7}" width="20" height="6" rx="3" class="c-mark" fill="{INDIGO}"/>'
        + worded(x + 26, y, words.imprecise, size=12, css="c-soft", fill=SOFT)
    )
    x += width_of(words.imprecise) * 0.95 + 50
    out.append(
        f'<rect x="{x}" y="{y - 9}" width="26" height="10" fill="url(#hatch)"/>'
        + worded(x + 32, y, words.gap, size=12, css="c-soft", fill=SOFT)
    )
    return out
