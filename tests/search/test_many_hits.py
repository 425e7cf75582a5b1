"""More hits than are confirmed and shown: the best are kept, filters reach beyond them, and the page says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nemawashi.access.viewers import PUBLIC
from nemawashi.search import queries


@pytest.fixture
def most(monkeypatch: pytest.MonkeyPatch, record: Any) -> int:
    monkeypatch.setattr(queries, "MOST", 10)
    return 10


def test_the_best_are_kept(most: int) -> None:
    found = queries.answer("Kazakhstan", viewer=PUBLIC)

    assert found.is_cut
    assert len(found.hits) == most
    assert found.hits[0].ref == "party/kazakhstan"


def test_cutting_changes_no_posting_of_the_question(most: int) -> None:
    once, again = (queries.answer("Kazakhstan meeting", viewer=PUBLIC).hits for _ in range(2))

    assert once == again
    assert all("kazakhstan" in hit.parties for hit in once)


def test_filters_choose_before_the_cut(most: int) -> None:
    found = queries.answer("Kazakhstan", viewer=PUBLIC, filters={"noun": "source", "year": "2012"})

    assert 0 < len(found.hits) <= most
    assert {(hit.noun, hit.year) for hit in found.hits} == {("source", 2012)}


def test_page_says_that_there_are_more(most: int, client: Client) -> None:
    assert "More than 10 hits; the 10 best are shown." in client.get("/en/search/?q=Kazakhstan").content.decode()
