"""The one folder in which an installation keeps its database, files and secrets."""

import os
import secrets
from pathlib import Path

from platformdirs import user_data_path


def home() -> Path:
    """``NEMAWASHI_HOME``, else the platform's data folder."""
    named = os.environ.get("NEMAWASHI_HOME")
    return Path(named).expanduser().resolve() if named else user_data_path("nemawashi")


def demo_secret(name: str) -> str:
    """A secret of demo mode: made once, kept in the home folder, readable for its owner only."""
    path = home() / f"demo-{name}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
