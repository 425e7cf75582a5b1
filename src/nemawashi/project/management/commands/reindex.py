"""``nemawashi reindex``: bring the indexes of search and of agreed language up to the record."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nemawashi.lineage import shelf
from nemawashi.search import index


class Command(BaseCommand):
    help = "Bring the indexes of search and of agreed language up to the record."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--afresh", action="store_true", help="throw both away and make them anew")

    def handle(self, *args: Any, **options: Any) -> None:
        done = index.rebuild(afresh=options["afresh"])
        told = f"{done.written} written, {done.unchanged} as they were, {done.gone} gone"
        self.stdout.write(f"The index is up to date: {told}")
        shelved = shelf.rebuild() if options["afresh"] else shelf.bring_up_to_date()
        if shelved.is_anew:
            self.stdout.write(f"Agreed language was indexed anew: {shelved.clauses} clauses")
        else:
            told = f"{shelved.added} documents added, {shelved.removed} removed, {shelved.clauses} clauses"
            self.stdout.write(f"Agreed language is up to date: {told}")
