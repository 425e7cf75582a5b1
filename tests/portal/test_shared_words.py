"""One English word may be two in another language: what was promised, and when a result was counted."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils.translation import gettext, override


@pytest.mark.parametrize(("language", "word"), [("en", "Made"), ("ru", "Когда получено"), ("ja", "作成")])
def test_a_result_is_not_made_as_a_promise_is(language: str, word: str) -> None:
    run = SimpleNamespace(made_at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC), maker_name="Yuki Tanabe")
    with override(language):
        page = render_to_string("portal/parts/run_made.html", {"run": run, "now": "/en/words/", "content": {}})

        assert f"<dt>{word}</dt>" in page
        assert language == "en" or gettext("Made") != word
