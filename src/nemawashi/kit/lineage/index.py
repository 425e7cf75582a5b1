"""The index on disk: segments that never change, and one small file that says which of them count.

A change writes a new segment beside the others, flushes it, and only then puts a new ``current.json`` in place of the
old one by a rename, which is one step: whoever reads, and whoever comes after a kill, finds the old state or the new
one. Small segments are merged into larger ones as they gather, so that a reader opens a handful. Writers take turns
by a lock on the folder; readers need none.
"""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from nemawashi.kit.lineage import completing, reading, scanning, searching
from nemawashi.kit.lineage.asking import Asked, Nearest
from nemawashi.kit.lineage.scanning import Standing
from nemawashi.kit.lineage.segment import LARGEST, Segment, key
from nemawashi.kit.lineage.state import CURRENT, FORM, State, stamp
from nemawashi.kit.lineage.values import Descent, IndexDamagedError, IndexedClause, Match, UnreadableClauseError
from nemawashi.kit.lineage.weighing import Read
from nemawashi.kit.lineage.writing import SegmentWriter, sync

Tell = Callable[[int], None]
_ALWAYS_MERGED = 64
_RATIO = 4


class Index:
    """Clauses on disk, searched by memory map. One writer at a time, any number of readers.

    An open index stands for the state at which it was opened or last refreshed. Safe to share between threads.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._load()

    @classmethod
    def build(cls, folder: str | Path, clauses: Iterable[IndexedClause] = (), *, tell: Tell | None = None) -> Self:
        """Write a new index in one pass, in place of one that stands there, and open it.

        ``tell`` is called with the number of clauses read so far, every thousand. Raises UnreadableClauseError, also
        for an id given twice in one language, and leaves the index that stood there.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            writer = _written(clauses, tell)
            _swap(folder, [], writer, [])
        return cls(folder)

    @classmethod
    def open(cls, folder: str | Path) -> Self:
        """Raises IndexDamagedError."""
        return cls(folder)

    def _load(self) -> None:
        for attempt in range(5):
            try:
                self._state = State(self.folder)
                return
            except (OSError, ValueError, KeyError, TypeError) as fault:
                if attempt == 4 or not (self.folder / CURRENT).exists():
                    raise IndexDamagedError(f"{self.folder} holds no index of clauses that can be read") from fault

    def refresh(self) -> None:
        """See what was added since, by this process or another; one look at a file when nothing was."""
        if stamp(self.folder) != self._state.stamp:
            self._load()

    def add(self, clauses: Iterable[IndexedClause], *, tell: Tell | None = None) -> int:
        """Add clauses, in place of those with the same id and language; how many. All or none.

        Give the clauses of a document together and in order: its neighbours are evidence. Raises UnreadableClauseError.
        """
        writer = _written(clauses, tell)
        if not len(writer):
            return 0
        with locked(self.folder):
            state = State(self.folder)
            gone = [place for place in state.where(set(writer.keys)) if writer.replaces(state.clause(*place))]
            _swap(self.folder, state.parts, writer, gone)
        self._load()
        return len(writer)

    def remove(self, ids: Iterable[str] = (), documents: Iterable[str] = ()) -> int:
        """Take clauses out in every language, by their ids or by their documents; how many were there."""
        wanted, of = set(ids), set(documents)
        with locked(self.folder):
            state = State(self.folder)
            gone = [(n, at) for n, at in state.where({key(id) for id in wanted}) if state.clause(n, at).id in wanted]
            gone = list(dict.fromkeys([*gone, *state.of_documents(of)]))
            if gone:
                _swap(self.folder, state.parts, None, gone)
        self._load()
        return len(gone)

    def __len__(self) -> int:
        return self._state.count

    def __iter__(self) -> Iterator[IndexedClause]:
        state = self._state
        for number, segment in enumerate(state.segments):
            for at, clause in segment.clauses():
                if not state.is_gone(number, at):
                    yield clause

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(segment.size for segment in self._state.segments)

    def get(self, id: str) -> dict[str, IndexedClause]:
        """The versions of a clause by language; empty when unknown."""
        state = self._state
        versions = (state.clause(number, at) for number, at in state.where({key(id)}))
        return {clause.language: clause for clause in versions if clause.id == id}

    def of(self, document: str) -> list[IndexedClause]:
        """The clauses of a document, in the order in which they were added."""
        state = self._state
        return [state.clause(number, at) for number, at in state.of_documents({document})]

    def find(
        self,
        text: str,
        *,
        before: str = "",
        language: str = "",
        document: str = "",
        series: str = "",
        place: float = -1.0,
        limit: int = 10,
        vectors: Nearest | None = None,
        only_edited: bool = False,
    ) -> Descent:
        """The earlier clauses that ``text`` comes from.

        ``before``: an ISO date, perhaps cut; only clauses that may be earlier count. Clauses of ``document`` itself
        never do. ``series`` and ``place`` are those of the text, evidence beside the words. With ``vectors`` (of this
        index) the clauses nearest in meaning are candidates too. ``only_edited``: what is no more than a paraphrase or a
        part need not be told, and most texts are answered sooner.
        """
        state = self._state
        known = {"before": before, "language": language, "document": document}
        near = next(vectors.nearest(state, [text], **known)) if vectors and text.strip() else {}
        own = searching.own_of(state, series, reading.cited([text]), **known)
        asked = Asked(text, before, language, document, series, place, own=own, near=near)
        return searching.find(state, asked, state.rarity.read(text), (), limit=limit, only_edited=only_edited)

    def find_for(self, clause: IndexedClause, *, limit: int = 10) -> Descent:
        """The earlier clauses that a clause comes from; where the index holds its document, with that as evidence."""
        state = self._state
        document, language = clause.document, clause.language
        known = {"before": clause.date, "language": language, "document": document}
        own = searching.own_of(state, clause.series, reading.cited([clause.text]), **known)
        asked = Asked(clause.text, clause.date, language, document, clause.series, clause.place, own=own)
        around: tuple[Read, ...] = ()
        for number, at in state.where({key(clause.id)}):
            held = state.clause(number, at)
            if (held.id, held.language, held.text) == (clause.id, language, clause.text):
                kin = searching.kin_of_known(state, before=clause.date, document=document, language=language)
                asked = replace(asked, kin=kin)
                around = tuple(state.rarity.read(text) for text in state.beside(number, at))
        return searching.find(state, asked, state.rarity.read(clause.text), around, limit=limit)

    def trace(
        self,
        texts: Sequence[str],
        *,
        before: str = "",
        language: str = "",
        document: str = "",
        series: str = "",
        limit: int = 5,
        vectors: Nearest | None = None,
    ) -> list[Descent]:
        """Where each clause of a whole text comes from, in order.

        What the text as a whole resembles and what stands before and after a clause are evidence beside the words.
        """
        known = {"before": before, "language": language, "document": document, "series": series}
        return list(self.traced(texts, range(len(texts)), limit=limit, vectors=vectors, **known))

    def traced(
        self,
        texts: Sequence[str],
        which: Iterable[int],
        *,
        before: str = "",
        language: str = "",
        document: str = "",
        series: str = "",
        limit: int = 5,
        vectors: Nearest | None = None,
    ) -> Iterator[Descent]:
        """As ``trace``, for some clauses of a text only, one after the other."""
        state, which = self._state, list(which)
        reads: dict[int, Read] = {}

        def read(at: int) -> Read:
            if at not in reads:
                reads[at] = state.rarity.read(texts[at] if 0 <= at < len(texts) else "")
            return reads[at]

        kin = searching.kin_of_known(state, before=before, document=document, language=language) if document else None
        if kin is None:
            whole = [read(at) for at in range(len(texts))]
            kin = searching.kin(state, whole, before=before, document=document, language=language)
        last = max(1, len(texts) - 1)
        filters = {"before": before, "language": language, "document": document}
        own = searching.own_of(state, series, reading.cited(texts), **filters)
        nearest = vectors.nearest(state, [texts[at] for at in which], **filters) if vectors else repeat({})
        for at, near in zip(which, nearest, strict=False):
            around = (read(at - 1), read(at + 1))
            asked = Asked(texts[at], before, language, document, series, at / last, kin, own, near)
            yield searching.find(state, asked, read(at), around, limit=limit)

    def complete(self, words: str, *, before: str = "", language: str = "", limit: int = 10) -> list[Match]:
        """Clauses that use the words being typed, whose last may be cut; best first, one for each distinct wording."""
        return completing.complete(self._state, words, before=before, language=language, limit=limit)

    def uses(self, words: str, *, before: str = "", language: str = "") -> tuple[list[Standing], bool]:
        """All clauses in which these words stand as they are, the newest first, and whether that is all.

        Whole words, in whatever case and typography; headings are clauses like others here.
        """
        return scanning.uses(self._state, words, before=before, language=language)

    def close(self) -> None:
        """Let go of the files. The index cannot be asked afterwards."""
        self._state = _Closed(self.folder)  # type: ignore[assignment]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class _Closed:
    def __init__(self, folder: Path) -> None:
        self.stamp = (-1, -1)

    def __getattr__(self, name: str) -> Any:
        raise ValueError("the index was closed")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for writing; the system lets go of it even when the process is killed."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class _Gathered(SegmentWriter):
    """A writer that knows which clauses it took, so that those of the same id and language make room.

    Of each it keeps a number of 64 bits, for the ids of a million clauses would take more than their texts.
    """

    def __init__(self) -> None:
        super().__init__()
        self.taken: set[int] = set()

    def take(self, clause: IndexedClause) -> None:
        super().take(clause)
        self.taken.add(hash((clause.id, clause.language)))

    def replaces(self, clause: IndexedClause) -> bool:
        return hash((clause.id, clause.language)) in self.taken


def _written(clauses: Iterable[IndexedClause], tell: Tell | None) -> _Gathered:
    writer = _Gathered()
    for clause in clauses:
        if writer.replaces(clause):
            raise UnreadableClauseError(f"{clause.id}: given twice in one language")
        writer.take(clause)
        if tell and len(writer) % 1000 == 0:
            tell(len(writer))
    return writer


def _swap(folder: Path, parts: list[dict[str, Any]], writer: _Gathered | None, gone: list[tuple[int, int]]) -> None:
    """Write what is new, decide which segments are merged, and put the new state in place of the old."""
    parts = [{"name": part["name"], "count": part["count"], "gone": list(part["gone"])} for part in parts]
    for number, at in gone:
        parts[number]["gone"].append(at)
    parts = [part for part in parts if len(part["gone"]) < part["count"]]
    if writer is not None and len(writer):
        parts.append(_new_part(folder, writer))
    parts = _merged(folder, parts)
    text = json.dumps({"form": FORM, "parts": parts}, ensure_ascii=True).encode()
    waiting = folder / f".{CURRENT}.{secrets.token_hex(4)}"
    with waiting.open("wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(waiting, folder / CURRENT)
    sync(folder)
    _sweep(folder, {part["name"] for part in parts})


def _new_part(folder: Path, writer: SegmentWriter) -> dict[str, Any]:
    name = f"s-{secrets.token_hex(8)}"
    writer.write(folder / name)
    return {"name": name, "count": len(writer), "gone": []}


def _merged(folder: Path, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join the newest segments while the one before is not much larger, so that sizes grow geometrically."""
    at = len(parts)
    living = [part["count"] - len(part["gone"]) for part in parts]
    total = 0
    while at and (total == 0 or living[at - 1] < max(_ALWAYS_MERGED, _RATIO * total)) and total + living[at - 1] <= LARGEST:
        at -= 1
        total += living[at]
    tail = parts[at:]
    wasted = any(len(part["gone"]) * 4 > part["count"] for part in tail)
    if len(tail) < 2 and not wasted:
        return parts
    writer = SegmentWriter()
    for part in tail:
        gone = set(part["gone"])
        for number, clause in Segment(folder / part["name"]).clauses():
            if number not in gone:
                writer.take(clause)
    return [*parts[:at], _new_part(folder, writer)]


def _sweep(folder: Path, names: set[str]) -> None:
    """Take away what no state names: merged segments, and what a killed writer left."""
    for path in folder.iterdir():
        if path.name.startswith(("s-", f".{CURRENT}.")) and path.name not in names:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
