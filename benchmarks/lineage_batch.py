"""The batch of lineage on this machine: time, memory and recall by the size of the corpus.

    python benchmarks/lineage_batch.py [--sizes 10000,100000,1000000] [--json FILE]

The corpus is sentences of the General Debate (``ungdc.jsonl.xz`` of ``NEMAWASHI_CORPORA``), the oldest first. Three hundred
clauses of at least twelve words are copied for each of three degrees with a tenth, three tenths or half of their words
replaced, dropped or added, and dated after all others; recall is how many of these find the clause they were made of, or
another in the same words.

passim (github.com/dasmiq/passim) is not run: it is on no package index. What PyPI has under its name is another project,
which compares passwords.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import re
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nemawashi.kit.lineage import batch
from nemawashi.kit.lineage.values import IndexedClause

ROOT = Path(__file__).resolve().parents[1]
CORPORA = Path(os.environ.get("NEMAWASHI_CORPORA", ROOT.parent / "shared" / "corpora"))
DEGREES = (0.1, 0.3, 0.5)
PLANTED = 300
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_SHORTEST = 12


def line(what: str, figure: str, reach: str = "") -> None:
    print(f"{what:<58}{figure:>34}{reach:>18}", flush=True)


def sentences() -> Iterator[IndexedClause]:
    with lzma.open(CORPORA / "ungdc.jsonl.xz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            count = 0
            for words in row["paragraphs"]:
                for sentence in _SENTENCE.split(words):
                    yield IndexedClause(f"{row['id']}#{count}", sentence, row["id"], row["date"])
                    count += 1


def planted(clauses: list[IndexedClause]) -> tuple[list[IndexedClause], dict[str, set[str]]]:
    """Edited copies, and for each the ids of the clauses that it may be found to come from."""
    chance = random.Random(20040828)
    alike = defaultdict(set)
    for clause in clauses:
        alike[clause.text].add(clause.id)
    long = [clause for clause in clauses if len(clause.text.split()) >= _SHORTEST]
    vocabulary = [word for clause in chance.sample(clauses, min(2000, len(clauses))) for word in clause.text.split()]
    copies, sources = [], {}
    for degree in DEGREES:
        for number, clause in enumerate(chance.sample(long, PLANTED)):
            key = f"planted-{degree}-{number}"
            copies.append(IndexedClause(key, edited(clause.text, degree, vocabulary, chance), key, "2099-01-01"))
            sources[key] = alike[clause.text]
    return copies, sources


def edited(text: str, degree: float, vocabulary: list[str], chance: random.Random) -> str:
    kept: list[str] = []
    for word in text.split():
        if chance.random() >= degree:
            kept.append(word)
            continue
        way = chance.random()
        kept += [chance.choice(vocabulary)] if way < 0.6 else [] if way < 0.8 else [word, chance.choice(vocabulary)]
    return " ".join(kept)


def recall(found: dict[str, set[str]], sources: dict[str, set[str]]) -> dict[str, float]:
    told = {}
    for degree in DEGREES:
        keys = [key for key in sources if key.startswith(f"planted-{degree}-")]
        told[f"{degree:.0%}"] = 100 * sum(bool(sources[key] & found.get(key, set())) for key in keys) / len(keys)
    return told


def measured(clauses: list[IndexedClause], sources: dict[str, set[str]], folder: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq

    began, cpu = time.perf_counter(), time.process_time()
    done = batch.run(clauses, folder)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    found: dict[str, set[str]] = defaultdict(set)
    first: dict[str, set[str]] = {}
    for rows in pq.ParquetFile(done.path).iter_batches(columns=["later", "earlier", "rank"]):
        for later, earlier, rank in zip(
            *(rows.column(name).to_pylist() for name in ("later", "earlier", "rank")), strict=True
        ):
            if later in sources:
                found[later].add(earlier)
                if rank == 1:
                    first[later] = {earlier}
    size = sum(path.stat().st_size for path in folder.glob("*.parquet"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "wall": round(wall, 1),
        "cpu": round(cpu, 1),
        "matches": done.matches,
        "megabytes": round(size / 1e6),
        "peak_mb": round(peak),
        "recall": recall(found, sources),
        "first": recall(first, sources),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    told: dict[int, Any] = {}
    sizes = [int(size) for size in options.sizes.split(",")]
    every = []
    for clause in sentences():
        every.append(clause)
        if len(every) >= max(sizes):
            break
    for size in sizes:
        copies, sources = planted(every[:size])
        with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
            figures = told[size] = measured(every[:size] + copies, sources, Path(folder) / "out")
        per_million = figures["wall"] / size * 1e6
        line(
            f"{size:,} clauses: wall, CPU, peak memory", f"{figures['wall']} s, {figures['cpu']} s, {figures['peak_mb']} MB"
        )
        line("  if it grew evenly: a million clauses", f"{per_million / 60:.1f} minutes")
        line("  recall at 10, 30, 50 % changed", " / ".join(f"{value:.1f}" for value in figures["recall"].values()))
        line("  its source in first place", " / ".join(f"{value:.1f}" for value in figures["first"].values()))
    if options.json:
        options.json.write_text(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
