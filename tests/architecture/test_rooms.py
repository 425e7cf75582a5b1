"""A room keeps its private names to itself, gives out no name twice, and holds more than one thing."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "nemawashi"
FILES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
# Folders whose place Django decides: each command or library of tags is a file, however few there are.
OF_DJANGO = {"migrations", "management", "commands", "templatetags"}


def _imports(path: Path) -> Iterator[tuple[ast.ImportFrom, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nemawashi"):
            for alias in node.names:
                yield node, alias.asname or alias.name


def _packages() -> Iterator[Path]:
    for path in FILES:
        if path.name == "__init__.py" and not OF_DJANGO & set(path.relative_to(SOURCE).parts):
            yield path.parent


def test_no_private_name_leaves_its_file() -> None:
    private = [
        f"{path.relative_to(SOURCE)}: {alias.name} of {node.module}"
        for path in FILES
        for node in {node for node, _ in _imports(path)}
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.startswith("__")
    ]

    assert private == []


def test_no_private_name_is_reached_through_its_file() -> None:
    reached = [
        f"{path.relative_to(SOURCE)}:{node.lineno}: {node.value.id}.{node.attr}"
        for path in FILES
        for names in [{name for _, name in _imports(path)}]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
        if node.attr.startswith("_") and not node.attr.startswith("__")
    ]

    assert reached == []


def test_no_name_that_a_room_gives_out_is_the_name_of_a_file_in_it() -> None:
    """``from room import name`` would give one or the other, whichever was imported last."""
    clashes = []
    for room in _packages():
        files = {path.stem for path in room.glob("*.py")} | {path.parent.name for path in room.glob("*/__init__.py")}
        module = ".".join(("nemawashi", *room.relative_to(SOURCE).parts))
        given = {name for node, name in _imports(room / "__init__.py") if node.module != module}
        given |= {
            node.name
            for node in ast.parse((room / "__init__.py").read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }
        clashes += [f"{room.relative_to(SOURCE)}: {name}" for name in sorted(given & files)]

    assert clashes == []


def test_no_room_is_built_for_one_thing() -> None:
    things = {
        str(room.relative_to(SOURCE)): sum(
            isinstance(node, ast.FunctionDef | ast.ClassDef)
            for path in room.rglob("*.py")
            for node in ast.parse(path.read_text(encoding="utf-8")).body
        )
        for room in _packages()
    }

    assert len(things) > 20
    assert [room for room, count in things.items() if count < 2] == []
