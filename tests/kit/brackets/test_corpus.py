"""Amendments and bracketed texts that were really tabled; skipped where the folder of corpora is not."""

import json
import lzma
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nemawashi.kit.brackets import amendments, reading

FOLDER = Path(os.environ.get("NEMAWASHI_CORPORA", Path(__file__).resolve().parents[4] / "shared" / "corpora"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (FOLDER / "ga_amendments_dev.jsonl").is_file(), reason=f"no corpora in {FOLDER}"),
]
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")


def _rows(name: str) -> Iterator[dict[str, Any]]:
    path = FOLDER / name
    with lzma.open(path, "rt") if path.suffix == ".xz" else path.open() as lines:
        for line in lines:
            yield json.loads(line)


@pytest.fixture(scope="module")
def papers() -> list[tuple[dict[str, Any], dict[str, Any], bool]]:
    """Each paper of amendments with the text that it amends, and whether that is the version it was written for."""
    index = json.loads((FOLDER / "ga_amendments_dev_index.json").read_text())
    told = {row["id"]: row for row in _rows("ga_amendments_dev.jsonl")}
    wanted = {row["base_in_corpus"] for row in index}
    bases = {row["id"]: row for row in _rows("unga.jsonl.xz") if row["id"] in wanted}
    return [
        (told[row["amendment"]], bases[row["base_in_corpus"]], row["base_is_exact_version"])
        for row in index
        if row["base_in_corpus"] in bases
    ]


def test_every_instruction_on_its_own_version_is_carried_out(papers: Any) -> None:
    for paper, base, is_exact in papers:
        outcomes = [each.outcome for each in amendments.apply(base, paper).instructions]

        assert outcomes, paper["id"]
        if is_exact:
            assert set(outcomes) == {amendments.APPLIED}, paper["id"]


def test_what_is_refused_on_another_version_names_the_words_that_are_not_there(papers: Any) -> None:
    refused = [
        each
        for paper, base, _ in papers
        for each in amendments.apply(base, paper).instructions
        if each.outcome == amendments.REFUSED
    ]

    assert len(refused) <= 3
    for each in refused:
        words = _QUOTED.findall(each.text)[0]
        assert words[:40] in each.reason
        assert words not in each.reason or len(words) < 80


def test_new_words_stand_in_the_text_and_words_nobody_named_stay(papers: Any) -> None:
    for paper, base, is_exact in papers:
        if not is_exact:
            continue
        done = amendments.apply(base, paper)
        after = "\n".join([done.title, *done.paragraphs])
        for each in done.instructions:
            put = re.search(r"\b(?:by|with|insert|add|read|reads?)\b[^“]*“([^”]+)”\W*$", each.text)
            if put:
                assert " ".join(put[1].rstrip(".;, ").split()) in " ".join(after.split()), each.text
        if any(re.search(r"the (?:preambular|operative) paragraphs", each.text) for each in done.instructions):
            continue  # a word that changes wherever it stands
        kept = sum(paragraph in done.paragraphs for paragraph in base["paragraphs"])
        assert kept >= len(base["paragraphs"]) - 2 * len(done.instructions) - 2, paper["id"]


def test_each_sign_of_the_paris_texts_is_accounted_for() -> None:
    """Every square bracket is one of a pair, of a note, or an imbalance with its place."""
    files = 0
    for row in _rows("cop21.jsonl.xz"):
        text = reading.read([reading.Typed(words) for words in row["paragraphs"]])
        signs = sum(words.count(sign) for words in row["paragraphs"] for sign in "[]")
        brackets = sum(1 for clause in text.clauses for _ in reading.flat(clause.brackets))
        assert 2 * brackets + 2 * text.counts["notes"] + len(text.imbalances) == signs, row["id"]
        assert all(0 < each.clause <= len(text.clauses) and each.near for each in text.imbalances)
        files += 1

    assert files == 10
