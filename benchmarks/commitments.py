"""Promises found in items that the finder was not fitted to, in the record's commitments, and how fast.

    make bench-commitments                what the project has
    benchmarks/commitments.py FILE.jsonl  a labelled file of your own, too

Precision, recall and F1 are of promises by their words; *by clause* asks only whether a clause promises anything. Those of
the record are short wordings by its editors: they are read as the items of a list that opens with "The parties will:".
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.kit.promises import scoring  # noqa: E402

from nemawashi.kit import promises  # noqa: E402

RECORD = ROOT / "src" / "nemawashi" / "record" / "data" / "commitments.yaml"
WANTED = {"en": 0.8, "ru": 0.7, "ja": 0.7}


def told_of(name: str, rows: list[dict[str, Any]], wanted: float) -> str:
    got = scoring.score([row for row in rows if not row.get("ambiguous")])
    fields = "  ".join(f"{field} {share:.2f}" for field, share in got.fields.items())
    head = f"P {got.hits / got.answered:.2f}  R {got.hits / got.wanted:.2f}  F1 {got.f1:.2f} (to reach {wanted:.2f})"
    return f"{name:<42}{head}  by clause {got.by_clause:.2f}  {fields}"


def of_the_record() -> str:
    rows = yaml.safe_load(RECORD.read_text(encoding="utf-8"))
    clauses = [
        promises.SaidClause("chapeau", "The parties will:"),
        *(promises.SaidClause("sub", row["text"]) for row in rows),
    ]
    seen = {row.clause for row in promises.find(clauses, "en").promises}
    return f"{'commitments of the record found':<42}{len(seen)} of {len(rows)}"


def clauses_a_second(rows: list[dict[str, Any]], rounds: int = 5) -> float:
    """CPU, best of some rounds, the first of which only warms up."""
    best = 0.0
    for _ in range(rounds):
        start, count = time.process_time(), 0
        for row in rows:
            count += len(promises.find(scoring.clauses(row), row["language"]).reasons)
        best = max(best, count / (time.process_time() - start))
    return best


def main(paths: list[str]) -> None:
    for language, wanted in WANTED.items():
        print(told_of(f"{language}, items kept aside", scoring.items(language, "kept"), wanted))
    for language, wanted in WANTED.items():
        print(told_of(f"{language}, items worked on", scoring.items(language, "worked"), wanted))
    for path in paths:
        rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
        for language in sorted({row["language"] for row in rows}):
            print(
                told_of(
                    f"{Path(path).name}, {language}", [row for row in rows if row["language"] == language], WANTED[language]
                )
            )
    print(of_the_record())
    for language in WANTED:
        rate = clauses_a_second(scoring.items(language))
        print(f"{f'clauses a CPU second, {language}':<42}{rate:,.0f} (to reach 2,000)")


if __name__ == "__main__":
    main(sys.argv[1:])
