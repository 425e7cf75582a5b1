"""When the host's role is stated, to whom it goes, and what stands in the way: from plain values."""

from __future__ import annotations

from typing import Any

import pytest
from tests.rules.people import NOT_SECRETARIAT, host

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.meetings import rules
from nemawashi.meetings.terms import MeetingState, Refusal

STATES = tuple(MeetingState)
GOES: dict[str, Any] = {
    "in_office": "japan",
    "host": "kazakhstan",
    "state": "announced",
    "is_next": True,
    "is_in_session": False,
    "has_signed_in": True,
}
INVITED: dict[str, Any] = {
    "in_office": "japan",
    "host": "kazakhstan",
    "state": "planned",
    "has_people": False,
    "is_offered": False,
}


@pytest.mark.parametrize("state", STATES)
def test_the_role_goes_with_a_meeting_that_is_ahead(state: str) -> None:
    is_ahead = state in ("planned", "announced")

    assert rules.may_pass_host_role(host, **GOES | {"state": state}).refusal == (None if is_ahead else Refusal.NOT_AHEAD)
    assert rules.may_invite_next_host(host, **INVITED | {"state": state}).refusal == (
        None if is_ahead else Refusal.NOT_AHEAD
    )


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"in_office": ""}, Refusal.HOST_NOT_STATED),
        ({"host": ""}, Refusal.NO_HOST_NAMED),
        ({"is_next": False}, Refusal.EARLIER_MEETING_AHEAD),
        ({"is_in_session": True}, Refusal.A_MEETING_SITS),
        ({"has_signed_in": False}, Refusal.NEXT_HOST_NOT_HERE),
    ],
)
def test_what_stands_in_the_way_of_passing_the_role_on(change: dict[str, Any], word: Refusal) -> None:
    assert rules.may_pass_host_role(host, **GOES) == GRANTED
    assert rules.may_pass_host_role(host, **GOES | change).refusal is word


def test_the_host_in_office_is_not_its_own_next_one() -> None:
    own = {"host": "japan"}

    assert rules.may_pass_host_role(host, **GOES | own) == refuse(Refusal.HOSTS_ALREADY, about="japan")
    assert rules.may_invite_next_host(host, **INVITED | own) == refuse(Refusal.HOSTS_ALREADY, about="japan")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"in_office": ""}, Refusal.HOST_NOT_STATED),
        ({"host": ""}, Refusal.NO_HOST_NAMED),
        ({"has_people": True}, Refusal.NEXT_HOST_HAS_PEOPLE),
        ({"is_offered": True}, Refusal.NEXT_HOST_INVITED),
    ],
)
def test_the_first_person_of_the_next_host_is_invited_once(change: dict[str, Any], word: Refusal) -> None:
    assert rules.may_invite_next_host(host, **INVITED) == GRANTED
    assert rules.may_invite_next_host(host, **INVITED | change).refusal is word


@pytest.mark.parametrize("state", STATES)
def test_the_host_is_stated_once_by_a_meeting_that_takes_or_took_place(state: str) -> None:
    word = Refusal.BRINGS_NO_HOST if state in ("cancelled", "postponed", "lapsed") else None

    assert rules.may_state_host(host, in_office="", host="japan", state=state).refusal is word
    assert rules.may_state_host(host, in_office="", host="", state=state).refusal is Refusal.NO_HOST_NAMED
    assert rules.may_state_host(host, in_office="japan", host="japan", state=state).refusal is Refusal.HOST_STATED


@pytest.mark.parametrize("by", [*NOT_SECRETARIAT, Viewer(user_id=9, name="h", at_rest="japan")])
def test_nobody_but_the_host_in_office_has_a_say(by: Viewer) -> None:
    asked = [
        rules.may_state_host(by, in_office="", host="japan", state="held"),
        rules.may_invite_next_host(by, **INVITED),
        rules.may_pass_host_role(by, **GOES),
    ]

    assert [verdict.refusal for verdict in asked] == [Refusal.NOT_THE_SECRETARIAT] * 3
