"""Who brought words in: positions that were tabled, and became text."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.lineage.aligning import pieces
from nemawashi.kit.lineage.reading import bare
from nemawashi.lineage.queries.adopted import Precedent, precedents
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Position, Wording
from nemawashi.texts.terms import PUBLIC_STATES, Outcome

__all__ = ["Brought", "brought_in", "positions_behind"]


@dataclass(frozen=True)
class Brought:
    """A tabled position on a clause and what became of it. ``codes`` are the parties behind it; empty: the chair."""

    position: Position
    codes: tuple[str, ...]
    row: Precedent | None = None

    @property
    def words(self) -> str:
        return self.position.words

    @property
    def at(self) -> dt.datetime:
        return self.position.outcome_at or self.position.tabled_at


def _brought(position: Position, row: Precedent | None = None) -> Brought:
    return Brought(position, tuple(sorted(party.code for party in position.proposers.all())), row)


def positions_behind(refs: Collection[str], *, viewer: Viewer) -> dict[str, list[Brought]]:
    """The ended positions on these clauses, by clause, for those who may read positions; a fixed number of statements.

    Behind a clause that was itself proposed stands the position that proposed it, though that was on another clause.
    """
    keys = [ref.partition("/")[2] for ref in refs if ref.startswith("clause/")]
    behind: dict[str, list[Brought]] = defaultdict(list)
    if not keys or not viewer.sees_negotiation:
        return behind
    first = Wording.objects.filter(clause__in=keys, number=1).values_list("clause_id", "clause__text_id", "words")
    begun = {(text, words): clause for clause, text, words in first}
    rows = texts.visible_positions(viewer=viewer).exclude(outcome=Outcome.LIVE)
    proposed = Q(operation=Operation.NEW_CLAUSE, outcome=Outcome.ACCEPTED, clause__text__in={text for text, _ in begun})
    for position in rows.filter(Q(clause__in=keys) | proposed):
        if position.operation == Operation.NEW_CLAUSE and position.outcome == Outcome.ACCEPTED:
            clause = begun.get((position.clause.text_id, position.words))
        else:
            clause = position.clause_id
        if clause:
            behind[f"clause/{clause}"].append(_brought(position))
    return behind


def brought_in(words: str, *, viewer: Viewer) -> list[Brought]:
    """Accepted positions on adopted texts that put ``words`` in, oldest first; none for those outside the negotiation.

    The words are compared here and not in the database, whose log they must not reach.
    """
    wanted = _bare(words)
    if not wanted or not viewer.sees_negotiation:
        return []
    rows = texts.visible_positions(viewer=viewer).filter(
        outcome=Outcome.ACCEPTED, clause__text__state__in=PUBLIC_STATES, clause__is_deleted=False
    )
    positions = [position for position in rows if wanted in _bare(position.words)]
    known = precedents([f"clause/{position.clause_id}" for position in positions], viewer=viewer)
    return [_brought(position, known.get(f"clause/{position.clause_id}")) for position in positions]


def _bare(words: str) -> str:
    return " ".join(filter(None, (bare(piece) for piece in pieces(words)))).strip()
