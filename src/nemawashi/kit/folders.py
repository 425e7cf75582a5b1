"""A folder that changes as a whole: whoever looks sees all of the old or all of the new, also after a kill."""

import ctypes
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from nemawashi.kit.faults import NotAllowedError

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
_KEPT = "; nothing was written"


class StrangeFolderError(NotAllowedError):
    """The folder holds what was not written here; the message is a sentence for the reader."""


def refuse_strange(folder: Path, known: Collection[str], *, marker: str | None = None) -> None:
    """Raise ``StrangeFolderError`` unless the folder is absent, empty, or holds nothing but ``known`` names.

    ``marker`` must be among them: names such as README.md alone do not tell whose folder it is.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise StrangeFolderError(f"{folder} is not a folder{_KEPT}")
    there = sorted(entry.name for entry in folder.iterdir())
    strange = [name for name in there if name not in known]
    if strange:
        more = f" and {len(strange) - 1} more" if len(strange) > 1 else ""
        raise StrangeFolderError(
            f"{folder} is no earlier export: it holds {strange[0]}{more}; name an empty folder; nothing was written"
        )
    if there and marker and marker not in there:
        raise StrangeFolderError(
            f"{folder} is no earlier export: it has no {marker}; name an empty folder; nothing was written"
        )


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """A new folder beside ``folder`` to write into; it takes its place when the block ends well, else it goes."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        new.chmod(folder.stat().st_mode & 0o7777 if folder.exists() else 0o777 & ~_umask())
        yield new
        _keep(new)
        _put(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _keep(folder: Path) -> None:
    """Have everything on the disk before any name changes, or a power cut would leave new names on empty files."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _put(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.rename(folder)
    elif not _exchanged(new, folder):
        old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        folder.rename(old / folder.name)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can; elsewhere there is a moment with neither."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
