"""``nemawashi agreed`` and ``nemawashi lineage``: answers with their sources, and nothing kept of what was asked."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

pytestmark = pytest.mark.django_db


def test_agreed_words_are_found_with_their_source(forum: Path, run: Callable[..., Any]) -> None:
    rows = json.loads(run("agreed", "thank", "the", "host", "--json")[0])

    told = (rows[0]["symbol"], rows[0]["date"], rows[0]["body"], rows[0]["status"], rows[0]["share"])
    assert told == ("S/1", "2019-06-01", "Forum of Rivers", "statement", 1.0)
    assert [row["share"] < 1 for row in rows[1:]] == [True] * (len(rows) - 1)
    assert rows[0]["words"][rows[0]["start"] : rows[0]["end"]].lower().startswith("thank the host")


def test_words_may_come_from_the_standard_input(
    forum: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("thank the host"))

    assert "«thank the host»" in run("agreed", "-")[0]


def test_every_use_is_counted_and_listed_newest_first(forum: Path, run: Callable[..., Any]) -> None:
    content = json.loads(run("agreed", "the", "parties", "--all", "--json")[0])

    assert list(content) == ["uses", "documents", "first", "last", "hits"]
    assert (content["uses"], content["documents"], content["first"], content["last"]) == (3, 2, "2019-06-01", "2021")
    assert [hit["date"] for hit in content["hits"]] == ["2021", "2019-06-01", "2019-06-01"]
    listed = run("agreed", "hydrological", "--all", "--limit", "1")[0]
    assert listed.startswith("2 clauses of 2 documents, 2019-06-01 to 2021")
    assert json.loads(run("agreed", "zq81", "--all", "--json")[0]) == {
        "uses": 0, "documents": 0, "first": None, "last": None, "hits": [],
    }  # fmt: skip


def test_without_a_shelf_the_answer_says_what_to_do(run: Callable[..., Any]) -> None:
    for words in (("agreed", "thank the host"), ("lineage", "find", "--text", "thank the host")):
        with pytest.raises(CommandError) as refused:
            run(*words)
        assert str(refused.value) == "the index of agreed language is not built yet: run `nemawashi reindex`"


def test_the_source_of_a_text_is_found_with_what_was_changed(forum: Path, run: Callable[..., Any]) -> None:
    told = json.loads(
        run(
            "lineage",
            "find",
            "--text",
            "The parties shall share hydrological data every month.",
            "--before",
            "2021",
            "--json",
        )[0]
    )

    (source,) = told["sources"]
    assert (source["symbol"], source["date"]) == ("S/1", "2019-06-01")
    assert "".join(step["before"] for step in source["diff"]) == "The parties should share hydrological data every month."
    assert "".join(step["after"] for step in source["diff"]) == "The parties shall share hydrological data every month."


def test_nothing_of_what_was_asked_is_on_the_disk(forum: Path, own_shelf: Path, run: Callable[..., Any]) -> None:
    run("lineage", "find", "--text", "The parties zq81 shall share hydrological data every month.")
    run("agreed", "parties zq81")

    assert [path for path in own_shelf.rglob("*") if path.is_file() and b"zq81" in path.read_bytes()] == []


def test_every_clause_of_a_file_is_traced(forum: Path, run: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(
        "Cooperation on rivers\n\n1. The parties shall share hydrological data every month.\n\n2. Nobody said so before us."
    )

    told = json.loads(run("lineage", "trace", str(path), "--json")[0])

    assert [(row["clause"], row["number"], bool(row["sources"])) for row in told["clauses"]] == [
        ("heading", "", False),
        ("operative", "1", True),
        ("operative", "2", False),
    ]
    assert told["clauses"][1]["sources"][0]["symbol"] == "S/2"
    assert "exact" in run("lineage", "trace", str(path))[0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("lineage", "find", "--text", " "), "give a text, at most 200000 characters"),
        (
            ("lineage", "find", "--text", "x", "--before", "soon"),
            "--before: 'soon' is not a date: write 2012, 2012-11 or 2012-11-10",
        ),
        (("lineage", "trace", "/no/such/file"), "/no/such/file: there is no such file"),
        (("agreed", " "), "write words to look up, at most 2000 characters"),
        (("agreed", "x", "--limit", "0"), "--limit is a number from 1 to 100"),
        (("agreed", "x", "--all", "--limit", "10001"), "--limit is a number from 1 to 10000"),
    ],
)
def test_wrong_words_are_refused(words: tuple[str, ...], sentence: str, forum: Path, run: Callable[..., Any]) -> None:
    with pytest.raises(CommandError) as refused:
        run(*words)

    assert str(refused.value) == sentence
