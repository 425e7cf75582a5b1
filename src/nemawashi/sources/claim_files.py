"""Claims as YAML or CSV: read row by row with every fault named, and written back in the same columns."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.formats import tables
from nemawashi.kit.limits import LONGEST_FIGURE
from nemawashi.sources.rules import LONGEST_VALUE
from nemawashi.sources.terms import CitationStance, ClaimKind

COLUMNS = (
    "conflict", "subject", "property", "kind", "as_of", "value", "source", "locator", "note", "preferred", "stance",
)  # fmt: skip
NEEDED = ("subject", "property", "kind", "value", "source")
LARGEST = 50_000_000  # bytes of a file of claims
_TYPED = re.compile(r"-?\d+(\.\d+)?|\d{4}-\d\d-\d\d|true|false")
Value = str | int | float | bool | dt.date


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One source's claim as a file gives it; ``line`` is where it starts."""

    line: int
    subject: str
    property: str
    kind: str
    value: Value
    source: str
    conflict: str = ""
    as_of: ImpreciseDate | None = None
    locator: str = ""
    note: str = ""
    preferred: bool = False
    stance: str = CitationStance.ASSERTS


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class ClaimFile:
    rows: tuple[ClaimRow, ...]
    faults: tuple[LineFault, ...]


def read(raw: bytes, *, is_csv: bool = False) -> ClaimFile:
    """The rows of a file and all its faults; a row with a fault is left out. Never raises."""
    if len(raw) > LARGEST:
        return ClaimFile((), (LineFault(1, f"the file is larger than {LARGEST:,} bytes"),))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return ClaimFile((), (LineFault(raw.count(b"\n", 0, error.start) + 1, "is not UTF-8 from here on"),))
    rows: list[ClaimRow] = []
    faults: list[LineFault] = []
    try:
        for line, data in _csv(text) if is_csv else _yaml(text):
            row_or_fault = _row(line, data)
            (rows if isinstance(row_or_fault, ClaimRow) else faults).append(row_or_fault)  # type: ignore[arg-type]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.append(LineFault(mark.line + 1 if mark else 1, f"is not YAML: {error.problem or error}"))
    except (yaml.YAMLError, csv.Error, RecursionError, ValueError) as error:
        faults.append(LineFault(1, f"cannot be read: {error}"))
    return ClaimFile(tuple(rows), tuple(faults))


class Loader(yaml.CSafeLoader):
    """Safe YAML; a day that is not in the calendar stays text, to be reported with its line."""

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value


Loader.add_constructor("tag:yaml.org,2002:timestamp", Loader.construct_yaml_timestamp)


def _yaml(text: str) -> Iterator[tuple[int, Any]]:
    if "&" in text and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.CSafeLoader)):
        raise ValueError("it uses aliases (&, *): write the values out")
    loader = Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return
        if not isinstance(root, yaml.SequenceNode):
            raise ValueError("it must be a list of rows")
        for node in root.value:
            yield node.start_mark.line + 1, loader.construct_document(node)
    finally:
        loader.dispose()


def _csv(text: str) -> Iterator[tuple[int, Any]]:
    table = csv.DictReader(io.StringIO(text), strict=True)
    names = [name.strip() for name in table.fieldnames or ()]
    if missing := [name for name in NEEDED if name not in names]:
        raise ValueError(f"the first line must name the columns; missing: {', '.join(missing)}")
    table.fieldnames = names
    for row in table:
        if None in row:
            yield table.line_num, f"has more cells than the first line: {row[None]}"
            continue
        yield (
            table.line_num,
            {name: _cell(name, (cell or "").strip()) for name, cell in row.items() if (cell or "").strip()},
        )


def _cell(name: str, text: str) -> Any:
    """A cell as YAML would type it, so that both forms of a file give the same claims."""
    if text[:1] == "'" and text[1:].startswith(tables.FORMULA):
        text = text[1:]
    if name == "value":
        if len(text) > 1 and text[0] == text[-1] == '"':
            return text[1:-1]
        plain = yaml.load(text, Loader) if _TYPED.fullmatch(text) else text  # noqa: S506  safe
        return plain if isinstance(plain, str | int | float | bool | dt.date) else text
    if name == "preferred":
        return text.lower() in ("true", "yes", "1")
    return text


def _row(line: int, data: Any) -> ClaimRow | LineFault:
    if not isinstance(data, Mapping):
        return LineFault(line, data if isinstance(data, str) else "is not a row of keys and values")
    if unknown := [str(key) for key in data if key not in COLUMNS]:
        return LineFault(line, f"unknown key {unknown[0]!r}")
    cells = {key: value for key, value in data.items() if value not in (None, "")}
    if missing := [key for key in NEEDED if key not in cells]:
        return LineFault(line, f"{missing[0]} is missing")
    if not isinstance(cells["value"], str | int | float | bool | dt.date) or isinstance(cells["value"], dt.datetime):
        return LineFault(line, "value must be a single value")
    if isinstance(cells["value"], str) and len(cells["value"]) > LONGEST_VALUE:
        return LineFault(line, f"value has more than {LONGEST_VALUE:,} characters")
    number = cells["value"]
    if isinstance(number, int | float) and not abs(number) < 10**LONGEST_FIGURE:
        return LineFault(line, f"value is no number of at most {LONGEST_FIGURE} digits")
    if cells["kind"] not in ClaimKind.values:
        return LineFault(line, f"kind {cells['kind']!r} is none of: {', '.join(ClaimKind.values)}")
    if cells.get("stance", CitationStance.ASSERTS) not in CitationStance.values:
        return LineFault(line, f"stance {cells['stance']!r} is none of: {', '.join(CitationStance.values)}")
    if not isinstance(cells.get("preferred", False), bool):
        return LineFault(line, "preferred must be true or false")
    try:
        cells["as_of"] = ImpreciseDate.parse(cells.get("as_of"))
    except ValueError as error:
        return LineFault(line, f"as_of: {error}")
    for key in ("subject", "property", "source", "conflict", "locator", "note"):
        if key in cells and not isinstance(cells[key], str):
            cells[key] = str(cells[key])
        if key in cells and "\0" in cells[key]:
            return LineFault(line, f"{key} holds a character that does not belong in a text")
    return ClaimRow(line=line, **cells)


def to_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows in the columns of ``COLUMNS``. Text that a spreadsheet would take for a formula begins with an apostrophe,
    which reading takes off again."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for row in rows:
        cells = {key: _plain(row.get(key)) for key in COLUMNS}
        if isinstance(row.get("value"), str) and _TYPED.fullmatch(cells["value"]):
            cells["value"] = f'"{cells["value"]}"'  # text that looks like a number stays text
        table.writerow({key: tables.cell(text) for key, text in cells.items()})
    return out.getvalue()


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def to_yaml(rows: Iterable[Mapping[str, Any]]) -> str:
    """One flow-style row a line, as in the record's own file."""
    lines = []
    for row in rows:
        cells = {key: row[key] for key in COLUMNS if key == "value" or row.get(key) not in (None, "", False)}
        lines.append("- {" + ", ".join(f"{key}: {_scalar(value)}" for key, value in cells.items()) + "}")
    return "\n".join(lines) + "\n"


def _scalar(value: Any) -> str:
    """Text in double quotes, so that nothing is mistaken for a number, a date or a comment."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | dt.date):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False)
