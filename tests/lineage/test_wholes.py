"""``nemawashi lineage batch`` and ``converge``: whole corpora from the command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from tests.lineage.conftest import ROWS

from nemawashi.lineage import tracing
from nemawashi.lineage.models import Corpus

pytestmark = pytest.mark.django_db


def test_a_corpus_is_matched_with_itself(forum: Path, run: Callable[..., Any], tmp_path: Path) -> None:
    pytest.importorskip("ibis", reason="the extra `batch` is not installed")

    first = json.loads(run("lineage", "batch", "forum", "--out", str(tmp_path / "out"), "--json")[0])
    second = run("lineage", "batch", "forum", "--out", str(tmp_path / "out"))[0]

    assert (first["clauses"], first["written"], first["skipped"]) == (4, 5, 0)
    assert "0 files written, 5 finished before" in second


def test_a_batch_of_nothing_known_is_refused(forum: Path, run: Callable[..., Any], tmp_path: Path) -> None:
    pytest.importorskip("ibis", reason="the extra `batch` is not installed")

    with pytest.raises(CommandError, match="there is no corpus, no dialogue and no file nowhere"):
        run("lineage", "batch", "nowhere", "--out", str(tmp_path / "out"))


def test_clauses_stand_under_their_headings(forum: Path) -> None:
    told = [(each.heading, each.clause.text) for each in tracing.clauses_of("forum")]

    assert told == [
        ("", "The parties should share hydrological data every month."),
        ("", "The parties thank the host for its welcome."),
        ("Rivers", "The parties shall share hydrological data every month."),
        ("Rivers", "They will open borders to young people."),
    ]


def test_two_forums_converge(forum: Path, jsonl: Callable[..., Path], run: Callable[..., Any]) -> None:
    row = ROWS[1] | {"id": "X/1", "date": "2023-02", "body": "Council", "title": "Plan of the Council"}
    run("corpus", "add", str(jsonl([row], "council.jsonl")))

    told = json.loads(run("lineage", "converge", "forum", "council", "--json")[0])

    one, other = told["sides"]
    assert (one["name"], one["documents"], one["whole"]["clauses"]) == ("forum", 2, 4)
    assert other["whole"] == {"shared": 2, "clauses": 2, "share": 1.0, "low": None, "high": None}
    assert other["first"] == {"there": 2}
    assert other["by_area"]["Rivers"]["shared"] == 2
    assert told["pairs"][0]["kind"] == "exact"
    assert (
        "council: 2 of 2 clauses in 1 documents stand in forum, too: 100.0%"
        in run("lineage", "converge", "forum", "council")[0]
    )


def test_a_forum_is_not_compared_with_itself(forum: Path, run: Callable[..., Any]) -> None:
    with pytest.raises(CommandError, match=r"the two sides cannot be compared: reference/[0-9]+ stands on both sides"):
        run("lineage", "converge", "forum", "forum")


def test_a_file_is_no_side_for_it_might_be_a_draft(forum: Path, run: Callable[..., Any]) -> None:
    with pytest.raises(CommandError, match=f"there is no corpus, no dialogue {forum}"):
        run("lineage", "converge", "forum", str(forum))


def test_a_forum_without_clauses_is_not_compared(forum: Path, run: Callable[..., Any]) -> None:
    Corpus.objects.create(slug="empty", title="Nothing yet", added_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    for names in (("forum", "empty"), ("empty", "forum")):
        with pytest.raises(CommandError) as refused:
            run("lineage", "converge", *names)
        assert str(refused.value) == "the two sides cannot be compared: empty has no clauses that could be compared"
