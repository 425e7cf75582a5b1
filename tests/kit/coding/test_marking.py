"""Words that a code is about: read as coders type them, written back, and laid beside another coder's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemawashi.kit.coding import marking
from nemawashi.kit.coding.marking import MOST_MARKS, CodedWords, MarkError, MarkFault

PASSAGE = "Trade brings peace,\nand peace brings trade. 平和は貿易をもたらす。"
CODES = {"liberal": "liberal", "Liberal": "liberal", "Peace: at sea": "sea", "平和": "peace"}
NAMES = {"liberal": "Liberal", "sea": "Peace: at sea", "peace": "平和"}


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("Liberal: brings trade", "liberal", "brings trade"),
        ("LIBERAL :  brings   trade ", "liberal", "brings trade"),
        ("liberal: peace, and peace", "liberal", "peace,\nand peace"),
        ("Peace: at sea: Trade brings", "sea", "Trade brings"),
        ("平和：貿易", "peace", "貿易"),
        ("Liberal (2): peace", "liberal", "peace"),
    ],
)
def test_a_line_marks_words(line: str, code: str, words: str) -> None:
    (mark,) = marking.read(line, passage=PASSAGE, codes=CODES)

    assert (mark.code, PASSAGE[mark.start : mark.end]) == (code, words)


@pytest.mark.parametrize(
    ("line", "fault", "times"),
    [
        ("peace", MarkFault.NO_CODE, 0),
        ("Realist: peace", MarkFault.NO_CODE, 0),
        ("Liberal:", MarkFault.NO_WORDS, 0),
        ("Liberal: war", MarkFault.NOT_THERE, 0),
        ("Liberal: trade brings", MarkFault.NOT_THERE, 0),  # as it stands, letters and all
        ("Liberal: peace", MarkFault.SEVERAL, 2),
        ("Liberal (3): peace", MarkFault.NO_SUCH_PLACE, 2),
        ("Liberal (0): peace", MarkFault.NO_SUCH_PLACE, 2),
    ],
)
def test_a_line_that_marks_nothing_says_why(line: str, fault: MarkFault, times: int) -> None:
    with pytest.raises(MarkError) as raised:
        marking.read(f"\nLiberal: Trade\n{line}", passage=PASSAGE, codes=CODES)

    assert (raised.value.kind, raised.value.line, raised.value.times) == (fault, 3, times)


def test_the_second_place_is_another_one_than_the_first() -> None:
    first, second = (marking.read(f"Liberal ({n}): peace", passage=PASSAGE, codes=CODES)[0] for n in (1, 2))

    assert (first.start, second.start) == (PASSAGE.index("peace"), PASSAGE.rindex("peace"))


def test_as_many_marks_as_anybody_makes_and_no_more() -> None:
    lines = ["Liberal: Trade"] * MOST_MARKS

    assert marking.read("\n".join(lines), passage=PASSAGE, codes=CODES) == (CodedWords("liberal", 0, 5),)
    with pytest.raises(MarkError) as raised:
        marking.read("\n".join([*lines, "Liberal: Trade"]), passage=PASSAGE, codes=CODES)
    assert (raised.value.kind, raised.value.line) == (MarkFault.TOO_MANY, MOST_MARKS + 1)


@given(st.text("ab \n", min_size=1, max_size=30), st.data())
def test_what_is_written_back_marks_the_same(passage: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(passage) - 1))
    end = data.draw(st.integers(start + 1, len(passage)))
    words = passage[start:end]
    if words != words.strip():
        return
    mark = CodedWords("sea", start, end)

    lines = marking.typed([mark], passage=passage, names=NAMES)

    assert marking.read(lines, passage=passage, codes={name: code for code, name in NAMES.items()}) == (mark,)


@pytest.mark.parametrize(
    ("start", "end", "is_strange"),
    [(0, 9, False), (0, 10, True), (-1, 3, True), (3, 3, True), (8, 9, False), (0, 3, True), (2, 4, True), (3, 4, False)],
)
def test_a_mark_lies_in_its_passage_and_has_no_blanks_around_it(start: int, end: int, is_strange: bool) -> None:
    assert (marking.strange([CodedWords("a", start, end)], passage="ab cdefgh") is not None) == is_strange


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([(0, 5)], [(0, 5)], 1.0),
        ([(0, 5)], [(5, 9)], 0.0),
        ([(0, 6)], [(3, 9)], 0.5),
        ([(0, 3), (2, 6)], [(3, 9)], 0.5),  # twice the same words count once
        ([], [], 1.0),
        ([], [(0, 10)], 1.0),
        ([], [(0, 5)], 2 * 5 / 15),
    ],
)
def test_words_in_common(one: list[tuple[int, int]], other: list[tuple[int, int]], expected: float) -> None:
    mine, theirs = ([CodedWords("a", *each) for each in marks] for marks in (one, other))

    assert marking.in_common(mine, [*theirs, CodedWords("b", 0, 1)], code="a", length=10) == expected


def test_runs_keep_every_letter_and_tell_codes_that_meet() -> None:
    runs = marking.runs("abcdef", [CodedWords("x", 0, 4), CodedWords("y", 2, 6), CodedWords("x", 1, 2)])

    assert runs == [("a", ("x",)), ("b", ("x",)), ("cd", ("x", "y")), ("ef", ("y",))]
    assert marking.runs("abc", []) == [("abc", ())]
