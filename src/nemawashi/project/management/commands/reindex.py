"""``nemawashi reindex``: bring the index of search up to the record."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nemawashi.search import index


class Command(BaseCommand):
    help = "Bring the index of search up to the record."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--afresh", action="store_true", help="throw the index away and make it anew")

    def handle(self, *args: Any, **options: Any) -> None:
        done = index.rebuild(afresh=options["afresh"])
        told = f"{done.written} written, {done.unchanged} as they were, {done.gone} gone"
        self.stdout.write(f"The index is up to date: {told}")
