"""Redlines by hand: names beside new words, wishes in another language, tables with numbers and a column for each party."""

import pytest
from tests.kit.word.making import ins, p, r
from tests.kit.word.test_fitting import ENGLISH, RUSSIAN, UNDERLINED, looks, read, table, text

from nemawashi.kit import sent
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import Proposed


def two(new: str) -> list[str]:
    changed = p(r("2. The parties will inspect harbours jointly") + looks(new, UNDERLINED) + r(" and without warning."))
    return text(ENGLISH, {3: changed})


@pytest.mark.parametrize(
    ("new", "words", "parties"),
    [
        (" (KAZ: and in turn)", "and in turn", ("KAZ",)),
        (" and in turn (Japan)", "and in turn", ("Japan",)),
        (" (and in turn – Kazakhstan)", "and in turn", ("Kazakhstan",)),
        (" and, with leave (ILO),", "and, with leave (ILO),", ()),  # an abbreviation is no party
        (" (in turn)", "(in turn)", ()),
    ],
)
def test_a_name_beside_new_words_is_no_word_of_them(new: str, words: str, parties: tuple[str, ...]) -> None:
    asked, taken = read(ENGLISH, *two(new))

    assert asked == [("2", "insert", "", words, parties)]
    assert taken.outside == ()


def test_a_tracked_change_keeps_its_author_and_its_words() -> None:
    changed = p(
        r("2. The parties will inspect harbours jointly")
        + ins(r(" and in turn (Japan)"), "KAZ")
        + r(" and without warning.")
    )
    asked, _taken = read(ENGLISH, *text(ENGLISH, {3: changed}))

    assert asked == [("2", "insert", "", "and in turn (Japan)", ("KAZ",))]


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (" и по очереди", "words in another language"),
        (" Казахстан: просим исключить.", "words in another language"),
        (" (KAZ: delete)", "a wish beside the words"),
    ],
)
def test_what_is_no_word_of_the_clause_is_told(new: str, kind: str) -> None:
    asked, taken = read(ENGLISH, *two(new))

    assert asked == []
    assert [row.kind for row in taken.outside] == [kind]


def test_a_new_clause_goes_by_the_name_behind_it() -> None:
    body = text(ENGLISH)
    body.insert(4, p(looks("2bis. The parties will meet every year. (Japan)", UNDERLINED)))
    asked, _taken = read(ENGLISH, *body)

    assert asked == [("2", "new_clause", "", "The parties will meet every year.", ("Japan",))]


def test_numbers_and_a_column_for_each_party() -> None:
    rows = (
        ("Para", "Kazakhstan", "Uzbekistan"),
        ("1", "The parties shall publish catch figures of the northern lake by 2030.", "delete"),
        ("2", "", "The parties will inspect harbours on request."),
        ("9", "The parties will rest.", ""),
    )
    asked, taken = read(ENGLISH, table(*rows))

    assert asked == [
        ("1", "alternative", "", "The parties shall publish catch figures of the northern lake by 2030.", ("Kazakhstan",)),
        ("1", "delete_clause", "", "", ("Uzbekistan",)),
        ("2", "alternative", "", "The parties will inspect harbours on request.", ("Uzbekistan",)),
    ]
    assert [row.words for row in taken.outside] == ["The parties will rest.", "9"]


def test_a_table_asks_of_its_rows_alone() -> None:
    rows = (("Текст проекта", "Предложение Казахстана"), (RUSSIAN[1][2], "исключить"), (RUSSIAN[2][2], "без изменений"))
    asked, taken = read(RUSSIAN, table(*rows))

    assert asked == [("1", "delete_clause", "", "", ())]
    assert [row.words for row in taken.outside] == ["без изменений"]


@pytest.mark.parametrize(
    "words",
    [
        "the Republic of Korea (ROK)", "and the European Union (EU)", "Commonwealth of Independent States (CIS)",
        "bordering states – Japan", "Kazakhstan – and Uzbekistan",
    ],
)  # fmt: skip
def test_a_name_that_belongs_to_the_words_stays_in_them(words: str) -> None:
    each = Proposed("a", Operation.INSERT, start=0, end=0, words=words)

    assert sent._named(each) == each
