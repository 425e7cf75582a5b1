"""What the commands of counting have in common: collections from files or from the installation, options, answers.

A file is read and kept nowhere, unless its owner names a folder. Of the installation only published words are counted.
"""

import json
import math
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.analysis import outlines, queries
from nemawashi.kit import counting
from nemawashi.kit.counting import Collection, CountedDocument, Cross, Forms, Semantics, files
from nemawashi.kit.faults import NotThereError, UnreadableError, reading

MOST_ROWS = 100_000
OF_THE_INSTALLATION = "@"


def add_files(parser: ArgumentParser, *, of: str = "FILE", many: bool = True) -> None:
    parser.add_argument(
        "files",
        nargs="*" if many else 1,
        metavar=of,
        help="texts, lines of JSON, CSV or a folder of them; FILE::key=value takes the documents that have it;"
        " @adopted for the adopted texts of this installation, @corpus/SLUG for a reference corpus,"
        " @headings and @promises for the record's own outlines of texts and words of commitments,"
        " @own/LOGIN/SLUG for somebody's own material (default: @adopted)",
    )


def add_options(parser: ArgumentParser, *, semantics: Semantics) -> None:
    """How words are read; the defaults stand in the help."""
    parser.add_argument("--language", default="", help="of documents that do not say it (default: by their letters)")
    choices = ("join", "split")
    for name, says in (("hyphens", "co-operation"), ("apostrophes", "Asia's")):
        default = getattr(semantics, name)
        parser.add_argument(
            f"--{name}", choices=choices, default=default, help=f"whether {says} is one word or two (default: {default})"
        )
    parser.add_argument("--case", choices=("fold", "keep"), default=semantics.case, help="whether capitals are told apart")
    parser.add_argument(
        "--cross",
        choices=[str(each) for each in Cross],
        default=str(semantics.cross),
        help=f"what a phrase or a window reaches across: no punctuation, punctuation within a sentence, sentences within a"
        f" clause, everything within a document (default: {semantics.cross})",
    )
    parser.add_argument(
        "--forms",
        choices=[str(each) for each in Forms],
        default="exact",
        help="which forms are one word: exact, stem, lemma (an extra)",
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the tokens in this folder, for the next question")


def semantics_of(options: Mapping[str, Any]) -> Semantics:
    return Semantics(
        options["hyphens"], options["apostrophes"], options["case"], Cross(options["cross"]), Forms(options["forms"])
    )


def collection_of(names: Sequence[str], options: Mapping[str, Any]) -> Collection:
    """The documents of files and of collections of the installation, as one collection."""
    documents: list[CountedDocument] = []
    for name in names or ["@adopted"]:
        if name.startswith(OF_THE_INSTALLATION):
            documents += _of_the_installation(name)
        else:
            documents += files.collection([name], language=options["language"]).documents
    return Collection(_named_apart(documents), keep_in=options.get("keep"))


def _of_the_installation(given: str) -> list[CountedDocument]:
    name, conditions = files.parted(given)
    with reading(name), acting_as(PUBLIC):
        called = str(name).removeprefix(OF_THE_INSTALLATION)
        noun, _, rest = called.partition("/")
        owner, _, slug = rest.partition("/")
        if called in outlines.OUTLINES:
            rows = outlines.OUTLINES[called]()
        elif noun == "own":
            rows = queries.own_documents(slug, owner=owner)
        else:
            rows = queries.published_documents(called, viewer=PUBLIC)
        documents = [files.counted(row.id, row.text, row.language, row.attributes) for row in rows]
        if not documents:
            raise NotThereError("there is nothing published in it yet")
        chosen = [document for document in documents if files.meets(document, conditions)]
        if not chosen:
            raise UnreadableError("no document of it meets the conditions")
        return chosen


def _named_apart(documents: Iterable[CountedDocument]) -> list[CountedDocument]:
    known: dict[str, int] = {}
    return [files.once(document, known) for document in documents]


def about(collection: Collection, semantics: Semantics) -> dict[str, Any]:
    """A collection for programs: what it was, so that a figure can be had again."""
    return {
        "documents": len(collection),
        "words": len(collection.words(counting.WORDS)),
        "hash": collection.hash,
        "analysers": list(collection.analysers),
        "semantics": semantics.row(),
    }


def row(value: Any) -> dict[str, Any]:
    """A value as an object of JSON: no number that JSON does not have, and no more digits than are meant."""
    fields = asdict(value) if is_dataclass(value) and not isinstance(value, type) else dict(value)
    return {name.rstrip("_"): _plain(each) for name, each in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def written(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def line(content: Any) -> str:
    """One line of JSON."""
    return json.dumps(content, ensure_ascii=False) + "\n"


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Iterable[str]:
    """Rows for people: one line each, numbers to the right."""
    cells = [list(columns), *([_cell(row[name]) for name in columns] for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(columns))]
    for first, *rest in cells:
        numbers = (text.rjust(width) for text, width in zip(rest, widths[1:], strict=True))
        yield "  ".join([first.ljust(widths[0]), *numbers])


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def limit_of(value: int) -> int:
    if not 1 <= value <= MOST_ROWS:
        raise UnreadableError(f"--limit is a number from 1 to {MOST_ROWS:,}")
    return value
