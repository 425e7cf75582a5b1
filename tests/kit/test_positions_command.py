"""``nemawashi positions`` and ``nemawashi zero-draft``: the contract of the answers, and faults as sentences."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.kit.word.making import gone, ins, p, r, word_file

BASE = [
    {"number": "", "kind": "title", "words": "Declaration on lakes"},
    {"number": "1", "kind": "operative", "words": "The parties will report by 2030."},
    {"number": "2", "kind": "operative", "words": "The parties will meet every year."},
]


def _run(*words: object) -> str:
    out = io.StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.json"
    path.write_text(json.dumps(BASE))
    return path


def _asked(base: Path, content: bytes | str, *more: str) -> Any:
    path = base.parent / "file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return json.loads(_run("positions", "read", path, "--base", base, "--json", *more))


def test_brackets_are_positions_on_the_numbers_of_the_base(base: Path) -> None:
    answer = _asked(base, "1. The parties will report [KAZ delete: by 2030].\n2. The parties will meet every year.")

    assert answer == {
        "positions": [{"clause": "1", "operation": "delete", "old": "by 2030", "new": "", "parties": ["KAZ"]}],
        "told": [],
    }


def test_who_would_keep_words_is_named_beside_who_wants_them_out(base: Path) -> None:
    answer = _asked(base, "1. The parties will report [by 2030] [KAZ: delete] [UZB: keep].")

    row = {"clause": "1", "operation": "delete", "old": "by 2030", "new": "", "parties": ["KAZ"], "opponents": ["UZB"]}
    assert answer == {"positions": [row], "told": []}


def test_what_is_not_used_has_its_place_and_why(base: Path) -> None:
    answer = _asked(base, "Delete operative paragraph 7.", "--as", "amendments")

    assert answer["positions"] == []
    assert [(row["words"], row["place"]) for row in answer["told"]] == [("Delete operative paragraph 7.", "instruction 1")]
    assert answer["told"][0]["why"]


def test_a_word_file_is_told_by_its_bytes(base: Path) -> None:
    file = word_file(
        p(r("Declaration on lakes")) + p(r("1. The parties will report by ") + gone("2030") + ins(r("2031")) + r("."))
    )

    answer = _asked(base, file)

    assert [(row["clause"], row["operation"], row["old"], row["new"]) for row in answer["positions"]] == [
        ("1", "replace", "2030", "2031")
    ]


def test_a_clause_without_a_number_is_called_by_its_kind(base: Path) -> None:
    answer = _asked(base, "Declaration on [KAZ: great] lakes")

    assert [row["clause"] for row in answer["positions"]] == ["title"]


def test_lines_for_people(base: Path) -> None:
    path = base.parent / "file.txt"
    path.write_text("1. The parties [will][KAZ: should] report by 2030.\nSomething else altogether, quite.")

    lines = _run("positions", "read", path, "--base", base).splitlines()

    assert any("KAZ" in line for line in lines)
    assert any(line.startswith("not used: Something else") for line in lines)


@pytest.mark.parametrize("content", ["{}", "[1]", '[{"number": 1}]', "nothing", "[" * 100_000])
def test_a_base_that_is_none_is_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "base.json"
    path.write_text(content)

    with pytest.raises(CommandError, match=r"base\.json: "):
        _run("positions", "read", path, "--base", path, "--json")


def test_a_file_that_is_not_there_or_too_long_is_a_sentence(base: Path) -> None:
    with pytest.raises(CommandError, match="there is no such file"):
        _run("positions", "read", base.parent / "none.txt", "--base", base, "--json")
    with pytest.raises(CommandError, match="more than"):
        _asked(base, "a [b] " * 100_000)


def test_an_old_word_file_is_called_so_and_what_to_do_with_it(base: Path) -> None:
    old = base.parent / "draft.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600)

    forms = ((), ("--as", "brackets"), ("--as", "amendments"))
    for words in (("zero_draft", "read", old), *(("positions", "read", old, "--base", base, *end) for end in forms)):
        with pytest.raises(CommandError, match=r"old \.doc format; save it as \.docx"):
            _run(*words, "--json")


def test_a_zero_draft_has_numbers_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("Declaration\n\nPP4. Recalling the accord,\n\n7. The parties meet.\n\n8. They report.")

    assert json.loads(_run("zero_draft", "read", path, "--json")) == [
        {"number": "", "kind": "title", "words": "Declaration"},
        {"number": "PP1", "kind": "preambular", "words": "Recalling the accord,"},
        {"number": "1", "kind": "operative", "words": "The parties meet."},
        {"number": "2", "kind": "operative", "words": "They report."},
    ]
    assert _run("zero_draft", "read", path).splitlines()[1] == "PP1: Recalling the accord,"


def test_an_empty_draft_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(" \n")

    with pytest.raises(CommandError, match="has no words"):
        _run("zero_draft", "read", path, "--json")
