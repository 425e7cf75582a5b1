"""What is typed into the box of a clause becomes the operations that a delegation would have chosen."""

import pytest

from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.retyping import proposals

WORDS = "The parties shall meet every year in Bishkek by 2030."


def asked(typed: str, words: str = WORDS) -> list[tuple[str, str, str]]:
    """Operation, the words it touches, and what it puts."""
    rows = proposals(words, typed, key="c", wording=3)
    assert all((row.key, row.wording) == ("c", 3) for row in rows)
    return [(str(row.operation), words[row.start : row.end], row.words) for row in rows]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (WORDS, []),
        (f"  {WORDS}\r\n", []),
        ("The parties should meet every year in Bishkek by 2030.", [("replace", "shall", "should")]),
        ("The parties shall meet every year by 2030.", [("delete", "in Bishkek ", "")]),
        ("The parties shall meet twice every year in Bishkek by 2030.", [("insert", "", "twice ")]),
        (
            "The parties should meet every year in Bishkek by 2031.",
            [("replace", "shall", "should"), ("replace", "2030", "2031")],
        ),
        ("", [("delete_clause", "", "")]),
        ("Rivers are shared.", [("alternative", "", "Rivers are shared.")]),
        ("The parties shall meet every year\n\nin Bishkek by 2030.", [("split", "", "")]),
        (f"{WORDS}\nThey will report.", [("new_clause", "", "They will report.")]),
        (f"They will report.\n{WORDS}", [("new_clause_before", "", "They will report.")]),
        (
            f"{WORDS.replace('shall', 'should')}\n\nThey will report.",
            [("replace", "shall", "should"), ("new_clause", "", "They will report.")],
        ),
    ],
)
def test_typed_words_become_operations(typed: str, expected: list[tuple[str, str, str]]) -> None:
    assert asked(typed) == expected


def test_a_clause_is_split_where_the_line_was_broken() -> None:
    (row,) = proposals(WORDS, "The parties shall meet every year\nin Bishkek by 2030.", key="c", wording=1)

    assert WORDS[: row.start] == "The parties shall meet every year"
    assert isinstance(row, Proposed)


def test_a_clause_of_several_lines_stays_one_clause() -> None:
    words = "The annex:\nrivers,\nroads."

    assert asked("The annex:\nrivers,\nrails.", words) == [("replace", "roads", "rails")]


def test_japanese_is_compared_by_characters() -> None:
    assert asked("外相は毎年会合する。", "外相は隔年会合する。") == [("replace", "隔", "毎")]
