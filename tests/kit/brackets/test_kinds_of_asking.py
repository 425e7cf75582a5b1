"""Forms in which delegations ask, in English, Russian and Japanese, that were read wrongly, or not, when first met."""

import pytest
from tests.kit.word.making import p, r, word_file
from tests.kit.word.test_fitting import table

from nemawashi.kit import sent
from nemawashi.kit.clauses.proposals import BaseClause

ENGLISH = "The parties will publish flow data of the upper basin by 2030."
RUSSIAN = "Министры поощряют частные инвестиции в рыбоводство."
JAPANESE = "締約国は予告なしに共同でダムを検査する。"
ROWS = [
    ("1", ENGLISH),
    ("2", "The parties will inspect dams."),
    ("3", "They share maps."),
    ("4", "They meet."),
    ("5", RUSSIAN),
    ("6", JAPANESE),
]
BASE = [BaseClause(f"k{number}", number, "operative", ((1, words),)) for number, words in ROWS]


def _asked(content: bytes, *, is_word: bool = False) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    rows = sent.word_file(content, BASE, {}, []).proposals if is_word else sent.brackets(content, BASE).positions
    words = dict(ROWS)
    return [
        (key, str(row.operation), words[key][row.start : row.end], row.words, row.parties)
        for row in rows
        for key in (row.key[1:],)
    ]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (
            ENGLISH.replace("by 2030", "[by 2030][no later than 2029, KAZ]"),
            ("1", "replace", "by 2030", "no later than 2029", ("KAZ",)),
        ),
        (ENGLISH.replace(" of", " [and forecasts, JPN/UZB] of"), ("1", "insert", "", "and forecasts", ("JPN", "UZB"))),
        (f"5. [{RUSSIAN}] [Кыргызстан: исключить]", ("5", "delete_clause", "", "", ("Кыргызстан",))),
        (f"1. [{ENGLISH}] [KGZ: delete]", ("1", "delete_clause", "", "", ("KGZ",))),
        (f"5. {RUSSIAN} [Япония резервирует свою позицию]", ("5", "reserve", "", "", ("Япония",))),
        (f"６．{JAPANESE}［日本は立場を留保する］", ("6", "reserve", "", "", ("日本",))),
        (
            JAPANESE.replace("検査する", "[検査する／検査することができる]"),
            ("6", "replace", "検査する", "検査することができる", ()),
        ),
        (
            "［４の２　ウズベキスタン：締約国は毎年会合する。］",
            ("4", "new_clause", "", "締約国は毎年会合する。", ("ウズベキスタン",)),
        ),
    ],
)
def test_each_is_read_as_it_was_meant(typed: str, asked: tuple[str, str, str, str, tuple[str, ...]]) -> None:
    (row,) = _asked(typed.encode())

    assert (*row[:3], row[3].strip(), row[4]) == asked


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("第6項を次のとおり修正する。「締約国は会合する。」", ("6", "alternative", "締約国は会合する。")),
        ("第6項を以下の通りとする。「締約国は会合する。」", ("6", "alternative", "締約国は会合する。")),
        ("Казахстан предлагает в пункте 5 вместо «частные» записать «любые».", ("5", "replace", "любые")),
    ],
)
def test_amendments_in_the_words_of_ministries_are_done(typed: str, asked: tuple[str, str, str]) -> None:
    (instruction,) = sent.orders(typed.encode(), BASE)

    (row,) = instruction.proposals
    assert (row.key[1:], str(row.operation), row.words.strip()) == asked


def test_abbreviations_at_the_end_of_new_words_are_no_parties() -> None:
    (row,) = _asked(ENGLISH.replace(" of", " [and forecasts of floods, GHG] of").encode())

    assert (row[3].strip(), row[4]) == ("and forecasts of floods, GHG", ())


@pytest.mark.parametrize("has_heads", [True, False])
def test_a_sheet_of_a_few_clauses_deletes_none_of_those_between(has_heads: bool) -> None:
    changed = f"5. {RUSSIAN.replace('частные', 'любые')}"
    if has_heads:
        body = table(("Text", "Proposal of Japan"), (f"1. {ENGLISH}", ""), (f"5. {RUSSIAN}", changed))
    else:
        body = p(r(f"1. {ENGLISH}")) + p(r(changed))

    asked = _asked(word_file(body), is_word=True)

    assert [row[0] for row in asked] == ["5"], asked
