"""``nemawashi brackets`` and ``nemawashi amendments`` on the command line: JSON for programs, lines for people."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

DRAFT = (
    "1. The parties [shall][should] meet [[every] year] by 2030.\n\n"
    "2. Alt 1: They share data [JPN, KAZ: on rivers].\n\n2. Alt 2: No text.\n\n3. They [report."
)
BASE = {"title": "A text", "paragraphs": ["Recalling the Charter,", "1. The parties meet every year.", "2. They report."]}
PAPER = {
    "paragraphs": [
        "In operative paragraph 1, replace “every year” with “every spring”.",
        "Delete operative paragraph 7.",
        "After operative paragraph 2, insert a new paragraph reading: “The host keeps the record.”",
    ]
}


def _run(command: str, *words: object) -> str:
    out = io.StringIO()
    call_command(command, *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, Path]:
    base, paper = tmp_path / "base.json", tmp_path / "paper.json"
    base.write_text(json.dumps(BASE))
    paper.write_text(json.dumps(PAPER))
    return base, paper


def test_brackets_are_told_with_nesting_attribution_and_imbalances(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT)
    told = json.loads(_run("brackets", "read", path, "--json"))

    first, second, _, last = told["clauses"]
    assert [each["words"] for each in first["brackets"]] == ["shall", "should", "[every] year"]
    assert [each["words"] for each in first["brackets"][2]["inside"]] == ["every"]
    assert second["brackets"][0]["parties"] == ["JPN", "KAZ"]
    assert last["brackets"] == []
    assert [(each["clause"], each["sign"], each["near"]) for each in told["imbalances"]] == [(4, "[", "3. They [report.")]


def test_brackets_are_listed_for_people(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT)
    lines = _run("brackets", "read", path).splitlines()

    assert any("JPN, KAZ" in line and "on rivers" in line for line in lines)
    assert any(line.startswith("no partner: [ in clause 4") for line in lines)


def test_amendments_are_applied_and_what_fails_says_why(documents: tuple[Path, Path]) -> None:
    told = json.loads(_run("amendments", "apply", *documents, "--json"))

    assert [each["outcome"] for each in told["instructions"]] == ["applied", "refused", "applied"]
    assert told["instructions"][0] == {"text": PAPER["paragraphs"][0], "outcome": "applied", "reason": ""}
    assert "operative paragraph 7" in told["instructions"][1]["reason"]
    assert any("The parties meet every spring." in words for words in told["paragraphs"])
    assert told["paragraphs"][-1].endswith("The host keeps the record.")


def test_amendments_are_listed_for_people(documents: tuple[Path, Path]) -> None:
    told = _run("amendments", "apply", *documents)

    assert "2 of 3 instructions applied" in told
    assert "refused: Delete operative paragraph 7." in told


@pytest.mark.parametrize("content", ["", "{", "[]", '{"paragraphs": 3}', '{"title": "no paragraphs"}'])
def test_a_file_that_is_no_document_gets_one_clear_line(documents: tuple[Path, Path], content: str) -> None:
    base, paper = documents
    base.write_text(content)

    with pytest.raises(CommandError) as error:
        _run("amendments", "apply", base, paper, "--json")

    assert str(base) in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["none.txt", "folder"])
def test_a_file_that_is_not_there_gets_one_clear_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(CommandError) as error:
        _run("brackets", "read", tmp_path / name)

    told: Any = error.value
    assert told.returncode == 2
    assert name in str(told)
