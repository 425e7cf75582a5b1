"""``nemawashi zero-draft read``: the clauses of a zero draft, as the desk takes them. Needs no database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.kit import apart, sent
from nemawashi.kit.faults import reading
from nemawashi.project import commanding
from nemawashi.project.management.commands import positions
from nemawashi.texts.rules import standing


class Command(commanding.Command):
    help = "Read the clauses of a zero draft; the numbers that were typed are taken off, those of the text are derived."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="read")
        under = words.add_parser("read", help="the clauses of a text or a Word file with their kinds and numbers")
        under.add_argument("file", type=Path, metavar="FILE")
        under.add_argument("--json", action="store_true", help="write JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with reading(options["file"]):
            clauses = apart.ask(sent.zero_draft, positions.content(options["file"]))
        if not clauses:
            raise CommandError(f"{options['file']}: the file has no words", returncode=2)
        numbers = standing.numbers(clause.kind for clause in clauses)
        if options["json"]:
            rows = [
                {"number": number, "kind": clause.kind, "words": clause.words}
                for number, clause in zip(numbers, clauses, strict=True)
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for number, clause in zip(numbers, clauses, strict=True):
            self.stdout.write(f"{number or clause.kind}: {clause.words}")
