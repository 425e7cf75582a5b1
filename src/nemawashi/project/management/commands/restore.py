"""``nemawashi restore FILE``: an empty installation becomes what a backup holds, and proves it."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from nemawashi.project import commanding
from nemawashi.project.keeping import backups


def _minute(moment: str) -> str:
    """When a backup was made, as people write it; as the file has it where that is no moment."""
    try:
        return f"{dt.datetime.fromisoformat(moment).astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return moment


class Command(commanding.Command):
    help = "Make this empty installation what a backup holds, and prove that it came back whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--check", action="store_true", help="hold each file against its digest, and restore nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        total = path.stat().st_size if path.is_file() else 0
        with tqdm(total=total, unit="B", unit_scale=True, disable=None) as bar:
            if options["check"]:
                about, names = backups.look_at(path, passed=bar.update)
            else:
                proof = backups.restore(path, passed=bar.update)
        if options["check"]:
            rows = sum(about["rows"].values())
            self.stdout.write(
                f"Whole: {len(names)} files, each with its digest; a backup of {_minute(about['made_at'])} by release "
                f"{about['release']} ({about['database']}, {rows} rows). Nothing was restored."
            )
            return
        for fault in proof.faults:
            self.stderr.write(fault)
        if proof.faults:
            raise CommandError("it was restored, and is not what was backed up: see above", returncode=1)
        self.stdout.write(
            f"Restored and proven: the backup of {_minute(proof.made_at)} by release {proof.release}. Held against it: "
            f"{proof.files} files by digest, {proof.rows} rows of {proof.tables} tables, {proof.entries} entries of the "
            f"log and the rows that it tells of, {proof.opened} sealed rows opened with the keys of this server."
        )
