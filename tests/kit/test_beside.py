"""A zero draft whose languages stand side by side: which column is which language, and what belongs to none."""

import json

import pytest
from tests.kit.word.making import p, r, word_file
from tests.kit.word.test_fitting import table

from nemawashi.kit import sent

ENGLISH = ["Declaration on bridges", "Recalling the accord,", "1. The parties will meet.", "2. They share maps."]
RUSSIAN = ["Декларация о мостах", "Ссылаясь на соглашение,", "1. Стороны встречаются.", "2. Они обмениваются картами."]
JAPANESE = ["橋に関する宣言", "合意を想起し、", "１．締約国は会合する。", "２．地図を共有する。"]


def _beside(head: tuple[str, ...], *columns: list[str]) -> bytes:
    return word_file(table(*([head] if head else []), *zip(*columns, strict=True)))


@pytest.mark.parametrize(
    ("head", "columns", "languages"),
    [
        (("English", "Русский", "日本語"), (ENGLISH, RUSSIAN, JAPANESE), ["en", "ru", "ja"]),
        (("Text in English", "Текст на русском языке"), (ENGLISH, RUSSIAN), ["en", "ru"]),
        (("EN", "RU"), (ENGLISH, RUSSIAN), ["en", "ru"]),
        (("英語", "ロシア語", "日本語"), (ENGLISH, RUSSIAN, JAPANESE), ["en", "ru", "ja"]),
        ((), (JAPANESE, ENGLISH), ["ja", "en"]),
        (("Text", "Текст (русский)"), (ENGLISH, RUSSIAN), ["en", "ru"]),
    ],
)
def test_each_column_is_a_language(head: tuple[str, ...], columns: tuple[list[str], ...], languages: list[str]) -> None:
    read = sent.versions(_beside(head, *columns))

    assert list(read) == languages
    assert [words[-1][2:].strip(" ．") for words in read.values()] == [words[-1][2:].strip(" ．") for words in columns]
    assert {len(words) for words in read.values()} == {4}


def test_numbers_in_a_column_of_their_own_and_lines_around_the_table() -> None:
    rows = [("No.", "English", "Русский"), ("1.", ENGLISH[2][3:], RUSSIAN[2][3:]), ("2.", ENGLISH[3][3:], RUSSIAN[3][3:])]
    file = word_file(p(r(ENGLISH[0])) + p(r(RUSSIAN[0])) + table(*rows))

    assert sent.versions(file) == {"en": [ENGLISH[0], *ENGLISH[2:]], "ru": [RUSSIAN[0], *RUSSIAN[2:]]}


def test_a_table_of_one_language_is_one_text() -> None:
    file = word_file(table(("Text", "Proposal", "Remarks"), (ENGLISH[2], "1. The parties shall meet.", "in Алматы")))

    assert list(sent.versions(file)) == [""]


def test_the_clauses_of_a_draft_are_those_of_the_first_column() -> None:
    clauses = sent.zero_draft(_beside(("Русский", "English"), RUSSIAN, ENGLISH))

    assert [(each.kind, each.words) for each in clauses] == [
        ("title", RUSSIAN[0]),
        ("preambular", RUSSIAN[1]),
        ("operative", RUSSIAN[2][3:]),
        ("operative", RUSSIAN[3][3:]),
    ]


def test_cells_with_several_paragraphs_are_laid_side_by_side() -> None:
    cells = ("".join(p(r(words)) for words in each[1:]) for each in (ENGLISH, RUSSIAN))
    read = sent.versions(word_file(table((ENGLISH[0], RUSSIAN[0]), tuple(cells))))

    assert read == {"en": ENGLISH, "ru": RUSSIAN}, json.dumps(read, ensure_ascii=False)
