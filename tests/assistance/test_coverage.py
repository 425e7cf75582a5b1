"""Of a package's money, how much is tied to what, by which source, and how much no source accounts for."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from nemawashi.access.viewers import PUBLIC
from nemawashi.assistance.coverage import coverage, is_covered, share
from nemawashi.assistance.models import Transaction, Undertaking
from nemawashi.kit.dates import ImpreciseDate

PACKAGE = "package-2012-700m"


@pytest.fixture
def package(record: None, db: None) -> Undertaking:
    return Undertaking.objects.get(slug=PACKAGE)


def _of(row: Undertaking) -> Any:
    return coverage(row, list(row.parts.all()), viewer=PUBLIC)


def test_a_package_to_which_nothing_is_tied_is_not_accounted_for(package: Undertaking) -> None:
    covered = _of(package)
    assert (covered.amount, covered.currency, len(covered.spheres)) == (Decimal(700_000_000), "USD", 5)
    assert (covered.tied, covered.paid, covered.left, covered.percent) == (0, 0, covered.amount, "0")


def test_only_the_same_currency_with_a_source_is_added(package: Undertaking) -> None:
    dollars = Undertaking.objects.filter(slug__in=["project-litaca-1", "project-unodc-blo-2022"])
    yen = Undertaking.objects.filter(slug="project-locust-1")
    (dollars | yen).update(part_of=package)
    bare = Undertaking.objects.create(slug="x", kind="project", title="X", amount=5, currency="USD", part_of=package)
    for kind, amount, currency in (("disbursed", 500, "USD"), ("committed", 900, "USD"), ("spent", 7, "JPY")):
        Transaction.objects.create(undertaking=bare, kind=kind, amount=amount, currency=currency, on=ImpreciseDate(2014))
    covered = _of(package)
    assert covered.tied == sum(row.amount for row in dollars if row.amount)
    assert covered.left == covered.amount - covered.tied
    assert (covered.paid, covered.percent_paid) == (500, "< 0.1")
    assert covered.others == [(Decimal(596_000_007), "JPY"), (Decimal(5), "USD")]
    assert {part.row.slug for part in covered.parts if part.cited} == {row.slug for row in (dollars | yen)}


def test_parts_that_say_more_than_the_whole_leave_no_rest(package: Undertaking) -> None:
    package.amount = Decimal(1000)
    Undertaking.objects.filter(slug="project-litaca-1").update(part_of=package)
    assert _of(package).left is None


@pytest.mark.parametrize(
    ("part", "whole", "words"), [(0, 700, "0"), (1, 7000, "< 0.1"), (21, 700, "3.0"), (70, 700, "10"), (700, 700, "100")]
)
def test_a_share_is_never_rounded_to_nothing(part: int, whole: int, words: str) -> None:
    assert share(Decimal(part), Decimal(whole)) == words


def test_persons_are_no_money(record: None, db: None) -> None:
    assert not is_covered(Undertaking.objects.get(slug="pledge-2017-trainees"))
    assert not is_covered(Undertaking.objects.get(slug="project-locust-1"))
    assert is_covered(Undertaking.objects.get(slug="pledge-2017-24bn"))


def test_the_page_of_the_package_says_so(
    package: Undertaking, client: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    Undertaking.objects.filter(slug="project-litaca-1").update(part_of=package)
    with django_assert_max_num_queries(25):
        words = client.get(f"/en/assistance/{PACKAGE}/").content.decode()
    assert "5 spheres are named; no source seen says how much goes to each." in words
    assert "No source seen accounts for" in words
    assert "689,300,000" in words.replace("\u202f", ",").replace("&nbsp;", " ")
