"""A field of one line stays one, whoever sends it: a browser sends no breaks, a program may."""

from typing import Any

import pytest

from nemawashi.access.viewers import PUBLIC
from nemawashi.desk.acting import factor_words
from nemawashi.desk.following.people import Invite

pytestmark = pytest.mark.one_database

ADDRESS = {"address": "c.two@example.org", "language": "en"}


@pytest.mark.parametrize(
    ("typed", "kept"), [("Cus Two\r\nX: y", "Cus Two X: y"), ("Cus\tTwo", "Cus Two"), ("x" * 150, "x" * 150)]
)
def test_breaks_become_blanks(typed: str, kept: str) -> None:
    form = Invite({"called": typed, **ADDRESS}, subject=None, viewer=PUBLIC)

    assert (form.is_valid(), form.cleaned_data["called"]) == (True, kept)


@pytest.mark.parametrize("typed", ["", "\u200b", "\n\u200e\n", "a\u202eb", "a\x1bb", "x" * 151])
def test_what_nobody_sees_is_no_name_and_what_turns_words_is_refused(typed: str) -> None:
    assert list(Invite({"called": typed, **ADDRESS}, subject=None, viewer=PUBLIC).errors) == ["called"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Key\r\nX: y\u202e", "Key X: y"), ("\u200b", "Firefox, Linux"), ("", "Firefox, Linux"), ("x" * 9000, "x" * 60)],
)
def test_a_passkey_is_named_on_one_line_or_by_its_device(typed: str, kept: str, rf: Any) -> None:
    request = rf.post("/", {"name": typed}, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")

    assert factor_words.passkey_name(request) == kept
