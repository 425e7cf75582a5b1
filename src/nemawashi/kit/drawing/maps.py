"""A map of where meetings were held, as SVG text: land without borders, the parties' outlines, one circle a place.

Geometry: Natural Earth 1:110m, public domain, cut and rounded by ``tools/make-map``. The outlines are for orientation and
say nothing of borders.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from nemawashi.kit.drawing.ink import INDIGO, INK, PAPER, RULE, STRONG, WELL, framed, linked, width_of, worded

WIDTH = 1000.0
MIDDLE = math.radians(40)  # degrees of longitude are drawn as long as they are at this latitude


@dataclass(frozen=True)
class MeetingPlace:
    """A place with the number of meetings held there; ``label`` stands beside it, ``title`` tells all."""

    label: str
    title: str
    longitude: float
    latitude: float
    count: int
    href: str | None = None


@lru_cache(maxsize=1)
def _geometry() -> tuple[tuple[float, float, float, float], list[list[list[float]]], dict[str, list[list[list[float]]]]]:
    land = json.loads(files("nemawashi.kit.drawing").joinpath("land.json").read_text(encoding="utf-8"))
    west, east, south, north = land["window"]
    return (west, east, south, north), land["land"], land["parties"]


def _scale() -> float:
    west, east, _, _ = _geometry()[0]
    return WIDTH / ((east - west) * math.cos(MIDDLE))


def _at(longitude: float, latitude: float) -> tuple[float, float]:
    west, _, _, north = _geometry()[0]
    return (longitude - west) * math.cos(MIDDLE) * _scale(), (north - latitude) * _scale()


@lru_cache(maxsize=1)
def _ground() -> str:
    """Land and parties as two paths, the same for every map."""
    _, land, parties = _geometry()
    outlines = [ring for rings in parties.values() for ring in rings]
    return (
        f'<path d="{"".join(map(_path, land))}" class="c-band" fill="{WELL}" stroke="{RULE}" stroke-width=".8"/>'
        f'<path d="{"".join(map(_path, outlines))}" class="c-party" fill="{RULE}" stroke="{STRONG}" stroke-width=".8"/>'
    )


def _path(ring: list[list[float]]) -> str:
    points = [f"{x:.0f} {y:.0f}" for x, y in (_at(*point) for point in ring)]
    return f"M{points[0]}L{' '.join(points[1:])}z"


def world(places: Sequence[MeetingPlace], *, title: str, description: str, name: str = "map") -> str:
    """Circles whose area grows with the number of meetings; a place outside the window is left to the table."""
    west, east, south, north = _geometry()[0]
    height = (north - south) * _scale()
    body = [_ground()]
    taken: list[tuple[float, float, float, float]] = []
    shown = [place for place in places if west < place.longitude < east and south < place.latitude < north]
    for place in sorted(shown, key=lambda place: (-place.count, place.label)):
        body.append(_circle(place, taken))
    return framed(round(WIDTH), height, name, title, description, body)


def _circle(place: MeetingPlace, taken: list[tuple[float, float, float, float]]) -> str:
    x, y = _at(place.longitude, place.latitude)
    radius = 5 + 3.2 * math.sqrt(place.count)
    label = f"{place.label} {place.count}"
    wide = 1.12 * width_of(label)
    spots = (
        (x + radius + 4, y + 4.5, "start"), (x - radius - 4, y + 4.5, "end"), (x, y - radius - 5, "middle"),
        (x, y + radius + 15, "middle"), (x + radius + 4, y + 20, "start"), (x - radius - 4, y - 12, "end"),
    )  # fmt: skip
    spot = next((spot for spot in spots if _fits(_box(*spot, wide), taken)), spots[0])
    taken += [_box(*spot, wide), (x - radius, y - radius, x + radius, y + radius)]
    inner = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" class="c-mark" fill="{INDIGO}" stroke="{PAPER}" '
        'fill-opacity=".85" stroke-width="1.2"/>'
        + worded(spot[0], spot[1], label, css="c-ink", fill=INK, anchor=spot[2], weight="600")
    )
    return linked(place.href, place.title, inner)


def _box(x: float, y: float, anchor: str, wide: float) -> tuple[float, float, float, float]:
    left = x if anchor == "start" else x - wide if anchor == "end" else x - wide / 2
    return left, y - 12, left + wide, y + 4


def _fits(box: tuple[float, float, float, float], taken: list[tuple[float, float, float, float]]) -> bool:
    """Whether a label stands inside the frame and upon nothing else."""
    if box[0] < 0 or box[2] > WIDTH:
        return False
    return not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)
