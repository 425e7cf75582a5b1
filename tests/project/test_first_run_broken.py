"""What reaches the first-run page broken, too large or not at all, and a folder that does not take what was typed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from tests.project.test_first_run import HERE, Browser, _typed_from_nothing
from tests.project.test_first_run import browser as browser  # a fixture

from nemawashi.project.first_run import keeping, pages


def test_questions_in_an_address_are_bounded_and_none_breaks_the_page(browser: Browser) -> None:
    browser.open()

    assert browser.ask("/begin/?" + "a=1&" * 5_000 + "language=ru")[0] == 200
    assert browser.ask("/begin/?language=%ff")[0] == 200


def test_a_form_that_broke_off_takes_nothing_away(browser: Browser) -> None:
    _typed_from_nothing(browser)
    before = browser.ask("/forum.yaml")[1]
    for length, status in (
        ("5", 400),
        ("9" * 19, 413),
        ("9" * 20, 411),
        ("9" * 5000, 411),
        ("-1", 411),
        ("²", 411),
        ("", 411),
    ):
        answer = browser.ask("/names/", "POST", b"do=n", HTTP_ORIGIN=f"http://{HERE}", CONTENT_LENGTH=length)
        assert (answer[0], browser.ask("/forum.yaml")[1]) == (status, before), length

    class Silent(BytesIO):
        def read(self, *_args: Any) -> bytes:
            raise TimeoutError

    for length, status in (("4", 408), (str(pages.MOST_BYTES + 1), 413)):
        environ: dict[str, Any] = {"HTTP_ORIGIN": f"http://{HERE}", "CONTENT_LENGTH": length, "wsgi.input": Silent()}
        assert browser.ask("/names/", "POST", **environ)[0] == status


@pytest.mark.parametrize(("length", "left"), [(pages.MOST_BYTES, 0), (pages.MOST_BYTES + 1, 0)])
def test_what_is_too_much_is_read_to_its_end_so_that_the_browser_shows_the_answer(
    browser: Browser, length: int, left: int
) -> None:
    browser.open()
    stream = BytesIO(b"a" * length)
    environ: dict[str, Any] = {"HTTP_ORIGIN": f"http://{HERE}", "CONTENT_LENGTH": str(length), "wsgi.input": stream}

    assert browser.ask("/begin/", "POST", **environ)[0] == (413 if length > pages.MOST_BYTES else 422)
    assert len(stream.read()) == left


def test_a_folder_that_cannot_be_written_is_one_sentence(browser: Browser, tmp_path: Path) -> None:
    browser.open()
    (tmp_path / keeping.DRAFT).mkdir()

    status, page, _headers = browser.send("/begin/", {"from": "nothing"})
    assert (status, f"written to {tmp_path}" in page) == (507, True)


def test_what_is_typed_is_for_nobody_else_on_the_machine_from_the_first_byte_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []
    written = Path.write_bytes
    monkeypatch.setattr(
        Path, "write_bytes", lambda path, data: (modes.append(path.stat().st_mode & 0o777), written(path, data))[1]
    )
    keeping.keep(tmp_path, {})
    (tmp_path / keeping.SENT).touch(mode=0o644)
    keeping.taken(tmp_path, b"a: 1")

    assert modes == [0o600, 0o600]


def test_of_a_file_it_is_said_by_name_what_is_missing(browser: Browser) -> None:
    status, page, _headers = browser.open().upload(b"called: A forum\n")

    assert status == 422
    assert all(f"{key}: This is needed." in page for key in ("id", "names", "parties"))
