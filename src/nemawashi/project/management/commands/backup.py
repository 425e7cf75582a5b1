"""``nemawashi backup DIR``: all of this installation but its secrets in one file, while people work."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from tqdm import tqdm

from nemawashi.access import clock
from nemawashi.project import commanding
from nemawashi.project.keeping import backups, databases


class Command(commanding.Command):
    help = "Put the database, the archive and the settings without secrets into one file of a folder, while people work."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where the file goes; made where it is not there")

    def handle(self, *args: Any, **options: Any) -> None:
        databases.require()  # before it is asked for its moment, which would make it
        total = backups.size_of(settings.HOME)
        with tqdm(total=total, unit="B", unit_scale=True, disable=None) as bar:
            kept = backups.make(options["folder"], at=clock.database_moment(), passed=bar.update)
        self.stdout.write(str(kept.path))
        self.stdout.write(
            f"{kept.size} bytes in {kept.files} files: {kept.rows} rows of {kept.tables} tables, the log up to entry "
            f"{kept.last_entry}, the archive. Not in it: NEMAWASHI_SECRET_KEY and NEMAWASHI_SEAL_KEYS, without which no "
            "draft opens; keep these apart from it."
        )
