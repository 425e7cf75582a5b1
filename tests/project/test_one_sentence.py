"""What stands in the way before a command has begun is one sentence and no traceback."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core import management
from django.core.exceptions import ImproperlyConfigured

from nemawashi.project import cli

KEY = "0123456789" * 5
UNREACHED = "postgres://role:hush@127.0.0.1:1/name"
CASES = [
    ("serve", {"NEMAWASHI_DATABASE_URL": UNREACHED}, "the database cannot be reached: "),
    ("tend", {"NEMAWASHI_MAIL": "smtp://mail.example.org:port"}, "NEMAWASHI_MAIL: what stands behind the colon is no port"),
    ("doctor", {"NEMAWASHI_MAIL": "mail.example.org"}, "NEMAWASHI_MAIL must be smtp://host, smtps://host or file:"),
    ("doctor", {"NEMAWASHI_MAIL": "smtp://user:hush@"}, "NEMAWASHI_MAIL must be smtp://host, smtps://host or file:"),
    ("doctor", {"NEMAWASHI_SITE": "dialogue.example.org"}, "NEMAWASHI_SITE must be https:// and the name of a host"),
    ("serve", {"NEMAWASHI_OIDC": "/proc/none"}, "NEMAWASHI_OIDC: /proc/none cannot be read: no such file or directory"),
    ("doctor", {"NEMAWASHI_HOME": "/proc/none"}, "the folder /proc/none (NEMAWASHI_HOME) cannot be made"),
]


def _run(case: tuple[str, dict[str, str], str], home: Path) -> str:
    word, settings, sentence = case
    plain = {key: value for key, value in os.environ.items() if not key.startswith("NEMAWASHI_")}
    env = plain | {
        "NEMAWASHI_HOME": str(home),
        "NEMAWASHI_SECRET_KEY": KEY,
        "NEMAWASHI_SEAL_KEYS": KEY,
        "NEMAWASHI_HOSTS": "a",
    }
    done = subprocess.run(
        [sys.executable, "-m", "nemawashi", word], env=env | settings, capture_output=True, text=True, check=False
    )
    lines = done.stderr.strip().splitlines()
    good = (
        done.returncode == 2
        and len(lines) == 1
        and lines[0].startswith(f"nemawashi: {sentence}")
        and "hush" not in lines[0]
    )
    return "" if good else f"{word} {settings}: {done.returncode} {done.stderr[-300:]}"


def test_a_wrong_setting_a_database_that_is_away_and_a_home_that_cannot_be_are_one_sentence(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        wrong = list(both.map(lambda case: _run(case, tmp_path), CASES))

    assert [each for each in wrong if each] == []


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (ModuleNotFoundError("No module named 'csp'", name="csp"), "the library csp is missing: install nemawashi again"),
        (
            ImproperlyConfigured("Error loading psycopg2 or psycopg module"),
            "Error loading psycopg2 or psycopg module:",
        ),
    ],
)
def test_a_library_that_is_missing_is_named(
    fault: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(line: list[str]) -> None:
        raise fault

    monkeypatch.setattr(management, "execute_from_command_line", fail)

    assert cli._executed(["tend"]) == 2
    assert capsys.readouterr().err.startswith(f"nemawashi: {sentence}")


@pytest.mark.parametrize("word", [word for word in cli.WORDS if "-" in word])
def test_a_command_of_two_words_is_called_so_in_its_usage(word: str) -> None:
    name = word.replace("-", "_")
    command = management.load_command_class("nemawashi.project", name)

    assert command.create_parser("nemawashi", name).format_usage().startswith(f"usage: nemawashi {word} ")
