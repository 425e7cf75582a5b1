"""What a coder calls codes in the lines of marks: never one name for two of them."""

from nemawashi.desk.analysing.coding import called, marked_as
from nemawashi.kit.coding.values import Codebook, CodebookCode

CODES = [
    ("peace", {"en": "Peace", "ru": "Мир"}),
    ("war-other", {"en": "Other"}),
    ("peace-other", {"en": "Other"}),
    ("article", {"en": "Article"}),
    ("second", {"en": "Article (2)"}),
    ("other", {"en": "peace-other"}),
]
BOOK = Codebook("lenses", "1", [CodebookCode(code, labels) for code, labels in CODES])


def test_a_name_of_two_codes_names_neither_and_an_id_always_its_own() -> None:
    names = called(BOOK)

    assert {code: names[code] for code, _labels in CODES} == {code: code for code, _labels in CODES}
    assert "Other" not in names
    assert names["Peace"] == "peace"


def test_lines_are_written_so_that_they_name_the_same_code_again() -> None:
    shown = marked_as(BOOK)

    assert shown == {
        "peace": "Peace",
        "war-other": "war-other",
        "peace-other": "peace-other",
        "article": "article",  # “Article (2): …” names another one
        "second": "Article (2)",
        "other": "other",
    }
    assert {code: called(BOOK)[name] for code, name in shown.items()} == {code: code for code in shown}
