"""Statistics of reports by Ibis beside the same written by hand in SQL, both on DuckDB, on the same Parquet file.

    python benchmarks/events.py [ROWS [TIMES]]     60,000,000 rows, three times, by default: half a gigabyte, some minutes

Called by ``make bench-analysis`` with as many rows as ``NEMAWASHI_REPORTS`` says (none: left out). The file is made by
DuckDB with a seed and kept in the folder for temporary files; both ways write their answer to Parquet, take turns, and the
fewest seconds of the processor count. Equal cells are checked.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import ibis
import pyarrow.parquet as pq

from nemawashi.kit.events import relations

ROWS = 60_000_000
BY_HAND = {
    "months": """
        select make_date(year(day), month(day), 1) as month, quad, count(*) as reports, sum(mentions)::bigint as mentions
        from reports group by 1, 2""",
    "dyads": """
        select actor, recipient, year(day) as year, count(*) as reports,
            round(sum(round(intensity * 1000)::bigint)::double / nullif(count(intensity), 0))::bigint as intensity
        from reports where actor <> '' and recipient <> '' and actor <> recipient group by 1, 2, 3""",
    "cadence": """
        with pairs as (
            select distinct least(actor, recipient) as one, greatest(actor, recipient) as other, day
            from reports where type = 'CONSULT' and actor <> '' and recipient <> '' and actor <> recipient
        ), spaced as (
            select *, date_diff('day', lag(day) over (partition by one, other order by day), day) as gap from pairs
        )
        select one, other, count(*) as days, min(day) as first, max(day) as last, max(gap) as longest
        from spaced group by 1, 2""",
    "places": """
        with counted as (
            select type, place, count(*) as reports from reports where place <> '' and type <> '' group by 1, 2
        )
        select type, place, reports, row_number() over (partition by type order by reports desc, place) as rank,
            floor((reports * 10000)::double / (sum(reports) over (partition by type))::double)::bigint as share
        from counted""",
}


def made(count: int) -> Path:
    """The file of so many reports, written once."""
    path = Path(tempfile.gettempdir()) / f"nemawashi-reports-{count}.parquet"
    if path.exists():
        return path
    part = path.with_suffix(".part")
    duckdb.execute("select setseed(0.7)")
    duckdb.execute(
        f"""copy (
            select i::varchar as id, (date '1995-01-01' + (random() * 11000)::integer) as day,
                (['CONSULT', 'AGREE', 'SUPPORT', 'AID', 'ACCUSE', 'REJECT', 'COERCE', 'ASSAULT', ''])
                    [1 + (random() * random() * 9)::integer % 9] as type,
                '042' as code, (1 + (random() * 4)::integer % 4)::tinyint as quad,
                'S' || (random() * random() * 200)::integer as actor, 'S' || (random() * 200)::integer as recipient,
                'P' || (random() * random() * 200)::integer as place, (1 + random() * 50)::integer as mentions,
                round(random() * 20 - 10, 1) as intensity, '' as source, i as line
            from range({count}) as t(i)
        ) to '{part}' (format parquet, compression zstd)"""
    )
    part.replace(path)
    return path


def compared(path: Path, folder: Path, times: int) -> None:
    base = ibis.duckdb.connect(temp_directory=str(folder), preserve_insertion_order=False)
    reports = base.read_parquet(str(path), table_name="reports")
    raw = base.con
    print(f"  {'seconds of the processor, the fewest':<36}{'Ibis':>8}{'by hand':>10}{'ratio':>8}   cells")
    for name, statistic in relations.STATISTICS.items():
        best = {"ibis": float("inf"), "hand": float("inf")}
        for _ in range(times):
            start = time.process_time()
            base.to_parquet(statistic(reports), str(folder / "ibis.parquet"))
            best["ibis"] = min(best["ibis"], time.process_time() - start)
            start = time.process_time()
            raw.execute(f"copy ({BY_HAND[name]}) to '{folder / 'hand.parquet'}' (format parquet)")
            best["hand"] = min(best["hand"], time.process_time() - start)
        order = [(key, "ascending") for key in relations.KEYS[name]]
        answers = [pq.read_table(folder / f"{each}.parquet").sort_by(order) for each in ("ibis", "hand")]
        names = answers[0].column_names
        is_equal = all(answers[0][each].to_pylist() == answers[1][each].to_pylist() for each in names)
        ratio = best["ibis"] / best["hand"]
        said = f"{answers[0].num_rows:,} rows, {'equal' if is_equal else 'NOT EQUAL'}"
        print(f"  {name:<36}{best['ibis']:>8.2f}{best['hand']:>10.2f}{ratio:>8.2f}   {said}", flush=True)


def main(count: int, times: int) -> None:
    path = made(count)
    size = path.stat().st_size / 1e6
    print(f"\nReports: {count:,} rows, {size:,.0f} MB of Parquet, {os.cpu_count()} cores, to reach: a ratio of 1.10")
    with tempfile.TemporaryDirectory() as folder:
        compared(path, Path(folder), times)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ROWS, int(sys.argv[2]) if sys.argv[2:] else 3)
