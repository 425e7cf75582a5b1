"""``nemawashi codebook``, ``code``, ``qda`` and ``lifespans`` over plain files: answers, and faults as sentences."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from nemawashi import record
from nemawashi.project import codebooks

BOOK = """
codebook: routes
version: "3"
codes:
  - id: ways
    label: {en: Ways, ru: Пути, ja: 道}
    codes:
      - {id: corridor, label: {en: Corridor}, patterns: {en: [corridor*], ru: [коридор*]}}
      - {id: arc, label: {en: Arc}, patterns: {en: [arc of freedom]}}
"""
TEXTS = [
    {"id": "a", "date": "2004", "party": "One", "language": "en", "text": "A corridor.\n\nAn arc of freedom."},
    {"id": "b", "date": "2006", "party": "Two", "language": "ru", "text": "Коридоры мира. Arc of freedom."},
    {"id": "c", "date": "2007", "party": "Two", "language": "en", "text": "Nothing of it."},
    {"id": "d", "date": "2010", "party": "Two", "language": "en", "text": "The corridor again: corridor."},
]


def run(*words: object) -> str:
    out = io.StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def asked(*words: object) -> Any:
    return json.loads(run(*words, "--json"))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "routes.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return path


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in TEXTS), encoding="utf-8")
    return path


def test_codebooks_are_listed_with_their_versions() -> None:
    rows = {row["name"]: row for row in asked("codebook", "list")}

    assert {"agenda", "approaches", "concepts", "lenses", "pillars", "plover", "support"} == set(rows)
    assert len(rows["lenses"]["digest"]) == 64
    assert "lenses" in run("codebook", "list")


def test_every_concept_of_the_record_has_patterns() -> None:
    import yaml

    rows = yaml.safe_load((Path(record.__file__).parent / "data" / "concepts.yaml").read_text(encoding="utf-8"))
    held = codebooks.book("concepts")

    assert [code.id for code in held.codes if set(code.patterns) != {"en", "ru", "ja"}] == []
    assert {row["id"] for row in rows} == set(held.by_id)


@pytest.mark.parametrize("form", ["qdc", "csv", "yaml"])
def test_a_codebook_goes_out_and_comes_in(form: str, book: Path, tmp_path: Path) -> None:
    out, back = tmp_path / f"out.{form}", tmp_path / "back.yaml"

    first = asked("codebook", "export", book, "--out", out)
    second = asked("codebook", "import", out, "--out", back)

    assert (first["codes"], second["codes"], second["name"], second["version"]) == (3, 3, "routes", "3")
    assert [(row["id"], row["parent"], row["patterns"]) for row in second["tree"]] == [
        ("ways", None, {}),
        ("corridor", "ways", {"en": ["corridor*"], "ru": ["коридор*"]}),
        ("arc", "ways", {"en": ["arc of freedom"]}),
    ]
    assert asked("codebook", "show", back)["tree"] == second["tree"]


def test_passages_are_found_in_documents_of_their_language(book: Path, texts: Path) -> None:
    answer = asked("code", book, texts)

    assert [(row["document"], row["code"], row["words"], row["unit"]) for row in answer["passages"]] == [
        ("a", "corridor", "corridor", 0),
        ("a", "arc", "arc of freedom", 1),
        ("b", "corridor", "Коридоры", 0),
        ("d", "corridor", "corridor", 0),
        ("d", "corridor", "corridor", 0),
    ]
    assert answer["counts"] == [
        {"code": "ways", "passages": 0, "documents": 0},
        {"code": "corridor", "passages": 4, "documents": 3},
        {"code": "arc", "passages": 1, "documents": 1},
    ]
    assert answer["documents"][2] == {"document": "c", "codes": {}}
    assert (answer["codebook"]["version"], answer["total"]) == ("3", 5)
    assert "Corridor (corridor): 4 in 3 documents" in run("code", book, texts)


def test_codings_by_pattern_are_those_of_a_coder(book: Path, texts: Path, tmp_path: Path) -> None:
    table = tmp_path / "codings.csv"

    run("code", book, texts, "--codings", table, "--coder", "machine")

    with table.open(encoding="utf-8", newline="") as file:
        rows = [(row["unit"], row["coder"], row["code"]) for row in csv.DictReader(file)]
    assert rows == [
        ("a#0", "machine", "corridor"),
        ("a#1", "machine", "arc"),
        ("b#0", "machine", "corridor"),
        ("c#0", "machine", ""),
        ("d#0", "machine", "corridor"),
    ]
    with pytest.raises(CommandError, match="is there already"):
        run("code", book, texts, "--codings", table)


def test_a_project_goes_out_and_comes_in(book: Path, texts: Path, tmp_path: Path) -> None:
    project, folder = tmp_path / "study.qdpx", tmp_path / "study"

    out = asked("qda", "export", project, texts, "--codebook", book)
    into = asked("qda", "import", project, "--out", folder)

    assert (out["sources"], out["codes"], out["codings"]) == (4, 3, 5)
    assert [(row["code"], row["words"]) for row in into["sources"][0]["codings"]] == [
        ("corridor", "corridor"),
        ("arc", "arc of freedom"),
    ]
    assert (into["coders"], into["unread"], [row["id"] for row in into["codes"]]) == (
        ["patterns"],
        [],
        ["ways", "corridor", "arc"],
    )
    assert sorted(path.name for path in folder.iterdir()) == ["codebook.yaml", "codings.csv", "texts.jsonl"]
    assert asked("code", folder / "codebook.yaml", folder / "texts.jsonl", "--language", "en")["total"] == 5


def test_a_concept_has_its_life_span(book: Path, texts: Path) -> None:
    answer = asked("lifespans", "--codebook", book, "--in", texts, "--by", "party")

    corridor, arc = answer["lifespans"]
    assert [corridor[key] for key in ("first", "last", "peak", "count", "documents", "returned")] == [
        "2004", "2010", "2010", 4, 3, "2010",
    ]  # fmt: skip
    assert corridor["gaps"] == [["2007", "2007"]]
    assert corridor["said_by"] == [{"group": "Two", "documents": 2}, {"group": "One", "documents": 1}]
    assert (corridor["first_document"], corridor["last_document"]) == ("a", "d")
    assert (arc["first"], arc["last"], arc["gaps"]) == ("2004", "2004", [])
    assert answer["status"].startswith("mentions")


def test_a_phrase_has_a_life_span_of_its_own(texts: Path) -> None:
    (life,) = asked("lifespans", "nothing", "--in", texts)["lifespans"]

    assert (life["concept"], life["first"], life["last"]) == ("nothing", "2007", "2007")
    assert run("lifespans", "unheard", "--in", texts) == "unheard: not there\n"


def test_a_run_is_made_again_or_says_what_changed(
    book: Path, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMAWASHI_HOME", str(tmp_path / "home"))
    id = run("analysis", "run", "code", book, texts).strip()

    assert run("analysis", "rerun", id) == f"{id}: the same answer, byte for byte\n"
    assert run("analysis", "list").startswith(id)
    assert json.loads(run("analysis", "show", id))["answer"]["total"] == 5
    assert (tmp_path / "home" / "analysis" / f"{id}.json").stat().st_mode & 0o077 == 0

    texts.write_text(texts.read_text(encoding="utf-8") + '\n{"id": "e", "text": "A corridor."}', encoding="utf-8")
    said = io.StringIO()
    with pytest.raises(CommandError, match="has another answer now") as changed:
        call_command("analysis", "rerun", id, stderr=said)
    assert changed.value.returncode == 1
    assert said.getvalue().splitlines() == [
        "collection: other words (4 documents then, 5 now)",
        "figures: total, counts, documents, passages",
    ]


def test_passages_are_retrieved_to_files_and_no_file_is_written_over(book: Path, texts: Path, tmp_path: Path) -> None:
    table, paper = tmp_path / "passages.csv", tmp_path / "passages.docx"

    run("code", book, texts, "--retrieve", table)
    run("code", book, texts, "--retrieve", paper)

    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert [(row["code"], row["document"], row["words"]) for row in rows] == [
        ("corridor", "a", "corridor"), ("corridor", "b", "Коридоры"), ("corridor", "d", "corridor"),
        ("corridor", "d", "corridor"), ("arc", "a", "arc of freedom"),
    ]  # fmt: skip
    assert paper.read_bytes().startswith(b"PK")
    with pytest.raises(CommandError, match="is there already"):
        run("code", book, texts, "--retrieve", table)
    run("code", book, texts, "--retrieve", table, "--force")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["analysis", "run", "serve"], "a run begins with"),
        (["analysis", "run", "code", "BOOK", "TEXTS", "--codings", "x.csv"], "has no place in a run"),
        (["analysis", "rerun", "../../etc"], "there is no run"),
        (["code", "nowhere", "TEXTS"], "no codebook of that name"),
        (["code", "plover", "TEXTS"], "have no patterns"),
        (["code", "BOOK", "TEXTS", "--retrieve", "passages.pdf"], "are written as .csv or .docx"),
        (["analysis", "run", "code", "BOOK", "TEXTS", "--retrieve", "x.csv"], "has no place in a run"),
        (["code", "BOOK", "TEXTS", "--only", "unknown"], "there is no code"),
        (["code", "TEXTS", "TEXTS"], "no YAML|no codebook"),
        (["codebook", "export", "BOOK", "--out", "book.docx"], "says no form"),
        (["codebook", "import", "nowhere.qdc"], "there is no such file"),
        (["qda", "import", "BOOK"], "cannot be unpacked"),
        (["qda", "import", "nowhere.qdpx"], "there is no such file"),
        (["qda", "export", "study.zip", "TEXTS", "--codebook", "BOOK"], "is called .qdpx"),
        (["lifespans", "*", "--in", "TEXTS"], "there is no word"),
        (["lifespans", "corridor", "--in", "TEXTS", "--period", "session"], "no document has a session"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(words: list[str], says: str, book: Path, texts: Path) -> None:
    places = {"BOOK": str(book), "TEXTS": str(texts)}

    with pytest.raises(CommandError, match=says) as refused:
        run(*(places.get(word, word) for word in words))

    assert refused.value.returncode == 2
