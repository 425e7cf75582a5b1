"""One file that somebody brings for a study: its document, split into clauses, with what of it was not read."""

from dataclasses import replace

from nemawashi.kit.clauses.spans import one_line
from nemawashi.kit.corpora.reading import whole
from nemawashi.kit.corpora.splitting import split
from nemawashi.kit.corpora.values import OfficialReading, UnreadableError
from nemawashi.kit.limits import Bound, TooMuchError
from nemawashi.kit.word import WordError

MOST_SIGNS = 3_000_000  # of a document: a bluebook of 400 pages has some 1,200,000
MOST_CLAUSES = 20_000
LONGEST_SYMBOL = 200


def _symbol(written: str) -> str:
    """What stands in the address of the document's page: one line, and no way out of its collection."""
    return one_line(written)[:LONGEST_SYMBOL].strip("/. ") or "document"


def brought(content: bytes, name: str, language: str = "", title: str = "") -> OfficialReading:
    """The one document of a file, as ``corpora.read`` reads it. Raises ``UnreadableError``.

    ``language`` and ``title`` are what whoever brings it says; where they are empty, the file says, or its letters do.
    """
    if not content.strip():
        raise UnreadableError("the file is empty")
    try:
        reading = whole(content, name=name)
    except UnreadableError as fault:
        raise fault.__cause__ if isinstance(fault.__cause__, WordError) else fault from None  # it names its reason
    (document,) = reading.documents
    if sum(len(piece.words) for piece in document.pieces) > MOST_SIGNS:
        raise TooMuchError(Bound.SIGNS, MOST_SIGNS)
    about = document.about
    about = replace(
        about,
        symbol=_symbol(about.symbol),
        language=language or about.language,
        title=title or about.title,
    )
    clauses, unsplit = split(document.pieces, language=about.language, title=about.title)
    if not clauses:
        raise UnreadableError("the file has no words")
    if len(clauses) > MOST_CLAUSES:
        raise TooMuchError(Bound.PARAGRAPHS, MOST_CLAUSES)
    return OfficialReading(about, tuple(clauses), (*document.unread, *unsplit))
