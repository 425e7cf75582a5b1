"""The shipped record with its index, and what a person finds in it."""

from collections.abc import Callable

import pytest

from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.search import queries

Refs = Callable[..., list[str]]


@pytest.fixture
def refs() -> Refs:
    """References of the best hits for some words, best first."""

    def find(words: str, viewer: Viewer = PUBLIC, most: int = 20, **filters: str) -> list[str]:
        return [hit.ref for hit in queries.answer(words, viewer=viewer, filters=filters).hits[:most]]

    return find
