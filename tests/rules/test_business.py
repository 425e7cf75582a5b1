"""The business track: who speaks for a firm, and what a consent, an offer and a need have to say."""

import datetime as dt
from typing import Any

import pytest
from tests.rules.people import host, japan, kazakhstan, watcher

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.access.viewers import PUBLIC
from nemawashi.business import rules
from nemawashi.business.terms import InterestState, Refusal
from nemawashi.kit.dates import ImpreciseDate

TODAY = dt.date(2026, 11, 24)
FIRM: dict[str, Any] = {
    "owner": "japan", "host": "kazakhstan", "name": "Kita", "language": "ja", "areas": ["trade"],
    "is_named": False, "is_tied": False,
}  # fmt: skip
CONTACT: dict[str, Any] = {
    "owner": "japan", "name": "Rei", "reach": "r@x", "consent_on": ImpreciseDate(2026, 11, 24), "purpose": "talks",
    "today": TODAY,
}  # fmt: skip
INTEREST: dict[str, Any] = {
    "owner": "japan", "host": "kazakhstan", "words": "Pumps", "language": "en", "short": {}, "open_until": TODAY,
    "today": TODAY, "count": 19,
}  # fmt: skip


@pytest.mark.parametrize(
    ("by", "owner", "is_granted"),
    [
        (japan, "japan", True),
        (japan, "kazakhstan", False),
        (kazakhstan, "japan", False),
        (watcher, "japan", False),
        (host, "kazakhstan", True),
        (host, "japan", False),
        (PUBLIC, "japan", False),
    ],
)
def test_a_delegation_speaks_for_its_firms_and_the_business_desk_for_the_hosts(
    by: Any, owner: str, is_granted: bool
) -> None:
    assert bool(rules.is_its_desk(by, owner=owner, host="kazakhstan")) is is_granted
    assert bool(rules.is_its_delegation(by, owner=owner)) is (is_granted and by is not host)


def test_without_a_host_the_business_desk_speaks_for_nobody() -> None:
    assert not rules.is_its_desk(host, owner="", host=None)


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({"name": " "}, Refusal.NO_NAME),
        ({"name": "x" * 301}, Refusal.TOO_LONG),
        ({"language": "Japanese!"}, Refusal.BAD_LANGUAGE),
        ({"areas": []}, Refusal.NO_AREA),
        ({"is_named": True}, Refusal.NAMED_ALREADY),
        ({"is_tied": True}, Refusal.TIED_ALREADY),
    ],
)
def test_a_firm_has_a_name_a_language_and_an_area_and_is_there_once(words: dict[str, Any], word: Refusal) -> None:
    assert rules.may_state_firm(japan, **FIRM) == GRANTED
    assert rules.may_state_firm(japan, **FIRM | {"name": "x" * 300, "language": "uz-Latn"}) == GRANTED
    assert rules.may_state_firm(japan, **FIRM | words) == refuse(word)


def test_an_organisation_of_another_party_is_not_taken() -> None:
    assert rules.may_state_firm(japan, **FIRM, body_of="japan") == GRANTED
    assert rules.may_state_firm(japan, **FIRM, body_of="kazakhstan") == refuse(Refusal.ANOTHER_PARTY, "kazakhstan")


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({"name": ""}, Refusal.NO_PERSON),
        ({"reach": " "}, Refusal.NO_PERSON),
        ({"consent_on": None}, Refusal.NO_CONSENT),
        ({"consent_on": ImpreciseDate(2026, 11)}, Refusal.NO_CONSENT),
        ({"purpose": ""}, Refusal.NO_CONSENT),
        ({"consent_on": ImpreciseDate(2026, 11, 25)}, Refusal.CONSENT_AHEAD),
    ],
)
def test_nothing_of_a_person_is_kept_without_a_consent(words: dict[str, Any], word: Refusal) -> None:
    assert rules.may_keep_contact(japan, **CONTACT) == GRANTED
    assert rules.may_keep_contact(host, **CONTACT | {"owner": "kazakhstan"}) == refuse(Refusal.NOT_ITS_PARTY)
    assert rules.may_keep_contact(japan, **CONTACT | words) == refuse(word)


def test_a_consent_is_withdrawn_by_the_party_or_by_link_and_once() -> None:
    asked = {"owner": "japan", "is_kept": True}

    assert rules.may_withdraw_contact(japan, has_link=False, **asked) == GRANTED
    assert rules.may_withdraw_contact(PUBLIC, has_link=True, **asked) == GRANTED
    assert rules.may_withdraw_contact(PUBLIC, has_link=False, **asked) == refuse(Refusal.NOT_ITS_PARTY)
    assert rules.may_withdraw_contact(kazakhstan, has_link=False, **asked) == refuse(Refusal.NOT_ITS_PARTY)
    assert rules.may_withdraw_contact(PUBLIC, has_link=True, owner="japan", is_kept=False) == refuse(
        Refusal.NO_CONTACT_KEPT
    )


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({"words": " \n"}, Refusal.NO_WORDS),
        ({"words": "x" * 1501}, Refusal.TOO_LONG),
        ({"short": {"ru": "x" * 301}}, Refusal.TOO_LONG),
        ({"short": {f"a{letter}": "x" for letter in "abcdefghijklm"}}, Refusal.TOO_LONG),
        ({"short": {"RU": "x"}}, Refusal.BAD_LANGUAGE),
        ({"language": ""}, Refusal.BAD_LANGUAGE),
        ({"open_until": dt.date(2026, 11, 23)}, Refusal.DAY_IS_OVER),
        ({"count": 20}, Refusal.TOO_MANY_INTERESTS),
    ],
)
def test_an_offer_or_need_has_words_and_a_day_to_come(words: dict[str, Any], word: Refusal) -> None:
    full = {"words": "x" * 1500, "short": {f"a{letter}": "x" * 300 for letter in "abcdefghijkl"}, "open_until": None}

    assert rules.may_state_interest(japan, **INTEREST) == GRANTED
    assert rules.may_state_interest(japan, **INTEREST | full) == GRANTED
    assert rules.may_state_interest(japan, **INTEREST | words) == refuse(word)


def test_what_is_open_is_ended_and_taken_back_with_a_reason() -> None:
    asked: dict[str, Any] = {"owner": "japan", "host": None, "state": "open"}

    assert rules.may_end_interest(japan, **asked, is_withdrawn=False, why="") == GRANTED
    assert rules.may_end_interest(japan, **asked, is_withdrawn=True, why="Sold") == GRANTED
    assert rules.may_end_interest(japan, **asked, is_withdrawn=True, why=" ") == refuse(Refusal.NO_REASON)
    assert rules.may_end_interest(japan, **asked | {"state": "ended"}, is_withdrawn=False, why="") == refuse(
        Refusal.NOT_OPEN
    )
    assert rules.may_end_interest(kazakhstan, **asked, is_withdrawn=False, why="") == refuse(Refusal.NOT_ITS_PARTY)


@pytest.mark.parametrize(("until", "state"), [(None, "open"), (TODAY, "open"), (dt.date(2026, 11, 23), "over")])
def test_what_is_open_stands_through_its_last_day(until: dt.date | None, state: str) -> None:
    assert rules.state_of_interest("open", open_until=until, today=TODAY) == state
    assert rules.state_of_interest("ended", open_until=until, today=TODAY) is InterestState.ENDED


def test_short_words_are_read_line_by_line() -> None:
    words, wrong = rules.words_by_language("ru:  насосы  для скважин \n\nja: ポンプ\nru: again\nno colon\nxx:\nEN: pumps")

    assert (words, wrong) == ({"ru": "насосы для скважин", "ja": "ポンプ"}, [4, 5, 6, 7])
