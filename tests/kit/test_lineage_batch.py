"""The batch: the same rows on both engines, whole files only, and nothing done twice."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ibis", reason="the extra `batch` is not installed")

from nemawashi.kit.lineage import batch, engines
from nemawashi.kit.lineage.relations import Settings
from nemawashi.kit.lineage.values import IndexedClause

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
WIDE = Settings(enough=1000)
# A plan of a hundred rows takes Java longer to compile than to run.
QUICK_SPARK = (
    "--conf spark.sql.codegen.wholeStage=false --conf spark.sql.codegen.factoryMode=NO_CODEGEN "
    "--driver-java-options -XX:TieredStopAtLevel=1 pyspark-shell"
)
RIVERS = "The parties {} share hydrological data every month with their {} neighbours"
CLAUSES = [
    IndexedClause("a1", "1. " + RIVERS.format("should", "upstream"), "A", "2019-01-01"),
    IndexedClause("a2", "They thank the host for its warm welcome in Astana", "A", "2019-01-01"),
    IndexedClause("b1", RIVERS.format("shall", "downstream"), "B", "2020"),
    IndexedClause("b2", "締約国は毎月、水文データを共有する。", "B", "2020", language="ja"),
    IndexedClause("c1", "締約国は毎週、水文データを共有するものとする。", "C", "2021-05", language="ja"),
    IndexedClause("c2", "[" + RIVERS.format("SHALL", "downstream") + "]", "C", "2021-05"),
    IndexedClause("c3", RIVERS.format("shall", "downstream"), "C", "2021-05"),
    IndexedClause("d1", "Стороны обмениваются данными о стоке рек каждый месяц", "D", "2018", language="ru"),
    IndexedClause("d2", "Стороны будут обмениваться данными о стоке рек каждый год", "E", "2022", language="ru"),
    IndexedClause("e1", "", "E", "2022"),
]


def rows(done: batch.Done) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    return sorted(pq.read_table(done.path).to_pylist(), key=lambda row: (row["later"], row["rank"]))


def test_each_clause_is_matched_with_earlier_ones_best_first(tmp_path: Path) -> None:
    found = rows(batch.run(CLAUSES, tmp_path / "out", settings=WIDE))

    assert [(row["later"], row["rank"], row["earlier"]) for row in found] == [
        ("b1", 1, "a1"),
        ("c1", 1, "b2"),
        ("c2", 1, "b1"),
        ("c2", 2, "a1"),
        ("c3", 1, "b1"),
        ("c3", 2, "a1"),
        ("d2", 1, "d1"),
    ]
    assert [(row["score"], row["kept"], row["taken"]) for row in found if row["earlier"] == "b1"] == [
        (10000, 10000, 10000)
    ] * 2


def test_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    first = batch.run(CLAUSES, tmp_path / "out", settings=WIDE)
    second = batch.run(CLAUSES, tmp_path / "out", settings=WIDE)

    assert (first.written, first.skipped, second.written, second.skipped) == (5, 0, 0, 5)
    assert rows(first) == rows(second)


def test_a_run_that_was_cut_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "SLICE", 3)
    whole = rows(batch.run(CLAUSES, tmp_path / "whole", settings=WIDE))

    class CutError(Exception):
        pass

    def cut(name: str, done: int, of: int) -> None:
        if name == "slice-000000003":
            raise CutError

    with pytest.raises(CutError):
        batch.run(CLAUSES, tmp_path / "out", settings=WIDE, step=cut)
    (tmp_path / "out" / ".slice-000000006.parquet.part").write_bytes(b"half a file")
    done = batch.run(CLAUSES, tmp_path / "out", settings=WIDE)

    assert (done.skipped, done.written) == (5, 3)
    assert rows(done) == whole


def test_slices_give_the_rows_of_the_whole_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ibis

    from nemawashi.kit.lineage import relations

    monkeypatch.setattr(batch, "SLICE", 2)
    done = batch.run(CLAUSES, tmp_path / "out", settings=WIDE)
    connection = ibis.duckdb.connect()
    table = connection.read_parquet(str(tmp_path / "out" / "clauses.parquet"))
    whole = connection.to_pyarrow(relations.matches(table, settings=WIDE)).to_pylist()

    assert sorted(map(repr, (sorted(row.items()) for row in whole))) == sorted(
        map(repr, (sorted(row.items()) for row in rows(done)))
    )


def test_a_folder_is_bound_to_its_clauses(tmp_path: Path) -> None:
    batch.run(CLAUSES, tmp_path / "out", settings=WIDE)

    with pytest.raises(batch.OtherBatchError, match="holds the work of another batch: name an empty folder"):
        batch.run(CLAUSES[1:], tmp_path / "out", settings=WIDE)
    with pytest.raises(batch.OtherBatchError, match="holds the work of another batch"):
        batch.run(CLAUSES, tmp_path / "out")


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.parquet").write_bytes(b"x")

    with pytest.raises(batch.OtherBatchError, match="holds files of something else"):
        batch.run(CLAUSES, tmp_path)
    assert (tmp_path / "mine.parquet").read_bytes() == b"x"


def test_no_clauses_no_matches(tmp_path: Path) -> None:
    assert rows(batch.run([], tmp_path / "out")) == []


def test_no_such_engine(tmp_path: Path) -> None:
    with pytest.raises(engines.UnknownEngineError, match="there is no engine hadoop: write duckdb or spark"):
        batch.run(CLAUSES, tmp_path / "out", engine="hadoop")


def test_edited_clauses_find_their_source(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311
    words = [f"w{number}" for number in range(2000)]
    sources = [IndexedClause(f"s{n}", " ".join(chance.choices(words, k=30)), f"S{n}", "2001") for n in range(200)]
    edited = [
        IndexedClause(
            f"e{n}",
            " ".join(chance.choice(words) if chance.random() < 0.3 else word for word in source.text.split()),
            f"E{n}",
            "2002",
        )
        for n, source in enumerate(sources)
    ]

    first = {
        row["later"]: row["earlier"] for row in rows(batch.run(sources + edited, tmp_path / "out")) if row["rank"] == 1
    }

    assert sum(first.get(f"e{n}") == f"s{n}" for n in range(200)) >= 195


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_gives_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", QUICK_SPARK)
    chance = random.Random(3)  # noqa: S311
    words = "the of parties data rivers shall should share İstanbul straße 2030 border trade e-mail".split()  # noqa: SIM905
    made = [
        IndexedClause(f"m{n}", " ".join(chance.choices(words, k=chance.randint(1, 14))), f"M{n // 3}", str(1990 + n // 3))
        for n in range(90)
    ]

    duck = rows(batch.run(CLAUSES + made, tmp_path / "duck", settings=WIDE))
    spark = rows(batch.run(CLAUSES + made, tmp_path / "spark", engine="spark", settings=WIDE))

    assert len(duck) > 100
    assert spark == duck
