"""Seating plans as SVG: a U, a rectangle or a round table, seats in the order of precedence from the head, clockwise."""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin

from nemawashi.kit.drawing.ink import PAPER, STRONG, folded, framed, worded

SHAPES = ("u", "rectangle", "round")
MOST_SEATS = 60
_WIDE, _HIGH, _EDGE = 900, 520, 180  # of the picture; room beside the table for names
_LOW, _TOP = 430, 60  # how high the picture of a table with corners is, and where its head stands
_ROOM = 150  # for the words of a name beside its seat
_Point = tuple[float, float]


def seats(shape: str, count: int) -> list[_Point]:
    """Where each seat stands, the first at the middle of the head, then clockwise; ``count`` may be 0."""
    if shape == "round":
        angles = [2 * pi * place / count - pi / 2 for place in range(count)]
        return [(_WIDE / 2 + 190 * cos(angle), _HIGH / 2 + 190 * sin(angle)) for angle in angles]
    left, right, top, bottom = float(_EDGE), float(_WIDE - _EDGE), float(_TOP), float(_LOW) - 60
    ring = [(left, bottom), (left, top), (right, top), (right, bottom)]
    path = [*ring, (left, bottom)] if shape == "rectangle" else ring
    return _from_head(path, count, is_closed=shape == "rectangle")


def _from_head(path: Sequence[_Point], count: int, *, is_closed: bool) -> list[_Point]:
    """Seats at even distances along the path; the head is the middle of its second side."""
    sides = [abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in pairwise(path)]
    whole, head = sum(sides), sides[0] + sides[1] / 2
    if is_closed:
        return [_along(path, sides, (head + whole * place / count) % whole) for place in range(count)]
    right = count // 2  # clockwise from the head to the end of one arm, then from the end of the other arm back
    steps = [head + whole * place / count for place in range(min(right + 1, count))]
    steps += [head - whole * place / count for place in range(count - right - 1, 0, -1)]
    return [_along(path, sides, step) for step in steps]


def _along(path: Sequence[_Point], sides: Sequence[float], far: float) -> _Point:
    for (a, b), side in zip(pairwise(path), sides, strict=True):
        if far <= side:
            part = far / side
            return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
        far -= side
    return path[-1]


def plan(shape: str, names: Sequence[str], *, title: str, description: str) -> str:
    """The picture; ``names`` in the order of precedence. More than ``MOST_SEATS`` are not drawn."""
    named, is_round = names[:MOST_SEATS], shape == "round"
    high = _HIGH if is_round else _LOW
    body = [_table(shape)]
    for number, ((x, y), name) in enumerate(zip(seats(shape, len(named)), named, strict=True), start=1):
        body.append(f'<circle class="c-seat" cx="{x:.1f}" cy="{y:.1f}" r="15" fill="{PAPER}" stroke="{STRONG}"/>')
        body.append(worded(x, y + 5, str(number), anchor="middle", weight="600"))
        body += _beside(x, y, name, reach=60 if is_round else _WIDE / 2 - _EDGE - 60, middle=high / 2)
    return framed(_WIDE, high, f"seating-{shape}", title, description, body)


def _beside(x: float, y: float, name: str, *, reach: float, middle: float) -> list[str]:
    """A name outside of the table: left or right of seats farther than ``reach`` from its middle, else above or below."""
    lines = folded(name, _ROOM)
    if abs(x - _WIDE / 2) > reach:
        anchor, at = ("end", x - 22) if x < _WIDE / 2 else ("start", x + 22)
        return [worded(at, y + 5 + 16 * number, line, anchor=anchor) for number, line in enumerate(lines)]
    first = y - 22 - 16 * (len(lines) - 1) if y <= middle else y + 32
    return [worded(x, first + 16 * number, line, anchor="middle") for number, line in enumerate(lines)]


def _table(shape: str) -> str:
    drawn = f'fill="none" stroke="{STRONG}" stroke-width="2"'
    if shape == "round":
        return f'<circle cx="{_WIDE / 2:.0f}" cy="{_HIGH / 2:.0f}" r="160" {drawn}/>'
    left, right, top, bottom = _EDGE + 25, _WIDE - _EDGE - 25, _TOP + 25, _LOW - 60
    if shape == "rectangle":
        return f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - 25 - top}" {drawn}/>'
    return f'<path d="M{left} {bottom}V{top}H{right}V{bottom}" {drawn}/>'
