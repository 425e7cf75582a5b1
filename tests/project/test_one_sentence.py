"""What stands in the way before a command has begun is one sentence and no traceback."""

import errno
import os
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core import management
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from nemawashi.project import cli, commanding, settings

KEY = "0123456789" * 5
PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
UNREACHED = "postgres://role:hush@127.0.0.1:1/name"
CASES = [
    ("serve", {"NEMAWASHI_DATABASE_URL": UNREACHED}, "the database cannot be reached: "),
    ("tend", {"NEMAWASHI_MAIL": "smtp://mail.example.org:port"}, "NEMAWASHI_MAIL: what stands behind the colon is no port"),
    ("doctor", {"NEMAWASHI_HOME": "/proc/none"}, "the folder /proc/none (NEMAWASHI_HOME) cannot be made"),
]


def _run(case: tuple[str, dict[str, str], str], home: Path) -> str:
    word, named, sentence = case
    plain = {key: value for key, value in os.environ.items() if not key.startswith("NEMAWASHI_")}
    env = plain | {
        "NEMAWASHI_HOME": str(home),
        "NEMAWASHI_SECRET_KEY": KEY,
        "NEMAWASHI_SEAL_KEYS": KEY,
        "NEMAWASHI_HOSTS": "a",
    }
    done = subprocess.run(
        [sys.executable, "-m", "nemawashi", word], env=env | named, capture_output=True, text=True, check=False
    )
    lines = done.stderr.strip().splitlines()
    good = (
        done.returncode == 2
        and len(lines) == 1
        and lines[0].startswith(f"nemawashi: {sentence}")
        and "hush" not in lines[0]
    )
    return "" if good else f"{word} {named}: {done.returncode} {done.stderr[-300:]}"


def test_a_wrong_setting_a_database_that_is_away_and_a_home_that_cannot_be_are_one_sentence(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        wrong = list(both.map(lambda case: _run(case, tmp_path), CASES))

    assert [each for each in wrong if each] == []


def test_whoever_has_read_enough_of_an_answer_ends_the_command_without_a_word(tmp_path: Path) -> None:
    env = os.environ | {"NEMAWASHI_HOME": str(tmp_path), "NEMAWASHI_DEMO": "1"}
    line = [sys.executable, "-m", "nemawashi", "manage", "help"]
    run = subprocess.Popen(line, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout is not None
    run.stdout.close()

    assert run.stderr is not None
    assert (run.stderr.read(), run.wait()) == ("", 0)


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


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (DatabaseError("database or disk is full"), commanding.FULL),
        (DatabaseError('could not extend file "base/1": No space left on device'), commanding.FULL),
        (OSError(errno.ENOSPC, "No space left on device"), commanding.FULL),
        (DatabaseError("database disk image is malformed"), commanding.DAMAGED),
        (DatabaseError("file is not a database"), commanding.DAMAGED),
    ],
)
def test_a_full_disk_and_a_damaged_database_are_one_sentence(fault: Exception, sentence: str) -> None:
    class Fails(commanding.Command):
        requires_system_checks = []

        def handle(self, *args: Any, **options: Any) -> None:
            raise fault

    with pytest.raises(management.CommandError) as caught:
        management.call_command(Fails())
    assert (str(caught.value), caught.value.returncode) == (sentence, 2)


def test_another_fault_of_the_system_is_none_of_them() -> None:
    class Fails(commanding.Command):
        requires_system_checks = []

        def handle(self, *args: Any, **options: Any) -> None:
            raise OSError(errno.EPERM, "not permitted")

    with pytest.raises(PermissionError):
        management.call_command(Fails())


@pytest.mark.parametrize("address", ["mail.example.org", "smtp://user:hush@", "smtp:", "https://mail.example.org", "/mail"])
def test_an_address_of_mail_that_only_looks_like_one_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="NEMAWASHI_MAIL must be smtp://host, smtps://host or file:") as caught:
        settings._mail_of(address)
    assert "hush" not in str(caught.value)


def test_addresses_that_lead_somewhere_are_taken() -> None:
    for address in ("", "smtp://a", "smtps://user:word@a:465", "file:", "file:/folder"):
        assert settings._mail_of(address).scheme == address.partition(":")[0]
    assert [settings._site(each) for each in ("", "https://a/", "http://localhost:8000")] == [
        "", "https://a", "http://localhost:8000",
    ]  # fmt: skip


@pytest.mark.parametrize("address", ["dialogue.example.org", "https://", "ftp://a", "https://a/forum"])
def test_an_address_of_the_site_that_leads_nowhere_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="NEMAWASHI_SITE must be https:// and the name of a host"):
        settings._site(address)


@pytest.mark.parametrize(
    ("word", "line"),
    [("serv", "serv; did you mean serve?"), ("take_over", "take_over; did you mean take-over?"), ("xyzzy", "xyzzy")],
)
def test_a_command_that_there_is_not_names_the_one_that_was_meant(
    word: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["nemawashi", word])

    assert cli.main() == 2
    assert capsys.readouterr().err.splitlines()[0] == f"nemawashi: no such command: {line}"


@pytest.mark.parametrize("asked", ["-V", "--version"])
def test_the_command_says_which_version_it_is(
    asked: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    monkeypatch.setattr(sys, "argv", ["nemawashi", asked])

    assert cli.main() == 0

    assert capsys.readouterr().out.startswith(f"nemawashi {project['version']} (Python 3.")
