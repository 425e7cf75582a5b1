"""Word files beside what is to be reached: 60 pages with 1,000 tracked changes, read, written, laid against their text.

Each figure is taken in a process of its own, so that the peak of memory is that of the one thing measured.
"""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from pages import line

CLAUSES, WORDS, CHANGES = 360, 70, 1_000  # sixty pages of six clauses
MOST, MEMORY = "3 s", "200 MiB"


def document():  # type: ignore[no-untyped-def]
    from nemawashi.kit.word import Change, Comment, Passage, Run, WordDocument

    rng = random.Random(5)
    lexicon = [
        "cooperation",
        "region",
        "states",
        "water",
        "energy",
        "transport",
        "agreed",
        "welcomed",
        "sustainable",
        "resources",
        "joint",
        "dialogue",
        "of",
        "the",
        "in",
        "and",
    ]
    at, left, blocks = datetime(2026, 3, 5, 9, 30, tzinfo=UTC), CHANGES, []
    for number in range(CLAUSES):
        words = [rng.choice(lexicon) for _ in range(WORDS)]
        here = min(left, 3 if number % 9 else 2)
        left -= here
        places = set(rng.sample(range(WORDS), here))
        runs = []
        for place, said in enumerate(words):
            author = rng.choice(("JPN", "KAZ", "UZB", "TJK"))
            change = (Change(rng.choice(("ins", "del")), author, at),) if place in places else ()
            runs.append(Run(f"{said} ", change, bold=place % 20 == 0))
        comments = (Comment("KAZ", "must consult capital", at),) if number % 10 == 0 else ()
        blocks.append(Passage(tuple(runs), "Clause", f"{number + 1}.", comments=comments))
    return WordDocument(tuple(blocks), title="Draft", symbol="CAJ/L.1")


def clauses():  # type: ignore[no-untyped-def]
    from nemawashi.kit.clauses.proposals import BaseClause
    from nemawashi.kit.clauses.spans import normal

    return [
        BaseClause(f"{at:032x}", str(at + 1), "operative", ((1, normal(block.words(accepted=False))),))
        for at, block in enumerate(document().blocks)
    ]


def measured(what: str, path: Path) -> None:
    """One thing, with its time and the peak of memory on the standard output."""
    from nemawashi.kit import word
    from nemawashi.kit.word.proposals import proposed

    if what == "write":
        made = document()
        start = time.perf_counter()
        path.write_bytes(word.write(made))
        told = ""
    elif what == "read":
        content = path.read_bytes()
        start = time.perf_counter()
        told = f"{len(word.read(content).changes)} changes"
    elif what == "propose":
        content, base = path.read_bytes(), clauses()
        start = time.perf_counter()
        told = f"{len(proposed(base, word.read(content)).proposals)} proposals"
    else:
        content = path.read_bytes()
        start = time.perf_counter()
        lines = word.read(content)
        told = f"{len(word.compared(lines.rejected, lines.accepted))} pairs"
    took = time.perf_counter() - start
    print(f"{took:.2f} s / {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB|{told}")


def peer(path: Path, folder: Path) -> str:
    """LibreOffice reads and writes the same file; it has no reader alone."""
    office = shutil.which("soffice")
    if office is None:
        return "LibreOffice is not here"
    start = time.perf_counter()
    command = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "docx"]
    try:
        subprocess.run([*command, "--outdir", f"{folder}/out", str(path)], capture_output=True, timeout=120, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return "LibreOffice failed"
    return f"LibreOffice, read and written: {time.perf_counter() - start:.1f} s"


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measured(sys.argv[1], Path(sys.argv[2]))
        sys.exit()
    with tempfile.TemporaryDirectory(prefix="nemawashi-bench-") as scratch:
        path = Path(scratch) / "sixty.docx"
        line("", "here", "to reach", "peer")
        names = {
            "write": "Word file of 60 pages, 1,000 tracked changes: written",
            "read": "the same: read",
            "propose": "the same: read and laid against its 360 clauses",
            "compare": "the same: read and compared, before and after",
        }
        for what, said in names.items():
            command = [sys.executable, __file__, what, str(path)]
            ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
            took, told = ran.stdout.strip().split("|")
            beside = peer(path, Path(scratch)) if what == "read" else ""
            line(f"{said}{', ' if told else ''}{told}", took, f"{MOST} / {MEMORY}", beside)
