"""``nemawashi positions read``: what a file of a delegation asks of a text, as the desk reads it. Needs no database."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from nemawashi.kit import apart, limits, sent, word
from nemawashi.kit.brackets import amendments
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.faults import NotThereError, UnreadableError, reading
from nemawashi.project import commanding

Left = dict[str, str]
Answer = tuple[list[Proposed], list[Left]]


class Command(commanding.Command):
    help = "Read what a file asks of the clauses of a text: positions, and what of it was not used, with its place."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="read")
        under = words.add_parser("read", help="the positions of a Word file, a text with brackets or a paper of amendments")
        under.add_argument("file", type=Path, metavar="FILE")
        under.add_argument(
            "--base", type=Path, required=True, metavar="BASE.json", help='the text: [{"number", "kind", "words"}]'
        )
        under.add_argument("--as", dest="form", choices=sorted(_READERS), help="the form; told from the file without it")
        under.add_argument("--json", action="store_true", help="write JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with reading(options["base"]):
            clauses = base(content(options["base"]))
        with reading(options["file"]):
            given = content(options["file"])
            positions, left = _READERS[options["form"] or form(given)](given, clauses)
        rows = [_position(each, clauses) for each in positions]
        if options["json"]:
            self.stdout.write(json.dumps({"positions": rows, "told": left}, ensure_ascii=False, indent=1))
            return
        for row in rows:
            who = ", ".join(row["parties"]) or "nobody named"
            change = " → ".join(part for part in (row["old"], row["new"]) if part)
            self.stdout.write(f"{row['clause']}: {row['operation']}, {who}{': ' if change else ''}{change}")
        for each in left:
            self.stdout.write(f"not used: {each['words']} ({each['place']}: {each['why']})")


def content(path: Path) -> bytes:
    """The bytes of a file that is not too large to be read."""
    try:
        if path.stat().st_size > limits.FILE_BYTES:
            raise UnreadableError(f"the file is larger than {limits.FILE_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise NotThereError("there is no such file") from fault
    except (OSError, ValueError) as fault:
        raise UnreadableError(f"cannot be read: {getattr(fault, 'strerror', None) or 'its name is none'}") from fault


def base(given: bytes) -> list[BaseClause]:
    """The clauses of a text that a file is read against."""
    try:
        rows = json.loads(given.decode("utf-8-sig"))
    except RecursionError as fault:
        raise UnreadableError("the file is nested more deeply than a text may be") from fault
    except ValueError as fault:
        raise UnreadableError(f"the file is not JSON ({fault})") from fault
    if not isinstance(rows, list):
        raise UnreadableError("the file is no list of clauses")
    clauses = []
    for at, row in enumerate(rows):
        facts = [row.get(name, "") for name in ("number", "kind", "words")] if isinstance(row, dict) else [None]
        if not all(isinstance(fact, str) for fact in facts):
            raise UnreadableError(f"clause {at + 1} has no number, kind and words")
        number, kind, words = facts
        clauses.append(BaseClause(f"k{at}", number.strip(), kind, ((1, normal(words)),)))
    limits.check(clause.words for clause in clauses)
    return clauses


def form(given: bytes) -> str:
    """The form of a file that does not come with its name: Word, brackets where there are any, else amendments."""
    if word.is_file(given):
        return "word"
    words = given.decode("utf-8", "replace")
    return "brackets" if any(sign in words for sign in "[［【") or "~~" in words else "amendments"


def _word(given: bytes, clauses: Sequence[BaseClause]) -> Answer:
    taken = apart.ask(sent.word_file, given, clauses, {}, [])
    left = [_left(row.words, row.place, ", ".join(filter(None, (row.kind, row.what, row.author)))) for row in taken.outside]
    left += [_left(row.element, row.place, f"not read, {row.count} times") for row in taken.not_understood]
    left += [
        _left(row.words, row.place, f"put in and taken out again ({' / '.join(row.authors)})") for row in taken.conflicts
    ]
    return list(taken.proposals), left


def _brackets(given: bytes, clauses: Sequence[BaseClause]) -> Answer:
    taken = apart.ask(sent.brackets, given, clauses)
    return list(taken.positions), [_left(row.words, f"clause {row.clause}", row.why) for row in taken.left]


def _amendments(given: bytes, clauses: Sequence[BaseClause]) -> Answer:
    orders = apart.ask(sent.orders, given, clauses)
    left = [
        _left(each.text, f"instruction {at}", each.reason)
        for at, each in enumerate(orders, start=1)
        if each.outcome == amendments.REFUSED
    ]
    return [position for each in orders for position in each.proposals], left


def _left(words: str, place: object, why: str) -> Left:
    return {"words": words, "place": str(place), "why": why}


def _position(each: Proposed, clauses: Sequence[BaseClause]) -> dict[str, Any]:
    clause = clauses[int(each.key[1:])]
    takes_out = each.operation in (Operation.REPLACE, Operation.DELETE)
    beside = {"supporters": list(each.supporters), "opponents": list(each.opponents)}
    return {
        "clause": clause.number or clause.kind,
        "operation": str(each.operation),
        "old": clause.words[each.start : each.end] if takes_out else "",
        "new": each.words,
        "parties": list(each.parties),
        **{name: names for name, names in beside.items() if names},
    }


_READERS: dict[str, Callable[[bytes, Sequence[BaseClause]], Answer]] = {
    "word": _word,
    "brackets": _brackets,
    "amendments": _amendments,
}
