"""``nemawashi amendments apply``: amendments in instruction form done to a base, without a server or a database."""

import json
from argparse import SUPPRESS
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.kit.brackets import amendments, files
from nemawashi.kit.faults import reading
from nemawashi.project import commanding

WRONG = 2


class Command(commanding.Command):
    help = "Do amendments in instruction form to a text and say of each instruction whether it was done, or why not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="apply")
        under = words.add_parser("apply", help="do the amendments of one file to the text of another")
        under.add_argument("base", type=Path, metavar="BASE", help="the text: a JSON object with paragraphs")
        under.add_argument("amendments", type=Path, metavar="AMENDMENTS", help="the amendments: the same form")
        under.add_argument("--json", action="store_true", help="write JSON")
        for name in ("--settings", "--pythonpath"):
            under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        rows = []
        for path in (options["base"], options["amendments"]):
            with reading(path):
                rows.append(files.one_document(path))
        applied = amendments.apply(*rows)
        if not applied.instructions:
            raise CommandError(f"{options['amendments']}: the file has no instructions", returncode=WRONG)
        if options["json"]:
            content = {
                "title": applied.title,
                "paragraphs": list(applied.paragraphs),
                "instructions": [{"text": i.text, "outcome": i.outcome, "reason": i.reason} for i in applied.instructions],
            }
            self.stdout.write(json.dumps(content, ensure_ascii=False, indent=1))
            return
        for each in applied.instructions:
            self.stdout.write(f"{each.outcome}: {each.text}" + (f"\n  {each.reason}" if each.reason else ""))
        done = sum(each.outcome == amendments.APPLIED for each in applied.instructions)
        self.stdout.write(f"\n{done} of {len(applied.instructions)} instructions applied\n")
        if applied.title:
            self.stdout.write(f"{applied.title}\n")
        self.stdout.write("\n\n".join(applied.paragraphs))
