"""``nemawashi export-record``: the public record as files, in the form that it is loaded from or as a data package."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from nemawashi.kit.folders import refuse_strange, replaced
from nemawashi.kit.formats import parquet
from nemawashi.portal.take_away import package
from nemawashi.project import commanding
from nemawashi.record import exporting


class Command(commanding.Command):
    help = "Write the public record into a folder: YAML that load-record reads, or a data package for everybody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="an empty folder, or one with an earlier export")
        parser.add_argument("--format", choices=("yaml", "datapackage"), default="yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._package(options["folder"]) if options["format"] == "datapackage" else self._yaml(options["folder"])
        except DatabaseError as error:
            raise CommandError("the database has no record yet; nothing was written", returncode=1) from error
        except OSError as error:
            what = f"{error.filename or options['folder']}: {(error.strerror or str(error)).lower()}"
            raise CommandError(f"{what}; nothing was written", returncode=1) from error

    def _package(self, folder: Path) -> None:
        refuse_strange(folder, package.KNOWN, marker=package.MARKER)
        with replaced(folder) as new:
            at = package.write_package(new)
        self.stdout.write(f"The data package is in {folder}: the record up to {at:%Y-%m-%d %H:%M} UTC")
        if not parquet.can_be_written():
            self.stderr.write("It has no Parquet files, which need one library more: pip install 'nemawashi[parquet]'")

    def _yaml(self, folder: Path) -> None:
        done = exporting.exported_record(folder)
        for row in done.left_out:
            self.stderr.write(row)
        left = f", {len(done.left_out)} left out" if done.left_out else ""
        self.stdout.write(f"The record is in {folder}: {done.written} rows in {len(exporting.FILES)} files{left}")
