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


class Command(commanding.Command):
    help = "Clauses that used these words, best first. With - the words come from the standard input, not from the shell."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="+", help="the words, or - to read them from the standard input")
        parser.add_argument("--language", default="", help="only clauses in this language: en, ru, ja")
        parser.add_argument("--limit", type=int, default=10, help="at most so many, 1 to 100 (default: 10)")
        parser.add_argument("--json", action="store_true", help="write JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        arguments = options["words"]
        words = (sys.stdin.read(_LONGEST + 1) if arguments == ["-"] else " ".join(arguments)).strip()
        if not words or "\0" in words or len(words) > _LONGEST:
            raise CommandError(f"write words to look up, at most {_LONGEST} characters", returncode=_WRONG)
        if not 1 <= options["limit"] <= 100:
            raise CommandError("--limit is a number from 1 to 100", returncode=_WRONG)
        try:
            uses = queries.agreed(words, language=options["language"], limit=options["limit"], viewer=PUBLIC)
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
            self.stderr.write("No adopted text and no reference corpus uses these words.")


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
