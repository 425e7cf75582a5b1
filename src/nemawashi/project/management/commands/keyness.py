"""``nemawashi keyness``: the words that set one collection apart from another."""

from typing import Any

from django.core.management.base import CommandParser

from nemawashi.kit import counting
from nemawashi.kit.counting.contrasts import KEYNESS_SORTS
from nemawashi.kit.faults import UnreadableError
from nemawashi.project import collecting, commanding

_SHOWN = ("word", "target", "reference", "log_ratio", "g2", "p", "chi2", "bic", "target_range", "target_dp")


class Command(commanding.Command):
    help = "Compare the words of two collections. Words whose difference is no chance come by the size of the effect."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "target",
            metavar="A",
            help="the collection whose words are looked for: a file, a folder, FILE::key=value, @adopted, @corpus/SLUG",
        )
        parser.add_argument("reference", metavar="B", help="the collection that it is held against")
        parser.add_argument("--sort", choices=KEYNESS_SORTS, default="log_ratio", help="(default: log_ratio)")
        parser.add_argument("--p", type=float, default=0.01, help="largest chance of a difference (default: 0.01)")
        parser.add_argument("--min", type=int, default=3, help="occurrences in both together (default: 3)")
        parser.add_argument("--both", action="store_true", help="those that B has more of, too")
        parser.add_argument("--yates", action="store_true", help="correct G2 and chi2 for small cells, as quanteda does")
        parser.add_argument("--limit", type=int, default=100, help="at most so many words (default: 100)")
        parser.add_argument("--json", action="store_true", help="write JSON")
        collecting.add_options(parser, semantics=counting.WORDS)

    def handle(self, *args: Any, **options: Any) -> None:
        limit, semantics = collecting.limit_of(options["limit"]), collecting.semantics_of(options)
        if not 0 <= options["p"] <= 1:
            raise UnreadableError("--p is a number from 0 to 1")
        sides = [collecting.collection_of([options[name]], options) for name in ("target", "reference")]
        whole, (target, reference) = counting.together(*sides)
        table = counting.keyness(whole, target, reference, semantics=semantics, correct=options["yates"])
        words = table.rows(sort=options["sort"], p=options["p"], least=options["min"], limit=limit, below=options["both"])
        rows = [collecting.row(each) for each in words]
        if options["json"]:
            content = {
                "target": collecting.about(sides[0], semantics) | {"name": options["target"]},
                "reference": collecting.about(sides[1], semantics) | {"name": options["reference"]},
                "correction": "yates" if options["yates"] else "none",
                "sort": options["sort"],
                "p": options["p"],
                "min": options["min"],
                "words": rows,
            }
            self.stdout.write(collecting.written(content))
            return
        for line in collecting.table(rows, _SHOWN):
            self.stdout.write(line)
