"""Who offers to host, who confirms one offer, and who takes an offer back: each refusal and the grant."""

from typing import Any

import pytest
from tests.rules.people import NOT_SECRETARIAT, called, guest, host, japan, kazakhstan, observer, watcher

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.meetings import rules
from nemawashi.meetings.terms import OfferState, Refusal
from nemawashi.parties.terms import HostingRule

ENDED = [state for state in OfferState if state not in (OfferState.OFFERED, OfferState.CONFIRMED)]


@pytest.mark.parametrize("rule", HostingRule)
def test_a_participant_offers_once_where_the_host_is_not_fixed(rule: HostingRule) -> None:
    is_fixed = rule == HostingRule.FIXED

    assert rules.may_offer_to_host(japan, rule=rule, has_offered=False) == (
        refuse(Refusal.HOST_IS_FIXED) if is_fixed else GRANTED
    )
    assert rules.may_offer_to_host(japan, rule=rule, has_offered=True) == refuse(
        Refusal.HOST_IS_FIXED if is_fixed else Refusal.OFFERED_ALREADY
    )
    for by in (host, observer, guest, watcher):
        assert rules.may_offer_to_host(by, rule=rule, has_offered=False) == refuse(Refusal.NOT_A_PARTICIPANT)


@pytest.mark.parametrize("state", OfferState)
def test_the_secretariat_confirms_one_open_offer(state: OfferState) -> None:
    expected = GRANTED if state == OfferState.OFFERED else refuse(Refusal.OFFER_ENDED)

    assert rules.may_confirm_host(host, state=state, is_another_confirmed=False) == expected


@pytest.mark.parametrize("by", NOT_SECRETARIAT, ids=called)
def test_nobody_else_confirms_a_host_and_nobody_a_second_one(by: Any) -> None:
    offered = OfferState.OFFERED

    assert rules.may_confirm_host(by, state=offered, is_another_confirmed=False) == refuse(Refusal.NOT_THE_SECRETARIAT)
    assert rules.may_confirm_host(host, state=offered, is_another_confirmed=True) == refuse(Refusal.HOST_CONFIRMED_ALREADY)


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (japan, {}, None),
        (japan, {"why": " "}, None),
        (japan, {"state": OfferState.CONFIRMED}, None),
        (japan, {"state": OfferState.CONFIRMED, "why": " "}, Refusal.NO_REASON),
        *((japan, {"state": state}, Refusal.OFFER_ENDED) for state in ENDED),
        *((by, {}, Refusal.NOT_ITS_OFFER) for by in (kazakhstan, watcher, host)),
    ],
)
def test_a_party_takes_its_own_offer_back(by: Any, change: dict[str, Any], why: Refusal | None) -> None:
    asked = {"owner": "japan", "state": OfferState.OFFERED, "why": "elections"} | change

    assert rules.may_withdraw_offer(by, **asked) == (refuse(why) if why else GRANTED)
