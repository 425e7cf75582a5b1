"""Two public sides compared in steps that a page can wait for; what was done so far lies in the installation's folder.

Each look at the page goes on for a moment, one comparison at a time on the whole server, so that nobody who asks for many
keeps others waiting. What is done stays, and is told at once the next time, until the words of a side change.
"""

import fcntl
import hashlib
import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nemawashi.kit.faults import NotAllowedError, NotThereError
from nemawashi.kit.lineage import Index, IndexedClause
from nemawashi.kit.lineage.convergence import Convergence, MetClause, SharedClause, apart, meeting, of_meetings
from nemawashi.kit.lineage.values import Kind
from nemawashi.lineage import shelf, tracing

MOST = 20_000  # clauses of both sides; more is for the command, whose user waits for nobody else
STEP = 1.5  # seconds of a look
_MOST_KEPT = 20  # comparisons in the folder


class EmptySideError(NotThereError):
    """A side has no clauses that could be compared; ``name`` is its slug."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has no clauses that could be compared")
        self.name = name


class TooLargeError(NotAllowedError):
    """Both sides together have more clauses than a page compares."""


@dataclass(frozen=True, slots=True)
class ComparingSoFar:
    """``done`` of ``clauses`` were looked for; ``convergence`` when all were."""

    done: int
    clauses: int
    convergence: Convergence | None = None


@dataclass(frozen=True, slots=True)
class ComparedSides:
    one: list[IndexedClause]
    other: list[IndexedClause]
    areas: dict[str, str]

    @property
    def clauses(self) -> list[IndexedClause]:
        return [*self.one, *self.other]

    @property
    def key(self) -> str:
        """Another one for other words on either side."""
        digest = hashlib.sha256(str(len(self.one)).encode())
        for clause in self.clauses:
            digest.update(f"{clause.id}\n{clause.language}\n{clause.text}\n{clause.date}\n".encode())
        return digest.hexdigest()


def sides(one: str, other: str) -> ComparedSides:
    """The clauses of two corpora or dialogues.

    Raises ``EmptySideError``, ``TooLargeError``, ``tracing.NoSourceError``, and ``ValueError`` where a text is on both.
    """
    read = [list(tracing.clauses_of(name, files=False)) for name in (one, other)]
    for name, side in zip((one, other), read, strict=True):
        if not side:
            raise EmptySideError(name)
    if sum(map(len, read)) > MOST:
        raise TooLargeError
    areas = {each.clause.id: each.heading for side in read for each in side if each.heading}
    mine, theirs = ([each.clause for each in side] for side in read)
    compared = ComparedSides(mine, theirs, areas)
    apart(compared.one, compared.other)
    return compared


def advance(compared: ComparedSides, *, seconds: float = STEP) -> ComparingSoFar:
    """Go on for a moment, and say how far it is. While another comparison is gone on with, this one waits."""
    folder = shelf.folder() / "converging" / compared.key
    clauses = compared.clauses
    known = apart(compared.one, compared.other)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder.parent) as is_alone:
        if is_alone:
            _go_on(folder, clauses, known[0] | known[1], time.monotonic() + seconds)
            _forget(folder)
    met = list(_met(folder, clauses))
    if len(met) == len(clauses):
        shutil.rmtree(folder / "index", ignore_errors=True)
    else:
        return ComparingSoFar(len(met), len(clauses))
    return ComparingSoFar(len(met), len(clauses), of_meetings(met, known, areas=compared.areas))


def _go_on(folder: Path, clauses: Sequence[IndexedClause], known: frozenset[str], until: float) -> None:
    _mend(folder / "met.jsonl")
    done = sum(1 for _row in _rows(folder))
    if done >= len(clauses):
        return
    index = folder / "index"
    if not (folder / "built").exists():
        shutil.rmtree(index, ignore_errors=True)
        Index.build(str(index), clauses).close()
        (folder / "built").touch()
    with Index(str(index)) as finder, (folder / "met.jsonl").open("a", encoding="utf-8") as kept:
        for clause in clauses[done:]:
            matches = meeting(clause, finder, known).matches
            rows = [[pair.other.id, pair.other.language, str(pair.kind), pair.kept] for pair in matches.values()]
            kept.write(json.dumps(rows) + "\n")
            if time.monotonic() > until:
                break


def _mend(path: Path) -> None:
    """A line that was cut off, by a server that went down, is taken away before another one is written."""
    content = path.read_bytes() if path.exists() else b""
    whole = content[: content.rfind(b"\n") + 1]
    if whole != content:
        path.write_bytes(whole)


def _rows(folder: Path) -> Iterator[list[list[object]]]:
    """What was found so far; a line that was cut off ends it."""
    path = folder / "met.jsonl"
    if not path.exists():
        return
    with path.open(encoding="utf-8") as kept:
        for line in kept:
            if not line.endswith("\n"):
                return
            yield json.loads(line)


def _met(folder: Path, clauses: Sequence[IndexedClause]) -> Iterator[MetClause]:
    by_key = {(clause.id, clause.language): clause for clause in clauses}
    for clause, row in zip(clauses, _rows(folder), strict=False):
        pairs = [
            SharedClause(clause, by_key[str(id_), str(language)], Kind(str(kind)), float(str(kept)))
            for id_, language, kind, kept in row
        ]
        yield MetClause(clause, {pair.other.document: pair for pair in pairs})


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _forget(folder: Path) -> None:
    """Comparisons that nobody asked for the longest go; this one stays."""
    others = sorted((each for each in folder.parent.iterdir() if each.is_dir() and each != folder), key=_asked)
    for old in others[: max(0, len(others) - _MOST_KEPT + 1)]:
        shutil.rmtree(old, ignore_errors=True)


def _asked(folder: Path) -> float:
    return folder.stat().st_mtime
