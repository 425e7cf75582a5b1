"""``nemawashi agreed``: agreed language, from adopted texts and reference corpora."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from nemawashi.lineage import queries, shelf

_WRONG, _LONGEST = 2, 2000


class Command(BaseCommand):
    help = "Clauses that used these words, best first. With - the words come from the standard input, not from the shell."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="+", help="the words, or - to read them from the standard input")
        parser.add_argument("--language", default="", help="only clauses in this language: en, ru, ja")
        parser.add_argument("--limit", type=int, default=10, help="at most so many, 1 to 100 (default: 10)")
        parser.add_argument("--json", action="store_true", help="write JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["words"]
        words = (sys.stdin.read(_LONGEST + 1) if given == ["-"] else " ".join(given)).strip()
        if not words or "\0" in words or len(words) > _LONGEST:
            raise CommandError(f"write words to look up, at most {_LONGEST} characters", returncode=_WRONG)
        if not 1 <= options["limit"] <= 100:
            raise CommandError("--limit is a number from 1 to 100", returncode=_WRONG)
        try:
            found = queries.agreed(words, language=options["language"], limit=options["limit"])
        except shelf.NotBuiltError as fault:
            raise CommandError(str(fault), returncode=_WRONG) from fault
        except DatabaseError as fault:
            raise CommandError("there is no record here yet: run `nemawashi load-record`", returncode=_WRONG) from fault
        if options["json"]:
            self.stdout.write(json.dumps([_row(used) for used in found], ensure_ascii=False, indent=1))
            return
        for used in found:
            origin, clause = used.origin, used.match.clause
            start, end = used.match.start, used.match.end
            marked = f"{clause.text[:start]}«{clause.text[start:end]}»{clause.text[end:]}"
            about = " · ".join(filter(None, (origin.date, origin.body, origin.symbol or origin.title, origin.status)))
            self.stdout.write(f"{about}  ({origin.ref})\n  {marked}")
        if not found:
            self.stderr.write("No adopted text and no reference corpus uses these words.")


def _row(used: queries.Used) -> dict[str, Any]:
    origin, match = used.origin, used.match
    return {
        "ref": origin.ref,
        "document": origin.document,
        "symbol": origin.symbol,
        "title": origin.title,
        "body": origin.body,
        "date": origin.date or None,
        "status": origin.status,
        "kind": origin.kind,
        "number": origin.number,
        "language": match.clause.language,
        "words": match.clause.text,
        "start": match.start,
        "end": match.end,
        "share": round(match.share, 4),
        "others": match.others,
    }
