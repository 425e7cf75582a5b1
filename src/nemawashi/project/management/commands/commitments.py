"""``nemawashi commitments find``: what clauses promise. Needs no database for a file."""

import json
import os
import sys
from argparse import SUPPRESS
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.commitments import rules
from nemawashi.kit import promises
from nemawashi.kit.faults import reading
from nemawashi.kit.promises import items
from nemawashi.parties.models import Party
from nemawashi.project import commanding
from nemawashi.texts import queries as texts

WRONG, IN_PART = 2, 1


class Command(commanding.Command):
    help = "Find what clauses promise: kind, strength, owner, date and amount of each, or why there is none."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="find")
        under = words.add_parser("find", help="promises in a file of items, or in an adopted text of this installation")
        under.add_argument(
            "file", type=Path, nargs="?", metavar="FILE", help="one JSON object a line: id, language, text or clauses"
        )
        under.add_argument("--text", default="", metavar="SLUG", help="an adopted text, as in its address: /id/text/SLUG")
        under.add_argument("--json", action="store_true", help="write one JSON object a line")
        for name in ("--settings", "--pythonpath"):
            under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["file"]) == bool(options["text"]):
            raise CommandError("name a file, or a text with --text", returncode=WRONG)
        if options["text"]:
            self._tell(options["text"], _of_text(options["text"]), is_json=options["json"])
            return
        try:
            unread = self._of_file(options)
        except BrokenPipeError:  # whoever reads has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        if unread:
            raise SystemExit(IN_PART)

    def _of_file(self, options: dict[str, Any]) -> int:
        """Answer each item, and say how many could not be read."""
        unread = 0
        with reading(options["file"]):
            for item in items.items(options["file"]):
                if item.wrong:
                    unread += 1
                    self.stderr.write(f"line {item.line}: {item.wrong}")
                if item.id is not None or not item.wrong:
                    answer = promises.find(item.clauses, item.language) if not item.wrong else promises.Promises((), ())
                    self._tell(item.id, answer, is_json=options["json"])
        return unread

    def _tell(self, name: Any, answer: promises.Promises, *, is_json: bool) -> None:
        if is_json:
            self.stdout.write(
                json.dumps({"id": name, "commitments": [_row(each) for each in answer.promises]}, ensure_ascii=False)
            )
            return
        self.stdout.write(f"{name}: {len(answer.promises)}")
        for line in _lines(answer):
            self.stdout.write(f"  {line}")


def _row(each: promises.Promised) -> dict[str, Any]:
    return {
        "words": each.words,
        "kind": each.kind,
        "strength": each.strength,
        "owner": each.owner,
        "due": each.due,
        "amount": each.amount,
        "clause": each.clause,
    }


def _lines(answer: promises.Promises) -> Iterator[str]:
    for each in answer.promises:
        because = ", ".join(f"{name} {value}" for name, value in each.because)
        yield f"clause {each.clause}: {each.kind}: {each.words} ({because})"
    for number, reason in enumerate(answer.reasons):
        if reason:
            yield f"clause {number}: none: {reason}"


def _of_text(slug: str) -> promises.Promises:
    """What an adopted text that the public sees promises, in the language in which it was negotiated where that is read."""
    with acting_as(PUBLIC):
        text = texts.visible_texts(viewer=PUBLIC).filter(slug=slug, adoption__isnull=False).first()
        if text is None:
            raise CommandError(f"there is no adopted text {slug!r:.120}", returncode=WRONG)
        language = rules.language_to_read(text.language, text.languages)
        if language is None:
            raise CommandError(f"no verbs of promise are known in {text.language!r:.20}", returncode=WRONG)
        snapshot: Sequence[dict[str, Any]] = text.adoption.revision.snapshot
        clauses = [promises.SaidClause(row["kind"], row["words"].get(language, "")) for row in snapshot]
        return promises.find(clauses, language, parties=list(Party.objects.values_list("names", flat=True)))
