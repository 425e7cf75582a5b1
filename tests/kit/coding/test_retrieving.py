"""Passages under their codes, in their clauses, as CSV and as Word."""

import csv
import io

from nemawashi.kit import counting, word
from nemawashi.kit.coding import books, bypattern, retrieving
from nemawashi.kit.coding.retrieving import RetrievedPassage

SEA = "The islands keep buoys.\n\nThey share fisheries, and lights at night.\n\nNothing here."


def _rows() -> list[RetrievedPassage]:
    collection = counting.Collection(
        [
            counting.CountedDocument("plan", SEA, "en", {"date": "2006", "title": "=Plan"}),
            counting.CountedDocument("song", "Lights on the sea.", "en", {"date": "2007"}),
        ]
    )
    book = books.from_yaml(
        "codebook: sea\nversion: '1'\ntitle: {en: Sea}\ncodes:\n"
        "- {id: safety, label: {en: Safety}, patterns: {en: [buoys, lights]}}\n"
        "- {id: food, label: {en: Food}, patterns: {en: [fisheries]}}\n",
        "sea",
    )
    return retrieving.retrieved(bypattern.coded(book, collection))


def test_passages_stand_in_their_clauses_in_the_order_of_the_codebook() -> None:
    assert [(row.code, row.document, row.before, row.words, row.after) for row in _rows()] == [
        ("safety", "plan", "The islands keep ", "buoys", "."),
        ("safety", "plan", "They share fisheries, and ", "lights", " at night."),
        ("safety", "song", "", "Lights", " on the sea."),
        ("food", "plan", "They share ", "fisheries", ", and lights at night."),
    ]


def test_a_table_of_passages_has_no_formulas() -> None:
    table = list(csv.DictReader(io.StringIO(retrieving.to_csv(_rows()).decode("utf-8-sig"))))

    assert (len(table), table[0]["title"], table[0]["label"], table[0]["start"], table[0]["end"]) == (
        4,
        "'=Plan",
        "Safety",
        "17",
        "22",
    )


def test_a_word_file_of_passages_is_read_back() -> None:
    lines = word.read(retrieving.to_word(_rows(), title="Sea")).accepted

    assert list(lines) == [
        "Sea",
        "Safety", "The islands keep buoys.", "=Plan, 2006, plan:17-22",
        "They share fisheries, and lights at night.", "=Plan, 2006, plan:51-57",
        "Lights on the sea.", "2007, song:0-6",
        "Food", "They share fisheries, and lights at night.", "=Plan, 2006, plan:36-45",
    ]  # fmt: skip
