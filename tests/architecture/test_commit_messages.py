"""The hook on messages of commits: what and why, at both sides of the longest subject."""

import subprocess
import sys
from pathlib import Path

import pytest

HOOK = Path(__file__).resolve().parents[2] / "tools" / "commit-message"


def judged(message: str, folder: Path) -> tuple[int, str]:
    file = folder / "message"
    file.write_text(message, encoding="utf-8")
    done = subprocess.run([sys.executable, str(HOOK), str(file)], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize("subject", ["Say why", "S" * 72, "根" * 72])
def test_subject_and_reason_pass(subject: str, tmp_path: Path) -> None:
    assert judged(f"{subject}\n\nBecause the reader asks.\n# Changes to be committed:\n", tmp_path) == (0, "")


def test_merge_needs_no_reason(tmp_path: Path) -> None:
    assert judged("Merge branch 'rooms'\n", tmp_path) == (0, "")


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("S" * 73 + "\n\nBecause.\n", "the subject has 73 signs, more than 72"),
        ("Say why\n", "no reason in the body"),
        ("Say why\n\n# only what git says\n", "no reason in the body"),
        ("Say why\nand at once\n", "no blank line behind the subject"),
        ("\n\nBecause.\n", "no subject"),
    ],
)
def test_message_without_what_or_why_is_refused(message: str, fault: str, tmp_path: Path) -> None:
    status, told = judged(message, tmp_path)

    assert status == 1
    assert told.strip().endswith(fault)
