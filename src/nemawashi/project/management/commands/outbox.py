"""``nemawashi outbox``: how many mails stand in which state, and reports of those that came back."""

from argparse import SUPPRESS
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.access import clock
from nemawashi.kit.faults import reading
from nemawashi.parties.models import Letter
from nemawashi.project import commanding
from nemawashi.project.outbox import bouncing


class Command(commanding.Command):
    help = "Say how many mails stand in which state; lay reports of mail that came back to their mails."

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="list | bounce")
        listing = words.add_parser("list", help="mails by state and kind, without names, addresses or words")
        bounce = words.add_parser("bounce", help="read reports of delivery from a file")
        bounce.add_argument("file", type=Path, metavar="FILE", help="a message, or a mailbox (mbox)")
        for under in (listing, bounce):
            for name in ("--settings", "--pythonpath"):
                under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["word"] == "list":
            counts: Counter[tuple[str, str]] = Counter(Letter.objects.values_list("state", "kind"))
            for (state, kind), count in sorted(counts.items()):
                self.stdout.write(f"{state:<9} {kind:<11} {count}")
            self.stdout.write(f"{counts.total()} mails in the outbox")
            return
        self._bounce(options["file"])

    def _bounce(self, path: Path) -> None:
        at, ours, others = clock.database_moment(), 0, 0
        with reading(path):
            for number, report in enumerate(bouncing.read_file(path), 1):
                noted = bouncing.note(report, at=at)
                ours, others = ours + noted.is_ours, others + (not noted.is_ours)
                self.stdout.write(f"report {number}: {noted.sentence}")
        if others:
            raise CommandError(f"{others} of {ours + others} could not be laid to a mail of this server", returncode=1)
