"""Who may see and do what by capacity alone: every circle, role and standing, and combinations that nobody should have."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.rules.people import (
    accompanying,
    called,
    expert,
    guest,
    host,
    interpreter,
    japan,
    kazakhstan,
    note_taker,
    observer,
    public,
    researcher,
    uzbekistan,
    watcher,
)

from nemawashi.access.terms import Standing
from nemawashi.access.viewers import Viewer

invited = replace(guest, standing=Standing.INVITED)
nowhere = replace(japan, standing=None)  # of a party that takes no part today
partyless = replace(japan, party=None, party_id=None)
first_user = replace(public, user_id=0)
EVERYBODY = (
    japan, kazakhstan, uzbekistan, watcher, observer, guest, invited, nowhere, partyless,
    host, expert, researcher, interpreter, note_taker, accompanying, public, first_user,
)  # fmt: skip
DELEGATES = {japan, kazakhstan, uzbekistan, watcher, observer, guest, invited, nowhere}

WHO = {
    "is_signed_in": set(EVERYBODY) - {public},
    "is_secretariat": {host},
    "is_expert": {expert},
    "is_researcher": {researcher},
    "sees_screens_alone": {interpreter, note_taker, accompanying},
    "is_accompanying": {accompanying},
    "may_draft": DELEGATES - {watcher},
    "is_focal_point": {uzbekistan},
    "takes_notes": {note_taker},
    "is_delegate": DELEGATES,
    "is_participant": {japan, kazakhstan, uzbekistan, watcher},
    "may_act": DELEGATES - {watcher},
    "sees_dialogue": DELEGATES | {host},
    "sees_negotiation": {japan, kazakhstan, uzbekistan, watcher, observer, host},
}


@pytest.mark.parametrize("by", EVERYBODY, ids=called)
@pytest.mark.parametrize("right", WHO)
def test_a_right_belongs_to_these_and_to_nobody_else(right: str, by: Viewer) -> None:
    assert getattr(by, right) is (by in WHO[right])


def test_who_acts_for_no_party_owns_nothing() -> None:
    assert japan.own_party == 1
    for by in (host, public, researcher, interpreter, note_taker, accompanying, partyless):
        with pytest.raises(PermissionError, match=r"^this viewer acts for no party$"):
            _ = by.own_party


def test_whoever_accompanies_a_delegation_shares_nothing_with_it_and_hears_nothing() -> None:
    """Nor does a role alone open anything: a delegate of that role there is none, and of another one nobody is beside."""
    assert (accompanying.whose, accompanying.hears, accompanying.party, accompanying.party_id) == ("user 6", (), None, None)
    assert not replace(accompanying, beside=None).is_accompanying
    assert not replace(accompanying, party="japan", party_id=1).is_accompanying
