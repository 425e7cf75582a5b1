"""A statistic of a Parquet file of reports, by one engine or the other; both give the same rows in the same order."""

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow.parquet as pq

from nemawashi.kit.events import reading, relations
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.lineage import engines


def statistic(path: Path, name: str, *, engine: str = "duckdb", scratch: Path | None = None) -> Any:
    """The rows of a statistic as an Arrow table. ``scratch``: where what does not fit into memory is put aside.

    Raises ``UnreadableError`` where the file holds no reports, and ``engines.UnknownEngineError``.
    """
    if name not in relations.STATISTICS:
        raise UnreadableError(f"there is no statistic {name!r:.40}: write {', '.join(relations.STATISTICS)}")
    reading.about(path)
    folder = Path(mkdtemp(prefix="events-", dir=scratch))
    held = engines.opened(engine, folder / "aside")
    try:
        held.write(relations.STATISTICS[name](held.table(path)), folder / "answer.parquet")
        table = pq.read_table(folder / "answer.parquet")
        return table.sort_by([(key, "ascending") for key in relations.KEYS[name]])
    finally:
        held.close()
        shutil.rmtree(folder, ignore_errors=True)
