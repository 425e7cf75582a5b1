"""``lineage find --clauses`` and ``lineage flags``: no shelf, no record; contracts that programs rely on."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

ROWS = [
    {"id": "a", "text": "Members shall share data on the Amu Darya every month without charge.", "date": "2020-01-01"},
    {"id": "b", "text": "The secretariat shall circulate the list of participants before noon.", "language": "en"},
]
LATER = "Members should share data on the Amu Darya every month without charge."


@pytest.fixture
def clauses(jsonl: Callable[..., Path]) -> Path:
    return jsonl(ROWS, "clauses.jsonl")


def asked(run: Callable[..., Any], clauses: Path, *words: str) -> Any:
    return json.loads(run("lineage", "find", "--clauses", str(clauses), "--text", LATER, "--json", *words)[0])


def test_a_source_is_named_with_what_was_kept_and_turned(clauses: Path, run: Callable[..., Any]) -> None:
    content = asked(run, clauses)

    assert list(content) == ["kind", "sources", "rejected"]
    (source,) = content["sources"]
    assert (content["kind"], source["id"], source["kind"], source["moves"]) == ("near", "a", "near", False)
    assert source["flags"] == [{"kind": "strength", "before": "shall", "after": "should", "direction": "down"}]
    assert LATER[slice(*source["places"][0])] == "Members"
    assert "a: near" in run("lineage", "find", "--clauses", str(clauses), "--text", LATER)[0]


def test_only_what_is_earlier_counts(clauses: Path, run: Callable[..., Any]) -> None:
    assert asked(run, clauses, "--before", "2019")["sources"] == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nothing", "line 1: it is not an object of JSON"),
        ("[" * 100_000, "line 1: it is not an object of JSON"),
        ("[1]", "line 1: it is not an object of JSON"),
        ('{"text": "x"}', "line 1: it has no id"),
        ('{"id": "x"}', "line 1: it has no text"),
        ('{"id": "x", "text": ["y"]}', "line 1: text is not a text of at most 200000 signs"),
        ('{"id": "x", "text": "\\ud800"}', "line 1: text is not a text of at most 200000 signs"),
        ('{"id": "x", "text": "y"}\n{"id": "x", "text": "z"}', "line 2: the id x was given before"),
    ],
)
def test_what_is_no_list_of_clauses_is_refused(line: str, sentence: str, tmp_path: Path, run: Callable[..., Any]) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(line)
    with pytest.raises(CommandError) as refused:
        asked(run, path)

    assert str(refused.value) == f"{path}: {sentence}"


def test_a_file_that_is_not_there_is_named(tmp_path: Path, run: Callable[..., Any]) -> None:
    for path, sentence in ((tmp_path / "none", "there is no such file"), (tmp_path, "it is not a file")):
        with pytest.raises(CommandError) as refused:
            asked(run, path)
        assert str(refused.value) == f"{path}: {sentence}"


def test_flags_of_two_sentences(run: Callable[..., Any]) -> None:
    told = json.loads(run("lineage", "flags", "Members shall report.", "Members may report.", "--json")[0])

    assert told == [{"kind": "strength", "before": "shall", "after": "may", "direction": "down"}]
    assert run("lineage", "flags", "It has 3 members.", "It has 4 members.")[0] == "number: 3 → 4\n"


def test_wordings_may_stand_in_files_and_in_the_standard_input(
    tmp_path: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "later.txt").write_text("Members must report.\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("Members should report.\n"))

    told = json.loads(run("lineage", "flags", "-", str(tmp_path / "later.txt"), "--json")[0])

    assert [(flag["before"], flag["after"], flag["direction"]) for flag in told] == [("should", "must", "up")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("-", "-"), "only one of the two can come from the standard input"),
        (("", "Members report."), "give two wordings of at most 20000 signs each"),
        (("Members report.", "x " * 10_001), "give two wordings of at most 20000 signs each"),
    ],
)
def test_what_cannot_be_laid_side_by_side_is_refused(words: Any, sentence: str, run: Callable[..., Any]) -> None:
    with pytest.raises(CommandError) as refused:
        run("lineage", "flags", *words)

    assert str(refused.value) == sentence


def test_a_long_sentence_without_blanks_is_no_name_of_a_file(run: Callable[..., Any]) -> None:
    duty = "締約国は、行動計画の実施状況に関する報告書を、第五条の様式により、毎年、委員会に提出しなければならない。"
    weaker = duty.replace("なければならない", "ことができる")

    (flag,) = json.loads(run("lineage", "flags", duty, weaker, "--json")[0])

    assert (flag["kind"], flag["direction"]) == ("strength", "down")
