"""The notation: 300 clauses with 2,000 positions written and read back, and real brackets read; the best of three.

The texts of Paris are read from ``NEMAWASHI_CORPORA`` (default ``../shared/corpora``) where they are.
"""

from __future__ import annotations

import json
import lzma
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CORPORA = Path(os.environ.get("NEMAWASHI_CORPORA", Path(__file__).resolve().parents[2] / "shared" / "corpora"))
CODES = ("JPN", "KAZ", "KGZ", "TJK", "TKM", "UZB")
CLAUSES, POSITIONS = 300, 2_000


def best_ms(call: Callable[[], Any], rounds: int = 3) -> float:
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best * 1000


def negotiation() -> tuple[list[Any], list[Any]]:
    from nemawashi.kit.clauses.proposals import BaseClause, Proposed

    chance = random.Random(5)
    words = "the Ministers agree to share data on water [and ice] promptly, openly and without charge, every year; ".split()
    clauses = [
        BaseClause(f"k{n}", str(n + 1), "operative", ((1, " ".join(chance.choices(words, k=60))),)) for n in range(CLAUSES)
    ]
    asked = []
    for _ in range(POSITIONS):
        clause = chance.choice(clauses)
        operation = chance.choice(("insert", "delete", "replace", "replace", "new_clause", "reserve", "alternative"))
        start, end = sorted(chance.sample(range(len(clause.words)), k=2))
        if operation not in ("insert", "delete", "replace"):
            start = end = 0
        end = start if operation == "insert" else end
        put = "" if operation == "delete" else " ".join(chance.choices(words, k=8))
        asked.append(Proposed(clause.key, operation, 1, start, end, put, "", tuple(chance.sample(CODES, 2))))
    return clauses, asked


def main() -> None:
    from nemawashi.kit.brackets import reading, writing

    clauses, asked = negotiation()
    text = writing.compilation(clauses, asked)
    assert len(writing.positions(text, clauses)) == POSITIONS
    said = f"of {CLAUSES} clauses with {POSITIONS:,} positions"
    print(f"{f'compilation {said}':<58}{best_ms(lambda: writing.compilation(clauses, asked)):>15.0f} ms{'150 ms':>18}")
    print(f"{'  read back':<58}{best_ms(lambda: writing.positions(text, clauses)):>15.0f} ms{'none':>18}")
    path = CORPORA / "cop21.jsonl.xz"
    if not path.is_file():
        print(f"no corpora in {CORPORA} (NEMAWASHI_CORPORA)")
        return
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        papers = [[reading.Typed(words) for words in json.loads(line)["paragraphs"]] for line in lines]
    count = sum(reading.read(paper).counts["brackets"] for paper in papers)
    spent = best_ms(lambda: [reading.read(paper) for paper in papers])
    print(f"{f'{count:,} brackets of {len(papers)} papers read':<58}{spent:>15.0f} ms{'none':>18}")


if __name__ == "__main__":
    main()
