"""The first-run page in a browser: from the address on the console to a forum, without a script, by the keyboard."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.project.test_handing import _shell

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
MARK = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
KEY = "only for this story only for this story only for"


@pytest.fixture
def machine(tmp_path: Path, command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """``nemawashi init --page`` on an empty installation."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("NEMAWASHI_")}
    env = plain | {
        "NEMAWASHI_HOME": str(tmp_path / "home"), "NEMAWASHI_SECRET_KEY": KEY, "NEMAWASHI_SEAL_KEYS": KEY,
        "NEMAWASHI_HOSTS": "localhost", "NEMAWASHI_SITE": "http://localhost:8000", "NEMAWASHI_MAIL": "file:",
    }  # fmt: skip
    run = [*command, "init", "--page"]
    page = subprocess.Popen(run, env=env, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield page
    if page.poll() is None:
        page.terminate()
        page.wait()


def _address(machine: subprocess.Popen[str]) -> str:
    assert machine.stdout is not None
    said = ""
    for line in machine.stdout:
        said += line
        if address := re.search(r"http://127\.0\.0\.1:\d+/open/\S{32}", line):
            return address[0]
    pytest.fail(said)


def test_a_forum_is_made_on_a_page_that_one_browser_opens(browser: Any, machine: Any, tmp_path: Path) -> None:
    address = _address(machine)
    base = address.partition("/open")[0]
    context = browser.new_context(locale="en-GB", viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(address)
    page.check("[value=regional-commission]")
    page.press("[value=regional-commission]", "Enter")
    page.wait_for_url(f"{base}/names/")
    stranger = browser.new_context().new_page()
    assert stranger.goto(address).status == 403
    assert stranger.goto(f"{base}/summary/").status == 403
    assert (
        _shell(f"curl -s -o /dev/null -w '%{{http_code}}' -H 'Host: rebound.example' {base}/ | grep -qx 421", tmp_path) == 0
    )

    page.fill("[name='names.en']", "Lake Commission")
    page.fill("[name='code']", "lake")
    page.press("[name='code']", "Enter")
    assert page.locator("#f-code-errors").inner_text().endswith("twenty at most.")
    assert page.input_value("[name='names.en']") == "Lake Commission"
    assert page.get_attribute("[name='code']", "aria-describedby") == "f-code-help f-code-errors"
    page.fill("[name='code']", "LAKE")
    for step in ("names", "parties", "tracks", "pillars", "groups", "rules", "look"):
        assert page.url == f"{base}/{step}/"
        if step == "look":
            page.set_input_files(
                "[name='mark.en.file']", files=[{"name": "m.svg", "mimeType": "image/svg+xml", "buffer": MARK}]
            )
            page.fill("[name='letterhead.en']", "Lake Street 1")
        width = int(page.locator("main").bounding_box()["width"])
        assert width <= 360
        with page.expect_navigation():
            page.locator("main form .button", has_text="Next").click()
    page.fill("[name='host.name']", "Anna Weber")
    page.fill("[name='host.address']", "a.weber@example.org")
    with page.expect_navigation():
        page.press("[name='host.address']", "Enter")
    assert "Lake Commission" in page.inner_text("main")
    with page.expect_navigation():
        page.locator("button", has_text="Make the forum").press("Enter")

    link = page.locator("main code").first.inner_text()
    assert re.fullmatch(r"http://localhost:8000/join/\S+", link)
    context.close()
    assert machine.wait() == 0
    assert link in machine.stdout.read()
    made = (tmp_path / "home" / "forum.yaml").read_text()
    assert ("code: LAKE" in made, "- Lake Street 1" in made, "<svg xmlns" in made) == (True, True, True)
