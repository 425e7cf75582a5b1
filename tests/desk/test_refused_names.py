"""A refusal names parties as other refusals do, by their codes, and the chair in the reader's language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from nemawashi.access.rules import refuse
from nemawashi.desk.acting import refusals
from nemawashi.kit.clauses.proposals import CHAIR
from nemawashi.parties.terms import NEUTRAL
from nemawashi.texts.terms import Refusal


@pytest.mark.parametrize(
    ("language", "about", "named"),
    [
        ("en", "uzbekistan, japan", "(UZB, JPN)"),
        ("en", "JPN", "(JPN)"),
        ("en", CHAIR, "(Chair)"),
        ("ru", CHAIR, "(Председатель)"),
    ],
)
def test_a_refusal_names_parties_by_code(monkeypatch: pytest.MonkeyPatch, language: str, about: str, named: str) -> None:
    forum = replace(NEUTRAL, codes={"japan": "JPN", "uzbekistan": "UZB"})
    monkeypatch.setattr(refusals.parties, "forum", lambda: forum)

    with override(language):
        assert refusals.sentence_in(language, refuse(Refusal.COLLIDES, about)).endswith(named)
