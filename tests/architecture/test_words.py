"""One word, one meaning: what the glossary does not say is not the name of a class, a function or a file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "nemawashi"
FILES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]

# What is never said for a word of ours (docs/glossary.md); words that Django itself needs are not in the list.
NEVER = {
    "country": "party",
    "countries": "party",
    "nation": "party",
    "paragraph": "clause",
    "todo": "bracket",
    "vote": "position",
    "veto": "objection",
    "approval": "silence",
    "approve": "silence",
    "tag": "concept",
    "keyword": "concept",
}
NO_FILE = {"utils", "helpers", "services", "service", "manager", "managers", "misc", "common", "core", "extras"}


def _names() -> Iterator[tuple[Path, str]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield path, node.name


def _parts(name: str) -> set[str]:
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_forbidden_words_name_nothing() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)}: {name} (say {NEVER[word]})"
        for path, name in _names()
        for word in _parts(name) & NEVER.keys()
    ]

    assert wrong == []


def test_no_file_is_a_drawer() -> None:
    assert [str(path.relative_to(SOURCE)) for path in FILES if path.stem in NO_FILE] == []


def test_queries_are_noun_phrases() -> None:
    found = [f"{path.parent.name}: {name}" for path, name in _names() if path.name == "queries.py"]

    assert found != []
    assert [name for name in found if name.split(": ")[1].lstrip("_").startswith("get_")] == []


def test_no_word_to_translate_stands_within_a_formatted_string() -> None:
    """The collector of messages does not look there, so that the word stays English on every page."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in FILES
        for whole in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("gettext", "_", "ngettext")
        if call.args and isinstance(call.args[0], ast.Constant)
    ]

    assert hidden == []
