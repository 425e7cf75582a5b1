"""``nemawashi keys``: the seal keys shared among officers, so that no one of them reads and no one's leave loses them."""

import hmac
import os
from argparse import SUPPRESS
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from nemawashi.kit import key_shares
from nemawashi.kit.faults import NotAllowedError, NotThereError, UnreadableError, reading
from nemawashi.project import commanding

BOX = "seal-keys.box"
LONGEST_BOX = 100_000  # bytes


class Command(commanding.Command):
    help = (
        "Share the seal keys among officers: any so many of them together have the keys, and fewer have nothing. "
        "Says whether shares still open them, and joins them again."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="share | check | join")
        share = words.add_parser("share", help="lock the keys of this server in a box, and write a share for each officer")
        share.add_argument("--needed", type=int, required=True, metavar="K", help="shares that open the box together")
        share.add_argument("--of", type=int, required=True, metavar="N", help="shares to write")
        share.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder for box and shares")
        check = words.add_parser("check", help="whether shares open the box to the keys of this server; prints no key")
        join = words.add_parser("join", help="print the keys, as a line of the environment")
        for under in (check, join):
            under.add_argument("box", type=Path, metavar="BOX", help=f"the file {BOX}")
            under.add_argument(
                "shares", type=Path, nargs="+", metavar="SHARE", help="a file for each share, with its words"
            )
        for under in (share, check, join):
            for name in ("--settings", "--pythonpath"):
                under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['word']}")(options)

    def _share(self, options: dict[str, Any]) -> None:
        keys = _keys()
        made = key_shares.shared(keys.encode(), needed=options["needed"], of=options["of"])
        folder: Path = options["folder"]
        try:
            folder.mkdir(mode=0o700, parents=True)
        except OSError as fault:
            raise NotAllowedError(f"{folder} cannot be made: {fault.strerror}") from None
        _write(folder / BOX, made.box)
        for number, words in enumerate(made.shares, 1):
            _write(folder / f"share-{number}-of-{options['of']}.txt", f"{words}\n")
        self.stdout.write(
            f"{folder}: {BOX}, and {options['of']} shares of which any {options['needed']} open it.\n"
            "Hand each share to one officer, on paper or on a device of theirs, and delete its file here. The box goes\n"
            "with the backups; it says nothing without the shares. Look once that they open it: nemawashi keys check."
        )

    def _check(self, options: dict[str, Any]) -> None:
        keys, own = _joined(options), _keys()
        if not hmac.compare_digest(keys.encode(), own.encode()):
            raise NotAllowedError(
                "the shares open the box, and the keys in it are not those of this server: share them anew"
            )
        self.stdout.write("The shares open the box, and the keys in it are those of this server.")

    def _join(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"NEMAWASHI_SEAL_KEYS={_joined(options)}")


def _keys() -> str:
    if not settings.SEAL_KEYS:
        raise NotThereError("NEMAWASHI_SEAL_KEYS is not set: there is nothing to share")
    return ",".join(settings.SEAL_KEYS)


def _joined(options: dict[str, Any]) -> str:
    box = _read(options["box"], LONGEST_BOX)
    shares = [_read(path, key_shares.LONGEST) for path in options["shares"]]
    with reading(options["box"].name):
        return key_shares.opened(box, shares).decode()


def _read(path: Path, most: int) -> str:
    try:
        with path.open("rb") as file:
            return file.read(most + 1).decode("ascii")
    except OSError as fault:
        raise NotThereError(f"{path} cannot be read: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise UnreadableError(f"{path} holds other signs than a box or a share") from None


def _write(path: Path, words: str) -> None:
    """For its owner alone, from its first byte on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(words)
