"""``nemawashi votes``: a public table of votes in the General Assembly read, and the agreement of states counted.

``import`` keeps the table for the pages of this installation, unless ``--to`` names another place; ``agreement`` asks the
table that is kept, or a file. Both need the extra ``batch``.
"""

from argparse import SUPPRESS
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from tqdm import tqdm

from nemawashi.analysis import votes as kept
from nemawashi.kit.amounts import amount_of
from nemawashi.kit.faults import NotThereError, UnreadableError
from nemawashi.kit.votes.agreement import ALL, CountedVotes, SameVotes, Years, within
from nemawashi.parties.queries import forum
from nemawashi.project import collecting, commanding

BY = ("total", "year", "issue")
_SHOWN = 40
_NEEDS = "votes are read by more libraries: pip install 'nemawashi[batch]'"

Answer = tuple[dict[str, Any], Sequence[str]]


class Command(commanding.Command):
    help = "Read a public table of votes in the General Assembly, and count how far states agreed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="import | agreement")
        read = words.add_parser("import", help="read a table (CSV, tabs; plain, .gz, or a zip with one file)")
        read.add_argument("file", type=Path, metavar="FILE", help="with rcid, ccode, vote; or undl_id, ms_code, ms_vote")
        read.add_argument("--calls", type=Path, metavar="FILE", help="its table of roll calls, where that is another file")
        read.add_argument("--source", default="", help="where the table is from, as the page is to say it")
        read.add_argument("--to", type=Path, metavar="FILE.parquet", help="not for the pages: into this file alone")
        read.add_argument("--progress", action="store_true", help="show the bar where no terminal is, too")
        count = words.add_parser("agreement", help="of each party with one of them, and among several")
        count.add_argument("file", nargs="?", type=Path, metavar="FILE.parquet", help="(default: the imported table)")
        count.add_argument("--with", dest="one", default="", help="a party, by its id or code (default: the forum's first)")
        count.add_argument(
            "--among", default="", help="a group of the forum, or codes as KAZ,UZB (default: the whole table)"
        )
        count.add_argument("--by", choices=BY, default="total")
        count.add_argument("--issue", default=ALL, help="only roll calls of this issue, such as hr")
        count.add_argument("--since", type=int, metavar="YEAR")
        count.add_argument("--until", type=int, metavar="YEAR")
        count.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
        for under in words.choices.values():
            under.add_argument("--json", action="store_true", help="write JSON")
            for name in ("--settings", "--pythonpath"):
                under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        content, lines = _read(options) if options["word"] == "import" else _agreement(options)
        for line in [collecting.written(content)] if options["json"] else lines:
            self.stdout.write(line)


def _kit() -> tuple[Any, Any]:
    try:
        from nemawashi.kit.votes import counting, reading  # noqa: PLC0415  their libraries are optional
    except ImportError as fault:
        raise NotThereError(_NEEDS) from fault
    return counting, reading


def _read(options: dict[str, Any]) -> Answer:
    counting, reading = _kit()
    target: Path = options["to"] or kept.folder() / kept.TABLE
    if not options["to"]:
        target.parent.mkdir(parents=True, exist_ok=True)
    asked = {slug: code for slug, code in kept.states().items() if not options["to"]}
    with tqdm(unit=" votes", desc=options["file"].name, disable=False if options["progress"] else None) as bar:
        done = reading.into_parquet(
            options["file"], target, calls=options["calls"], said=options["source"], progress=bar.update
        )
    counted = None
    if len(asked) > 1:
        counted = counting.counted(target, list(asked.values()), kept.groups(), left_out=done.faulty)
        kept.keep(counted)
    return _of_reading(done, reading.LABEL, counted)


def _of_reading(done: Any, label: str, counted: CountedVotes | None) -> Answer:
    calls = sum(bool(call.voted) for call in done.calls.values())
    first, last = done.years
    content = {
        **{"file": str(done.path), "form": done.form, "label": label, "votes": done.rows, "calls": calls},
        **{"first": first, "last": last, "left_out": done.faulty, "no_members": done.outside},
        "faults": [{"line": line, "why": why} for line, why in done.faults],
        "states_without_a_code": done.unnamed,
        "no_utf_8": done.garbled,
        "first_lines": done.first_at,
        "counted_for": list(counted.states) if counted else [],
        "lacking": list(counted.lacking) if counted else [],
    }
    lines = [f"line {line}: {why}; left out" for line, why in done.faults[:_SHOWN]]
    if done.faulty > _SHOWN:
        lines.append(f"… and {done.faulty - _SHOWN:,} lines more")
    lines += [
        f"a state {number} has no code here: {amount_of(count, 'vote')}, the first in line {done.first_at[number]:,}"
        for number, count in sorted(done.unnamed.items())
    ]
    if done.garbled:
        what = amount_of(done.garbled, "line is no UTF-8 and was", "lines are no UTF-8 and were")
        lines.append(f"{what} read as Windows-1252, the first: line {done.first_at['garbled']:,}")
    lines.append(
        f"{done.path}: {done.rows:,} votes in {calls:,} roll calls, {first} to {last}; {done.faulty:,} lines left out"
    )
    if done.outside:
        what = amount_of(
            done.outside, "line of a state that was no member then is", "lines of states that were no members then are"
        )
        lines.append(f"{what} no vote, the first: line {done.first_at['outside']:,}")
    if counted:
        lines.append(f"counted for the pages: {', '.join(counted.states)}")
        lines += [f"the table has no vote of {state}" for state in counted.lacking]
    return content, lines


# ── SameVotes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _code(given: str) -> str:
    """The code of a party by its id, or a code as it is."""
    return kept.states().get(given) or given.upper()


def _members(given: str) -> list[str]:
    groups = kept.groups()
    name = given or kept.ALL_PARTIES
    if name in groups:
        return groups[name]
    codes = list(dict.fromkeys(_code(each.strip()) for each in name.split(",") if each.strip()))
    if len(codes) < 2:
        raise UnreadableError("--among names a group of the forum, or two states at least, such as KAZ,UZB")
    return codes


def _agreement(options: dict[str, Any]) -> Answer:
    counting, reading = _kit()
    members, issue = _members(options["among"]), options["issue"]
    table = forum().table
    one = _code(options["one"] or (table[0].slug if table else members[0]))
    path = options["file"] or kept.folder() / kept.TABLE
    made: CountedVotes = counting.counted(path, [one, *members], {"": members}, issue=issue, engine=options["engine"])
    others = [state for state in members if state != one]
    rows = [row for other in others for row in _rows(options, made, partial(made.between, one, other), [one, other])]
    rows += _rows(options, made, partial(made.among, ""), members, is_group=True)
    content = {
        **{"counts": reading.LABEL, "of": dict(made.about), "with": one, "among": members, "issue": issue or None},
        **{"since": options["since"], "until": options["until"], "lacking": list(made.lacking)},
        **{"interval": "Wilson's score interval, 95 in 100, a roll call as the unit", "rows": rows},
    }
    shown = [row | {"states": " ".join(row["states"])} for row in rows]
    columns = ("states", "year", "issue", "votes", "same", "share", "low", "high", "opposed", "whole")
    lines = list(collecting.table(shown, columns))
    return content, ["These are reports of roll calls.", *lines, *(f"no vote of {state}" for state in made.lacking)]


def _rows(
    options: dict[str, Any], made: CountedVotes, of: Callable[[str], Years], states: list[str], *, is_group: bool = False
) -> list[dict[str, Any]]:
    span, issue = (options["since"], options["until"]), options["issue"]
    counts: list[tuple[int | None, str, SameVotes]]
    if options["by"] == "issue":
        counts = [(None, each, within(of(each), *span)) for each in [ALL, *made.issues]]
    elif options["by"] == "year":
        years = ((year, within({year: each}, *span)) for year, each in of(issue).items())
        counts = [(year, issue, each) for year, each in years if each.votes]
    else:
        counts = [(None, issue, within(of(issue), *span))]
    return [_row(states, *each, is_group=is_group) for each in counts]


def _row(states: list[str], year: int | None, issue: str, each: SameVotes, *, is_group: bool) -> dict[str, Any]:
    low, high = each.interval or (None, None)
    return {
        **{"states": states, "year": year, "issue": issue or None, "votes": each.votes, "same": each.same},
        **{"share": _rounded(each.share), "low": _rounded(low), "high": _rounded(high)},
        **{"opposed": None if is_group else each.beside, "whole": each.beside if is_group else None},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
