"""Handover from one host to the next: the bag is verified without our code, restored, taken over, and both have signed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests import grounds

from nemawashi.access import clock
from nemawashi.kit.faults import Fault
from nemawashi.project.keeping import checkpoints, handing
from nemawashi.texts.models import Adoption

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(not all(map(shutil.which, ("openssl", "sha256sum", "bash"))), reason="needs openssl and coreutils"),
]
HERE, THERE = "https://old.example.org", "https://next.example.org"
ACT = """
from django.core.management import call_command
from django.core.management.base import CommandError
from nemawashi.access import clock
from nemawashi.access.acts import RefusedError
from nemawashi.parties import acts
from nemawashi.parties.models import Dialogue
from nemawashi.project.round import cast
def hand_over():
    row, by = Dialogue.objects.get(slug="caj"), cast.viewer("host")
    acts.hand_over(row, to="The next host", address="https://next.example.org", by=by, at=clock.database_moment())
"""
OLD = """
call_command("checkpoint", "make", "--out", "taken")
call_command("checkpoint", "cosign", "taken", "--name", "JPN", "--key", "jpn.pem", "--out", "cosigned")
call_command("checkpoint", "key", "--name", "JPN", "--key", "jpn.pem", stdout=open("keys", "w"))
hand_over()
call_command("handover", "bag", "--cosigned", "cosigned", "--keys", "keys")
call_command("checkpoint", "key", stdout=open("hosts-key", "w"))
"""
NEW = """
try:
    hand_over()
except RefusedError as fault:
    print("refused:", fault.verdict.about)
point = ["--against", "bag/data/checkpoint/checkpoint.note"]
for words in (point, [*point, "--keys", "hosts-key"], []):
    try:
        call_command("take_over", *words)
    except CommandError as fault:
        print("fault:", fault)
call_command("checkpoint", "cosign", point[1], "--name", "next", "--key", "new/checkpoint-key.pem", "--out", "receipt")
"""


def _run(home: Path, *words: object, site: str) -> str:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("NEMAWASHI_")}
    env = {**plain, "NEMAWASHI_HOME": str(home), "NEMAWASHI_SEAL_KEYS": settings.SEAL_KEYS[0], "NEMAWASHI_SITE": site}
    line = [sys.executable, "-m", "nemawashi", *map(str, words)]
    done = subprocess.run(line, env=env, cwd=home.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _shell(line: str, folder: Path) -> int:
    """With the tools of any system: nothing of ours is on the path."""
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(["bash", "-c", line], cwd=folder, env=env, capture_output=True, check=False).returncode


def _commands(folder: Path) -> Iterator[str]:
    """What the README has behind four blanks."""
    return (line.strip() for line in (folder / "README.txt").read_text("utf-8").splitlines() if line.startswith("    "))


def _fails(folder: Path) -> list[str]:
    return [line for line in _commands(folder) if _shell(line, folder)]


def _alter(bag: Path, what: str) -> None:
    entries, text = bag / "data/log/entries.txt", next((bag / "data/texts").iterdir())
    point = bag / "data/checkpoint/checkpoint.txt"
    match what:
        case "text":
            text.write_bytes(text.read_bytes() + b" not")
        case "entry":
            entries.write_bytes(re.sub(rb'"party":"japan"', b'"party":"nobody"', entries.read_bytes(), count=1))
        case "cut":
            entries.write_bytes(b"".join(entries.read_bytes().splitlines(keepends=True)[:-1]))
        case "checkpoint":
            point.write_bytes(point.read_bytes().replace(b"old.", b"odd."))
        case "file":
            (bag / "data/checklist.txt").unlink()


def _found_without_our_code(bag: Path, what: str, folder: Path) -> None:
    """Also where whoever altered it wrote the manifests anew: the signature under them is the outgoing host's."""
    shutil.copytree(bag, folder)
    _alter(folder, what)
    assert _shell("sha256sum --quiet -c manifest-sha256.txt", folder), what

    _shell("find data -type f | sort | xargs -d '\\n' sha256sum > manifest-sha256.txt", folder)
    _shell("sha256sum bagit.txt bag-info.txt README.txt manifest-sha256.txt > tagmanifest-sha256.txt", folder)

    fails = " ".join(_fails(folder))
    assert "tagmanifest-sha256.sig" in fails, what
    assert ("entries.txt" in fails) == (what in ("entry", "cut"))
    assert ("checkpoint.old.example.org.sig" in fails) == (what == "checkpoint")


def test_a_forum_goes_to_the_next_host_in_a_bag_that_is_verified_without_our_code(played: None, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    shutil.copy(grounds.file_of(grounds.Ground.PLAYED), tmp_path / "old" / "nemawashi.sqlite3")
    _shell("openssl genpkey -algorithm ed25519 -out jpn.pem", tmp_path)
    bag = tmp_path / "bag"

    made = _run(tmp_path / "old", "manage", "shell", "--no-imports", "-c", ACT + OLD, site=HERE)
    assert "signed by old.example.org, JPN." in made
    assert (len(list(_commands(bag))), _fails(bag)) == (6, [])
    cosigned = next(line for line in (bag / "README.txt").read_text().splitlines() if "cosigned-1.NAME.said" in line)
    assert _shell(cosigned.strip().replace("NAME", "JPN"), bag) == 0
    assert len({path.name.partition(".")[0] for path in (bag / "data/texts").iterdir()}) == Adoption.objects.count() > 0
    for what in ("text", "entry", "cut", "checkpoint", "file"):
        _found_without_our_code(bag, what, tmp_path / what)

    restored = _run(tmp_path / "new", "restore", next((bag / "data/backup").iterdir()), site=THERE)
    taken = _run(tmp_path / "new", "manage", "shell", "--no-imports", "-c", ACT + NEW, site=THERE).splitlines()

    assert "Restored and proven" in restored
    assert taken[0] == "refused: https://next.example.org"  # read only, until it was taken over
    assert [line for line in taken if line.startswith("fault:")] == [
        "fault: checkpoint.note is signed by old.example.org, whose keys are not known here (--keys)",
        "fault: the forum was not handed over: it lives here already",
    ]
    assert "The checkpoint signed by old.example.org stands: nothing up to it was cut or rewritten." in taken
    receipt = (tmp_path / "receipt").read_text("utf-8").splitlines()
    assert [line.split()[1] for line in receipt[4:]] == ["old.example.org", "next"]


def test_what_cannot_be_handed_over_is_one_sentence_and_leaves_nothing(
    played: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME, settings.SITE = tmp_path, HERE
    monkeypatch.delenv(checkpoints.KEY, raising=False)
    note = checkpoints.current()
    (tmp_path / "foreign").write_text(re.sub(r"\n\d+\n.*\n\n", f"\n3\n{'A' * 43}=\n\n", note), "utf-8")
    (tmp_path / "there").mkdir()

    own = {"keys": [], "at": clock.database_moment()}

    for name, cosigned, is_rehearsal, why in (
        ("bag", [], False, "was not handed over yet"),
        ("there", [], True, "is there already"),
        ("bag", [tmp_path / "foreign"], True, "was altered"),
    ):
        with pytest.raises(Fault, match=why):
            handing.bag(tmp_path / name, cosigned=cosigned, is_rehearsal=is_rehearsal, **own)  # type: ignore[arg-type]

    assert sorted(path.name for path in tmp_path.iterdir()) == [checkpoints.FILE, "foreign", "there"]
