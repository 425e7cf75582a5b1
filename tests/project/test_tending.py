"""One tends at a time, of all workers and servers on a database; each server sees to its own index."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from nemawashi.lineage import shelf
from nemawashi.project import tending
from nemawashi.texts.models import Text


def _elsewhere() -> bool:
    """Whether somebody else, with a connection of his own, could tend now."""
    answers = []

    def ask() -> None:
        try:
            with tending.alone() as is_ours:
                answers.append(is_ours)
        finally:
            connection.close()

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join()
    return answers[0]


def test_one_tends_at_a_time(db: None, settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    with tending.alone() as is_ours:
        beside = _elsewhere()

    assert (is_ours, beside, _elsewhere()) == (True, False, True)


def test_a_shelf_hears_of_what_another_server_adopted(shipped: None, monkeypatch: pytest.MonkeyPatch) -> None:
    brought = []
    monkeypatch.setattr(shelf, "bring_up_to_date", lambda: brought.append(1))
    seen = shelf.mark()
    assert shelf.catch_up(seen) == seen
    assert brought == []

    Text.objects.create(
        slug="elsewhere", dialogue=Text.objects.all()[0].dialogue, title="Elsewhere", type="declaration", state="adopted"
    )

    assert shelf.catch_up(seen) != seen
    assert brought == [1]
