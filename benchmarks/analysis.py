"""Counting and coding beside their peers on the UN General Debate (32 million words), in the same run.

    make bench-analysis           two minutes; the corpus lies in NEMAWASHI_CORPORA (ungdc.jsonl.xz)
    NEMAWASHI_REPORTS=60000000    before it: events by Ibis beside SQL by hand, too (``events.py``)

CPU times are of the process (``time.process_time``), the best of three where a thing takes less than a second. Peers where
they are installed: scikit-learn (CountVectorizer), polars (extract, group), DuckDB (the extra ``parquet``; regular
expressions, and keyness and pairs in SQL), each with one thread. quanteda's seconds were measured before, on the same two
cores.
"""

import json
import lzma
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np

from nemawashi.kit import counting
from nemawashi.kit.coding import agreeing
from nemawashi.kit.counting import Collection, CountedDocument, contrasts, lifespans, matching, neighbours

CORPORA = Path(os.environ.get("NEMAWASHI_CORPORA", Path(__file__).resolve().parents[2] / "shared" / "corpora"))
CORPUS = CORPORA / "ungdc.jsonl.xz"
CONCEPTS = (
    *("human security", "free and open", "rule of law", "sustainable development", "climate change", "nuclear weapons"),
    *("central asia", "human rights", "silk road", "good governance", "globalization", "terrorism", "cold war"),
    "new international economic order",
)
PEERS = ("scikit-learn", "polars", "duckdb")


def documents() -> list[CountedDocument]:
    rows = []
    with lzma.open(CORPUS, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            about = {"date": str(row["date"]), "state": row["speaker_state"]}
            rows.append(CountedDocument(row["id"], "\n\n".join(row["paragraphs"]), "en", about))
    return rows


def row(what: str, ours: str, peer: str = "", goal: str = "") -> None:
    print(f"  {what:<52}{ours:>10}   {goal:>9}   {peer}", flush=True)


def took(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """The fewest seconds of the processor, and the answer."""
    best, answer = float("inf"), None
    for _ in range(times):
        start = time.process_time()
        answer = work()
        best = min(best, time.process_time() - start)
        if best > 2:
            break
    return best, answer


def patterns(words: Any, many: int) -> list[str]:
    """Sequences of two to five words that stand in the corpus, drawn with a seed."""
    draw = random.Random(7)
    made: set[str] = set()
    while len(made) < many:
        at, size = draw.randrange(len(words) - 6), draw.choice((2, 2, 3, 3, 4, 5))
        ids = words.ids[at : at + size].tolist()
        if (words.gaps[at + 1 : at + size] == counting.TokenGap.BLANK).all() and min(words.counts[ids]) < 60_000:
            made.add(" ".join(words.types[number] for number in ids))
    return sorted(made)


def peer(name: str) -> str:
    """The seconds of a peer, each in a process of its own, so that no memory is counted twice."""
    module = {"scikit-learn": "sklearn"}.get(name, name)
    if find_spec(module) is None:
        return f"{name} is not installed"
    done = subprocess.run([sys.executable, __file__, "--peer", name], capture_output=True, text=True, check=False)
    return f"{name} {done.stdout.strip()}" if done.returncode == 0 else f"{name} failed: {done.stderr.strip()[-80:]}"


def as_peer(name: str) -> None:
    texts = [document.text for document in documents()]
    if name == "duckdb":
        import duckdb

        base = duckdb.connect(config={"threads": 1})
        base.execute("create table texts (d integer, t varchar)")
        base.executemany("insert into texts values (?, ?)", list(enumerate(texts)))
    start = time.process_time()
    if name == "scikit-learn":
        from sklearn.feature_extraction.text import CountVectorizer

        table = CountVectorizer(token_pattern=r"\w+").fit_transform(texts)  # noqa: S106  it is no password
        said = f"{table.shape[1]:,} types"
    elif name == "polars":
        import polars as pl

        frame = pl.DataFrame({"d": range(len(texts)), "t": texts})
        words = frame.select("d", pl.col("t").str.to_lowercase().str.extract_all(r"\w+").alias("w")).explode("w")
        said = f"{len(words.group_by('d', 'w').len()):,} cells"
    else:
        base.execute("create table w as select d, unnest(regexp_extract_all(lower(t), '\\w+')) as w from texts")
        base.execute("create table m as select d, w, count(*) as n from w group by d, w")
        said = f"{base.execute('select count(*) from m').fetchone()[0]:,} cells"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{time.process_time() - start:.1f} s, no places, {said}, {memory:.1f} GB")


def main() -> None:
    if not CORPUS.exists():
        print(f"{CORPUS} is not there: name the folder of the corpora in NEMAWASHI_CORPORA")
        return
    given = documents()
    collection = Collection(given)
    print(f"\nUN General Debate: {len(given):,} speeches, seconds of one core")
    row("", "here", "peers", "to reach")
    start = time.process_time()
    parts = collection.parts
    parts.matrix  # noqa: B018  made once
    seconds = time.process_time() - start
    others = "; ".join([*map(peer, PEERS), "quanteda 74.1 before"])
    row(f"tokens, code points, gaps, matrix ({len(parts) / 1e6:.1f} M)", f"{seconds:.2f}", others, "8 (3)")
    row("memory so far, GB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f}", "", "2.2")
    parts.counts, parts.numbers  # noqa: B018  with the tokens
    for phrase in ("central asia", "human rights"):

        def lines(phrase: str = phrase) -> Any:
            return counting.kwic(collection, phrase).lines(limit=1000)

        seconds, _ = took(lines)
        table = counting.kwic(collection, phrase)
        row(f"KWIC of “{phrase}” ({len(table):,}), 1,000 lines", f"{seconds:.3f}", "quanteda 1.1-1.4 before", "0.05")
    semantics = counting.SEARCH
    seconds, pairs = took(lambda: neighbours.pair_measures(parts, semantics, 20))
    row(f"collocations, seven measures, f >= 20 ({len(pairs[0]):,})", f"{seconds:.2f}", "quanteda > 350 before", "1")
    seconds, table = took(lambda: counting.collocates(collection, "central asia", semantics=semantics))
    row(f"collocates in a window of 5 ({len(table.rows):,})", f"{seconds:.3f}", "", "1")
    half = len(given) // 2
    first, second = parts.counts_in(range(half)), parts.counts_in(range(half, len(given)))
    seconds, _ = took(lambda: contrasts.columns(first, second))
    row(f"keyness of all {len(parts.types):,} words, six measures", f"{seconds:.3f}", "quanteda 0.58 before", "0.1")
    asked = patterns(parts, 500)
    read = [counting.pattern(each) for each in asked]
    seconds, stands = took(lambda: matching.in_tokens(parts, read, cross=semantics.cross.most))
    row(
        f"500 patterns of 2 to 5 words ({len(stands):,} matches)",
        f"{seconds:.2f}",
        "quanteda 3.4 before",
        "0.7",
    )
    collection.words()

    def lived() -> Any:
        stands = counting.matches(collection, CONCEPTS)
        return lifespans.lives(collection, CONCEPTS, parts.documents(stands.firsts), stands.patterns)

    seconds, lives = took(lived)
    row(f"{len(lives)} life spans over {len(lives[0].periods)} years", f"{seconds:.2f}", "", "0.4")
    draw = np.random.default_rng(1)
    sets = [frozenset(code for n, code in enumerate("abcde") if number >> n & 1) for number in range(32)]
    coded = draw.integers(0, 32, (20_000, 5))
    seconds, _ = took(lambda: agreeing.alpha(coded, agreeing.masi(sets)))
    row("set-valued alpha with interval, 5 coders x 20,000", f"{seconds:.3f}", "", "0.05")
    row("memory at most, GB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f}", "", "2.2")
    if rows := os.environ.get("NEMAWASHI_REPORTS"):  # 60000000: a gigabyte on the disk
        subprocess.run([sys.executable, str(Path(__file__).with_name("events.py")), rows], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        as_peer(sys.argv[2])
    else:
        main()
