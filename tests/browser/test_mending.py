"""A host mends what was put wrongly: a meeting, an agenda, a zero draft; and a delegation stops a correction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.conftest import Person

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def host(request: Any, person: Callable[..., Person]) -> Person:
    return person("host", java_script_enabled=request.param)


def _meeting(who: Person) -> str:
    """The page of the next meeting of ministers, open."""
    who.open("/desk/meetings/")
    with who.page.expect_navigation():
        who.page.locator("li", has_text="Foreign Ministers").first.locator("a.rows__title").click()
    return str(who.page.url.removeprefix(who.base))


def _items(who: Person) -> list[str]:
    rows = who.page.locator("ol.rows > li").filter(has_not_text="Withdrawn")
    return [str(row.locator(".rows__title").inner_text()) for row in rows.all()]


def test_a_meeting_is_set_right(host: Person) -> None:
    page = _meeting(host)
    host.follow("Correct the meeting")
    was = host.page.input_value("#act [name=theme]")
    host.page.fill("#act [name=theme]", "Water and energy" if was != "Water and energy" else "Energy and water")
    host.page.fill("[name=venue]", "Palace of Independence")
    host.page.fill("[name=opens_at]", "09:30")
    host.press("Correct the meeting")
    assert host.page.url.removeprefix(host.base) == page
    assert host.sees("09:30")

    host.follow("Correct the meeting")
    host.push("Correct the meeting")
    assert host.sees("Nothing would change by this.")
    host.page.fill("[name=venue]", "")
    host.page.fill("[name=opens_at]", "")
    host.press("Correct the meeting")
    assert host.faults in (
        [],
        ["Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"],
    )


def test_an_agenda_is_set_right(host: Person) -> None:
    number = 1 + host.page.context.browser.contexts.index(host.page.context)
    wrong, right = f"Watr and energy {number}", f"Water and energy {number}"
    _meeting(host)
    with host.page.expect_navigation():
        host.page.locator(".tabs a", has_text="Agenda").click()
    host.follow("Propose an item")
    host.page.fill("[name=title]", wrong)
    host.press("Propose an item")

    row = host.page.locator("ol.rows > li", has_text=wrong)
    with host.page.expect_navigation():
        row.locator("a", has_text="Correct the item").click()
    host.page.fill("[name=title]", right)
    host.press("Correct the item")
    before = _items(host)
    assert before[-1] == right

    host.follow("Put the agenda in order")
    host.page.locator("form#act input[type=number]").last.fill("1")
    host.press("Put the agenda in order")
    assert _items(host) == [right, *before[:-1]]

    row = host.page.locator("ol.rows > li", has_text=right)
    with host.page.expect_navigation():
        row.locator("a", has_text="Withdraw the item").click()
    host.page.fill("[name=why]", "It stands under another item")
    host.press("Withdraw the item")
    assert "Withdrawn" in host.page.locator("ol.rows > li", has_text=right).inner_text()
    assert host.faults == []


def test_a_zero_draft_is_looked_at_and_taken_back(host: Person) -> None:
    _meeting(host)
    host.follow("Circulate a zero draft")
    assert host.page.locator("main button", has_text="Circulate a zero draft").count() == 0
    host.page.fill("[name=title]", "A plan of work")
    host.page.fill("[name=en]", "A plan of work\n\n1. The officials will meet.\n\n3. They will [report].")
    host.push("Look at it before it goes out")
    assert host.sees("Nothing has gone out yet")
    assert host.sees("The number 3 was taken off; it will be 2.")
    assert host.sees("Brackets stand as words")

    host.page.fill("[name=en]", "A plan of work\n\n1. The officials will meet.\n\n2. They will report.")
    host.push("Circulate a zero draft")
    assert host.sees("The paragraphs will stand as below.")  # other words are looked at, too
    assert not host.sees("Brackets stand as words")
    host.press("Circulate a zero draft")
    assert not host.sees("1. The officials")

    host.follow("Take back the zero draft")
    host.page.fill("[name=why]", "It was the wrong file")
    host.press("Take back the zero draft")
    assert host.sees("Taken back")
    assert host.faults == []


def test_a_slip_is_set_right_unless_a_delegation_objects(person: Callable[..., Person]) -> None:
    host, japan = person("host"), person("japan")
    host.circulate("A note on water", "The parties will meat in Almaty.")
    host.page.locator("a[href*='/clauses/']").last.click()
    host.page.wait_for_load_state()
    host.follow("Correct editorially")
    host.page.fill("[name=before]", "meat")
    host.page.fill("[name=after]", "meet")
    host.page.fill("[name=why]", "A slip of the pen")
    host.page.evaluate("document.querySelector('[name=until]').value = '2099-01-01T12:00'")
    host.press("Correct editorially")
    assert host.sees("Open to objection")
    assert host.why_not("Take the correction in", within="#corrections") == (
        "Until its moment has passed, a participant may still object."
    )

    japan.open("/desk/")
    assert japan.sees("An editorial correction is taken in unless a party objects.")
    japan.follow("A note on water", within=".day")
    japan.follow("Object to it", within="#corrections")
    japan.page.fill("[name=words]", "It may be about food.")
    japan.press("Object to it")
    assert japan.sees("It may be about food.")
    host.page.reload()
    assert host.sees("Objected to")
    assert host.faults + japan.faults == []


def test_a_delegation_has_a_calendar_of_its_own(person: Callable[..., Person]) -> None:
    japan = person("japan")
    japan.open("/desk/meetings/")
    japan.follow("Our meetings in your calendar")
    japan.push("Make a new address")
    address = japan.page.locator("code.address").inner_text()
    assert "BEGIN:VCALENDAR" in japan.page.request.get(address).text()
    japan.push("End the address")
    assert japan.page.request.get(address).status == 404
    assert japan.faults == []
