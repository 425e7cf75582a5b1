"""A family tree of clauses as SVG text: time runs to the right, each node is a document, each edge says what was kept.

Edges of every kind have a colour and a pattern of dashes of their own, so that they are told apart on paper and by
those who see few colours. Labels arrive already translated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nemawashi.kit.drawing.ink import INDIGO, INK, PAPER, RULE, SOFT, folded, framed, linked, width_of, worded

WIDTH, MARGIN, LANE, TOP, RADIUS = 1080, 96, 92, 46, 8
NARROWEST = 92.0  # between two columns
LABEL = 84.0  # how wide a label may be
LINES = 4  # how high


@dataclass(frozen=True)
class Node:
    """A clause in its document; ``label`` stands below it, ``title`` tells all. ``is_subject``: the one asked about."""

    key: str
    on: date
    label: str
    title: str
    href: str | None = None
    is_subject: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Edge:
    """From the earlier node to the later one. ``style`` is one of ``STYLES``, ``label`` the share kept."""

    earlier: str
    later: str
    style: str
    label: str
    title: str


@dataclass(frozen=True)
class Style:
    colour: str
    css: str
    dashes: str
    width: float


STYLES: Mapping[str, Style] = {
    "exact": Style(INDIGO, "c-t0", "", 3),
    "near": Style("#2a5f44", "c-t1", "14 4", 2.4),
    "edited": Style("#7c5200", "c-t2", "7 4", 2),
    "paraphrase": Style("#6d3a72", "c-t3", "2 4", 2.2),
    "partial": Style("#97301f", "c-t4", "10 4 2 4", 2),
}


def _columns(nodes: Sequence[Node]) -> tuple[dict[date, float], float]:
    """Where each date stands: in proportion to time, and never so near to the one before that labels would meet."""
    days = sorted({node.on for node in nodes})
    room = WIDTH - 2 * MARGIN
    whole = max(1, (days[-1] - days[0]).days) if days else 1
    at, places = float(MARGIN), {}
    for number, day in enumerate(days):
        wanted = MARGIN + room * (day - days[0]).days / whole
        at = max(wanted, at + NARROWEST) if number else wanted
        places[day] = at
    return places, max(WIDTH, at + MARGIN)


def _lanes(nodes: Sequence[Node], edges: Sequence[Edge], x: Mapping[date, float]) -> dict[str, int]:
    """A lane for each node: that of what it comes from where it is free, else the nearest one."""
    parent = {edge.later: edge.earlier for edge in reversed(edges)}
    ends: list[float] = []
    lanes: dict[str, int] = {}
    for node in sorted(nodes, key=lambda node: (node.on, node.key)):
        left = x[node.on] - LABEL / 2
        wanted = lanes.get(parent.get(node.key, ""), 0)
        free = [lane for lane, end in enumerate(ends) if end <= left]
        lane = min(free, key=lambda lane: (abs(lane - wanted), lane)) if free else len(ends)
        if lane == len(ends):
            ends.append(0.0)
        ends[lane] = x[node.on] + LABEL / 2
        lanes[node.key] = lane
    return lanes


def _curve(x1: float, y1: float, x2: float, y2: float, *, over: bool) -> tuple[str, float, float]:
    """The path of an edge, and where its label stands. ``over``: bent upwards, past what stands between."""
    if over:
        high = y1 - 34
        return (
            f"M{x1:.1f} {y1 - RADIUS:.1f}C{x1 + 40:.1f} {high:.1f} {x2 - 40:.1f} {high:.1f} {x2:.1f} {y2 - RADIUS:.1f}",
            (x1 + x2) / 2,
            high + 4,
        )
    middle = (x1 + x2) / 2
    path = f"M{x1 + RADIUS:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2 - RADIUS:.1f} {y2:.1f}"
    return path, middle, (y1 + y2) / 2 - 5


def _line(style: Style) -> str:
    dashes = f' stroke-dasharray="{style.dashes}"' if style.dashes else ""
    return f'class="{style.css}" fill="none" stroke="{style.colour}" stroke-width="{style.width}"{dashes}'


def family(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    legend: Mapping[str, str],
    *,
    title: str,
    description: str,
    name: str = "family",
) -> str:
    """The tree. ``legend`` names the styles in the reader's language; only those that occur are shown."""
    if not nodes:
        return ""
    x, width = _columns(nodes)
    lanes = _lanes(nodes, edges, x)
    known = {node.key: node for node in nodes}
    y = {key: float(TOP + LANE * lane) for key, lane in lanes.items()}
    taken = {(lanes[node.key], x[node.on]) for node in nodes}
    bottom = TOP + LANE * (max(lanes.values()) + 1) - 20
    body = _years(x, bottom)
    labels = []
    for edge in edges:
        if edge.earlier not in known or edge.later not in known:
            continue
        style = STYLES.get(edge.style, STYLES["partial"])
        x1, x2 = x[known[edge.earlier].on], x[known[edge.later].on]
        lane = lanes[edge.earlier]
        over = lane == lanes[edge.later] and any(at == lane and x1 < place < x2 for at, place in taken)
        path, middle, height = _curve(x1, y[edge.earlier], x2, y[edge.later], over=over)
        body.append(linked(None, edge.title, f'<path d="{path}" {_line(style)}/>'))
        wide = width_of(edge.label) * 0.85 + 6
        labels.append(
            f'<rect x="{middle - wide / 2:.1f}" y="{height - 10:.1f}" width="{wide:.1f}" height="14" class="c-paper" '
            f'fill="{PAPER}"/>' + worded(middle, height + 1, edge.label, size=11, css="c-soft", fill=SOFT, anchor="middle")
        )
    body += labels
    body += [_node(node, x[node.on], y[node.key]) for node in sorted(nodes, key=lambda node: (node.on, node.key))]
    used = [style for style in STYLES if any(edge.style == style for edge in edges)]
    body += _legend([(style, legend.get(style, style)) for style in used], bottom + 24)
    return framed(round(width), bottom + (40 if used else 10), name, title, description, body)


def _years(x: Mapping[date, float], bottom: float) -> list[str]:
    out, last = [], 0
    for day, at in x.items():
        if day.year != last:
            out.append(f'<path d="M{at:.1f} 22V{bottom}" class="c-rule" stroke="{RULE}"/>')
            out.append(worded(at, 14, str(day.year), size=12, css="c-soft", fill=SOFT, anchor="middle"))
            last = day.year
    return out


def _node(node: Node, x: float, y: float) -> str:
    css, fill = ("c-mark", INDIGO) if node.is_subject else ("c-hollow", PAPER)
    mark = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" class="{css}" fill="{fill}" stroke="{INDIGO}" stroke-width="2"/>'
    )
    if node.is_subject:
        mark += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS + 4}" class="c-ring" fill="none" stroke="{INDIGO}"/>'
    lines = folded(node.label, LABEL * 1.2)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1]} …"]
    words = "".join(
        worded(
            x, y + 26 + 13 * number, line, size=11, css="c-link" if node.href else "c-ink", fill=INK, anchor="middle",
            weight="600" if node.is_subject else "", lang=node.lang,
        )
        for number, line in enumerate(lines)
    )  # fmt: skip
    return linked(node.href, node.title, mark + words, node.lang)


def _legend(rows: Sequence[tuple[str, str]], y: float) -> list[str]:
    out, at = [], 8.0
    for style, label in rows:
        out.append(f'<path d="M{at:.1f} {y - 4}h34" {_line(STYLES[style])}/>')
        out.append(worded(at + 42, y, label, size=12, css="c-soft", fill=SOFT))
        at += 42 + width_of(label) * 0.95 + 24
    return out
