"""Files of others lie in one folder, as their authors released them, with their licences."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "src" / "nemawashi" / "static" / "nemawashi" / "vendor"
RELEASED = {"htmx-2.0.10.min.js": "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"}
LICENCES = {"htmx-LICENSE.txt"}


def test_each_file_is_as_it_was_released() -> None:
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.js")}

    assert digests == RELEASED


def test_each_file_is_told_of_with_its_licence() -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert {path.name for path in FOLDER.iterdir()} == {*RELEASED, *LICENCES, "README.md"}
    assert [name for name in (*RELEASED, *LICENCES) if name not in told] == []
