"""Rates taken in with their sources, and amounts said in one currency beside what they were printed in."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from nemawashi.access.viewers import PUBLIC
from nemawashi.assistance import acts, converting
from nemawashi.assistance.acts import SourcedRate
from nemawashi.assistance.converting import PrintedAmount
from nemawashi.assistance.models import ExchangeRate, Undertaking
from nemawashi.assistance.terms import NotConverted, Refusal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Dialogue
from nemawashi.sources.models import Source

Does = Callable[..., Any]
DAY = dt.date(2012, 11, 9)


@pytest.fixture
def home(played: None, db: None) -> Dialogue:
    return Dialogue.objects.get(slug="caj")


@pytest.fixture
def dollar(home: Dialogue) -> SourcedRate:
    return SourcedRate(DAY, "USD", "JPY", Decimal(80), Source.objects.get(slug="seed-000"))


def test_rates_are_taken_in_once_and_set_right_by_their_source(
    logged: Does, refused: Does, home: Dialogue, dollar: SourcedRate
) -> None:
    written, entries = logged("researcher", acts.import_rates, home, rates=[dollar])

    assert (written, str(ExchangeRate.objects.get())) == (1, "1 USD = 80 JPY")
    assert entries == [("rates.imported", "", "public", home.ref)]
    assert refused("host", acts.import_rates, home, rates=[dollar]) is Refusal.NO_NEW_RATE
    assert refused("japan", acts.import_rates, home, rates=[dollar]) is Refusal.NOT_AN_IMPORTER
    right = SourcedRate(DAY, "USD", "JPY", Decimal("79.5"), dollar.source)
    logged("host", acts.import_rates, home, rates=[right])
    row = ExchangeRate.objects.get()
    assert (row.rate, row.version) == (Decimal("79.5"), 2)


def test_amounts_are_said_in_one_currency_with_what_was_used(
    done: Does, home: Dialogue, dollar: SourcedRate, django_assert_num_queries: Any, settings: Any
) -> None:
    done("host", acts.import_rates, home, rates=[dollar])
    ExchangeRate.objects.update(origin="desk")
    day = ImpreciseDate(2012, 11, 10)
    printed = [
        PrintedAmount("a", Decimal(2), "USD", day),
        PrintedAmount("b", Decimal(5), "JPY", None),
        PrintedAmount("c", Decimal(2), "USD", ImpreciseDate(2012, 11)),
        PrintedAmount("d", Decimal(2), "USD", ImpreciseDate(2012, 11, 20)),
        PrintedAmount("e", Decimal(2), "KZT", day),
    ]

    with django_assert_num_queries(1):
        rows = converting.converted(printed, "JPY", viewer=PUBLIC)

    assert [row.amount for row in rows] == [Decimal(160), Decimal(5), None, None, None]
    assert [row.why_not for row in rows[2:]] == [NotConverted.NO_DAY, NotConverted.NO_RATE, NotConverted.NO_RATE]
    assert (str(rows[0].rate), rows[0].is_itself, rows[1].is_itself) == ("1 USD = 80 JPY", False, True)
    back = converting.converted([PrintedAmount("f", Decimal(160), "JPY", day)], "USD", viewer=PUBLIC)
    assert back[0].amount == Decimal(2)


def test_sums_offer_one_currency_only_where_there_are_rates(
    client: Any, done: Does, home: Dialogue, dollar: SourcedRate
) -> None:
    before = client.get("/en/sums/?by=currency&in=USD").content.decode()
    done("host", acts.import_rates, home, rates=[dollar])
    ExchangeRate.objects.update(origin="desk")
    row = Undertaking.objects.filter(currency="JPY", kind="project", part_of=None, donor__slug="japan")[0]
    Undertaking.objects.filter(pk=row.pk).update(on=ImpreciseDate(2012, 11, 9))

    page = client.get("/en/sums/?by=currency&in=USD")

    words = page.content.decode()
    assert ('name="in"' in before, 'id="one"' in before) == (False, False)
    assert ('name="in"' in words, 'id="one"' in words) == (True, True)
    assert "1 USD = 80 JPY" in words
    assert str(NotConverted.NO_RATE.label) in words
    assert row.amount == Undertaking.objects.get(pk=row.pk).amount
