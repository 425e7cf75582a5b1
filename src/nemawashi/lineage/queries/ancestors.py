"""From which earlier clauses a clause comes, step by step, and the whole family through all texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from nemawashi.access.viewers import Viewer
from nemawashi.kit import lineage
from nemawashi.lineage import shelf
from nemawashi.lineage.queries.adopted import Precedent, of_index, precedents
from nemawashi.lineage.queries.outcomes import Brought, positions_behind

__all__ = ["Ancestor", "Ancestry", "Family", "Kinship", "ancestry", "family"]

LONGEST_CHAIN = 12
LARGEST_FAMILY = 40
WIDEST = 12
AS_GOOD = 0.03  # a share kept that is less by so much is as good, and the younger clause is the nearer ancestor


@dataclass(frozen=True)
class Ancestor:
    """A step back: an earlier clause, what was kept of it and what was changed in the clause after it.

    ``beside``: clauses that were merged with it, or that have as much. ``behind``: what became of the positions on the
    *later* clause, for those who may read them: who asked for the words that this step put in.
    """

    row: Precedent
    source: lineage.SourceClause
    beside: tuple[tuple[Precedent, lineage.SourceClause], ...] = ()
    behind: tuple[Brought, ...] = ()


@dataclass(frozen=True)
class Ancestry:
    """Newest first. ``is_formula``: the words are a standing formula, which everybody uses and nobody inherits."""

    subject: Precedent
    chain: tuple[Ancestor, ...] = ()
    behind: tuple[Brought, ...] = ()
    taken: tuple[Precedent, ...] = ()
    is_formula: bool = False
    is_cut: bool = False


def clause_of(index: lineage.Index, row: Precedent) -> lineage.IndexedClause:
    """The clause as the shelf has it; one that is still negotiated as it stands, with no date."""
    known = index.get(row.ref).get(row.language)
    if known and known.text == row.words:
        return known
    return lineage.IndexedClause(row.ref, row.words, row.document, row.date, row.series, row.kind, row.language, row.place)


def descent_of(index: lineage.Index, clause: lineage.IndexedClause) -> lineage.Descent:
    return index.find_for(clause, limit=WIDEST)


def nearest(finding: lineage.Descent) -> list[lineage.SourceClause]:
    """The source to go on from: the youngest of those of which as much is kept as of the best; merged ones behind it."""
    sources = [source for source in finding.sources if source.kind.is_lineage]
    if not sources:
        return []
    best = max(source.kept for source in sources)
    as_good = [source for source in sources if source.kept >= best - AS_GOOD]
    first = max(as_good, key=lambda source: (source.clause.date, source.score))
    merged = [source for source in sources if source.part == lineage.Part.MERGED and source is not first]
    return [first, *merged[:3]] if first.part == lineage.Part.MERGED else [first]


def ancestry(row: Precedent, *, viewer: Viewer) -> Ancestry:
    """The earlier clauses that ``row`` comes from, newest first, each as a step from the one after it."""
    index = shelf.open_index()
    clause, seen = clause_of(index, row), {row.ref}
    steps: list[list[lineage.SourceClause]] = []
    finding = descent_of(index, clause)
    is_formula = finding.kind == lineage.Kind.FORMULA
    while len(steps) < LONGEST_CHAIN:
        sources = [source for source in nearest(finding) if source.clause.id not in seen]
        if not sources:
            break
        steps.append(sources)
        seen |= {source.clause.id for source in sources}
        finding = descent_of(index, sources[0].clause)
    known = precedents([*row.taken_from, *(s.clause.id for sources in steps for s in sources)], viewer=viewer)
    refs = [row.ref, *(sources[0].clause.id for sources in steps)]
    behind = positions_behind(refs, viewer=viewer)
    chain = []
    for later, sources in zip(refs, steps, strict=False):
        rows = [(ancestor, source) for source in sources if (ancestor := of_index(source.clause, known))]
        if rows:
            (first, source), *beside = rows
            chain.append(Ancestor(first, source, tuple(beside), tuple(behind.get(later, ()))))
    taken = tuple(known[ref] for ref in row.taken_from if ref in known)
    return Ancestry(row, tuple(chain), tuple(behind.get(row.ref, ())), taken, is_formula, len(steps) == LONGEST_CHAIN)


@dataclass(frozen=True)
class Kinship:
    """An edge of a family: the later clause has ``kept`` of the earlier one."""

    earlier: str
    later: str
    source: lineage.SourceClause


@dataclass(frozen=True)
class Family:
    """All relatives of a clause, oldest first, itself included, and who comes from whom."""

    subject: Precedent
    members: tuple[Precedent, ...]
    edges: tuple[Kinship, ...]
    is_cut: bool = False


def family(row: Precedent, *, viewer: Viewer) -> Family:
    """Ancestors, descendants and their relatives, over all texts: at most ``LARGEST_FAMILY``, the nearest first."""
    index = shelf.open_index()
    members = {row.ref: clause_of(index, row)}
    is_cut = _gather(index, members)
    edges = []
    for clause in members.values():
        if clause.date or clause.id == row.ref:
            edges += [
                Kinship(source.clause.id, clause.id, source)
                for source in nearest(descent_of(index, clause))
                if source.clause.id in members
            ]
    related = _related(row.ref, edges)
    members = {ref: clause for ref, clause in members.items() if ref in related}
    known = precedents(members, viewer=viewer)
    known.setdefault(row.ref, row)
    shown = sorted(
        (relative for ref, clause in members.items() if (relative := of_index(clause, known))),
        key=lambda member: (member.date or "9999", member.document, member.rank),
    )
    refs = {member.ref for member in shown}
    return Family(row, tuple(shown), tuple(e for e in edges if {e.earlier, e.later} <= refs), is_cut)


def _related(ref: str, edges: list[Kinship]) -> set[str]:
    """Those whom lines of descent join with the clause; the others only resemble one of them."""
    related, waiting = {ref}, [ref]
    while waiting:
        each = waiting.pop()
        beside = {e.later if e.earlier == each else e.earlier for e in edges if each in (e.earlier, e.later)}
        waiting += beside - related
        related |= beside
    return related


def _gather(index: lineage.Index, members: dict[str, lineage.IndexedClause]) -> bool:
    """Add relatives, and theirs, until nobody new is found or the family is full; whether it was cut."""
    waiting: Sequence[lineage.IndexedClause] = list(members.values())
    for _generation in range(3):
        newcomers: list[lineage.IndexedClause] = []
        for clause in waiting:
            sources = index.find(clause.text, language=clause.language, document=clause.document, limit=LARGEST_FAMILY)
            for source in sources:
                relative = source.clause
                if source.kind.is_lineage and relative.date and relative.id not in members:
                    if len(members) >= LARGEST_FAMILY:
                        return True
                    members[relative.id] = relative
                    newcomers.append(relative)
        waiting = newcomers
    return False
