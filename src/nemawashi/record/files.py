"""The record's files as rows that remember their lines. Reads YAML and nothing else; knows no noun and no database."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import yaml

from nemawashi.kit.faults import UnreadableError
from nemawashi.sources.claim_files import Loader

NAMES = (
    "sources", "forum", "parties", "people", "organisations", "tracks", "meetings", "documents", "commitments", "remits",
    "recommendations", "assistance", "concepts", "formats", "conflicts", "claims", "words",
)  # fmt: skip
PACKAGED = Path(str(resources("nemawashi"))) / "record" / "data"

Place = tuple[str | int, ...]

# What YAML itself refuses. Blanked out before parsing, so that one such character does not hide everything after it.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in the record's files. A warning does not keep the record from being loaded."""

    file: str
    line: int
    key: str
    what: str
    is_warning: bool = False

    def __str__(self) -> str:
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.key, self.what) if part)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file. ``key`` is its id; a claim, which has none, is numbered within its conflict.

    ``lines`` tells the line of each part of the row: ``("offices", 0, "attested")``.
    """

    file: str
    line: int
    key: str
    order: int
    data: dict[str, Any]
    lines: Mapping[Place, int] = field(repr=False, compare=False)

    def line_of(self, place: Place) -> int:
        """The line of a part, or of the nearest whole that it belongs to."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, self.line)

    @property
    def digest(self) -> str:
        """Changes when the row says something else, not when it moves or is laid out anew."""
        content = json.dumps(self.data, ensure_ascii=False, sort_keys=True, default=lambda day: {"date": str(day)})
        return hashlib.sha256(content.encode()).hexdigest()


def read_folder(folder: Path) -> tuple[dict[str, list[Row]], list[Problem]]:
    """The rows of all files, and everything that YAML finds wrong with them.

    A file that is missing or cannot be parsed has no entry among the rows: nothing is known about what it holds.
    """
    rows: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    for name in NAMES:
        rows_of_file = _read_file(folder / f"{name}.yaml", name, problems)
        if rows_of_file is not None:
            rows[name] = rows_of_file
    return rows, problems


def read_rows(path: Path, name: str) -> list[Row]:
    """The rows of one file; none where it is missing or cannot be parsed."""
    return _read_file(path, name, []) or []


def read_one(path: Path) -> tuple[Row | None, list[Problem]]:
    """A file that is one row and no list of them, such as that of a new forum, with what YAML finds wrong with it."""
    problems: list[Problem] = []
    try:
        root, loader = _parsed(path, problems)
        if not isinstance(root, yaml.MappingNode):
            raise _UnreadError(1, "must be keys with values")
    except _UnreadError as error:
        return None, [*problems, Problem(path.name, error.line, "", error.what)]
    alone = yaml.SequenceNode("tag:yaml.org,2002:seq", [root])
    return next(_rows(path.stem, path.name, loader, alone, problems), None), problems


def _read_file(path: Path, name: str, problems: list[Problem]) -> list[Row] | None:
    try:
        root, loader = _parsed(path, problems)
        if not isinstance(root, yaml.SequenceNode):
            raise _UnreadError(1, "must be a list of rows")
    except _UnreadError as error:
        problems.append(Problem(path.name, error.line, "", error.what))
        return None
    return list(_rows(name, path.name, loader, root, problems))


class _UnreadError(UnreadableError):
    """Why nothing can be known about a file's rows."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line, self.what = line, what


def _parsed(path: Path, problems: list[Problem]) -> tuple[yaml.Node | None, Loader]:
    try:
        raw = path.read_bytes()
        text = raw.decode()
    except OSError as error:
        raise _UnreadError(1, f"cannot be read: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise _UnreadError(raw.count(b"\n", 0, error.start) + 1, "is not UTF-8 from here on") from error
    for odd in _UNREADABLE.finditer(text):
        what = f"character U+{ord(odd.group()):04X} does not belong in a text"
        problems.append(Problem(path.name, text.count("\n", 0, odd.start()) + 1, "", what))
    loader = Loader(_UNREADABLE.sub(" ", text))
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = ", ".join(part for part in (error.context, error.problem) if part)
        raise _UnreadError(mark.line + 1 if mark else 1, f"is not YAML: {problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _UnreadError(1, f"is not YAML: {error}") from error
    return root, loader


def _rows(name: str, file: str, loader: Loader, root: yaml.SequenceNode, problems: list[Problem]) -> Iterator[Row]:
    counted: dict[str, int] = {}
    seen: set[int] = set()
    for order, node in enumerate(root.value):
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            problems.append(Problem(file, line, "", "is not a row of keys and values"))
            continue
        lines: dict[Place, int] = {}
        faults: list[tuple[int, str]] = []
        if _walk(node, (), lines, seen, faults):
            try:
                data = loader.construct_document(node)
            except (yaml.MarkedYAMLError, ValueError, TypeError) as error:
                faults.append((line, f"cannot be read: {getattr(error, 'problem', None) or error}"))
                data = None
        else:
            data = None
        scalars = {str(part.value): value.value for part, value in node.value if isinstance(value, yaml.ScalarNode)}
        key = _key(name, scalars, counted)
        problems += [Problem(file, at, key, what) for at, what in faults]
        if data is not None:
            yield Row(file, line, key, order, data, lines)


def _key(name: str, data: dict[Any, Any], counted: dict[str, int]) -> str:
    if name != "claims":
        return str(data.get("id") or "")
    conflict = str(data.get("conflict") or "")
    counted[conflict] = counted.get(conflict, 0) + 1
    return f"{conflict}-{counted[conflict]}"


def _walk(node: yaml.Node, place: Place, lines: dict[Place, int], seen: set[int], faults: list[tuple[int, str]]) -> bool:
    """Note the line of every part; False when the row uses an alias, which the record does not."""
    line = node.start_mark.line + 1
    lines.setdefault(place, line)
    if id(node) in seen:
        faults.append((line, "uses an alias (&, *): write the value out"))
        return False
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        sound = [_walk(part, (*place, number), lines, seen, faults) for number, part in enumerate(node.value)]
        return all(sound)
    if not isinstance(node, yaml.MappingNode):
        return True
    is_sound, keys = True, set()
    for key, value in node.value:
        if key.value in keys:
            faults.append((key.start_mark.line + 1, f"key {key.value!r} occurs twice"))
        keys.add(key.value if isinstance(key.value, str) else id(key))
        lines[(*place, str(key.value))] = key.start_mark.line + 1
        is_sound &= isinstance(key, yaml.ScalarNode) and _walk(value, (*place, key.value), lines, seen, faults)
    return is_sound


def plain(value: Any) -> Any:
    """A row's value as JSON holds it: days as ISO text."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, dt.date) else value
