"""Kinds and changes against files that others made; skipped where the folder of corpora is not."""

import json
import lzma
import os
from pathlib import Path

import pytest

from nemawashi.kit import corpora

FOLDER = Path(os.environ.get("NEMAWASHI_CORPORA", Path(__file__).resolve().parents[4] / "shared" / "corpora"))
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no corpora in {FOLDER}")]
NAMES = {"enacting": "formula", "adoption": "other", "subitem": "sub", "annex_para": "annex"}


def test_kinds_of_resolutions_agree_with_those_told() -> None:
    alike = count = 0
    with lzma.open(FOLDER / "unga.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for row in rows:
        clauses, _ = corpora.split([corpora.Piece(words) for words in row["paragraphs"]], title=row["title"])
        for clause, told in zip(clauses, row["kinds"], strict=True):
            kind = NAMES.get(told, told)
            found = kind if clause.kind == "chapeau" and kind in ("operative", "annex", "preambular") else str(clause.kind)
            count += 1
            alike += found == kind

    assert count > 60_000
    assert alike / count >= 0.95


TRIPLES = sorted(path for path in FOLDER.glob("docx_tracked/*.docx") if not path.stem.endswith(("-Accepted", "-Rejected")))


@pytest.mark.parametrize("path", TRIPLES, ids=[path.stem for path in TRIPLES])
def test_tracked_changes_read_as_accepted(path: Path) -> None:
    def told(of: Path) -> list[tuple[str, str, str]]:
        (document,) = corpora.read(of).documents
        return [(str(clause.kind), clause.number, clause.words) for clause in corpora.split(document.pieces)[0]]

    assert told(path) == told(path.with_name(f"{path.stem}-Accepted.docx"))
