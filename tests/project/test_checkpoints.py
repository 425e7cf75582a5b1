"""Checkpoints of the log: taken away, cosigned, held against it; a cut tail and a rewritten history are seen."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from tests.texts.unchanged import *  # noqa: F403

from nemawashi.access import log
from nemawashi.access.models import Entry
from nemawashi.kit.faults import UnreadableError
from nemawashi.project.keeping import checkpoints
from nemawashi.project.management.commands import verify_log
from nemawashi.texts import acts as texts
from nemawashi.texts.models import Clause


@pytest.fixture
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.HOME, settings.SITE = tmp_path, "https://dialogue.example.org"
    monkeypatch.delenv(checkpoints.KEY, raising=False)
    return tmp_path


def _said(*words: Any) -> str:
    out = StringIO()
    call_command(*map(str, words), stdout=out, stderr=out)
    return out.getvalue()


def _key_of(folder: Path, name: str) -> Path:
    path = folder / f"{name}.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(path)], check=True, capture_output=True)
    return path


def _take_the_trigger_away() -> None:
    """As whoever owns the database can."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("drop trigger access_entry_no_delete")
        else:
            cursor.execute("set constraints all immediate")
            cursor.execute("alter table access_entry disable trigger access_entry_append_only")


def _kept(home: Path) -> Path:
    path = home / "kept.txt"
    _said("checkpoint", "make", "--out", path)
    return path


def test_a_checkpoint_is_cosigned_by_a_key_of_openssl_and_stands(played: None, home: Path) -> None:
    kept, key, keys = _kept(home), _key_of(home, "JPN"), home / "keys.txt"
    both = home / "both.txt"

    _said("checkpoint", "cosign", kept, "--name", "JPN", "--key", key, "--out", both)
    keys.write_text("# Japan\n" + _said("checkpoint", "key", "--name", "JPN", "--key", key))

    head = log.head()
    shown = _said("checkpoint", "show", both, "--keys", keys).splitlines()
    assert shown[:3] == ["Log: dialogue.example.org/log", f"Head: {head}", "dialogue.example.org: signed"]
    assert shown[3].startswith("JPN: signed at ")
    assert "JPN: not checked" in _said("checkpoint", "show", both)
    assert "by dialogue.example.org, JPN stands" in _said("verify_log", "--against", both, "--keys", keys)
    again = home / "again.txt"
    again.write_text(both.read_text() + both.read_text().splitlines(keepends=True)[-1])
    assert _said("checkpoint", "show", again, "--keys", keys).count("JPN") == 1
    assert "by dialogue.example.org, JPN stands" in _said("verify_log", "--against", again, "--keys", keys)
    with pytest.raises(CommandError, match="JPN signed it already"):
        _said("checkpoint", "cosign", both, "--name", "JPN", "--key", key)
    assert (home / checkpoints.FILE).stat().st_mode & 0o777 == 0o600


def test_a_cut_tail_and_a_rewritten_history_are_seen_by_whoever_kept_one(played: None, home: Path) -> None:
    kept = _kept(home)
    entries = list(Entry.objects.order_by("seq"))

    _take_the_trigger_away()
    last = max(entry.seq for entry in entries if entry.visibility in log.SHARED)
    Entry.objects.filter(seq__gte=last)._raw_delete(connection.alias)
    with pytest.raises(CommandError, match=r"stands behind the end: the log was cut|stands nowhere in the log"):
        _said("verify_log", "--against", kept)

    Entry.objects.all()._raw_delete(connection.alias)
    previous = log.GENESIS
    for entry in entries:  # as somebody would who holds the database and rewrites it whole
        entry.facts, entry.previous = {**entry.facts, "rewritten": True}, previous
        entry.digest = previous = log.entry_digest(entry)
    Entry.objects.bulk_create(entries)
    assert log.first_fault() is None
    with pytest.raises(CommandError, match="stands nowhere in the log: it was cut before this head, or rewritten"):
        _said("verify_log", "--against", kept)


def test_a_checkpoint_of_others_counts_only_with_their_key(played: None, home: Path, settings: Any) -> None:
    kept = _kept(home)
    forged = home / "forged.txt"
    forged.write_text(kept.read_text().replace(f"\n{log.head().count}\n", "\n1\n"))
    with pytest.raises(CommandError, match="is wrong: the note was altered"):
        _said("verify_log", "--against", forged)

    (home / checkpoints.FILE).unlink()  # the next host has a key of its own
    with pytest.raises(CommandError, match="whose keys are not known here"):
        _said("verify_log", "--against", kept)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("content", "why"), [("", "no signed note"), ("a\n\n— b AAAAAAAA\n", "no checkpoint"), ("\xff", "no signed note")]
)
def test_what_is_no_checkpoint_is_one_sentence(home: Path, content: str, why: str) -> None:
    (home / "a").write_text(content, "utf-8")

    with pytest.raises(CommandError, match=why):
        _said("checkpoint", "show", home / "a")
    with pytest.raises(CommandError, match=rf"^there is no file {re.escape(str(home / 'b'))}"):
        _said("checkpoint", "show", home / "b")
    (home / "a").write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match=r"^a: it is not a text in UTF-8"):
        _said("checkpoint", "show", home / "a")
    with pytest.raises(UnreadableError) as unread:
        verify_log.Command()._hold_against(home / "a", None)
    assert unread.value.sentence == "a: it is not a text in UTF-8"


@pytest.mark.one_database
def test_a_key_in_the_environment_that_is_none_is_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(checkpoints.KEY, "short")

    with pytest.raises(CommandError, match="32 bytes in base64"):
        _said("checkpoint", "key")


def test_who_is_shown_the_head_takes_it_away_signed_and_it_stands_still_while_others_draft(
    home: Path, client_of: Callable[[str], Any], done: Callable[..., Any], clause: Clause
) -> None:
    before = {name: client_of(name).get("/desk/log/checkpoint.txt") for name in ("host", "japan", "expert", "")}
    done("japan", texts.draft_position, clause, operation="comment", words="zqcanary")
    after = client_of("kazakhstan").get("/desk/log/checkpoint.txt")

    assert {name: answer.status_code for name, answer in before.items()} == {
        "host": 200, "japan": 200, "expert": 404, "": 302,
    }  # fmt: skip
    assert before["host"].content == before["japan"].content == after.content
    assert f"\n{log.head().count}\n" in after.content.decode()
