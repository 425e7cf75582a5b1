"""Files of coded news into Parquet, as “reports”: a machine counted what papers wrote, which is not what happened.

GDELT's daily files (both releases, by the number of their columns), POLECAT's tables and any CSV whose head names the
columns of ``SCHEMA``. Files are read line by line and written in batches, so that memory does not grow with them; a line
that cannot be read is told by its number and left out, and a file of which most cannot be read is none of these.
"""

import csv
import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from nemawashi.kit.faults import DamagedError, NotThereError, UnreadableError, reading
from nemawashi.kit.formats import lines

_ROWS = 50_000
LONGEST_CELL = 400
MOST_FAULTS = 100  # kept with their lines; more are counted
_PROBE = 1000  # lines after which a file of faults alone is given up

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("day", pa.date32()),
        ("type", pa.string()),  # of PLOVER; empty where the code has none
        ("code", pa.string()),  # as the file has it
        ("quad", pa.int8()),  # 1 and 2 cooperation in word and deed, 3 and 4 conflict
        ("actor", pa.string()),
        ("recipient", pa.string()),
        ("place", pa.string()),
        ("mentions", pa.int32()),
        ("intensity", pa.float64()),
        ("source", pa.string()),
        ("line", pa.int64()),
    ]
)
NAMES = tuple(SCHEMA.names)
LABEL = "reports"

# CAMEO's twenty roots in PLOVER's types, by the map that PLOVER's authors publish (CC BY-SA); roots 01 and 02 have none.
_OF_ROOT = {
    "03": "AGREE",
    "04": "CONSULT",
    "05": "SUPPORT",
    "06": "COOPERATE",
    "07": "AID",
    "08": "CONCEDE",
    "09": "ACCUSE",
    "10": "REQUEST",
    "11": "ACCUSE",
    "12": "REJECT",
    "13": "THREATEN",
    "14": "PROTEST",
    "15": "MOBILIZE",
    "16": "SANCTION",
    "17": "COERCE",
    "18": "ASSAULT",
    "19": "ASSAULT",
    "20": "ASSAULT",
}
_OF_CODE = {  # what the map parts from its root
    **dict.fromkeys(("0813", "0814", "084", "085", "086", "087"), "RETREAT"),
    **dict.fromkeys(("163", "191", "192"), "COERCE"),
    **dict.fromkeys(("1712", "175"), "ASSAULT"),
}
_QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
_PLACES = {57: 51, 58: 51, 61: 53}  # where a release of GDELT has the land of what happened, by its number of columns


class UnreadableReportError(UnreadableError):
    """Why a line is left out; never raised to a caller."""


@dataclass
class ReadReports:
    """What a file gave. ``faults``: line and reason, the first hundred; ``faulty`` counts all of them."""

    path: Path
    form: str
    rows: int = 0
    faulty: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    first: dt.date | None = None
    last: dt.date | None = None

    def fault(self, line: int, why: str) -> None:
        self.faulty += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((line, why))


Cells = Sequence[str]
Row = tuple[Any, ...]


def into_parquet(source: Path, target: Path, *, form: str, most: int | None = None) -> ReadReports:
    """Read a file of that form into a Parquet file that appears under its name when it is whole.

    ``most``: rows, for a part of a large file. Raises ``UnreadableError`` where it is no such file, or holds no row.
    """
    if form not in FORMS:
        raise UnreadableError(f"there is no form {form!r:.40}: write {', '.join(FORMS)}")
    if not source.is_file():
        raise NotThereError(f"there is no file {source.name!r:.100}")
    part = target.with_name(f".{target.name}.part")
    done = ReadReports(target, form)
    with reading(source.name):
        try:
            with lines.of_file(source) as given:
                _write(itertools.islice(FORMS[form](given, done), most), part, done, source)
        except lines.CUT as fault:
            part.unlink(missing_ok=True)
            raise DamagedError("it cannot be unpacked to its end") from fault
        except UnreadableError:
            part.unlink(missing_ok=True)
            raise
    part.replace(target)
    return done


def _write(rows: Iterator[Row], part: Path, done: ReadReports, source: Path) -> None:
    about = {"nemawashi": LABEL, "form": done.form, "file": source.name, "sha256": lines.digest(source)}
    schema = SCHEMA.with_metadata({key: value.encode() for key, value in about.items()})
    with pq.ParquetWriter(part, schema, compression="zstd") as writer:
        while chunk := list(itertools.islice(rows, _ROWS)):
            columns = zip(*chunk, strict=True)
            arrays = [pa.array(column, each.type) for column, each in zip(columns, schema, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
            days = [row[1] for row in chunk]
            done.first = min([*days, *filter(None, [done.first])])
            done.last = max([*days, *filter(None, [done.last])])
            done.rows += len(chunk)
    if not done.rows:
        why = f": line {done.faults[0][0]}, {done.faults[0][1]}" if done.faults else ""
        raise UnreadableError(f"no report of the form {done.form} is in it{why}")


def _rows(cells: Iterable[tuple[int, Cells]], done: ReadReports, read: Callable[[Cells, int], Row]) -> Iterator[Row]:
    good = 0
    for line, row in cells:
        try:
            made = read(row, line)
        except (UnreadableReportError, ValueError, IndexError) as fault:
            done.fault(line, str(fault) if isinstance(fault, UnreadableReportError) else "a cell cannot be read")
            if not good and done.faulty >= _PROBE:
                raise UnreadableError(
                    f"the first {_PROBE:,} lines are not of the form {done.form}: {done.faults[0][1]}"
                ) from fault
            continue
        good += 1
        yield made


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _gdelt(given: Iterator[str], done: ReadReports) -> Iterator[Row]:
    cells = ((number, line.rstrip("\r\n").split("\t")) for number, line in enumerate(given, 1))
    return _rows(cells, done, _of_gdelt)


def _of_gdelt(row: Cells, line: int) -> Row:
    if len(row) not in _PLACES:
        raise UnreadableReportError(f"{len(row)} columns, and GDELT has 57, 58 or 61")
    day, code, quad = row[1], row[26], int(row[29])
    if not (len(day) == 8 and day.isascii() and day.isdigit()):
        raise UnreadableReportError("no day in its second column")
    when = dt.date(int(day[:4]), int(day[4:6]), int(day[6:]))
    source = row[-1] if len(row) > 57 else ""
    return (
        *(_cell(row[0]), when, plover_type(row[28], code), _cell(code), quad if 1 <= quad <= 4 else None),
        *(_cell(row[7] or row[5]), _cell(row[17] or row[15]), _cell(row[_PLACES[len(row)]])),
        *(_whole(row[31]), float(row[30]) if row[30] else None, _cell(source), line),
    )


def plover_type(root: str, code: str) -> str:
    """The type of PLOVER for a code of CAMEO, also where a spreadsheet has cut its leading nought; empty where none is."""
    whole = root.rjust(2, "0") + code[len(root) :]
    return next((kind for start, kind in _OF_CODE.items() if whole.startswith(start)), _OF_ROOT.get(whole[:2], ""))


_POLECAT = {
    "id": "Event ID",
    "day": "Event Date",
    "type": "Event Type",
    "code": "Event Mode",
    "actor": "Actor Country",
    "recipient": "Recipient Country",
    "place": "Country",
    "intensity": "Intensity",
    "source": "Source",
}


def _polecat(given: Iterator[str], done: ReadReports) -> Iterator[Row]:
    return _with_head(given, done, "\t", _POLECAT)


def _csv(given: Iterator[str], done: ReadReports) -> Iterator[Row]:
    return _with_head(given, done, ",", {name: name for name in NAMES if name != "line"})


def _with_head(given: Iterator[str], done: ReadReports, by: str, names: Mapping[str, str]) -> Iterator[Row]:
    """A table whose first line names its columns, in whatever order; ``names``: what it calls ours."""
    table = csv.reader(given, delimiter=by, quoting=csv.QUOTE_NONE if by == "\t" else csv.QUOTE_MINIMAL)
    try:
        head = {name.strip().lower(): place for place, name in enumerate(next(table, []))}
    except csv.Error as fault:
        raise UnreadableError("its first line names no columns") from fault
    places = {ours: head[theirs.lower()] for ours, theirs in names.items() if theirs.lower() in head}
    if lacking := [names[each] for each in ("day", "actor") if each not in places]:
        raise UnreadableError(f"its first line names no column {lacking[0]!r}")
    return _rows(lines.numbered(table), done, lambda row, line: _of_names(row, line, places))


def _of_names(row: Cells, line: int, places: Mapping[str, int]) -> Row:
    def given(name: str) -> str:
        return row[places[name]].strip() if name in places else ""

    try:
        day = dt.date.fromisoformat(given("day")[:10])
    except (ValueError, IndexError):
        raise UnreadableReportError("no day such as 2022-02-24") from None
    kind = given("type").upper()
    quad = int(given("quad")) if given("quad") else _QUADS.get(kind)
    if quad is not None and not 1 <= quad <= 4:
        raise UnreadableReportError("a quad is a number from 1 to 4")
    strength = given("intensity")
    return (
        *(_cell(given("id")) or str(line), day, _cell(kind), _cell(given("code")), quad),
        *(_cell(given("actor")), _cell(given("recipient")), _cell(given("place"))),
        *(_whole(given("mentions")), float(strength) if strength else None, _cell(given("source")), line),
    )


def _cell(text: str) -> str:
    return text.strip()[:LONGEST_CELL]


def _whole(text: str) -> int | None:
    number = int(text) if text.strip() else None
    if number is not None and not 0 <= number < 2**31:
        raise UnreadableReportError("a number of mentions is out of range")
    return number


FORMS: Mapping[str, Callable[[Iterator[str], ReadReports], Iterator[Row]]] = {
    "gdelt": _gdelt,
    "polecat": _polecat,
    "csv": _csv,
}


def about(path: Path) -> dict[str, str]:
    """What a Parquet file of reports says of itself. Raises ``UnreadableError`` where it is none."""
    with reading(path.name):
        try:
            held = pq.read_schema(path)
        except (OSError, pa.ArrowException) as fault:
            raise UnreadableError("it is no Parquet file") from fault
        said = {key.decode(): value.decode() for key, value in (held.metadata or {}).items()}
        if said.get("nemawashi") != LABEL or tuple(held.names) != NAMES:
            raise UnreadableError("it holds no reports: `nemawashi events import` writes such files")
        return {key: said[key] for key in ("form", "file", "sha256") if key in said}
