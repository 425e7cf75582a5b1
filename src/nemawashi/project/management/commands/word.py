"""``nemawashi word``: read a Word file with its tracked changes, or lay two beside each other. Needs no database."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.kit import word
from nemawashi.kit.faults import reading
from nemawashi.project import commanding

WRONG = 2
_SIGNS = {"kept": " ", "changed": "~", "inserted": "+", "deleted": "-", "moved": ">", "split": "<", "merged": "="}


class ReadFile:
    """``word read``: the words with every change accepted and rejected, the changes, what was not understood."""

    help = "the words of a file with every change accepted and rejected, the changes, the comments"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def run(self, options: dict[str, Any]) -> str:
        file = _file(options["file"])
        return json.dumps(_read(file), ensure_ascii=False, indent=1) if options["json"] else _listed(file)


class Compare:
    """``word compare``: the passages of two files in pairs, each file with all its changes accepted."""

    help = "the passages of two files laid beside each other"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", type=Path, metavar="OLD")
        parser.add_argument("new", type=Path, metavar="NEW")

    def run(self, options: dict[str, Any]) -> str:
        pairs = word.compared_files(_file(options["old"]), _file(options["new"]))
        if options["json"]:
            passages = [
                {
                    "fate": str(pair.fate), "old": pair.old, "new": pair.new,
                    "steps": [{"kind": kind, "old": gone, "new": come} for kind, gone, come in pair.steps],
                }
                for pair in pairs
            ]  # fmt: skip
            return json.dumps({"passages": passages}, ensure_ascii=False, indent=1)
        return "\n".join(_pair(pair) for pair in pairs)


WORDS: dict[str, ReadFile | Compare] = {"read": ReadFile(), "compare": Compare()}


class Command(commanding.Command):
    help = "Reads Word files with tracked changes and compares them; nothing is stored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True)
        for name, one in WORDS.items():
            sub = words.add_parser(name, help=one.help)
            sub.add_argument("--json", action="store_true", help="one JSON document instead of lines")
            one.add_arguments(sub)

    def handle(self, *args: object, **options: Any) -> None:
        self.stdout.write(WORDS[options["word"]].run(options))


def _file(path: Path) -> word.WordFile:
    with reading(path.name):
        try:
            if path.stat().st_size > word.MOST_BYTES:
                raise word.WordError(word.Refusal.TOO_LARGE, f"more than {word.MOST_BYTES // 1_000_000} MB")
            content = path.read_bytes()
        except OSError as fault:
            raise CommandError(f"{path}: {fault.strerror or 'cannot be read'}", returncode=WRONG) from None
        return word.read(content)


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    iso = moment.isoformat()
    return iso.replace("+00:00", "Z") if moment.utcoffset() == timedelta() else iso


def _comment(comment: word.Comment) -> dict[str, Any]:
    return {
        "author": comment.author, "moment": _moment(comment.moment), "words": comment.words, "on": comment.on,
        "is_done": comment.is_done, "answers": [_comment(answer) for answer in comment.answers],
    }  # fmt: skip


def _read(file: word.WordFile) -> dict[str, Any]:
    stories = {**file.notes, **file.outside}
    return {
        "accepted": file.accepted,
        "rejected": file.rejected,
        "changes": [
            {
                "author": row.author, "moment": _moment(row.moment), "kind": row.kind, "words": row.words,
                "what": row.what, "place": row.place,
            }
            for row in file.changes
        ],
        "comments": [_comment(comment) for comment in file.comments],
        "outside": {
            name: {"accepted": word.resolved(story, accepted=True), "rejected": word.resolved(story, accepted=False)}
            for name, story in stories.items()
        },
        "links": list(file.links),
        "not_understood": [asdict(row) for row in file.not_understood],
    }  # fmt: skip


def _listed(file: word.WordFile) -> str:
    lines = ["Accepted", *(f"  {words}" for words in file.accepted)]
    lines += ["", "Rejected", *(f"  {words}" for words in file.rejected), "", f"Changes: {len(file.changes)}"]
    for row in file.changes:
        when = f", {_moment(row.moment)}" if row.moment else ""
        what = f" ({row.what})" if row.what else ""
        lines.append(f"  {row.kind}{what}, {row.author or 'nobody named'}{when}, {row.place}: {row.words}".rstrip(": "))
    lines += ["", f"Comments: {len(file.comments)}"]
    for comment in file.comments:
        for depth, one in [(0, comment), *((1, answer) for answer in comment.answers)]:
            on = f" on “{one.on}”" if one.on else ""
            lines.append(f"  {'  ' * depth}{one.author or 'nobody named'}{on}: {one.words}")
    if file.notes or file.outside:
        lines += ["", "Notes, headers and footers (accepted)"]
        for name, stretches in {**file.notes, **file.outside}.items():
            lines += [f"  {name}: {words}" for words in word.resolved(stretches, accepted=True)]
    lines += ["", f"Not understood: {len(file.not_understood)}"]
    lines += [f"  {row.element}, {row.count} times, first in {row.place}" for row in file.not_understood]
    return "\n".join(lines)


def _pair(pair: word.Compared) -> str:
    if not pair.steps:
        return f"{_SIGNS[pair.fate]} {pair.fate}: {pair.new or pair.old}"
    said = {"kept": "{1}", "inserted": "{{+{2}+}}", "deleted": "{{-{1}-}}", "replaced": "{{-{1}-}}{{+{2}+}}"}
    return f"{_SIGNS[pair.fate]} {pair.fate}: {''.join(said[step[0]].format(*step) for step in pair.steps)}"
