"""A file or a piece of text against the shelf: where each of its clauses comes from. Nothing of it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from django.db.models import QuerySet

from nemawashi.access import origins
from nemawashi.access.viewers import PUBLIC
from nemawashi.kit import corpora
from nemawashi.kit.faults import NotThereError
from nemawashi.kit.lineage import Descent, IndexedClause
from nemawashi.kit.lineage.vectors import NEAREST, Vectors
from nemawashi.lineage import shelf
from nemawashi.lineage.models import Corpus
from nemawashi.parties.models import Dialogue
from nemawashi.texts.models import Text

_KEPT = frozenset(corpora.SplitKind) - {
    corpora.SplitKind.TITLE,
    corpora.SplitKind.HEADING,
    corpora.SplitKind.FORMULA,
    corpora.SplitKind.OTHER,
}
ALIKE = 3
UNTRACED = (corpora.SplitKind.TITLE, corpora.SplitKind.HEADING, corpora.SplitKind.FORMULA)


class NoSourceError(NotThereError):
    """There is neither a corpus or dialogue nor a file of that name; the message says so."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A clause of a file and where it comes from; None for headings and formulas, which have no ancestry."""

    document: corpora.About
    clause: corpora.SplitClause
    finding: Descent | None


def descent(
    text: str,
    *,
    before: str = "",
    language: str = "",
    series: str = "",
    limit: int = 5,
    vectors: Vectors | None = None,
) -> Descent:
    """Where a piece of text comes from; with ``vectors`` by meaning, too. Raises ``NotBuiltError``."""
    language = language or corpora.language_of(text)
    index = shelf.open_index()
    return index.find(text, before=before, language=language, series=series, limit=limit, vectors=vectors)


def alike(text: str, finding: Descent, *, before: str, language: str, vectors: Vectors | None) -> list[IndexedClause]:
    """The clauses nearest in meaning that are no source of ``finding``, each wording once; none without vectors."""
    if vectors is None:
        return []
    index = shelf.open_index()
    language = language or corpora.language_of(text)
    wordings = {source.clause.text for source in finding.sources}
    near: dict[str, IndexedClause] = {}
    for id in vectors.near(text, NEAREST, before=before, language=language):
        clause = index.get(id).get(language)
        if clause is not None and clause.text not in wordings:
            near.setdefault(clause.text, clause)
    return list(near.values())[:ALIKE]


def traced(
    path: Path,
    *,
    before: str = "",
    limit: int = 3,
    unread: list[corpora.Unread] | None = None,
    vectors: Vectors | None = None,
) -> Iterator[Traced]:
    """Each clause of a file with its sources, in order: earlier than ``before``, else than the file's own date.

    With ``vectors`` they are looked for by meaning, too. Raises ``NotBuiltError`` and ``corpora.UnreadableError``; what
    was not read goes to ``unread``.
    """
    index = shelf.open_index()
    reading = corpora.read(path)
    for document in reading.documents:
        about = document.about
        clauses, missed = corpora.split(document.pieces, language=about.language, title=about.title)
        asked = [place for place, clause in enumerate(clauses) if clause.kind not in UNTRACED]
        findings = index.traced(
            [clause.words for clause in clauses],
            asked,
            before=before or about.date,
            language=about.language,
            series=shelf.series_of(about.body, about.series),
            limit=limit,
            vectors=vectors,
        )
        asked_places = set(asked)
        for place, clause in enumerate(clauses):
            yield Traced(about, clause, next(findings) if place in asked_places else None)
        if unread is not None:
            unread += missed
    if unread is not None:
        unread += reading.unread


@dataclass(frozen=True, slots=True)
class Headed:
    """A clause, and the words of the heading under which it stands."""

    clause: IndexedClause
    heading: str


def clauses_of(name: str, *, files: bool = True) -> Iterator[Headed]:
    """The clauses of a corpus, of a dialogue's adopted texts, or of a file, by whatever the name names, without headings.

    Without ``files``, only what is public. Raises ``NoSourceError`` and ``corpora.UnreadableError``.
    """
    corpus = Corpus.objects.filter(slug=name).first()
    if corpus is not None:
        clauses = shelf.reference_clauses(corpus.documents.values_list("pk", flat=True), agreed=False)
    elif Dialogue.objects.filter(slug=name).exists():
        slugs = list(_texts_of(name).values_list("slug", flat=True))
        clauses = chain(shelf.text_clauses(slugs), shelf.full_text_clauses(slugs))
    elif files and Path(name).exists():
        clauses = _of_file(Path(name))
    else:
        raise NoSourceError(f"there is no corpus, no dialogue{' and no file' if files else ''} {name}")
    return _headed(clauses)


def _texts_of(dialogue: str) -> QuerySet[Text]:
    """What is compared is what was said: of fiction nothing, unless it is asked for."""
    return origins.shown(Text.objects.filter(dialogue__slug=dialogue), viewer=PUBLIC)


def _headed(clauses: Iterator[IndexedClause]) -> Iterator[Headed]:
    document = heading = ""
    for clause in clauses:
        if clause.document != document:
            document, heading = clause.document, ""
        if clause.kind == corpora.SplitKind.HEADING:
            heading = clause.text
        elif clause.kind in _KEPT:
            yield Headed(clause, heading)


def _of_file(path: Path) -> Iterator[IndexedClause]:
    for document in corpora.read(path).documents:
        about = document.about
        clauses, _ = corpora.split(document.pieces, language=about.language, title=about.title)
        for order, clause in enumerate(clauses):
            yield IndexedClause(
                id=f"{about.symbol}#{order}",
                text=clause.words,
                document=about.symbol,
                date=about.date,
                series=about.series,
                kind=str(clause.kind),
                language=about.language,
                place=order / max(1, len(clauses) - 1),
            )
