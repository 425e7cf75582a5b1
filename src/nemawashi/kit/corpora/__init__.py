"""Reference corpora: files of other forums to documents, documents to clauses.

::

    from nemawashi.kit import corpora

    reading = corpora.read(Path("statements.jsonl.xz"))       # JSONL, DOCX, HTML, PDF with text, Akoma Ntoso, plain text
    for document in reading.documents:
        clauses, unread = corpora.split(document.pieces, language=document.about.language, title=document.about.title)

A file that cannot be used raises ``UnreadableError`` with a sentence; what of a file was not read is listed with its place.
"""

from nemawashi.kit.corpora.reading import language_of, read, series_of, whole
from nemawashi.kit.corpora.splitting import split
from nemawashi.kit.corpora.values import About, Document, Piece, Reading, SplitClause, SplitKind, Unread, UnreadableError

__all__ = [
    "About", "SplitClause", "Document", "SplitKind", "Piece", "Reading", "Unread", "UnreadableError",
    "language_of", "read", "series_of", "split", "whole",
]  # fmt: skip
