"""N-grams and likeness as a reader sees them, an empty collection, and the ways from one panel to the next."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.portal.test_convergence import _corpus

from nemawashi.analysis import answering, counted

pytestmark = pytest.mark.one_database

HARBOURS = (
    ("The lake corridor opens in spring.", "Ice closes the lake corridor in winter."),
    ("Ice closes the lake corridor in winter, and the lake corridor in spring.",),
    ("Timber passes by rail at night.",),
)


@pytest.fixture
def harbours(shelved: Any) -> None:
    _corpus("harbours", *HARBOURS)
    counted.forget()


@pytest.fixture
def read(client_of: Callable[[str], Any]) -> Callable[..., str]:
    client = client_of("")

    def page(address: str, **asked: str) -> str:
        answer = client.get(address, {"in": "corpus/harbours", "language": "en"} | asked)
        assert answer.status_code == 200, answer.content[:2000]
        return " ".join(answer.content.decode("utf-8-sig").split())

    return page


def test_sequences_are_counted_and_lead_to_their_lines(harbours: None, read: Any) -> None:
    page = read("/en/ngrams/")

    assert "2 sequences in 3 documents with 32 words." in page
    lines = "/en/words/?in=corpus%2Fharbours&amp;language=en&amp;q=the+lake+corridor&amp;hyphens=join&amp;cross=sentence"
    assert f'<a href="{lines}">the lake corridor</a> </th> <td class="num">4</td>' in page
    assert "Lines: 4, in 2 of 3 documents" in read("/en/words/", q="the lake corridor", hyphens="join", cross="sentence")
    assert "No sequence stands there so often." in read("/en/ngrams/", least="5")


def test_programs_get_sequences_and_pairs(harbours: None, client_of: Callable[[str], Any], read: Any) -> None:
    asked = {"in": "corpus/harbours", "language": "en", "size": "2", "least": "3"}
    content = json.loads(read("/en/ngrams/", **asked, **{"as": "json"}))
    table = list(
        csv.DictReader(io.StringIO(client_of("").get("/en/ngrams/", asked | {"as": "csv"}).content.decode("utf-8-sig")))
    )
    pairs = json.loads(read("/en/likeness/", groups="2", **{"as": "json"}))

    assert [(row["words"], row["count"]) for row in content["rows"]] == [
        ("the lake", 4),
        ("lake corridor", 4),
        ("corridor in", 3),
    ]
    assert [row["words"] for row in table] == ["the lake", "lake corridor", "corridor in"]
    assert (content["query"], content["collection"]["documents"]) == (asked, 3)
    assert [len(group) for group in pairs["groups"]] == [2, 1]
    assert [0 < row["cosine"] <= 1 for row in pairs["rows"]] == [True]


def test_documents_that_use_the_same_words_stand_in_one_group(harbours: None, read: Any) -> None:
    page = read("/en/likeness/", groups="2")

    first, second = page.split("<h2>Group 1</h2>")[1].split("<h2>Group 2</h2>")
    assert (first.count("/en/corpora/harbours/"), second.split("Most alike")[0].count("/en/corpora/harbours/")) == (2, 1)
    assert "<h2>Group 3</h2>" in read("/en/likeness/", groups="12")
    assert "<h2>Group 4</h2>" not in read("/en/likeness/", groups="12")


@pytest.mark.parametrize(("most", "is_compared"), [(3, True), (2, False)])
def test_more_documents_than_a_page_compares(
    harbours: None, read: Any, monkeypatch: pytest.MonkeyPatch, most: int, is_compared: bool
) -> None:
    monkeypatch.setattr(answering, "MOST_ALIKE", most)

    assert (f"Two to {most} documents are compared on a page." in read("/en/likeness/")) is not is_compared


@pytest.mark.parametrize("page", ["words", "ngrams", "likeness", "keyness", "life-spans"])
def test_an_empty_collection_says_how_to_add_words(
    record: None, client: Any, page: str, settings: Any, tmp_path: Any
) -> None:
    settings.LINEAGE = tmp_path
    counted.forget()

    content = client.get(f"/en/{page}/").content.decode()

    assert "nemawashi official-texts fetch" in content
    assert "nemawashi corpus add --table TABLE.csv" in content


def test_each_panel_leads_to_the_others_with_its_collection(harbours: None, read: Any) -> None:
    pages = ("words", "ngrams", "likeness", "keyness", "life-spans")
    for page in pages:
        content = read(f"/en/{page}/")
        language = "all" if page == "life-spans" else "en"
        others = [each for each in pages if f'href="/en/{each}/?in=corpus%2Fharbours&amp;language={language}"' in content]
        assert others == [each for each in pages if each != page]


@pytest.mark.parametrize(("page", "statements"), [("ngrams", 3), ("likeness", 3)])
def test_the_number_of_statements_does_not_grow(
    harbours: None, client_of: Callable[[str], Any], page: str, statements: int
) -> None:
    client = client_of("")
    address = f"/en/{page}/?in=corpus/harbours&language=en"
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(f"{address}&again=1")

    assert len(asked) == statements
