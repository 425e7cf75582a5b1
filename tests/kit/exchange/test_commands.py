"""``nemawashi concordance`` and ``nemawashi exchange``: no server, no database, and one clear line for a bad file."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from nemawashi.kit.exchange import Unit, tmx, xliff


def _run(*words: object) -> str:
    out = io.StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def _file(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_two_texts_are_compared_clause_by_clause(tmp_path: Path) -> None:
    source = _file(tmp_path, "en.txt", "The parties meet by 2030.\n\nJapan thanks\nKazakhstan.\n")
    target = _file(tmp_path, "ru.txt", "Стороны встречаются до 2031 года.\n\nЯпония благодарит Казахстан.\n")

    told: dict[str, Any] = json.loads(_run("concordance", "check", source, target, "--from", "en", "--to", "ru", "--json"))

    assert (told["clauses"], told["faulty"], told["counts"]) == (2, 1, {"number": 1})
    assert told["findings"] == [
        {
            "kind": "number",
            "clause": "1",
            "source": [{"start": 20, "end": 24, "words": "2030"}],
            "target": [{"start": 23, "end": 27, "words": "2031"}],
        }
    ]


def test_languages_are_guessed_where_nobody_names_them(tmp_path: Path) -> None:
    source = _file(tmp_path, "a.txt", "The parties shall meet three times a year.")
    target = _file(tmp_path, "b.txt", "当事国は年に四回会合する。")

    assert _run("concordance", "check", source, target) == "clause 1: number: three → 四\n1 clauses, 1 with findings\n"


def test_findings_are_an_exit_status_only_when_asked(tmp_path: Path) -> None:
    source, target = _file(tmp_path, "a.txt", "By 2030."), _file(tmp_path, "b.txt", "До 2031.")

    with pytest.raises(SystemExit) as status:
        _run("concordance", "check", source, target, "--from", "en", "--to", "ru", "--strict")

    assert status.value.code == 1


@pytest.mark.parametrize(("module", "suffix"), [(xliff, "xlf"), (tmx, "tmx")])
def test_files_of_translators_are_checked_and_read(module: Any, suffix: str, tmp_path: Path) -> None:
    units = [Unit("k1", "By 2030.", "До 2031 года.", "en", "ru", "final", "authentic")]
    file = _file(tmp_path, f"t.{suffix}", module.written(units, source="en", target="ru", title="T"))

    checked = json.loads(_run("concordance", "check", file, "--json"))
    read = json.loads(_run("exchange", "read", file, "--json"))

    assert checked["counts"] == {"number": 1}
    assert (read["source_language"], read["target_language"], read["not_understood"]) == ("en", "ru", [])
    assert [(row["key"], row["target"], row["state"], row["version"]) for row in read["units"]] == [
        ("k1", "До 2031 года.", "final", "authentic")
    ]
    assert "k1 (final, authentic)\n  By 2030.\n  → До 2031 года.\n" in _run("exchange", "read", file)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("concordance", "check", "{none}", "{none}"), "No such file"),
        (("concordance", "check", "{text}"), "name the file in the other language"),
        (("concordance", "check", "{bad}"), "no well-formed XML: line 1"),
        (("concordance", "check", "{cp1251}", "{text}"), "save the file as UTF-8"),
        (("exchange", "read", "{none}"), "No such file"),
        (("exchange", "read", "{bad}"), "no well-formed XML: line 1"),
        (("exchange", "read", "{bomb}"), "declares a document type or entities"),
    ],
)
def test_a_bad_file_gets_one_clear_line(words: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    files = {
        "none": tmp_path / "none.txt",
        "text": _file(tmp_path, "a.txt", "Words."),
        "bad": _file(tmp_path, "bad.xlf", "<xliff"),
        "cp1251": _file(tmp_path, "c.txt", "Слова".encode("cp1251")),
        "bomb": _file(tmp_path, "bomb.tmx", '<!DOCTYPE x [<!ENTITY a "b">]><tmx>&a;</tmx>'),
    }

    with pytest.raises(CommandError) as refused:
        _run(*(word.format(**files) for word in words))

    assert sentence in str(refused.value)
    assert (refused.value.returncode, "\n" in str(refused.value)) == (2, False)
