"""``nemawashi iati``: check a file of activities, take one in, hand the chain of assistance out."""

import os
import sys
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.access import clock
from nemawashi.access.acts import RefusedError
from nemawashi.access.terms import Circle
from nemawashi.access.viewers import PUBLIC, Viewer, acting_as
from nemawashi.assistance import acts, exports
from nemawashi.assistance.staging import Staged
from nemawashi.assistance.terms import Refusal
from nemawashi.kit.iati import console, reading, telling, writing
from nemawashi.kit.iati.parsing import AidOrganisation
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Dialogue
from nemawashi.project import commanding

OPERATOR = Viewer(name="operator", circle=Circle.SECRETARIAT)  # whoever works at the machine, for the secretariat


class Command(commanding.Command):
    help = "Check a file of aid activities (IATI 2.01 to 2.03), take one in, or write the chain of assistance as 2.03."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="{check,import,export}")
        checked = words.add_parser("check", help="what of a file could be taken in")
        taken = words.add_parser("import", help="take in what is new or changed; all of it or nothing")
        handed = words.add_parser("export", help="packages, pledges, projects and reported activities as IATI 2.03")
        for under in (checked, taken):
            under.add_argument("file", type=Path, metavar="FILE")
            under.add_argument("--json", action="store_true", help="write one JSON object")
        taken.add_argument("--dry-run", action="store_true", help="say what would be taken in, and take nothing")
        handed.add_argument("--out", type=Path, metavar="FILE", help="where to write (default: standard output)")
        handed.add_argument("--reporter", default="", metavar="REF", help="reference of the organisation that reports")
        for under in (checked, taken, handed):
            _hide(under)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["word"] == "check":
            words = [str(options["file"]), *(["--json"] if options["json"] else [])]
            status = console.check(words, today=clock.today())
        elif options["word"] == "import":
            status = self._taken(options["file"], is_json=options["json"], is_trial=options["dry_run"])
        else:
            status = self._handed(options["out"], options["reporter"])
        if status:
            raise SystemExit(status)

    def _taken(self, file: Path, *, is_json: bool, is_trial: bool) -> int:
        report = telling.FileReport(file, sys.stdout.write, is_json=is_json)
        fault = None
        with closing(Staged(file.name)) as staged, acting_as(OPERATOR):
            try:
                for seen in reading.activities(file, today=clock.today(), tell=_both(report, staged)):
                    report.saw(seen)
                    staged.take(seen)
                staged.compare()
                if not is_trial:
                    _act(staged)
            except reading.FileError as wrong:
                fault = wrong
            report.counts |= {
                "new": 0 if fault else staged.new,
                "changed": 0 if fault else staged.changed,
                "unchanged": 0 if fault else staged.unchanged,
                "dry_run": is_trial,
            }
        verb = "would be taken in: " if is_trial else ""
        status = report.ends(verb + telling.counted(report, "new", "changed", "unchanged"), fault)
        if fault:
            self.stderr.write(f"{file}: {fault}; nothing was taken in")
        return status

    def _handed(self, out: Path | None, ref: str) -> int:
        forum = parties.forum()
        reporter = AidOrganisation(
            ref or f"XX-{forum.code or forum.slug}".upper(), (("en", str(forum.names.get("en") or forum.slug)),), "40"
        )
        with acting_as(PUBLIC), _opened(out) as stream:
            rows = exports.exported(reporter=reporter, viewer=PUBLIC, leave_out=self._left_out)
            for piece in writing.file(rows, generated=clock.database_moment()):
                stream.write(piece)
        return 0

    def _left_out(self, name: str, why: str) -> None:
        self.stderr.write(f"{name}: left out: {why}")


def _hide(under: ArgumentParser) -> None:
    for name in ("--settings", "--pythonpath"):
        under.add_argument(name, help=SUPPRESS)


def _both(report: telling.FileReport, staged: Staged) -> Any:
    def begins(head: reading.FileHead) -> None:
        report.begins(head)
        staged.begins(head)

    return begins


def _act(staged: Staged) -> None:
    """Take in what is new; a file of which all is there already is no fault."""
    dialogue = Dialogue.objects.filter(slug=parties.forum().slug).first()
    if dialogue is None:
        raise CommandError("this database holds no dialogue yet: run `nemawashi load-record`", returncode=2)
    try:
        acts.import_activities(dialogue, staged=staged, by=OPERATOR, at=clock.database_moment())
    except RefusedError as refusal:
        if refusal.verdict.refusal != Refusal.NO_NEW_ACTIVITY:
            raise


@contextmanager
def _opened(out: Path | None) -> Iterator[Any]:
    if out is None:
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # whoever reads has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    try:
        with out.open("wb") as stream:
            yield stream
    except OSError as fault:
        raise CommandError(f"{out}: {fault.strerror}", returncode=2) from None
