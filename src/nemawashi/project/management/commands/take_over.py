"""``nemawashi take-over``: after a restore from the last host's bag, this server is where the forum lives."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from nemawashi.access import clock
from nemawashi.project import commanding
from nemawashi.project.keeping import checkpoints, handing


class Command(commanding.Command):
    help = "Let the forum live on this server from now on, once the log was held against the last host's checkpoint."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--against", type=Path, metavar="CHECKPOINT", help="of the bag: the log is held against it before"
        )
        parser.add_argument("--keys", type=Path, metavar="FILE", help="the last host's key, one a line")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["against"]:
            call_command(
                "verify_log", against=options["against"], keys=options["keys"], stdout=self.stdout, stderr=self.stderr
            )
        address, head = handing.take_over(at=clock.database_moment())
        self.stdout.write(f"The forum lives here from now on; it was handed over to {address}. Head: {head}")
        self.stdout.write(f"Key of this server, by which its checkpoints are checked: {checkpoints.own_keys()[0]}")
