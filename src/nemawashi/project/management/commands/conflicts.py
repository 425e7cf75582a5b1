"""``nemawashi conflicts``: where sources disagree, of which kind each disagreement is, and why."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from nemawashi.project import commanding
from nemawashi.record import conflicts


class Command(commanding.Command):
    help = "Find the kinds of disagreement from the claims alone."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON list instead of lines")
        parser.add_argument("--groups", action="store_true", help="one row for each conflict key, not each property")
        parser.add_argument("--claims", type=Path, help="a YAML or CSV file of claims instead of the record")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["claims"]
        claims = conflicts.claims_of_file(path) if path else conflicts.claims_of_record()
        people = None if path else conflicts.people_of_record()
        rows = conflicts.as_groups(claims, people) if options["groups"] else conflicts.as_findings(claims, people)
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            name = row["conflict"] if options["groups"] else f"{row['subject']} {row['property']}"
            self.stdout.write(f"{name}\n  {row['class']}: {row['reason']}")
        self.stdout.write(f"{len(rows)} {'questions' if options['groups'] else 'properties'}, {len(claims)} claims")
