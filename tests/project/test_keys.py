"""``nemawashi keys``: shared into a folder of the operator's own, looked at without being printed, joined again."""

from __future__ import annotations

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nemawashi.project.management.commands import keys

OWN = ["zqcanary first key of thirty-two signs and more", "zqcanary former key of thirty-two signs and more"]


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.SEAL_KEYS = OWN
    folder = tmp_path / "keys"
    _said("share", "--needed", "2", "--of", "3", str(folder))
    return folder


def _said(*words: str) -> str:
    out = StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


def _given(folder: Path, *numbers: int) -> list[str]:
    return [str(folder / keys.BOX), *(str(folder / f"share-{number}-of-3.txt") for number in numbers)]


def test_what_is_written_is_the_operators_alone_and_holds_no_key(folder: Path) -> None:
    files = sorted(folder.iterdir())

    assert [path.name for path in files] == [keys.BOX, *(f"share-{number}-of-3.txt" for number in (1, 2, 3))]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not [path for path in files if "zqcanary" in path.read_text()]
    with pytest.raises(CommandError, match="cannot be made"):
        _said("share", "--needed", "2", "--of", "3", str(folder))


def test_two_of_three_join_them_and_one_does_not(folder: Path) -> None:
    assert _said("join", *_given(folder, 3, 1)) == f"NEMAWASHI_SEAL_KEYS={','.join(OWN)}\n"
    with pytest.raises(CommandError, match="2 different shares are needed, and 1"):
        _said("join", *_given(folder, 2))


def test_they_are_held_against_the_keys_of_the_server_and_not_printed(folder: Path, settings: Any) -> None:
    assert "zqcanary" not in _said("check", *_given(folder, 1, 2))

    settings.SEAL_KEYS = ["zqcanary newer key of thirty-two signs and more", *OWN]
    with pytest.raises(CommandError, match="share them anew") as caught:
        _said("check", *_given(folder, 1, 2))
    assert "zqcanary" not in str(caught.value)


def test_what_is_no_file_or_no_key_is_a_sentence(folder: Path, settings: Any) -> None:
    (folder / "share-1-of-3.txt").write_bytes("пять слов".encode())
    for given in (_given(folder, 1, 2), _given(folder / "none", 1, 2), [str(folder), *_given(folder, 2)]):
        with pytest.raises(CommandError, match=r"cannot be read|other signs"):
            _said("join", *given)
    settings.SEAL_KEYS = []
    with pytest.raises(CommandError, match="is not set"):
        _said("share", "--needed", "2", "--of", "3", str(folder / "more"))
