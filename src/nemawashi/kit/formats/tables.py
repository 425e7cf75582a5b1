"""Tables with typed columns, and their four forms: CSV, JSON, SQLite and the Table Schema of Frictionless.

The same rows give the same bytes. Values are str, int, Decimal, bool, aware datetimes, lists of them, or None.
"""

import csv
import datetime as dt
import io
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
# How a column is called in Table Schema and in SQLite. "dated" is a date as precise as its source.
TYPES: Mapping[str, tuple[str, str]] = {
    "text": ("string", "TEXT"),
    "dated": ("string", "TEXT"),
    "whole": ("integer", "INTEGER"),
    "number": ("number", "NUMERIC"),
    "real": ("number", "REAL"),
    "flag": ("boolean", "INTEGER"),
    "moment": ("datetime", "TEXT"),
    "list": ("array", "TEXT"),
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a text begins that a spreadsheet would run


@dataclass(frozen=True, slots=True)
class Column:
    """``of``: the table whose ``id`` this column names."""

    name: str
    type: str
    description: str
    is_required: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class RecordTable:
    """Rows in the order of the record. ``key``: the columns that tell a row from every other."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


def schema(table: RecordTable) -> dict[str, Any]:
    """The Table Schema: types, constraints, keys."""
    descriptor: dict[str, Any] = {"fields": [_field(column, table.key) for column in table.columns]}
    descriptor["primaryKey"] = list(table.key)
    keys = [
        {"fields": [column.name], "reference": {"resource": column.of, "fields": ["id"]}}
        for column in table.columns
        if column.of
    ]
    return descriptor | ({"foreignKeys": keys} if keys else {})


def _field(column: Column, key: Sequence[str]) -> dict[str, Any]:
    descriptor: dict[str, Any] = {"name": column.name, "type": TYPES[column.type][0], "description": column.description}
    constraints: dict[str, Any] = {}
    if column.is_required or column.name in key:
        constraints["required"] = True
    if tuple(key) == (column.name,):
        constraints["unique"] = True
    if column.type == "dated":
        constraints["pattern"] = DATE
    return descriptor | ({"constraints": constraints} if constraints else {})


def as_csv(table: RecordTable) -> bytes:
    """RFC 4180 in UTF-8. Words that a spreadsheet would take for a formula begin with an apostrophe here."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.names)
    for row in table.rows:
        writer.writerow([cell(value) for value in row])
    return out.getvalue().encode()


def cell(value: Any) -> str:
    """A value in a cell of CSV; text that begins like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, bool):
        return str(value).lower()
    return _json(value) if isinstance(value, list) else str(_simple(value))


def as_json(table: RecordTable) -> bytes:
    """An array of objects, one a line."""
    rows = [_json(dict(zip(table.names, row, strict=True))) for row in table.rows]
    return ("[\n" + ",\n".join(rows) + "\n]\n").encode() if rows else b"[]\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_simple)


def _simple(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def write_sqlite(path: Path, tables: Iterable[RecordTable], about: Mapping[str, str]) -> None:
    """A database with all keys declared and held, and ``about`` in a table of its own."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA foreign_keys = OFF")  # tables that name each other; checked at the end
        connection.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        connection.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
        for table in tables:
            connection.execute(_created(table))
            marks = ", ".join("?" * len(table.columns))
            rows = [tuple(_stored(value) for value in row) for row in table.rows]
            connection.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)  # noqa: S608  names are ours
        connection.commit()
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise ValueError("a row names another that is not there")
        connection.execute("VACUUM")
    finally:
        connection.close()


def _created(table: RecordTable) -> str:
    lines = []
    for column in table.columns:
        needed = " NOT NULL" if column.is_required or column.name in table.key else ""
        points = f' REFERENCES "{column.of}" ("id")' if column.of else ""
        lines.append(f'"{column.name}" {TYPES[column.type][1]}{needed}{points}')
    lines.append("PRIMARY KEY (" + ", ".join(f'"{name}"' for name in table.key) + ")")
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)})'


def _stored(value: Any) -> Any:
    return _json(value) if isinstance(value, list) else _simple(value)
