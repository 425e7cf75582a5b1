"""``nemawashi lineage``: where words come from. Each sub-command is a class below with its arguments and its run."""

import json
import sys
from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from tqdm import tqdm

from nemawashi.kit.amounts import amount_of
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.lineage import Descent, IndexedClause, Op, SourceClause
from nemawashi.kit.lineage.vectors import Vectors
from nemawashi.lineage import queries, shelf, tracing
from nemawashi.project import among, commanding
from nemawashi.project.converging import Converge
from nemawashi.project.evaluating import Evaluate

WRONG, _LONGEST = 2, among.LONGEST
_MOST = 100
AMONG = "look among the clauses of this file (JSON lines: id, text, document, date, series, language), not on the shelf"
BY_MEANING = "look by meaning, too (needs the extra vectors, and `nemawashi reindex --vectors` before)"


class Find:
    """``lineage find``: the earlier clauses that a text comes from."""

    help = "where a text comes from"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--text", default="-", help="the text; - or nothing: from the standard input, not from the shell"
        )
        parser.add_argument("--clauses", type=Path, metavar="FILE", help=AMONG)
        parser.add_argument("--before", default="", help="only clauses earlier than this date")
        parser.add_argument("--series", default="", help="what the text continues, as the clauses name it: evidence")
        parser.add_argument("--language", default="", help="en, ru, ja, kk … (default: by the letters)")
        parser.add_argument("--limit", type=int, default=5, help="at most so many sources (default: 5)")
        parser.add_argument("--vectors", action="store_true", help=BY_MEANING)

    def run(self, command: BaseCommand, options: dict[str, Any]) -> None:
        text = (sys.stdin.read(_LONGEST + 1) if options["text"] == "-" else options["text"]).strip()
        if not text or len(text) > _LONGEST or not among.is_sayable(text):
            raise CommandError(f"give a text, at most {_LONGEST} characters", returncode=WRONG)
        before = _date(options["before"])
        if not 1 <= options["limit"] <= _MOST:
            raise CommandError(f"--limit is a number from 1 to {_MOST}", returncode=WRONG)
        if options["clauses"]:
            self._among(command, text, before, options)
            return
        vectors = _vectors(command) if options["vectors"] else None
        finding = tracing.descent(
            text,
            before=before,
            language=options["language"],
            series=options["series"],
            limit=options["limit"],
            vectors=vectors,
        )
        alike = tracing.alike(text, finding, before=before, language=options["language"], vectors=vectors)
        origins = queries.origins([*(source.clause for source in (*finding.sources, *finding.rejected)), *alike])
        if options["json"]:
            row = _content(finding, origins)
            if vectors is not None:
                row["alike"] = [{"ref": clause.id, "date": clause.date or None, "words": clause.text} for clause in alike]
            command.stdout.write(json.dumps(row, ensure_ascii=False, indent=1))
            return
        command.stdout.write(f"{finding.kind}")
        for source in finding.sources:
            command.stdout.write(_lines(source, origins))
        if alike:
            command.stdout.write("alike in meaning; whether one comes of the other is for you to say:")
        for clause in alike:
            command.stdout.write(f"    {_where(clause, origins)}  ({clause.id})\n      {clause.text}")

    def _among(self, command: BaseCommand, text: str, before: str, options: dict[str, Any]) -> None:
        """Among the clauses of a file instead of those on the shelf."""
        if options["vectors"]:
            raise CommandError("--vectors and --clauses do not go together", returncode=WRONG)
        known = {name: options[name] for name in ("series", "language", "limit")}
        content = among.find(options["clauses"], text, before=before, **known)
        if options["json"]:
            command.stdout.write(json.dumps(content, ensure_ascii=False, indent=1))
            return
        command.stdout.write(content["kind"])
        for row in content["sources"]:
            command.stdout.write(f"    {row['id']}: {row['kind']}, {row['kept']:.0%} kept")
            for flag in row["flags"]:
                command.stdout.write(f"      {flag['kind']}: {flag['before'] or '-'} → {flag['after'] or '-'}")


class Trace:
    """``lineage trace``: every clause of a file with its source."""

    help = "where each clause of a file comes from"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--before", default="", help="only clauses earlier than this date (default: than the file's)")
        parser.add_argument("--vectors", action="store_true", help=BY_MEANING)

    def run(self, command: BaseCommand, options: dict[str, Any]) -> None:
        unread: list[Any] = []
        rows = []
        before, vectors = _date(options["before"]), _vectors(command) if options["vectors"] else None
        for traced in tracing.traced(options["file"], before=before, unread=unread, vectors=vectors):
            finding, clause = traced.finding, traced.clause
            origins = queries.origins(source.clause for source in finding.sources) if finding is not None else {}
            if options["json"]:
                about = {
                    "document": traced.document.symbol,
                    "clause": str(clause.kind),
                    "number": clause.number,
                    "words": clause.words,
                }
                rows.append(about | (_content(finding, origins) if finding is not None else {"kind": None, "sources": []}))
                continue
            number = f"{clause.number}. " if clause.number else ""
            command.stdout.write(f"{number}{clause.words[:100]}{'…' if len(clause.words) > 100 else ''}")
            if finding is not None:
                command.stdout.write(
                    "\n".join([f"  {finding.kind}", *(_lines(source, origins) for source in finding.sources[:1])])
                )
        if options["json"]:
            unread_rows = [{"place": each.place, "why": each.why} for each in unread]
            command.stdout.write(json.dumps({"clauses": rows, "unread": unread_rows}, ensure_ascii=False, indent=1))
        for each in [] if options["json"] else unread:
            command.stderr.write(str(each))


class Batch:
    """``lineage batch``: all clauses of a corpus or a file against all earlier ones."""

    help = "all clauses of a corpus against all earlier ones, in a folder; a second run goes on where the first was cut"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "source", metavar="CORPUS|FILE", help="slug of a corpus, or a file that `corpus add` could read"
        )
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the work and its result")
        parser.add_argument("--engine", default="duckdb", choices=("duckdb", "spark"))
        parser.add_argument("--progress", action="store_true", help="show the bar where no terminal is, too")

    def run(self, command: BaseCommand, options: dict[str, Any]) -> None:
        try:
            from nemawashi.kit.lineage import batch  # noqa: PLC0415  optional
        except ImportError as fault:
            raise CommandError(
                "the batch needs more libraries: pip install 'nemawashi[batch]'", returncode=WRONG
            ) from fault
        hidden = False if options["progress"] else None
        with tqdm(unit="file", disable=hidden) as bar:

            def step(name: str, done: int, whole: int) -> None:
                bar.total = whole
                bar.set_description(name)
                bar.update()

            clauses = (each.clause for each in tracing.clauses_of(options["source"]))
            done = batch.run(clauses, options["out"], engine=options["engine"], step=step)
        counts = {"clauses": done.clauses, "matches": done.matches, "written": done.written, "skipped": done.skipped}
        if options["json"]:
            command.stdout.write(json.dumps(counts | {"path": str(done.path)}))
        else:
            command.stdout.write(
                f"{done.clauses} clauses, {done.matches} matches in {done.path}"
                f" ({done.written} files written, {done.skipped} finished before)"
            )


SUBCOMMANDS: dict[str, Any] = {
    "find": Find(),
    "trace": Trace(),
    "batch": Batch(),
    "converge": Converge(),
    "flags": among.Flags(),
    "evaluate": Evaluate(),
}


class Command(commanding.Command):
    help = "Where words come from: clauses of adopted texts and of reference corpora. Nothing that is looked up is kept."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar=" | ".join(SUBCOMMANDS))
        for word, each in SUBCOMMANDS.items():
            under = words.add_parser(word, help=each.help)
            each.add_arguments(under)
            under.add_argument("--json", action="store_true", help="write JSON")
            for name in ("--settings", "--pythonpath"):
                under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            SUBCOMMANDS[options["word"]].run(self, options)
        except DatabaseError as fault:
            raise CommandError("there is no record here yet: run `nemawashi load-record`", returncode=WRONG) from fault


def _date(text: str) -> str:
    try:
        return str(ImpreciseDate.parse(text) or "")
    except ValueError as fault:
        raise CommandError(f"--before: {fault}", returncode=WRONG) from fault


def _vectors(command: BaseCommand) -> Vectors:
    """The vectors of the shelf, with a word to whoever asks where some or all are missing."""
    vectors = shelf.open_vectors()
    if missing := vectors.missing():
        command.stderr.write(
            f"{amount_of(missing, 'clause has', 'clauses have')} no vectors yet: run `nemawashi reindex --vectors`."
        )
    return vectors


def _content(finding: Descent, known: Any) -> dict[str, Any]:
    return {
        "kind": str(finding.kind),
        "score": round(finding.score, 4),
        "sources": [_row(source, known) for source in finding.sources],
        "rejected": [_row(source, known) for source in finding.rejected],
    }


def _row(source: SourceClause, known: Any) -> dict[str, Any]:
    origin = known.get(source.clause.id)
    return {
        "ref": source.clause.id,
        "document": source.clause.document,
        "symbol": origin.symbol if origin else "",
        "title": origin.title if origin else "",
        "body": origin.body if origin else "",
        "status": origin.status if origin else "",
        "date": source.clause.date or None,
        "language": source.clause.language,
        "kind": str(source.kind),
        "part": str(source.part),
        "score": round(source.score, 4),
        "kept": round(source.kept, 4),
        "taken": round(source.taken, 4),
        "words": source.clause.text,
        "diff": [
            {"op": str(step.op), "before": step.before, "after": step.after, "move": step.move} for step in source.steps
        ],
        "flags": [{"kind": str(flag.kind), "before": flag.before, "after": flag.after} for flag in source.flags],
    }


def _lines(source: SourceClause, known: Any) -> str:
    """A source with its wording marked for a terminal: [-gone-] {+new+}, as word diffs are written elsewhere."""
    where = _where(source.clause, known)
    shown = "".join(_marked(step.op, step.before, step.after) for step in source.steps)
    line = f"    {where}  ({source.clause.id}): {source.kind}, {source.kept:.0%} kept\n      {shown}"
    return "\n".join([line, *(f"      {flag.kind}: {flag.before or '-'} → {flag.after or '-'}" for flag in source.flags)])


def _where(clause: IndexedClause, known: Any) -> str:
    origin = known.get(clause.id)
    return " · ".join(filter(None, (clause.date, origin.body, origin.symbol or origin.title))) if origin else clause.date


def _marked(op: Op, before: str, after: str) -> str:
    if op is Op.KEEP:
        return after
    gone = f"[-{before.rstrip()}-] " if before else ""
    return gone + (f"{{+{after.rstrip()}+}} " if after else "")
