"""Pieces of a document to clauses: each with its kind, its printed number taken off.

What the file says of itself (a heading's style, an element's name) goes before what the words look like. A document is
read as a resolution when an organ speaks in it or its clauses begin with participles; anything else is a statement, in
which prose is operative. After an annex's heading everything that is numbered or prose is an item of the annex.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nemawashi.kit.corpora import leads
from nemawashi.kit.corpora.numbers import Numbered, Style, counted, without_number
from nemawashi.kit.corpora.values import Clause, Kind, Piece, Unread

LONGEST = 20_000  # code points of one clause; a longer one is a file whose breaks were lost

_BLANKS = re.compile(r"[\s\u00ad\u200b\ufeff]+")
_SOFT = re.compile(r"[\u00ad\u200b\ufeff\0\ud800-\udfff]")  # signs that no reader sees or no database takes
_END = re.compile(r"[.,;:。、；：!?！？]\W{0,4}$")
_LETTER = re.compile(r"[^\W\d_]")
_WORDY = 16
_SIGNS = 45  # of a Japanese heading
_ESCAPED = re.compile(r"\\([.()\[\]*_#\-])")  # as Markdown prints a dot that is no list
_TABLE = re.compile(r"\d[\s,.]*\d[\s,.]*\d[\s,.]*$")


@dataclass
class _Where:
    """What was seen of the document before a piece."""

    language: str
    is_resolution: bool
    in_annex: bool = False
    begun: bool = False  # an operative clause was seen
    after_chapeau: bool = False


def split(pieces: Iterable[Piece], *, language: str = "en", title: str = "") -> tuple[list[Clause], list[Unread]]:
    """The clauses of a document in their order, and what could not be split."""
    kept, unread = _readable(pieces)
    language = language[:2].lower()
    numbered = [counted(piece.number, piece.words) if piece.number else without_number(piece.words) for piece in kept]
    where = _Where(language, _speaks_as_organ(kept, language))
    clauses = []
    for place, (piece, line) in enumerate(zip(kept, numbered, strict=True)):
        coming = numbered[place + 1] if place + 1 < len(numbered) else None
        kind = _kind(piece, line, coming, where, title=title, first=place == 0)
        if kind is Kind.HEADING and leads.ANNEX.match(piece.words):
            where.in_annex = True
        where.begun = where.begun or kind in (Kind.OPERATIVE, Kind.CHAPEAU)
        where.after_chapeau = kind is Kind.CHAPEAU or (kind is Kind.SUB and where.after_chapeau)
        clauses.append(Clause(kind, "" if line.style is Style.BULLET else line.number, line.words or piece.words))
    return clauses, unread


def _readable(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Unread]]:
    kept, unread = [], []
    for piece in pieces:
        words = _ESCAPED.sub(r"\1", _BLANKS.sub(" ", _SOFT.sub("", piece.words)).strip())
        if len(words) > LONGEST:
            for part in _parted(words):
                kept.append(Piece(part, piece.number, piece.kind, piece.place))
            unread.append(Unread(piece.place, f"a clause of {len(words)} characters was cut at its sentences"))
        elif words:
            kept.append(Piece(words, piece.number, piece.kind, piece.place))
    return kept, unread


def _parted(words: str) -> Iterator[str]:
    """Words without a break that are too long for any clause, cut behind sentences into parts of bearable length."""
    start = 0
    while len(words) - start > LONGEST:
        window = words[start : start + LONGEST]
        cut = max(window.rfind(". "), window.rfind("; "), window.rfind("。")) + 1 or window.rfind(" ") + 1 or LONGEST
        yield window[:cut].strip()
        start += cut
    yield words[start:].strip()


def _speaks_as_organ(pieces: Sequence[Piece], language: str) -> bool:
    early = pieces[:40]
    if any(leads.FORMULA.match(piece.words) for piece in early):
        return True
    reasons = sum(
        leads.is_preambular(piece.words, language) and piece.words.rstrip("]").endswith((",", "、")) for piece in early
    )
    return reasons >= 3


def _kind(piece: Piece, line: Numbered, coming: Numbered | None, where: _Where, *, title: str, first: bool) -> Kind:
    if first and title and _same(piece.words, title):
        return Kind.TITLE
    if piece.kind is not None:
        return piece.kind
    words = piece.words
    if not _LETTER.search(words) or leads.CLOSING.match(words):
        return Kind.OTHER
    if leads.FORMULA.match(words) and not where.begun:
        return Kind.FORMULA
    if leads.ANNEX.match(words) and len(words.split()) <= _WORDY * 2 and not _END.search(words):
        return Kind.HEADING
    if piece.number:
        return Kind.SUB if line.style in (Style.LETTER, Style.BULLET) else _prose(line, coming, where)
    if leads.FOOTNOTE.match(words) and not (line.number == "*" and where.after_chapeau):
        return Kind.OTHER
    if line.style in (Style.LETTER, Style.BULLET):
        return _listed(line, where)
    if _is_heading(line, words, where):
        return Kind.HEADING
    if line.style is Style.PREAMBLE:
        return Kind.PREAMBULAR
    return _prose(line, coming, where)


def _listed(line: Numbered, where: _Where) -> Kind:
    if (
        line.style is Style.BULLET
        and where.is_resolution
        and not where.begun
        and leads.is_preambular(line.words, where.language)
    ):
        return Kind.PREAMBULAR
    return Kind.SUB


def _is_heading(line: Numbered, words: str, where: _Where) -> bool:
    most = _WORDY * 2 if line.style is Style.ROMAN else _WORDY
    if len(words) > _SIGNS if where.language == "ja" else len(words.split()) > most:
        return False
    if leads.SECTION.match(words):
        return not words.endswith(";")
    ends = _END.search(words)
    if line.style in (Style.ROMAN, Style.CAPITAL):
        return not (ends and words.endswith((";", ",")))
    if ends:
        return words.endswith(":") and line.style is Style.NONE and len(words.split()) <= 3
    if line.style is Style.ARABIC:
        return not where.is_resolution and not leads.is_operative(line.words, where.language) and len(words.split()) <= 12
    if leads.is_operative(words, where.language) and where.language != "ja" and where.is_resolution:
        return False
    return not _TABLE.search(words) and not words[0].islower()


def _prose(line: Numbered, coming: Numbered | None, where: _Where) -> Kind:
    opens_list = (
        line.words.rstrip("]").endswith((":", "：")) and coming is not None and coming.style in (Style.LETTER, Style.BULLET)
    )
    if where.in_annex:
        return Kind.CHAPEAU if opens_list else Kind.ANNEX
    reason = leads.is_preambular(line.words, where.language)
    if (
        line.style is Style.NONE
        and where.is_resolution
        and not where.begun
        and (reason or not leads.is_operative(line.words, where.language))
    ):
        return Kind.PREAMBULAR
    if line.style is Style.NONE and reason and line.words.rstrip("] ").endswith((",", ";", "、")):
        return Kind.PREAMBULAR
    return Kind.CHAPEAU if opens_list else Kind.OPERATIVE


def _same(words: str, title: str) -> bool:
    return _BLANKS.sub(" ", words).strip().casefold() == _BLANKS.sub(" ", title).strip().casefold()
