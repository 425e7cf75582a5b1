"""The passages under each code with the clause around them, to be read and cited: as CSV and as a Word file."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import groupby

from nemawashi.kit import word
from nemawashi.kit.coding.bypattern import PatternCoding
from nemawashi.kit.formats.tables import cell


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage in its clause. ``start`` and ``end`` are code points of the document."""

    code: str
    label: str
    document: str
    title: str
    date: str
    language: str
    start: int
    end: int
    before: str
    words: str
    after: str


def retrieved(coding: PatternCoding, *, limit: int | None = None) -> list[RetrievedPassage]:
    """All passages in the order of the codebook, and of the documents under each code."""
    documents = {document.id: document for document in coding.collection.documents}
    places = {code.id: number for number, (_depth, code) in enumerate(coding.book.walked())}
    labels = {code.id: code.label for code in coding.book.codes}
    rows = []
    for each in coding.passages(limit=limit):
        document = documents[each.document]
        apart = document.text.rfind("\n\n", 0, each.start)
        first = apart + 2 if apart >= 0 else 0
        last = document.text.find("\n\n", each.end)
        rows.append(
            RetrievedPassage(
                each.code,
                labels[each.code],
                each.document,
                document.attributes.get("title", ""),
                document.date,
                document.language,
                each.start,
                each.end,
                document.text[first : each.start],
                each.words,
                document.text[each.end : last if last >= 0 else len(document.text)],
            )
        )
    return sorted(rows, key=lambda row: places[row.code])


def to_csv(rows: Iterable[RetrievedPassage]) -> bytes:
    """With a byte order mark for Excel; words that it would take for a formula begin with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([field.name for field in fields(RetrievedPassage)])
    writer.writerows([cell(value) for value in astuple(row)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def place_of(row: RetrievedPassage) -> str:
    return f"{row.document}:{row.start}-{row.end}"


def to_word(
    rows: Sequence[RetrievedPassage],
    *,
    title: str,
    note: str = "",
    place: Callable[[RetrievedPassage], str] = place_of,
) -> bytes:
    """A heading for each code, and under it each passage set bold in its clause, with where it stands.

    ``note``: a line below the title; ``place``: what a passage is cited by.
    """
    blocks = [word.Passage(runs=(word.Run(title),), style="Title")]
    if note:
        blocks.append(word.Passage(runs=(word.Run(note, italic=True),)))
    for (_code, label), under in groupby(rows, key=lambda row: (row.code, row.label)):
        blocks.append(word.Passage(runs=(word.Run(label),), style="heading 1"))
        for row in under:
            spoken = row.language
            runs = (
                word.Run(row.before, language=spoken),
                word.Run(row.words, bold=True, language=spoken),
                word.Run(row.after, language=spoken),
            )
            cited = ", ".join(filter(None, (row.title, row.date, place(row))))
            blocks.append(word.Passage(runs=tuple(run for run in runs if run.words), language=spoken, style="Clause"))
            blocks.append(word.Passage(runs=(word.Run(cited, italic=True),)))
    return word.write(word.WordDocument(blocks=tuple(blocks), title=title))
