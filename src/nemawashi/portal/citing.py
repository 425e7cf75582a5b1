"""How the record is cited and licensed, and what a copy of it says of itself. In English, as the record's own words are."""

import datetime as dt
from collections.abc import Sequence

from nemawashi import __version__
from nemawashi.access import origins
from nemawashi.parties import queries

AUTHOR = "Nemawashi"
HOLDS = (
    "sources, claims and conflicts, parties, meetings, texts, commitments and assistance, every row with the sources "
    "that it rests on."
)
FICTION = "DEMONSTRATION: beside the real record this copy holds fiction; see the column origin of each table. "
LICENCE_NAME = "CC-BY-4.0"
SHORT_LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_ENTRY = {
    "name": LICENCE_NAME,
    "title": "Creative Commons Attribution 4.0 International",
    "path": LICENCE_URL,
}
LICENCE = f"""
The selection, arrangement and wording of this record are licensed under the
Creative Commons Attribution 4.0 International licence ({LICENCE_NAME}).

    Deed         {LICENCE_URL}
    Legal code   {LICENCE_URL}legalcode

You may share and adapt it for any purpose, if you name the record as in
CITATION.cff and say what you changed. Titles and words quoted from sources
remain those of their authors. The software is under the MIT licence.
The record speaks for no government.
"""


def title() -> str:
    """What the record is called, in English whoever reads it, so that every citation names it alike."""
    name = queries.forum().in_english()
    return f"Nemawashi record of the {name}" if name else "Nemawashi record"


def package_name() -> str:
    """The name of the data package and of its file."""
    return "-".join(
        filter(None, ["nemawashi", queries.forum().slug, "record", "with-fiction" if origins.are_asked_for() else ""])
    )


def licence() -> str:
    return f"{title()}\n{LICENCE}"


def description() -> str:
    """What the package is; a copy that was asked for with fiction says so first."""
    forum = queries.forum()
    what = " ".join(filter(None, [forum.in_english(), f"since {forum.founded}" if forum.founded else ""]))
    named = f"The public record of the {what}" if what else "The public record"
    return f"{FICTION if origins.are_asked_for() else ''}{named}: {HOLDS}"


def version(at: dt.datetime) -> str:
    """The day up to which the record goes."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%d")


def cite(at: dt.datetime, *, page: str = "", address: str = "") -> str:
    """How to cite the record, or one page of it under its permanent address."""
    named = f"“{page}”" if page else ""
    return ". ".join(filter(None, [named, f"{title()}, version of {version(at)}", address, SHORT_LICENCE])) + "."


def about(at: dt.datetime) -> dict[str, str]:
    """What the SQLite database says of itself."""
    return {
        "title": title(),
        "version": version(at),
        "licence": f"{LICENCE_NAME} {LICENCE_URL}",
        "citation": cite(at),
        "made_by": f"Nemawashi {__version__}",
    }


def citation_file(at: dt.datetime) -> str:
    """Citation File Format 1.2."""
    return f"""cff-version: 1.2.0
message: If you use this record, please cite it as below.
type: dataset
title: {title()}
abstract: >-
  {description()}
authors:
  - name: {AUTHOR}
version: "{version(at)}"
date-released: "{version(at)}"
license: {LICENCE_NAME}
"""


def readme(at: dt.datetime, tables: Sequence[tuple[str, str, int]], *, has_parquet: bool) -> str:
    """A page for whoever opens the folder."""
    parquet = "- `data/*.parquet`: zstd; for DuckDB, pandas, polars, R.\n" if has_parquet else ""
    rows = "\n".join(f"| {name} | {count} | {title} |" for name, title, count in tables)
    return f"""# {title()}

{description()}

Version of {version(at)}. Cite it as: {cite(at)}

## Forms

`datapackage.json` describes every file, column, type and key (Frictionless Data Package).

- `data/*.csv`: UTF-8, one header line. A list is a JSON array. A text that a spreadsheet would take for a formula
  (it begins with `=`, `+`, `-` or `@`) begins with an apostrophe here, and only here.
- `data/*.json`: an array of objects.
{parquet}- `record.sqlite`: all tables with their keys.

A date is as precise as its source: `2012`, `2012-11` or `2012-11-10`. Amounts keep their currency; nothing is
converted. An empty value says that the record does not know. `citations` tells the sources of every row, `ties` which
rows belong together; both name rows as `noun/id`.

## Tables

| table | rows | what |
|---|---:|---|
{rows}

## Licence

{LICENCE_ENTRY["title"]} ({LICENCE_NAME}), see `LICENSE.txt`. Words quoted from sources remain those of their authors.
"""
