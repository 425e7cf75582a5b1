"""The business track from an offer and a need to what came of the talk, and a person who withdraws the consent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from tests.browser.conftest import Person

pytestmark = pytest.mark.browser
TALKS = "/desk/business/talks/"


def _today() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()


def _states(who: Person, firm: str, kind: str, words: str) -> str:
    """A company of the own party with one offer or need; the address of its page."""
    who.open("/desk/business/")
    who.follow("Enter a company or an institution")
    who.page.fill("#act [name=called]", firm)
    who.page.fill("#act [name=language]", "en")
    who.page.locator("#act [name=areas]").first.check()
    who.press("Enter a company or an institution")
    who.follow("State an offer or a need")
    who.page.locator(f"#act [name=kind][value={kind}]").check()
    who.page.fill("#act [name=words]", words)
    who.press("State an offer or a need")
    return str(who.page.url.removeprefix(who.base))


def _opens_talk(who: Person, firm: str) -> None:
    who.open(TALKS)
    with who.page.expect_navigation():
        who.page.locator("li", has_text=firm).first.locator("a.rows__title").click()


def test_an_offer_meets_a_need_at_a_table_and_what_came_of_it_is_recorded(person: Callable[..., Person]) -> None:
    japan, uzbekistan, host = person("japan"), person("uzbekistan", java_script_enabled=False), person("host")
    page = _states(japan, "Kita Tunnelling", "offer", "Quiet boring of snow galleries on mountain passes.")
    _states(uzbekistan, "Kamchik Roads", "need", "We need snow galleries on a mountain pass, bored in quiet.")

    host.open(TALKS)
    host.press("Propose talks")
    assert "galleries" in host.page.locator("li", has_text="Kita Tunnelling").first.inner_text()
    for side in (japan, uzbekistan):
        _opens_talk(side, "Kita Tunnelling")
        side.press("Accept the talk")

    host.open("/desk/meetings/")
    with host.page.expect_navigation():
        host.page.locator("li", has_text="Foreign Ministers").first.locator("a.rows__title").click()
    host.follow("Tables")
    host.press("Place the talks")
    assert "Table " in host.page.locator("li", has_text="Kita Tunnelling").first.inner_text()

    _opens_talk(japan, "Kita Tunnelling")
    japan.follow("Note that the talk was held")
    japan.page.fill("#act [name=held_on]", _today())
    japan.press("Note that the talk was held")
    japan.follow("Record what came of it")
    japan.page.locator("#act [name=result][value=memorandum]").check()
    japan.page.fill("#act [name=on]", _today())
    japan.press("Record what came of it")
    _opens_talk(uzbekistan, "Kita Tunnelling")
    assert uzbekistan.sees("Memorandum signed")

    japan.open(page)
    japan.follow("Keep a contact person")
    for name, words in (
        ("person", "Aoi Mori"),
        ("reach", "+81 3 0000 0000"),
        ("consent_on", _today()),
        ("purpose", "Talks"),
    ):
        japan.page.fill(f"#act [name={name}]", words)
    japan.press("Keep a contact person")
    assert japan.sees("then it is deleted")
    _opens_talk(uzbekistan, "Kita Tunnelling")
    assert uzbekistan.sees("Aoi Mori")  # both sides agreed
    japan.open(page)
    link = japan.page.locator("code.wide").inner_text()
    mori = person("", java_script_enabled=False)
    mori.open(link.removeprefix(mori.base))
    mori.push("Withdraw my consent")
    assert mori.sees("Your consent is withdrawn")
    japan.open(page)
    assert (japan.sees("Nothing of the person is kept"), japan.sees("Aoi Mori")) == (True, False)
    assert [who.faults for who in (japan, uzbekistan, host, mori)] == [[], [], [], []]
