"""``nemawashi reindex``: bring the indexes of search and of agreed language up to the record."""

from typing import Any

from django.core.management.base import CommandParser
from tqdm import tqdm

from nemawashi.lineage import shelf
from nemawashi.project import commanding
from nemawashi.search import index


class Command(commanding.Command):
    help = "Bring the indexes of search and of agreed language up to the record."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--afresh", action="store_true", help="throw both away and make them anew")
        parser.add_argument(
            "--vectors", action="store_true", help="encode clauses that are new, so that lineage finds them by meaning"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        done = index.rebuild(afresh=options["afresh"])
        entries = f"{done.written} written, {done.unchanged} as they were, {done.gone} gone"
        self.stdout.write(f"The index is up to date: {entries}")
        shelved = shelf.rebuild() if options["afresh"] else shelf.bring_up_to_date()
        if shelved.is_anew:
            self.stdout.write(f"Agreed language was indexed anew: {shelved.clauses} clauses")
        else:
            documents = f"{shelved.added} documents added, {shelved.removed} removed, {shelved.clauses} clauses"
            self.stdout.write(f"Agreed language is up to date: {documents}")
        if options["vectors"]:
            self._bring_vectors()

    def _bring_vectors(self) -> None:
        with tqdm(unit="wording", disable=None) as bar:

            def tell(done: int, whole: int) -> None:
                bar.total = whole
                bar.update(done - bar.n)

            brought = shelf.open_vectors().update(tell=tell)
        self.stdout.write(f"Vectors are up to date: {brought.encoded} wordings encoded, {brought.clauses} clauses")
