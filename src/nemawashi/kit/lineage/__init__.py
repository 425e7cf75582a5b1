"""Clause lineage: which earlier clause a text comes from, what was changed, and who used these words before.

::

    from nemawashi.kit import lineage

    index = lineage.Index.build("lineage", clauses)           # or lineage.Index.open("lineage")
    finding = index.find("Members should increase ...", before="2024-01-01")
    finding.kind, finding.sources[0].clause.id, finding.sources[0].steps, finding.sources[0].flags
    index.complete("in full compliance with", limit=10)       # agreed language while typing

Nothing of a text that is looked up is kept: neither in files nor in memory beyond the call.
"""

from nemawashi.kit.lineage.aligning import Op, Step, align
from nemawashi.kit.lineage.index import Index
from nemawashi.kit.lineage.scanning import Standing
from nemawashi.kit.lineage.turns import Flag, FlagKind, flags
from nemawashi.kit.lineage.values import (
    Descent,
    IndexDamagedError,
    IndexedClause,
    Kind,
    Match,
    Part,
    SourceClause,
    UnreadableClauseError,
)

__all__ = [
    "Descent", "Flag", "FlagKind", "Index", "IndexDamagedError", "IndexedClause", "Kind", "Match", "Op", "Part",
    "SourceClause", "Standing", "Step", "UnreadableClauseError", "align", "flags",
]  # fmt: skip
