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


# Letters that one of the languages written like Russian or like English has and the others have not.
_ONLY = {
    "tg": "ӣӯҷ",
    "uz-cyrl": "ў",
    "kk": "ұіһ",
    "tk-cyrl": "җ",
}
_MARKED = frozenset("әғқңөүҳ" + "".join(_ONLY.values()))  # with what several of them have
_LEAST_WORDS = 0.1  # of all words: where so many are Russian small words, the others are names
_RUSSIAN_WORDS = frozenset("и в на с по для из о об от к за при не что или а их".split())
_KYRGYZ_WORDS = frozenset("жана менен үчүн бул же эмес ушул болуп".split())
_LEAST_LETTERS = 0.012  # of all letters
_UZBEK_LETTER = re.compile(r"[og]['’‘ʻʼ`](?=[^\W\d_]{2})", re.IGNORECASE)
_UZBEK_WORDS = frozenset("va bilan uchun ham yoki har hamda barcha davlat kerak lozim esa deb shu lar".split())
_TAJIK_WORDS = frozenset("дар аз ба ки бо барои он ин".split())
_TURKMEN = re.compile("[ňý]", re.IGNORECASE)
_TURKMEN_TOO = re.compile("[äşžöüç]", re.IGNORECASE)
_NOT_TURKMEN = re.compile("[ěřůĺľťďąęłßéàèâêîôõãñ]", re.IGNORECASE)


def language_of(words: str) -> str:
    """The language by its script and letters.

    Japanese by its kana; Kazakh, Kyrgyz, Tajik, Uzbek and Turkmen by the letters that Russian and English have not; other
    Cyrillic is Russian, and all else English.
    """
    kana = sum("\u3040" <= sign <= "\u30ff" for sign in words)
    cyrillic = sum("\u0400" <= sign <= "\u04ff" for sign in words)
    letters = sum(sign.isalpha() for sign in words) or 1
    if kana / letters > 0.1:
        return "ja"
    return _cyrillic(words.lower()) if cyrillic / letters > 0.4 else _latin(words, letters)


def _cyrillic(words: str) -> str:
    own = {code: sum(map(words.count, signs)) for code, signs in _ONLY.items()}
    said = words.split()
    russian = sum(word in _RUSSIAN_WORDS for word in said)
    if russian / len(said) >= _LEAST_WORDS or (_MARKED.isdisjoint(words) and _KYRGYZ_WORDS.isdisjoint(said)):
        return "ru"
    code = max(own, key=lambda each: own[each])
    if own[code]:
        return "kk" if code == "tk-cyrl" and own["kk"] else code
    if words.count("ҳ"):
        return "tg" if _TAJIK_WORDS.intersection(words.split()) else "uz-cyrl"
    if words.count("ә"):
        return "kk" if words.count("қ") or words.count("ғ") else "tk-cyrl"
    return "kk" if words.count("ғ") or words.count("қ") else "ky"


def _latin(words: str, letters: int) -> str:
    said = re.findall(r"[^\W\d_]+", words.lower())
    uzbek = sum(word in _UZBEK_WORDS for word in said)
    marked = sum(1 for _ in _UZBEK_LETTER.finditer(words))
    if "ʻ" in words or (marked and uzbek) or (marked > 1 and marked / len(said) > 0.1):
        return "uz"
    turkmen = len(_TURKMEN.findall(words))
    if turkmen / letters >= _LEAST_LETTERS and _TURKMEN_TOO.search(words) and not _NOT_TURKMEN.search(words):
        return "tk"
    if len(said) >= 4 and uzbek / len(said) > 0.12:
        return "uz"
    return "en"


_COUNTED = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+tieth|\w+teenth"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\b"
)


def series_of(about: About) -> str:
    """What a document continues, by its title without the numbers and dates in it; empty where it has no title."""
    title = unicodedata.normalize("NFKC", about.title).casefold().replace("\u2019", "'")
    return " ".join(re.sub(r"[^\w' ]+", " ", _COUNTED.sub(" ", title)).split())
