"""``nemawashi search``: what the public may find, from a terminal."""

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.kit.words.marking import Part
from nemawashi.portal import answers
from nemawashi.project import commanding
from nemawashi.search import asking, queries
from nemawashi.search.hits import Hit
from nemawashi.search.models import Entry
from nemawashi.search.queries import FILTERS, Answer

_WRONG = 2


class Command(commanding.Command):
    help = "Search the public record. With --json a list of hits, best first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="+", help="what to search for")
        parser.add_argument("--json", action="store_true", help="write JSON")
        parser.add_argument("--limit", type=int, default=20, help="at most so many hits, 1 to 1000 (default: 20)")
        for name in FILTERS:
            parser.add_argument(f"--{name}", default="", help=f"only hits of this {name}")

    def handle(self, *args: Any, **options: Any) -> None:
        words, limit = " ".join(options["words"]).strip(), options["limit"]
        if not words or "\0" in words:
            raise CommandError("there are no words to search for", returncode=_WRONG)
        if len(words) > asking.LONGEST:
            raise CommandError(f"search for at most {asking.LONGEST} characters", returncode=_WRONG)
        if not 1 <= limit <= queries.MOST:
            raise CommandError(f"--limit is a number from 1 to {queries.MOST}", returncode=_WRONG)
        try:
            with acting_as(PUBLIC):
                chosen = asking.filters({name: options[name] for name in FILTERS if options[name]}, viewer=PUBLIC)
                answer = queries.answer(words, viewer=PUBLIC, filters=chosen)
                hits = queries.with_words(answer.hits[:limit])
        except DatabaseError as fault:
            raise CommandError("there is no record here yet: run `nemawashi load-record`", returncode=_WRONG) from fault
        if options["json"]:
            self.stdout.write(json.dumps([_row(hit, answer) for hit in hits], ensure_ascii=False, indent=1))
        for hit in [] if options["json"] else hits:
            self.stdout.write(f"{hit.date or '-':<10}  {hit.noun:<14}  {_text(answer.marked(hit.title))}  ({hit.ref})")
        if not hits and not Entry.objects.exists():
            self.stderr.write("The index is empty: run `nemawashi reindex`.")
        elif not hits:
            self.stderr.write("Nothing in the record answers these words.")


def _row(hit: Hit, answer: Answer) -> dict[str, Any]:
    in_title = any(part.is_marked for part in answer.marked(hit.title))
    return {
        "ref": hit.ref,
        "noun": hit.noun,
        "title": hit.title,
        "language": hit.language,
        "date": hit.date or None,
        "year": hit.year,
        "track": hit.track or None,
        "parties": list(hit.parties),
        "pillar": hit.pillar or None,
        "marked": _text(answer.marked(hit.title)) if in_title else _text(answer.snippet(hit.words)),
        "href": answers.address(hit),
        "score": hit.score,
    }


def _text(parts: list[Part]) -> str:
    """Marked words between guillemets, because a terminal has no marks."""
    return "".join(f"«{part.words}»" if part.is_marked else part.words for part in parts)
