"""Numbers that stay: between two revisions a new clause stands as 2 bis, and nothing behind it moves up."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nemawashi.texts.rules.standing import numbers
from nemawashi.texts.terms import ClauseKind

__all__ = ["NumberedClause", "ProposedBeside", "frozen_numbers", "proposed_numbers"]

ORDINALS = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies")
BEFORE = "pre"  # in front of the first of its kind: PP1 pre
_COUNTED = (ClauseKind.PREAMBULAR, ClauseKind.CHAPEAU, ClauseKind.OPERATIVE, ClauseKind.SUB, ClauseKind.ANNEX)


class NumberedClause(NamedTuple):
    """A standing clause; ``issued`` is its number in the last revision, None where it came after that, at ``came_at``."""

    kind: str
    issued: str | None
    came_at: dt.datetime | None = None


class ProposedBeside(NamedTuple):
    """A standing clause, with the keys of the positions that propose a new one in front of it and behind it."""

    kind: str
    number: str
    before: Sequence[str]
    after: Sequence[str]


def frozen_numbers(clauses: Sequence[NumberedClause]) -> list[str]:
    """The number of each clause until the next revision; all are counted anew where none was issued, or nothing is new.

    A clause that moved keeps its number, that of a deleted one is not given again, and what comes between has the number
    before it with *bis*, *ter* … in the order in which it came.
    """
    kinds = [clause.kind for clause in clauses]
    if all(clause.issued is None for clause in clauses):
        return numbers(kinds)
    fresh = numbers(kinds)
    out = [clause.issued or "" for clause in clauses]
    new: dict[str, list[tuple[dt.datetime | None, int]]] = {}
    for at, clause in enumerate(clauses):
        if clause.issued is None and clause.kind in _COUNTED:
            base = _base(clauses, at) or fresh[at]
            new.setdefault(base, []).append((clause.came_at, at))
    for base, rows in new.items():
        is_free = base not in out  # the first of its kind, or the first in front of all: its number is its own
        rows.sort(key=lambda row: (row[0] is not None, row[0] or dt.datetime.min.replace(tzinfo=dt.UTC), row[1]))
        for place, (_, at) in enumerate(rows):
            out[at] = base if is_free and place == 0 else _after(base, place - is_free)
    return out


def proposed_numbers(clauses: Iterable[ProposedBeside]) -> dict[str, str]:
    """Under which number each proposed clause would stand, by the key of its position."""
    rows = list(clauses)
    if not any(row.before or row.after for row in rows):
        return {}
    taken: dict[str, int] = {}
    for row in rows:
        base, suffix = _parted(row.number)
        if suffix:
            taken[base] = taken.get(base, 0) + 1
    out: dict[str, str] = {}
    standing = [NumberedClause(_kind(row.kind), row.number or None) for row in rows]
    for at, row in enumerate(rows):
        for keys, place in ((row.before, at), (row.after, at + 1)):
            if not keys:
                continue
            new = NumberedClause(_kind(row.kind), None)
            with_it = [*standing[:place], new, *standing[place:]]
            base = _parted(_base(with_it, place) or numbers(each.kind for each in with_it)[place])[0]
            is_free = all(_parted(each.number)[0] != base for each in rows)
            for key in keys:
                count = taken.get(base, 0)
                out[key] = base if is_free and not count else _after(base, count - is_free)
                taken[base] = count + 1
    return out


def _kind(kind: str) -> str:
    """The kind of a clause beside one of this kind: beside a title, a heading or a chapeau it is an operative one."""
    beside = (ClauseKind.PREAMBULAR, ClauseKind.OPERATIVE, ClauseKind.SUB, ClauseKind.ANNEX)
    return kind if kind in beside else ClauseKind.OPERATIVE


def _base(clauses: Sequence[NumberedClause], at: int) -> str:
    """The number issued last before a new clause, among those counted with it; else the first one behind, with *pre*."""
    kind = clauses[at].kind
    for clause in reversed(clauses[:at]):
        if kind == ClauseKind.SUB and clause.kind != ClauseKind.SUB:
            break
        if _is_counted_with(clause.kind, kind) and clause.issued:
            return clause.issued
    for clause in clauses[at + 1 :]:
        if kind == ClauseKind.SUB and clause.kind != ClauseKind.SUB:
            break
        if _is_counted_with(clause.kind, kind) and clause.issued:
            return f"{clause.issued} {BEFORE}"
    return ""


def _is_counted_with(one: str, other: str) -> bool:
    operative = (ClauseKind.OPERATIVE, ClauseKind.CHAPEAU)
    return one == other or (one in operative and other in operative)


def _parted(number: str) -> tuple[str, str]:
    """The number that a clause follows, and what sets it apart: ("2", "bis")."""
    base, _blank, suffix = number.rpartition(" ")
    return (base, suffix) if suffix in ORDINALS else (number, "")


def _after(base: str, place: int) -> str:
    return f"{base} {ORDINALS[place]}" if place < len(ORDINALS) else f"{base} ({place + 2})"
