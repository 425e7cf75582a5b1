"""Curators at work in Chromium: from a public page to a challenged ruling, an import, an archived copy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.browser import kinds
from tests.browser.conftest import Person

pytestmark = pytest.mark.browser
DATES = "#p-dates"  # the dates of the first summit: two sources differ, the record prefers one


def _tagged(who: Person, within: str) -> list[str]:
    told: list[str] = who.page.locator(f"{within} > p .tag").all_inner_texts()
    return told


def test_a_ruling_is_challenged_made_again_and_reopened(person: Callable[..., Person]) -> None:
    curator = person("researcher")
    curator.open("/en/meetings/summit-2025-tokyo/")

    # From the public page by its § to a claim of another source.
    with curator.page.expect_navigation():
        curator.page.locator(f"main a.said[href$='{DATES}']").click()
    assert _tagged(curator, DATES)[-1] == "ruled"
    curator.follow("Record what another source says", within=DATES)
    curator.page.fill("[name=q]", "Kazinform")
    curator.push("Show", within=".filters")
    curator.follow("", within=".rows")
    assert curator.page.input_value("[name=subject_ref]") == "meeting/summit-2025-tokyo"
    assert curator.page.input_value("[name=property_name]") == "dates"
    curator.page.select_option("[name=kind]", "date")
    curator.page.fill("[name=value]", "22 December 2025")
    curator.page.fill("[name=locator]", "zqsecond paragraph")
    curator.press("Record a claim")
    assert _tagged(curator, DATES)[-1] == "challenged by a later claim"

    # The question waits on the desk, is ruled on again with a reason, and the history stays.
    curator.open("/desk/record/?state=challenged")
    curator.follow("meeting/summit-2025-tokyo · dates")
    before = curator.page.locator(f"{DATES} .rulings li").count()
    curator.follow("Prefer", within=f"{DATES} tr:has-text('22 December 2025')")
    curator.page.fill("[name=reason]", "zqreason: the host's own programme")
    curator.press("Rule")
    assert _tagged(curator, DATES)[-1] == "ruled"
    curator.page.locator(f"{DATES} details:not([open]) summary").click()
    # What was preferred cannot hold beside it, so the question was opened again first.
    assert curator.page.locator(f"{DATES} .rulings li").count() == before + 2
    assert curator.page.locator(f"{DATES} .is-preferred").count() == 1
    assert "zqreason" in curator.page.locator(f"{DATES} .rulings li").last.inner_text()
    assert curator.page.locator(f"{DATES} .is-preferred", has_text="22 December 2025").count() == 1

    # Whoever doubts it opens the question again; everybody reads why.
    curator.follow("Open the question again", within=DATES)
    curator.page.fill("[name=reason]", "zqdoubt: the programme was changed")
    curator.press("Open the question again")
    public = person("")
    public.open("/en/facts/meeting/summit-2025-tokyo/?fiction=1")
    assert _tagged(public, DATES)[-1] == "reopened"
    assert public.page.locator(f"{DATES} .rulings li").count() == before + 3
    assert public.sees("zqdoubt")
    assert public.sees("zqsecond paragraph")
    assert public.page.locator(".curate").count() == 0
    assert curator.faults + public.faults == []


def test_a_file_of_claims_is_looked_at_mended_and_imported_without_javascript(person: Callable[..., Person]) -> None:
    curator = person("researcher", java_script_enabled=False)

    def show(claims: str) -> None:
        csv = {"name": "claims.csv", "mimeType": "text/csv", "buffer": claims.encode()}
        curator.open("/desk/record/import/")
        curator.page.set_input_files("[name=file]", csv)
        curator.push("Show what would change")

    show(kinds.CLAIMS)
    assert curator.sees("The record has no such source; add it first.")
    assert curator.page.locator("button", has_text="Import claims").count() == 0
    show(kinds.CLAIMS.replace("no-such-source", "seed-000"))
    assert curator.sees("track/som · count_of_meetings")
    curator.press("Import claims")

    public = person("", java_script_enabled=False)
    public.open("/en/facts/track/som/?fiction=1")
    values = public.page.locator("#p-count_of_meetings tbody th [lang=en]").all_inner_texts()
    assert {"14", "16"} <= set(values)
    assert curator.sees("claims.imported")


FALSE = """conflict,subject,property,kind,as_of,value,source,locator,note
,fmm-2012-tokyo,city,fact,,Kyoto,asiaplus-2019,line 3,
,fmm-2012-tokyo,host,fact,,kazakhstan,asiaplus-2019,line 4,
,fmm-2012-tokyo,start,date,,2012-11-12,asiaplus-2019,line 5,
,package-2012-700m,amount,arithmetic,,900 million USD,asiaplus-2019,line 6,
"""
FACTS = {
    "meeting/fmm-2012-tokyo": {
        "city": ("City", "Tokyo", "Kyoto"),
        "host": ("Host", "japan", "kazakhstan"),
        "start": ("First day", "2012-11-10", "2012-11-12"),
    },
    "assistance/package-2012-700m": {"amount": ("Amount", "700000000 USD", "900 million USD")},
}


def test_four_false_claims_end_in_four_contradictions_with_the_value_of_the_record_first(
    person: Callable[..., Person],
) -> None:
    curator, public = person("researcher", java_script_enabled=False), person("", java_script_enabled=False)
    csv = {"name": "false.csv", "mimeType": "text/csv", "buffer": FALSE.encode()}
    curator.open("/desk/record/import/")
    curator.page.set_input_files("[name=file]", csv)
    curator.push("Show what would change")
    assert curator.page.locator("main").inner_text().count("Contradiction") == 4
    curator.press("Import claims")

    # They wait on the curators' list, and everybody reads both values, that of the record's row first.
    curator.open("/desk/record/?state=unruled")
    listed = curator.page.locator("main tr").all_inner_texts()
    for ref, properties in FACTS.items():
        public.open(f"/en/facts/{ref}/?fiction=1")
        for name, (label, *values) in properties.items():
            assert any(f"{ref} · {label}" in row and "Contradiction" in row for row in listed), listed
            assert _tagged(public, f"#p-{name}")[0] == "Contradiction"
            assert public.page.locator(f"#p-{name} tbody th > [lang=en]").all_inner_texts() == values

    # In a demonstration they are play: who does not ask for it reads the record alone.
    public.open("/en/facts/meeting/fmm-2012-tokyo/")
    assert not public.sees("Kyoto")
    assert curator.faults + public.faults == []


def test_an_archived_page_is_handed_out_as_it_came(person: Callable[..., Person]) -> None:
    curator, public = person("researcher"), person("")
    content = kinds.PDF + b"% of this test alone: on PostgreSQL the record outlives a module\n"
    curator.open("/en/sources/seed-000/")
    curator.follow("Archive a copy")
    curator.page.set_input_files("[name=file]", {"name": "page.pdf", "mimeType": "application/pdf", "buffer": content})
    curator.press("Archive a copy")

    public.open("/en/sources/seed-000/")
    with public.page.expect_download() as coming:
        public.page.locator("dd a", has_text=".pdf").first.click()

    assert coming.value.path().read_bytes() == content
    assert coming.value.suggested_filename.endswith(".pdf")


def test_conflicts_are_chosen_and_opened_with_the_keyboard_alone(person: Callable[..., Person]) -> None:
    reader = person("")
    reader.open("/en/conflicts/")
    keys = reader.page.keyboard

    def to(selector: str) -> None:
        for _ in range(60):
            keys.press("Tab")
            if reader.page.evaluate(f"document.activeElement.matches({selector!r})"):
                return
        pytest.fail(f"{selector} was not reached with the Tab key")

    keys.press("Tab")
    assert reader.page.evaluate("document.activeElement.textContent") == "Skip to content"
    keys.press("Enter")
    to("[name=found]")
    keys.type("Contradiction")
    to("button")
    with reader.page.expect_navigation():
        keys.press("Enter")
    assert "found=contradiction" in reader.page.url
    assert set(reader.page.locator("tbody .tag").all_inner_texts()) == {"Contradiction"}
    to("tbody th a")
    shown = reader.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    title = reader.page.evaluate("document.activeElement.textContent")
    with reader.page.expect_navigation():
        keys.press("Enter")

    assert shown == "solid"
    assert reader.page.locator("h1").inner_text() == title
    assert reader.faults == []
