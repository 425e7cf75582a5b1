"""Parquet files of tables, written by DuckDB from their JSON: an extra, ``parquet`` (docs/decisions/0014)."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from nemawashi.kit.formats.tables import RecordTable

TYPES = {
    "text": "VARCHAR",
    "dated": "VARCHAR",
    "whole": "BIGINT",
    "number": "DECIMAL(24, 4)",
    "real": "DOUBLE",
    "flag": "BOOLEAN",
    "moment": "TIMESTAMPTZ",
    "list": "VARCHAR[]",
}


def can_be_written() -> bool:
    """Whether this installation has the extra ``parquet``; asked before anybody is offered a file."""
    return find_spec("duckdb") is not None


def write_all(folder: Path, tables: Iterable[RecordTable]) -> None:
    """``<name>.parquet`` beside the ``<name>.json`` of each table that lies in ``folder``."""
    import duckdb  # noqa: PLC0415  optional, and slow

    with duckdb.connect(":memory:", config={"threads": 1, "autoinstall_known_extensions": False}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for table in tables:
            kinds = ", ".join(f"{_name(column.name)}: {_words(TYPES[column.type])}" for column in table.columns)
            read = f"read_json({_words(str(folder / f'{table.name}.json'))}, format = 'array', columns = {{{kinds}}})"
            to = _words(str(folder / f"{table.name}.parquet"))
            connection.execute(f"COPY (SELECT * FROM {read}) TO {to} (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608


def _words(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
