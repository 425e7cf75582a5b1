"""What the desk calls for a text with brackets, given our own compilation: the same positions, and one that was edited."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kit.brackets.test_writing import texts

from nemawashi.kit import sent, word
from nemawashi.kit.brackets import writing
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed
from nemawashi.kit.word.names import BOOKMARK

CLAUSES = [
    BaseClause("k0", "", "title", ((1, "Declaration on lakes"),)),
    BaseClause("k1", "1", "operative", ((1, "The parties will publish figures of the northern lake by 2030."),)),
    BaseClause("k2", "2", "operative", ((1, "The parties will inspect harbours jointly and without warning."),)),
]


def _told_apart(asked: tuple[Proposed, ...] | list[Proposed]) -> Counter[Proposed]:
    return Counter(replace(each, place="") for each in asked)


@pytest.mark.slow
@settings(max_examples=400)
@given(texts())
def test_a_compilation_that_comes_back_gives_the_same_positions(text: tuple[list[BaseClause], list[Proposed]]) -> None:
    clauses, asked = text
    taken = sent.brackets(writing.compilation(clauses, asked).encode(), clauses)

    assert (_told_apart(taken.positions), taken.left) == (_told_apart(asked), ())


@st.composite
def overlapping(draw: st.DrawFn) -> list[Proposed]:
    asked = []
    for _ in range(draw(st.integers(2, 4))):
        words = CLAUSES[2].words
        borders = [0, *(at for at, sign in enumerate(words) if sign == " "), len(words)]
        start, end = sorted((draw(st.sampled_from(borders)), draw(st.sampled_from(borders))))
        operation = draw(st.sampled_from([Operation.REPLACE, Operation.DELETE] if end > start else [Operation.INSERT]))
        put = draw(st.sampled_from([" twice", " on request", " in the north"])) if operation != Operation.DELETE else ""
        party = draw(st.sampled_from(["KAZ", "UZB", "JPN", "TJK"]))
        asked.append(Proposed("k2", operation, 1, start, end, put, parties=(party,)))
    return asked


@settings(max_examples=100, deadline=None)
@given(overlapping())
def test_a_compilation_with_a_bracket_typed_into_another_clause_gives_exactly_that_change(asked: list[Proposed]) -> None:
    written = writing.compilation(CLAUSES, asked).replace("by 2030", "by [2030][KGZ: 2031]")
    taken = sent.brackets(written.encode(), CLAUSES)

    added = [each for each in taken.positions if each.key == "k1"]
    assert [(each.operation, each.start, each.end, each.words, each.parties) for each in added] == [
        (Operation.REPLACE, 57, 61, "2031", ("KGZ",))
    ]
    assert _told_apart([each for each in taken.positions if each.key == "k2"]) == _told_apart(asked)
    assert taken.left == ()


def test_a_bracket_typed_into_a_line_with_brackets_of_ours_gives_exactly_that_change() -> None:
    words = CLAUSES[2].words
    asked = [
        Proposed("k2", "replace", 1, words.index("jointly"), len(words) - 1, "on request", parties=("UZB",)),
        Proposed("k2", "delete", 1, words.index(" and"), len(words) - 1, parties=("TJK",)),
    ]
    written = writing.compilation(CLAUSES, asked).replace("harbours", "[JPN: all ]harbours")
    taken = sent.brackets(written.encode(), CLAUSES)

    read = {(each.operation, words[each.start : each.end], each.words.strip(), each.parties) for each in taken.positions}
    assert read == {
        ("replace", "jointly and without warning", "on request", ("UZB",)),
        ("delete", " and without warning", "", ("TJK",)),
        ("insert", "", "all", ("JPN",)),
    }
    assert taken.left == ()


def _as_word(written: str) -> bytes:
    """The compilation as a Word file, a line a passage, the clauses with their bookmarks."""
    keys = iter(clause.key for clause in CLAUSES)
    passages = [
        word.Passage((word.Run(line),), bookmark="" if line.startswith("  [") else f"{BOOKMARK}{next(keys)}")
        for line in written.splitlines()
    ]
    return word.write(word.WordDocument(tuple(passages)))


APART = (
    Proposed("k1", "reserve", 1, words="awaits instructions", parties=("JPN",)),
    Proposed("k1", "new_clause", 1, words="The parties will meet every year.", parties=("KAZ", "UZB")),
    Proposed("k2", "alternative", 1, words="The parties will inspect harbours on request.", parties=("TJK",)),
    Proposed("k2", "new_clause_before", 1, words="The parties will talk.", parties=("KGZ",)),
)


@settings(max_examples=60, deadline=None)
@given(overlapping(), st.sets(st.sampled_from(APART)))
def test_a_compilation_that_comes_back_as_word_gives_the_same_positions(
    asked: list[Proposed], apart: set[Proposed]
) -> None:
    everything = [*asked, *sorted(apart, key=str)]
    file = _as_word(writing.compilation(CLAUSES, everything))

    for taken in (sent.word_file(file, CLAUSES, {}, []).proposals, sent.brackets(file, CLAUSES).positions):
        assert _told_apart(list(taken)) == _told_apart(everything)
