"""The letterhead of a meeting's files: what setting it writes, what it refuses, what the log holds."""

from __future__ import annotations

from typing import Any

import pytest

from nemawashi.kit import word
from nemawashi.texts import acts
from nemawashi.texts.models import Text
from nemawashi.texts.terms import Refusal


def test_set_letterhead_keeps_the_file_and_enters_the_log(logged: Any, clean_text: Text) -> None:
    content = word.write(word.WordDocument((word.Passage((word.Run("."),)),), header=("Ministry",)))

    row, entries = logged("host", acts.set_letterhead, clean_text.meeting, called="form.docx", content=content)

    assert (row.meeting, row.name) == (clean_text.meeting, "form.docx")
    assert [(event, visibility) for event, _party, visibility, _ref in entries] == [("letterhead.set", "parties")]


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"%PDF-1.7", b"x" * 2_000_001])
def test_a_letterhead_that_is_none_is_refused(refused: Any, clean_text: Text, content: bytes) -> None:
    file = {"called": "form.docx", "content": content}

    assert refused("host", acts.set_letterhead, clean_text.meeting, **file) == Refusal.NOT_A_LETTERHEAD
    assert refused("japan", acts.set_letterhead, clean_text.meeting, **file) == Refusal.NOT_THE_SECRETARIAT
