"""Lines of a large file of other people, plain or packed, one after the other, so that memory does not grow with it."""

import csv
import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from nemawashi.kit.faults import UnreadableError

LONGEST_LINE = 65_536
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
OTHER = "cp1252"  # as what bytes are read that are no UTF-8, where the caller is told of it
CUT = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError, RuntimeError)  # not to its end


@contextmanager
def of_file(source: Path, strange: Callable[[int], object] | None = None) -> Iterator[Iterator[str]]:
    """The lines of a file, of a gzip, or of the one file in a zip; a longer line than is read ends the reading.

    ``strange`` hears the number of each line that is no UTF-8; it is then read as Windows-1252.
    """
    with source.open("rb") as raw:
        head = raw.read(4)
        raw.seek(0)
        if head.startswith(b"PK"):
            with zipfile.ZipFile(raw) as archive:
                names = [each for each in archive.infolist() if not each.is_dir()]
                if len(names) != 1:
                    raise UnreadableError(f"a zip with {len(names)} files: take the one out that is meant")
                with archive.open(names[0]) as inner:
                    yield _bounded(inner, strange)
        elif head.startswith(b"\x1f\x8b"):
            with gzip.open(raw) as inner:
                yield _bounded(inner, strange)
        else:
            yield _bounded(raw, strange)


def _bounded(raw: IO[bytes] | gzip.GzipFile, strange: Callable[[int], object] | None) -> Iterator[str]:
    number = 0
    while line := raw.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise UnreadableError(f"line {number} is longer than {LONGEST_LINE:,} bytes")
        if number == 1 and line.startswith(UTF_16):
            raise UnreadableError("it is UTF-16: save it as UTF-8")
        form = "utf-8-sig" if number == 1 else "utf-8"
        try:
            text = line.decode(form)
        except UnicodeDecodeError:
            text = line.decode(OTHER if strange else form, "replace")
            if strange:
                strange(number)
        yield text


def numbered(table: Any) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows of a reader of CSV with their line; one that the reader itself gives up has no cells, and so is told."""
    while True:
        try:
            row = next(table)
        except StopIteration:
            return
        except csv.Error:
            yield table.line_num, ()
            continue
        if row:
            yield table.line_num, row


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
