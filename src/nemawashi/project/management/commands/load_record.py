"""``nemawashi load-record``: bring the database up to the record's files."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from tqdm import tqdm

from nemawashi.lineage import shelf
from nemawashi.project import commanding
from nemawashi.record import loading
from nemawashi.record.files import NAMES


class Command(commanding.Command):
    help = "Load the record's files into the database, in one transaction; on a new database, make its tables first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--path", type=Path, help="folder of the files (default: the record that is shipped)")
        parser.add_argument("--progress", action="store_true", help="show the bar where no terminal is, too")

    def handle(self, *args: Any, **options: Any) -> None:
        commanding.bring_up_to_date()
        with tqdm(total=len(NAMES), unit="file", disable=False if options["progress"] else None) as bar:
            loaded = loading.record_loaded(options["path"], step=lambda name: self._step(bar, name))
        shelf.bring_up_to_date()
        for key in loaded.gone:
            self.stderr.write(f"{key}: no longer in the files; it stays in the record")
        if loaded.written:
            self.stdout.write(f"The record is loaded: {loaded.written} rows written, {loaded.unchanged} as they were")
        else:
            self.stdout.write(f"The record was loaded already: nothing to write, {loaded.unchanged} rows as they were")

    @staticmethod
    def _step(bar: "tqdm[Any]", name: str) -> None:
        bar.set_description(name)
        bar.update()
