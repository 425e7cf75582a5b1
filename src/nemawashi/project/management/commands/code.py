"""``nemawashi code``: the passages of a codebook's codes, by their patterns."""

import csv
import io
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from nemawashi.kit.coding import bypattern, retrieving
from nemawashi.kit.coding.bypattern import PatternCoding
from nemawashi.kit.faults import UnreadableError
from nemawashi.project import codebooks, collecting, commanding
from nemawashi.project.writing import write_file

UNITS = ("clause", "document")


class Command(commanding.Command):
    help = "Find the passages of a codebook's codes by their patterns. They are candidates: a person decides."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codebook", metavar="CODEBOOK", help="a name of `nemawashi codebook list`, or a file")
        collecting.add_files(parser)
        parser.add_argument("--only", action="append", default=[], metavar="CODE", help="this code and those below it")
        parser.add_argument("--limit", type=int, default=10_000, help="at most so many passages (default: 10000)")
        parser.add_argument("--codings", type=Path, metavar="FILE.csv", help="write a table for `nemawashi agreement`")
        parser.add_argument("--units", choices=UNITS, default="clause", help="of --codings (default: clause)")
        parser.add_argument("--coder", default="patterns", help="the coder's name in --codings (default: patterns)")
        parser.add_argument(
            "--retrieve", type=Path, metavar="FILE", help="write the passages of each code in their clauses: .csv or .docx"
        )
        parser.add_argument("--force", action="store_true", help="write over a file that is there")
        parser.add_argument("--language", default="", help="of documents that do not say it (default: by their letters)")
        parser.add_argument(
            "--keep", type=Path, metavar="DIR", help="keep the tokens in this folder, for the next question"
        )
        parser.add_argument("--json", action="store_true", help="write JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        limit = collecting.limit_of(options["limit"])
        book = codebooks.book(options["codebook"])
        collection = collecting.collection_of(options["files"], options)
        coding = bypattern.coded(book, collection, only=options["only"])
        if options["codings"]:
            content = _codings(coding, options["units"], options["coder"])
            write_file(options["codings"], content.encode("utf-8"), is_forced=options["force"])
        if options["retrieve"]:
            _retrieve(coding, options["retrieve"], limit, is_forced=options["force"])
        counts = coding.counts()
        if options["json"]:
            self.stdout.write(collecting.written(_content(coding, counts, limit)))
            return
        for depth, code in book.walked():
            passages, documents = counts[code.id]
            if code.patterns or book.children(code.id):
                self.stdout.write(f"{'  ' * depth}{code.label} ({code.id}): {passages} in {documents} documents")
        by = f"{book.name} {book.version} {book.digest[:12]}"
        self.stdout.write(f"{len(coding)} passages in {len(collection)} documents, by {by}")


def _retrieve(coding: PatternCoding, path: Path, limit: int, *, is_forced: bool) -> None:
    if path.suffix.lower() not in (".csv", ".docx"):
        raise UnreadableError(f"{path.name:.80}: passages are written as .csv or .docx")
    rows = retrieving.retrieved(coding, limit=limit)
    is_table = path.suffix.lower() == ".csv"
    content = retrieving.to_csv(rows) if is_table else retrieving.to_word(rows, title=coding.book.title)
    write_file(path, content, is_forced=is_forced)


def _content(coding: PatternCoding, counts: dict[str, tuple[int, int]], limit: int) -> dict[str, Any]:
    collection = coding.collection
    by_document = coding.by_document()
    return {
        "codebook": codebooks.row(coding.book),
        "collection": collecting.about(collection, coding.book.rule.semantics),
        "total": len(coding),
        "counts": [{"code": code, "passages": n, "documents": of} for code, (n, of) in counts.items()],
        "documents": [
            {"document": document.id, "codes": dict(sorted(by_document.get(number, {}).items()))}
            for number, document in enumerate(collection.documents)
        ],
        "passages": [collecting.row(each) for each in coding.passages(limit=limit)],
    }


def _codings(coding: PatternCoding, units: str, coder: str) -> str:
    """A row for each code of a unit, and one without a code for a unit that has none: the patterns looked at it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["unit", "coder", "code"])
    is_clause = units == "clause"
    given: dict[tuple[str, int], set[str]] = {}
    for document in coding.collection.documents:
        sizes = document.text.count("\n\n") + 1 if is_clause else 1
        given |= {(document.id, unit): set() for unit in range(sizes)}
    for passage in coding.passages():
        given.setdefault((passage.document, passage.unit if is_clause else 0), set()).add(passage.code)
    for (document_id, unit), codes in given.items():
        for code in sorted(codes) or [""]:
            writer.writerow([f"{document_id}#{unit}" if is_clause else document_id, coder, code])
    return out.getvalue()
