"""A batch: every clause of a corpus against all earlier ones, in a folder, slice by slice, so that a cut is no loss.

The plan stands in ``relations``. Here its tables are put into Parquet files one after the other; the matching goes by
slices of later clauses in the order of their dates. Each file appears under its name only when it is whole, and a second
run of the same batch goes on behind the last one. The folder is bound to its clauses and settings by a digest.
"""

import hashlib
import itertools
import json
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from nemawashi.kit.faults import NotAllowedError
from nemawashi.kit.lineage import engines, relations
from nemawashi.kit.lineage.reading import cleaned
from nemawashi.kit.lineage.relations import Settings
from nemawashi.kit.lineage.values import Clause

_ROWS = 20_000
_NAMES = ("key", "id", "document", "day", "language", "words")
SCHEMA = pa.schema([(name, pa.int64() if name == "key" else pa.string()) for name in _NAMES])
SLICE = 100_000  # later clauses matched at once

Step = Callable[[str, int, int], object]


class OtherBatchError(NotAllowedError):
    """The folder holds the work of another batch; the message is a sentence for whoever named it."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did. ``skipped``: files that an earlier run had finished."""

    clauses: int
    matches: int
    written: int
    skipped: int
    path: Path


def run(
    clauses: Iterable[Clause],
    folder: Path,
    *,
    engine: str = "duckdb",
    settings: Settings = relations.DEFAULT,
    step: Step | None = None,
) -> Done:
    """Match all clauses into ``matches.parquet`` of the folder. ``step`` hears of each file: name, done, of how many.

    Raises ``OtherBatchError``, or ``engines.UnknownEngineError``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    held = engines.opened(engine, folder / ".scratch")
    try:
        return _Batch(folder, held, settings, step or (lambda name, done, whole: None)).run(clauses, engine)
    finally:
        held.close()
        shutil.rmtree(folder / ".scratch", ignore_errors=True)


class _Batch:
    """One run over a folder."""

    def __init__(self, folder: Path, engine: engines.Engine, settings: Settings, step: Step) -> None:
        self._folder, self._engine, self._settings, self._step = folder, engine, settings, step
        self._written = self._skipped = self._files = 0

    def run(self, clauses: Iterable[Clause], engine: str) -> Done:
        count = self._bind(clauses, engine)
        slices = [(start, min(start + SLICE, count)) for start in range(0, count, SLICE)]
        self._files = 4 + len(slices)
        table = self._engine.table(self._folder / "clauses.parquet")
        words = self._put("words", lambda: relations.words_of(table))
        features = self._put(
            "features",
            lambda: relations.weighed(relations.features_of(words), table.count().as_scalar(), cap=self._settings.cap),
        )
        vocabulary = self._put("vocabulary", lambda: relations.vocabulary_of(words, table.count().as_scalar()))
        parts = []
        for start, end in slices:
            parts.append(
                self._put(
                    f"slice-{start:09d}",
                    partial(self._matched, features, vocabulary, table, start, end),
                )
            )
        pairs = self._put("matches", lambda: relations.named(_all(parts, table), table).order_by(["later", "rank"]))
        matches = int(pairs.count().execute())
        return Done(count, matches, self._written, self._skipped, self._folder / "matches.parquet")

    def _matched(self, features: Any, vocabulary: Any, table: Any, start: int, end: int) -> Any:
        later = features.filter(features.key >= start, features.key < end)
        earlier = features.filter(features.key < end)
        candidates = relations.candidates_of(later, earlier, table, settings=self._settings)
        return relations.measured(candidates, vocabulary, settings=self._settings)

    def _put(self, name: str, rows: Callable[[], Any]) -> Any:
        """The table of that name, made unless an earlier run has made it."""
        path = self._folder / f"{name}.parquet"
        if path.exists():
            self._skipped += 1
        else:
            self._engine.write(rows(), path)
            self._written += 1
        self._step(name, self._written + self._skipped, self._files)
        return self._engine.table(path)

    def _bind(self, clauses: Iterable[Clause], engine: str) -> int:
        """Write the clauses down in the order of their dates, and bind the folder to them and to the settings."""
        ordered = sorted(clauses, key=lambda clause: (clause.date, clause.document, clause.id, clause.language))
        digest = hashlib.sha256(json.dumps([asdict(self._settings), engine, SLICE]).encode())
        for clause in ordered:
            digest.update("\0".join((clause.id, clause.document, clause.date, clause.language, clause.text)).encode())
        name, path = digest.hexdigest(), self._folder / "batch.json"
        if path.exists():
            if json.loads(path.read_text(encoding="utf-8")).get("digest") != name:
                raise OtherBatchError(f"{self._folder} holds the work of another batch: name an empty folder")
            return len(ordered)
        if any(self._folder.glob("*.parquet")):
            raise OtherBatchError(f"{self._folder} holds files of something else: name an empty folder")
        part = self._folder / ".clauses.parquet.part"
        with pq.ParquetWriter(part, SCHEMA, compression="zstd") as writer:
            for rows in _batches(_rows(ordered)):
                writer.write_batch(rows)
        part.replace(self._folder / "clauses.parquet")
        part = self._folder / ".batch.json.part"
        part.write_text(json.dumps({"digest": name, "engine": engine, "clauses": len(ordered)}), encoding="utf-8")
        part.replace(path)
        return len(ordered)


def _all(parts: list[Any], table: Any) -> Any:
    """The rows of all slices."""
    rows = parts[0] if parts else relations.none_of(table)
    for part in parts[1:]:
        rows = rows.union(part)
    return rows


def _rows(ordered: Iterable[Clause]) -> Iterator[tuple[int, str, str, str, str, str]]:
    for key, clause in enumerate(ordered):
        words = unicodedata.normalize("NFKC", cleaned(clause.text)).casefold()
        yield key, clause.id, clause.document, clause.date, clause.language, words


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[pa.RecordBatch]:
    while chunk := list(itertools.islice(rows, _ROWS)):
        yield pa.RecordBatch.from_arrays(
            [pa.array(column, field.type) for column, field in zip(zip(*chunk, strict=True), SCHEMA, strict=True)],
            schema=SCHEMA,
        )
