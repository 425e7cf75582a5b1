"""Two people code blind in Chromium, by keyboard and without scripts, differ, are adjudicated, and the figure changes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.conftest import Person
from tests.browser.test_accessible import _faults, _too_wide

pytestmark = pytest.mark.browser
WORDS = ("The fleet guards the straits.", "Trade brings peace to the shores.", "We are one family of the sea.")
NOTE = "zqnote: for their own eyes"


def _settled(who: Person, code: str) -> str:
    row = who.page.locator("#agreement ~ table tbody tr", has_text=code)
    return str(row.locator("td").last.inner_text()).strip()


def _select(who: Person, words: str) -> None:
    """Select words in the passage, as a mouse would."""
    who.page.evaluate(
        """words => {
            const node = document.querySelector("[data-passage]").firstChild, at = node.data.indexOf(words);
            document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
        }""",
        words,
    )
    who.page.wait_for_timeout(100)  # a browser says a moment later that a selection changed


def _code(who: Person, *codes: str, note: str = "", mark: str = "") -> None:
    """From passage to passage with the keyboard alone: to the code, the space bar, Enter on the first button."""
    who.follow("Go on coding")
    for code in codes:
        box = who.page.locator(f"[name=codes][value={code}]")
        if is_marked := bool(mark) and who.sees(mark, within="[data-passage]"):
            _select(who, mark)
        box.focus()
        who.page.keyboard.press("Space")
        assert box.is_checked()
        assert bool(who.page.input_value("[name=marked]")) == is_marked
        if note:
            who.page.fill("[name=note]", note)
            box.focus()
        with who.page.expect_navigation():
            who.page.keyboard.press("Enter")
    who.decide("Hand in my codings")


def test_two_code_blind_differ_and_are_adjudicated(
    person: Callable[..., Person], home: Path, database: str, tmp_path: Path
) -> None:
    file = tmp_path / "seas.txt"
    file.write_text("\n\n".join(WORDS))
    command = [sys.executable, "-m", "nemawashi", "corpus", "add", str(file), "--name", "seas", "--language", "en"]
    env = {**os.environ, "NEMAWASHI_HOME": str(home), "NEMAWASHI_DEMO": "1", "NEMAWASHI_DATABASE_URL": database}
    subprocess.run(command, env=env, capture_output=True, check=True)

    owner = person("researcher")
    owner.open("/desk/rounds/")
    owner.follow("Open a round of coding")
    owner.page.fill("[name=title]", "Lenses on the sea")
    owner.page.select_option("[name=codebook]", "lenses 1")
    owner.page.select_option("[name=collection]", "corpus/seas")
    for name in ("Yuki Tanabe", "Lola Karimova"):
        owner.page.locator("fieldset label", has_text=name).first.locator("input").check()
    owner.press("Open a round of coding")
    here = owner.page.url.removeprefix(owner.base)

    one, two = person("researcher-two", java_script_enabled=False), person("expert")
    for who in (one, two):
        who.open("/desk/")
        who.follow("Open", within="li:has-text('Lenses on the sea')")
    _code(one, "realist", "liberal", "constructivist", note=NOTE)
    for who in (owner, two):
        who.open(here)
        assert not who.sees(NOTE)
        assert not who.sees("How far the coders agree")
    _code(two, "realist", "liberal", "liberal", mark="family of")

    owner.open(here)
    assert owner.sees("still open: 1")
    assert owner.sees(NOTE)
    assert owner.sees("Liberal: family of")
    assert owner.sees("Words in common")
    before = _settled(owner, "Liberal"), _settled(owner, "Constructivist")
    faults = [*_faults(owner, here), *_too_wide(owner, here)]
    owner.follow("Adjudicate", within=".card")
    owner.page.locator("[name=codes][value=liberal]").check()
    owner.page.fill("[name=why]", "Family stands for exchange here.")
    owner.press("Adjudicate")

    assert (before, (_settled(owner, "Liberal"), _settled(owner, "Constructivist"))) == (("1", "0"), ("2", "0"))
    assert owner.sees("still open: 0")
    assert owner.sees("Family stands for exchange here.")
    assert faults == []
    assert owner.faults == []
