"""The page where the words are: they begin on the first screen, are edited where they stand, and fit every width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.browser.conftest import Person
from tests.browser.test_accessible import _faults, _pale, _too_wide

pytestmark = pytest.mark.browser
FIRST_WORDS = "document.querySelector('#clauses .clause__words').getBoundingClientRect()"
MEETING = "The parties will meet every spring in one of the capitals."


@pytest.fixture(scope="module")
def text(person: Callable[..., Person]) -> str:
    """A zero draft of three clauses that the host circulated; its address."""
    host = person("host")
    host.circulate("Declaration on roads (fiction)", MEETING, "The parties will share maps.", "They will report.")
    return host.page.url.removeprefix(host.base).split("?")[0].split("#")[0]


@pytest.mark.parametrize("name", ["kazakhstan", "host"])
@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_the_first_words_stand_on_the_first_screen(
    person: Callable[..., Person], text: str, name: str, language: str
) -> None:
    who = person(name, viewport={"width": 1280, "height": 900})
    who.page.click(f"button[name=language][value={language}]")
    who.open(text)
    place = who.page.evaluate(FIRST_WORDS)

    assert place["top"] < 320
    assert place["width"] > 560  # a line that a reader keeps
    assert who.faults == []


def test_a_clause_is_edited_where_it_stands_and_tabled(person: Callable[..., Person], text: str) -> None:
    japan = person("japan")
    japan.open(text)
    clause = japan.page.locator("article.clause", has_text="every spring").first
    clause.focus()
    japan.page.keyboard.press("e")
    box = clause.locator("[name=edit_words]")
    box.fill(MEETING.replace("spring", "autumn").replace("meet", "convene"))
    with japan.page.expect_navigation():
        clause.locator("button", has_text="Save and table").click()

    assert japan.sees("Tabled: 2 positions, seen by all delegations.")
    words = (
        japan.page.locator("article.clause", has_text="one of the capitals").first.locator(".clause__words").inner_text()
    )
    assert "will [meet] [JPN: convene" in words.replace("\n", "")
    assert japan.page.url.partition("#c-")[2]
    assert japan.faults == []


def test_a_proposed_clause_stands_in_the_text_under_its_number_and_escape_leaves_the_box(
    person: Callable[..., Person], text: str
) -> None:
    kazakhstan = person("kazakhstan", java_script_enabled=False)
    kazakhstan.open(text)
    clause = kazakhstan.page.locator("article.clause", has_text="share maps").first
    with kazakhstan.page.expect_navigation():
        clause.locator("a", has_text="Edit the words").click()
    kazakhstan.page.fill("[name=edit_words]", "The parties will share maps.\nMaps are free of charge.")
    kazakhstan.push("Save and table")
    proposed = kazakhstan.page.locator(".clause--proposed").inner_text()
    assert "2 bis. KAZ:" in proposed
    assert "Maps are free of charge." in proposed

    japan = person("japan")
    japan.open(text)
    japan.page.locator("article.clause", has_text="report").first.focus()
    japan.page.keyboard.press("e")
    japan.page.locator("[name=edit_words]").press("Escape")
    assert japan.page.locator("[name=edit_words]").count() == 0
    japan.page.keyboard.press("t")
    assert japan.page.locator("#said").inner_text() == "There is nothing here that this key does."


def test_what_is_being_typed_outlives_what_others_table(person: Callable[..., Person], text: str) -> None:
    tajikistan, uzbekistan = person("tajikistan"), person("uzbekistan", java_script_enabled=False)
    tajikistan.open(text)
    tajikistan.page.locator("article.clause", has_text="They will report.").first.locator(".clause__edit").click()
    box = tajikistan.page.locator("[name=edit_words]")
    box.fill("They will report in spring.")

    uzbekistan.open(text)
    clause = uzbekistan.page.locator("article.clause", has_text="They will report.").first
    with uzbekistan.page.expect_navigation():
        clause.locator("a", has_text="Edit the words").click()
    uzbekistan.page.fill("[name=edit_words]", "They will report to the ministers.")
    uzbekistan.push("Save and table")
    tajikistan.page.locator(".position", has_text="to the ministers").wait_for()
    assert box.input_value() == "They will report in spring."
    assert tajikistan.page.evaluate("document.activeElement.name") == "edit_words"
    tajikistan.page.keyboard.press("Control+s")

    tajikistan.page.locator(".position--draft", has_text="in spring").wait_for()
    assert tajikistan.sees("Saved: 1 draft, seen by your delegation only.")
    uzbekistan.open(text)
    assert "in spring" not in uzbekistan.page.content()
    assert tajikistan.faults == []


def test_the_menu_of_a_clause_has_its_acts_and_those_of_the_position_under_the_pointer(
    person: Callable[..., Person], text: str
) -> None:
    uzbekistan, kazakhstan = person("uzbekistan", java_script_enabled=False), person("kazakhstan")
    uzbekistan.open(text)
    clause = uzbekistan.page.locator("article.clause", has_text="one of the capitals").first
    with uzbekistan.page.expect_navigation():
        clause.locator("a", has_text="Edit the words").click()
    uzbekistan.page.fill("[name=edit_words]", MEETING.replace("capitals", "old capitals"))
    uzbekistan.push("Save and table")
    kazakhstan.open(text)
    clause = kazakhstan.page.locator("article.clause", has_text="one of the").first
    clause.locator(".bracket", has_text="old").click(button="right")
    menu = kazakhstan.page.locator("#acts-here [role=menuitem]")
    assert menu.all_inner_texts()[:2] == ["Support", "Can go along with it"]
    assert _faults(kazakhstan, "menu") == []
    kazakhstan.page.keyboard.press("Escape")
    assert menu.count() == 0

    clause.locator(".clause__words").click(button="right", position={"x": 5, "y": 10})
    menu.filter(has_text="Edit the words").click()
    clause.locator("[name=edit_words]").wait_for()
    assert kazakhstan.faults == []


@pytest.mark.parametrize("look", ["wide", "phone", "dark", "print"])
def test_the_page_has_no_fault_at_any_width(person: Callable[..., Person], text: str, look: str) -> None:
    widths = {"wide": 1920, "phone": 360}
    who = person(
        "japan",
        viewport={"width": widths.get(look, 1280), "height": 900},
        color_scheme="dark" if look == "dark" else "light",
    )
    if look == "print":
        who.page.emulate_media(media="print")
    for page in ("", "screen/", "silence/"):
        who.open(f"{text}{page}")
        assert (_pale if look == "dark" else _faults)(who, page) + _too_wide(who, page) == []
    who.open(text)
    clause = who.page.locator("article.clause a", has_text="Open the paragraph").nth(1)
    who.open(clause.get_attribute("href") or "")
    assert (_pale if look == "dark" else _faults)(who, "clause") + _too_wide(who, "clause") == []
    assert who.faults == []
