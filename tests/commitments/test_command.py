"""``nemawashi commitments find``: a file of items without a database, an adopted text, and files that are not sound."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nemawashi.kit.promises import items

ITEM = {"id": "a", "language": "en", "text": "Norway will train 40 geologists by 2029.", "clause_kind": "operative"}


def find(*words: object) -> tuple[list[str], list[str], int]:
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("commitments", "find", *map(str, words), stdout=out, stderr=err)
    except SystemExit as end:
        status = int(end.code or 0)
    return out.getvalue().splitlines(), err.getvalue().splitlines(), status


def file_of(folder: Path, *rows: Any) -> Path:
    path = folder / "items.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_each_item_of_a_file_is_answered_on_a_line(tmp_path: Path) -> None:
    listing = {
        "id": 7,
        "language": "ru-RU",
        "clauses": [{"kind": "chapeau", "words": "Стороны намерены:"}, {"kind": "sub", "words": "а) открыть школу;"}],
    }
    lines, wrong, status = find(file_of(tmp_path, ITEM, listing), "--json")

    assert [json.loads(line) for line in lines] == [
        {
            "id": "a",
            "commitments": [
                {
                    "words": ITEM["text"], "kind": "policy", "strength": "will", "owner": "Norway", "due": "2029",
                    "amount": "40 geologists", "clause": 0,
                }
            ],
        },
        {
            "id": 7,
            "commitments": [
                {
                    "words": "открыть школу;", "kind": "policy", "strength": "intend", "owner": "all", "due": "",
                    "amount": "", "clause": 1,
                }
            ],
        },
    ]  # fmt: skip
    assert (wrong, status) == ([], 0)


def test_for_people_the_reason_is_told_of_both(tmp_path: Path) -> None:
    lines, _wrong, _status = find(file_of(tmp_path, ITEM, {**ITEM, "id": "b", "text": "They welcomed the visit."}))

    assert lines == [
        "a: 1",
        f"  clause 0: policy: {ITEM['text']} (verb will, strength will, owner Norway, date 2029, amount 40 geologists)",
        "b: 0",
        "  clause 0: none: stance",
    ]


@pytest.mark.parametrize(
    ("row", "sentence", "is_answered"),
    [
        ("{", "this is no JSON in UTF-8", False),
        ("[" * 5_000, "this is no JSON in UTF-8", False),
        ("[1]", "this is no object with an id", False),
        ({"language": "en", "text": "a"}, "this is no object with an id", False),
        ({"id": 1, "language": "kk", "text": "a"}, "no verbs of promise are known in 'kk'", True),
        ({"id": 1, "text": "a"}, "no verbs of promise are known in 'None'", True),
        ({"id": 1, "language": "en"}, "a clause has no words", True),
        ({"id": 1, "language": "en", "clauses": 5}, "clauses is no list", True),
        ({"id": 1, "language": "en", "clauses": [5]}, "a clause has no words", True),
        ({"id": 1, "language": "en", "text": "a" * 20_001}, "a paragraph has more than 20,000 signs", True),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_answered(
    tmp_path: Path, row: Any, sentence: str, is_answered: bool
) -> None:
    lines, wrong, status = find(file_of(tmp_path, row, ITEM), "--json")

    assert wrong == [f"line 1: {sentence}"]
    assert status == 1
    assert [len(json.loads(line)["commitments"]) for line in lines] == ([0] if is_answered else []) + [1]


def test_a_line_without_an_end_is_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "LONGEST_LINE", 200)

    lines, wrong, status = find(file_of(tmp_path, json.dumps({"id": 1, "text": "a" * 900}), ITEM), "--json")

    assert (wrong, status, len(lines)) == (["line 1: the line is too long"], 1, 1)


def test_halves_of_signs_are_written_as_signs_that_are_missing(tmp_path: Path) -> None:
    lines, _wrong, status = find(
        file_of(tmp_path, '{"id": "\\ud800", "language": "en", "text": "We will \\udfff meet."}'), "--json"
    )

    assert status == 0
    assert json.loads(lines[0])["commitments"][0]["words"] == "We will \ufffd meet."


def test_a_file_that_is_not_there_or_no_file_is_a_sentence(tmp_path: Path) -> None:
    for words in ((tmp_path / "none.jsonl",), (tmp_path,), (), (tmp_path, "--text", "a")):
        with pytest.raises(CommandError) as refused:
            find(*words)

        assert refused.value.returncode == 2


def test_an_adopted_text_is_answered_as_the_public_sees_it(adopted: Any) -> None:
    lines, _wrong, status = find("--text", adopted.slug, "--json")

    assert status == 0
    assert [row["words"] for row in json.loads(lines[0])["commitments"]] == [row.words for row in adopted.commitments.all()]


@pytest.mark.usefixtures("db")
def test_a_text_that_nobody_adopted_is_not_told() -> None:
    with pytest.raises(CommandError, match="there is no adopted text 'nothing'"):
        find("--text", "nothing")
