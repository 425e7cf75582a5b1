"""A field of one line stays one, whoever sends it: a browser sends no breaks, a program may."""

import pytest

from nemawashi.access.viewers import PUBLIC
from nemawashi.desk.following.people import Invite

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
