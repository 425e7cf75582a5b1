"""How many statements a search takes: a literal number, at one row and at three of each noun."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.portal.conftest import record, source
from tests.portal.test_statements import _tripled

from nemawashi.search import index

__all__ = ["record", "source"]

# Meetings and what hangs on them are confirmed as well, since a meeting is found by the names of its host and its land.
PAGES = {
    "/en/search/": 0,
    "/en/search/?q=Japan": 7,
    "/en/search/?q=Japan&noun=text&year=2012": 5,
    "/en/search/?q=Jappan": 9,
    "/en/search/?q=qwzxv": 2,
}


@pytest.mark.parametrize(("path", "literal"), PAGES.items())
def test_statements_do_not_grow_with_rows(path: str, literal: int, client: Client, record: Any) -> None:
    def statements() -> int:
        index.rebuild()
        client.get(path)
        with CaptureQueriesContext(connection) as told:
            assert client.get(path).status_code == 200
        return len(told)

    one = statements()
    _tripled()

    assert (one, statements()) == (literal, literal)
