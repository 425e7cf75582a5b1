"""``nemawashi brackets read``: the brackets of a negotiated text, without a server and without a database."""

import json
from argparse import SUPPRESS
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from nemawashi.kit.brackets import files, reading
from nemawashi.kit.brackets.reading import Bracketed, ReadClause, ReadText
from nemawashi.kit.corpora.reading import language_of
from nemawashi.kit.faults import reading as reading_file
from nemawashi.project import commanding

WRONG = 2


class Command(commanding.Command):
    help = "Read the brackets of a negotiated text as delegations type them, and name what does not balance."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="read")
        under = words.add_parser("read", help="clauses, brackets with nesting and parties, imbalances")
        under.add_argument(
            "file", type=Path, metavar="FILE", help=".txt, .md, .html, .docx, or a JSON object with paragraphs"
        )
        under.add_argument("--json", action="store_true", help="write JSON")
        for name in ("--settings", "--pythonpath"):
            under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        with reading_file(options["file"]):
            typed = files.typed(options["file"])
        text = reading.read(typed, language=language_of(" ".join(clause.words[:300] for clause in typed[:40])))
        if options["json"]:
            self.stdout.write(json.dumps(_told(text), ensure_ascii=False, indent=1))
            return
        for place, clause in enumerate(text.clauses, start=1):
            if clause.brackets or clause.option:
                called = f"{clause.number} " if clause.number else ""
                option = f" ({clause.option.label})" if clause.option else ""
                self.stdout.write(f"clause {place}: {called}{clause.kind}{option}")
                self._list(clause.brackets)
        for each in text.imbalances:
            called = f" ({each.number})" if each.number else ""
            self.stdout.write(f"no partner: {each.sign} in clause {each.clause}{called} at {each.place}: {each.near}")
        for each in text.doubtful:
            self.stdout.write(
                f"doubtful: {each.sign} in clause {each.clause} at {each.place} closes behind an article: {each.near}"
            )
        self.stdout.write(", ".join(f"{name} {count}" for name, count in text.counts.items()).replace("_", " "))

    def _list(self, brackets: Sequence[Bracketed]) -> None:
        for each in brackets:
            who = ", ".join(each.parties)
            more = [f"supported by {', '.join(each.supporters)}"] if each.supporters else []
            more += [f"opposed by {', '.join(each.opponents)}"] if each.opponents else []
            more += [f"closes in clause {each.closes[0]}"] if each.closes else []
            about = " ".join(filter(None, (each.kind, who, f"({'; '.join(more)})" if more else "")))
            words = each.words if len(each.words) <= 80 else f"{each.words[:77]}…"
            self.stdout.write(f"{'  ' * each.depth}{about}: {words}")
            self._list(each.inside)


def _told(text: ReadText) -> dict[str, Any]:
    def sign(each: reading.Imbalance) -> dict[str, Any]:
        return {"clause": each.clause, "number": each.number, "place": each.place, "sign": each.sign, "near": each.near}

    return {
        "clauses": [_clause(clause) for clause in text.clauses],
        "imbalances": [sign(each) for each in text.imbalances],
        "doubtful": [sign(each) for each in text.doubtful],
        "counts": text.counts,
    }


def _clause(clause: ReadClause) -> dict[str, Any]:
    row: dict[str, Any] = {
        "number": clause.number,
        "kind": clause.kind,
        "words": clause.words,
        "brackets": [_bracket(each) for each in clause.brackets],
        "remarks": [{"kind": r.kind, "start": r.start, "end": r.end, "words": r.words} for r in clause.remarks],
        "open_before": clause.open_before,
    }
    if clause.option:
        row["option"] = {"label": clause.option.label, "group": clause.option.group, "no_text": clause.option.is_empty}
    return row


def _bracket(each: Bracketed) -> dict[str, Any]:
    return {
        "start": each.start,
        "end": each.end,
        "depth": each.depth,
        "kind": each.kind,
        "words": each.words,
        "parties": list(each.parties),
        "supporters": list(each.supporters),
        "opponents": list(each.opponents),
        "group": each.group or None,
        "choices": list(each.choices),
        "closes": {"clause": each.closes[0], "place": each.closes[1]} if each.closes else None,
        "inside": [_bracket(within) for within in each.inside],
    }
