"""Brackets from positions: nothing of the clause is lost, nobody who asks for words is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemawashi.kit.clauses.bracketing import Bracket, Mark, Node, Plain, bracketed, depth, notation, plain_words

CODES = ("JPN", "KAZ", "KGZ", "TJK", "TKM", "UZB")


@st.composite
def clauses(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    words = draw(st.text(alphabet="ab й日\u0301", max_size=14))
    marks = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(words)))
        end = draw(st.integers(start, len(words)))
        put = draw(st.text(alphabet="xyz", max_size=3))
        takes = start < end and draw(st.booleans())
        end = end if takes else start
        marks.append(Mark(str(number), (CODES[number],), start, end, put or ("" if takes else "w"), takes))
    return words, marks


def brackets_in(nodes: tuple[Node, ...]) -> list[Bracket]:
    """All brackets in the order in which they are read."""
    return [b for node in nodes if isinstance(node, Bracket) for b in (node, *brackets_in(node.inside))]


@given(clauses())
def test_plain_words_are_the_clause_whatever_the_marks(clause: tuple[str, list[Mark]]) -> None:
    words, marks = clause

    assert plain_words(bracketed(words, marks)) == words


@given(clauses())
def test_every_position_appears_with_its_party(clause: tuple[str, list[Mark]]) -> None:
    words, marks = clause

    shown = {bracket.mark.key for bracket in brackets_in(bracketed(words, marks))}

    assert shown == {mark.key for mark in marks}


@given(clauses())
def test_words_to_put_in_appear_once(clause: tuple[str, list[Mark]]) -> None:
    words, marks = clause

    put = [b.mark.key for b in brackets_in(bracketed(words, marks)) if b.kind == "insert"]

    assert sorted(put) == sorted(mark.key for mark in marks if mark.words)


@given(clauses())
def test_words_that_some_want_out_are_all_inside_their_brackets(clause: tuple[str, list[Mark]]) -> None:
    words, marks = clause
    found = brackets_in(bracketed(words, marks))

    for mark in marks:
        inside = "".join(plain_words(b.inside) for b in found if b.mark.key == mark.key and b.kind == "delete")
        assert inside == (words[mark.start : mark.end] if mark.takes else "")


@given(clauses())
def test_brackets_nest_no_deeper_than_there_are_positions(clause: tuple[str, list[Mark]]) -> None:
    words, marks = clause

    assert depth(bracketed(words, marks)) <= len(marks)


def test_words_stay_when_their_span_began_in_a_bracket_before() -> None:
    marks = [
        Mark("0", ("JPN",), 0, 2, "", True),
        Mark("1", ("KAZ",), 1, 4, "", True),
        Mark("2", ("KGZ",), 1, 3, "x", True),
    ]

    put = [b.mark.key for b in brackets_in(bracketed("aaaa", marks)) if b.kind == "insert"]

    assert put == ["2"]


def test_no_position_gives_no_bracket() -> None:
    assert bracketed("The parties will meet.", []) == (Plain("The parties will meet."),)
    assert depth(bracketed("The parties will meet.", [])) == 0


def test_a_smaller_span_stands_inside_the_larger() -> None:
    words = "openly and without delay"
    outer = Mark("uz", ("UZB",), 0, len(words), "in good time", takes=True)
    inner = Mark("tj", ("TJK",), 7, 24, takes=True)

    nodes = bracketed(words, [inner, outer])

    assert depth(nodes) == 2
    assert notation(nodes) == "[UZB delete: openly [TJK delete: and without delay]][UZB: in good time]"


def test_spans_that_overlap_halfway_are_continued_in_a_second_bracket() -> None:
    nodes = bracketed("abcdef", [Mark("kz", ("KAZ",), 0, 4, takes=True), Mark("jp", ("JPN",), 2, 6, takes=True)])

    assert notation(nodes) == "[KAZ delete: ab[JPN delete #1: cd]][JPN delete #1: ef]"


def test_an_insertion_inside_deleted_words_stays_inside() -> None:
    nodes = bracketed("abcdef", [Mark("kz", ("KAZ",), 1, 5, takes=True), Mark("jp", ("JPN",), 3, 3, "x")])

    assert notation(nodes) == "a[KAZ delete: bc[JPN: x]de]f"


def test_supporters_and_opponents_stand_in_the_notation() -> None:
    mark = Mark("uz", ("UZB",), 2, 2, "x", supporters=("KGZ",), opponents=("JPN", "KAZ"))

    assert notation(bracketed("ab", [mark])) == "ab[UZB/KGZ; JPN/KAZ oppose: x]"


def test_an_empty_clause_takes_insertions() -> None:
    assert notation(bracketed("", [Mark("jp", ("JPN",), 0, 0, "x")])) == "[JPN: x]"


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (0, 4), (2, 1)])
def test_a_mark_outside_the_clause_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="position jp lies outside the clause"):
        bracketed("abc", [Mark("jp", ("JPN",), start, end, "x")])


def test_of_two_that_reach_as_far_the_longer_stands_outside() -> None:
    longer, shorter = Mark("a", ("JPN",), 0, 6, takes=True), Mark("z", ("KAZ",), 3, 6, takes=True)

    for marks in ([longer, shorter], [shorter, longer]):
        (outer,) = bracketed("abcdef", marks)
        assert isinstance(outer, Bracket)
        assert [outer.mark.key, *(each.mark.key for each in brackets_in(outer.inside))] == ["a", "z"]
