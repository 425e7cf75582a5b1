"""Japan, Kazakhstan and Uzbekistan disagree on three clauses: one sends Word, silence is broken once and then holds."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.conftest import Person, accept_words_of_the_chair
from tests.browser.test_accessible import _faults, _pale, _too_wide

from nemawashi.kit import word
from nemawashi.kit.word import Change, Passage, Run, WordDocument

pytestmark = pytest.mark.browser
TITLE = "Declaration on rivers (fiction)"
MEETING = "The parties will meet every spring in one of the capitals."
DATA = "The parties will exchange data on the flow of rivers every month."
FUND = "The parties will consider a fund for the glaciers of the region."
NAME = "Dana Seitkali"


@pytest.fixture(scope="module", autouse=True)
def circulated(person: Callable[..., Person]) -> str:
    """The host circulates a zero draft of three clauses; the address of the text."""
    host = person("host")
    host.circulate(TITLE, MEETING, DATA, FUND)
    return host.page.url.removeprefix(host.base).split("?")[0]


def _clause(who: Person, text: str, words: str) -> None:
    """Open a clause, found by the words in it that nobody disputes."""
    undisputed = {MEETING: "The parties will meet", DATA: "data on the flow", FUND: "glaciers of"}[words]
    who.open(text)
    article = who.page.locator("article.clause", has_text=undisputed).first
    with who.page.expect_navigation():
        article.locator("a", has_text="Open the paragraph").click()


def _table(who: Person, text: str, clause: str, was: str, put: str) -> None:
    """Draft a change of a clause in its box, and table it."""
    _clause(who, text, clause)
    who.follow("Draft a position")
    box = who.page.locator("[name=clause_words]")
    box.fill(box.input_value().replace(was, put))
    who.page.locator("main button", has_text="Draft a position").click()
    who.press("Table", within=".position--draft")


def _file(who: Person, text: str, form: str) -> bytes:
    answer = who.page.request.get(f"{who.base}{text}exports/?as={form}")
    assert answer.ok, (form, answer.status)
    return answer.body()


def _edited(content: bytes) -> bytes:
    """The file as a colleague in the capital changes it: words on data, and the clause on the fund struck."""
    file = word.read(content)
    at = dt.datetime(2027, 3, 5, 9, 30, tzinfo=dt.UTC)
    comes, goes = Change("ins", NAME, at), Change("del", NAME, at)
    body: list[Passage] = []
    for one in file.body:
        bookmark = one.bookmarks[0] if one.bookmarks else ""
        runs = one.runs
        if "every month" in one.words(accepted=False):
            before, after = one.words(accepted=False).split("every month")
            runs = (Run(before), Run("every month", (goes,)), Run("every year", (comes,)), Run(after))
        if "glaciers" in one.words(accepted=False):
            body.append(Passage((Run(one.words(accepted=False), (goes,)),), bookmark=bookmark, mark_changes=(goes,)))
            continue
        body.append(Passage(runs, bookmark=bookmark, mark_changes=one.mark_changes))
    return word.write(WordDocument(tuple(body)))


def _silence(host: Person, text: str, seconds: int) -> None:
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")
    host.open(text)
    host.decide("Issue a revision")
    host.follow("Put under silence")
    host.page.evaluate("document.querySelector('[name=until]').step = 1")
    host.page.fill("[name=until]", until)
    host.page.select_option("[name=zone]", "UTC")
    host.press("Put under silence")


def _withdraw(who: Person, text: str, clause: str) -> None:
    _clause(who, text, clause)
    who.follow("Withdraw", within=".position")
    who.press("Withdraw")


def test_three_parties_come_from_three_clauses_in_dispute_to_one_text(
    person: Callable[..., Person], circulated: str, home: Path, database: str, tmp_path: Path
) -> None:
    text = circulated
    host, japan, uzbekistan = person("host"), person("japan"), person("uzbekistan")
    kazakhstan = person("kazakhstan", java_script_enabled=False)

    # Three clauses in dispute. What Uzbekistan tables is on Japan's open page without anybody's doing.
    _table(japan, text, MEETING, "every spring", "every autumn")
    japan.open(text)
    _table(uzbekistan, text, MEETING, "in one of the capitals", "in Tashkent")
    japan.page.wait_for_selector(".position:has-text('Tashkent')", timeout=5_000)

    # Kazakhstan works in Word: takes the file with all positions, sends it back changed, and nobody learns of it.
    sent = tmp_path / "astana.docx"
    sent.write_bytes(_edited(_file(kazakhstan, text, "tracked.docx")))
    kazakhstan.open(f"{text}files/")
    kazakhstan.page.set_input_files("[name=file]", str(sent))
    kazakhstan.push("Read it")
    found = kazakhstan.page.locator("form .position--draft").all_inner_texts()
    assert len(found) == 2
    assert "every year" in found[0]
    assert NAME in found[0]
    assert "2 changes of the file are tabled" in kazakhstan.page.locator("summary", has_text="tabled").inner_text()
    kazakhstan.press("Take in as drafts")
    kazakhstan.open(f"{text}?show=drafts")
    assert kazakhstan.page.locator(".position--draft").count() == 2
    for other in (japan, uzbekistan, host):
        other.open(text)
        assert "every year" not in other.page.content()
        assert NAME not in other.page.content()
        assert "every year" not in str(word.read(_file(other, text, "tracked.docx")))
    for words in (DATA, FUND):
        _clause(kazakhstan, text, words)
        kazakhstan.press("Table", within=".position--draft")
    _clause(uzbekistan, text, DATA)
    uzbekistan.press("Oppose", within=".position:has-text('every year')")
    _clause(japan, text, FUND)
    japan.press("Oppose", within=".position")

    # The chair sees who wants what, cannot overrule anybody, and builds bridges.
    host.open(f"{text}matrix/")
    table = host.page.locator("table.matrix").inner_text()
    assert table.count("●") == 4
    assert table.count("−") == 2
    for form, party in (("tracked.docx", "KAZ"), ("compilation.docx", ""), ("clean.docx", "")):
        file = word.read(_file(host, text, form))
        assert {row.author for row in file.changes} == ({"JPN", "KAZ", "UZB"} if party else set())
    _clause(host, text, DATA)
    assert host.why_not("Accept", within=".position:has-text('every year')").startswith("A party objects")
    for clause, words in (
        (MEETING, "The parties will meet every year in one of the capitals."),
        (DATA, "The parties will exchange data on the flow of rivers every quarter."),
    ):
        _clause(host, text, clause)
        host.follow("Offer bridging words")
        host.page.fill("[name=words]", words)
        for box in host.page.locator("[name=instead_of]").all():
            box.check()
        host.press("Offer bridging words")
        accept_words_of_the_chair(host, person)
    _withdraw(kazakhstan, text, FUND)

    # Uzbekistan breaks the first silence with an amendment, which is tabled at that moment; the second one holds.
    _silence(host, text, 3_600)
    uzbekistan.open(f"{text}silence/")
    uzbekistan.follow("Break silence")
    uzbekistan.page.check("[name=kind][value=amendment]")
    _amend(uzbekistan, FUND, "a fund", "a voluntary fund")
    uzbekistan.press("Break silence")
    _clause(host, text, FUND)
    assert "voluntary" in host.page.locator(".position").first.inner_text()
    host.press("Accept", within=".position")
    _silence(host, text, 6)
    time.sleep(8)
    env = {**os.environ, "NEMAWASHI_HOME": str(home), "NEMAWASHI_DEMO": "1", "NEMAWASHI_DATABASE_URL": database}
    command = [sys.executable, "-m", "nemawashi", "tend"]
    told = [subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60) for _ in range(2)]
    assert ["concluded: 1." in one.stdout for one in told] == [True, False]  # a doubled job finds nothing left to do

    # Everybody reads the same sealed words; drafts and what was withdrawn stay inside.
    public = person("")
    public.open("/en/texts/?fiction=1")
    public.follow(TITLE)
    for words in ("every year in one of the capitals", "every quarter", "a voluntary fund"):
        assert public.sees(words)
    assert NAME not in public.page.content()
    for who in (host, japan, uzbekistan, kazakhstan, public):
        assert [fault for fault in who.faults if "status of 4" not in fault] == []


def _amend(who: Person, clause: str, was: str, put: str) -> None:
    """Word the amendment with which silence is broken."""
    who.page.fill("[name=words]", "Tashkent can join a fund to which nobody has to pay.")
    labels = who.page.locator("[name=clause] option").all_inner_texts()
    who.page.select_option("[name=clause]", index=next(at for at, told in enumerate(labels) if "glaciers" in told))
    who.page.fill("[name=clause_words]", clause.replace(was, put))


@pytest.mark.parametrize("look", ["phone", "dark", "print"])
def test_pages_of_files_and_of_the_matrix_have_no_fault(person: Callable[..., Person], circulated: str, look: str) -> None:
    who = person("japan", **({"viewport": {"width": 360, "height": 740}} if look == "phone" else {"color_scheme": "dark"}))
    if look == "print":
        who.page.emulate_media(media="print")
    for page in ("", "exports/", "matrix/", "languages/", "compare/"):
        who.open(f"{circulated}{page}")
        assert (_pale if look == "dark" else _faults)(who, page) + _too_wide(who, page) == []
    assert who.faults == []
