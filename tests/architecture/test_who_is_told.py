"""Every act answers who is told of it: a line in ``concerns.py`` of its noun, beside those of the other acts."""

import string
from enum import StrEnum
from typing import Any

import pytest
from tests.architecture import inventory

from nemawashi.access.concerns import CONCERNS
from nemawashi.access.terms import NoticeCircle

ACTS = [act for noun in inventory.NOUNS for act in inventory.acts(noun)]
# What a sentence may name; no facts of the act but these, so that nobody's words are in it.
NAMES = {"who", "parties", "until", "count", "symbol", "title", "package", "language", "due", "item"}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_each_act_says_who_is_told_or_why_nobody_is(act: StrEnum) -> None:
    concern = CONCERNS.get(str(act))

    assert concern is not None, f"{act.name}: who is told? A line in concerns.py of its noun says so."
    assert bool(concern.hearers) != bool(concern.because)
    assert bool(concern.hearers) == bool(concern.says) == bool(concern.about)


def test_the_register_knows_no_act_that_there_is_not() -> None:
    # An invitation is taken up by somebody who is not signed in, or at the machine; there a forum is changed, too. That an
    # office in a circle ended is entered beside the act, whose own entry is that of the account.
    without_an_act = {"membership.made", "forum.changed", "circle.left"}

    assert set(CONCERNS) - set(map(str, ACTS)) == without_an_act


def test_of_what_is_sealed_nobody_is_told() -> None:
    sealed = {act.name for act in ACTS if "visibility `sealed`" in _page(act)}

    assert sealed >= {"DRAFT_POSITION", "TAKE_IN_FILE"}
    assert {act.name for act in ACTS if act.name in sealed and CONCERNS[str(act)].hearers} == set()


def _page(act: StrEnum) -> str:
    return (inventory.PAGES / f"{act.name.lower()}.md").read_text(encoding="utf-8")


class _Anything(dict[str, Any]):
    """Fills a sentence, and keeps which names it asked for."""

    def __init__(self) -> None:
        super().__init__(count=2, kind="joins")
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return self.get(name, 1)


@pytest.mark.parametrize("act", [act for act in ACTS if CONCERNS.get(str(act))], ids=lambda act: act.name)
def test_no_sentence_names_anybodys_words(act: StrEnum) -> None:
    concern, names = CONCERNS[str(act)], _Anything()

    sentences = [concern.sentence(names), *(concern.asked_of(hearer.name, names) for hearer in concern.hearers)]

    assert names.asked - {"kind", "is_ended"} <= NAMES
    assert [words for words in sentences if words and words.strip()[-1] not in string.punctuation] == []


def test_hearers_have_names_of_their_own_and_known_circles() -> None:
    hearers = {(each.name, each.circle, each.is_chosen) for concern in CONCERNS.values() for each in concern.hearers}

    assert len({name for name, _circle, _is_chosen in hearers}) == len(hearers)
    assert {circle for _name, circle, _is_chosen in hearers} == set(NoticeCircle)
