"""Files as they were made last. Made once for each state of a text, slow ones one at a time; all may be deleted.

Nothing here knows of anybody who asks: a file is that of a public paper, and the same for everybody.
"""

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from nemawashi import __version__
from nemawashi.kit import aside
from nemawashi.kit.faults import Fault
from nemawashi.kit.papers import Paper
from nemawashi.lineage import shelf
from nemawashi.portal.papers import gathering
from nemawashi.portal.papers.forms import FORMS
from nemawashi.texts.models import Text

WAITS = 10  # seconds for the one who makes a slow file before us
MOST_WAITING = 3  # more would hold the threads in which everybody else is answered
_in_process = threading.Lock()
_queue = threading.BoundedSemaphore(MOST_WAITING)


class BusyError(Fault):
    """Others wait for files that are being made; the reader may ask again."""

    def __init__(self) -> None:
        super().__init__("another process makes files; try again")


@lru_cache(maxsize=1)
def _build() -> str:
    """What else the bytes depend on: this release's code, and what lays out a PDF."""
    package = files("nemawashi")
    parts = [__version__.encode(), version("weasyprint").encode()]
    for folder in ("kit/papers", "kit/word", "portal/papers"):
        for file in sorted(package.joinpath(folder).iterdir(), key=lambda file: file.name):
            if file.name.endswith(".py"):
                parts.append(file.read_bytes())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def name_of(paper: Paper, form: str) -> str:
    """A short name for the bytes that a paper gives in a form; another one as soon as anything in it is another."""
    content = [_build(), form, asdict(paper), shelf.edition() if FORMS[form].has_lineage else ""]
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:32]


def written(paper: Paper, text: Text, form: str, name: str, *, site: str) -> bytes:
    """The file, from the shelf or made now. Raises ``BusyError`` when its turn does not come, ``PdfMissingError``."""
    path = Path(settings.PAPERS) / paper.slug / form / f"{'-'.join(paper.languages)}-{name}"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(Path(settings.PAPERS)) if FORMS[form].is_slow else nullcontext():
        if path.exists():  # made while we waited
            return path.read_bytes()
        whole = gathering.with_lineage(paper, text, site=site) if FORMS[form].has_lineage else paper
        raw = FORMS[form].made(whole)
        _keep(path, raw)
    return raw


def _keep(path: Path, raw: bytes) -> None:
    """Put the file down as a whole, in place of the one of an earlier state."""
    fresh = path.with_name(f".{os.getpid()}-{threading.get_ident()}")
    fresh.write_bytes(raw)
    fresh.replace(path)
    languages = path.name.rpartition("-")[0]
    for old in path.parent.iterdir():
        if old != path and old.name.rpartition("-")[0] == languages:
            old.unlink(missing_ok=True)


@contextmanager
def _alone(shelf_of_papers: Path) -> Iterator[None]:
    """One maker at a time, among threads and, where the system can lock files, among processes."""
    if not _queue.acquire(blocking=False):
        raise BusyError
    try:
        with aside.waiting():
            if not _in_process.acquire(timeout=WAITS):
                raise BusyError
        try:
            with (shelf_of_papers / "lock").open("w") as file:
                try:
                    import fcntl  # noqa: PLC0415  optional: not on Windows

                    with aside.waiting():
                        fcntl.flock(file, fcntl.LOCK_EX)
                except ImportError:
                    pass
                yield
        finally:
            _in_process.release()
    finally:
        _queue.release()
