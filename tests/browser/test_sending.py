"""Three delegations send what they have: a redline by hand, brackets in Russian, a table; each page says what it took."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.conftest import Person
from tests.browser.test_accessible import _faults, _too_wide
from tests.kit.word.making import p, r, word_file
from tests.kit.word.test_fitting import STRUCK, UNDERLINED, looks, table

pytestmark = pytest.mark.browser
TITLE = "Declaration on bridges (fiction)"
MEETING = "The parties will meet every spring in one of the capitals."
MAPS = "The parties will share maps of all bridges by 2030."
RUSSIAN = (
    "Декларация о мостах (вымысел)",
    "Стороны встречаются каждую весну в одной из столиц.",
    "Стороны обмениваются картами всех мостов к 2030 году.",
)


@pytest.fixture(scope="module")
def text(person: Callable[..., Person]) -> str:
    """A zero draft in English and Russian; its address."""
    host = person("host")
    host.open("/desk/meetings/")
    host.page.locator("li", has_text="Foreign Ministers").first.locator("a.rows__title").click()
    host.page.wait_for_load_state()
    host.follow("Circulate a zero draft")
    host.page.fill("[name=title]", TITLE)
    host.page.select_option("[name=type]", "declaration")
    host.page.fill("[name=en]", "\n\n".join((TITLE, MEETING, MAPS)))
    host.page.fill("[name=ru]", "\n\n".join(RUSSIAN))
    host.push("Look at it before it goes out")
    host.press("Circulate a zero draft")
    return host.page.url.removeprefix(host.base).split("?")[0].split("#")[0]


def _send(who: Person, text: str, kind: str, *, file: Path | None = None, words: str = "") -> None:
    who.open(f"{text}files/")
    who.page.check(f"[name=kind][value={kind}]")
    if file:
        who.page.set_input_files("[name=file]", file)
    who.page.fill("[name=words]", words)
    with who.page.expect_navigation():
        who.page.locator("main form[enctype] button").first.click()


def _drafts(who: Person, text: str) -> str:
    """Take in what was found; what the own delegation then has as drafts on the text."""
    with who.page.expect_navigation():
        who.page.locator("main form.keep button.button").first.click()
    who.open(text)
    return "\n".join(who.page.locator(".position--draft").all_inner_texts())


def test_each_is_told_what_was_taken_and_what_was_left(person: Callable[..., Person], text: str, tmp_path: Path) -> None:
    redline = p(
        r("1. The parties will meet every ") + looks("spring", STRUCK) + looks(" autumn", UNDERLINED) + r(MEETING[34:])
    )
    by_hand = tmp_path / "redline.docx"
    by_hand.write_bytes(word_file(p(r(TITLE)) + redline + p(r(f"2. {MAPS}")) + p(r("Astana, 4 May"))))
    kazakhstan = person("kazakhstan")
    _send(kazakhstan, text, "word", file=by_hand)

    assert kazakhstan.sees("1 change to take in. 1 thing in the file is left out, and named below.")
    found = kazakhstan.page.locator(".position").first.inner_text()
    assert ("spring" in found, "autumn" in found) == (True, True)
    left = kazakhstan.page.locator("main").inner_text()
    assert "Astana, 4 May" in left, left
    assert "autumn" in _drafts(kazakhstan, text)

    uzbekistan = person("uzbekistan")
    uzbekistan.page.click("button[name=language][value=ru]")
    meeting, maps = f"1. {RUSSIAN[1][:27]}[весну][осень] в одной из столиц.", RUSSIAN[2].replace("обмениваются", "меняются")
    _send(uzbekistan, text, "brackets", words=f"{RUSSIAN[0]}\n\n{meeting}\n\n2. {maps}")
    assert uzbekistan.sees("Файл прочитан на словах текста на этом языке: русский")
    asked = uzbekistan.page.locator(".position__words[lang=ru]").first.inner_text()
    assert ("весну" in asked, "осень" in asked) == (True, True)
    assert uzbekistan.sees("Можно взять 1 правку. Не взято из файла: 1, названо ниже.")
    assert uzbekistan.sees("в тексте: «обмениваются")
    drafted = _drafts(uzbekistan, text)
    assert ("весну осень" in drafted, "русский" in drafted) == (True, True), drafted

    rows = [
        ("Text", "Proposal of Japan", "Remarks"),
        (TITLE, "", ""),
        (f"1. {MEETING}", "", "Good."),
        (f"2. {MAPS}", "2. The parties will share maps of all bridges by 2032.", ""),
        ("", "", "More by mail"),
    ]
    columns = tmp_path / "table.docx"
    columns.write_bytes(word_file(table(*rows)))
    japan = person("japan", viewport={"width": 360, "height": 800})
    japan.page.click("button[name=language][value=ja]")
    _send(japan, text, "word", file=columns)
    assert japan.sees("取り込める変更：2件。 取り込まないもの：1件（下に示します）。")
    assert japan.sees("More by mail")
    assert (_too_wide(japan, "table"), _faults(japan, "table")) == ([], [])
    assert "by 2032" in _drafts(japan, text)

    for who in (kazakhstan, uzbekistan):
        who.open(text)
        assert not who.sees("by 2032")
        assert who.faults == []
