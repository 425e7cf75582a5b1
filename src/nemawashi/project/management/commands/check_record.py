"""``nemawashi check-record``: every problem of the record's files at once. Opens no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.project import commanding
from nemawashi.record import checking


class Command(commanding.Command):
    help = "Check the record's files and touch nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--path", type=Path, help="folder of the files (default: the record that is shipped)")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = checking.checked_record(options["path"])
        for problem in checked.problems:
            self.stdout.write(f"{'warning: ' if problem.is_warning else ''}{problem}")
        if checked.errors:
            wrong = len(checked.errors)
            raise CommandError(f"{wrong} problem{'s' if wrong > 1 else ''} in the record", returncode=1)
        self.stdout.write(f"The record is sound: {len(checked.rows)} files, {checked.total} rows")
