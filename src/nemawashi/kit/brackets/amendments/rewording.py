"""Words of clauses replaced, deleted and put in."""

import re

from nemawashi.kit.brackets.amendments import naming, seeking
from nemawashi.kit.brackets.amendments.seeking import Occurrence
from nemawashi.kit.brackets.amendments.standing import AmendedClause
from nemawashi.kit.brackets.amendments.values import CannotError, Statement, Target
from nemawashi.kit.brackets.amendments.work import MANY, ONE_TIME, Work, short


def change(work: Work, statement: Statement, words: str, into: str) -> None:
    """Words of the named clauses to other words, once in each, or everywhere where the instruction says so."""
    everywhere = statement.which == "all" or any(
        not t.number and t.family in (*MANY, "title") for t in work.where(statement)
    )
    count = 0
    missing: list[str] = []
    already = 0
    for target in work.where(statement):
        standing: list[tuple[AmendedClause, Occurrence]] = []
        done_before = 0
        for clause in work.spread(target):
            low, high = naming.part(clause, target)
            occurrences = [f for f in seeking.places(clause.words, words) if low <= f.start and f.end <= high]
            occurrences = _at_named_edge(work, clause, _beside(work, clause, occurrences, statement), statement.edge, high)
            standing += [(clause, one) for one in occurrences]
            done_before += not occurrences and _already(work, clause, words, into)
        chosen = (
            standing
            if everywhere and statement.which in ("", "all")
            else _one(work, standing, statement, target, words, everywhere)
        )
        for clause, one in reversed(chosen):
            work.put(clause, one, into)
        already += done_before
        hits = len(chosen) + done_before
        count += hits
        if not hits:
            missing.append(work.called(target))
    many = [t for t in work.where(statement) if not t.number]
    if not count or (missing and not (many and len(many) == len(work.where(statement)))):
        raise CannotError(f"“{short(words)}” is not found in {', '.join(missing) or 'the base'}" + work.elsewhere(words))
    if missing:
        work.notes.append(f"“{short(words)}” is not found in {', '.join(missing)}")
    if already == count:
        work.notes.append("an earlier instruction already did this")


def _one(
    work: Work,
    standing: list[tuple[AmendedClause, Occurrence]],
    statement: Statement,
    target: Target,
    words: str,
    several: bool,
) -> list[tuple[AmendedClause, Occurrence]]:
    """The one place that is meant. Raises ``CannotError`` with the places where more than one fits."""
    which = statement.which
    if which.startswith("last") and standing:
        return [standing[-1]]
    if which.isdecimal():
        if standing and not 0 < int(which) <= len(standing):
            raise CannotError(f"“{short(words)}” stands in {work.called(target)} only {len(standing)} times")
        return standing[int(which) - 1 : int(which)]
    if len(standing) > 1 and not several:
        names = list(dict.fromkeys(clause.name for clause, _occurrence in standing))
        where = f": {', '.join(names)}" if len(names) > 1 else ""
        raise CannotError(f"{work.called(target)}: “{short(words)}”: {ONE_TIME.format(len(standing))}{where}")
    return standing


def _beside(work: Work, clause: AmendedClause, occurrences: list[Occurrence], statement: Statement) -> list[Occurrence]:
    """Those places that stand after or before the words that the instruction names beside."""
    text = clause.words
    for words in statement.after if statement.verb != "insert" else ():
        marks = seeking.places(text, words)
        occurrences = [f for f in occurrences if any(0 <= f.start - m.end <= 2 for m in marks)]
    for words in statement.before if statement.verb != "insert" else ():
        marks = seeking.places(text, words)
        occurrences = [f for f in occurrences if any(0 <= m.start - f.end <= 2 for m in marks)]
    return occurrences


def _at_named_edge(
    work: Work, clause: AmendedClause, occurrences: list[Occurrence], edge: str, high: int
) -> list[Occurrence]:
    """Of several places the one at the named end of the clause."""
    if not edge or len(occurrences) < 2:
        return occurrences
    if edge == "start":
        return [f for f in occurrences if f.start <= clause.lead] or occurrences
    return [f for f in occurrences if not clause.words[f.end : high].strip(" .,;:")] or occurrences


def _already(work: Work, clause: AmendedClause, words: str, into: str) -> bool:
    """Whether an earlier instruction left nothing to do: the base has the words, and what they should become stands."""
    if not any(run.by for run in clause.runs) or not seeking.places(clause.base, words):
        return False
    return bool(seeking.places(clause.words, into)) if into.strip() else not seeking.places(clause.words, words)


def delete_range(work: Work, statement: Statement, first: str, last: str, into: str = "") -> None:
    for clause, target in work.single(statement):
        low, high = naming.part(clause, target)
        one, other = seeking.places(clause.words, first), seeking.places(clause.words, last)
        one, other = (
            [f for f in one if low <= f.start and f.end <= high],
            [f for f in other if low <= f.start and f.end <= high],
        )
        if len(one) != 1 or not (other := [f for f in other if f.end >= one[0].end]):
            raise CannotError(f"{clause.name} has no stretch from “{short(first)}” to “{short(last)}”, or more than one")
        work.put(clause, Occurrence(one[0].start, other[0].end), into)


def delete_rest(work: Work, statement: Statement) -> None:
    marks = statement.after or statement.before or statement.words
    if len(marks) != 1:
        raise CannotError("the instruction is not understood: it does not say from where on words are deleted")
    for clause, target in work.single(statement):
        low, high = naming.part(clause, target)
        occurrences = [f for f in seeking.places(clause.words, marks[0]) if low <= f.start and f.end <= high]
        if len(occurrences) != 1:
            raise CannotError(work.not_one(occurrences, marks[0], clause))
        text = clause.words
        into = " ".join(statement.into or (work.taken() if statement.verb == "replace" else ()))
        if statement.verb == "replace" and not into:
            raise CannotError("the instruction does not say with what the words are replaced")
        if statement.before:
            work.edit(clause, max(low, clause.lead), occurrences[0].start, f"{into.strip()} " if into else "")
            continue
        tail = re.search(r"[.,;:]?\s*$", text[:high])
        end = tail.start() if tail and tail.start() >= occurrences[0].end else high
        start = occurrences[0].end if statement.after else occurrences[0].start
        if into:
            start += len(text[start:end]) - len(text[start:end].lstrip())
            into = re.sub(r"\s*[.,;:]$", "", into.strip()) if end < len(text.rstrip()) else into.strip()
            into = seeking.seam(text[:start], into, text[end:])[0]
        work.edit(clause, start, end, into)


def insert_by_sentence(work: Work, target: Target, statement: Statement, words: str) -> None:
    clause = work.spread(target)[0]
    low, high = naming.part(clause, target)
    while high > low and clause.words[high - 1].isspace():
        high -= 1
    work.put_in(clause, high if statement.behind else max(low, clause.lead), words)


def insert_beside(work: Work, statement: Statement, words: str) -> None:
    mark = (statement.after or statement.before)[0]
    everywhere = statement.which == "all" or all(not t.number and t.family != "title" for t in work.where(statement))
    count = 0
    for target in work.where(statement):
        clauses = work.spread(target)
        hits = []
        for clause in clauses:
            low, high = naming.part(clause, target)
            occurrences = [f for f in seeking.places(clause.words, mark) if low <= f.start and f.end <= high]
            if statement.after and statement.before:
                others = seeking.places(clause.words, statement.before[0])
                occurrences = [f for f in occurrences if any(0 <= o.start - f.end <= 2 for o in others)]
            hits += [(clause, f) for f in occurrences]
        if statement.which and statement.which != "all":
            hits = (
                [hits[-1]]
                if statement.which.startswith("last") and hits
                else hits[int(statement.which) - 1 : int(statement.which)]
            )
        if not hits and target.number and statement.after and statement.before:
            raise CannotError(
                f"“{short(statement.after[0])}” does not stand right before “{short(statement.before[0])}” in {work.called(target)}"
            )
        if not hits and target.number:
            raise CannotError(f"“{short(mark)}” is not found in {work.called(target)}{work.elsewhere(mark)}")
        if len(hits) > 1 and not everywhere:
            raise CannotError(f"{work.called(target)}: “{short(mark)}”: {ONE_TIME.format(len(hits))}")
        for clause, occurrence in reversed(hits):
            if occurrence.note:
                work.notes.append(f"{clause.name}: {occurrence.note}")
            work.put_in(clause, occurrence.end if statement.after else occurrence.start, words)
        count += len(hits)
    if not count:
        raise CannotError(f"“{short(mark)}” is not found in the base")


def at_edge(work: Work, target: Target, statement: Statement, words: str) -> None:
    clauses = work.spread(target)
    if not target.number and target.family != "title":
        raise CannotError("the instruction is not understood: words are added to no paragraph in particular")
    clause = clauses[0] if statement.edge == "start" or target.part else clauses[-1]
    low, high = naming.part(clause, target)
    if statement.edge == "start":
        work.put_in(clause, max(low, clause.lead if low == 0 else low), words)
        return
    text = clause.words
    while high > low and text[high - 1].isspace():
        high -= 1
    ends = re.search(r"[.,;:。]$", text[:high])
    if not ends:
        work.put_in(clause, high, words)
        return
    put = words.strip()
    closing = re.search(r"[.,;:。]$", put)
    if text[high - 1] in ".。" and re.match(r"[A-ZА-ЯЁ]", put) and closing and closing[0] in ".;":
        work.put_in(clause, high, put)  # a sentence of its own
        return
    if closing and closing[0] != text[high - 1]:
        work.notes.append(f"the words bring their own “{closing[0]}” for the “{text[high - 1]}” of the base")
        low_put, _note = seeking.seam(text[: high - 1], put, "")
        work.edit(clause, high - 1, high, low_put)
        return
    put = put[: closing.start()] if closing else put
    work.put_in(clause, high - 1, put)
