"""Answers to invitations: who gives them, until when, and which answer of a calendar still counts."""

from dataclasses import replace
from typing import Any

import pytest
from tests.rules.people import guest, host, japan, kazakhstan, observer, public, watcher

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.access.terms import Role
from nemawashi.meetings import rules
from nemawashi.meetings.terms import Refusal

focal_point = replace(japan, role=Role.FOCAL_POINT)
REF = "meeting/fmm-2027-astana"


@pytest.mark.parametrize(
    ("by", "change", "why"),
    [
        (focal_point, {}, None),
        (japan, {}, None),
        (guest, {}, None),
        (observer, {}, None),
        (focal_point, {"answered": "accepted", "answer": "declined"}, None),
        (focal_point, {"answered": "accepted", "answer": ""}, None),
        (focal_point, {"answered": "", "answer": ""}, None),
        (focal_point, {"answered": "accepted"}, Refusal.ANSWERED_SO_ALREADY),
        (focal_point, {"is_invited": False}, Refusal.NOT_INVITED),
        (focal_point, {"state": "held"}, Refusal.HELD_ALREADY),
        (focal_point, {"state": "cancelled"}, Refusal.CANCELLED),
        *((by, {}, Refusal.NOT_THE_FOCAL_POINT) for by in (kazakhstan, watcher, host, public)),
    ],
)
def test_the_voice_of_an_invited_party_answers_until_it_is_over(
    by: Any, change: dict[str, Any], why: Refusal | None
) -> None:
    asked = {"is_invited": True, "state": "announced", "answered": "", "answer": "accepted"} | change

    assert rules.may_answer_invitation(by, **asked) == (refuse(why) if why else GRANTED)


@pytest.mark.parametrize(
    ("sequence", "newest", "why"),
    [(0, None, None), (0, 0, None), (2, 2, None), (3, 2, None), (1, 2, Refusal.REPLY_IS_OLD)],
)
def test_an_answer_counts_for_what_the_last_mail_told(sequence: int, newest: int | None, why: Refusal | None) -> None:
    verdict = rules.reply_stands(rules.calendar_uid(REF), sequence, ref=REF, newest=newest)

    assert verdict == (refuse(why) if why else GRANTED)


def test_an_answer_about_another_entry_is_refused_and_an_entry_keeps_its_identity() -> None:
    other = rules.calendar_uid("meeting/som-2027")

    assert rules.reply_stands(other, 9, ref=REF, newest=None) == refuse(Refusal.REPLY_OF_ANOTHER)
    assert rules.calendar_uid(REF) == "cf321222-76c7-5453-8dca-29df99861520"
