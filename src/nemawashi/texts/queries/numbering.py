"""The numbers of a text's clauses as they stand until its next revision."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from nemawashi.texts import rules
from nemawashi.texts.models import Clause, Revision, Text
from nemawashi.texts.terms import OPEN_STATES

Issued = Sequence[Mapping[str, Any]]  # clauses as a revision keeps them


def last_issued(text: Text) -> Issued:
    """The clauses of the last revision; none where none was issued. One statement."""
    rows = Revision.objects.filter(text=text).order_by("-number").values_list("snapshot", flat=True)
    return rows.first() or ()


def clause_numbers(
    text: Text, clauses: Sequence[Clause], came: Mapping[object, dt.datetime | None], issued: Issued | None = None
) -> list[str]:
    """The number of each clause, in their order; a deleted one has none.

    ``came``: when each came, by its key. ``issued``: what ``last_issued`` gives, for a caller that has read it; empty to
    count all anew.
    """
    if issued is None:
        issued = last_issued(text) if text.state in OPEN_STATES else ()
    kept = {str(row["clause"]): str(row["number"]) for row in issued}
    standing = [
        rules.NumberedClause(str(clause.kind), kept.get(str(clause.pk)), came.get(clause.pk))
        for clause in clauses
        if not clause.is_deleted
    ]
    counted = iter(rules.frozen_numbers(standing))
    return ["" if clause.is_deleted else next(counted) for clause in clauses]
