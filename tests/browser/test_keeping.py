"""Words that were typed and not sent: kept on the device, sealed, given back to their author alone, gone at sign-out."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader
from tests.browser.conftest import Person
from tests.browser.test_accessible import _faults, _too_wide

pytestmark = pytest.mark.browser
TITLE = "Joint Statement of the Tenth"
STORED = "JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage}) + document.cookie"


def _drafting(who: Person) -> None:
    who.open("/desk/texts/")
    who.follow(TITLE)
    article = who.page.locator("article.clause", has_text="The ministers welcome progress").first
    with who.page.expect_navigation():
        article.locator("a", has_text="Open the paragraph").click()
    who.follow("Draft a position")


def _type(who: Person, words: str) -> None:
    who.page.locator("[name=instruction]").fill(words)
    who.page.wait_for_timeout(800)  # a moment after the last key
    assert _kept(who) == 1


def _opened_on(who: Person, version: int) -> None:
    """A hidden field that says on which version the form was opened, as the minutes of a meeting have one."""
    field = f'<input type="hidden" name="zqbase" data-keep value="{version}">'
    who.page.evaluate("field => document.querySelector('form[data-keeps]').insertAdjacentHTML('beforeend', field)", field)


def _told(who: Person) -> int:
    who.page.wait_for_timeout(300)
    return who.page.locator(".notice", has_text="were not sent").count()


def _kept(who: Person) -> int:
    return int(who.page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('nmw-')).length"))


def test_what_was_typed_comes_back_after_the_page_was_lost(person: Callable[..., Person]) -> None:
    japan = person("japan")
    _drafting(japan)
    assert _told(japan) == 0
    _opened_on(japan, 1)
    _type(japan, "zqkept: hold until Friday")
    assert "zqkept" not in japan.page.evaluate(STORED)
    japan.open("/desk/")  # the tab was closed, the train went into a tunnel

    _drafting(japan)
    assert _told(japan) == 1
    assert japan.page.input_value("[name=instruction]") == ""  # nobody's words are put anywhere unasked
    assert _faults(japan, "kept") + _too_wide(japan, "kept") == []
    _opened_on(japan, 2)
    japan.page.get_by_role("button", name="Put them back").click()
    assert japan.page.input_value("[name=instruction]") == "zqkept: hold until Friday"
    assert japan.page.input_value("[name=zqbase]") == "1"  # what others wrote since is merged with them, not taken out
    assert japan.page.locator(".notice", has_text="were not sent").count() == 0
    assert japan.faults == []


def test_a_cut_connection_loses_nothing_and_sending_leaves_nothing(person: Callable[..., Person]) -> None:
    japan = person("japan")
    _drafting(japan)
    address = japan.page.url
    _type(japan, "zqcut: say it in the room")
    japan.page.check("[name=way][value=comment]")
    japan.page.locator("[name=words]").fill("We will come back to this.")
    japan.page.wait_for_timeout(500)
    japan.page.context.set_offline(True)
    japan.page.locator("main button", has_text="Draft a position").click()
    japan.page.wait_for_timeout(500)
    japan.page.context.set_offline(False)
    japan.page.goto(address)
    assert _told(japan) == 1
    japan.page.get_by_role("button", name="Put them back").click()
    assert japan.page.input_value("[name=words]") == "We will come back to this."
    assert japan.page.is_checked("[name=way][value=comment]")

    japan.page.locator("main button", has_text="Draft a position").click()
    japan.page.locator(".notice--success").wait_for()
    assert _kept(japan) == 0
    _drafting(japan)
    assert _told(japan) == 0


def test_signing_out_wipes_and_the_next_person_finds_nothing(person: Callable[..., Person]) -> None:
    someone = person("kazakhstan")
    _drafting(someone)
    _type(someone, "zqwiped")
    with someone.page.expect_navigation():
        someone.page.locator(".bar .menu summary").click()
        someone.page.get_by_role("button", name="Sign out").click()
    assert _kept(someone) == 0

    # A session that ran out leaves sealed words; whoever signs in next on the device cannot read them.
    left = person("uzbekistan")
    _drafting(left)
    _type(left, "zqleft")
    left.page.context.clear_cookies()
    left.open("/sign-in/")
    left.page.fill("[name=username]", "tajikistan")
    left.page.fill("[name=password]", "tajikistan-demo")
    left.page.press("[name=password]", "Enter")
    left.page.wait_for_url("**/desk/")
    _drafting(left)
    assert _told(left) == 0
    assert "zqleft" not in left.page.evaluate(STORED)


def test_words_put_back_over_what_a_colleague_changed_are_told_and_not_lost(person: Callable[..., Person]) -> None:
    one, other = person("turkmenistan"), person("turkmenistan")
    _drafting(one)
    one.page.check("[name=way][value=comment]")
    one.page.locator("[name=words]").fill("A first thought.")
    one.page.locator("main button", has_text="Draft a position").click()
    one.page.locator(".notice--success").wait_for()
    for who in (one, other):
        who.open("/desk/texts/")
        who.follow(TITLE)
        who.page.locator(".position--draft", has_text="A first thought").locator("a", has_text="Change the draft").click()
        who.page.wait_for_load_state()
    _type(one, "zqolder")
    address = one.page.url
    one.open("/desk/")
    other.page.locator("[name=words]").fill("A second thought.")
    other.press("Change the draft")
    one.page.goto(address)
    one.page.get_by_role("button", name="Put them back").click()
    one.push("Change the draft")

    assert one.sees("As your colleague left it")
    assert one.sees("A second thought.")
    assert one.page.input_value("[name=instruction]") == "zqolder"
    merging = one.page.locator(".notice--warning", has_text="As your colleague left it")
    assert merging.locator("ins", has_text="zqolder").count() == 1
    changed = [merging.locator(mark).first.inner_text().strip() for mark in ("del", "ins")]
    assert changed == ["second", "first"]


def test_a_report_typed_on_a_phone_without_a_connection_comes_back(person: Callable[..., Person]) -> None:
    japan = person("japan", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    japan.open("/desk/follow-up/")
    japan.follow("Japan will train 120")
    japan.follow("Report progress")
    assert _too_wide(japan, "report") == []
    address, context = japan.page.url, japan.page.context
    context.set_offline(True)
    japan.page.fill("[name=words]", "zqphone: forty were trained in spring")
    japan.page.wait_for_timeout(800)  # a moment after the last key
    japan.page.close()
    context.set_offline(False)

    japan.page = context.new_page()
    japan.page.goto(address)
    japan.page.get_by_role("button", name="Put them back").tap()
    assert japan.page.input_value("[name=words]") == "zqphone: forty were trained in spring"
    japan.press("Report progress")
    japan.open("/en/owners/")
    paper = japan.page.pdf(prefer_css_page_size=True)
    assert {tuple(map(round, page.mediabox[2:])) for page in PdfReader(io.BytesIO(paper)).pages} == {(1191, 842)}, "A3"
