"""axe-core finds no fault on any kind of page: in three languages, on a phone, in the dark, signed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from tests.browser import kinds
from tests.browser.conftest import Person

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
ALL = "axe.run({resultTypes: ['violations']})"
COLOUR = "axe.run({resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']})"
WORDS = "axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}})"


def _faults(who: Person, path: str, rules: str = ALL) -> list[str]:
    """What axe finds on a page, as rule, element and reason."""
    who.page.evaluate(AXE_SCRIPT)
    told = who.page.evaluate(rules)
    assert told["testEngine"]["name"] == "axe-core"
    return [
        f"{path}: {rule['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in told["violations"]
        for node in rule["nodes"]
    ]


def _pale(who: Person, path: str) -> list[str]:
    """Only what colours can do wrong: the rest is the same page as by day."""
    return _faults(who, path, COLOUR)


def _mute(who: Person, path: str) -> list[str]:
    """What words can do wrong: their colours were looked at in another language."""
    return _faults(who, path, WORDS)


def _too_wide(who: Person, path: str) -> list[str]:
    """The first elements that stand out of a page which scrolls sideways."""
    over = who.page.evaluate(
        """() => {
            if (document.documentElement.scrollWidth <= innerWidth) return [];
            const out = e => e.getBoundingClientRect().right > innerWidth && !e.closest('.scroll');
            const told = [...document.querySelectorAll('body *')].filter(out).slice(0, 3);
            return ['scrolls sideways', ...told.map(e => e.outerHTML.slice(0, 90))];
        }"""
    )
    return [f"{path}: {what}" for what in over]


def _read(who: Person, paths: Sequence[str], *looks: Callable[[Person, str], list[str]]) -> list[str]:
    found = []
    for path in paths:
        answer = who.page.goto(who.base + path)
        assert answer.status == kinds.REFUSED.get(path[4:], 200), (path, answer.status)
        for look in looks:
            found += look(who, path)
    return found


def _pages(language: str) -> list[str]:
    return [f"/{language}/{page}" for page in (*kinds.PUBLIC, *kinds.REFUSED)]


@pytest.fixture(scope="module", autouse=True)
def archived(person: Callable[..., Person]) -> None:
    """A source with an archived copy, so that its page shows one."""
    curator = person("researcher")
    curator.open("/desk/acts/archive_source/seed-000/")
    pdf = {"name": "page.pdf", "mimeType": "application/pdf", "buffer": kinds.PDF}
    curator.page.set_input_files("[name=file]", pdf)
    curator.press("Archive a copy")


@pytest.mark.parametrize(("language", "viewport"), [("en", DESK), ("ja", DESK), ("ru", PHONE)])
def test_axe_finds_no_fault(person: Callable[..., Person], language: str, viewport: dict[str, int]) -> None:
    reader = person("", viewport=viewport)

    assert _read(reader, _pages(language), _mute if language == "ja" else _faults, _too_wide) == []


def test_dark_pages_keep_their_contrast_and_width_on_a_phone(person: Callable[..., Person]) -> None:
    reader = person("", viewport=PHONE, color_scheme="dark")

    assert _read(reader, _pages("ja"), _pale, _too_wide) == []


def test_no_english_page_scrolls_sideways_on_a_phone(person: Callable[..., Person]) -> None:
    reader = person("", viewport=PHONE)

    assert _read(reader, _pages("en"), _too_wide) == []


@pytest.mark.parametrize("look", ["en", "ja-phone-dark"])
def test_axe_finds_no_fault_on_the_curators_desk(person: Callable[..., Person], look: str) -> None:
    settings: dict[str, Any] = {"viewport": PHONE, "color_scheme": "dark"} if "phone" in look else {"viewport": DESK}
    curator = person("researcher", **settings)
    if look.startswith("ja"):
        curator.page.click("button[name=language][value=ja]")

    faults = _read(curator, kinds.DESK, _faults, _too_wide)
    faults += _preview(curator)

    assert faults == []


def test_axe_finds_no_fault_on_the_desk_of_a_delegation_on_a_phone(person: Callable[..., Person]) -> None:
    delegate = person("uzbekistan", viewport=PHONE, color_scheme="dark")
    delegate.page.click("button[name=language][value=ru]")

    assert _read(delegate, kinds.OF_A_DELEGATION, _faults, _too_wide) == []


def _preview(who: Person) -> list[str]:
    who.open("/desk/record/import/")
    who.page.fill("[name=claims]", kinds.CLAIMS)
    who.page.select_option("[name=form]", "csv")
    with who.page.expect_navigation():
        who.page.locator("form[enctype] button").click()
    assert who.page.locator("table").count() == 2
    return _faults(who, "preview") + _too_wide(who, "preview")


def test_axe_would_find_a_fault(person: Callable[..., Person]) -> None:
    someone = person("")
    someone.open("/en/conflicts/")

    someone.page.evaluate("document.querySelector('label[for=f-q]').remove()")

    assert any("f-q" in fault and "label" in fault for fault in _faults(someone, "conflicts/"))
