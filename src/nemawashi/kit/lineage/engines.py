"""The engines that run the batch's plan: DuckDB in this process, or Spark here or on a cluster."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from nemawashi.kit.faults import NotThereError


class UnknownEngineError(NotThereError):
    """The engine is not installed, or there is none of that name; the message says what to install."""


class Engine(Protocol):
    """What a plan needs of an engine: tables out of Parquet files, and rows of an expression into one."""

    def table(self, path: Path) -> Any:
        """The rows of a Parquet file, or of a folder of them."""

    def write(self, rows: Any, path: Path) -> None:
        """Have the rows on the disk under ``path``, whole or not at all."""

    def close(self) -> None: ...


def opened(name: str, scratch: Path) -> Engine:
    """The engine of that name. ``scratch``: where it may put aside what does not fit into memory."""
    engines: dict[str, Callable[[Path], Engine]] = {"duckdb": _Duck, "spark": _Spark}
    if name not in engines:
        raise UnknownEngineError(f"there is no engine {name}: write duckdb or spark")
    try:
        return engines[name](scratch)
    except ImportError as fault:
        extra = {"duckdb": "batch", "spark": "spark"}[name]
        raise UnknownEngineError(f"{name} needs more libraries: pip install 'nemawashi[{extra}]'") from fault


class _Duck:
    def __init__(self, scratch: Path) -> None:
        import ibis  # noqa: PLC0415  optional

        self._connection: Any = ibis.duckdb.connect(
            temp_directory=str(scratch), preserve_insertion_order=False, memory_limit=f"{_memory() // 3}B"
        )

    def table(self, path: Path) -> Any:
        return self._connection.read_parquet(str(path / "*.parquet") if path.is_dir() else str(path))

    def write(self, rows: Any, path: Path) -> None:
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        self._connection.to_parquet(rows, str(part))
        part.replace(path)

    def close(self) -> None:
        self._connection.disconnect()


def _memory() -> int:
    """The bytes of memory of this machine, of which the batch takes a third and leaves the rest to the server."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # as on Windows
        return 12_000_000_000


class _Spark:
    def __init__(self, scratch: Path) -> None:
        import ibis  # noqa: PLC0415  optional
        from pyspark.sql import SparkSession  # noqa: PLC0415  optional

        builder = SparkSession.builder.appName("nemawashi lineage batch")
        for key, value in {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.local.dir": str(scratch),
        }.items():
            builder = builder.config(key, value)
        self._session: Any = builder.getOrCreate()
        if self._session.sparkContext.master.startswith("local"):
            self._session.conf.set("spark.sql.shuffle.partitions", "8")  # a machine is no cluster of two hundred tasks
        self._connection: Any = ibis.pyspark.connect(self._session)

    def table(self, path: Path) -> Any:
        return self._connection.read_parquet(str(path))

    def write(self, rows: Any, path: Path) -> None:
        part = path.with_name(f".{path.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        self._session.sql(self._connection.compile(rows)).write.parquet(str(part))
        part.rename(path)

    def close(self) -> None:
        self._session.stop()
