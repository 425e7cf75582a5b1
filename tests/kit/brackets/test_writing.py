"""Positions to brackets and back: the same set, whatever the words and however the stretches lie."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemawashi.kit.brackets import reading, writing
from nemawashi.kit.brackets.reading import Typed, flat
from nemawashi.kit.brackets.written import NotationError
from nemawashi.kit.clauses.proposals import BaseClause, Proposed

CODES = (
    "JPN",
    "KAZ",
    "KGZ",
    "TJK",
    "TKM",
    "UZB",
    "Республика Казахстан",
    "日本",
    "the Chair",
    "a/b; c: d",
    "scrutiny",
    "support",
)
SIGNS = "ab [](){}\\:;/#@.,\n\rйЯ日本「」［］–“”"
APART = (
    "alternative", "new_clause", "new_clause_before", "delete_clause", "move", "merge", "reserve", "scrutiny_reserve",
    "general_reserve", "comment",
)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> tuple[list[BaseClause], list[Proposed]]:
    clauses = [
        BaseClause(
            f"k{n}", draw(st.sampled_from(["", "1", "2 bis", "(a)", "PP3"])), "operative", ((1, "x"), (n + 2, words))
        )
        for n, words in enumerate(draw(st.lists(st.text(alphabet=SIGNS, max_size=14), min_size=1, max_size=4)))
    ]
    keys = [clause.key for clause in clauses]
    names = st.lists(st.sampled_from(CODES), max_size=3, unique=True).map(tuple)
    asked = []
    for _ in range(draw(st.integers(0, 9))):
        clause = draw(st.sampled_from(clauses))
        operation = draw(
            st.sampled_from([*APART, "insert", "placeholder", "footnote", "split", *["delete", "replace"] * 4])
        )
        start = draw(st.integers(0, len(clause.words)))
        end = draw(st.integers(start, len(clause.words)))
        words = draw(st.text(alphabet=SIGNS, max_size=8))
        if operation in APART:
            start = end = 0
        elif operation in ("insert", "placeholder", "footnote", "split"):
            end = start
        if operation in ("delete", "delete_clause", "move", "merge", "split"):
            words = ""
        target = draw(st.sampled_from(["", *keys])) if operation in ("move", "merge") else ""
        asked.append(
            Proposed(
                clause.key, operation, clause.wordings[-1][0], start, end, words, target, draw(names), draw(names), draw(names),
                draw(st.text(alphabet=SIGNS, max_size=5)),
            )
        )  # fmt: skip
    return clauses, asked


@pytest.mark.slow
@settings(max_examples=400)
@given(texts())
def test_reading_back_what_was_written_gives_the_same_positions(text: tuple[list[BaseClause], list[Proposed]]) -> None:
    clauses, asked = text
    read = writing.positions(writing.compilation(clauses, asked), clauses)

    assert Counter(replace(each, place="") for each in read) == Counter(asked)


@given(texts())
def test_the_streamlined_text_has_no_comment_and_nothing_twice(text: tuple[list[BaseClause], list[Proposed]]) -> None:
    clauses, asked = text
    read = writing.positions(writing.streamlined(clauses, asked), clauses)
    same = Counter((each.key, each.operation, each.start, each.end, each.words, each.target) for each in read)

    assert all(count == 1 for count in same.values())
    assert all(each.operation != "comment" and not each.why for each in read)
    assert {name for each in read for name in each.parties} == {
        name for each in asked if each.operation != "comment" for name in each.parties
    }


CLAUSES = [
    BaseClause("a", "1", "operative", ((1, "Parties shall promptly share all data."),)),
    BaseClause("b", "2", "operative", ((1, "They meet in Tokyo."),)),
]


def test_the_notation_looks_as_delegations_type_it() -> None:
    asked = [
        Proposed("a", "delete", start=14, end=22, parties=("KAZ", "UZB"), supporters=("TJK",), opponents=("JPN",)),
        Proposed("a", "insert", start=32, end=32, words=" open", parties=("JPN",)),
        Proposed("b", "new_clause_before", words="They keep [a] record.", parties=("KGZ",)),
        Proposed("b", "scrutiny_reserve", parties=("TKM",)),
        Proposed("b", "move", target="a", parties=("UZB",)),
    ]

    assert writing.compilation(CLAUSES, asked) == (
        "1. Parties shall [KAZ/UZB delete; TJK support; JPN oppose: promptly] share all[JPN propose:  open] data.\n"
        "  [KGZ new paragraph before: They keep \\[a\\] record.]\n"
        "2. They meet in Tokyo.\n"
        "  [TKM scrutiny reserve]\n"
        "  [UZB move after paragraph 1]\n"
    )


def test_the_place_of_a_move_is_read_as_paragraph_and_as_clause() -> None:
    for noun in ("paragraph", "clause"):
        text = f"1. Parties shall promptly share all data.\n2. They meet in Tokyo.\n  [UZB move after {noun} 1]\n"
        (asked,) = writing.positions(text, CLAUSES)
        assert (asked.operation, asked.target) == ("move", "a")


def test_a_position_that_crosses_another_is_continued_under_the_same_figure() -> None:
    asked = [
        Proposed("a", "delete", start=0, end=13, parties=("JPN",)),
        Proposed("a", "delete", start=8, end=22, parties=("KAZ",)),
    ]
    text = writing.compilation(CLAUSES, asked)

    assert text.startswith("1. [JPN delete: Parties [KAZ delete #2: shall]][KAZ delete #2:  promptly] share")
    assert {replace(each, place="") for each in writing.positions(text, CLAUSES)} == set(asked)


def test_the_same_wish_of_two_parties_is_one_bracket_when_streamlined() -> None:
    asked = [
        Proposed("a", "delete", start=14, end=22, parties=("KAZ",), supporters=("UZB",), why="too fast"),
        Proposed("a", "delete", start=14, end=22, parties=("UZB",), opponents=("JPN",)),
        Proposed("a", "comment", words="To be discussed", parties=("JPN",)),
    ]

    assert "1. Parties shall [KAZ/UZB delete; JPN oppose: promptly ]share" in writing.streamlined(
        CLAUSES, [replace(each, end=23) if each.operation == "delete" else each for each in asked]
    )


def test_the_reader_of_official_typing_understands_what_is_written() -> None:
    asked = [
        Proposed("a", "delete", start=14, end=22, parties=("KAZ", "UZB"), opponents=("JPN",)),
        Proposed("a", "replace", start=23, end=28, words="give", parties=("JPN",)),
    ]
    text = reading.read([Typed(words) for words in writing.compilation(CLAUSES, asked).splitlines()])
    found = [b for clause in text.clauses for b in flat(clause.brackets)]

    assert [(b.kind, b.parties, b.opponents, b.words) for b in found] == [
        ("delete", ("KAZ", "UZB"), ("JPN",), "promptly"),
        ("delete", ("JPN",), (), "share"),
        ("alternative", ("JPN",), (), "give"),
    ]  # fmt: skip
    assert text.imbalances == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1. Parties shall share.\n2. They meet in Tokyo.\n", "line 1: without its brackets"),
        ("1. Parties shall promptly share all data.\n", "1 of 2 clauses"),
        ("1. Parties shall promptly share all data.\n2. They meet in Tokyo.\n3. More.\n", "line 3: the text has more"),
        (
            "1. Parties shall promptly share all data.\n2. They meet in [JPN delete: Tokyo.\n",
            "line 2: a bracket is not closed",
        ),
        ("1. Parties shall promptly share all data.\n2. They meet in Tokyo.]\n", "line 2, sign 20: a bracket closes"),
        ("1. Parties shall promptly share all data.\n2. They meet in [Tokyo].\n", "line 2, sign 14: a bracket has no head"),
        (
            "  [JPN reserve]\n1. Parties shall promptly share all data.\n2. They meet in Tokyo.\n",
            "line 1: a position stands above",
        ),
    ],
)
def test_another_text_is_refused_with_its_line(text: str, why: str) -> None:
    with pytest.raises(NotationError, match=why):
        writing.positions(text, CLAUSES)


@pytest.mark.parametrize(
    "asked",
    [
        Proposed("z", "reserve"),
        Proposed("a", "delete", start=0, end=99),
        Proposed("a", "delete", wording=7, start=0, end=3),
        Proposed("a", "move", target="z"),
    ],
)
def test_a_position_on_what_the_text_does_not_have_is_no_position_of_it(asked: Proposed) -> None:
    with pytest.raises(ValueError, match="position"):
        writing.compilation(CLAUSES, [asked])
