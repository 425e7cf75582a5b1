"""Two dialogues compared as wholes: time and memory for ten thousand clauses against ten thousand, as the command works.

    python benchmarks/convergence.py [CLAUSES]

Resolutions of the General Assembly (``lineage_docs`` of ``NEMAWASHI_CORPORA``), every second document on the other side, so
that much is shared: the dearest case, for clauses with many like ones are looked for twice.
"""

import os
import resource
import sys
import tempfile
import time

import lineage_corpus as corpora

from nemawashi.kit.lineage import Index, convergence, evaluating
from nemawashi.kit.lineage.values import IndexedClause


def row(what: str, ours: str, goal: str = "") -> None:
    print(f"  {what:<46}{ours:>22}   {goal:>12}", flush=True)


def sides(clauses: int) -> list[list[IndexedClause]]:
    dealt: list[list[IndexedClause]] = [[], []]
    for number, document in enumerate(corpora.documents("lineage_docs")):
        side = dealt[number % 2]
        if document.get("type") != "draft" and len(side) < clauses:
            side += list(evaluating.haystack([document]))
    return [side[:clauses] for side in dealt]


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    if not (corpora.CORPORA / "lineage_docs.jsonl.xz").exists():
        print(f"no corpora in {corpora.CORPORA} (NEMAWASHI_CORPORA)")
        return
    one, other = sides(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    processes = len(os.sched_getaffinity(0))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, spent = time.perf_counter(), _spent()
    sides_of = convergence.apart(one, other)
    with tempfile.TemporaryDirectory() as folder:
        Index.build(folder, [*one, *other]).close()
        met = list(convergence.all_met([*one, *other], folder, sides_of[0] | sides_of[1], processes=processes))
    compared = convergence.of_meetings(met, sides_of)
    wall, cpu = time.perf_counter() - began, _spent() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"Convergence of {len(one):,} clauses against {len(other):,}, {processes} processes, load {os.getloadavg()[0]:.1f}"
    )
    row("wall / CPU of all processes, s", f"{wall:.0f} / {cpu:.0f}", "<= 60")
    row("memory beside the texts, MB", f"{peak - before:.0f}")
    row("memory of another process, MB", f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f}")
    row(
        "of the first side, of the other shared, %",
        f"{100 * compared.one.whole.share:.1f} / {100 * compared.other.whole.share:.1f}",
    )


if __name__ == "__main__":
    main()
