"""``nemawashi kwic``, ``collocates``, ``keyness`` and ``agreement`` over plain files: answers, and faults as sentences."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

SPEECHES = [
    {"id": "a", "date": "2004-08-28", "party": "Japan", "text": "A corridor of peace. We want a free and open region."},
    {"id": "b", "date": "2006-06-05", "party": "Kazakhstan", "paragraphs": ["The corridors, again.", "Peace and trade."]},
    {"id": "c", "date": "2006-06-05", "party": "Japan", "text": "Trade, trade and water. Nothing of peace; trade."},
]


def run(*words: object) -> str:
    out = io.StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def asked(*words: object) -> Any:
    return json.loads(run(*words, "--json"))


@pytest.fixture
def speeches(tmp_path: Path) -> Path:
    path = tmp_path / "speeches.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in SPEECHES), encoding="utf-8")
    return path


def test_lines_lead_to_their_places(speeches: Path) -> None:
    answer = asked("kwic", "corridor*", speeches, "--window", 2, "--by", "year")

    assert [(line["document"], line["start"], line["match"], line["right"]) for line in answer["lines"]] == [
        ("a", 2, "corridor", " of peace"),
        ("b", 4, "corridors", ", again.\n\nPeace"),
    ]
    assert (answer["total"], answer["documents"]) == (2, 2)
    assert answer["collection"]["analysers"] == ["en-1"]
    assert answer["collection"]["semantics"]["cross"] == "stop"
    assert [(row["group"], row["count"], row["documents"], row["of_documents"]) for row in answer["by"]] == [
        ("2004", 1, 1, 1),
        ("2006", 1, 1, 2),
    ]


def test_lines_for_people_end_with_how_many(speeches: Path) -> None:
    lines = run("kwic", "peace", speeches, "--sort", "L1").splitlines()

    assert lines[-1] == "3 lines in 3 of 3 documents"
    assert [line.rsplit(None, 1)[1] for line in lines[:-1]] == ["b:23", "a:14", "c:35"]


def test_conditions_choose_documents(speeches: Path) -> None:
    assert asked("kwic", "peace", f"{speeches}::party=Japan,year=2005..2010")["total"] == 1
    assert asked("kwic", "peace", f"{speeches}::party=Japan|Kazakhstan")["total"] == 3


def test_collocates_have_their_measures(speeches: Path) -> None:
    answer = asked("collocates", "trade", speeches, "--min", 1, "--window", "0,1")

    assert answer["hits"] == 4
    assert {row["word"]: row["count"] for row in answer["collocates"]} == {"trade": 1, "and": 1}
    assert set(answer["collocates"][0]) == {
        "word", "count", "left", "right", "frequency", "range", "expected", "g2", "mi", "t", "log_dice",
    }  # fmt: skip


def test_keyness_sorts_by_the_size_of_the_effect(speeches: Path) -> None:
    answer = asked("keyness", f"{speeches}::id=c", f"{speeches}::id=a|b", "--p", 1, "--min", 2)

    first = answer["words"][0]
    assert first["word"] == "trade"
    assert (first["target"], first["reference"], first["target_range"], first["reference_dp"]) == (3, 1, 1, 0.647059)
    assert answer["target"]["documents"] == 1


def test_tokens_are_kept_where_the_owner_says(speeches: Path, tmp_path: Path) -> None:
    first = asked("kwic", "peace", speeches, "--keep", tmp_path / "kept")

    assert len(list((tmp_path / "kept").iterdir())) == 1
    assert asked("kwic", "peace", speeches, "--keep", tmp_path / "kept") == first


def test_agreement_prints_codes_and_disagreements(tmp_path: Path) -> None:
    file = tmp_path / "codings.csv"
    file.write_text("unit,coder,code\n1,A,x\n1,B,x\n2,A,x\n2,B,y\n3,A,y\n3,B,y\n", encoding="utf-8")

    answer = asked("agreement", file)

    assert answer["coders"] == ["A", "B"]
    assert {row["code"]: round(row["alpha"]["value"], 3) for row in answer["codes"]} == {"x": 0.444, "y": 0.444}
    assert answer["overall"]["alpha_sets"]["value"] == pytest.approx(0.444, abs=1e-3)
    assert answer["disagreements"] == [{"unit": "2", "codes": {"A": ["x"], "B": ["y"]}}]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["kwic", "", "FILE"], "there is no word"),
        (["kwic", "peace", "nowhere.txt"], "nowhere.txt: there is no such file"),
        (["kwic", "peace", "FILE::party"], "is no condition"),
        (["kwic", "peace", "FILE::party=Nobody"], "no document of it meets the conditions"),
        (["kwic", "peace", "FILE", "--sort", "X9"], "sorted by"),
        (["kwic", "peace", "FILE", "--window", "9999"], "a window has"),
        (["kwic", "peace", "FILE", "--limit", "0"], "--limit"),
        (["kwic", "peace", "FILE", "--forms", "lemma"], "no lemmas are known"),
        (["collocates", "peace", "FILE", "--window", "x"], "--window"),
        (["collocates", "peace", "FILE", "--window", "0"], "a window has"),
        (["keyness", "FILE", "FILE", "--p", "7"], "--p"),
        (["keyness", "FILE", "EMPTY"], "there is no document"),
        (["kwic", "peace", "BROKEN"], "line 1 is not JSON"),
        (["agreement", "FILE"], "unit"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(words: list[str], says: str, speeches: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.jsonl").write_text("{", encoding="utf-8")
    places = {"FILE": str(speeches), "EMPTY": str(tmp_path / "empty"), "BROKEN": str(tmp_path / "broken.jsonl")}
    for name, place in places.items():
        words = [word.replace(name, place) for word in words]

    with pytest.raises(CommandError, match=says) as refused:
        run(*words)

    assert refused.value.returncode == 2
