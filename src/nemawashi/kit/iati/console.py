"""``nemawashi iati check``: whether activities of a file can be taken in. It asks no database and starts no Django, so that
it takes as little memory for a file of any size as the reader does.
"""

import argparse
import gc
import os
import sys
from datetime import date
from pathlib import Path

from nemawashi.kit.iati import reading, telling


def check(words: list[str], *, today: date) -> int:
    """Look at every activity of a file; the exit status."""
    parser = argparse.ArgumentParser(
        prog="nemawashi iati check",
        description="Check a file of IATI 2.01, 2.02 or 2.03 activity by activity: schema, and what IATI asks beyond it.",
        epilog="Exit status: 0 nothing refused, 1 some activities refused, 2 the file could not be read.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a file of activities")
    parser.add_argument("--json", action="store_true", help="write one JSON object")
    options = parser.parse_args(words)
    gc.set_threshold(100_000)  # looking for what points at itself takes a tenth of the time, and finds little
    report = telling.FileReport(options.file, sys.stdout.write, is_json=options.json)
    try:
        return _checked(report, options.file, today)
    except BrokenPipeError:  # whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return telling.SOUND


def _checked(report: telling.FileReport, file: Path, today: date) -> int:
    fault = None
    try:
        for seen in reading.activities(file, today=today, tell=report.begins):
            report.saw(seen)
    except reading.FileError as wrong:
        fault = wrong
    status = report.ends(telling.counted(report), fault)
    sys.stdout.flush()
    if fault:
        print(f"{file}: {fault}", file=sys.stderr)
    return status
