"""Two corpora, or a dialogue and a corpus, compared as wholes.

Both are public, so that an index of both may lie on the disk while they are compared; a file, which may be a draft, is not
taken. This is for a command, which may use all processors; a page compares in steps (``converging``).
"""

import os
import tempfile
from collections.abc import Callable

from nemawashi.kit.lineage import Index
from nemawashi.kit.lineage.convergence import Convergence, all_met, apart, of_meetings
from nemawashi.lineage import tracing


def convergence(one: str, other: str, *, step: Callable[[int], object] | None = None) -> Convergence:
    """How much of two sides' words they have in common. Each is a corpus or a dialogue.

    Raises ``tracing.NoSourceError``, and ``ValueError`` where a text stands on both sides or one of them has no clauses.
    """
    sides = [list(tracing.clauses_of(name, files=False)) for name in (one, other)]
    for name, side in zip((one, other), sides, strict=True):
        if not side:
            raise ValueError(f"{name} has no clauses that could be compared")
    areas = {each.clause.id: each.heading for side in sides for each in side if each.heading}
    ours, theirs = ([each.clause for each in side] for side in sides)
    documents = apart(ours, theirs)
    met = []
    with tempfile.TemporaryDirectory() as folder:
        Index.build(folder, [*ours, *theirs]).close()
        processes = len(os.sched_getaffinity(0))
        for each in all_met([*ours, *theirs], folder, documents[0] | documents[1], processes=processes):
            met.append(each)
            if step:
                step(1)
    return of_meetings(met, documents, areas=areas)
