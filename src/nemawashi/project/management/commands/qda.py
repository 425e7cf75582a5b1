"""``nemawashi qda``: projects of qualitative analysis (REFI-QDA, .qdpx), out and in. Needs no database for files."""

import csv
import datetime as dt
import io
from argparse import SUPPRESS
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from nemawashi.access import clock
from nemawashi.kit.coding import books, bypattern, projects
from nemawashi.kit.coding.projects import QdaCoding, QdaProject, QdaSource
from nemawashi.kit.faults import NotAllowedError, UnreadableError, reading
from nemawashi.kit.folders import replaced
from nemawashi.project import codebooks, collecting, commanding
from nemawashi.project.writing import write_file


class Command(commanding.Command):
    help = "Projects of qualitative analysis as REFI-QDA exchanges them (.qdpx), for MAXQDA, NVivo, ATLAS.ti, QualCoder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="export | import")
        out = words.add_parser("export", help="texts, a codebook and the passages of its codes as a project")
        out.add_argument("file", type=Path, metavar="FILE.qdpx")
        collecting.add_files(out, of="TEXT")
        out.add_argument(
            "--codebook", required=True, metavar="CODEBOOK", help="a name of `nemawashi codebook list`, or a file"
        )
        out.add_argument("--name", default="", help="of the project (default: the name of the file)")
        out.add_argument("--coder", default="patterns", help="who coded (default: patterns)")
        out.add_argument("--uncoded", action="store_true", help="the texts and the codebook alone, to be coded by people")
        out.add_argument("--language", default="", help="of documents that do not say it (default: by their letters)")
        out.add_argument("--force", action="store_true", help="write over a file that is there")
        into = words.add_parser("import", help="read a project, and say what of it was not understood")
        into.add_argument("file", type=Path, metavar="FILE.qdpx")
        into.add_argument("--out", type=Path, metavar="DIR", help="write texts.jsonl, codebook.yaml and codings.csv there")
        for under in (out, into):
            under.add_argument("--json", action="store_true", help="write JSON")
            for name in ("--settings", "--pythonpath"):
                under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        (self._export if options["word"] == "export" else self._import)(options)

    def _export(self, options: dict[str, Any]) -> None:
        if options["file"].suffix.lower() != ".qdpx":
            raise UnreadableError(f"{options['file']}: a project is called .qdpx; name it before the texts")
        book = codebooks.book(options["codebook"])
        collection = collecting.collection_of(options["files"], options | {"keep": None})
        given: dict[str, list[QdaCoding]] = {}
        if not options["uncoded"]:
            for each in bypattern.coded(book, collection).passages():
                given.setdefault(each.document, []).append(QdaCoding(each.code, options["coder"], each.start, each.end))
        sources = [
            QdaSource(document.id, document.text, tuple(given.get(document.id, ())), document.attributes)
            for document in collection.documents
        ]
        coders = [] if options["uncoded"] else [options["coder"]]
        project = QdaProject(options["name"] or options["file"].stem, book, sources, coders)
        write_file(options["file"], projects.written(project, at=_midnight()), is_forced=options["force"])
        passages = sum(map(len, given.values()))
        if options["json"]:
            counts = {"sources": len(sources), "codes": len(book.codes), "codings": passages}
            self.stdout.write(
                collecting.written({"written": str(options["file"]), "codebook": codebooks.row(book)} | counts)
            )
        else:
            self.stdout.write(f"{len(sources)} texts, {len(book.codes)} codes, {passages} passages in {options['file']}")

    def _import(self, options: dict[str, Any]) -> None:
        project = projects.read(options["file"])
        if options["out"]:
            _write(project, options["out"])
        if options["json"]:
            self.stdout.write(collecting.written(_content(project, options["out"])))
            return
        codings = sum(len(source.codings) for source in project.sources)
        coders = ", ".join(project.coders) or "nobody by name"
        sizes = f"{len(project.sources)} texts, {len(project.book.codes)} codes, {codings} passages"
        self.stdout.write(f"{project.name}: {sizes} by {coders}")
        for place, why in project.unread:
            self.stdout.write(f"  not read: {place}: {why}")


def _midnight() -> dt.datetime:
    """The beginning of the day: a project that is written twice a day is the same file."""
    return dt.datetime.combine(clock.today(), dt.time(), dt.UTC)


def _content(project: QdaProject, out: Path | None) -> dict[str, Any]:
    return {
        "name": project.name,
        "coders": list(project.coders),
        "codes": [
            {"id": code.id, "parent": code.parent or None, "label": code.label, "guid": code.guid or None}
            for code in project.book.codes
        ],
        "sources": [
            {
                "id": source.id,
                "signs": len(source.text),
                "codings": [
                    {
                        "code": coding.code,
                        "coder": coding.coder,
                        "start": coding.start,
                        "end": coding.end,
                        "words": source.text[coding.start : coding.end],
                        "note": coding.note,
                    }
                    for coding in source.codings
                ],
            }
            for source in project.sources
        ],
        "unread": [{"place": place, "why": why} for place, why in project.unread],
        "written": str(out) if out else None,
    }


def _write(project: QdaProject, folder: Path) -> None:
    """The project as files that the other commands read."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotAllowedError(f"{folder} is not an empty folder")
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(["unit", "coder", "code", "document", "start", "end", "note"])
    for source in project.sources:
        for each in source.codings:
            place = [source.id, each.start, each.end, each.note]
            writer.writerow([f"{source.id}:{each.start}-{each.end}", each.coder, each.code, *place])
    with reading(folder), replaced(folder) as new:
        rows = [collecting.line({"id": source.id, **source.attributes, "text": source.text}) for source in project.sources]
        (new / "texts.jsonl").write_text("".join(rows), encoding="utf-8")
        (new / "codings.csv").write_text(table.getvalue(), encoding="utf-8", newline="")
        if project.book.codes:
            (new / "codebook.yaml").write_bytes(books.write(project.book, "yaml"))
