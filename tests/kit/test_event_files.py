"""Files of coded news: what is read, what is told and left out, and statistics that two engines answer alike."""

import datetime as dt
import gzip
import itertools
import random
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("ibis")

from tests.kit.test_lineage_batch import QUICK_SPARK  # noqa: E402

from nemawashi.kit.events import asking, reading  # noqa: E402
from nemawashi.kit.events.reading import into_parquet, plover_type  # noqa: E402
from nemawashi.kit.faults import DamagedError, UnreadableError  # noqa: E402
from nemawashi.kit.formats import lines  # noqa: E402


def gdelt(columns: int = 61, **cells: str) -> str:
    given = {1: "20220224", 7: "JPN", 17: "KAZ", 26: "042", 28: "04", 29: "1", 30: "1.9", 31: "10", 0: "900"}
    given |= {int(place[1:]): value for place, value in cells.items()}
    given |= {reading._PLACES.get(columns, 51): "KZ", columns - 1: "https://example.org/a"}
    return "\t".join(given.get(place, "") for place in range(columns)) + "\n"


def written(folder: Path, words: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return path


def read(source: Path, form: str, **options: Any) -> tuple[reading.ReadReports, list[dict[str, Any]]]:
    done = into_parquet(source, source.with_suffix(".parquet"), form=form, **options)
    return done, pq.read_table(done.path).to_pylist()


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_each_release_of_gdelt_is_read(columns: int, tmp_path: Path) -> None:
    done, rows = read(written(tmp_path, gdelt(columns) + gdelt(columns, c29="9", c30="", c31="")), "gdelt")

    assert (done.rows, done.faulty, done.first) == (2, 0, dt.date(2022, 2, 24))
    assert rows[0] | {"source": ""} == {
        **{"id": "900", "day": dt.date(2022, 2, 24), "type": "CONSULT", "code": "042", "quad": 1, "actor": "JPN"},
        **{"recipient": "KAZ", "place": "KZ" if columns > 57 else rows[0]["place"], "mentions": 10, "intensity": 1.9},
        **{"source": "", "line": 1},
    }
    assert (rows[1]["quad"], rows[1]["intensity"], rows[1]["mentions"]) == (None, None, None)
    assert reading.about(done.path)["form"] == "gdelt"


@pytest.mark.parametrize(
    ("root", "code", "kind"),
    [("04", "042", "CONSULT"), ("4", "42", "CONSULT"), ("08", "0814", "RETREAT"), ("08", "081", "CONCEDE"),
     ("17", "175", "ASSAULT"), ("17", "1712", "ASSAULT"), ("17", "171", "COERCE"), ("01", "010", ""), ("", "", "")],
)  # fmt: skip
def test_codes_have_the_types_of_the_published_map(root: str, code: str, kind: str) -> None:
    assert plover_type(root, code) == kind


def test_lines_that_cannot_be_read_are_told_and_left_out(tmp_path: Path) -> None:
    written_lines = [gdelt(), "a\tb\n", gdelt(c1="20220230"), gdelt(c1="2022"), gdelt(c29="x"), gdelt(c31="-1"), gdelt()]
    done, rows = read(written(tmp_path, "".join(written_lines)), "gdelt")

    assert [row["line"] for row in rows] == [1, 7]
    assert done.faults == [
        (2, "2 columns, and GDELT has 57, 58 or 61"),
        (3, "a cell cannot be read"),
        (4, "no day in its second column"),
        (5, "a cell cannot be read"),
        (6, "a number of mentions is out of range"),
    ]


@pytest.mark.parametrize("count", [100, 101])
def test_a_hundred_faults_are_kept_and_all_are_counted(count: int, tmp_path: Path) -> None:
    done, _ = read(written(tmp_path, gdelt() + "x\n" * count), "gdelt")

    assert (len(done.faults), done.faulty) == (100, count)


def test_a_file_of_something_else_is_given_up_soon(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="the first 1,000 lines are not of the form gdelt: 1 columns"):
        read(written(tmp_path, "x\n" * 5000), "gdelt")
    with pytest.raises(UnreadableError, match="no report of the form gdelt is in it: line 1, 1 columns"):
        read(written(tmp_path, "x\n" * 999), "gdelt")
    with pytest.raises(UnreadableError, match=r"no report of the form csv is in it$"):
        read(written(tmp_path, "day,actor\n"), "csv")
    with pytest.raises(UnreadableError, match="names no column 'Event Date'"):
        read(written(tmp_path, "Event ID\n1\n"), "polecat")
    with pytest.raises(UnreadableError, match="there is no form 'icews': write gdelt, polecat, csv"):
        read(written(tmp_path, ""), "icews")
    assert {each.suffix for each in tmp_path.iterdir()} == {".csv"}


@pytest.mark.parametrize("longer", [0, 1])
def test_a_line_has_a_bound(longer: int, tmp_path: Path) -> None:
    head = "day,actor,source\n"
    line = "2022-02-24,JPN,"
    path = written(tmp_path, head + line + "x" * (lines.LONGEST_LINE - len(line) - 1 + longer) + "\n")
    if longer:
        with pytest.raises(UnreadableError, match="line 2 is longer than 65,536 bytes"):
            read(path, "csv")
    else:
        assert len(read(path, "csv")[1][0]["source"]) == reading.LONGEST_CELL


def test_polecat_and_a_plain_table_are_read_by_the_names_of_their_columns(tmp_path: Path) -> None:
    polecat = (
        "Event ID\tEvent Date\tEvent Type\tEvent Mode\tActor Country\tRecipient Country\tCountry\tIntensity\n"
        'A1\t2022-02-24 00:00\tCONSULT\tvisit\tJPN\tKAZ\t"KAZ\t4.0\n'
        "A2\tsoon\tCONSULT\tvisit\tJPN\tKAZ\tKAZ\t4.0\n"
    )
    done, rows = read(written(tmp_path, polecat), "polecat")

    assert [(row["id"], row["type"], row["code"], row["quad"], row["place"]) for row in rows] == [
        ("A1", "CONSULT", "visit", 1, '"KAZ')
    ]
    assert done.faults == [(3, "no day such as 2022-02-24")]
    plain = "\ufeffactor,day,type,quad,mentions\nJPN,2022-02-24,aid,,\nKAZ,2022-02-25,,4,2\nUZB,2022-02-26,,5,2\n"
    done, rows = read(written(tmp_path, plain), "csv")
    assert [(row["actor"], row["type"], row["quad"], row["id"]) for row in rows] == [
        ("JPN", "AID", 2, "2"),
        ("KAZ", "", 4, "3"),
    ]
    assert done.faults == [(4, "a quad is a number from 1 to 4")]


def test_packed_files_are_read_and_cut_ones_refused(tmp_path: Path) -> None:
    packed = tmp_path / "a.gz"
    packed.write_bytes(gzip.compress((gdelt() * 2000).encode()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", gdelt())
    assert read(packed, "gdelt", most=3)[0].rows == 3
    assert read(tmp_path / "a.zip", "gdelt")[0].rows == 1
    with zipfile.ZipFile(tmp_path / "a.zip", "a") as archive:
        archive.writestr("b.csv", gdelt())
    with pytest.raises(UnreadableError, match="a zip with 2 files: take the one out") as fault:
        read(tmp_path / "a.zip", "gdelt")
    assert fault.value.file == "a.zip"
    packed.write_bytes(packed.read_bytes()[:-40])
    with pytest.raises(DamagedError):
        read(packed, "gdelt")
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04nothing")
    with pytest.raises(DamagedError):
        read(tmp_path / "b.zip", "gdelt")


STATES = ("JPN", "KAZ", "KGZ", "TJK", "TKM", "UZB", "")


def reports(path: Path, count: int) -> list[tuple[dt.date, str, int, str, str, str, int, str]]:
    draw = random.Random(5)  # noqa: S311
    rows = [
        (
            dt.date(2004, 8, 28) + dt.timedelta(days=draw.randrange(4000)),
            draw.choice(("CONSULT", "CONSULT", "AGREE", "ASSAULT", "")),
            draw.randint(1, 4),
            draw.choice(STATES),
            draw.choice(STATES),
            draw.choice(STATES),
            draw.randint(1, 9),
            draw.choice(("", "1.5", "-2.0005", "0.3335")),
        )
        for _ in range(count)
    ]
    head = "day,type,quad,actor,recipient,place,mentions,intensity\n"
    written(path.parent, head + "".join(",".join(map(str, row)) + "\n" for row in rows), "made.csv")
    into_parquet(path.parent / "made.csv", path, form="csv")
    return rows


def test_statistics_are_what_a_hand_would_count(tmp_path: Path) -> None:
    rows = reports(tmp_path / "r.parquet", 4000)
    months = {(row["month"], row["quad"]): row for row in asking.statistic(tmp_path / "r.parquet", "months").to_pylist()}
    pairs = {
        (row["actor"], row["recipient"], row["year"]): row
        for row in asking.statistic(tmp_path / "r.parquet", "dyads").to_pylist()
    }
    talks = {(row["one"], row["other"]): row for row in asking.statistic(tmp_path / "r.parquet", "cadence").to_pylist()}
    placed = asking.statistic(tmp_path / "r.parquet", "places").to_pylist()

    assert {key: row["reports"] for key, row in months.items()} == Counter((row[0].replace(day=1), row[2]) for row in rows)
    between = [row for row in rows if row[3] and row[4] and row[3] != row[4]]
    assert {key: row["reports"] for key, row in pairs.items()} == Counter((row[3], row[4], row[0].year) for row in between)
    days = sorted({row[0] for row in between if row[1] == "CONSULT" and {row[3], row[4]} == {"JPN", "KAZ"}})
    gaps = [(later - earlier).days for earlier, later in itertools.pairwise(days)]
    assert talks["JPN", "KAZ"] == {
        **{"one": "JPN", "other": "KAZ", "days": len(days), "first": days[0], "last": days[-1], "longest": max(gaps)}
    }
    where = Counter(row[5] for row in rows if row[1] == "AGREE" and row[5])
    of_type = [row for row in placed if row["type"] == "AGREE"]
    assert [row["place"] for row in of_type] == sorted(where, key=lambda each: (-where[each], each))
    assert [row["rank"] for row in of_type] == list(range(1, 7))
    assert of_type[0]["share"] == where[of_type[0]["place"]] * 10_000 // where.total()


def test_only_files_of_reports_are_asked(tmp_path: Path) -> None:
    import pyarrow as pa

    reports(tmp_path / "r.parquet", 10)
    with pytest.raises(UnreadableError, match="there is no statistic 'x': write months, dyads, cadence, places"):
        asking.statistic(tmp_path / "r.parquet", "x")
    written(tmp_path, "x", "a.parquet")
    pq.write_table(pa.table({"a": [1]}), tmp_path / "b.parquet")
    for name, why in (("a", "it is no Parquet file"), ("b", "it holds no reports")):
        with pytest.raises(UnreadableError, match=why):
            asking.statistic(tmp_path / f"{name}.parquet", "months")


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_gives_the_same_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", QUICK_SPARK)
    reports(tmp_path / "r.parquet", 2000)

    for name in ("months", "dyads", "cadence", "places"):
        duck, spark = (asking.statistic(tmp_path / "r.parquet", name, engine=engine) for engine in ("duckdb", "spark"))
        assert duck.num_rows > 5
        assert spark.to_pylist() == duck.to_pylist(), name
