"""Public tables of roll calls into Parquet, as “reports”: who compiled them may have read a paper of the Assembly wrongly.

Two forms are known by the names in their first line. ``voeten``: a roll call by ``rcid``, a state by its ``ccode``, a vote
as 1, 2, 3, 8, 9; what was voted on stands in the same table or in one of roll calls beside it. ``library``: the table of
the United Nations' own library, with ``undl_id``, ``ms_code`` and Y, A, N, X. Lines are read one by one and written in
batches; of a roll call only what it is and who voted in it is kept at hand.
"""

import csv
import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from nemawashi.kit.faults import DamagedError, NotThereError, UnreadableError, reading
from nemawashi.kit.formats import lines
from nemawashi.kit.votes.states import OF_NUMBER

YES, ABSTAIN, NO, ABSENT, NO_MEMBER = 1, 2, 3, 8, 9
SCHEMA = pa.schema(
    [
        ("call", pa.string()),
        ("day", pa.date32()),
        ("year", pa.int16()),
        ("session", pa.string()),
        ("resolution", pa.string()),
        ("title", pa.string()),
        ("issues", pa.list_(pa.string())),
        ("state", pa.string()),
        ("said", pa.int8()),
        ("line", pa.int64()),
    ]
)
NAMES = tuple(SCHEMA.names)
LABEL = "reports: roll calls"
MOST_ROWS = 5_000_000  # the whole Assembly since 1946 is 1.2 million
MOST_CALLS = 50_000
MOST_STATES = 1000
MOST_ISSUES = 12  # of one roll call
LONGEST_CELL = 300
LONGEST_SOURCE = 500
MOST_FAULTS = 100  # kept with their lines; more are counted
FLAGS = ("me", "nu", "di", "hr", "co", "ec")  # the issues that a table of the form ``voeten`` marks
_ROWS = 50_000
_PROBE = 1000  # lines after which a file of faults alone is given up
_FIRST, _LAST = 1945, 2200
_NONE = {"", "na", "nan", "null", "."}
_CAST = {"1": YES, "2": ABSTAIN, "3": NO, "8": ABSENT, "9": NO_MEMBER}
_SAID = {"y": YES, "a": ABSTAIN, "n": NO, "x": ABSENT, "nv": ABSENT}
_KEYS = {"voeten": "rcid", "library": "undl_id"}  # the column by which a form is known
_CODE = re.compile(r"[A-Z]{3}")
_NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "voeten": {
        **{"call": ("rcid",), "state": ("ccode", "country", "country_code", "iso3c"), "cast": ("vote",)},
        **{"day": ("date",), "year": ("year",), "session": ("session",), "resolution": ("unres", "resid")},
        **{"title": ("short", "descr")},
    },
    "library": {
        **{"call": ("undl_id",), "state": ("ms_code",), "cast": ("ms_vote",), "day": ("date",), "session": ("session",)},
        **{"resolution": ("resolution",), "title": ("title",), "issues": ("subjects",)},
    },
}


class UnreadableLineError(UnreadableError):
    """Why a line is left out; never raised to a caller."""


@dataclass(slots=True)
class RollCall:
    """What was voted on. ``given``: its day as the table writes it; ``voted``: a bit for each state that voted."""

    day: dt.date | None
    year: int
    session: str = ""
    resolution: str = ""
    title: str = ""
    issues: tuple[str, ...] = ()
    given: str = ""
    voted: int = 0


@dataclass
class ReadVotes:
    """What a table gave. ``faults``: line and reason, the first hundred; ``faulty`` counts all of them.

    ``outside``: lines of states that were no members; ``unnamed``: numbers of states without a code, with their votes;
    ``garbled``: lines that are no UTF-8 and were read as Windows-1252. ``first_at``: in which line each was met first.
    """

    path: Path
    form: str = ""
    rows: int = 0
    outside: int = 0
    faulty: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    calls: dict[str, RollCall] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)
    unnamed: dict[str, int] = field(default_factory=dict)
    garbled: int = 0
    first_at: dict[str, int] = field(default_factory=dict)

    def garble(self, line: int) -> None:
        self.garbled += 1
        self.first_at.setdefault("garbled", line)

    def fault(self, line: int, why: str) -> None:
        self.faulty += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((line, why))

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year of which there is a vote."""
        held = [call.year for call in self.calls.values() if call.voted]
        return min(held), max(held)


Cells = Sequence[str]
Row = tuple[Any, ...]


def into_parquet(
    source: Path,
    target: Path,
    *,
    calls: Path | None = None,
    said: str = "",
    progress: Callable[[int], object] = lambda _: None,
) -> ReadVotes:
    """Read a table into a Parquet file that appears under its name when it is whole.

    ``calls``: the table of roll calls, where it is another file. ``said``: where the table is from, in its reader's words.
    Raises ``UnreadableError`` where it is no such table, or holds no vote.
    """
    if len(said) > LONGEST_SOURCE:
        raise UnreadableError(f"where the table is from is said in at most {LONGEST_SOURCE} characters")
    part = target.with_name(f".{target.name}.part")
    done = ReadVotes(target)
    about = {"nemawashi": LABEL, "source": said, "file": source.name}
    if calls:
        about |= {"calls": calls.name, "calls_sha256": _digest(calls)}
        with _table(calls, done) as table:
            _take_calls(table, done)
    try:
        with _table(source, done) as table:
            about |= {"form": table.form, "sha256": lines.digest(source)}
            done.form = table.form
            _write(_votes(table, done, is_known=bool(calls)), part, about, done, progress)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.replace(target)
    return done


def _digest(path: Path) -> str:
    if not path.is_file():
        raise NotThereError(f"there is no file {path.name!r:.100}")
    return lines.digest(path)


# ── The table ─────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _table(path: Path, done: ReadVotes) -> Iterator["VotesTable"]:
    """A table, open; faults name its file."""
    with reading(path.name):
        if not path.is_file():
            raise NotThereError("there is no such file")
        try:
            with lines.of_file(path, done.garble) as given:
                yield VotesTable(given)
        except lines.CUT as fault:
            raise DamagedError("it cannot be unpacked to its end") from fault


class VotesTable:
    """A table by the names of its first line: its form, where its columns are, and its rows with their lines."""

    def __init__(self, given: Iterator[str]) -> None:
        first = next(given, "")
        mark = max(",;\t", key=first.count)
        try:
            head = next(csv.reader([first], delimiter=mark), [])
        except csv.Error as fault:
            raise UnreadableError("its first line names no columns") from fault
        places = {name.strip().lower(): place for place, name in reversed(list(enumerate(head)))}
        self.form = next((form for form, key in _KEYS.items() if key in places), "")
        if not self.form:
            raise UnreadableError("its first line names neither a column 'rcid' nor one 'undl_id'")
        self.places = {
            ours: [places[each] for each in theirs if each in places] for ours, theirs in _NAMES[self.form].items()
        }
        self.flags = {flag: places[flag] for flag in FLAGS if flag in places} if self.form == "voeten" else {}
        self.width, self.begun = len(head), 2
        self.rows = self._rows(csv.reader(given, delimiter=mark))

    def _rows(self, table: Any) -> Iterator[tuple[int, Cells]]:
        """Rows with the line on which they end; ``begun``: on which the row at hand begins, where a cell has line feeds."""
        before = 1
        for line, row in lines.numbered(table):
            self.begun, before = before + 1, line + 1
            yield line + 1, row

    def needs(self, *names: str) -> None:
        for name in names:
            if not self.places.get(name):
                raise UnreadableError(f"its first line names no column {_NAMES[self.form][name][0]!r}")

    def says_when(self) -> bool:
        return any(self.places.get(name) for name in ("day", "year"))

    def cell(self, row: Cells, name: str) -> str:
        """What stands there; of several columns the first that says something."""
        for place in self.places.get(name, ()):
            text = row[place].strip()
            if text and text.lower() not in _NONE:
                return text[:LONGEST_CELL]
        return ""

    def call(self, row: Cells) -> RollCall:
        day = _day(self.cell(row, "day"))
        marked = [flag for flag, place in self.flags.items() if _whole(row[place]) == "1"]
        named = [each.strip()[:100] for each in self.cell(row, "issues").split("|")]
        issues = tuple(dict.fromkeys([*marked, *filter(None, named)]))[:MOST_ISSUES]
        year = day.year if day else _year(self.cell(row, "year"))
        session, resolution, title = (self.cell(row, name) for name in ("session", "resolution", "title"))
        return RollCall(day, year, session, resolution, title, issues, self.cell(row, "day"))


def _whole(text: str) -> str:
    """A whole number as R and spreadsheets write it, ``740.0``, as digits; anything else as it is."""
    if text.isdigit():
        return text
    head, point, tail = text.strip().partition(".")
    return head.lstrip("0") or "0" if point and not tail.strip("0") and head.isdigit() else text.strip()


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        raise UnreadableLineError("no day such as 1992-03-02") from None
    if not _FIRST <= day.year <= _LAST:
        raise UnreadableLineError("a day before there was an Assembly, or long after today")
    return day


def _year(text: str) -> int:
    digits = _whole(text)
    if not (digits.isascii() and digits.isdigit() and _FIRST <= int(digits[:5]) <= _LAST):
        raise UnreadableLineError("neither a day nor a year of the roll call")
    return int(digits)


def _state(text: str) -> str:
    """Its code of three letters; a number that has none here stays the number."""
    digits = _whole(text)
    if digits.isascii() and digits.isdigit() and len(digits) <= 4:
        return OF_NUMBER.get(digits, digits)
    if _CODE.fullmatch(text.upper()):
        return text.upper()
    raise UnreadableLineError("no number of a state, and no code of three letters")


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _take_calls(table: "VotesTable", done: ReadVotes) -> None:
    """The roll calls of a table of their own; the first line of each stands."""
    table.needs("call")
    if not table.says_when():
        raise UnreadableError("its first line names no column 'date', and none 'year'")
    for line, row in table.rows:
        try:
            name = _whole(table.cell(row, "call"))
            if not name:
                raise UnreadableLineError("no number of a roll call")
            _known(done, name, table, row)
        except (UnreadableLineError, IndexError) as fault:
            done.fault(line, f"of the roll calls: {_why(fault)}")
            _give_up(done, len(done.calls), table.form)


def _known(done: ReadVotes, name: str, table: "VotesTable", row: Cells) -> RollCall:
    if name not in done.calls:
        call = table.call(row)
        if len(done.calls) >= MOST_CALLS:
            raise UnreadableError(f"more than {MOST_CALLS:,} roll calls")
        done.calls[name] = call
    return done.calls[name]


def _votes(table: "VotesTable", done: ReadVotes, *, is_known: bool) -> Iterator[Row]:
    table.needs("call", "state", "cast")
    if not is_known and not table.says_when():
        raise UnreadableError("it says of no roll call when it was: name the table of roll calls, too")
    values = _CAST if table.form == "voeten" else _SAID
    good = 0
    for line, row in table.rows:
        try:
            made = _line_of(table, row, done, values, is_known=is_known)
        except (UnreadableLineError, IndexError) as fault:
            done.fault(line, f"{_why(fault)}{_reach(table, line)}")
            _give_up(done, good, table.form)
            continue
        if made is None:
            done.outside += 1
            done.first_at.setdefault("outside", line)
            continue
        if (state := made[-2]) in done.unnamed:
            done.first_at.setdefault(state, line)
        good += 1
        if good > MOST_ROWS:
            raise UnreadableError(f"more than {MOST_ROWS:,} votes")
        yield (*made, line)


def _line_of(table: "VotesTable", row: Cells, done: ReadVotes, values: Mapping[str, int], *, is_known: bool) -> Row | None:
    """What a line says; None of a state that was no member then, which votes on nothing."""
    if len(row) < table.width:
        raise IndexError
    if any(cell.strip() for cell in row[table.width :]):
        raise UnreadableLineError("it has more cells than the first line has names")
    name = _whole(table.cell(row, "call"))
    if not name:
        raise UnreadableLineError("no number of a roll call")
    if is_known and name not in done.calls:
        raise UnreadableLineError("its roll call is not in the table of roll calls")
    said = table.cell(row, "cast")
    if not said:
        raise UnreadableLineError("no vote stands there")
    cast = values.get(_whole(said).lower())
    if cast is None:
        raise UnreadableLineError(f"a vote is one of {', '.join(values)}")
    state = _state(table.cell(row, "state"))
    call = _known(done, name, table, row)
    if not is_known and (given := table.cell(row, "day")) != call.given and _day(given) != call.day:
        raise UnreadableLineError("another day than the lines before give this roll call")
    if cast == NO_MEMBER:
        return None
    bit = 1 << done.states.setdefault(state, len(done.states))
    if len(done.states) > MOST_STATES:
        raise UnreadableError(f"more than {MOST_STATES:,} states")
    if call.voted & bit:
        raise UnreadableLineError(f"a second vote of {state} in this roll call")
    call.voted |= bit
    if state.isdigit():
        done.unnamed[state] = done.unnamed.get(state, 0) + 1
    return (name, call.day, call.year, call.session, call.resolution, call.title, list(call.issues), state, cast)


def _reach(table: VotesTable, line: int) -> str:
    """Where a quoted cell with line feeds begins: one that nobody closed takes the lines behind it along."""
    return "" if table.begun == line else f"; a quoted cell runs on from line {table.begun:,}"


def _why(fault: Exception) -> str:
    return str(fault) if isinstance(fault, UnreadableLineError) else "it has fewer cells than the first line has names"


def _give_up(done: ReadVotes, good: int, form: str) -> None:
    if not good and done.faulty >= _PROBE:
        raise UnreadableError(f"the first {_PROBE:,} lines are not of the form {form}: {done.faults[0][1]}")


def _write(
    rows: Iterator[Row], part: Path, about: Mapping[str, str], done: ReadVotes, progress: Callable[[int], object]
) -> None:
    schema = SCHEMA.with_metadata({key: value.encode() for key, value in about.items()})
    with pq.ParquetWriter(part, schema, compression="zstd") as writer:
        while chunk := list(itertools.islice(rows, _ROWS)):
            columns = zip(*chunk, strict=True)
            arrays = [pa.array(column, each.type) for column, each in zip(columns, schema, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
            done.rows += len(chunk)
            progress(len(chunk))
    if not done.rows:
        why = f": line {done.faults[0][0]}, {done.faults[0][1]}" if done.faults else ""
        raise UnreadableError(f"no vote is in it{why}")


def about(path: Path) -> dict[str, str]:
    """What a Parquet file of votes says of itself. Raises ``UnreadableError`` where it is none."""
    with reading(path.name):
        if not path.is_file():
            raise NotThereError("there is no such file: `nemawashi votes import` makes it")
        try:
            held = pq.read_schema(path)
        except (OSError, pa.ArrowException) as fault:
            raise UnreadableError("it is no Parquet file") from fault
        facts = {key.decode(): value.decode() for key, value in (held.metadata or {}).items()}
        if facts.get("nemawashi") != LABEL or tuple(held.names) != NAMES:
            raise UnreadableError("it holds no votes: `nemawashi votes import` writes such files")
        return {key: facts[key] for key in ("source", "form", "file", "sha256", "calls", "calls_sha256") if key in facts}
