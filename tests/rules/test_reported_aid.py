"""Payments, indicators, values and reported activities: who records and ties them, each refusal and the grant."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from tests.rules.people import expert, host, japan, kazakhstan, public, researcher, watcher

from nemawashi.access.rules import GRANTED, Verdict, refuse
from nemawashi.assistance import rules
from nemawashi.assistance.terms import Refusal, UndertakingKind

PAID = ("package", "pledge", "project")
ASKED: dict[Callable[..., Verdict], dict[str, Any]] = {
    rules.may_record_payment: {"kind": "project", "amount": Decimal(5), "currency": "JPY"},
    rules.may_record_indicator: {"kind": "project", "words": "Children at school", "unit": "persons"},
    rules.may_record_value: {"has_source": True},
    rules.may_tie_activity: {"is_tied": False},
    rules.may_untie_activity: {"is_tied": True, "why": "another one"},
    rules.may_take_in_sheet: {"fresh": 1},
}
ALSO_RESEARCHERS = {rules.may_record_value, rules.may_tie_activity, rules.may_untie_activity}


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.__name__)
def test_the_donor_and_the_secretariat_do_it_and_researchers_where_they_look_for_it(rule: Any) -> None:
    asked = ASKED[rule] | {"donor": "japan"}
    by_researcher = GRANTED if rule in ALSO_RESEARCHERS else refuse(Refusal.NOT_THE_DONOR)

    assert (rule(japan, **asked), rule(host, **asked), rule(researcher, **asked)) == (GRANTED, GRANTED, by_researcher)
    for by in (kazakhstan, watcher, expert, public):
        assert rule(by, **asked) == refuse(Refusal.NOT_THE_DONOR)


@pytest.mark.parametrize("kind", UndertakingKind)
def test_what_is_paid_under_and_counted_of(kind: UndertakingKind) -> None:
    expected = GRANTED if kind in PAID else refuse(Refusal.NOTHING_IS_PAID_UNDER_IT)

    for rule in (rules.may_record_payment, rules.may_record_indicator):
        assert rule(japan, **ASKED[rule] | {"donor": "japan", "kind": kind}) == expected


@pytest.mark.parametrize(
    ("rule", "change", "why"),
    [
        (rules.may_record_payment, {"amount": Decimal(0)}, Refusal.NOT_POSITIVE),
        (rules.may_record_payment, {"amount": Decimal("-0.01")}, None),
        (rules.may_record_payment, {"currency": "persons"}, Refusal.UNIT_IS_NO_CURRENCY),
        (rules.may_record_indicator, {"words": " "}, Refusal.NO_TITLE),
        (rules.may_record_indicator, {"unit": " "}, Refusal.NO_UNIT),
        (rules.may_record_indicator, {"unit": " usd "}, Refusal.UNIT_IS_MONEY),
        (rules.may_record_value, {"has_source": False}, Refusal.NO_SOURCE),
        (rules.may_tie_activity, {"is_tied": True}, Refusal.ACTIVITY_TIED),
        (rules.may_untie_activity, {"is_tied": False}, Refusal.ACTIVITY_NOT_TIED),
        (rules.may_untie_activity, {"why": "\n"}, Refusal.NO_REASON),
        (rules.may_take_in_sheet, {"fresh": 0}, Refusal.NO_NEW_LINE),
    ],
)
def test_what_is_refused_to_the_donor_too(rule: Any, change: dict[str, Any], why: Refusal | None) -> None:
    assert rule(japan, **ASKED[rule] | {"donor": "japan"} | change) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize("by", [host, researcher])
def test_what_publishers_report_is_taken_in_and_set_aside(by: Any) -> None:
    assert rules.may_import_activities(by, fresh=1) == GRANTED
    assert rules.may_import_activities(by, fresh=0) == refuse(Refusal.NO_NEW_ACTIVITY)
    assert rules.may_set_activity_aside(by, is_tied=False, why="of another forum") == GRANTED
    assert rules.may_set_activity_aside(by, is_tied=True, why="of another forum") == refuse(Refusal.ACTIVITY_TIED)
    assert rules.may_set_activity_aside(by, is_tied=False, why=" ") == refuse(Refusal.NO_REASON)


@pytest.mark.parametrize("by", [japan, watcher, expert, public])
def test_nobody_else_takes_in_what_publishers_report(by: Any) -> None:
    refused = refuse(Refusal.NOT_AN_IMPORTER)

    assert (rules.may_import_activities(by, fresh=1), rules.may_set_activity_aside(by, is_tied=False, why="x")) == (
        refused,
        refused,
    )


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([], ""),
        (["", ""], ""),
        (["JPY", "", "JPY"], ""),
        (["JPY", "USD", "JPY"], "JPY, USD"),
        (["x" * 300, "y"], "x" * 200),
    ],
)
def test_cells_about_one_thing_say_the_same(cells: list[str], said: str) -> None:
    assert rules.agrees(cells) == (refuse(Refusal.LINE_CONTRADICTS, said) if said else GRANTED)
    assert rules.gives_a_reason(said or " ") == (GRANTED if said else refuse(Refusal.NO_REASON))
