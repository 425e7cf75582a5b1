"""What only a browser can tell of the pages' data blocks: the policy on scripts has nothing against them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.browser.conftest import Person

pytestmark = pytest.mark.browser
DATA = 'script[type="application/ld+json"]'


@pytest.mark.parametrize("path", ["/en/meetings/summit-2025-tokyo/", "/ja/take-away/"])
def test_data_block_is_read_and_no_policy_complains(path: str, person: Callable[..., Person]) -> None:
    someone = person("")
    someone.open(path)

    told = json.loads(someone.page.locator(DATA).text_content())

    assert told["@context"] == "https://schema.org"
    assert someone.faults == []
    foreign = 'script:not([type="application/ld+json"]):not([src^="/static/"])'
    assert someone.page.evaluate(f"document.querySelectorAll('{foreign}').length") == 0


def test_browser_would_complain_of_a_script_that_runs(person: Callable[..., Person]) -> None:
    someone = person("")
    someone.open("/en/meetings/summit-2025-tokyo/")

    someone.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s) }"
    )

    assert someone.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in fault for fault in someone.faults)


def test_permanent_address_opens_in_the_readers_language(person: Callable[..., Person]) -> None:
    someone = person("", locale="ru-RU")
    someone.open("/id/meeting/summit-2025-tokyo")

    assert someone.page.url.endswith("/ru/meetings/summit-2025-tokyo/")


def test_zip_comes_down_whole(person: Callable[..., Person]) -> None:
    someone = person("")
    someone.open("/en/take-away/")

    with someone.page.expect_download() as coming:
        someone.page.locator("main a.button").first.click()

    assert coming.value.suggested_filename == "nemawashi-caj-record.zip"
    assert coming.value.path().stat().st_size > 100_000
