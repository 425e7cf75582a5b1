"""Word files with known answers that others made; skipped where the folder of corpora is not."""

import os
from pathlib import Path

import pytest

from nemawashi.kit import word

FOLDER = (
    Path(os.environ.get("NEMAWASHI_CORPORA", Path(__file__).resolve().parents[4] / "shared" / "corpora")) / "docx_tracked"
)
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no corpora in {FOLDER}")
FILES = [path for path in sorted(FOLDER.glob("*.docx")) if not path.stem.endswith(("-Accepted", "-Rejected"))]


def _flat(lines: list[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
@pytest.mark.parametrize("answer", ["Accepted", "Rejected"])
def test_file_reads_as_its_answer(path: Path, answer: str) -> None:
    known = path.with_name(f"{path.stem}-{answer}.docx")
    if not known.is_file():
        pytest.skip("the corpus has no such answer")

    file = word.read(path.read_bytes())

    told = file.accepted if answer == "Accepted" else file.rejected
    assert _flat(told) == _flat(word.read(known.read_bytes()).accepted)
    assert {row.element for row in file.not_understood} <= {"template on a drive"}


def test_every_file_has_its_changes_told() -> None:
    told = {path.stem: word.read(path.read_bytes()).changes for path in FILES}

    assert [stem for stem, changes in told.items() if not changes] == []
    assert all(row.author for changes in told.values() for row in changes if row.kind != "table formatted")
