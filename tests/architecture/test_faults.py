"""Errors form one tree: what a command, a page or another room catches has a sentence, whatever went wrong."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from nemawashi.kit import faults
from nemawashi.kit.faults import Fault
from nemawashi.project import commanding

SOURCE = Path(__file__).resolve().parents[2] / "src" / "nemawashi"


def _raised() -> dict[str, type[BaseException]]:
    """Every exception class that stands in a file of ours, by its place."""
    classes = {}
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        if "migrations" in path.parts or path.stem == "__main__" or not any(name.endswith("Error") for name in names):
            continue
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        module = importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
        for name, value in vars(module).items():
            if inspect.isclass(value) and issubclass(value, BaseException) and value.__module__ == module.__name__:
                classes[f"{module.__name__}.{name}"] = value
    return classes


def test_every_exception_of_ours_is_a_fault_and_is_called_an_error() -> None:
    raised = _raised()

    assert len(raised) > 25
    assert [place for place, value in raised.items() if not issubclass(value, Fault)] == []
    assert [place for place, value in raised.items() if value is not Fault and not place.endswith("Error")] == []


def test_no_file_defines_an_exception_without_saying_so() -> None:
    """One that does not end in Error would not be looked at above; it hangs on one that does, or on Python's own."""
    own = {name.rsplit(".", 1)[1] for name in _raised()} | {"Exception", "ValueError", "RuntimeError", "KeyError"}
    hidden = [
        f"{path.relative_to(SOURCE)}: {node.name}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.endswith("Error") and node.name != "Fault"
        for base in node.bases
        if getattr(base, "id", getattr(base, "attr", "")) in own
    ]

    assert hidden == []


def test_names_of_exceptions_say_one_thing_each() -> None:
    names = [place.rsplit(".", 1)[1] for place in _raised()]

    assert sorted({name for name in names if names.count(name) > 1}) == []


class _Failing(commanding.Command):
    fault: Fault = Fault("")
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        with faults.reading("a.docx"):
            raise self.fault


@pytest.mark.parametrize(
    ("fault", "sentence", "status"),
    [
        (faults.DamagedError("is cut off"), "a.docx: is cut off", 2),
        (faults.UnreadableError("is too large", word="too large"), "a.docx: is too large (too large)", 2),
        (faults.UnsoundError("2 problems", lines=("line 1: no", "line 2: no")), "a.docx: 2 problems", 1),
    ],
    ids=["damaged", "word", "lines"],
)
def test_a_command_ends_with_the_sentence_of_its_fault(
    fault: Fault, sentence: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    command = _Failing()
    command.fault = fault

    with pytest.raises(CommandError) as ended:
        command.execute(no_color=True, force_color=False, skip_checks=True)

    assert (str(ended.value), ended.value.returncode) == (sentence, status)
    assert capsys.readouterr().err.splitlines() == list(fault.lines)


def test_a_fault_keeps_the_name_of_the_file_in_which_it_came_up() -> None:
    with pytest.raises(Fault) as raised, faults.reading("list.jsonl"), faults.reading("inner.xml"):
        raise faults.DamagedError("is cut off")

    assert raised.value.sentence == "inner.xml: is cut off"
