"""Two hands on the same words: nothing that was typed is lost, and nobody's words go without a choice."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.kit.growth.measuring import growth

from nemawashi.kit import merging
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.merging import WhoseWords, merge

BASE = "One.\n\nTwo.\n\nThree.\n\nFour."


def text(*lines: str) -> str:
    return "\n\n".join(lines)


@pytest.mark.parametrize(
    ("mine", "theirs", "words", "others"),
    [
        (text("One!", "Two.", "Three.", "Four."), text("One.", "Two.", "Three.", "Four!"), "One! Two. Three. Four!", [4]),
        (text("One.", "Two!", "Three.", "Four."), text("One.", "Two.", "Three!", "Four."), "One. Two! Three! Four.", [3]),
        (text("One.", "Three.", "Four."), text("One.", "Two.", "Three.", "Four.", "Five."), "One. Three. Four. Five.", [4]),
        (text("One.", "Two.", "Three.", "Four.", "Mine."), text("One.", "Two.", "Three.", "Four.", "Theirs."),
         "One. Two. Three. Four. Theirs. Mine.", [5]),
        (text("One!", "Two.", "Three.", "Four."), text("One!", "Two.", "Three.", "Four."), "One! Two. Three. Four.", []),
        ("", BASE, "", []),
        (BASE, "", "", []),
    ],
)  # fmt: skip
def test_what_one_changed_stands_beside_what_the_other_did(mine: str, theirs: str, words: str, others: list[int]) -> None:
    merged = merge(BASE, mine=mine, theirs=theirs)

    assert merged.contested == []
    assert (merged.words().replace("\n\n", " "), merged.from_others()) == (words, others)


def test_what_both_changed_stands_in_both_versions_until_somebody_chooses() -> None:
    mine, theirs = text("One.", "Two, mine.", "Three.", "Four."), text("One.", "Two, theirs.", "Three.", "Four.", "Five.")
    merged = merge(BASE, mine=mine, theirs=theirs)

    (part,) = merged.contested
    assert (part.base, part.mine, part.theirs) == (("Two.",), ("Two, mine.",), ("Two, theirs.",))
    assert merged.unsettled({}) == [part]
    assert merged.unsettled({part.key: WhoseWords.MINE}) == []
    said = {choice: merged.words({part.key: choice}).split("\n\n")[1:-3] for choice in WhoseWords}
    assert said == {
        WhoseWords.MINE: ["Two, mine."],
        WhoseWords.THEIRS: ["Two, theirs."],
        WhoseWords.BOTH: ["Two, theirs.", "Two, mine."],
    }
    assert merged.from_others({part.key: WhoseWords.THEIRS}) == [2, 5]
    assert merged.from_others({part.key: WhoseWords.MINE}) == [5]


def test_what_one_took_out_and_the_other_changed_is_for_somebody_to_choose() -> None:
    merged = merge(BASE, mine=text("One.", "Three.", "Four."), theirs=text("One.", "Two!", "Three.", "Four."))

    assert [(part.mine, part.theirs) for part in merged.contested] == [((), ("Two!",))]


def test_beside_a_contested_paragraph_what_one_changed_is_merged() -> None:
    mine, theirs = text("One.", "Two, mine.", "Three, mine.", "Four."), text("One.", "Two, theirs.", "Three.", "Four.")
    merged = merge(BASE, mine=mine, theirs=theirs)

    (part,) = merged.contested
    assert part.base == ("Two.",)
    assert merged.words({part.key: WhoseWords.THEIRS}) == text("One.", "Two, theirs.", "Three, mine.", "Four.")


def test_more_paragraphs_than_are_merged_are_refused_at_both_sides_of_the_number() -> None:
    assert len(merging.paragraphs("x\n" * merging.MOST_PARAGRAPHS)) == merging.MOST_PARAGRAPHS
    with pytest.raises(UnreadableError, match="5,001"):
        merging.paragraphs("x\n" * (merging.MOST_PARAGRAPHS + 1))


def test_a_merge_at_double_size_costs_little_more_than_double() -> None:
    def merged(words: str) -> object:
        return merge(words, mine=words.replace("a", "b"), theirs=words.replace("c", "d"))

    for part in ("a\n", "a\nc\n", "x\n", "a c\n\n", "\n"):
        assert growth(merged, lambda size, one=part: (one * size)[:size], 2_000).is_linear, part


QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LINES = st.text("abcde", max_size=8).map(list)


@QUICK
@given(LINES, LINES, LINES)
@example(["a"], ["b", "c"], ["c", "b"])
def test_nothing_typed_is_lost_and_sides_are_alike(base: list[str], mine: list[str], theirs: list[str]) -> None:
    merged = merge(text(*base), mine=text(*mine), theirs=text(*theirs))
    other = merge(text(*base), mine=text(*theirs), theirs=text(*mine))

    assert [(p.base, p.mine, p.theirs) for p in merged.parts] == [(p.base, p.theirs, p.mine) for p in other.parts]
    assert [line for part in merged.parts for line in part.base] == base
    assert [line for part in merged.parts for line in part.mine] == mine
    assert [line for part in merged.parts for line in part.theirs] == theirs
    for side in (mine, theirs):
        put = Counter(side) - Counter(base)
        assert not put - Counter(merging.paragraphs(merged.words())), "both versions of what is contested stand there"


@QUICK
@given(LINES, LINES)
def test_one_hand_alone_gets_what_it_wrote(base: list[str], new: list[str]) -> None:
    start, wrote = text(*base), text(*new)

    assert merge(start, mine=wrote, theirs=start).words() == wrote
    assert merge(start, mine=start, theirs=wrote).words() == wrote
    assert merge(start, mine=wrote, theirs=wrote).words() == wrote


@QUICK
@given(st.integers(0, 9), st.integers(0, 9))
def test_changes_of_two_paragraphs_never_quarrel(one: int, other: int) -> None:
    lines = [f"Paragraph {number}." for number in range(10)]
    mine, theirs = list(lines), list(lines)
    mine[one], theirs[other] = "Mine.", "Theirs."

    merged = merge(text(*lines), mine=text(*mine), theirs=text(*theirs))

    assert len(merged.contested) == (one == other)
