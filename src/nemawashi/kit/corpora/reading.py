"""A file to its documents, by what its bytes are and not by how it is called."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, replace
from pathlib import Path

from nemawashi.kit import faults, xml
from nemawashi.kit.corpora.readers import akn, docx, html, jsonl, pdf, plain
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.corpora.values import About, Document, Reading, Unread, UnreadableError

LARGEST = 100_000_000  # bytes of a file that holds one document

_PACKED = (b"\xfd7zXZ\x00", b"\x1f\x8b", b"BZh")
_PAGE = re.compile(rb"^\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)
_AKN = re.compile(rb"<(?:\w+:)?akomaNtoso\b")
_STRAY = re.compile(r"[\0\ud800-\udfff]")  # signs that no database takes
_RICH = b"{\\rtf"
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def read(path: Path) -> Reading:
    """What a file says. Raises ``UnreadableError`` with its name, here or while the documents are walked through."""
    with faults.reading(path):
        reading = _opened(path)
    reading.documents = _named(reading.documents, path)
    return reading


def _named(documents: Iterable[Document], path: Path) -> Iterator[Document]:
    with faults.reading(path):
        yield from documents


def _opened(path: Path) -> Reading:
    try:
        if not path.is_file():
            raise UnreadableError("there is no such file" if not path.exists() else "is no file")
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as fault:
        raise UnreadableError(f"cannot be opened: {fault.strerror}") from fault
    if not start.strip():
        raise UnreadableError("the file is empty")
    if _is_jsonl(start, path):
        reading = Reading((), [])
        reading.documents = _with_languages(jsonl.documents(path), reading)
        return reading
    if size > LARGEST:
        raise UnreadableError(f"the file is larger than {LARGEST // 1_000_000} MB, too large for one document")
    content = path.read_bytes()
    return whole(content, name=path.name)


def whole(content: bytes, *, name: str = "") -> Reading:
    """The one document of a file that was read into memory. ``name`` helps where the file has no symbol or title."""
    reader = _reader(content)
    try:
        document = reader(content)
    except RecursionError as fault:
        raise UnreadableError("the file is nested more deeply than a document may be") from fault
    stem = re.sub(r"\.(docx|html?|pdf|xml|akn|txt|md)$", "", name, flags=re.I)
    about = document.about
    document = replace(document, about=replace(about, symbol=about.symbol or stem, title=about.title or stem))
    reading = Reading((), [], is_whole=True)
    reading.documents = _with_languages(iter([document]), reading)
    return reading


def _with_languages(documents: Iterator[Document], reading: Reading) -> Iterator[Document]:
    """Documents with their language; what was not read of them is passed on."""
    for document in documents:
        reading.unread += [
            Unread(f"{document.about.symbol}, {unread.place}" if unread.place else document.about.symbol, unread.why)
            for unread in document.unread
        ]
        about = document.about
        about = About(*(_STRAY.sub("", value) for value in astuple(about)))
        language = about.language.lower() or language_of(" ".join(piece.words[:300] for piece in document.pieces[:40]))
        yield replace(document, about=replace(about, language=language, series=about.series or series_of(about)))


def _is_jsonl(start: bytes, path: Path) -> bool:
    if start.startswith(_PACKED):
        return True
    if start.startswith(_RICH):
        return False
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" or path.suffix.lower() in (".jsonl", ".ndjson")


def _reader(content: bytes) -> Callable[[bytes], Document]:
    if content.startswith(b"PK"):
        return docx.document
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return pdf.document
    if content.startswith(_OLD_WORD):
        raise UnreadableError("the file is of an old Word (.doc): save it as .docx")
    if content.startswith(_RICH):
        raise UnreadableError("the file is Rich Text: save it as .docx")
    head = xml.utf8(content[:65536], is_cut=True) if content.startswith((b"\xff\xfe<", b"\xfe\xff\0<")) else content[:65536]
    if _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return html.document
    if _AKN.search(head):
        return akn.document
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return (
            html.document if re.search(rb"<(?:p|div|body|h1|br)\b", head, re.I) and b"<?xml" not in head[:200] else _strange
        )
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError("the file is none of JSONL, DOCX, HTML, PDF, Akoma Ntoso or plain text")
    return plain.document


def _strange(content: bytes) -> Document:
    decoded(content, declares=True)
    raise UnreadableError("the file is XML, but not Akoma Ntoso")


def language_of(words: str) -> str:
    """The language by its script: Japanese by its kana, Russian by Cyrillic, English otherwise."""
    kana = sum("\u3040" <= sign <= "\u30ff" for sign in words)
    cyrillic = sum("\u0400" <= sign <= "\u04ff" for sign in words)
    letters = sum(sign.isalpha() for sign in words) or 1
    return "ja" if kana / letters > 0.1 else "ru" if cyrillic / letters > 0.4 else "en"


_COUNTED = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+tieth|\w+teenth"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\b"
)


def series_of(about: About) -> str:
    """What a document continues, by its title without the numbers and dates in it; empty where it has no title."""
    title = unicodedata.normalize("NFKC", about.title).casefold().replace("\u2019", "'")
    return " ".join(re.sub(r"[^\w' ]+", " ", _COUNTED.sub(" ", title)).split())
