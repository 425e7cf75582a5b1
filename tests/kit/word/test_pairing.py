"""Two files laid beside each other, passage by passage and letter by letter."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemawashi.kit.word import differing
from nemawashi.kit.word.pairing import Fate, compared, paired

A = "The Ministers reaffirmed their commitment to a free and open international order."
B = "They welcomed the progress made in the management of water resources in the region."
C = "The Ministers decided to hold expert meetings on disaster risk reduction every year."
D = "Participants noted the growing volume of trade and agreed to remove barriers at borders."

CASES = [
    pytest.param([A, B], [A, B], ["kept", "kept"], id="nothing changed"),
    pytest.param([A, B, C], [A, B.replace("water", "energy"), C], ["kept", "changed", "kept"], id="a word changed"),
    pytest.param([A, C], [A, B, C], ["kept", "inserted", "kept"], id="inserted"),
    pytest.param([A, B, C], [A, C], ["kept", "deleted", "kept"], id="deleted"),
    pytest.param([A, B, C, D], [B, C, D, A], ["kept", "kept", "kept", "moved"], id="moved"),
    pytest.param([A, f"{B} {C}", D], [A, B, C, D], ["kept", "split", "kept"], id="split"),
    pytest.param([A, B, C, D], [A, f"{B} {C}", D], ["kept", "merged", "kept"], id="merged"),
    pytest.param([], [A], ["inserted"], id="from nothing"),
    pytest.param([A], [], ["deleted"], id="to nothing"),
    pytest.param(
        ["外相は法の支配を再確認した。"], ["外相は法の支配に基づく秩序を再確認した。"], ["changed"], id="Japanese"
    ),
]


@pytest.mark.parametrize(("old", "new", "fates"), CASES)
def test_fate_of_passages(old: list[str], new: list[str], fates: list[str]) -> None:
    assert [str(pair.fate) for pair in compared(old, new)] == fates


def test_difference_shows_the_words_and_the_comma() -> None:
    [pair] = compared(["We note, with concern, the state of water."], ["We note with grave concern, the state of water."])

    assert pair.steps == (
        ("kept", "We note", "We note"),
        ("deleted", ",", ""),
        ("kept", " with", " with"),
        ("inserted", "", " grave"),
        ("kept", " concern, the state of water.", " concern, the state of water."),
    )


@given(st.text("ab ,.法и", max_size=30), st.text("ab ,.法и", max_size=30))
def test_changes_applied_to_one_wording_give_the_other(before: str, after: str) -> None:
    found = differing.hunks(before, after)

    assert differing.applied(before, found) == after
    assert "".join(step[1] for step in differing.steps(before, after)) == before
    assert "".join(step[2] for step in differing.steps(before, after)) == after


@given(st.integers(0, 10**6))
def test_every_passage_is_in_exactly_one_pair(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    texts = [A, B, C, D, f"{A} {B}", "Short.", "", A.replace("free", "fair")]
    old, new = ([rng.choice(texts) for _ in range(rng.randrange(7))] for _ in range(2))

    pairs = paired(old, new)

    assert sorted(at for pair in pairs for at in pair.old) == list(range(len(old)))
    assert sorted(at for pair in pairs for at in pair.new) == list(range(len(new)))
    assert all(old[pair.old[0]].split() == new[pair.new[0]].split() for pair in pairs if pair.fate is Fate.KEPT)
