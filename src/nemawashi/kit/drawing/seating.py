"""Seating plans as SVG: a U, a rectangle or a round table, seats in the order of precedence from the head, clockwise."""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin

from nemawashi.kit.drawing.ink import PAPER, STRONG, framed, worded

SHAPES = ("u", "rectangle", "round")
MOST_SEATS = 60
_WIDE, _HIGH, _EDGE = 760, 520, 110  # of the picture; room around the table for names
_Point = tuple[float, float]


def seats(shape: str, count: int) -> list[_Point]:
    """Where each seat stands, the first at the middle of the head, then clockwise; ``count`` may be 0."""
    if shape == "round":
        angles = [2 * pi * place / count - pi / 2 for place in range(count)]
        return [(_WIDE / 2 + 190 * cos(angle), _HIGH / 2 + 190 * sin(angle)) for angle in angles]
    left, right, top, bottom = float(_EDGE), float(_WIDE - _EDGE), float(_EDGE) - 30, float(_HIGH) - 60
    ring = [(left, bottom), (left, top), (right, top), (right, bottom)]
    path = [*ring, (left, bottom)] if shape == "rectangle" else ring
    return _from_head(path, count, is_closed=shape == "rectangle")


def _from_head(path: Sequence[_Point], count: int, *, is_closed: bool) -> list[_Point]:
    """Seats at even distances along the path; the head is the middle of its second side."""
    sides = [abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in pairwise(path)]
    whole, head = sum(sides), sides[0] + sides[1] / 2
    if is_closed:
        return [_along(path, sides, (head + whole * place / count) % whole) for place in range(count)]
    steps = [whole * (place + 0.5) / count for place in range(count)]
    first = min(range(count), key=lambda place: abs(steps[place] - head), default=0)
    return [_along(path, sides, step) for step in steps[first:] + steps[:first]]


def _along(path: Sequence[_Point], sides: Sequence[float], far: float) -> _Point:
    for (a, b), side in zip(pairwise(path), sides, strict=True):
        if far <= side:
            part = far / side
            return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
        far -= side
    return path[-1]


def plan(shape: str, names: Sequence[str], *, title: str, description: str) -> str:
    """The picture; ``names`` in the order of precedence. More than ``MOST_SEATS`` are not drawn."""
    named = names[:MOST_SEATS]
    body = [_table(shape)]
    for number, ((x, y), name) in enumerate(zip(seats(shape, len(named)), named, strict=True), start=1):
        body.append(f'<circle class="c-seat" cx="{x:.1f}" cy="{y:.1f}" r="15" fill="{PAPER}" stroke="{STRONG}"/>')
        body.append(worded(x, y + 5, str(number), anchor="middle", weight="600"))
        body.append(worded(x, y - 22 if y <= _HIGH / 2 else y + 34, name, anchor="middle"))
    return framed(_WIDE, _HIGH, f"seating-{shape}", title, description, body)


def _table(shape: str) -> str:
    drawn = f'fill="none" stroke="{STRONG}" stroke-width="2"'
    if shape == "round":
        return f'<circle cx="{_WIDE / 2:.0f}" cy="{_HIGH / 2:.0f}" r="160" {drawn}/>'
    left, right, top, bottom = _EDGE + 25, _WIDE - _EDGE - 25, _EDGE - 5, _HIGH - 60
    if shape == "rectangle":
        return f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - 25 - top}" {drawn}/>'
    return f'<path d="M{left} {bottom}V{top}H{right}V{bottom}" {drawn}/>'
