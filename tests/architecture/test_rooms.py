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


def _given(room: Path) -> list[str]:
    """The names that a room gives out, each as often as it says so; of a file that it gives whole, what that file lists."""
    init = room / "__init__.py"
    own = ".".join(("nemawashi", *room.relative_to(SOURCE).parts))
    names = [name for node, name in _imports(init) if node.module != own and name != "*"]
    for node, name in _imports(init):
        if name == "*":
            names += _listed(SOURCE.joinpath(*(node.module or "").split(".")[1:]).with_suffix(".py"))
    defined = ast.FunctionDef | ast.ClassDef
    return names + [node.name for node in ast.parse(init.read_text(encoding="utf-8")).body if isinstance(node, defined)]


def _listed(path: Path) -> list[str]:
    """What a file says in ``__all__``."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            listed: list[str] = ast.literal_eval(node.value)
            return listed
    raise AssertionError(f"{path.relative_to(SOURCE)} is given whole and has no __all__")


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
        clashes += [f"{room.relative_to(SOURCE)}: {name}" for name in sorted(files.intersection(_given(room)))]

    assert clashes == []


def test_no_room_gives_out_a_name_twice() -> None:
    """Two files may not list one name: the room would give that of the file which it asks last."""
    given = {str(room.relative_to(SOURCE)): _given(room) for room in _packages()}

    assert len(given["texts/acts"]) > 30
    assert [f"{room}: {name}" for room, names in given.items() for name in set(names) if names.count(name) > 1] == []


def test_a_file_lists_only_what_it_holds() -> None:
    """A file that is given whole gives what it defines, not what it asked of another."""
    borrowed = [
        f"{path.relative_to(SOURCE)}: {name}"
        for room in _packages()
        for node, star in _imports(room / "__init__.py")
        if star == "*"
        for path in [SOURCE.joinpath(*(node.module or "").split(".")[1:]).with_suffix(".py")]
        for name in set(_listed(path)) & {name for _, name in _imports(path)}
    ]

    assert borrowed == []


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
