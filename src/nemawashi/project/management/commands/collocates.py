"""``nemawashi collocates``: the words that stand near a word."""

from typing import Any

from django.core.management.base import CommandParser

from nemawashi.kit import counting
from nemawashi.kit.counting.neighbours import COLLOCATE_SORTS
from nemawashi.kit.faults import UnreadableError
from nemawashi.project import collecting, commanding

_SHOWN = ("word", "count", "frequency", "range", "g2", "mi", "t", "log_dice")


class Command(commanding.Command):
    help = "List the words that stand near a word or phrase, with G2, mutual information, t and logDice."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("word", metavar="WORD", help="the node: a word, or a pattern as for kwic")
        collecting.add_files(parser)
        parser.add_argument("--window", default="5", help="words on either side, or LEFT,RIGHT (default: 5)")
        parser.add_argument("--min", type=int, default=3, help="occurrences in the windows (default: 3)")
        parser.add_argument("--sort", choices=COLLOCATE_SORTS, default="g2", help="the strongest first by (default: g2)")
        parser.add_argument("--limit", type=int, default=100, help="at most so many words (default: 100)")
        parser.add_argument("--json", action="store_true", help="write JSON")
        collecting.add_options(parser, semantics=counting.Semantics(cross=counting.Cross.SENTENCE))

    def handle(self, *args: Any, **options: Any) -> None:
        limit, semantics = collecting.limit_of(options["limit"]), collecting.semantics_of(options)
        window = _window(options["window"])
        counting.pattern(options["word"])
        collection = collecting.collection_of(options["files"], options)
        table = counting.collocates(
            collection, options["word"], window=window, semantics=semantics, least=options["min"], sort=options["sort"]
        )
        rows = [collecting.row(each) for each in table.rows[:limit]]
        if options["json"]:
            content = {
                "node": options["word"],
                "hits": table.hits,
                "window": list(table.window),
                "positions": table.positions,
                "words": table.size,
                "min": options["min"],
                "sort": options["sort"],
                "collection": collecting.about(collection, semantics),
                "total": len(table.rows),
                "collocates": rows,
            }
            self.stdout.write(collecting.written(content))
            return
        for line in collecting.table(rows, _SHOWN):
            self.stdout.write(line)
        self.stdout.write(f"{table.hits} times in {table.size} words")


def _window(given: str) -> tuple[int, int]:
    parts = given.split(",")
    if not all(part.strip().isdecimal() and len(part.strip()) < 4 for part in parts) or len(parts) > 2:
        raise UnreadableError("--window is a number of words, or two: 5 or 3,0")
    return int(parts[0]), int(parts[-1])
