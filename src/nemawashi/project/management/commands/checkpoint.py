"""``nemawashi checkpoint``: signed notes of the log's head; made, cosigned by a delegation, shown with who signed."""

import datetime as dt
from argparse import SUPPRESS
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from nemawashi.access import clock
from nemawashi.kit.faults import reading
from nemawashi.kit.notes import Algorithm, NoteSigner
from nemawashi.project import commanding
from nemawashi.project.keeping import checkpoints
from nemawashi.project.writing import write_file


class Command(commanding.Command):
    help = "Make a signed checkpoint of the log, cosign one with a key of one's own, show who signed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="make | cosign | show | key")
        make = words.add_parser("make", help="the head of the log as it stands, signed by this server")
        cosign = words.add_parser("cosign", help="add a signature: on one's own machine, needs no database")
        show = words.add_parser("show", help="what a checkpoint says and who signed it")
        key = words.add_parser("key", help="the public key by which others check signatures")
        for under in (cosign, show):
            under.add_argument("file", type=Path, metavar="FILE")
            under.add_argument("--keys", type=Path, metavar="FILE", help="keys of others, one a line")
        for under in (cosign, key):
            own = under is key
            under.add_argument("--name", required=not own, help="one word, such as the code of a party")
            under.add_argument(
                "--key", type=Path, required=not own, metavar="KEY.pem", help="of `openssl genpkey -algorithm ed25519`"
            )
        for under in (make, cosign):
            under.add_argument("--out", type=Path, metavar="FILE", help="where to write it (default: the standard output)")
            under.add_argument("--force", action="store_true", help="write over a file that is there")
        for under in (make, cosign, show, key):
            for name in ("--settings", "--pythonpath"):
                under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['word']}")(options)

    def _make(self, options: dict[str, Any]) -> None:
        self._write(checkpoints.current(), options)

    def _cosign(self, options: dict[str, Any]) -> None:
        keys = checkpoints.keys_in(options["keys"])
        own = NoteSigner(options["name"], checkpoints.private_key(options["key"]))
        note, _open_note, _checkpoint = checkpoints.read(options["file"], keys)
        with reading(options["file"].name):
            signed = checkpoints.cosigned(note, own, at=int(clock.seconds()), keys=keys)
        self._write(signed, options)

    def _show(self, options: dict[str, Any]) -> None:
        keys = [*checkpoints.own_keys(), *checkpoints.keys_in(options["keys"])]
        _note, open_note, checkpoint = checkpoints.read(options["file"], keys)
        self.stdout.write(f"Log: {checkpoint.origin}\nHead: {checkpoint.count}-{checkpoint.digest}")
        for each in open_note.signatures:
            when = f" at {dt.datetime.fromtimestamp(each.at, dt.UTC):%Y-%m-%d %H:%M:%S} UTC" if each.at is not None else ""
            state = f"signed{when}" if each.is_checked else "not checked: its key is not among those given (--keys)"
            self.stdout.write(f"{each.name}: {state}")

    def _key(self, options: dict[str, Any]) -> None:
        """Of this server, to check what it signs; with a file, of whoever cosigns by it."""
        if options["key"] is None:
            self.stdout.write(str(checkpoints.signer().public(Algorithm.SIGNATURE)))
            return
        own = NoteSigner(options["name"] or "", checkpoints.private_key(options["key"]))
        self.stdout.write(str(own.public(Algorithm.COSIGNATURE)))

    def _write(self, note: str, options: dict[str, Any]) -> None:
        if options["out"]:
            write_file(options["out"], note.encode(), is_forced=options["force"])
            self.stdout.write(str(options["out"]))
        else:
            self.stdout.write(note, ending="")
