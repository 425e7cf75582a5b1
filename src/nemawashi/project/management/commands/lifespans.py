"""``nemawashi lifespans``: how long concepts live in a collection."""

from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import CommandParser

from nemawashi.kit.coding import bypattern
from nemawashi.kit.coding.values import Codebook
from nemawashi.kit.counting import Collection, lifespans, matches, pattern
from nemawashi.kit.counting.lifespans import PatternLife
from nemawashi.kit.faults import UnreadableError
from nemawashi.project import codebooks, collecting, commanding

_CONCEPTS = "concepts"


class Command(commanding.Command):
    help = "Follow concepts through a collection: first, last, peak, gaps and return. What is counted are mentions."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "concept", nargs="?", default="", metavar="CONCEPT", help="a code of the codebook, or a phrase (default: all)"
        )
        parser.add_argument(
            "--in", dest="files", action="append", default=[], metavar="FILE", help="as for kwic (default: @adopted)"
        )
        parser.add_argument("--codebook", default=_CONCEPTS, metavar="CODEBOOK", help="whose codes (default: concepts)")
        parser.add_argument("--by", default="", metavar="KEY", help="who says it: party, speaker, kind …")
        parser.add_argument("--period", default="year", metavar="KEY", help="another key than the year, such as session")
        parser.add_argument("--language", default="", help="of documents that do not say it (default: by their letters)")
        parser.add_argument(
            "--keep", type=Path, metavar="DIR", help="keep the tokens in this folder, for the next question"
        )
        parser.add_argument("--json", action="store_true", help="write JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        book = codebooks.book(options["codebook"])
        concept = options["concept"].strip()
        if concept and concept not in book.by_id:
            pattern(concept)
        collection = collecting.collection_of(options["files"], options)
        names, documents, of = _mentions(book, collection, concept)
        lives = lifespans.lives(collection, names, documents, of, period=options["period"], by=options["by"])
        if options["json"]:
            content = {
                "collection": collecting.about(collection, book.rule.semantics),
                "codebook": codebooks.row(book) if not concept or concept in book.by_id else None,
                "period": options["period"],
                "by": options["by"] or None,
                "status": "mentions: no person has confirmed them",
                "lifespans": [_row(life, book) for life in lives],
            }
            self.stdout.write(collecting.written(content))
            return
        for life in lives:
            if not life.count:
                self.stdout.write(f"{life.name}: not there")
                continue
            gaps = ", ".join(first if first == last else f"{first}-{last}" for first, last in life.gaps)
            span = f"{life.first}-{life.last}, peak {life.peak}"
            self.stdout.write(
                f"{life.name}: {span}, {life.count} in {life.documents} documents; without it: {gaps or 'never'}"
            )


def _mentions(book: Codebook, collection: Collection, concept: str) -> tuple[list[str], Any, Any]:
    """The names, and of each mention its document and the number of its name."""
    if concept and concept not in book.by_id:
        stands = matches(collection, [concept], book.rule.semantics)
        return [concept], collection.parts.documents(stands.firsts), stands.patterns
    coding = bypattern.coded(book, collection, only=[concept] if concept else ())
    chosen = [n for n, code in enumerate(book.codes) if code.patterns and (not concept or n in set(coding.codes))]
    if not chosen:
        raise UnreadableError(f"{concept!r:.80} has no patterns")
    place = np.full(len(book.codes), -1, np.int64)
    place[chosen] = np.arange(len(chosen))
    return [book.codes[n].id for n in chosen], coding.documents(), place[coding.of_codes()]


def _row(life: PatternLife, book: Codebook) -> dict[str, Any]:
    code = book.by_id.get(life.name)
    return {
        "concept": life.name,
        "label": dict(code.labels) if code else {},
        "count": life.count,
        "documents": life.documents,
        "first": life.first or None,
        "last": life.last or None,
        "peak": life.peak or None,
        "first_document": life.first_document or None,
        "last_document": life.last_document or None,
        "gaps": [list(gap) for gap in life.gaps],
        "returned": life.returned or None,
        "periods": [
            collecting.row(each) | {"per_million": round(each.per_million, 3), "per_document": round(each.per_document, 4)}
            for each in life.periods
        ],
        "said_by": [{"group": group, "documents": documents} for group, documents in life.said_by],
    }
