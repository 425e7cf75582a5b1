"""Copies of sources on the disk: kept under their SHA-256, told by their bytes, read for their text, never run."""

import hashlib
import io
import os
import re
import zipfile
from pathlib import Path
from typing import IO

from django.conf import settings

from nemawashi.kit import apart, limits
from nemawashi.kit.corpora import copies
from nemawashi.kit.corpora.copies import LONGEST_TEXT
from nemawashi.kit.faults import UnreadableError

LARGEST = limits.FILE_BYTES
SECONDS = 5  # of the processor for the words of a copy
MOST_UNPACKED = 60_000_000  # bytes of a Word file's own XML
PDF, HTML = "application/pdf", "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {PDF: ".pdf", HTML: ".html", DOCX: ".docx"}
_UNSAFE = re.compile(r"[^\w.() -]+")
_MARKUP = re.compile(rb"^\s*+(?:<!--(?>.*?-->)\s*+)*+(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def media_type(content: bytes) -> str | None:
    """PDF, HTML or Word as the bytes themselves say, whatever name or label came along; None for all else."""
    if content.startswith(b"%PDF-"):
        return PDF
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")[:4000]):
        return HTML
    return DOCX if _is_word(content) else None


def _is_word(content: bytes) -> bool:
    """A Word package without macros that does not unpack to more than it may."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = {info.filename: info.file_size for info in package.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return "word/document.xml" in names and not has_macros and sum(names.values()) <= MOST_UNPACKED


def place(sha256: str) -> Path:
    return Path(settings.ARCHIVE) / sha256[:2] / sha256


def keep(content: bytes) -> Path:
    """Write the bytes under their digest; whole or not at all, and once."""
    path = place(digest(content))
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return path


def forget(sha256: str) -> None:
    """Take a file off the disk for good. Whoever asks has made sure that no row names it."""
    place(sha256).unlink(missing_ok=True)


def opened(sha256: str) -> IO[bytes] | None:
    """The kept bytes, or None where the disk has lost them or they no longer have their digest."""
    path = place(sha256)
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return io.BytesIO(content) if digest(content) == sha256 else None


def safe_name(name: str, kind: str) -> str:
    """A plain file name with the ending that the bytes deserve."""
    stem = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(" .")
    stem = re.sub(r"(\.(pdf|html?|docx))+$", "", stem, flags=re.I)[:120] or "copy"
    return stem + ENDINGS.get(kind, "")


def text_of(content: bytes, kind: str) -> str:
    """The words of a copy for search; empty where none can be read, as in a scanned page. Never raises.

    Read in a process of its own, and not for long: the copy is kept all the same.
    """
    try:
        text = apart.ask(copies.words_of, content, ENDINGS[kind], seconds=SECONDS, patience=2.0 * SECONDS)
    except UnreadableError:
        return ""
    return " ".join(text.replace("\0", " ").split())[:LONGEST_TEXT]
