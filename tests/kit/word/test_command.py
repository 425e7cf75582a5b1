"""``nemawashi word`` on the command line: no server, no database, and one clear line for a bad file."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.kit.word.making import WHO, gone, ins, p, r, word_file

BODY = p(r("We ") + ins(r("strongly "), "KAZ") + gone("weakly ", "JPN") + r("agree.")) + p(
    "<w:r><w:drawing/></w:r>" + r("Done.")
)


def _run(*words: object) -> str:
    out = io.StringIO()
    call_command("word", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sent.docx"
    comments = f"<w:comment {WHO.format('UZB').replace(chr(34) + '1', chr(34) + '0', 1)}>{p(r('Why?'))}</w:comment>"
    path.write_bytes(word_file('<w:commentRangeStart w:id="0"/>' + BODY, comments=comments))
    return path


def test_read_tells_everything_in_one_document(file: Path) -> None:
    told = json.loads(_run("read", file, "--json"))

    assert told["accepted"] == ["We strongly agree.", "Done."]
    assert told["rejected"] == ["We weakly agree.", "Done."]
    assert [{key: row[key] for key in ("author", "moment", "kind", "words")} for row in told["changes"]] == [
        {"author": "KAZ", "moment": "2026-03-05T09:30:00Z", "kind": "inserted", "words": "strongly "},
        {"author": "JPN", "moment": "2026-03-05T09:30:00Z", "kind": "deleted", "words": "weakly "},
    ]
    assert [(row["author"], row["words"]) for row in told["comments"]] == [("UZB", "Why?")]
    assert told["not_understood"] == [{"element": "w:drawing (picture)", "count": 1, "place": "paragraph 2"}]


def test_read_lists_for_people(file: Path) -> None:
    told = _run("read", file)

    assert "  inserted, KAZ, 2026-03-05T09:30:00Z, paragraph 1: strongly" in told.splitlines()
    assert "  w:drawing (picture), 1 times, first in paragraph 2" in told.splitlines()


def test_compare_lays_two_files_beside_each_other(file: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.docx"
    later.write_bytes(word_file(p(r("We strongly agree again.")) + p(r("Done."))))

    told = json.loads(_run("compare", file, later, "--json"))["passages"]

    assert [row["fate"] for row in told] == ["changed", "kept"]
    assert [step for step in told[0]["steps"] if step["kind"] != "kept"] == [
        {"kind": "inserted", "old": "", "new": " again"}
    ]
    assert "~ changed: We strongly agree{+ again+}." in _run("compare", file, later)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no package", "sent.docx: the file is no .docx file (no package)"),
        (bytes(20_000_001), "sent.docx: more than 20 MB (too large)"),
        (None, "sent.docx: No such file or directory"),
    ],
)
def test_bad_file_is_one_line_and_status_two(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "sent.docx"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError) as refusal:
        _run("read", path, "--json")

    assert str(refusal.value).endswith(told)
    assert refusal.value.returncode == 2
