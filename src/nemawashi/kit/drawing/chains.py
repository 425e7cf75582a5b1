"""What became of one thing, station by station, as SVG text: it runs downwards, so that a telephone shows it in full size.

A station of which nothing is known stays in the picture, hollow and on a dashed line: people look for the gap in a chain.
Labels arrive already translated; every mark has words, so that nothing rests on colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nemawashi.kit.drawing.ink import INDIGO, INK, PAPER, RULE, SOFT, STRONG, WELL, folded, framed, linked, worded

WIDTH, RAIL, LEFT = 340, 12, 30
ROOM = WIDTH - LEFT - 22  # for the words of a box
LINE, PAD, GAP, STEP = 17, 9, 6, 16
MOST_LINES = 3


@dataclass(frozen=True)
class ChainBox:
    """A row of a station. ``under`` stands below its label: when, how much, in which state; ``lang``: of the label."""

    label: str
    under: str = ""
    href: str | None = None
    lang: str = ""
    is_subject: bool = False


@dataclass(frozen=True)
class ChainStation:
    """A link of the chain with its rows; ``more`` says how many are left out, ``nothing`` what stands where none is."""

    name: str
    boxes: tuple[ChainBox, ...]
    more: str = ""
    nothing: str = ""


def chain(stations: Sequence[ChainStation], *, title: str, description: str, name: str = "chain") -> str:
    """The whole chain, from the first station down."""
    body: list[str] = []
    marks: list[tuple[float, bool]] = []
    y = 14.0
    for station in stations:
        marks.append((y, bool(station.boxes)))
        said, weight = (station.name, "600") if station.boxes else (f"{station.name}: {station.nothing}", "")
        body.append(worded(LEFT, y + 4, said, size=12, css="c-soft", fill=SOFT, weight=weight))
        y += 14
        for box in station.boxes:
            drawn, high = _box(box, y)
            body.append(drawn)
            y += high + GAP
        if station.more:
            body.append(worded(LEFT, y + 11, station.more, size=12, css="c-soft", fill=SOFT))
            y += LINE
        y += STEP if station.boxes else STEP - GAP
    return framed(WIDTH, y, name, title, description, [*_rail(marks), *body])


def _rail(marks: Sequence[tuple[float, bool]]) -> list[str]:
    """The line down the side: whole between stations of which something is known, dashed to those of which nothing is."""
    out = []
    for (upper, is_known), (lower, is_next_known) in pairwise(marks):
        dashes = "" if is_known and is_next_known else ' stroke-dasharray="3 4"'
        out.append(
            f'<path d="M{RAIL} {upper + 6:.1f}V{lower - 6:.1f}" class="c-strong" '
            f'stroke="{STRONG}" stroke-width="2"{dashes}/>'
        )
    for y, is_known in marks:
        css, fill = ("c-mark", INDIGO) if is_known else ("c-hollow", PAPER)
        out.append(
            f'<circle cx="{RAIL}" cy="{y:.1f}" r="5" class="{css}" fill="{fill}" stroke="{INDIGO}" stroke-width="1.5"/>'
        )
    return out


def _box(box: ChainBox, y: float) -> tuple[str, float]:
    """A row in its frame, and how high that is."""
    lines = _lines(box.label, ROOM)
    under = folded(box.under, ROOM * 1.08) if box.under else []
    high = 2 * PAD + LINE * len(lines) + 15 * len(under) - 3
    css, edge, wide = ("c-hollow", INDIGO, 2.2) if box.is_subject else ("c-band", RULE, 1)
    fill = PAPER if box.is_subject else WELL
    frame = (
        f'<rect x="{LEFT}" y="{y:.1f}" width="{WIDTH - LEFT - 2}" height="{high}" rx="3" class="{css}" fill="{fill}" '
        f'stroke="{edge}" stroke-width="{wide}"/>'
    )
    words = [
        worded(
            LEFT + 10, y + PAD + 11 + LINE * place, line, css="c-link" if box.href else "c-ink", fill=INK,
            weight="600" if box.is_subject else "", lang=box.lang,
        )
        for place, line in enumerate(lines)
    ]  # fmt: skip
    top = y + PAD + 10 + LINE * len(lines)
    words += [
        worded(LEFT + 10, top + 15 * place, line, size=12, css="c-soft", fill=SOFT) for place, line in enumerate(under)
    ]
    title = f"{box.label} ({box.under})" if box.under else box.label
    return linked(box.href, title, frame + "".join(words), box.lang if not box.under else ""), high


def _lines(words: str, room: float) -> list[str]:
    """At most three lines; what is left over ends in an ellipsis."""
    first = folded(words, room)
    if len(first) < 2:
        return first
    rest = words[len(first[0]) :].lstrip()
    return [first[0], *folded(rest, room)][:MOST_LINES]
