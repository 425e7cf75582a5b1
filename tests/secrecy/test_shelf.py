"""The index of agreed language takes nothing of a draft, of a position, or of a text that is not adopted yet."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from nemawashi.lineage import shelf


@pytest.fixture
def own_shelf(settings: Any, tmp_path: Path) -> Path:
    settings.LINEAGE = tmp_path / "lineage"
    return tmp_path / "lineage"


def test_no_byte_of_the_shelf_is_of_a_draft(nest: Any, own_shelf: Path) -> None:
    shelf.rebuild()
    shelf.bring_up_to_date()

    held = b"".join(path.read_bytes() for path in own_shelf.rglob("*") if path.is_file())
    assert len(held) > 0
    assert len(nest.canaries) > 20
    assert [canary for canary in nest.canaries if canary.encode() in held] == []


def test_drafting_leaves_the_shelf_alone(nest: Any, own_shelf: Path, viewer: Any, acting: Any, clause_of: Any) -> None:
    from nemawashi.texts import acts

    shelf.rebuild()
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in own_shelf.rglob("*") if path.is_file()}

    acting(viewer("japan"), acts.draft_position, clause_of("Recalling"), operation="comment", words="one more")

    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in own_shelf.rglob("*") if path.is_file()} == before


def test_a_text_under_negotiation_is_found_by_no_command(nest: Any, own_shelf: Path, statement: Any) -> None:
    from nemawashi.texts.models import Wording

    shelf.rebuild()
    own = {clause.ref for clause in statement.clauses.all()}
    for words in Wording.objects.filter(clause__text=statement).values_list("words", flat=True):
        agreed, found = io.StringIO(), io.StringIO()
        call_command("agreed", words, "--json", stdout=agreed, stderr=io.StringIO())
        call_command("lineage", "find", "--text", words, "--json", stdout=found, stderr=io.StringIO())
        finding = json.loads(found.getvalue())

        refs = {row["ref"] for row in (*json.loads(agreed.getvalue()), *finding["sources"], *finding["rejected"])}
        assert refs & own == set()


def test_words_that_are_looked_up_are_neither_logged_nor_kept(nest: Any, own_shelf: Path, caplog: Any) -> None:
    shelf.rebuild()
    caplog.set_level("DEBUG")
    for canary in list(nest.canaries)[:3]:
        call_command("agreed", canary, "ministers", stdout=io.StringIO(), stderr=io.StringIO())
        call_command(
            "lineage", "find", "--text", f"The ministers {canary} agree", stdout=io.StringIO(), stderr=io.StringIO()
        )

    held = b"".join(path.read_bytes() for path in own_shelf.rglob("*") if path.is_file())
    assert [canary for canary in nest.canaries if canary.encode() in held or canary in caplog.text] == []
