"""Who says that mail waits to be read, lets it go, strikes it, and sends it again."""

import pytest
from tests.rules import people

from nemawashi.access.rules import GRANTED, Verdict, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.parties import rules
from nemawashi.parties.terms import LetterKind, LetterState, ReadingState, Refusal

EVERYBODY = [*people.PARTICIPANTS, *people.NOT_PARTICIPANTS]
FOCAL = people.uzbekistan
ON_THEIR_WAY = (LetterState.WAITING, LetterState.SENDING)


@pytest.mark.parametrize("by", EVERYBODY, ids=people.called)
def test_the_host_alone_has_mail_read_and_judges_it(by: Viewer) -> None:
    expected = GRANTED if by is people.host else refuse(Refusal.NOT_THE_SECRETARIAT)

    assert [rules.may_set_mail_reading(by), rules.may_judge_mail(by, state=ReadingState.HELD)] == [expected, expected]


@pytest.mark.parametrize("state", ReadingState)
def test_mail_is_judged_once_and_while_it_is_held(state: ReadingState) -> None:
    expected = GRANTED if state == ReadingState.HELD else refuse(Refusal.NOT_HELD)

    assert rules.may_judge_mail(people.host, state=state) == expected


def _again(by: Viewer, **words: object) -> Verdict:
    asked = {"is_hosts": True, "party": None, "kind": "notice", "state": "failed", "has_address": True} | words
    return rules.may_send_letter_again(by, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("by", EVERYBODY, ids=people.called)
def test_each_sends_again_what_went_to_the_own_people(by: Viewer) -> None:
    no = refuse(Refusal.NOT_ITS_SENDER)

    assert _again(by) == (GRANTED if by is people.host else no)
    assert _again(by, is_hosts=False, party=FOCAL.party) == (GRANTED if by is FOCAL else no)
    assert _again(by, is_hosts=False, party="elsewhere") == no


@pytest.mark.parametrize("kind", LetterKind)
def test_what_carries_a_link_is_not_sent_again_as_it_was(kind: LetterKind) -> None:
    is_plain = kind in (LetterKind.NOTICE, LetterKind.DIGEST)

    assert _again(people.host, kind=kind) == (GRANTED if is_plain else refuse(Refusal.HAS_ITS_OWN_LINK))


@pytest.mark.parametrize("state", LetterState)
def test_what_is_on_its_way_is_not_sent_again(state: LetterState) -> None:
    is_over = state not in ON_THEIR_WAY

    assert _again(people.host, state=state) == (GRANTED if is_over else refuse(Refusal.STILL_ON_ITS_WAY))
    assert _again(people.host, state="sent", has_address=False) == refuse(Refusal.ADDRESS_IS_GONE)
