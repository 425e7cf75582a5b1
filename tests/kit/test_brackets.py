"""Brackets from positions: nothing of the clause is lost, nobody who asks for words is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemawashi.kit.clauses.bracketing import Bracket, Node, Plain, PositionMark, bracketed, depth, notation, plain_words

CODES = ("JPN", "KAZ", "KGZ", "TJK", "TKM", "UZB")


@st.composite
def clauses(draw: st.DrawFn) -> tuple[str, list[PositionMark]]:
    words = draw(st.text(alphabet="ab й日\u0301", max_size=14))
    marks = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(words)))
        end = draw(st.integers(start, len(words)))
        put = draw(st.text(alphabet="xyz", max_size=3))
        takes = start < end and draw(st.booleans())
        end = end if takes else start
        marks.append(PositionMark(str(number), (CODES[number],), start, end, put or ("" if takes else "w"), takes))
    return words, marks


def brackets_in(nodes: tuple[Node, ...]) -> list[Bracket]:
    """All brackets in the order in which they are read."""
    return [b for node in nodes if isinstance(node, Bracket) for b in (node, *brackets_in(node.inside))]


@given(clauses())
def test_plain_words_are_the_clause_whatever_the_marks(clause: tuple[str, list[PositionMark]]) -> None:
    words, marks = clause

    assert plain_words(bracketed(words, marks)) == words


@given(clauses())
def test_every_position_appears_with_its_party(clause: tuple[str, list[PositionMark]]) -> None:
    words, marks = clause

    shown = {bracket.mark.key for bracket in brackets_in(bracketed(words, marks))}

    assert shown == {mark.key for mark in marks}


@given(clauses())
def test_words_to_put_in_appear_once(clause: tuple[str, list[PositionMark]]) -> None:
    words, marks = clause

    put = [b.mark.key for b in brackets_in(bracketed(words, marks)) if b.kind == "insert"]

    assert sorted(put) == sorted(mark.key for mark in marks if mark.words)


@given(clauses())
def test_words_that_some_want_out_are_all_inside_their_brackets(clause: tuple[str, list[PositionMark]]) -> None:
    words, marks = clause
    found = brackets_in(bracketed(words, marks))

    for mark in marks:
        inside = "".join(plain_words(b.inside) for b in found if b.mark.key == mark.key and b.kind == "delete")
        assert inside == (words[mark.start : mark.end] if mark.takes else "")


@given(clauses())
def test_brackets_nest_no_deeper_than_there_are_positions(clause: tuple[str, list[PositionMark]]) -> None:
    words, marks = clause

    assert depth(bracketed(words, marks)) <= len(marks)


def test_words_stay_when_their_span_began_in_a_bracket_before() -> None:
    marks = [
        PositionMark("0", ("JPN",), 0, 2, "", True),
        PositionMark("1", ("KAZ",), 1, 4, "", True),
        PositionMark("2", ("KGZ",), 1, 3, "x", True),
    ]

    put = [b.mark.key for b in brackets_in(bracketed("aaaa", marks)) if b.kind == "insert"]

    assert put == ["2"]


def test_no_position_gives_no_bracket() -> None:
    assert bracketed("The parties will meet.", []) == (Plain("The parties will meet."),)
    assert depth(bracketed("The parties will meet.", [])) == 0


def test_a_smaller_span_stands_inside_the_larger() -> None:
    words = "openly and without delay"
    outer = PositionMark("uz", ("UZB",), 0, len(words), "in good time", takes=True)
    inner = PositionMark("tj", ("TJK",), 7, 24, takes=True)

    nodes = bracketed(words, [inner, outer])

    assert depth(nodes) == 2
    assert notation(nodes) == "[UZB delete: openly [TJK delete: and without delay]][UZB: in good time]"


def test_spans_that_overlap_halfway_are_continued_in_a_second_bracket() -> None:
    nodes = bracketed(
        "abcdef", [PositionMark("kz", ("KAZ",), 0, 4, takes=True), PositionMark("jp", ("JPN",), 2, 6, takes=True)]
    )

    assert notation(nodes) == "[KAZ delete: ab[JPN delete #1: cd]][JPN delete #1: ef]"


def test_an_insertion_inside_deleted_words_stays_inside() -> None:
    nodes = bracketed("abcdef", [PositionMark("kz", ("KAZ",), 1, 5, takes=True), PositionMark("jp", ("JPN",), 3, 3, "x")])

    assert notation(nodes) == "a[KAZ delete: bc[JPN: x]de]f"


def test_supporters_and_opponents_stand_in_the_notation() -> None:
    mark = PositionMark("uz", ("UZB",), 2, 2, "x", supporters=("KGZ",), opponents=("JPN", "KAZ"))

    assert notation(bracketed("ab", [mark])) == "ab[UZB/KGZ; JPN/KAZ oppose: x]"


def test_an_empty_clause_takes_insertions() -> None:
    mark = PositionMark("jp", ("JPN",), 0, 0, "x")

    assert bracketed("", [mark]) == (Bracket("insert", mark, (Plain("x"),)),)
    assert notation(bracketed("", [mark])) == "[JPN: x]"


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (0, 4), (2, 1)])
def test_a_mark_outside_the_clause_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="position jp lies outside the clause"):
        bracketed("abc", [PositionMark("jp", ("JPN",), start, end, "x")])


def test_of_two_that_reach_as_far_the_longer_stands_outside() -> None:
    longer, shorter = PositionMark("a", ("JPN",), 0, 6, takes=True), PositionMark("z", ("KAZ",), 3, 6, takes=True)

    for marks in ([longer, shorter], [shorter, longer]):
        (outer,) = bracketed("abcdef", marks)
        assert isinstance(outer, Bracket)
        assert [outer.mark.key, *(each.mark.key for each in brackets_in(outer.inside))] == ["a", "z"]


JPN, KAZ, UZB = ("JPN",), ("KAZ",), ("UZB",)
EXACT: dict[str, tuple[str, list[PositionMark], str]] = {
    "words come in before, between and behind": (
        "ab",
        [
            PositionMark("1", JPN, 0, 0, "x"),
            PositionMark("2", KAZ, 1, 1, "y"),
            PositionMark("3", UZB, 2, 2, "z"),
        ],
        "[JPN: x]a[KAZ: y]b[UZB: z]",
    ),
    "words that come in at one place stand in their order": (
        "ab",
        [PositionMark("1", KAZ, 1, 1, "x"), PositionMark("2", JPN, 1, 1, "y")],
        "a[KAZ: x][JPN: y]b",
    ),
    "new words stand behind what they replace": (
        "abcd",
        [PositionMark("1", JPN, 1, 3, "x", takes=True)],
        "a[JPN delete: bc][JPN: x]d",
    ),
    "a mark of neither kind shows nothing": ("ab", [PositionMark("1", JPN, 0, 2)], "ab"),
    "words at the near border of what goes stand before it": (
        "abcd",
        [PositionMark("1", JPN, 1, 3, takes=True), PositionMark("2", KAZ, 1, 1, "x")],
        "a[KAZ: x][JPN delete: bc]d",
    ),
    "words at the far border of what goes stand behind it": (
        "abcd",
        [PositionMark("1", JPN, 1, 3, takes=True), PositionMark("2", KAZ, 3, 3, "x")],
        "a[JPN delete: bc][KAZ: x]d",
    ),
    "words before a clause that goes whole stand before it": (
        "ab",
        [PositionMark("1", JPN, 0, 2, takes=True), PositionMark("2", KAZ, 0, 0, "x")],
        "[KAZ: x][JPN delete: ab]",
    ),
    "two that go from one place, the longer outside": (
        "abcd",
        [PositionMark("1", JPN, 0, 2, takes=True), PositionMark("2", KAZ, 0, 4, takes=True)],
        "[KAZ delete: [JPN delete: ab]cd]",
    ),
    "of two that are alike, the later key outside": (
        "ab",
        [PositionMark("1", JPN, 0, 2, takes=True), PositionMark("2", KAZ, 0, 2, takes=True)],
        "[KAZ delete: [JPN delete: ab]]",
    ),
    "two pairs that cross have a number each": (
        "abcdef",
        [
            PositionMark("1", JPN, 0, 3, takes=True),
            PositionMark("2", KAZ, 2, 5, takes=True),
            PositionMark("3", UZB, 4, 6, takes=True),
        ],
        "[JPN delete: ab[KAZ delete #1: c]][KAZ delete #1: d[UZB delete #2: e]][UZB delete #2: f]",
    ),
    "the number stands behind who opposes": (
        "abc",
        [
            PositionMark("1", JPN, 0, 2, takes=True),
            PositionMark("2", KAZ, 1, 3, takes=True, supporters=UZB, opponents=JPN),
        ],
        "[JPN delete: a[KAZ/UZB delete; JPN oppose #1: b]][KAZ/UZB delete; JPN oppose #1: c]",
    ),
    "new words of one that is continued come in once, at its end": (
        "abcd",
        [PositionMark("1", JPN, 0, 3, takes=True), PositionMark("2", KAZ, 1, 4, "x", takes=True)],
        "[JPN delete: a[KAZ delete #1: bc]][KAZ delete #1: d][KAZ #1: x]",
    ),
    "two parties behind one position": (
        "ab",
        [PositionMark("1", ("JPN", "KAZ"), 2, 2, "x", opponents=("UZB",))],
        "ab[JPN/KAZ; UZB oppose: x]",
    ),
    "an empty clause passes by what puts nothing in": (
        "",
        [PositionMark("1", JPN, 0, 0), PositionMark("2", KAZ, 0, 0, "x")],
        "[KAZ: x]",
    ),
}


@pytest.mark.parametrize("case", EXACT)
def test_brackets_are_typed_as_delegations_type_them(case: str) -> None:
    words, marks, expected = EXACT[case]

    assert notation(bracketed(words, marks)) == expected


def test_depth_counts_the_deepest() -> None:
    nodes = bracketed(
        "abcdefgh",
        [
            PositionMark("1", JPN, 0, 6, takes=True),
            PositionMark("2", KAZ, 0, 4, takes=True),
            PositionMark("3", UZB, 1, 2, takes=True),
            PositionMark("4", UZB, 7, 8, takes=True),
        ],
    )

    assert depth(nodes) == 3
    assert depth(nodes[-1:]) == 1
    assert plain_words(nodes) == "abcdefgh"
