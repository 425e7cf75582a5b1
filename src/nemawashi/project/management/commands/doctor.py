"""``nemawashi doctor``: what is unsafe or missing here, and what to do about it."""

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.project import commanding, doctoring


class Command(commanding.Command):
    help = "Look at settings, home, libraries, database, walls, mail and backups, and say what to do about what is amiss."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mail", action="store_true", help="ask the server of mail whether it answers")
        parser.add_argument("--json", action="store_true", help="a list that programs read")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = doctoring.looked(asks_mail=options["mail"])
        if options["json"]:
            self.stdout.write(json.dumps([row.as_row() for row in rows], ensure_ascii=False, indent=1))
        else:
            for row in rows:
                self.stdout.write(f"{row.state:<5} {row.about}: {row.says}")
                if row.do:
                    self.stdout.write(f"      {row.do}")
        bad = sum(row.state is doctoring.Severity.BAD for row in rows)
        if bad:
            raise CommandError(f"{bad} of {len(rows)} have to be mended before people work here", returncode=1)
