"""Consensus belongs to the parties: words of the chair that are refused take nothing along, and each party says its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from tests.browser.conftest import Person

pytestmark = pytest.mark.browser
PLACE = "The next meeting will be held in Bishkek in 2027."
MAPS = "The parties will share maps of their glaciers."
REPORT = "They will report every year."


@pytest.fixture(scope="module")
def text(person: Callable[..., Person]) -> str:
    """A zero draft of three clauses that the host circulated; its address."""
    host = person("host")
    host.circulate("Declaration on ice (fiction)", PLACE, MAPS, REPORT)
    return host.page.url.removeprefix(host.base).split("?")[0].split("#")[0]


def _clause(who: Person, text: str, words: str) -> None:
    who.open(text)
    with who.page.expect_navigation():
        who.page.locator("article.clause", has_text=words).first.locator("a.clause__no").click()


def _table(who: Person, text: str, words: str, was: str, put: str) -> None:
    who.open(text)
    article = who.page.locator("article.clause", has_text=words).first
    with who.page.expect_navigation():
        article.locator("a", has_text="Edit the words").click()
    box = who.page.locator("[name=edit_words]")
    box.fill(box.input_value().replace(was, put))
    who.push("Save and table")


def test_words_of_the_chair_that_are_refused_take_nothing_along(person: Callable[..., Person], text: str) -> None:
    host, kazakhstan = person("host", java_script_enabled=False), person("kazakhstan", java_script_enabled=False)
    kyrgyzstan = person("kyrgyzstan", java_script_enabled=False)
    _table(kazakhstan, text, "The next meeting", "in Bishkek", "in Bishkek or Dushanbe")
    _clause(kyrgyzstan, text, "The next meeting")
    kyrgyzstan.press("Support", within=".position")

    _clause(host, text, "The next meeting")
    host.follow("Offer bridging words")
    host.page.fill("[name=words]", "The next meeting will be held in the region in 2027.")
    host.page.check("[name=instead_of]")
    host.press("Offer bridging words")
    assert host.page.locator(".position").count() == 2  # beside, and not instead

    _clause(kazakhstan, text, "The next meeting")
    assert kazakhstan.sees("The chair proposes other words instead")
    kazakhstan.press("Oppose", within=".position--chair")
    _clause(host, text, "The next meeting")
    assert host.why_not("Accept", within=".position--chair").startswith("A party objects.")
    host.follow("Mark as not retained", within=".position--chair")
    host.page.fill("[name=why]", "no consensus")
    host.press("Mark as not retained")

    _clause(kazakhstan, text, "The next meeting")
    own = kazakhstan.page.locator(".position", has_text="or Dushanbe").first.inner_text()
    assert "KAZ" in own
    assert "KGZ" in own  # who supported it supports it still
    assert kazakhstan.sees("In brackets (1)")
    _clause(host, text, "The next meeting")
    assert host.why_not("Agree ad referendum").startswith("There are still words in brackets")


def test_each_party_says_for_itself_whether_it_can_join(person: Callable[..., Person], text: str) -> None:
    host, kazakhstan = person("host", java_script_enabled=False), person("kazakhstan", java_script_enabled=False)
    japan = person("japan", java_script_enabled=False)
    _clause(kazakhstan, text, "share maps")
    kazakhstan.follow("We await instructions")
    until = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=9)
    kazakhstan.page.fill("[name=until]", until.isoformat())
    kazakhstan.press("Say whether we can join consensus")
    assert kazakhstan.sees("awaiting instructions", within=".consents")

    _clause(host, text, "share maps")
    host.press("Agree ad referendum")
    japan.open(text)
    assert japan.sees("Agreed ad referendum: KAZ awaited")
    kazakhstan.open("/desk/")
    assert kazakhstan.sees("Instructions of your capital are awaited.")
    _clause(kazakhstan, text, "share maps")
    kazakhstan.press("Our instructions are in: we can join consensus")
    japan.open(text)
    assert japan.sees("Agreed by all")

    japan.follow("Join consensus on all that is clean")
    clauses = japan.page.locator("[name=clauses]")
    assert clauses.count() == 2  # the title and the report: one clause is in brackets, one is agreed
    clauses.first.uncheck()
    japan.press("Join consensus on all that is clean")
    _clause(japan, text, "They will report")
    assert japan.sees("1 of 6 parties can join")
    host.open(text)
    host.follow("Agree all that is clean")
    host.press("Agree all that is clean")
    assert host.page.locator("article.clause", has_text="Agreed by all").count() == 3


def test_the_chair_goes_ahead_over_a_party_only_by_naming_it(person: Callable[..., Person], text: str) -> None:
    host, japan = person("host", java_script_enabled=False), person("japan", java_script_enabled=False)
    kazakhstan = person("kazakhstan", java_script_enabled=False)
    _clause(kazakhstan, text, "The next meeting")
    kazakhstan.follow("Withdraw", within=".position")
    kazakhstan.press("Withdraw")
    japan.open(text)
    japan.page.locator(".consents > summary").click()
    japan.follow("We cannot join consensus", within=".consents")
    japan.page.fill("[name=why]", "the year is too early")
    japan.press("Say whether we can join consensus on the text")

    host.open(text)
    assert host.why_not("Adopt in the meeting").startswith("The meeting of the text is not in session")
    host.decide("Issue a revision")
    host.open(text)
    host.follow("Put under silence")
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(days=4)).strftime("%Y-%m-%dT%H:%M")
    host.page.fill("[name=until]", until)
    host.page.select_option("[name=zone]", "UTC")
    host.push("Put under silence")
    assert host.sees("Name each over whom you go ahead. (JPN)")
    host.page.check("[name=over]")
    host.press("Put under silence")
    assert host.sees("under silence")


def test_nothing_is_adopted_before_its_time(person: Callable[..., Person]) -> None:
    host = person("host", java_script_enabled=False)
    host.open("/desk/meetings/")
    with host.page.expect_navigation():
        host.page.locator("li", has_text="Foreign Ministers").first.locator("a.rows__title").click()
    with host.page.expect_navigation():
        host.page.locator(".tabs a", has_text="Agenda").click()
    assert host.why_not("Adopt the agenda").startswith("The meeting is not in session")
