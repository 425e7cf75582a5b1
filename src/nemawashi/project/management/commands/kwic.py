"""``nemawashi kwic``: a phrase in its contexts, over files or the published words of this installation."""

from typing import Any

from django.core.management.base import CommandParser

from nemawashi.kit import counting
from nemawashi.kit.counting import Collection, Concordance, Overlap, concordances, files
from nemawashi.kit.faults import UnreadableError
from nemawashi.project import collecting, commanding

_WIDEST = 60  # signs of a context on a terminal


class Command(commanding.Command):
    help = "Show a phrase in its contexts: words, corridor*, arc|axis, peace ~5 order for two that stand near."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("phrase", metavar="PHRASE", help="words, with * ? | and ~N; several phrases by --or")
        collecting.add_files(parser)
        parser.add_argument("--or", dest="more", action="append", default=[], metavar="PHRASE", help="a further phrase")
        parser.add_argument("--window", type=int, default=8, help="words on either side (default: 8)")
        parser.add_argument("--sort", default="", help="by neighbours, such as R1,R2 or L1; match; text (default)")
        parser.add_argument("--limit", type=int, default=1000, help="at most so many lines (default: 1000)")
        parser.add_argument("--skip", type=int, default=0, help="leave out so many lines first")
        parser.add_argument("--by", default="", metavar="KEY", help="count by what is known of documents, such as year")
        parser.add_argument("--overlap", choices=[str(each) for each in Overlap], default="all")
        parser.add_argument("--json", action="store_true", help="write JSON")
        collecting.add_options(parser, semantics=counting.SEARCH)

    def handle(self, *args: Any, **options: Any) -> None:
        limit, semantics = collecting.limit_of(options["limit"]), collecting.semantics_of(options)
        if options["skip"] < 0:
            raise UnreadableError("--skip is no number below nought")
        phrases = [options["phrase"], *options["more"]]
        for each in phrases:
            counting.pattern(each)
        collection = collecting.collection_of(options["files"], options)
        overlap = Overlap(options["overlap"])
        table = counting.kwic(collection, *phrases, window=options["window"], semantics=semantics, overlap=overlap)
        sort = [each.strip() for each in options["sort"].split(",") if each.strip()]
        lines = table.lines(sort, limit=limit, skip=options["skip"])
        groups = _by(collection, table, options["by"]) if options["by"] else None
        if options["json"]:
            content = {
                "phrases": phrases,
                "collection": collecting.about(collection, semantics),
                "total": len(table),
                "documents": len(set(table.documents.tolist())),
                "lines": [concordances.row(line, collection) for line in lines],
            }
            self.stdout.write(collecting.written(content | ({"by": groups} if groups is not None else {})))
            return
        for line in lines:
            left = " ".join(line.left.split())[-_WIDEST:].rjust(_WIDEST)
            right = " ".join(line.right.split())[:_WIDEST]
            self.stdout.write(f"{left}  {' '.join(line.match.split())}  {right}    {line.id}:{line.start}")
        of = len(set(table.documents.tolist()))
        self.stdout.write(f"{len(table)} lines in {of} of {len(collection)} documents")
        for group in groups or ():
            self.stdout.write(f"  {group['group'] or '-'}: {group['count']} ({group['per_million']:.1f} per million words)")


def _by(collection: Collection, table: Concordance, key: str) -> list[dict[str, Any]]:
    groups = [files.value_of(document, key) for document in collection.documents]
    sizes = collection.words(counting.WORDS).sizes
    return [
        collecting.row(tally) | {"per_million": round(tally.per_million, 3), "per_document": round(tally.per_document, 4)}
        for tally in counting.by_group(table.documents, groups, sizes)
    ]
