"""The whole public record as one Frictionless data package: CSV, JSON and SQLite with licence and citation.

Parquet comes beside them where it can be written; the package tells of the files that it has. The same record gives the
same bytes. Nothing of the package depends on who asks: it is the public's view.
"""

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation

from nemawashi.kit.formats import parquet
from nemawashi.kit.formats.tables import RecordTable, as_csv, as_json, schema, write_sqlite
from nemawashi.parties import queries as parties
from nemawashi.parties.terms import in_language
from nemawashi.portal import citing, record_state
from nemawashi.portal.take_away import gathering, promising, sourcing

MARKER = "datapackage.json"
SQLITE = "record.sqlite"
KNOWN = frozenset({MARKER, "data", SQLITE, "README.md", "LICENSE.txt", "CITATION.cff"})
MEDIA = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
}


def tables() -> list[RecordTable]:
    """Every table, those first that others point to."""
    tables_of_rows = [
        *sourcing.source_tables(),
        *gathering.dialogue_tables(),
        *gathering.party_tables(),
        *gathering.meeting_tables(),
        *promising.text_tables(),
        *promising.commitment_tables(),
        *promising.remit_tables(),
        *promising.assistance_tables(),
        *gathering.word_tables(),
    ]
    return [*tables_of_rows, *sourcing.footing_tables(tables_of_rows)]


def write_package(folder: Path) -> dt.datetime:
    """Write the package into an empty folder; gives the moment back up to which the record in it goes."""
    with transaction.atomic(), translation.override("en"):
        at, every = record_state.changed_at(), tables()
    data = folder / "data"
    data.mkdir()
    for table in every:
        (data / f"{table.name}.csv").write_bytes(as_csv(table))
        (data / f"{table.name}.json").write_bytes(as_json(table))
    has_parquet = parquet.can_be_written()
    if has_parquet:
        parquet.write_all(data, every)
    write_sqlite(folder / SQLITE, every, citing.about(at))
    for name, content in (
        ("README.md", citing.readme(at, _rows(every), has_parquet=has_parquet)),
        ("LICENSE.txt", citing.licence()),
        ("CITATION.cff", citing.citation_file(at)),
        (MARKER, json.dumps(_descriptor(folder, every, at), ensure_ascii=False, indent=2) + "\n"),
    ):
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return at


def _rows(every: list[RecordTable]) -> list[tuple[str, str, int]]:
    return [(table.name, table.title, len(table.rows)) for table in every]


def _descriptor(folder: Path, every: list[RecordTable], at: dt.datetime) -> dict[str, Any]:
    resources, data = [], folder / "data"
    for table in every:
        resources += [
            _resource(folder, f"data/{table.name}.csv", table.name, table.title, schema(table), encoding="utf-8"),
            _resource(folder, f"data/{table.name}.json", f"{table.name}-json", table.title, encoding="utf-8"),
        ]
        if (data / f"{table.name}.parquet").exists():
            resources.append(_resource(folder, f"data/{table.name}.parquet", f"{table.name}-parquet", table.title))
    return {
        "name": citing.package_name(),
        "title": citing.title(),
        "description": citing.description(),
        "version": citing.version(at),
        "created": at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licenses": [citing.LICENCE_ENTRY],
        "contributors": [{"title": citing.AUTHOR, "role": "author"}],
        "keywords": [
            *filter(None, [in_language(parties.forum().short_names, "en")]),
            "diplomacy",
            "multilateral dialogue",
            "commitments",
            "assistance",
        ],
        "citation": citing.cite(at),
        "resources": [*resources, _resource(folder, SQLITE, "record-sqlite", "All tables as one SQLite database")],
    }


def _resource(
    folder: Path, path: str, name: str, title: str, fields: dict[str, Any] | None = None, **more: str
) -> dict[str, Any]:
    raw = (folder / path).read_bytes()
    ending = Path(path).suffix
    resource: dict[str, Any] = {
        "name": name,
        "title": title,
        "type": "table" if fields else "file",
        "path": path,
        "format": ending[1:],
        "mediatype": MEDIA[ending],
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        **more,
    }
    return resource | ({"schema": fields} if fields else {})
