"""What an instruction leaves out is taken from the text where the text has it once, and told where it has not."""

import pytest

from nemawashi.kit.brackets import amendments
from nemawashi.kit.brackets.amendments.passing import in_passing
from nemawashi.kit.clauses.proposals import BaseClause

ROWS = (
    ("1", "chapeau", "The office will:"),
    ("(a)", "sub", "open ten depots;"),
    ("(b)", "sub", "hire drivers."),
    ("2", "chapeau", "The members shall:"),
    ("(a)", "sub", "pay dues by 2032, and again by 2034;"),
    ("", "heading", "Depots"),
    ("3", "operative", "Depots open by 2032 with ten staff and close by 2040."),
)
CLAUSES = [BaseClause(f"k{at}", number, kind, ((1, words),)) for at, (number, kind, words) in enumerate(ROWS)]


def read(said: str) -> list[tuple[str, str, str, str]]:
    """(key, operation, old words, new words)."""
    rows = amendments.proposed(CLAUSES, {"paragraphs": [said]})
    by_key = {each.key: each.words for each in CLAUSES}
    return [
        (each.key, str(each.operation), by_key[each.key][each.start : each.end].strip(), each.words.strip())
        for row in rows
        for each in row.proposals
    ]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ('Insert a new sub-paragraph after (b): "sell trucks;"', [("k2", "new_clause", "", "sell trucks;")]),
        ('Paragraph 1, sub-paragraph after (a): add "sell trucks;"', [("k1", "new_clause", "", "sell trucks;")]),
        ("Paragraph 3, replace by 2032 with before 2035", [("k6", "replace", "by 2032", "before 2035")]),
        (
            "Replace with ten staff with with 12 staff in paragraph 3",
            [("k6", "replace", "with ten staff", "with 12 staff")],
        ),
        (
            "Paragraph 3: replace 2032 by 2033 and 2040 by 2045",
            [("k6", "replace", "2032", "2033"), ("k6", "replace", "2040", "2045")],
        ),
        ("Paragraph 3: 12 staff instead of ten staff.", [("k6", "replace", "ten staff", "12 staff")]),
        (
            'In paragraph 3, delete the words from "with" to the end.',
            [("k6", "delete", "with ten staff and close by 2040", "")],
        ),
        ('Under "Depots", delete paragraph 3.', [("k6", "delete_clause", "", "")]),
        ("1 (b) bis (new): sell trucks;", [("k2", "new_clause", "", "sell trucks;")]),
    ],
)
def test_what_the_text_tells_need_not_be_said(said: str, asked: list[tuple[str, str, str, str]]) -> None:
    assert read(said) == asked


@pytest.mark.parametrize(
    "said",
    [
        'Insert a new sub-paragraph after (a): "sell trucks;"',  # two paragraphs have this letter
        'Insert a new sub-paragraph after (c): "sell trucks;"',
        "Paragraph 2 (a), replace by with before",  # the words stand there twice
        'Under "Costs", delete the rest.',
        "Paragraph 3: five instead of nine.",
    ],
)
def test_what_the_text_does_not_tell_is_not_guessed(said: str) -> None:
    assert read(said) == []


def test_a_line_that_is_too_long_for_an_instruction_stays_as_it_is() -> None:
    for length in (600, 601):
        said = "Delete (b)." + " " * (length - 11)
        assert (in_passing(said, CLAUSES, lambda _said: None) == said) is (length > 600)
