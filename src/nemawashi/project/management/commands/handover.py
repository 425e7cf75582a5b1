"""``nemawashi handover FOLDER``: a bag for the next host, verified by ``sha256sum`` and ``openssl`` alone."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from nemawashi.access import clock
from nemawashi.project import commanding
from nemawashi.project.keeping import checkpoints, databases, handing


class Command(commanding.Command):
    help = "Put a backup, the adopted texts, the log, a signed checkpoint and what is still open into a bag."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the bag goes; not there yet")
        parser.add_argument(
            "--cosigned",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="a checkpoint that delegations cosigned",
        )
        parser.add_argument("--keys", type=Path, metavar="FILE", help="keys of those who cosigned, one a line")
        parser.add_argument("--rehearsal", action="store_true", help="try it while the forum still lives here")

    def handle(self, *args: Any, **options: Any) -> None:
        databases.require()
        handed = handing.bag(
            options["folder"],
            cosigned=options["cosigned"],
            keys=checkpoints.keys_in(options["keys"]),
            at=clock.database_moment(),
            is_rehearsal=options["rehearsal"],
        )
        self.stdout.write(f"{handed.folder}: {handed.bytes} bytes in {handed.files} files")
        self.stdout.write(
            f"{handed.entries} entries of the log, {handed.texts} adopted texts; signed by {', '.join(handed.signers)}."
        )
        for line in handed.open_kinds:
            self.stdout.write(f"Still open: {line}")
        self.stdout.write(f"How it is verified stands in {handing.README}. Your key, to be told by another way:")
        self.stdout.write(str(checkpoints.own_keys()[0]))
        self.stdout.write("Not in it: NEMAWASHI_SEAL_KEYS, without which no draft opens; and no secret of this server.")
