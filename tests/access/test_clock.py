"""The clock: what tests set it to holds for acts and for pages, on both databases, and it goes on from there."""

import datetime as dt

from django.db import transaction
from django.test import Client
from tests.conftest import NOW

from nemawashi.access import clock

SOON = dt.timedelta(minutes=10)  # nobody waits so long, however busy the machine


def test_every_test_begins_at_the_same_moment(db: None) -> None:
    assert NOW <= clock.database_moment() < NOW + SOON
    assert clock.today() == NOW.date()


def test_acts_and_pages_live_at_the_moment_that_is_set(db: None) -> None:
    leap = dt.datetime(2044, 2, 29, 12, 0, tzinfo=dt.UTC)
    clock.set_to(leap)

    assert leap <= clock.database_moment() < leap + SOON
    assert clock.today() == dt.date(2044, 2, 29)


def test_it_goes_on_inside_a_transaction(db: None) -> None:
    with transaction.atomic():
        first = clock.database_moment()
        while clock.database_moment() == first:  # a thousandth of a second on SQLite
            pass

        assert clock.database_moment() > first


def test_a_public_page_counts_from_that_day(shipped: None, client: Client) -> None:
    def gaps() -> str:
        page = client.get("/en/").content.decode()
        return page[page.index("</title>") :]

    before = gaps()
    clock.set_to(NOW + dt.timedelta(days=4000))

    assert gaps() != before
