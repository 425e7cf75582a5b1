"""A shelf of its own for each test, and files of other forums to add to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROWS = [
    {
        "id": "S/1",
        "date": "2019-06-01",
        "title": "Statement of the Forum, 2019",
        "body": "Forum of Rivers",
        "language": "en",
        "type": "statement",
        "url": "https://example.org/s1",
        "paragraphs": [
            "1. The parties should share hydrological data every month.",
            "2. The parties thank the host for its welcome.",
        ],
    },
    {
        "id": "S/2",
        "date": "2021",
        "title": "Statement of the Forum, 2021",
        "body": "Forum of Rivers",
        "language": "en",
        "type": "statement",
        "paragraphs": [
            "Rivers",
            "1. The parties shall share hydrological data every month.",
            "2. They will open borders to young people.",
        ],
    },
]


@pytest.fixture(autouse=True)
def own_shelf(settings: Any, tmp_path: Path) -> Path:
    settings.LINEAGE = tmp_path / "lineage"
    return tmp_path / "lineage"


@pytest.fixture
def jsonl(tmp_path: Path) -> Callable[..., Path]:
    """A file of JSON lines with these rows."""

    def write(rows: list[dict[str, Any]] = ROWS, name: str = "forum.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def run() -> Callable[..., tuple[str, str]]:
    """Run a command: what it wrote, and what it complained of."""
    from io import StringIO

    from django.core.management import call_command

    def do(*words: str) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        call_command(*words, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return do


@pytest.fixture
def forum(db: None, jsonl: Callable[..., Path], run: Callable[..., Any]) -> Path:
    """A corpus of two statements, added."""
    path = jsonl()
    run("corpus", "add", str(path), "--name", "forum")
    return path
