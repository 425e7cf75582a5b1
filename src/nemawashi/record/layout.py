"""Rows as the record's files lay them out. A row that says what the shipped file says keeps the file's own lines.

So the export of an untouched record is the shipped record byte for byte, comments included, and a change of one row
is a difference of one row. The bytes depend on the rows and on this release, and on nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from nemawashi.record import files
from nemawashi.record.files import plain
from nemawashi.record.forms import FORMS, Field

BLOCK = frozenset(
    {"forum", "parties", "meetings", "commitments", "remits", "formats"}
)  # a key a line; the others, a row a line
WIDEST = 1 << 30


def _dates(form: Mapping[str, Field]) -> set[str]:
    dates = {key for key, each in form.items() if each.kind == "date"}
    for each in form.values():
        inner = each.items if each.kind == "list" and each.items else each
        dates |= _dates(inner.keys) if inner.keys else set()  # however deep they stand
    return dates


DATES = frozenset().union(*map(_dates, FORMS.values()))


class _Dumper(yaml.CSafeDumper):
    """Safe YAML; words of several lines are quoted, so that a row never depends on how deep it stands."""


def _words(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if "\n" in value else None)


_Dumper.add_representer(str, _words)


@dataclass(frozen=True)
class Shipped:
    """A shipped file: what stands above its rows, and each row with the comments above it and its own lines."""

    head: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Any] = field(default_factory=dict)


def shipped(name: str) -> Shipped:
    """The shipped file of a name, cut into its rows."""
    path = files.PACKAGED / f"{name}.yaml"
    rows = files.read_rows(path, name)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if not rows:
        return Shipped("".join(lines))
    starts = [_above(lines, row.line - 1) for row in rows]
    comments, own = {}, {}
    for number, row in enumerate(rows):
        end = starts[number + 1] if number + 1 < len(rows) else len(lines)
        comments[row.key] = "".join(lines[starts[number] : row.line - 1]) if number else ""
        own[row.key] = "".join(lines[row.line - 1 : end])
    return Shipped("".join(lines[: rows[0].line - 1]), comments, own, {row.key: in_one_form(row.data) for row in rows})


def _above(lines: Sequence[str], start: int) -> int:
    """Where the comments above a row begin."""
    while start and (lines[start - 1].startswith("#") or not lines[start - 1].strip()):
        start -= 1
    return start


def laid_out(name: str, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """A file of rows, each with its key, in the given order."""
    known = shipped(name)
    parts = [known.head]
    for key, row in rows:
        is_as_shipped = known.rows.get(key) == in_one_form(row)
        parts.append(known.comments.get(key, ""))
        parts.append(known.lines[key] if is_as_shipped else _row(name, row))
    text = "".join(parts)
    return text if text != known.head else f"{text}[]\n"


def in_one_form(value: Any, key: str = "") -> Any:
    """What a row says, whatever its layout: no key that holds nothing, dates as text."""
    if isinstance(value, Mapping):
        return {str(name): in_one_form(part, name) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [in_one_form(part) for part in value]
    return str(plain(value)) if key in DATES else value


def _row(name: str, row: Mapping[str, Any]) -> str:
    if name not in BLOCK:
        return f"- {_flow(dict(row))}\n"
    lines = []
    for number, (key, value) in enumerate(row.items()):
        lead = "  " if number else "- "
        if isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
            lines.append(f"{lead}{key}:\n" + "".join(f"    - {_flow(part)}\n" for part in value))
        else:
            lines.append(f"{lead}{key}: {_flow(value)}\n")
    return "".join(lines)


def _flow(value: Any) -> str:
    """A value on one line."""
    line = yaml.dump([value], Dumper=_Dumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=WIDEST)
    return str(line).strip()[1:-1]
