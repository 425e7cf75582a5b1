"""Flags on labelled pairs of wordings in three languages; the second half was kept aside while words were added."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nemawashi.kit.lineage import FlagKind, align, flags

HERE = Path(__file__).parent
SHARED = "We will open a centre for glacier research in Khorog before the year is over."


def seen(earlier: str, later: str) -> set[str]:
    kinds = {FlagKind.POLARITY: "P", FlagKind.NUMBER: "N", FlagKind.DATE: "D"}
    return {kinds.get(flag.kind) or ("S+" if flag.weight > 0 else "S-") for flag in flags(align(earlier, later))}


@pytest.mark.parametrize(("half", "count"), [("turned_dev", 38), ("turned_held", 38), ("turned_more", 262)])
def test_of_labelled_pairs_most_are_flagged_and_few_wrongly(half: str, count: int) -> None:
    pairs = [json.loads(line) for line in (HERE / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = [set(pair["expected"].split()) for pair in pairs]
    flagged = [seen(pair["earlier"], pair["later"]) for pair in pairs]
    right = sum(len(one & other) for one, other in zip(wanted, flagged, strict=True))

    assert len(pairs) == count
    assert right / sum(map(len, flagged)) >= 0.95
    assert right / sum(map(len, wanted)) >= 0.85


def test_sentences_that_are_not_one_another_s_turn_nothing() -> None:
    before = f"Banks shall not charge fees in 2020. {SHARED} They welcomed thirty guests from Osh without delay."
    after = f"Farmers may increase pastures in 2031. {SHARED} Twelve poets strongly deplored bad weather on the steppe."

    assert flags(align(before, after)) == ()


def test_a_sentence_that_moved_is_still_read_for_what_changed_in_it() -> None:
    duty = "The parties shall share hydrological data on the Amu Darya every month without charge."
    moved = align(f"{SHARED} {duty}", f"{duty.replace('shall', 'should')} {SHARED}")

    assert any(step.move for step in moved)
    assert [(flag.before, flag.after) for flag in flags(moved)] == [("shall", "should")]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Members shall report.", "Members shall report without delay to the board."),
        ("As set out in paragraph 4 above, members report.", "As set out in paragraph 6 above, members report."),
        ("It has twelve members.", "It has 12 members."),
        ("The parties note the study of the centre.", "The parties note the request of the centre."),
        ("It meets in May 2020.", "It meets in May 2020, in Almaty."),
    ],
)
def test_what_turns_nothing_is_not_flagged_as_a_turn(earlier: str, later: str) -> None:
    assert seen(earlier, later) <= {"S+"} if "without delay" in later else seen(earlier, later) == set()
