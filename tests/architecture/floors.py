"""The house drawn from its code: floors from the import contract, arrows from the imports, rooms from the packages."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "nemawashi"
NO_ROOMS = {"migrations", "management", "commands", "templatetags"}


def layers() -> list[list[str]]:
    """The floors from the roof down; those that stand beside each other in one list."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    chain = next(contract for contract in contracts if contract["id"] == "chain")
    return [[name.strip() for name in layer.split("|")] for layer in chain["layers"]]


def floors() -> list[str]:
    return [name for layer in layers() for name in layer]


def arrows() -> dict[str, list[str]]:
    """For each floor the floors that it asks, from the roof down."""
    graph = grimp.build_graph("nemawashi", cache_dir=None)
    order = floors()
    asked: dict[str, list[str]] = {}
    for floor in order:
        low = {f"nemawashi.{other}" for other in order if other != floor}
        asked[floor] = [
            name.removeprefix("nemawashi.")
            for name in sorted(low, key=lambda name: order.index(name.removeprefix("nemawashi.")))
            if _asks(graph, floor, name)
        ]
    return asked


def _asks(graph: grimp.ImportGraph, floor: str, other: str) -> bool:
    """Whether a module of the floor imports one of the other itself, and not only by a third."""
    own = {f"nemawashi.{floor}", *graph.find_descendants(f"nemawashi.{floor}")}
    theirs = {other, *graph.find_descendants(other)}
    return any(theirs & graph.find_modules_directly_imported_by(module) for module in own)


def rooms(floor: str) -> Iterator[Path]:
    """The packages of a floor, the floor itself first, each before those within it."""
    for init in sorted((SOURCE / floor).rglob("__init__.py"), key=lambda path: path.parent.parts):
        if not NO_ROOMS & set(init.parts):
            yield init.parent


def purpose(room: Path) -> str:
    """The first sentence of what a room says of itself; empty where it says nothing."""
    doc = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    return " ".join(doc.split("\n\n")[0].split())


def _reached(asked: dict[str, list[str]], floor: str) -> set[str]:
    """The floors below one, near and far."""
    return {name for near in asked[floor] for name in (near, *_reached(asked, near))}


def picture() -> str:
    """The floors with their arrows, as Mermaid draws them: only those that no longer way says already."""
    asked = arrows()
    lines = ["flowchart TD"]
    for layer in layers():
        lines += [f"  {name}" for name in layer]
    for floor, near in asked.items():
        by_another = {name for other in near for name in _reached(asked, other)}
        lines += [f"  {floor} --> {name}" for name in near if name not in by_another]
    return "\n".join(lines)


def listing() -> str:
    """Every floor with the floors that it asks, and its rooms with what they say of themselves."""
    lines = []
    for floor, asked in arrows().items():
        lines.append(f"{floor}/  ← {', '.join(asked) or 'asks nobody'}")
        for room in rooms(floor):
            depth = len(room.relative_to(SOURCE).parts)
            name = "" if depth == 1 else f"{room.name}/ "
            lines.append(f"{'  ' * depth}{name}{purpose(room)}")
    return "\n".join(lines)
