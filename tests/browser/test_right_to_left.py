"""Pages in a language that runs from right to left: mirrored, as wide as the screen, with pictures and clauses unbroken."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.browser import kinds
from tests.browser.conftest import Person
from tests.browser.right_to_left import pseudo

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
CATALOGUE = Path(__file__).parents[2] / "src/nemawashi/locale/ru/LC_MESSAGES/django.po"
MANY = tuple(page for page in kinds.PUBLIC if "?" not in page)


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("catalogues")
    pseudo.write(CATALOGUE, folder)
    return [sys.executable, "-m", "tests.browser.right_to_left", str(folder)]


def _amiss(who: Person, paths: Sequence[str]) -> list[str]:
    """What runs from left to right, stands out of the screen on either side, or is a picture that was turned round."""
    faults = []
    for path in paths:
        who.open(path)
        faults += who.page.evaluate(
            """(path) => {
                const root = document.documentElement, faults = [];
                const says = what => faults.push(`${path}: ${what}`);
                if (root.dir !== 'rtl' || root.lang !== 'ar') says('is not from right to left');
                if (root.scrollWidth > innerWidth) says('scrolls sideways');
                const pictures = [...document.querySelectorAll('svg')];
                if (pictures.some(each => getComputedStyle(each).direction !== 'ltr')) says('a picture is turned round');
                const words = [...document.querySelectorAll('.clause[lang=en] .clause__words')];
                if (words.some(each => getComputedStyle(each).direction !== 'ltr')) says('English runs from right to left');
                return faults;
            }""",
            path,
        )
    return faults


def _is_mirrored(who: Person, first: str, second: str) -> bool:
    boxes: list[Any] = [who.page.locator(each).first.bounding_box() for each in (first, second)]
    return bool(boxes[0]["x"] > boxes[1]["x"])


def test_public_pages_on_a_phone(person: Callable[..., Person]) -> None:
    assert _amiss(person("", viewport=PHONE), [f"/ar/{page}" for page in MANY]) == []


def test_the_desk_of_a_delegation_on_a_phone_and_its_menus_on_the_right(person: Callable[..., Person]) -> None:
    delegate = person("japan", viewport=PHONE)
    delegate.page.context.add_cookies([{"name": "django_language", "value": "ar", "url": delegate.base}])
    delegate.open("/desk/texts/")
    text = delegate.page.locator("a[href*=joint_statement]").first.get_attribute("href")

    faults = _amiss(delegate, [*kinds.OF_A_DELEGATION, text, f"{text}screen/", f"{text}matrix/", f"{text}compare/"])

    assert faults == []
    delegate.page.set_viewport_size(DESK)
    delegate.open(text)
    assert _is_mirrored(delegate, ".clause--numbered .clause__no", ".clause--numbered .clause__words")
    assert _is_mirrored(delegate, ".clause--numbered .clause__words", ".clause--numbered .clause__margin")
    delegate.open("/ar/")
    assert _is_mirrored(delegate, "nav li:nth-child(1) >> visible=true", "nav li:nth-child(2) >> visible=true")
    assert delegate.faults == []
