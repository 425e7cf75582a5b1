"""Pictures of the public record for people to look at, taken in three languages at two widths.

They go into the folder that ``NEMAWASHI_PICTURES`` names, or into one of the test run's own.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.conftest import Person

pytestmark = pytest.mark.browser
PAGES = {
    "home": "",
    "meetings": "meetings/",
    "meeting": "meetings/summit-2025-tokyo/",
    "conflicts": "conflicts/",
    "conflict": "conflicts/C03-turkmenistan-status/",
    "facts": "facts/meeting/summit-2025-tokyo/",
    "pictures": "pictures/",
}
# Words that stand over others: boxes of labels in a figure, and of a cell and the label before it in a folded table.
RUN_INTO_EACH_OTHER = """() => {
    const boxes = [...document.querySelectorAll('main svg.chart text')].map(e => [e, e.getBoundingClientRect()]);
    const same = (a, b) => a.ownerSVGElement === b.ownerSVGElement;
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
    const cut = ([e, b]) => { const f = e.ownerSVGElement.getBoundingClientRect();
        return b.right > f.right + 1 || b.left < f.left - 1; };
    const told = boxes.filter(cut).map(([e]) => `cut: ${e.textContent}`);
    boxes.forEach(([a, at], n) => boxes.slice(n + 1).forEach(([b, bt]) => {
        if (same(a, b) && over(at, bt)) told.push(`${a.textContent} | ${b.textContent}`);
    }));
    return told;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    named = os.environ.get("NEMAWASHI_PICTURES")
    place = Path(named) if named else tmp_path_factory.mktemp("pictures")
    place.mkdir(parents=True, exist_ok=True)
    return place


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_pictures_are_as_wide_as_the_window_and_no_label_runs_into_another(
    person: Callable[..., Person], folder: Path, language: str, width: int
) -> None:
    reader = person("", viewport={"width": width, "height": 900})

    for name, address in PAGES.items():
        reader.open(f"/{language}/{address}")
        png = reader.page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
        assert struct.unpack(">I", png[16:20])[0] == width, name  # wider, if the page scrolled sideways
        assert reader.page.evaluate(RUN_INTO_EACH_OTHER) == [], name
    assert reader.faults == []


def test_paper_shows_what_a_screen_folds_away(person: Callable[..., Person], folder: Path) -> None:
    reader = person("", viewport={"width": 1000, "height": 900}, color_scheme="dark")
    reader.open(f"/en/{PAGES['conflict']}")
    ruling = reader.page.locator(".rulings li").first
    assert not ruling.is_visible()

    reader.page.emulate_media(media="print")
    reader.page.screenshot(path=folder / "conflict-en-print.png", full_page=True)

    assert ruling.is_visible()
    assert not reader.page.locator(".mainnav").is_visible()
    tag = "getComputedStyle(document.querySelector('.tag--stop'))"
    on_paper = reader.page.evaluate(f"[{tag}.backgroundColor, {tag}.color]")
    assert on_paper == ["rgba(0, 0, 0, 0)", "rgb(0, 0, 0)"]  # black on the paper, though the screen is dark
