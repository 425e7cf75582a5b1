"""A file or a piece of text against the shelf: where each of its clauses comes from. Nothing of it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nemawashi.kit import corpora
from nemawashi.kit.lineage import Finding
from nemawashi.lineage import shelf

UNTRACED = (corpora.Kind.TITLE, corpora.Kind.HEADING, corpora.Kind.FORMULA)


@dataclass(frozen=True, slots=True)
class Traced:
    """A clause of a file and where it comes from; None for headings and formulas, which have no ancestry."""

    document: corpora.About
    clause: corpora.Clause
    finding: Finding | None


def found(text: str, *, before: str = "", language: str = "", limit: int = 5) -> Finding:
    """Where a piece of text comes from. Raises ``NotBuiltError``."""
    return shelf.open_index().find(text, before=before, language=language or corpora.language_of(text), limit=limit)


def traced(path: Path, *, before: str = "", limit: int = 3, unread: list[corpora.Unread] | None = None) -> Iterator[Traced]:
    """Each clause of a file with its sources, in order. ``before``: only sources earlier than this date, else than the file's.

    Raises ``NotBuiltError`` and ``corpora.UnreadableError``; what was not read goes to ``unread``.
    """
    index = shelf.open_index()
    reading = corpora.read(path)
    for document in reading.documents:
        about = document.about
        clauses, missed = corpora.split(document.pieces, language=about.language, title=about.title)
        for order, clause in enumerate(clauses):
            finding = None
            if clause.kind not in UNTRACED:
                finding = index.find(
                    clause.words,
                    before=before or about.date,
                    language=about.language,
                    series=about.series,
                    place=order / max(1, len(clauses) - 1),
                    limit=limit,
                )
            yield Traced(about, clause, finding)
        if unread is not None:
            unread += missed
    if unread is not None:
        unread += reading.unread
