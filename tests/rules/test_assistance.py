"""Who may record a pledge and tie a project to it: every refusal and the grant."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.rules.people import host, japan, kazakhstan, observer, researcher, watcher

from nemawashi.access.rules import GRANTED
from nemawashi.assistance import rules
from nemawashi.assistance.terms import Refusal, UndertakingKind
from nemawashi.kit.dates import ImpreciseDate


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (japan, {}, None),
        (host, {}, None),
        (observer, {"donor": "mongolia"}, None),
        (kazakhstan, {}, Refusal.NOT_THE_DONOR),
        (watcher, {}, Refusal.NOT_THE_DONOR),
        (researcher, {}, Refusal.NOT_THE_DONOR),
        (japan, {"title": " "}, Refusal.NO_TITLE),
        (japan, {"recipients": 0}, Refusal.NO_RECIPIENT),
        (japan, {"amount": Decimal(0)}, Refusal.NOT_POSITIVE),
        (japan, {"amount": Decimal("-1")}, Refusal.NOT_POSITIVE),
        (japan, {"currency": " "}, Refusal.NO_CURRENCY),
        (japan, {"amount": None}, Refusal.NO_CURRENCY),
        (japan, {"amount": None, "currency": ""}, None),
    ],
)
def test_a_donor_records_its_own_pledge(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    asked: dict[str, Any] = {
        "donor": "japan",
        "title": "Stations",
        "amount": Decimal("450000000"),
        "currency": "JPY",
        "recipients": 2,
    }

    assert rules.may_record_pledge(by, **asked | change).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (japan, {}, None),
        (host, {}, None),
        (host, {"donor": None}, None),
        (japan, {"pledge_kind": "package"}, None),
        (kazakhstan, {}, Refusal.NOT_THE_DONOR),
        (watcher, {}, Refusal.NOT_THE_DONOR),
        (researcher, {"donor": None}, Refusal.NOT_THE_DONOR),
        (japan, {"donor": None}, Refusal.NOT_THE_DONOR),
        *[(japan, {"kind": kind}, Refusal.NOT_A_PROJECT) for kind in UndertakingKind if kind != "project"],
        (japan, {"pledge_kind": "project"}, Refusal.NOT_A_PLEDGE),
        (japan, {"is_linked": True}, Refusal.LINKED_ALREADY),
    ],
)
def test_a_project_is_tied_once_to_what_pays_for_it(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    asked: dict[str, Any] = {"donor": "japan", "kind": "project", "pledge_kind": "pledge", "is_linked": False}

    assert rules.may_link_project(by, **asked | change).refusal == expected


@pytest.mark.parametrize(
    ("by", "differs", "expected"),
    [
        (japan, {}, None),
        (host, {}, None),
        (watcher, {}, Refusal.NOT_THE_DONOR),
        (kazakhstan, {}, Refusal.NOT_THE_DONOR),
        (japan, {"kind": "project"}, Refusal.NOT_A_PLEDGE),
        (japan, {"wanted": "project"}, Refusal.NOT_A_PROJECT),
        (japan, {"is_from_record": True}, Refusal.FROM_A_SOURCE),
        (japan, {"is_built_on": True}, Refusal.PLEDGE_BUILT_ON),
        (japan, {"wanted": "package"}, Refusal.NOT_A_PACKAGE),
        (japan, {"wanted": "package", "kind": "package", "is_built_on": True}, Refusal.PACKAGE_BUILT_ON),
        (japan, {"kind": "project", "wanted": "project", "is_built_on": True}, Refusal.PROJECT_BUILT_ON),
    ],
)
def test_what_was_recorded_here_is_set_right_until_something_rests_on_it(
    by: Any, differs: dict[str, Any], expected: Refusal | None
) -> None:
    row = {"donor": "japan", "kind": "pledge", "wanted": "pledge", "is_from_record": False, "is_built_on": False}

    assert rules.may_edit(by, **(row | differs)).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (japan, {}, None),
        (host, {}, None),
        (kazakhstan, {}, Refusal.NOT_THE_DONOR),
        (watcher, {}, Refusal.NOT_THE_DONOR),
        (japan, {"kind": "event"}, Refusal.NOTHING_IS_PAID_UNDER_IT),
        (japan, {"name": " "}, Refusal.NO_PARTNER),
        (japan, {"is_named": True}, Refusal.PARTNER_NAMED),
    ],
)
def test_who_names_partners(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    whole: dict[str, Any] = {"donor": "japan", "kind": "project", "name": "Works", "is_named": False}

    assert rules.may_name_partner(by, **whole | change).refusal is expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (japan, {}, None),
        (host, {}, None),
        (kazakhstan, {}, Refusal.NOT_THE_DONOR),
        (japan, {"kind": "pledge"}, Refusal.NOT_A_PROJECT),
        (japan, {"has_end": True}, Refusal.ENDED_ALREADY),
        (japan, {"words": " "}, Refusal.NO_OUTCOME),
        (japan, {"on": ImpreciseDate(2024)}, Refusal.ENDS_BEFORE_IT_BEGINS),
        (japan, {"on": ImpreciseDate(2026, 11, 25)}, Refusal.NOT_ENDED_YET),
        (japan, {"on": ImpreciseDate(2026, 11, 24)}, None),
        (japan, {"on": ImpreciseDate(2026, 12)}, Refusal.NOT_ENDED_YET),
        (japan, {"start": None}, None),
    ],
)
def test_a_project_ends_once_and_not_before_its_day(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    whole: dict[str, Any] = {
        "donor": "japan", "kind": "project", "has_end": False, "words": "It stands.", "start": ImpreciseDate(2025),
        "on": ImpreciseDate(2026), "today": dt.date(2026, 11, 24),
    }  # fmt: skip

    assert rules.may_end_project(by, **whole | change).refusal is expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (host, {}, None),
        (japan, {}, Refusal.NOT_THE_SECRETARIAT),
        (host, {"kind": "pledge"}, Refusal.NOT_A_PROJECT),
        (host, {"has_end": True}, Refusal.ENDED_ALREADY),
        (host, {"end_on": None}, Refusal.NOT_ENDING_SOON),
        (host, {"end_on": ImpreciseDate(2027)}, Refusal.NOT_ENDING_SOON),
        (host, {"reminded_for": ImpreciseDate(2026, 12, 1)}, Refusal.REMINDED_ALREADY),
    ],
)
def test_a_donor_is_reminded_of_an_end(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    whole: dict[str, Any] = {
        "kind": "project", "has_end": False, "end_on": ImpreciseDate(2026, 12, 1), "reminded_for": None,
        "today": dt.date(2026, 11, 24),
    }  # fmt: skip

    assert rules.may_remind(by, **whole | change).refusal is expected


def _rate(on: str, base: str = "USD", quote: str = "JPY") -> rules.DatedRate:
    return rules.DatedRate(dt.date.fromisoformat(on), base, quote, Decimal(80))


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ([_rate("2012-11-08"), _rate("2012-11-09"), _rate("2012-11-10")], 1),
        ([_rate("2012-11-07"), _rate("2012-11-08")], 1),
        ([_rate("2012-11-09", "JPY", "USD"), _rate("2012-11-09")], 0),
        ([_rate("2012-10-30")], 0),
        ([_rate("2012-10-29"), _rate("2012-11-10"), _rate("2012-11-09", "USD", "KZT")], None),
        ([], None),
    ],
)
def test_the_rate_of_the_day_or_the_nearest_before_it(rates: list[rules.DatedRate], expected: int | None) -> None:
    assert rules.rate_for(rates, "USD", "JPY", dt.date(2012, 11, 9)) == expected


def test_an_amount_through_a_rate_and_backwards() -> None:
    assert rules.through(Decimal(2), Decimal("79.415"), is_backwards=False) == Decimal("158.83")
    assert rules.through(Decimal("158.83"), Decimal("79.415"), is_backwards=True) == Decimal("2.00")


def test_who_takes_in_rates() -> None:
    assert rules.may_import_rates(researcher, fresh=1) == rules.may_import_rates(host, fresh=1) == GRANTED
    assert rules.may_import_rates(japan, fresh=1).refusal is Refusal.NOT_AN_IMPORTER
    assert rules.may_import_rates(host, fresh=0).refusal is Refusal.NO_NEW_RATE


def test_a_pledge_is_made_out_of_a_package() -> None:
    assert [rules.may_be_out_of(kind).refusal for kind in (None, "package")] == [None, None]
    assert rules.may_be_out_of("project").refusal is Refusal.NOT_A_PACKAGE


def test_a_project_does_not_end_before_it_begins() -> None:
    early, late = ImpreciseDate(2027, 3), ImpreciseDate(2027, 4)

    assert (rules.lasts(early, late), rules.lasts(None, early), rules.lasts(late, late)) == (GRANTED,) * 3
    assert rules.lasts(late, early).refusal is Refusal.ENDS_BEFORE_IT_BEGINS
