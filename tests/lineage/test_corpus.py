"""``nemawashi corpus``: whole or not at all, and nothing twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from tests.lineage.conftest import ROWS

from nemawashi.lineage import shelf
from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument

pytestmark = pytest.mark.django_db


def test_a_file_is_added_with_its_documents_and_clauses(forum: Path) -> None:
    document = ReferenceDocument.objects.get(symbol="S/1")
    clauses = [(clause.rank, clause.number, clause.kind, clause.words) for clause in document.clauses.all()]

    assert clauses == [
        (0, "1", "operative", "The parties should share hydrological data every month."),
        (1, "2", "operative", "The parties thank the host for its welcome."),
    ]
    assert (str(document.date), document.body, document.status, document.file_name) == (
        "2019-06-01",
        "Forum of Rivers",
        "statement",
        "forum.jsonl",
    )
    assert document.series == "statement of the forum"
    assert len(shelf.open_index()) == 5


def test_counts_and_kinds_are_told(db: None, jsonl: Callable[..., Path], run: Callable[..., Any]) -> None:
    out, _ = run("corpus", "add", str(jsonl()))

    assert out.splitlines() == [
        "forum: 2 documents of 5 clauses from forum.jsonl (2 new, 0 replaced, 0 as they were, 0 gone)",
        "  operative           4",
        "  heading             1",
        "On the shelf: 5 clauses",
    ]


def test_adding_again_replaces_what_changed_and_takes_out_what_is_gone(
    forum: Path, jsonl: Callable[..., Path], run: Callable[..., Any]
) -> None:
    keys = {row.words: row.pk for row in ReferenceClause.objects.all()}
    rows = [
        ROWS[1]
        | {"paragraphs": ["Rivers", "1. The parties shall share all data.", "2. They will open borders to young people."]}
    ]

    out, _ = run("corpus", "add", str(jsonl(rows)), "--name", "forum", "--json")

    (added,) = json.loads(out)["added"]
    assert (added["documents"], added["replaced"], added["unchanged"], added["removed"]) == (1, 1, 0, 1)
    assert list(ReferenceDocument.objects.values_list("symbol", flat=True)) == ["S/2"]
    now = {row.words: row.pk for row in ReferenceClause.objects.all()}
    assert now["The parties shall share all data."] == keys["The parties shall share hydrological data every month."]
    assert sorted(clause.text for clause in shelf.open_index()) == sorted(now)


def test_adding_again_what_is_the_same_changes_nothing(
    forum: Path, jsonl: Callable[..., Path], run: Callable[..., Any]
) -> None:
    before = list(ReferenceClause.objects.values_list("pk", "words"))

    out, _ = run("corpus", "add", str(jsonl()), "--name", "forum", "--json")

    assert json.loads(out)["added"][0]["unchanged"] == 2
    assert list(ReferenceClause.objects.values_list("pk", "words")) == before


def test_a_broken_file_adds_nothing_and_the_others_stand(
    jsonl: Callable[..., Path], run: Callable[..., Any], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(json.dumps(ROWS[0]) + '\n{"id": ', encoding="utf-8")

    with pytest.raises(CommandError, match="1 of 2 files were not added"):
        run("corpus", "add", str(broken), str(jsonl()))

    assert list(Corpus.objects.values_list("slug", flat=True)) == ["forum"]
    assert len(shelf.open_index()) == 5


def test_what_the_adder_says_of_a_file_of_one_document(run: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "statement.txt"
    path.write_text("1. We shall share data.\n\n2. We thank the host.", encoding="utf-8")

    run(
        "corpus",
        "add",
        str(path),
        "--title",
        "Third Statement",
        "--body",
        "Forum",
        "--date",
        "2022-05",
        "--language",
        "en",
        "--series",
        "forum",
    )

    row = ReferenceDocument.objects.get()
    told = (row.symbol, row.title, row.body, str(row.date), row.language, row.series)
    assert told == ("statement", "Third Statement", "Forum", "2022-05", "en", "forum")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--date", "May 2022"), "--date: 'May 2022' is not a date: write 2012, 2012-11 or 2012-11-10"),
        (("--name", "Mein Forum"), "--name: Mein Forum is no slug; write mein-forum"),
    ],
)
def test_wrong_words_are_refused(
    words: tuple[str, ...], sentence: str, jsonl: Callable[..., Path], run: Callable[..., Any]
) -> None:
    with pytest.raises(CommandError) as refused:
        run("corpus", "add", str(jsonl()), *words)

    assert str(refused.value) == sentence
    assert not Corpus.objects.exists()


def test_odd_dates_and_twins_are_told(jsonl: Callable[..., Path], run: Callable[..., Any]) -> None:
    out, _ = run("corpus", "add", str(jsonl([ROWS[0] | {"date": "soon"}, ROWS[0]])), "--json")

    (added,) = json.loads(out)["added"]
    assert added["undated"] == 1
    assert [row["place"] for row in added["unread"]] == ["S/1", "S/1"]
    assert added["unread"][1]["why"] == "stands twice in the file; the first was taken"


def test_corpora_are_listed(forum: Path, run: Callable[..., Any]) -> None:
    (row,) = json.loads(run("corpus", "list", "--json")[0])

    assert row == {
        "slug": "forum",
        "title": "forum",
        "rights": "",
        "documents": 2,
        "clauses": 5,
        "languages": ["en"],
        "first": "2019-06-01",
        "last": "2021",
    }
    assert run("corpus", "list")[0].split() == ["forum", "2", "documents,", "5", "clauses", "2019-2021", "en", "forum"]


def test_a_corpus_is_taken_out_of_tables_and_shelf(forum: Path, run: Callable[..., Any]) -> None:
    out, _ = run("corpus", "remove", "forum")

    assert out == "forum is taken out, with 5 clauses\n"
    assert not ReferenceClause.objects.exists()
    assert list(shelf.open_index()) == []
    with pytest.raises(CommandError, match="there is no corpus forum"):
        run("corpus", "remove", "forum")


def test_a_corpus_does_not_bear_the_name_of_a_dialogue(jsonl: Callable[..., Path], run: Callable[..., Any]) -> None:
    from nemawashi.parties.models import Dialogue

    Dialogue.objects.get_or_create(slug="caj", defaults={"name": "Central Asia plus Japan"})
    with pytest.raises(CommandError, match="1 of 1 files were not added"):
        run("corpus", "add", str(jsonl()), "--name", "caj")

    assert not Corpus.objects.exists()
