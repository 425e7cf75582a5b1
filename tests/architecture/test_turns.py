"""Every act waits its turn: whatever enters the log is done in a transaction in which nobody else acts."""

import ast
from pathlib import Path

import pytest

import nemawashi

NOUNS = ("parties", "meetings", "texts", "commitments", "assistance", "business", "sources", "analysis")
SRC = Path(str(nemawashi.__file__)).parent
FILES = [path for noun in NOUNS for path in (*SRC.glob(f"{noun}/acts.py"), *SRC.glob(f"{noun}/acts/*.py"))]
ENTERS = {"enter", "enter_sealed", "enter_sealed_for_user"}


def _acts(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [each for each in functions if _enters(each) or {"at", "once"} <= {arg.arg for arg in each.args.kwonlyargs}]


def _enters(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ENTERS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
        for node in ast.walk(function)
    )


def _is_in_turn(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "in_turn" for node in function.decorator_list)


def _hands_on(function: ast.FunctionDef, names: set[str]) -> bool:
    """Whether it ends in a function of the same file that is in turn, with the token."""
    last = function.body[-1]
    return (
        isinstance(last, ast.Return)
        and isinstance(last.value, ast.Call)
        and isinstance(last.value.func, ast.Name)
        and last.value.func.id in names
        and any(keyword.arg == "once" for keyword in last.value.keywords)
    )


# What acts share: called by acts that have their turn.
SHARED = {"seal", "_enter", "_take_stance", "_set_closed", "_set_published"}


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(SRC)) for path in FILES])
def test_what_enters_the_log_is_in_turn(path: Path) -> None:
    acts = _acts(path)
    in_turn = {act.name for act in acts if _is_in_turn(act)}

    others = {act.name for act in acts if act.name not in in_turn and not _hands_on(act, in_turn)}

    assert others - SHARED == set()


def test_the_acts_were_found() -> None:
    found = [act for path in FILES for act in _acts(path) if _is_in_turn(act)]

    assert len(found) > 55
