"""Who acts, what was logged, and that nothing changed; copies are kept in a folder of the test."""

from pathlib import Path
from typing import Any

import pytest
from tests.texts.unchanged import *  # noqa: F403


@pytest.fixture(autouse=True)
def archive_folder(tmp_path: Path, settings: Any) -> Path:
    settings.ARCHIVE = tmp_path / "archive"
    return tmp_path / "archive"
