"""No page weighs more than 100 kB as it travels."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from tests.browser import kinds

pytestmark = pytest.mark.one_database

MOST = 100_000


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_every_kind_of_page_travels_in_100_kb(language: str, client_of: Callable[[str], Any]) -> None:
    reader = client_of("")

    weights = {page: len(gzip.compress(reader.get(f"/{language}/{page}").content)) for page in kinds.PUBLIC}

    assert {page: weight for page, weight in weights.items() if weight > MOST} == {}
    assert max(weights.values()) > 1_000
