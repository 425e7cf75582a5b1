"""``nemawashi agreed``: agreed language, from adopted texts and reference corpora."""

import json
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from nemawashi.access.viewers import PUBLIC
from nemawashi.lineage import queries
from nemawashi.project import commanding

_WRONG, _LONGEST = 2, 2000
_MOST_OF_ALL = 10_000
_NOBODY = "No adopted text and no reference corpus uses these words."


class Command(commanding.Command):
    help = "Clauses that used these words, best first. With - the words come from the standard input, not from the shell."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="+", help="the words, or - to read them from the standard input")
        parser.add_argument("--language", default="", help="only clauses in this language: en, ru, ja")
        parser.add_argument("--limit", type=int, help="at most so many, 1 to 100 (default: 10); with --all 1 to 10000")
        parser.add_argument("--all", action="store_true", help="count all uses of the very words, the newest first")
        parser.add_argument("--json", action="store_true", help="write JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        arguments = options["words"]
        words = (sys.stdin.read(_LONGEST + 1) if arguments == ["-"] else " ".join(arguments)).strip()
        if not words or "\0" in words or len(words) > _LONGEST:
            raise CommandError(f"write words to look up, at most {_LONGEST} characters", returncode=_WRONG)
        most = _MOST_OF_ALL if options["all"] else 100
        limit = options["limit"] if options["limit"] is not None else most if options["all"] else 10
        if not 1 <= limit <= most:
            raise CommandError(f"--limit is a number from 1 to {most}", returncode=_WRONG)
        try:
            if options["all"]:
                self._tally(queries.tally(words, language=options["language"], most=limit, viewer=PUBLIC), options)
                return
            uses = queries.agreed(words, language=options["language"], limit=limit, viewer=PUBLIC)
        except DatabaseError as fault:
            raise CommandError("there is no record here yet: run `nemawashi load-record`", returncode=_WRONG) from fault
        if options["json"]:
            self.stdout.write(json.dumps([_row(used) for used in uses], ensure_ascii=False, indent=1))
            return
        for used in uses:
            row = used.row
            about = " · ".join(filter(None, (row.date, row.body, row.symbol or row.title, row.status)))
            self.stdout.write(f"{about}  ({row.ref})\n  {used.before}«{used.matched}»{row.words[used.end :]}")
        if not uses:
            self.stderr.write(_NOBODY)

    def _tally(self, tally: queries.Tally, options: dict[str, Any]) -> None:
        """Every use: the JSON is a contract."""
        if not tally.is_whole:
            self.stderr.write("These words are so frequent that not all clauses were read: the figures are of the newest.")
        first, last = (str(day) if day else None for day in (tally.first, tally.last))
        if options["json"]:
            hits = [_row(used) for used in tally.newest]
            content = {"uses": tally.uses, "documents": tally.documents, "first": first, "last": last, "hits": hits}
            self.stdout.write(json.dumps(content, ensure_ascii=False, indent=1))
            return
        if not tally.uses:
            self.stderr.write(_NOBODY)
            return
        span = f", {first} to {last}" if first else ""
        self.stdout.write(f"{tally.uses} clauses of {tally.documents} documents{span}")
        for used in tally.newest:
            row = used.row
            about = " · ".join(filter(None, (row.date, row.body, row.symbol or row.title)))
            self.stdout.write(f"{about}  ({row.ref})\n  {used.before}«{used.matched}»{row.words[used.end :]}")


def _row(used: queries.Use) -> dict[str, Any]:
    row = used.row
    return {
        "ref": row.ref,
        "document": row.document,
        "symbol": row.symbol,
        "title": row.title,
        "body": row.body,
        "date": row.date or None,
        "status": row.status,
        "kind": row.kind,
        "number": row.number,
        "language": row.language,
        "words": row.words,
        "start": used.start,
        "end": used.end,
        "share": round(used.share, 4),
        "others": used.others,
    }
