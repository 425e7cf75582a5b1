"""Agreed language from the drafting box to the ancestry of an adopted clause, with scripts, keys alone, and without."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.conftest import Person
from tests.browser.test_accessible import _faults, _pale, _too_wide

pytestmark = pytest.mark.browser
TITLE = "Declaration on customs (fiction)"
CLAUSE = "The parties will meet every spring."
AGREED = "The parties will publish their customs forms in electronic form by 2025"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module", autouse=True)
def circulated(person: Callable[..., Person]) -> None:
    """The host circulates a short zero draft to work on."""
    person("host").circulate(TITLE, CLAUSE)


def _clause(who: Person, words: str = CLAUSE) -> None:
    who.open("/desk/texts/")
    who.follow(TITLE)
    article = who.page.locator("article.clause", has_text=words).first
    with who.page.expect_navigation():
        article.locator("a", has_text="Open the paragraph").click()


def _box(who: Person) -> Any:
    """The box of the drafting page, with the caret at its end."""
    _clause(who)
    who.follow("Draft a position")
    box = who.page.locator("[name=clause_words]")
    box.focus()
    box.press("Control+End")
    return box


def test_words_are_looked_up_while_typed_and_the_last_answer_counts(person: Callable[..., Person]) -> None:
    japan = person("japan")
    sent: list[str] = []
    japan.page.on(
        "request", lambda request: sent.append(f"{request.method} {request.url}") if "hits" in request.url else None
    )
    cut: list[str] = []
    japan.page.on("requestfailed", lambda request: cut.append(request.url) if "hits" in request.url else None)
    box = _box(japan)

    japan.page.keyboard.type(" The parties", delay=20)
    japan.page.wait_for_timeout(600)
    assert [line for line in sent if "hits" in line] == []  # two words are too few
    sent.clear()
    held: list[Any] = []
    japan.page.route("**/hits/", lambda route: route.continue_() if held else held.append(route))
    japan.page.keyboard.type(" will", delay=20)
    japan.page.wait_for_timeout(400)  # on its way, and overtaken
    japan.page.keyboard.type(" publish their", delay=20)
    japan.page.wait_for_selector(".hit")

    assert len(sent) == len(held) + 1 == 2
    assert len(cut) == 1
    assert {line.replace(japan.base, "") for line in sent} == {"POST /desk/agreed-language/hits/"}
    assert japan.page.locator(".hit mark").first.inner_text() == "The parties will publish their"
    assert "publish" not in japan.page.url
    assert "publish" not in japan.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    box.press("Escape")
    assert japan.page.locator(".hit").count() == 0
    assert [fault for fault in japan.faults if not fault.startswith("htmx:")] == []  # htmx tells of what it cut off


def test_a_delegate_drafts_with_the_keyboard_alone_and_can_take_it_back(person: Callable[..., Person]) -> None:
    japan = person("japan")
    box = _box(japan)
    keys = japan.page.keyboard
    keys.type(" the parties will publish", delay=10)
    japan.page.wait_for_selector(".hit")

    keys.press("Alt+ArrowDown")
    focused = "document.activeElement.innerText"
    assert japan.page.evaluate(focused) == "Use these words"
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    assert japan.page.evaluate("document.activeElement.name") == "clause_words"
    keys.press("Alt+ArrowDown")
    keys.press("Enter")

    assert box.input_value() == f"{CLAUSE} {AGREED}."
    assert japan.page.input_value("[name=taken_from]").startswith("clause/")
    assert "Road map on customs single windows" in japan.page.locator(".taken").inner_text()
    assert japan.page.evaluate("document.activeElement.name") == "clause_words"
    keys.press("Control+z")
    assert box.input_value().endswith("the parties will publish")


def test_without_scripts_the_form_is_sent_to_look_up_and_loses_nothing(person: Callable[..., Person]) -> None:
    kazakhstan = person("kazakhstan", java_script_enabled=False)
    _box(kazakhstan)
    kazakhstan.page.check("[name=way][value=comment]")
    kazakhstan.page.fill("[name=words]", "We recall what was agreed:")
    kazakhstan.page.fill("[name=instruction]", "zqhold the line")
    kazakhstan.page.fill("[name=look_up_words]", "customs forms in electronic")
    kazakhstan.push("Look up")
    assert kazakhstan.page.locator(".hit mark").inner_text() == "customs forms in electronic"
    assert kazakhstan.page.input_value("[name=words]") == "We recall what was agreed:"
    kazakhstan.push("Use the whole paragraph", within=".hit")

    assert kazakhstan.page.input_value("[name=words]") == f"We recall what was agreed: {AGREED}."
    assert kazakhstan.page.input_value("[name=instruction]") == "zqhold the line"
    kazakhstan.page.locator("main button", has_text="Draft a position").click()
    assert "These words: from Road map on customs" in kazakhstan.page.locator(".position--draft").inner_text()


def test_the_drafting_box_has_no_fault_with_hits_in_it(person: Callable[..., Person]) -> None:
    for settings in ({"viewport": PHONE}, {"color_scheme": "dark"}):
        someone = person("uzbekistan", **settings)
        _box(someone)
        someone.page.keyboard.type(" the parties will publish", delay=10)
        someone.page.wait_for_selector(".hit")

        assert _faults(someone, "box") + _too_wide(someone, "box") == []
        assert someone.faults == []


def test_agreed_words_are_drafted_tabled_accepted_and_adopted_and_have_an_ancestry(person: Callable[..., Person]) -> None:
    host, japan, public = person("host"), person("japan"), person("")
    _clause(japan)
    japan.follow("Draft a position")
    japan.page.check("[name=way][value=new_clause]")
    japan.page.locator("[name=words]").type("The parties will publish", delay=10)
    japan.page.wait_for_selector("#hits-words .hit")
    japan.page.locator("#hits-words button", has_text="Use these words").first.click()
    assert japan.page.input_value("[name=words]") == f"{AGREED}."
    japan.page.locator("[name=words]").fill(f"{AGREED.replace('will', 'should')}.")
    japan.page.locator("main button", has_text="Draft a position").click()
    _clause(host)
    assert not host.sees("customs forms")
    japan.press("Table", within=".position--draft:has-text('should publish')")
    host.page.reload()
    assert "These words: from Road map" in host.page.locator(".position", has_text="should publish").inner_text()
    host.press("Accept", within=".position:has-text('should publish')")
    host.open("/desk/texts/")
    host.follow(TITLE)
    host.decide("Issue a revision")
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=5)).strftime("%Y-%m-%dT%H:%M:%S")
    host.follow("Put under silence")
    host.page.evaluate("document.querySelector('[name=until]').step = 1")
    host.page.fill("[name=until]", until)
    host.page.select_option("[name=zone]", "UTC")
    host.press("Put under silence")
    time.sleep(8)
    host.follow("Open", within=".notice")
    host.press("Conclude silence")

    # Everybody reads where the words come from, what was changed, and that it is weaker; parties, too, who asked for it.
    public.open("/en/texts/?fiction=1")
    public.follow(TITLE)
    article = public.page.locator("article.clause", has_text="should publish")
    article.locator("summary").click()
    article.locator(".diff").wait_for()
    told = article.inner_text()
    assert "These words: from Road map on customs single windows (fiction), paragraph 1" in told
    assert article.locator("ins").inner_text().endswith("should")
    assert article.locator("del").inner_text().endswith("will")
    assert "will → should: weaker" in told
    assert "JPN" not in told
    with public.page.expect_navigation():
        article.locator("a", has_text="Family of this paragraph").click()
    assert public.page.locator("svg.chart a").count() == 2
    address = public.page.url.removeprefix(public.base).removesuffix("?fiction=1")
    japan.open(address)
    assert "JPN New paragraph after this one" in " ".join(japan.page.locator("main").inner_text().split())
    assert public.page.request.get(public.base + address.rstrip("/") + ".svg?fiction=1").ok

    # The phrase page knows both wordings; what was asked stands in no address.
    public.open("/en/agreed-language/?fiction=1")
    public.page.fill("[name=words]", "customs forms in electronic form")
    public.push("Look up")
    assert public.page.locator("mark").count() == 2
    assert public.page.url.endswith("/en/agreed-language/?fiction=1")
    for who in (host, japan, public):
        assert who.faults == []


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_pages_of_lineage_have_no_fault_on_a_phone_in_the_dark_and_on_paper(
    person: Callable[..., Person], language: str
) -> None:
    reader = person("", viewport=PHONE)
    reader.open(f"/{language}/texts/?fiction=1")
    with reader.page.expect_navigation():
        reader.page.locator("main a", has_text="Road map on customs").first.click()
    text = reader.page.url.removeprefix(reader.base).partition("?")[0]
    reader.page.locator("details.origin summary").nth(1).click()
    reader.page.wait_for_selector(".origin[open] .quiet")
    clause = reader.page.locator(".origin[open] a[href*='/lineage/']").last.get_attribute("href")
    found = _faults(reader, text) + _too_wide(reader, text)
    for page in (f"{text}lineage/?fiction=1", clause, f"/{language}/agreed-language/", f"/{language}/corpora/"):
        reader.open(page)
        found += _faults(reader, page) + _too_wide(reader, page)
    reader.page.goto(f"{reader.base}/{language}/agreed-language/?fiction=1")
    reader.page.fill("[name=words]", "customs forms in electronic")
    reader.page.locator("main form button").click()
    reader.page.wait_for_selector("mark")
    found += _faults(reader, "agreed") + _too_wide(reader, "agreed")
    reader.page.emulate_media(color_scheme="dark")
    found += _pale(reader, "agreed")
    reader.page.emulate_media(media="print")
    assert reader.page.locator("mark").first.is_visible()

    assert found == []
    assert reader.faults == []
