"""The study in docs/howto/a-study.md: every command is run and prints what the page says, and its kept runs are made again.

``NEMAWASHI_GOLDEN=1`` writes what the commands print now into the page, and keeps the runs anew: read the difference.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "a-study.md"
RUNS = PAGE.with_suffix("")
IS_GOLDEN = os.environ.get("NEMAWASHI_GOLDEN") == "1"
CONSOLE = re.compile(r"```console\n(.*?)```", re.S)
PYTHON = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.S)


def printed(words: list[str]) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=io.StringIO())
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def commands(block: str) -> list[list[str]]:
    return [shlex.split(line)[2:] for line in block.splitlines() if line.startswith("$ ")]


def run_anew(block: str) -> str:
    lines = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{printed(shlex.split(line)[2:])}" for line in lines)


def test_every_command_of_the_study_prints_what_the_page_says(record: None, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    call_command("export_record", "package", format="datapackage", stdout=io.StringIO())
    (code, _said) = PYTHON.findall(page)[0]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "a-study.md", "exec"), {})  # noqa: S102  our own page

    now = CONSOLE.sub(lambda block: f"```console\n{run_anew(block[1])}```", page)
    now = PYTHON.sub(lambda block: f"```python\n{block[1]}```\n\n```text\n{out.getvalue()}```", now)
    if IS_GOLDEN:
        PAGE.write_text(now, encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == now


def test_the_runs_of_the_study_say_the_same_when_they_are_made_again(
    record: None, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("NEMAWASHI_HOME", str(tmp_path))
    asked = [words for block in CONSOLE.findall(PAGE.read_text(encoding="utf-8")) for words in commands(block)]
    if IS_GOLDEN:
        for old in RUNS.glob("*.json"):
            old.unlink()
        for words in asked:
            id_ = printed(["analysis", "run", *words]).strip()
            (RUNS / f"{id_}.json").write_bytes((tmp_path / "analysis" / f"{id_}.json").read_bytes())
    (tmp_path / "analysis").mkdir(exist_ok=True)
    kept = {path.stem: path.read_bytes() for path in RUNS.glob("*.json")}
    for id_, content in kept.items():
        (tmp_path / "analysis" / f"{id_}.json").write_bytes(content)

    assert sorted(json.loads(content)["asked"] for content in kept.values()) == sorted(asked)
    for id_ in kept:
        assert printed(["analysis", "rerun", id_]) == f"{id_}: the same answer, byte for byte\n"


def test_a_run_over_other_words_says_which_part_changed(record: None, tmp_path: Path, monkeypatch: Any) -> None:
    from nemawashi.kit.faults import UnsoundError
    from nemawashi.texts.models import Text

    monkeypatch.setenv("NEMAWASHI_HOME", str(tmp_path))
    id_ = printed(["analysis", "run", "code", "agenda", "@headings"]).strip()
    text = Text.objects.get(slug="doc-2025-tokyo-declaration")
    text.structure = [*text.structure, "trade"]
    text.save(update_fields=["structure"])

    with pytest.raises((UnsoundError, Exception)) as fault:
        call_command("analysis", "rerun", id_, stdout=io.StringIO(), stderr=io.StringIO())

    assert "another answer" in str(fault.value)
