"""The one folder in which an installation keeps its database, files and secrets."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path


def home() -> Path:
    """``NEMAWASHI_HOME``, else the platform's data folder."""
    named = os.environ.get("NEMAWASHI_HOME")
    return Path(named).expanduser().resolve() if named else user_data_path("nemawashi")


def shut(folder: Path) -> None:
    """Make the home, for its owner alone, and let whatever this process makes from now on be its owner's alone.

    The database holds what is tabled and hashes of passwords; no other account of the machine has to read them.
    """
    os.umask(0o077)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(PermissionError):  # of a folder that somebody else made for us
        folder.chmod(0o700)


def demo_secret(name: str) -> str:
    """A secret of demo mode: made once, kept in the home folder, readable for its owner only."""
    path = home() / f"demo-{name}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
