"""The package as it was built last. Built once for each state of the record, however many ask at the same time."""

import datetime as dt
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from nemawashi.access import origins
from nemawashi.kit import aside
from nemawashi.kit.folders import replaced
from nemawashi.kit.formats import parquet
from nemawashi.kit.formats.packing import zipped
from nemawashi.portal import citing, record_state
from nemawashi.portal.take_away.package import write_package

_in_process = threading.Lock()
WITH_FICTION = "with-fiction-"
PACKED = "package.zip"  # on the shelf; whoever takes it away gets it under the record's name


def zip_name() -> str:
    return f"{citing.package_name()}.zip"


def current() -> Path:
    """The folder with ``package`` and its zip, for the record as it is now; built when nobody has yet.

    A package built before Parquet could be written lies under another name, and goes when one with it is built.
    """
    shelf: Path = settings.TAKE_AWAY
    kind = WITH_FICTION if origins.are_asked_for() else ""
    folder = shelf / (kind + record_state.etag() + ("" if parquet.can_be_written() else "-without-parquet"))
    if not folder.exists():
        shelf.mkdir(parents=True, exist_ok=True)
        with _alone(shelf):
            if not folder.exists():
                _build(folder)
                _clear(shelf, keep=folder, kind=kind)
    return folder


def _build(folder: Path) -> None:
    with replaced(folder) as new:
        package = new / "package"
        package.mkdir()
        at = write_package(package)
        zipped(package, new / PACKED, top=citing.package_name(), at=at)
        (new / "changed_at").write_text(at.isoformat())


def changed_at(folder: Path) -> dt.datetime:
    return dt.datetime.fromisoformat((folder / "changed_at").read_text())


def _clear(shelf: Path, *, keep: Path, kind: str) -> None:
    """Earlier states go: whoever needs one has cited it and taken it away. With and without fiction are two packages."""
    for old in shelf.iterdir():
        is_same_kind = old.name.startswith(WITH_FICTION) == bool(kind)
        if old.is_dir() and old != keep and is_same_kind:
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _alone(shelf: Path) -> Iterator[None]:
    """One builder at a time, among threads and, where the system can lock files, among processes."""
    with aside.waiting():
        _in_process.acquire()
    try:
        with (shelf / "lock").open("w") as file:
            try:
                import fcntl  # noqa: PLC0415  optional: not on Windows

                with aside.waiting():
                    fcntl.flock(file, fcntl.LOCK_EX)
            except ImportError:
                pass
            yield
    finally:
        _in_process.release()
