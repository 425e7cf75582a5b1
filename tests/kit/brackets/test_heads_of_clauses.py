"""What is said before a clause as a whole ends where its words begin."""

import pytest

from nemawashi.kit.brackets import compiled, party_names
from nemawashi.kit.brackets.clause_heads import clause_head
from nemawashi.kit.clauses.proposals import BaseClause


@pytest.mark.parametrize(
    ("typed", "words", "parties"),
    [
        ("3 bis. New technologies will be shared.", "New technologies will be shared.", ()),
        ("3 bis. Alternative sources will be found.", "Alternative sources will be found.", ()),
        ("2 alt. KAZ: Alternative sources of energy", "Alternative sources of energy", ("KAZ",)),
        ("KAZ: New paragraph: New technologies are shared.", "New technologies are shared.", ("KAZ",)),
        ("New KAZ: The parties meet.", "The parties meet.", ("KAZ",)),
        ("New Kazakhstan: The parties meet.", "The parties meet.", ("Kazakhstan",)),
        ("New paragraph (JPN): The parties meet.", "The parties meet.", ("JPN",)),
        ("Alternative: KAZ: The parties meet.", "The parties meet.", ("KAZ",)),
        ("Вариант 2: 3. Стороны встретятся.", "Стороны встретятся.", ()),
    ],
)
def test_the_first_word_of_a_clause_is_none_of_its_head(typed: str, words: str, parties: tuple[str, ...]) -> None:
    head = clause_head(typed)

    assert (typed[head.length :], head.parties) == (words, parties)


def test_a_sentence_that_begins_so_has_no_head() -> None:
    assert clause_head("New USA measures apply.").length == 0


@pytest.mark.parametrize(
    ("typed", "is_of_the_words"),
    [
        ("of the European Union (EU)", True),
        ("the Republic of Korea (ROK)", True),
        ("of Kazakhstan (KAZ)", False),
        ("and ice (UZB)", False),
        ("(EU)", False),
    ],
)
def test_letters_that_spell_out_the_words_before_are_no_party(typed: str, is_of_the_words: bool) -> None:
    assert party_names.spells_out(typed) is is_of_the_words


ROWS = (
    ("1", "The parties will inspect the dams and the river jointly."),
    ("2", "They will publish the river data by 2030."),
)
CLAUSES = [BaseClause(f"k{at}", number, "operative", ((1, words),)) for at, (number, words) in enumerate(ROWS)]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("the dams [KAZ: dams -> weirs] and the river", ("replace", "dams", "weirs")),
        ("the [KAZ: dams -> weirs] and the river", ("replace", "dams", "weirs")),
        ("the dams and [- the river]", ("delete", "the river", "")),
        ("the dams and the river [+ and the harbour]", ("insert", "", "and the harbour")),
        ("the dams [a -> b] and the river", ("insert", "", "a -> b")),
        ("the dams [- the river] and the river", ("insert", "", "- the river")),
    ],
)
def test_an_arrow_or_a_sign_is_about_the_words_at_its_place(typed: str, asked: tuple[str, str, str]) -> None:
    """What stands elsewhere in the text is not meant; then the bracket stays as it was typed, for somebody to see."""
    (row,) = compiled.read([f"1. The parties will inspect {typed} jointly."], CLAUSES).positions

    words = ROWS[0][1][row.start : row.end]
    assert (str(row.operation), words, row.words) == asked
