"""What was found in a file, told while it is read: lines for people, or one JSON object for programs.

The object is written as it goes, since its list of what was refused may be longer than the memory is large; what is noted
waits in a file of its own until its turn.
"""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from nemawashi.kit.iati.reading import FileError, FileHead, Seen
from nemawashi.kit.iati.rules import Flaw

SOUND, IN_PART, NOTHING = 0, 1, 2  # exit status: nothing refused, some activities refused, the file refused


class FileReport:
    """The report on one file. ``counts`` beyond those of the file itself are added by whoever takes activities in."""

    def __init__(self, file: Path, write: Callable[[str], Any], *, is_json: bool) -> None:
        self.file, self._write, self._is_json = file, write, is_json
        self.counts: dict[str, Any] = {"activities": 0, "transactions": 0}
        self.refused = self.noted = 0
        self._head = FileHead("")
        self._notes: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed with the report
        self._is_open = False

    def begins(self, head: FileHead) -> None:
        self._head = head

    def saw(self, seen: Seen) -> None:
        """Count an activity, and tell what is wrong with it: of a refused one the first reason."""
        self.counts["activities"] += 1
        refusal = seen.refused
        if refusal is not None:
            self.refuse(seen, refusal)
            return
        self.counts["transactions"] += seen.transactions
        for finding in seen.findings:
            self._note(seen, finding)

    def refuse(self, seen: Seen, finding: Flaw) -> None:
        self.refused += 1
        if not self._is_json:
            self._write(
                f"{self.file}: line {finding.line}: refused: {seen.identifier or '(no identifier)'}: {finding.reason}\n"
            )
            return
        self._open()
        self._write(("\n" if self.refused == 1 else ",\n") + _row(seen, finding))

    def _note(self, seen: Seen, finding: Flaw) -> None:
        self.noted += 1
        if not self._is_json:
            self._write(f"{self.file}: line {finding.line}: noted: {seen.identifier}: {finding.reason}\n")
            return
        self._notes.write(("\n" if self.noted == 1 else ",\n") + _row(seen, finding))

    def _open(self) -> None:
        if self._is_open:
            return
        self._is_open = True
        head = json.dumps({"file": str(self.file), "version": self._head.version}, ensure_ascii=False)[:-1]
        self._write(head + ', "refused": [')

    def ends(self, summary: str, fault: FileError | None = None) -> int:
        """Close the report and say with which status the command ends."""
        status = NOTHING if fault else IN_PART if self.refused else SOUND
        if self._is_json:
            self._open()
            self._write('], "noted": [')
            self._notes.seek(0)
            while piece := self._notes.read(1 << 16):
                self._write(piece)
            counts = {**self.counts, "refused_count": self.refused, "noted_count": self.noted}
            wrong = {"line": fault.line or None, "word": fault.word, "reason": fault.reason} if fault else None
            self._write("], " + json.dumps({**counts, "error": wrong}, ensure_ascii=False)[1:] + "\n")
        elif fault is None:
            self._write(f"{self.file}: {summary}\n")
        self._notes.close()
        return status


def _row(seen: Seen, finding: Flaw) -> str:
    return json.dumps(
        {"line": finding.line, "identifier": seen.identifier, "word": finding.word, "reason": finding.reason},
        ensure_ascii=False,
    )


def counted(report: FileReport, *names: str) -> str:
    """The counts as a line: ``407 activities, 2,862 transactions, 133 refused``."""
    counts = {**report.counts, "refused": report.refused, "noted": report.noted}
    return ", ".join(f"{counts[name]:,} {name}" for name in ("activities", "transactions", *names, "refused", "noted"))
