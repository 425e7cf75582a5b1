"""Anchors: accepted changes commute where they do not collide, and the smallest edit gives the other wording."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nemawashi.kit.clauses.operations import Operation, of_edit
from nemawashi.kit.clauses.proposals import BaseClause, Proposed, Tabled
from nemawashi.kit.clauses.spans import (
    AcceptedChange,
    SingleEdit,
    Span,
    apply,
    collide,
    follow,
    normal,
    one_line,
    pieces,
    smallest_edit,
)

SCRIPTS = st.text(alphabet="ab ,-’'йёЖ日本語、。\u0301\u3099\n1é", max_size=30)


@st.composite
def two_edits(draw: st.DrawFn) -> tuple[str, SingleEdit, SingleEdit]:
    words = draw(st.text(alphabet="abc й日", min_size=1, max_size=12))

    def one() -> SingleEdit:
        start = draw(st.integers(0, len(words)))
        end = draw(st.integers(start, len(words)))
        return SingleEdit(start, end, draw(st.text(alphabet="xyz", min_size=int(start == end), max_size=4)))

    return words, one(), one()


def accepted(words: str, first: SingleEdit, second: SingleEdit) -> str | None:
    """The text after both, the second replayed over the first; None when its words are gone."""
    span = follow(Span(second.start, second.end), [AcceptedChange(first.start, first.end, len(first.words))])
    if span is None:
        return None
    return apply(apply(words, first), SingleEdit(span.start, span.end, second.words))


@given(two_edits())
def test_edits_that_do_not_collide_give_the_same_text_in_either_order(case: tuple[str, SingleEdit, SingleEdit]) -> None:
    words, one, other = case
    assume(not collide(Span(one.start, one.end), Span(other.start, other.end)))

    here, there = accepted(words, one, other), accepted(words, other, one)

    assert here is not None
    assert here == there


@given(two_edits())
def test_a_span_that_follows_still_covers_its_words(case: tuple[str, SingleEdit, SingleEdit]) -> None:
    words, one, other = case
    span = follow(Span(other.start, other.end), [AcceptedChange(one.start, one.end, len(one.words))])
    assume(span is not None and not collide(Span(one.start, one.end), Span(other.start, other.end)))

    after = apply(words, one)

    assert span is not None
    assert after[span.start : span.end] == words[other.start : other.end]


@given(two_edits())
def test_collision_is_mutual(case: tuple[str, SingleEdit, SingleEdit]) -> None:
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
        (Span(4, 6), Span(2, 4), False),
    ],
)
def test_collide_at_borders(one: Span, other: Span, expected: bool) -> None:
    assert collide(one, other) is expected


def test_two_deletions_of_the_same_words_agree() -> None:
    assert collide(Span(2, 6), Span(2, 6), both_delete=True) is False


def test_words_that_were_taken_are_not_followed() -> None:
    assert follow(Span(2, 6), [AcceptedChange(4, 8, 1)]) is None
    assert follow(Span(5, 5), [AcceptedChange(4, 8, 1)]) is None


def test_an_anchor_follows_several_changes() -> None:
    assert follow(Span(10, 12), [AcceptedChange(0, 2, 5), AcceptedChange(20, 21, 0), AcceptedChange(3, 3, 4)]) == Span(
        17, 19
    )


@given(SCRIPTS, SCRIPTS)
def test_the_smallest_edit_gives_the_other_text(before: str, after: str) -> None:
    edit = smallest_edit(before, after)

    assert (edit is None) == (before == after)
    if edit is not None:
        assert apply(before, edit) == after


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        ("will set up a service by 2028.", "will set up a service by 2027.", SingleEdit(25, 29, "2027")),
        ("Стороны будут обмениваться данными.", "Стороны обмениваются данными.", SingleEdit(8, 26, "обмениваются")),
        ("日本は研修を行う。", "日本は研修及び支援を行う。", SingleEdit(5, 5, "及び支援")),
        ("The parties meet.", "The parties will meet.", SingleEdit(12, 12, "will ")),
        ("without undue delay", "without delay", SingleEdit(8, 14, "")),
        ("same", "same", None),
    ],
)
def test_the_smallest_edit_is_what_was_touched(before: str, after: str, edit: SingleEdit | None) -> None:
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

    assert follow(span, [AcceptedChange(8, 15, 0)], deletes=True) == Span(4, 8)
    assert follow(span, [AcceptedChange(0, 20, 0)], deletes=True) == Span(0, 0)
    assert follow(span, [AcceptedChange(8, 15, 3)], deletes=True) is None
    assert follow(span, [AcceptedChange(8, 15, 0)]) is None


@pytest.mark.parametrize(
    ("span", "change", "expected"),
    [
        (Span(4, 8), AcceptedChange(8, 9, 3), Span(4, 8)),
        (Span(4, 8), AcceptedChange(8, 8, 3), Span(4, 8)),
        (Span(4, 8), AcceptedChange(7, 9, 3), None),
        (Span(4, 8), AcceptedChange(2, 4, 3), Span(5, 9)),
        (Span(4, 8), AcceptedChange(4, 4, 3), Span(7, 11)),
        (Span(4, 8), AcceptedChange(2, 5, 3), None),
        (Span(4, 8), AcceptedChange(5, 5, 1), None),
        (Span(4, 4), AcceptedChange(4, 6, 1), Span(4, 4)),
        (Span(4, 4), AcceptedChange(2, 4, 1), Span(3, 3)),
    ],
)
def test_an_anchor_follows_what_happens_beside_it_to_its_border(
    span: Span, change: AcceptedChange, expected: Span | None
) -> None:
    assert follow(span, [change]) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (AcceptedChange(2, 6, 0), Span(2, 7)),
        (AcceptedChange(6, 8, 0), Span(4, 9)),
        (AcceptedChange(4, 11, 0), Span(4, 4)),
        (AcceptedChange(6, 11, 0), Span(4, 6)),
        (AcceptedChange(6, 12, 0), Span(4, 6)),
        (AcceptedChange(2, 11, 0), Span(2, 2)),
        (AcceptedChange(6, 10, 0), Span(4, 7)),
        (AcceptedChange(6, 8, 1), None),
    ],
)
def test_a_deletion_stands_on_what_another_deletion_left(change: AcceptedChange, expected: Span | None) -> None:
    assert follow(Span(4, 11), [change], deletes=True) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", []),
        ("The EU-China host's  plan, 2027.", ["The", " ", "EU-China", " ", "host's", "  ", "plan", ",", " ", "2027", "."]),
        ("host’s -x- y-", ["host’s", " ", "-", "x", "-", " ", "y", "-"]),
        ("Ёж, à la\n", ["Ёж", ",", " ", "à", " ", "la", "\n"]),
        ("日本\t語", ["日", "本", "\t", "語"]),
    ],
)
def test_a_piece_is_a_word_a_run_of_blanks_or_a_mark(words: str, expected: list[str]) -> None:
    assert pieces(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [(" a\r\nb\rc\n", "a\nb\nc"), ("a\n\nb", "a\n\nb"), ("e\u0301 \u3000", "é"), ("\r\n", "")],
)
def test_words_are_kept_with_plain_line_ends_and_no_blanks_around_them(words: str, expected: str) -> None:
    assert normal(words) == expected


@pytest.mark.parametrize(
    ("start", "end", "words", "expected"),
    [(3, 3, "x", "insert"), (3, 4, "x", "replace"), (3, 4, "", "delete"), (3, 3, "", "insert")],
)
def test_an_edit_puts_in_replaces_or_takes_out(start: int, end: int, words: str, expected: str) -> None:
    assert of_edit(start, end, words) == Operation(expected)


def test_what_a_file_asks_for_names_an_operation_and_whose_it_is() -> None:
    asked = Proposed("a", "move", parties=("JPN", "KAZ"))  # type: ignore[arg-type]  a stored word

    assert asked.operation is Operation.MOVE
    assert (Tabled(asked).author, Tabled(Proposed("a", Operation.MOVE)).author) == ("JPN; KAZ", "Chair")
    assert BaseClause("a", "1", "operative", ((1, "old"), (2, "new"))).words == "new"
    with pytest.raises(ValueError, match="shout"):
        Proposed("a", "shout")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Cus Two\r\nX: y", "Cus Two X: y"), (" a\x00\x1b[2Jb\u2028c ", "a [2Jb c"), ("a\u202eb\u200b\ufeff", "ab"),
        ("山田　太郎", "山田　太郎"), ("е\u0308", "ё"), ("\u200b\n", ""), ("", ""),
    ],
)  # fmt: skip
def test_one_line_has_no_break_and_no_sign_that_steers(typed: str, line: str) -> None:
    assert one_line(typed) == one_line(line) == line
