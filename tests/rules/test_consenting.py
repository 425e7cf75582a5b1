"""Consent: who may say what, on which day, over which words, and whose instructions are awaited."""

import datetime as dt

import pytest
from tests.rules import people

from nemawashi.texts import rules
from nemawashi.texts.rules import Heard
from nemawashi.texts.terms import Refusal

DAY = dt.date(2026, 12, 3)
AT = dt.datetime(2026, 12, 3, 9, 0, tzinfo=dt.UTC)
FITS = {
    "state": "under_negotiation",
    "kind": "joins",
    "why": "",
    "until": None,
    "today": DAY,
    "last": None,
    "is_current": True,
    "own_wishes": 0,
}


def asked(**words: object) -> object:
    return rules.may_consent(people.kazakhstan, **{**FITS, **words}).refusal  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({}, None),
        ({"state": "zero_draft"}, None),
        ({"state": "under_silence"}, Refusal.NOT_UNDER_NEGOTIATION),
        ({"state": "adopted"}, Refusal.NOT_UNDER_NEGOTIATION),
        ({"is_current": False}, Refusal.WORDS_CHANGED_SINCE),
        ({"kind": "but_for", "why": "x"}, Refusal.ONLY_A_PACKAGE),
        ({"kind": "but_for", "why": "x", "is_package": True}, None),
        ({"kind": "but_for", "why": " ", "is_package": True}, Refusal.NO_REASON),
        ({"kind": "cannot"}, Refusal.NO_REASON),
        ({"kind": "cannot", "why": "x"}, None),
        ({"kind": "cannot", "why": "x" * rules.LONGEST_POSITION}, None),
        ({"kind": "cannot", "why": "x" * (rules.LONGEST_POSITION + 1)}, Refusal.TOO_MANY_WORDS),
        ({"kind": "awaits", "until": DAY}, None),
        ({"kind": "awaits", "until": DAY - dt.timedelta(days=1)}, Refusal.DAY_PASSED),
        ({"own_wishes": 1}, Refusal.OWN_WISH_STANDS),
        ({"kind": "awaits", "own_wishes": 1}, None),
        ({"last": Heard("kazakhstan", "joins", AT)}, Refusal.HOLDS_ALREADY),
        ({"last": Heard("kazakhstan", "joins", AT, holds=False)}, None),
        ({"last": Heard("kazakhstan", "awaits", AT)}, None),
        ({"kind": "awaits", "until": DAY, "last": Heard("kazakhstan", "awaits", AT)}, None),
    ],
)
def test_may_consent(words: dict[str, object], refusal: object) -> None:
    assert asked(**words) is refusal


@pytest.mark.parametrize("by", people.NOT_PARTICIPANTS, ids=people.called)
def test_only_participants_speak(by: object) -> None:
    assert rules.may_consent(by, **FITS).refusal is Refusal.NOT_A_PARTICIPANT  # type: ignore[arg-type]


HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("kind", "at", "named", "awaited"),
    [
        ("awaits", AT - HOUR, ("kazakhstan",), ("kazakhstan",)),
        ("joins", AT + HOUR, ("kazakhstan",), ()),
        ("awaits", AT + HOUR, (), ("kazakhstan",)),
        ("awaits", AT, (), ()),  # silence was kept at that very moment
        ("awaits", AT - HOUR, (), ()),
        ("cannot", AT + HOUR, ("kazakhstan",), ()),
    ],
)
def test_awaited_after_an_agreement(kind: str, at: dt.datetime, named: tuple[str, ...], awaited: tuple[str, ...]) -> None:
    assert rules.awaited([Heard("kazakhstan", kind, at)], agreed_at=AT, named=named) == awaited


def test_whoever_was_named_and_never_spoke_is_awaited() -> None:
    assert rules.awaited([], agreed_at=AT, named=["japan"]) == ("japan",)
    assert rules.awaited([Heard("japan", "awaits", AT)]) == ("japan",)


def test_who_is_named_and_who_stands_out() -> None:
    rows = [Heard("japan", "cannot", AT), Heard("kazakhstan", "but_for", AT), Heard("uzbekistan", "awaits", AT)]

    assert rules.out_of_consensus(rows) == ["japan", "kazakhstan"]
    assert rules.nobody_stands_out([]).refusal is None
    assert rules.nobody_stands_out(["JPN"]).refusal is Refusal.CONSENSUS_STANDS_OUT
    assert (rules.are_named([]).refusal, rules.are_named(["JPN"]).refusal) == (None, Refusal.CONSENT_NOT_NAMED)
