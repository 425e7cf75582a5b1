"""Words in context, keyness and counted life spans as a reader sees them; the figures are those of hand-written texts."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.portal.test_convergence import _corpus

from nemawashi.access.terms import RowOrigin
from nemawashi.analysis import counted
from nemawashi.analysis.models import Concept
from nemawashi.lineage.models import ReferenceClause, ReferenceDocument
from nemawashi.texts.models import Text
from nemawashi.texts.terms import PUBLIC_STATES

pytestmark = pytest.mark.one_database

LAKES = (
    ("The lake corridor opens in spring.", "Ice closes the lake corridor in winter."),
    ("No passage here.",),
    ("A lake corridor of peace; a corridor for timber. Co-operation on the lake corridor grows.",),
)
WORDS = "/en/words/"


@pytest.fixture
def lakes(shelved: Any) -> Any:
    _corpus("lakes", *LAKES)
    _corpus("rivers", ("Rafts of timber pass on the river at noon, and rafts of reed at night, and rafts of ice.",))
    return ReferenceDocument.objects.filter(corpus__slug="lakes").order_by("pk")


@pytest.fixture
def read(client_of: Callable[[str], Any]) -> Callable[..., str]:
    client = client_of("")

    def page(address: str, status: int = 200, **told: Any) -> str:
        answer = client.get(address, told)
        assert answer.status_code == status, answer.content[:2000]
        return " ".join(answer.content.decode("utf-8-sig").split())

    return page


def asked(**more: str) -> dict[str, str]:
    return {"in": "corpus/lakes", "q": "corridor"} | more


def test_lines_lead_to_their_paragraph_and_years_and_collocates_stand_beside(lakes: Any, read: Any) -> None:
    page = read(WORDS, **asked())

    assert "Lines: 5, in 2 of 3 documents with 31 words." in page
    second = ReferenceClause.objects.get(document=lakes[0], rank=1)
    assert f'<a href="/en/lineage/{second.ref}/">2011</a>' in page
    assert 'data-label="Documents with it"> 0 / 1 </td>' in page
    assert "“corridor” by year, per million words" in page
    assert '<th scope="row" lang="en">lake</th> <td class="num">5</td>' in page


def test_a_choice_changes_what_is_counted_and_the_order_is_that_of_the_neighbour(lakes: Any, read: Any) -> None:
    lines = json.loads(read(WORDS, **asked(**{"as": "json", "sort": "R1"})))["lines"]
    rights = [line["right"].split()[0] for line in lines]

    assert rights == sorted(rights, key=str.casefold)
    assert "Lines: 1, in 1" in read(WORDS, **asked(q="operation"))
    assert "Lines: 0, in 0" in read(WORDS, **asked(q="operation", hyphens="join"))
    assert "Lines: 1, in 1" in read(WORDS, **asked(q="corridor of peace"))
    assert "Lines: 0, in 0" in read(WORDS, **asked(q="peace a corridor"))
    assert "Lines: 1, in 1" in read(WORDS, **asked(q="peace a corridor", cross="sentence"))
    assert "Lines: 5," in read(WORDS, **asked(q="corridor*"))
    assert "Lines: 4," in read(WORDS, **asked(q="lake ~2 corridor"))


def test_programs_get_the_same_with_its_places(lakes: Any, read: Any) -> None:
    content = json.loads(read(WORDS, **asked(**{"as": "json"})))
    table = list(csv.DictReader(io.StringIO(read_raw(read, **asked(**{"as": "csv", "of": "lines"})))))

    assert (content["total"], content["documents"], content["collection"]["words"]) == (5, 2, 31)
    held = counted.collection("corpus/lakes").of("en")
    texts = {document.id: document.text for document in held.documents}
    assert {texts[line["document"]][line["start"] : line["end"]] for line in content["lines"]} == {"corridor"}
    assert {row["passage"] for row in table} == {
        each.ref for each in ReferenceClause.objects.filter(document__corpus__slug="lakes", words__contains="corridor")
    }
    assert [row["count"] for row in content["by"]] == [2, 0, 3]


def read_raw(read: Any, **told: Any) -> str:
    """CSV with its line ends, which the reader of pages folds."""
    from django.test import Client

    return Client().get(WORDS, told).content.decode("utf-8-sig")


def test_the_cited_address_gives_the_same_and_says_when_the_collection_is_another(lakes: Any, read: Any) -> None:
    whole = counted.collection("corpus/lakes").of("en").hash
    page = read(WORDS, **asked())
    assert f"hash={whole[:16]}" in page
    assert whole in page

    assert "not the one that was cited" not in read(WORDS, **asked(hash=whole[:16]))
    _corpus("ponds", ("A pond.",))
    lakes[1].clauses.create(rank=9, words="A corridor more.", kind="operative")
    ReferenceDocument.objects.create(corpus=lakes[0].corpus, symbol="LAKES/9", title="Last", date="2019", language="en")
    later = read(WORDS, **asked(hash=whole[:16]))
    assert "not the one that was cited" in later
    assert "Lines: 6, in 3" in later


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"q": "*"}, "Write at least one word"),
        ({"q": "a ~2 b ~3 c"}, "Write at least one word"),
        ({"q": ""}, "corridor* finds every ending"),
        ({"q": "湖"}, "Lines: 0, in 0"),
        ({"language": "ja", "q": "lake"}, "Nothing is published in this collection in that language."),
    ],
)
def test_what_cannot_be_found_is_said(lakes: Any, read: Any, told: dict[str, str], says: str) -> None:
    assert says in read(WORDS, **asked(**told))


def test_choices_that_are_none_are_refused(lakes: Any, read: Any) -> None:
    assert "is not a choice" in read(WORDS, 400, **asked(**{"in": "corpus/none"}))
    assert "is not a choice" in read(WORDS, 400, **asked(sort="R9"))
    assert "at most 100" in read(WORDS, 400, **asked(q="x" * 101))


def test_a_collection_beyond_the_limit_is_left_to_the_command(lakes: Any, read: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(counted, "MOST_CLAUSES", 2)

    assert "count it by the command" in read(WORDS, **asked())
    assert "count it by the command" in read("/en/keyness/", **{"in": "adopted", "against": "corpus/lakes"})
    assert "count it by the command" in read("/en/life-spans/", **{"in": "corpus/lakes"})


def test_keyness_names_the_words_and_warns_where_a_side_is_small(lakes: Any, read: Any) -> None:
    address, sides = "/en/keyness/", {"in": "corpus/lakes", "against": "corpus/rivers", "language": "en"}
    page = read(address, **sides)
    content = json.loads(read(address, **sides, **{"as": "json", "sort": "g2"}))

    assert "One side has fewer than 5,000 words." in page
    assert [row["word"] for row in content["words"]] == []
    assert "No word differs more than chance would have it." in page
    assert "Choose two different sides." in read(address, **sides | {"against": "corpus/lakes"})
    assert "no words in this language" in read(address, **sides | {"language": "ja"})
    _corpus("quays", *[("Quays and quays and quays, quays of stone: quays.",)] * 4)
    named = json.loads(read(address, **sides | {"in": "corpus/quays"}, **{"as": "json"}))["words"]
    assert (named[0]["word"], named[0]["target"], named[0]["reference"], named[0]["target_range"]) == ("quays", 20, 0, 4)
    shown = read(address, **sides | {"in": "corpus/quays"}).replace("&amp;amp;", "&amp;")
    assert '<a href="/en/words/?in=corpus%2Fquays&amp;language=en&amp;q=quays">quays</a>' in shown


def test_concepts_have_their_counted_life_beside_the_records_dates(lakes: Any, read: Any) -> None:
    Concept.objects.get_or_create(slug="corridor-of-peace-and-stability", defaults={"name": "Corridor of peace"})
    row = next(
        each
        for each in json.loads(read("/en/life-spans/", **{"in": "corpus/lakes", "as": "json"}))["lifespans"]
        if each["concept"] == "corridor-of-peace-and-stability"
    )
    page = read("/en/life-spans/", **{"in": "corpus/lakes"})

    assert (row["count"], row["first"], row["last"], row["peak"], row["gaps"]) == (1, "2013", "2013", "2013", [])
    assert "no person has confirmed them" in page
    assert '<td class="quiet" data-label="First met">2013</td>' in page
    assert "Counted in the adopted texts" in read("/en/concepts/corridor-of-peace-and-stability/")


@pytest.mark.parametrize(
    "address",
    [
        f"{WORDS}?in=corpus/lakes&q=corridor",
        "/en/keyness/?in=corpus/lakes&against=corpus/rivers",
        "/en/life-spans/?in=corpus/lakes",
        "/en/concepts/caj-concept/",
    ],
)
def test_a_page_asks_the_database_little_and_is_quick_when_it_is_warm(
    lakes: Any, client_of: Callable[[str], Any], address: str
) -> None:
    client = client_of("")
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as told:
        begun = time.process_time()
        client.get(address)
        taken = time.process_time() - begun
    assert len(told) <= 12
    assert taken < 0.25  # 100 ms, and as much again for a busy machine that counts the statements, too


def test_a_collection_with_fiction_is_kept_apart_from_the_one_without(lakes: Any, read: Any) -> None:
    Text.objects.filter(state__in=PUBLIC_STATES).update(origin=RowOrigin.FICTION)
    counted.forget()

    for address, holds in ((WORDS + "?fiction=1", True), (WORDS, False), (WORDS + "?fiction=1", True)):
        page = read(f"{address}{'&' if '?' in address else '?'}in=adopted&q=the&language=en")
        assert ("Nothing is published in this collection yet." not in page) is holds, address
