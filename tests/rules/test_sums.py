"""Sums of assistance: what is added, and above all what is not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from nemawashi.assistance.rules import Summand, sums
from nemawashi.assistance.terms import NotAdded

PROJECT = Summand(
    "assistance/wells", "project", Decimal(100), "USD", 2020, ("amber",), frozenset({"amber"}), frozenset({"water"})
)  # fmt: skip


def test_projects_of_one_currency_are_added_and_pledges_stand_apart() -> None:
    more = replace(PROJECT, ref="assistance/pumps", amount=Decimal(50), is_noted=True)
    pledge = replace(PROJECT, ref="assistance/pledge", kind="pledge", amount=Decimal(900))

    [only], left_out = sums([PROJECT, more, pledge])

    assert (only.given, only.projects, only.promised, only.promises, only.noted) == (150, 2, 900, 1, 1)
    assert left_out == []


def test_currencies_stand_apart() -> None:
    added, _ = sums([PROJECT, replace(PROJECT, ref="assistance/pumps", unit="JPY")])

    assert [(row.unit, row.given) for row in added] == [("USD", 100), ("JPY", 100)]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (replace(PROJECT, ref="x", unit="persons"), NotAdded.NO_MONEY),
        (replace(PROJECT, ref="x", amount=None), NotAdded.NO_AMOUNT),
        (replace(PROJECT, ref="x", kind="total"), NotAdded.STATED_TOTAL),
        (replace(PROJECT, ref="x", kind="business_result"), NotAdded.BUSINESS),
        (replace(PROJECT, ref="x", groups=("amber", "basalt")), NotAdded.SEVERAL),
        (replace(PROJECT, ref="x", groups=()), NotAdded.NO_HEAD),
        (replace(PROJECT, ref="x", why_not="for the whole world"), NotAdded.NOTED),
        (replace(PROJECT, ref="x", part_of=PROJECT.ref), NotAdded.PART),
    ],
)
def test_what_may_be_double_is_left_out_with_the_reason(other: Summand, reason: NotAdded) -> None:
    [only], [left] = sums([PROJECT, other])

    assert (only.given, only.projects) == (100, 1)
    assert (left.ref, left.reason) == ("x", reason)


def test_what_one_body_gave_in_one_year_for_one_thing_may_be_counted_in_the_larger() -> None:
    whole = replace(PROJECT, agency="UNDP")
    part = replace(whole, ref="x", amount=Decimal(30))

    [only], [left] = sums([part, whole])
    apart, none = sums([replace(part, year=2021), whole])

    assert (only.given, left.reason, left.other) == (100, NotAdded.MAY_BE_DOUBLE, whole.ref)
    assert (apart[0].given, none) == (130, [])


def test_a_part_is_added_where_its_whole_is_not() -> None:
    whole = replace(PROJECT, ref="whole", why_not="not all of it is aid")

    [only], [left] = sums([whole, replace(PROJECT, part_of="whole")])

    assert (only.given, left.ref) == (100, "whole")
