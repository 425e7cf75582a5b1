"""The shipped record, loaded once for all tests of a module; what a test changes is undone after it."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from nemawashi.parties import queries
from nemawashi.record import loading

LOADED_AT = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[loading.Loaded]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield loading.record_loaded(at=LOADED_AT)
        transaction.set_rollback(True)
    queries.forget_forum()


@pytest.fixture
def record(shipped: loading.Loaded, db: None) -> loading.Loaded:
    """What the load said; the record stands in the database."""
    return shipped
