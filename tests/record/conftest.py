import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nemawashi.record import files

Change = Callable[[str, str, str], int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped record, to be changed at will."""
    shutil.copytree(files.PACKAGED, tmp_path / "record")
    return tmp_path / "record"


@pytest.fixture
def change(folder: Path) -> Change:
    """Replace words in a file once; gives the line back on which they stood."""

    def changed(name: str, old: str, new: str) -> int:
        path = folder / f"{name}.yaml"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        return text.count("\n", 0, text.index(old)) + 1

    return changed
