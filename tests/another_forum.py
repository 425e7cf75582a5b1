"""An invented forum of five parties, with other tracks, symbols and languages, and the round played on it half-way."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from nemawashi.parties import queries
from nemawashi.project.round import cast, play, words
from nemawashi.record import loading

FOLDER = Path(__file__).parent / "forums" / "amber"
NOW = dt.datetime(2026, 11, 24, 6, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="class")
def amber(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[words.Script]:
    """The script of its round, played to tabled positions; what it wrote is undone after the class."""
    script = words.read(FOLDER / "round.yaml")
    shelf = tmp_path_factory.mktemp("amber") / "lineage"
    with django_db_blocker.unblock(), override_settings(LINEAGE=shelf), transaction.atomic():
        loading.record_loaded(FOLDER, at=NOW - dt.timedelta(days=100))
        cast.enlist(script)
        play.half_way(NOW, script)
        yield script
        transaction.set_rollback(True)
    queries.forget_forum()
