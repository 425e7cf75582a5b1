"""``nemawashi paper``: the server's bytes without a server; signatures; one clear line for what cannot be."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from tests.kit.papers.test_signing import PASS, key_of, with_a_page

from nemawashi.kit.papers import pdf
from nemawashi.texts.models import Text

pytest.importorskip("pyhanko")
pytestmark = [pytest.mark.one_database, pytest.mark.skipif(bool(pdf.is_possible()), reason=pdf.is_possible())]


def run(*words: object) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("paper", *map(str, words), stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


@pytest.fixture
def text(played: None, db: None, settings: Any, tmp_path: Path) -> Text:
    settings.PAPERS = tmp_path / "papers"
    return Text.objects.get(adoption__isnull=False, type="road_map")


@pytest.fixture
def file(text: Text, tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    run("make", text.slug, "--out", path)
    return path


@pytest.mark.parametrize(
    ("name", "ending", "language"),
    [
        ("pdf", "pdf", ""),
        ("pdf", "pdf", "ja"),
        ("docx", "docx", "ru"),
        ("akn", "akn.xml", "ja"),
        ("sealed", "sealed.txt", "en"),
    ],
)
def test_make_writes_what_the_server_hands_out(
    name: str, ending: str, language: str, text: Text, tmp_path: Path, client: Client
) -> None:
    path = tmp_path / "made"
    told, status = run("make", text.slug, "--as", name, "--out", path, *(["--language", language] if language else []))
    asked = f"/en/texts/{text.slug}.{ending}" + (f"?language={language}" if language else "")

    assert status == 0
    assert str(path) in told
    assert path.read_bytes() == client.get(asked).content


def test_make_names_the_file_after_the_text(text: Text, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("make", text.slug, "--as", "txt", "--language", "ru")

    assert (tmp_path / f"{text.slug}.ru.txt").exists()


def test_make_refuses_what_is_not_adopted_as_it_refuses_what_is_not_there(statement: Text, text: Text) -> None:
    said = []
    for slug in (statement.slug, "no-such-text"):
        with pytest.raises(CommandError) as told:
            run("make", slug)
        said.append(str(told.value).replace(slug, "SLUG"))
        assert told.value.returncode == 2

    assert said == ["there is no adopted text 'SLUG' with sealed words"] * 2


def test_make_names_the_languages_that_there_are(text: Text) -> None:
    with pytest.raises(CommandError, match="not sealed in 'kk', but in en, ja, ru"):
        run("make", text.slug, "--language", "kk")


def test_check_knows_the_paper_and_its_words(file: Path, text: Text) -> None:
    told, status = run("check", file)

    assert status == 0
    assert "Nobody signed this file." in told
    assert f"({text.slug})" in told
    assert told.count("words as they were sealed") == 3


def test_parties_sign_in_turn_and_a_page_added_is_told(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEMAWASHI_PASSPHRASE", PASS)
    run("sign", file, "--certificate", key_of(tmp_path, "KAZ"), "--party", "KAZ")
    once = tmp_path / "paper.KAZ.pdf"
    run("sign", once, "--certificate", key_of(tmp_path, "JPN"), "--party", "JPN", "--out", tmp_path / "both.pdf")
    told, status = run("check", tmp_path / "both.pdf", "--json")
    rows = json.loads(told)
    (tmp_path / "more.pdf").write_bytes(with_a_page((tmp_path / "both.pdf").read_bytes()))
    broken, broken_status = run("check", tmp_path / "more.pdf")

    assert status == 0
    assert [(row["party"], row["is_good"], row["covers"]) for row in rows["signatures"]] == [
        ("KAZ", True, "earlier"), ("JPN", True, "whole"),
    ]  # fmt: skip
    assert [row["has_words"] for row in rows["versions"]] == [True, True, True]
    assert broken_status == 1
    assert broken.count("BROKEN") == 2
    assert "something else than signatures was added afterwards" in broken


def test_a_wrong_passphrase_writes_nothing(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEMAWASHI_PASSPHRASE", "wrong")
    with pytest.raises(CommandError, match="passphrase"):
        run("sign", file, "--certificate", key_of(tmp_path, "KAZ"), "--party", "KAZ")

    assert not (tmp_path / "paper.KAZ.pdf").exists()


def test_what_is_no_pdf_is_told_in_a_line(tmp_path: Path, text: Text) -> None:
    (tmp_path / "note.pdf").write_text("no PDF")
    for path in (tmp_path / "note.pdf", tmp_path / "nothing.pdf"):
        with pytest.raises(CommandError) as told:
            run("check", path)
        assert told.value.returncode == 2
