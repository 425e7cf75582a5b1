"""Reading an answer to the last byte: every way in which a word can hide in it is undone before looking for it."""

import base64
import binascii
import gzip
import html
import io
import quopri
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import pypdf

DEEPEST = 4
_FOLD = re.compile(r"\r?\n[ \t]")
_TAG = re.compile(r"<[^>]*>")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")

# A sign without which nothing is written in that way, and what is read where it stands.
_UNDOING: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("\n", lambda text: _FOLD.sub("", text)),
    ("&", html.unescape),
    ("<", lambda text: _TAG.sub("", text)),
    ("%", urllib.parse.unquote_plus),
    ("+", urllib.parse.unquote_plus),
    ("\\u", lambda text: _UNICODE.sub(lambda found: chr(int(found[1], 16)), text)),
)


def readings(body: bytes, depth: int = 0) -> Iterator[str]:
    """All texts that ``body`` may be read as: as it is, unfolded, unescaped, untagged, unpacked, decoded."""
    text = body.decode("utf-8", "replace")
    yield text
    if depth >= DEEPEST:
        return
    yield from (undone for sign, undo in _UNDOING if sign in text and (undone := undo(text)) != text)
    if b"=" in body:
        yield quopri.decodestring(body).decode("utf-8", "replace")
    yield from _unpacked(body, depth + 1)
    for found in _BASE64.finditer(body):
        yield from _from_base64(found[0], depth + 1)


def _unpacked(body: bytes, depth: int) -> Iterator[str]:
    """What is packed in ``body``; bytes that only begin like a packing hold nothing that a reader could unpack."""
    try:
        if body[:2] == b"\x1f\x8b":
            yield from readings(gzip.decompress(body), depth)
        elif body[:1] == b"\x78":
            yield from readings(zlib.decompress(body), depth)
        elif body[:5] == b"%PDF-":
            pages = pypdf.PdfReader(io.BytesIO(body))
            yield "\n".join([str(pages.metadata), *(page.extract_text() for page in pages.pages)])
        elif body[:4] == b"PK\x03\x04":
            archive = zipfile.ZipFile(io.BytesIO(body))
            for name in archive.namelist():
                yield name
                yield from readings(archive.read(name), depth)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile):
        return


@lru_cache(maxsize=200_000)
def _plain(word: bytes) -> tuple[bytes, ...]:
    """What a word says when it is read as base64, in either alphabet."""
    told = []
    for alphabet in (b"+/", b"-_"):
        try:
            told.append(base64.b64decode(word + b"=" * (-len(word) % 4), altchars=alphabet, validate=True))
        except (binascii.Error, ValueError):
            continue
    return tuple(told)


def _from_base64(word: bytes, depth: int) -> Iterator[str]:
    for plain in _plain(word):
        yield plain.decode("utf-8", "replace")
        yield from _unpacked(plain, depth)


def found(body: bytes, canaries: Iterable[str]) -> set[str]:
    """The canaries that stand in ``body`` in any reading, whatever their letter case."""
    wanted = {canary.lower() for canary in canaries}
    begins = "zq" if all(canary.startswith("zq") for canary in wanted) else ""  # looked for once instead of each
    hits: set[str] = set()
    for reading in readings(body):
        low = reading.lower()
        if begins in low:
            hits |= {canary for canary in wanted if canary in low}
        if hits == wanted:
            break
    return hits
