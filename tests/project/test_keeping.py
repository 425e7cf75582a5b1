"""A backup of an installation at work comes back whole, and is believed only after it was proven."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from tests import grounds

from nemawashi.access.models import Entry
from nemawashi.kit.faults import DamagedError, NotAllowedError, UnreadableError
from nemawashi.project.keeping import backups, bags
from nemawashi.texts.models import Text

AT = dt.datetime(2026, 11, 29, 9, 30, tzinfo=dt.UTC)
Run = Callable[..., subprocess.CompletedProcess[str]]


def _bag(folder: Path, **files: bytes) -> Path:
    path = folder / "one.tar"
    with bags.writing(path, "For a test", AT, int) as bag:
        for name, data in files.items():
            bag.put(name, io.BytesIO(data), len(data))
    return path


def _altered(path: Path, change: Callable[[tarfile.TarInfo, bytes], list[tuple[tarfile.TarInfo, bytes]]]) -> Path:
    """The bag with each member put through ``change``."""
    other = path.with_name("other.tar")
    with tarfile.open(path) as old, tarfile.TarFile(other, "w") as new:
        for member in old:
            file = old.extractfile(member)
            for info, data in change(member, file.read() if file else b""):
                info.size = len(data) if info.isfile() else 0
                new.addfile(info, io.BytesIO(data))
    return other


def test_a_bag_is_held_against_its_manifest_with_the_tools_of_any_system(tmp_path: Path) -> None:
    path = _bag(tmp_path, a=b"first", b=b"")
    with tarfile.open(path) as tar:
        tar.extractall(tmp_path)  # noqa: S202  made above; what filters it is younger than Python 3.11.2
    folder = tmp_path / "one"
    done = subprocess.run(
        ["sha256sum", "-c", "manifest-sha256.txt", "tagmanifest-sha256.txt"], cwd=folder, capture_output=True, check=False
    )

    assert (done.returncode, done.stdout.count(b": OK")) == (0, 5)
    assert (path.stat().st_mode & 0o777, sorted(each.name for each in tmp_path.iterdir())) == (0o600, ["one", "one.tar"])
    assert (folder / "bag-info.txt").read_text().splitlines()[-1] == "Payload-Oxum: 5.2"
    assert bags.unpack(path, tmp_path / "out", int) == ["a", "b"]
    assert (tmp_path / "out" / "a").read_bytes() == b"first"
    with pytest.raises(NotAllowedError, match="is there already"):
        _bag(tmp_path)


@pytest.mark.parametrize("size", [0, 1, bags.CHUNK - 1, bags.CHUNK, bags.CHUNK + 1, (bags.AHEAD + 2) * bags.CHUNK + 5])
def test_a_file_is_read_ahead_to_its_last_byte_and_sent_to_the_disk_on_the_way(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bags, "SETTLED", bags.CHUNK)
    data, passed = os.urandom(size), []
    path = tmp_path / "one.tar"
    with bags.writing(path, "For a test", AT, passed.append) as bag:
        bag.put("a", io.BytesIO(data + b"what comes after it"), size)
        bag.put("b", io.BytesIO(b"small"), 5)

    assert bags.unpack(path, tmp_path / "out", int) == ["a", "b"]
    assert (tmp_path / "out" / "a").read_bytes() == data
    assert sum(passed) == size + 5


@pytest.mark.parametrize("call", ["fdatasync", "fsync"])
def test_what_the_disk_says_against_it_is_told_and_nothing_stays(
    tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bags, "SETTLED", bags.CHUNK)
    monkeypatch.setattr(os, call, full)
    size = 3 * bags.CHUNK
    with pytest.raises(OSError, match="No space left"), bags.writing(tmp_path / "x.tar", "", AT, int) as bag:
        bag.put("a", io.BytesIO(bytes(size)), size)

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_sentence_and_other_faults_are_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = iter([OSError(28, "full"), OSError(9, "none of the disk's")])

    def fail(*given: object) -> None:
        raise next(faults)

    monkeypatch.setattr(backups, "_made", fail)
    with pytest.raises(NotAllowedError, match="does not take it: No space left on device; no backup was made"):
        backups.make(tmp_path, at=AT)
    with pytest.raises(OSError, match="none of the disk"):
        backups.make(tmp_path, at=AT)


def test_a_file_that_breaks_off_while_it_is_read_ahead_lets_go_of_it(tmp_path: Path) -> None:
    size = 20 * bags.CHUNK
    whole = tmp_path / "a"
    whole.write_bytes(bytes(size - 1))
    with (
        pytest.raises(DamagedError, match="a became shorter"),
        bags.writing(tmp_path / "x.tar", "", AT, int) as bag,
        whole.open("rb") as file,
    ):
        bag.put("a", file, size)

    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def _as_link(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return info


def _named(info: tarfile.TarInfo, name: str) -> tarfile.TarInfo:
    info.name = name
    return info


CHANGES = {
    "another byte": (lambda m, d: [(m, b"fiRst" if m.name.endswith("/a") else d)], "data/a is not what was put in"),
    "one less": (lambda m, d: [] if m.name.endswith("/a") else [(m, d)], "data/a is missing"),
    "one more": (lambda m, d: [(m, d), (_named(tarfile.TarInfo(), "one/data/c"), d)][: 2 if m.name.endswith("/a") else 1],
                 "data/c is not listed"),
    "twice": (lambda m, d: [(m, d)] * (2 if m.name.endswith("/a") else 1), "stands in it twice"),
    "a link": (lambda m, d: [(_as_link(m) if m.name.endswith("/a") else m, d)], "which no bag of ours does"),
    "a way out": (lambda m, d: [(_named(m, "one/data/../../x") if m.name.endswith("/a") else m, d)], "no bag of ours"),
    "an absolute name": (lambda m, d: [(_named(m, "/x") if m.name.endswith("/a") else m, d)], "no bag of ours"),
    "without manifest": (lambda m, d: [] if m.name.endswith("/manifest-sha256.txt") else [(m, d)], "manifest is missing"),
    "another manifest": (lambda m, d: [(m, d[:70] if m.name.endswith("/manifest-sha256.txt") else d)],
                         "manifest-sha256.txt is not what was put in"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_bag_that_is_not_the_one_that_was_made_is_refused(tmp_path: Path, change: str) -> None:
    make, sentence = CHANGES[change]
    path = _altered(_bag(tmp_path, a=b"first", b=b"second"), make)

    with pytest.raises(UnreadableError, match=sentence):
        bags.unpack(path, tmp_path / "out", int)

    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("left", [0, 300, 512, 700, 2000, 6000])
def test_a_bag_that_was_cut_off_is_refused(tmp_path: Path, left: int) -> None:
    path = _bag(tmp_path, a=b"first" * 500)
    path.write_bytes(path.read_bytes()[:left])

    with pytest.raises(UnreadableError):
        bags.unpack(path, tmp_path / "out", int)


def test_a_file_that_shrinks_on_its_way_leaves_no_bag(tmp_path: Path) -> None:
    with pytest.raises(DamagedError, match="a became shorter"), bags.writing(tmp_path / "x.tar", "", AT, int) as bag:
        bag.put("a", io.BytesIO(b"12"), 3)

    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def installation(played: None, tmp_path: Path) -> Iterator[Path]:
    """A folder with an installation of its own: the round half-way, and one archived copy."""
    home = tmp_path / "home"
    (home / "archive" / "ab").mkdir(parents=True)
    (home / "archive" / "ab" / "copy").write_bytes(b"%PDF-1.7 a copy")
    if connection.vendor == "sqlite":
        shutil.copy(grounds.file_of(grounds.Ground.PLAYED), home / "nemawashi.sqlite3")
    yield home
    if connection.vendor == "postgresql":
        _on_server(f'DROP DATABASE IF EXISTS "{_other()}"')


def _address(name: str, role: str = "") -> str:
    at = connection.settings_dict
    return f"postgres://{role or at['USER']}@{at['HOST']}:{at['PORT']}/{name}" if connection.vendor == "postgresql" else ""


def _other() -> str:
    return f"{connection.settings_dict['NAME']}_restored"


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def command(home: Path, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
        plain = {key: value for key, value in os.environ.items() if not key.startswith("NEMAWASHI_")}
        env = {**plain, "NEMAWASHI_HOME": str(home), "NEMAWASHI_SEAL_KEYS": settings.SEAL_KEYS[0]}
        env |= {"NEMAWASHI_MAIL": "smtp://desk:hush@mail.example.org:587"}
        env |= {"NEMAWASHI_DATABASE_URL": _address(str(connection.settings_dict["NAME"]))}
        env |= {"NEMAWASHI_BACKUP_DATABASE_URL": _address(str(connection.settings_dict["NAME"]), "owner")}
        line = [sys.executable, "-m", "nemawashi", *map(str, words)]
        return subprocess.run(line, env=env | more, capture_output=True, text=True, check=False)

    return command


def test_an_installation_comes_back_from_its_backup_and_proves_it(installation: Path, run: Run, tmp_path: Path) -> None:
    if connection.vendor == "postgresql" and connection.settings_dict["HOST"] not in ("127.0.0.1", "localhost"):
        pytest.skip("the server is not one of our own, with a role that reads all")
    done = run(installation, "backup", tmp_path / "kept")
    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.splitlines()[0])
    with tarfile.open(path) as tar:
        about = json.load(tar.extractfile(f"{path.stem}/data/installation.json"))  # type: ignore[arg-type]
        assert b"hush" not in b"".join(tar.extractfile(each).read() for each in tar if "installation" in each.name)  # type: ignore[union-attr]
    assert about["settings"]["NEMAWASHI_SEAL_KEYS"] == "(a secret)"
    assert about["settings"]["NEMAWASHI_MAIL"] == "smtp://desk:(a secret)@mail.example.org:587"
    last = Entry.objects.order_by("-seq").values_list("seq", "digest").first()
    assert (about["rows"]["texts_text"], tuple(about["last_entry"])) == (Text.objects.count(), last)

    there = {"NEMAWASHI_DATABASE_URL": _address(_other())}
    if connection.vendor == "postgresql":
        _on_server(f'CREATE DATABASE "{_other()}"')
    whole = run(tmp_path / "new", "restore", path, "--check", **there)
    back = run(tmp_path / "new", "restore", path, **there)
    again = run(tmp_path / "new", "restore", path, **there)

    assert (whole.returncode, "Nothing was restored." in whole.stdout) == (0, True), whole.stderr
    assert (back.returncode, "Restored and proven" in back.stdout) == (0, True), back.stderr
    assert f"{Entry.objects.count()} entries of the log" in back.stdout
    for said in (whole.stdout, back.stdout):  # a moment as people write it
        assert re.search(r"backup of \d{4}-\d\d-\d\d \d\d:\d\d UTC by release", said) is not None
    assert " 0 sealed rows opened" not in back.stdout
    copy = (tmp_path / "new" / "archive" / "ab" / "copy").read_bytes()
    assert hashlib.sha256(copy).digest() == hashlib.sha256(b"%PDF-1.7 a copy").digest()
    assert (again.returncode, "holds a database already" in again.stderr) == (2, True)
    assert not list((tmp_path / "new").glob(".keeping*"))


def test_a_backup_without_its_keys_comes_back_and_is_not_called_proven(
    installation: Path, run: Run, tmp_path: Path
) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("what keys open hangs on no database")
    path = Path(run(installation, "backup", tmp_path / "kept").stdout.splitlines()[0])

    back = run(tmp_path / "new", "restore", path, NEMAWASHI_SEAL_KEYS="of another server " * 3)

    assert back.returncode == 1
    assert "do not open with the keys of this server" in back.stderr
    assert "Restored and proven" not in back.stdout


@pytest.mark.parametrize(("words", "sentence"), [
    (("backup", "kept"), "there is no database yet"),
    (("restore", "nothing.tar"), "there is no file nothing.tar"),
    (("restore", __file__), "test_keeping.py: it is no whole tar file"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, run: Run, words: tuple[str, str], sentence: str) -> None:
    name, what = words
    done = run(tmp_path / "new", name, tmp_path / what if name == "backup" else what, NEMAWASHI_DATABASE_URL="")

    assert (done.returncode, sentence in done.stderr, "Traceback" in done.stderr) == (2, True, False)
