"""One word, one meaning: what the glossary does not say is not the name of a class, a function or a file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "nemawashi"
FILES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}

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

# Participles that leave the reader to ask what was told, or found: a thing is called by the noun that it holds.
EMPTY = {"told", "found"}

# Classes that Django, or the house, gives one name in every noun: the acts and refusals of a noun, and a command.
IN_EVERY_NOUN = {"Act", "Refusal", "Meta", "Command"}

# Names that still stand for more than one thing, each with why it may.
TWO_THINGS = {
    "Disagreement",  # one thing: the kit finds it, and the table of conflicts keeps it in the words of its choices
    "Entry",  # the log has entries, the index has them in its table, and calendar and feed formats call theirs so
    "Standing",  # of a party in a dialogue (a table) and of a reader (a term): the field has one word for both
}

# Rooms whose names are not through yet: emptied as they are.
UNFINISHED: set[str] = set()

NO_FILE = {"utils", "helpers", "services", "service", "manager", "managers", "misc", "common", "core", "extras"}


def _names() -> Iterator[tuple[Path, str]]:
    for path in FILES:
        for node in ast.walk(TREES[path]):
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


def _is_unfinished(path: Path) -> bool:
    return any(path.is_relative_to(SOURCE / room) for room in UNFINISHED)


def _variables(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def test_variables_are_called_by_the_noun_they_hold() -> None:
    empty = {
        f"{path.relative_to(SOURCE)}: {function.name}: {name}"
        for path in FILES
        if not _is_unfinished(path)
        for function in ast.walk(TREES[path])
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for name in _variables(function)
        if name in EMPTY
    }

    assert empty == set()


def _is_shape(path: Path, node: ast.ClassDef) -> bool:
    """What the API shows of a noun, and the app of one, are named as the noun itself."""
    return path.is_relative_to(SOURCE / "api") or any(isinstance(b, ast.Name) and b.id == "AppConfig" for b in node.bases)


def test_no_class_name_stands_for_two_things() -> None:
    places: dict[str, list[Path]] = {}
    for path in FILES:
        for node in ast.walk(TREES[path]):
            if isinstance(node, ast.ClassDef) and not _is_shape(path, node) and not _is_unfinished(path):
                places.setdefault(node.name, []).append(path.relative_to(SOURCE))
    twice = {name: paths for name, paths in places.items() if len(paths) > 1}

    assert {name: paths for name, paths in twice.items() if name not in IN_EVERY_NOUN | TWO_THINGS} == {}


def test_no_file_is_a_drawer() -> None:
    assert [str(path.relative_to(SOURCE)) for path in FILES if path.stem in NO_FILE] == []


def test_queries_are_noun_phrases() -> None:
    queries = [f"{path.parent.name}: {name}" for path, name in _names() if path.name == "queries.py"]

    assert queries != []
    assert [name for name in queries if name.split(": ")[1].lstrip("_").startswith("get_")] == []


def test_no_word_to_translate_stands_within_a_formatted_string() -> None:
    """The collector of messages does not look there, so that the word stays English on every page."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in FILES
        for whole in ast.walk(TREES[path])
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("gettext", "_", "ngettext")
        if call.args and isinstance(call.args[0], ast.Constant)
    ]

    assert hidden == []
