"""The round carried on in Chromium by people who sign in; Kazakhstan's browser has no JavaScript."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.conftest import Person, accept_words_of_the_chair

pytestmark = pytest.mark.browser
PAGES = ("", "meetings/", "meetings/summit-2025-tokyo/", "texts/", "commitments/", "concepts/", "conflicts/", "sources/")
TITLE = "Joint Statement of the Tenth"


def _text(who: Person) -> None:
    who.open("/desk/texts/")
    who.follow(TITLE)


def _clause(who: Person, words: str) -> None:
    _text(who)
    article = who.page.locator("article.clause", has_text=words).first
    with who.page.expect_navigation():
        article.locator("a", has_text="Open the paragraph").click()


def _silence(host: Person, seconds: int) -> None:
    """Put the text under silence until so many seconds from now, on the clocks of UTC."""
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")
    _text(host)
    host.follow("Put under silence")
    host.page.evaluate("document.querySelector('[name=until]').step = 1")
    host.page.fill("[name=until]", until)
    host.page.select_option("[name=zone]", "UTC")
    host.press("Put under silence")


def test_a_comment_is_drafted_and_tabled_with_the_keyboard_alone(person: Callable[..., Person]) -> None:
    someone = person("turkmenistan")
    _clause(someone, "The ministers welcome progress")
    keys = someone.page.keyboard

    def enter() -> None:
        with someone.page.expect_navigation():
            keys.press("Enter")

    def to(words: str) -> None:
        for _ in range(80):
            keys.press("Tab")
            told = someone.page.evaluate("(document.activeElement.innerText || document.activeElement.name || '').trim()")
            if told == words:
                return
        pytest.fail(f"{words} was not reached with the Tab key")

    to("Draft a position")
    enter()
    to("way")
    for _ in range(13):
        keys.press("ArrowDown")
    to("words")
    keys.type("We thank the observers.")
    to("Draft a position")
    enter()
    assert someone.sees("We thank the observers.")
    to("Table")
    enter()

    assert someone.sees("TKM tabled a position.")
    assert someone.sees("Told: ")


def test_a_round_is_carried_on_from_drafts_to_the_next_agenda(person: Callable[..., Person]) -> None:
    host, japan = person("host"), person("japan")
    kazakhstan = person("kazakhstan", java_script_enabled=False)

    # Japan drafts; neither Kazakhstan nor the host sees it; then Japan tables.
    _clause(japan, "The ministers welcome progress")
    japan.follow("Draft a position")
    box = japan.page.locator("[name=clause_words]")
    box.fill(box.input_value().replace("welcome", "warmly commend"))
    japan.page.fill("[name=instruction]", "zqredline: fall back to 'welcome'")
    japan.press("Draft a position")
    assert japan.sees("zqredline")
    for other in (kazakhstan, host):
        _clause(other, "The ministers welcome progress")
        assert not other.sees("commend")
        assert "zqredline" not in other.page.content()
    japan.press("Table", within=".position--draft")
    kazakhstan.page.reload()
    assert kazakhstan.sees("warmly commend")
    assert not kazakhstan.sees("zqredline")

    # Kazakhstan opposes; consensus holds the chair back; Japan steps back.
    kazakhstan.press("Oppose", within=".position:has-text('commend')")
    _clause(host, "The ministers")
    host.open(kazakhstan.page.url.removeprefix(host.base))
    assert host.why_not("Accept", within=".position:has-text('commend')").startswith("A party objects")
    japan.page.reload()
    japan.follow("Withdraw", within=".position:has-text('commend')")
    japan.press("Withdraw")

    # The chair bridges the clause on data, the others step back, a revision is issued.
    _clause(host, "hydrological data")
    host.follow("Offer bridging words")
    host.page.fill("[name=words]", "The parties will share hydrological data in good time.")
    for box in host.page.locator("[name=instead_of]").all():
        box.check()
    host.press("Offer bridging words")
    accept_words_of_the_chair(host, person)
    for who in (japan, kazakhstan):
        _clause(who, "shared early-warning")
        who.follow("Withdraw", within=".position")
        who.press("Withdraw")
    _clause(host, "pilot stations")
    host.press("Accept", within=".position")
    _text(host)
    host.decide("Issue a revision")

    # Kazakhstan breaks the first silence; the second is kept.
    _silence(host, 3600)
    _text(kazakhstan)
    kazakhstan.follow("Open", within=".notice")
    assert kazakhstan.sees("Asia/Almaty")
    assert kazakhstan.sees("UTC")
    kazakhstan.follow("Break silence")
    kazakhstan.page.fill("[name=words]", "Astana still awaits instructions.")
    kazakhstan.press("Break silence")
    assert kazakhstan.sees("Under negotiation")
    _silence(host, 12)
    silence = host.page.url.removeprefix(host.base).split("?")[0] + "silence/"
    kazakhstan.open(silence)
    kazakhstan.follow("Break silence")
    kazakhstan.page.fill("[name=words]", "One second late.")
    time.sleep(14)
    kazakhstan.push("Break silence")
    assert kazakhstan.sees("What remains is a reservation")
    kazakhstan.open(silence)
    assert kazakhstan.page.locator("main a", has_text="Break silence").count() == 0
    host.open(silence)
    host.press("Conclude silence")
    assert host.sees("Adopted")
    _text_adopted(kazakhstan)
    kazakhstan.follow("Enter a reservation")
    kazakhstan.page.fill("[name=words]", "Data on transboundary rivers are excepted.")
    kazakhstan.press("Enter a reservation")
    _text_adopted(host)
    host.decide("Issue to the public")

    # What was promised is confirmed with a date that has passed, reported, and comes back on the next agenda.
    host.open("/desk/")
    host.follow("shared early-warning")
    host.follow("Confirm")
    host.page.select_option("[name=owner]", label="Japan")
    host.page.fill("[name=due_on]", "2025-12")
    host.press("Confirm")
    promise = host.page.url.removeprefix(host.base)
    japan.open(promise)
    japan.follow("Report progress")
    japan.page.fill("[name=words]", "Two of three stations stand.")
    japan.press("Report progress")
    host.open("/desk/meetings/")
    host.page.locator("li", has_text="Senior Officials").locator("a", has_text="Plan a meeting").first.click()
    host.page.fill("[name=city]", "Tashkent")
    host.page.select_option("[name=host]", label="Uzbekistan")
    host.page.fill("[name=start]", "2027-06-10")
    host.press("Plan a meeting")
    host.follow("Agenda", within=".tabs")
    host.page.locator("li", has_text="shared early-warning").locator("a", has_text="Bring back").click()
    host.page.select_option("[name=meeting]", index=_option(host, "Tashkent"))
    host.press("Bring back")
    assert host.sees("returns: promised and not delivered")

    # The public reads the sealed text, its reservation and the overdue promise.
    public = person("")
    public.open("/en/")
    public.open("/en/texts/?q=Tenth&fiction=1")
    public.follow(TITLE)
    assert public.sees("share hydrological data in good time")
    for who in (host, japan, kazakhstan, public):
        assert who.faults == [fault for fault in who.faults if "status of 4" in fault]


def _text_adopted(who: Person) -> None:
    who.open("/desk/texts/")
    who.follow(TITLE)


def _option(who: Person, words: str) -> int:
    labels: list[str] = who.page.locator("[name=meeting] option").all_inner_texts()
    return next(n for n, label in enumerate(labels) if words in label)


def test_two_assessors_score_without_seeing_each_other(person: Callable[..., Person]) -> None:
    one, two = person("researcher"), person("researcher-two")
    one.open("/desk/follow-up/")
    one.follow("customs forms")
    one.follow("Freeze the guideline")
    one.page.fill("[name=words]", "+1: all five; 0: some; -1: none")
    one.press("Freeze the guideline")
    page = one.page.url.removeprefix(one.base)
    for who, score, why in ((one, "0", "zqfirst: three of five"), (two, "-1", "zqsecond: none in full")):
        who.open(page)
        assert not two.sees("zqfirst")
        who.follow("Score")
        who.page.check(f"[name=score][value='{score}']")
        who.page.fill("[name=why]", why)
        who.press("Score")
    one.open(page)

    assert one.sees("zqfirst")
    assert one.sees("zqsecond")


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
@pytest.mark.parametrize("look", ["phone", "dark", "print"])
def test_no_page_is_too_wide_or_breaks_the_policy(person: Callable[..., Person], language: str, look: str) -> None:
    settings: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
    if look == "dark":
        settings["color_scheme"] = "dark"
    reader = person("", **settings)
    if look == "print":
        reader.page.emulate_media(media="print")

    for page in (
        "",
        "meetings/",
        "meetings/summit-2025-tokyo/",
        "texts/",
        "commitments/",
        "concepts/",
        "conflicts/",
        "sources/",
    ):
        reader.open(f"/{language}/{page}")
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= 360, page
        assert reader.page.evaluate("document.documentElement.lang") == language

    assert reader.faults == []
