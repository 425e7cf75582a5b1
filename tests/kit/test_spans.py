"""Anchors: accepted changes commute where they do not collide, and the smallest edit gives the other wording."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nemawashi.kit.clauses.spans import Change, Edit, Span, apply, collide, follow, normal, pieces, smallest_edit

SCRIPTS = st.text(alphabet="ab ,-’'йёЖ日本語、。\u0301\u3099\n1é", max_size=30)


@st.composite
def two_edits(draw: st.DrawFn) -> tuple[str, Edit, Edit]:
    words = draw(st.text(alphabet="abc й日", min_size=1, max_size=12))

    def one() -> Edit:
        start = draw(st.integers(0, len(words)))
        end = draw(st.integers(start, len(words)))
        return Edit(start, end, draw(st.text(alphabet="xyz", min_size=int(start == end), max_size=4)))

    return words, one(), one()


def accepted(words: str, first: Edit, second: Edit) -> str | None:
    """The text after both, the second replayed over the first; None when its words are gone."""
    span = follow(Span(second.start, second.end), [Change(first.start, first.end, len(first.words))])
    if span is None:
        return None
    return apply(apply(words, first), Edit(span.start, span.end, second.words))


@given(two_edits())
def test_edits_that_do_not_collide_give_the_same_text_in_either_order(case: tuple[str, Edit, Edit]) -> None:
    words, one, other = case
    assume(not collide(Span(one.start, one.end), Span(other.start, other.end)))

    here, there = accepted(words, one, other), accepted(words, other, one)

    assert here is not None
    assert here == there


@given(two_edits())
def test_a_span_that_follows_still_covers_its_words(case: tuple[str, Edit, Edit]) -> None:
    words, one, other = case
    span = follow(Span(other.start, other.end), [Change(one.start, one.end, len(one.words))])
    assume(span is not None and not collide(Span(one.start, one.end), Span(other.start, other.end)))

    after = apply(words, one)

    assert span is not None
    assert after[span.start : span.end] == words[other.start : other.end]


@given(two_edits())
def test_collision_is_mutual(case: tuple[str, Edit, Edit]) -> None:
    _, one, other = case
    here, there = Span(one.start, one.end), Span(other.start, other.end)

    assert collide(here, there) == collide(there, here)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Span(3, 3), Span(3, 3), True),
        (Span(3, 3), Span(4, 4), False),
        (Span(3, 3), Span(2, 4), True),
        (Span(3, 3), Span(3, 4), False),
        (Span(2, 4), Span(4, 4), False),
        (Span(2, 4), Span(3, 6), True),
        (Span(2, 4), Span(4, 6), False),
    ],
)
def test_collide_at_borders(one: Span, other: Span, expected: bool) -> None:
    assert collide(one, other) is expected


def test_two_deletions_of_the_same_words_agree() -> None:
    assert collide(Span(2, 6), Span(2, 6), both_delete=True) is False


def test_words_that_were_taken_are_not_followed() -> None:
    assert follow(Span(2, 6), [Change(4, 8, 1)]) is None
    assert follow(Span(5, 5), [Change(4, 8, 1)]) is None


def test_an_anchor_follows_several_changes() -> None:
    assert follow(Span(10, 12), [Change(0, 2, 5), Change(20, 21, 0), Change(3, 3, 4)]) == Span(17, 19)


@given(SCRIPTS, SCRIPTS)
def test_the_smallest_edit_gives_the_other_text(before: str, after: str) -> None:
    edit = smallest_edit(before, after)

    assert (edit is None) == (before == after)
    if edit is not None:
        assert apply(before, edit) == after


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        ("will set up a service by 2028.", "will set up a service by 2027.", Edit(25, 29, "2027")),
        ("Стороны будут обмениваться данными.", "Стороны обмениваются данными.", Edit(8, 26, "обмениваются")),
        ("日本は研修を行う。", "日本は研修及び支援を行う。", Edit(5, 5, "及び支援")),
        ("The parties meet.", "The parties will meet.", Edit(12, 12, "will ")),
        ("without undue delay", "without delay", Edit(8, 14, "")),
        ("same", "same", None),
    ],
)
def test_the_smallest_edit_is_what_was_touched(before: str, after: str, edit: Edit | None) -> None:
    assert smallest_edit(before, after) == edit


@given(SCRIPTS)
def test_pieces_joined_are_the_text(words: str) -> None:
    assert "".join(pieces(words)) == words


@given(SCRIPTS)
def test_normal_is_stable_and_the_same_for_composed_and_decomposed(words: str) -> None:
    decomposed = unicodedata.normalize("NFD", words).replace("\n", "\r\n")

    assert normal(normal(words)) == normal(words)
    assert normal(decomposed) == normal(words)


def test_deletion_agrees_with_a_deletion_and_not_with_other_words() -> None:
    """Under words that were replaced, a deletion has lost what it stood on, as everything else has."""
    span = Span(4, 11)

    assert follow(span, [Change(8, 15, 0)], deletes=True) == Span(4, 8)
    assert follow(span, [Change(0, 20, 0)], deletes=True) == Span(0, 0)
    assert follow(span, [Change(8, 15, 3)], deletes=True) is None
    assert follow(span, [Change(8, 15, 0)]) is None
