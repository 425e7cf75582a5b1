"""Every word of refusal is expected of some act or rule by some test: one that nobody tries may be gone unseen."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
NOUNS = ("access", "meetings", "texts", "commitments", "assistance", "business", "sources", "analysis")
FILES = [path for path in sorted(TESTS.rglob("*.py")) if path.parent != Path(__file__).parent]
REFUSALS = [(noun, word) for noun in NOUNS for word in import_module(f"nemawashi.{noun}.terms").Refusal.__members__]


def _nouns_by_name(tree: ast.Module) -> dict[str, str]:
    """Under which names the words of which noun stand in a file: its ``Refusal``, or the module that has it."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name, parts = alias.asname or alias.name, node.module.split(".")
                if alias.name == "Refusal" and parts[-1] == "terms":
                    names[name] = parts[-2]
                elif alias.name == "terms":
                    names[name] = parts[-1]
    return names


def _expected(path: Path) -> set[tuple[str, str]]:
    """Noun and word of each ``Refusal.WORD`` and ``terms.Refusal.WORD`` in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = _nouns_by_name(tree)
    words = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            of = node.value.value if isinstance(node.value, ast.Attribute) and node.value.attr == "Refusal" else node.value
            if isinstance(of, ast.Name) and of.id in names:
                words.add((names[of.id], node.attr))
    return words


EXPECTED = {pair for path in FILES for pair in _expected(path)}


@pytest.mark.parametrize(("noun", "word"), REFUSALS, ids=[f"{noun}.{word}" for noun, word in REFUSALS])
def test_refusal_is_expected_somewhere(noun: str, word: str) -> None:
    assert (noun, word) in EXPECTED
