"""A command in a folder where nothing is yet says what to do, and shows no traceback; a loaded one answers at its edges."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT_TABLES = [
    "reindex",
    "tend",
    "verify-log",
    "search water",
    "agreed water",
    "lineage converge caj sco",
    "corpus list",
]


def _run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("NEMAWASHI_")}
    env = {**plain, "NEMAWASHI_HOME": str(home), "NEMAWASHI_DATABASE_URL": "", **more}
    command = [sys.executable, "-m", "nemawashi", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=240, stdin=subprocess.DEVNULL)


def _last(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip().splitlines() or [""])[-1]


@pytest.mark.one_database
@pytest.mark.parametrize("command", WITHOUT_TABLES)
def test_a_folder_without_tables_is_told_in_a_sentence(tmp_path: Path, command: str) -> None:
    done = _run(tmp_path, *command.split())

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "run `nemawashi" in _last(done)


@pytest.mark.one_database
def test_load_record_makes_the_tables_of_a_new_folder(tmp_path: Path) -> None:
    done, again = _run(tmp_path, "load-record"), _run(tmp_path, "load-record")
    told = _run(tmp_path, "tend")
    empty = _run(tmp_path, "lineage", "converge", "caj", "sco")

    assert (done.returncode, again.returncode, told.returncode) == (0, 0, 0)
    assert "rows written" in done.stdout
    assert "nothing to write" in again.stdout
    assert "Silences concluded: 0." in told.stdout
    assert (empty.returncode, empty.stdout) == (2, "")
    assert "compared" in empty.stderr  # a side without clauses is refused in a sentence
    assert "Traceback" not in empty.stderr
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        busy = _run(tmp_path, "serve", "--port", port, NEMAWASHI_DEMO="1")
    assert "Traceback" not in busy.stderr
    assert _last(busy).startswith(f"CommandError: port {port} is in use")
