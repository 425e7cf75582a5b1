"""A negotiation as a Word file: what each party tabled as changes tracked under its name, and read back as positions.

What Word has no change for (reserves, stances, a placeholder, a move of a clause that others change as well) stands as a
comment of the party with a head in brackets, ``[Reserve] Luxembourg awaits instructions.``; the reader knows these heads. Every
clause carries a bookmark, so that a file that comes back is aligned whatever was done to it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed, Tabled
from nemawashi.kit.word.names import BOOKMARK
from nemawashi.kit.word.values import Change, Comment, Passage, Run

SUPPORTS, OPPOSES, COULD_ACCEPT, WHY, STALE = "Supports", "Opposes", "Could accept", "Why", "On words that changed"
STYLES = {"title": "Title", "heading": "Heading", "sub": "Sub-clause"}
_HEAD = re.compile(
    r"\[(?P<head>[A-Z][a-z ]+?)(?: (?:after|with) (?P<number>[^\]@]+))?(?: @(?P<at>\d{1,6}))?\]"
    r"(?: (?P<words>.*?))?(?:\n\((?P<why>.*)\))?",
    re.S,
)
# Heads of comments for what is no tracked change; a head with a clause in it names it by its number, or by its place. A
# remark is a comment of Word as it is and needs no head.
_OPERATIONS = {operation.head: operation for operation in Operation if operation != Operation.COMMENT}
_STANCES = (SUPPORTS, OPPOSES, COULD_ACCEPT, WHY, STALE)


# What, beside an operation on the whole clause, leaves open what stands behind the clause.
_UNSETTLING = (Operation.MOVE, Operation.MERGE, Operation.SPLIT, Operation.NEW_CLAUSE)


def _is_change(operation: Operation) -> bool:
    """Whether Word can track it: what could be accepted into the text could be accepted as a change."""
    return operation.can_be_accepted


def _is_within(operation: Operation) -> bool:
    """Whether its changes stay between the marks of the paragraph, so that a merger can stand beside them.

    The alternative is one of them, though it stands on the clause as a whole: its words are written where those of the
    clause are.
    """
    return operation.rewords or operation == Operation.FOOTNOTE


def _change(row: Tabled, kind: str, name: str = "") -> Change:
    return Change(kind, row.author, row.moment, name)


@dataclass(frozen=True, slots=True)
class CommentHead:
    """What the head of a comment says. ``operation`` is None for a stance or a reason. ``number``: of another clause.

    ``at``: the place in the clause, in code points of its newest wording.
    """

    operation: Operation | None
    words: str
    number: str = ""
    at: int = 0
    why: str = ""


def headed(comment: str) -> CommentHead | None:
    """The head of a comment that this module wrote, or that somebody typed like it; None for any other comment."""
    matched = _HEAD.fullmatch(comment.strip())
    if matched is None:
        return None
    head, words = matched["head"], matched["words"] or ""
    if head in _STANCES:
        return CommentHead(None, words)
    operation = _OPERATIONS.get(head)
    if operation is None or bool(matched["number"]) != operation.has_target:
        return None
    return CommentHead(operation, words, matched["number"] or "", int(matched["at"] or 0), matched["why"] or "")


def passages(
    clauses: Sequence[BaseClause], rows: Iterable[Tabled], *, notes: dict[str, tuple[tuple[int, str], ...]] | None = None
) -> tuple[Passage, ...]:
    """The text with all that is tabled on it. ``notes``: footnotes agreed on a clause, by key, with their places."""
    by_clause: dict[str, list[Tabled]] = defaultdict(list)
    for row in rows:
        by_clause[row.asked.key].append(row)
    return _Writing(clauses, by_clause, notes or {}).written()


def clean(
    clauses: Sequence[BaseClause], *, notes: dict[str, tuple[tuple[int, str], ...]] | None = None
) -> tuple[Passage, ...]:
    """The text as it stands, with the footnotes agreed on it."""
    return passages(clauses, (), notes=notes)


def printed(number: str) -> str:
    """A number as it stands before its clause: letters of sub-clauses bring their own bracket."""
    return number if not number or number.endswith(")") else f"{number}."


@dataclass(slots=True)
class _Part:
    """A clause, or what a cut leaves of it on one side."""

    runs: list[Run] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    mark: tuple[Change, ...] = ()

    def put(self, run: Run, note: str = "") -> None:
        self.runs.append(run)
        self.notes += [note] if run.note else []

    def passage(self, base: Passage) -> Passage:
        return replace(base, runs=tuple(self.runs), footnotes=tuple(self.notes), mark_changes=self.mark)


class _Writing:
    def __init__(
        self,
        clauses: Sequence[BaseClause],
        by_clause: dict[str, list[Tabled]],
        notes: dict[str, tuple[tuple[int, str], ...]],
    ) -> None:
        self._clauses, self._by_clause, self._notes = clauses, by_clause, notes
        self._places = {clause.key: at for at, clause in enumerate(clauses)}
        self._moves = 0
        self._arrivals: dict[str, list[Passage]] = defaultdict(list)  # what moves behind a clause, "" for the beginning

    def written(self) -> tuple[Passage, ...]:
        own = [(clause, self._clause(clause)) for clause in self._clauses]
        out = list(self._arrivals[""])
        for clause, clause_passages in own:
            out += clause_passages
            out += self._arrivals[clause.key]
        return tuple(out)

    def _clause(self, clause: BaseClause) -> list[Passage]:
        rows = self._by_clause.get(clause.key, [])
        tracked = [row for row in rows if self._is_tracked(row, clause)]
        comments = [self._comment(row, clause) for row in rows if row not in tracked]
        comments += [self._reason(row, clause) for row in tracked if row.asked.why or _stances(row)]
        base = Passage(
            style=STYLES.get(clause.kind, "Clause"),
            number=printed(clause.number),
            bookmark=f"{BOOKMARK}{clause.key.replace('-', '')}",
            comments=tuple(comments),
            keep_with_next=clause.kind in ("title", "heading", "chapeau"),
        )
        moving = next((row for row in tracked if row.asked.operation == Operation.MOVE), None)
        if moving is not None:
            return [self._moved(moving, clause, base)]
        before = [self._new(row) for row in tracked if row.asked.operation == Operation.NEW_CLAUSE_BEFORE]
        after = [self._new(row) for row in tracked if row.asked.operation == Operation.NEW_CLAUSE]
        return [*before, *self._words(clause, tracked, base), *after]

    def _is_tracked(self, row: Tabled, clause: BaseClause) -> bool:
        operation = row.asked.operation
        if not _is_change(operation) or row.is_stale:
            return False
        if operation == Operation.SPLIT and row.asked.words:  # a mark of a paragraph carries no words for both halves
            return False
        others = {other.asked.operation for other in self._by_clause[clause.key] if other is not row}
        if operation == Operation.MOVE:
            return not any(map(_is_change, others)) and self._is_still(row.asked.target)
        if operation == Operation.MERGE:
            at = self._places[clause.key] + 1
            is_next = at < len(self._clauses) and self._clauses[at].key == row.asked.target
            beyond = {other.asked.operation for other in self._by_clause.get(row.asked.target, [])}
            return is_next and not any(_is_change(other) and not _is_within(other) for other in others | beyond)
        return operation != Operation.SPLIT or not others & {Operation.DELETE_CLAUSE, Operation.SPLIT}

    def _is_still(self, key: str) -> bool:
        """Whether nothing but words changes at the clause behind which another one is to stand."""
        beside = {row.asked.operation for row in self._by_clause.get(key, [])}
        return not any(each.is_whole or each in _UNSETTLING for each in beside)

    def _moved(self, row: Tabled, clause: BaseClause, base: Passage) -> Passage:
        self._moves += 1
        name = f"move{self._moves}"
        gone, here = _change(row, "moveFrom", name), _change(row, "moveTo", name)
        self._arrivals[row.asked.target].append(
            Passage((Run(clause.words, (here,)),), style=base.style, mark_changes=(here,))
        )
        return replace(base, runs=(Run(clause.words, (gone,)),), mark_changes=(gone,))

    def _new(self, row: Tabled) -> Passage:
        comes = _change(row, "ins")
        return Passage((Run(row.asked.words, (comes,)),), style="Clause", mark_changes=(comes,))

    def _words(self, clause: BaseClause, rows: list[Tabled], base: Passage) -> list[Passage]:
        words, length = clause.words, len(clause.words)
        cuts = {0, length}
        goes: list[tuple[int, int, Tabled]] = []
        comes: dict[int, list[Tabled]] = defaultdict(list)
        for row in rows:
            operation = row.asked.operation
            if not (operation.has_place or operation.is_whole):
                continue
            start, end = (0, length) if operation.is_whole else (row.asked.start, row.asked.end)
            cuts |= {start, end}
            if operation.takes_out:
                goes.append((start, end, row))
            if operation.takes_words or operation == Operation.SPLIT:
                comes[end].append(row)
        agreed = defaultdict(list)
        for at, note in self._notes.get(clause.key, ()):
            agreed[at].append(note)
            cuts.add(at)
        parts, mark = [_Part()], self._mark(rows)
        edges = sorted(cuts)
        for at, edge in enumerate(edges):
            for note in agreed[edge]:
                parts[-1].put(Run("", note="note"), note)
            # Words that come in at the place of a cut stay before it.
            for row in sorted(comes[edge], key=lambda row: row.asked.operation == Operation.SPLIT):
                come = (_change(row, "ins"),)
                if row.asked.operation == Operation.SPLIT:
                    parts[-1].mark = come
                    parts.append(_Part())
                elif row.asked.operation == Operation.FOOTNOTE:
                    parts[-1].put(Run("", come, note="note"), row.asked.words)
                else:
                    parts[-1].put(Run(row.asked.words, come))
            if at + 1 < len(edges):
                then = edges[at + 1]
                gone = [row for start, end, row in goes if start <= edge and then <= end]
                gone.sort(key=lambda row: row.author)
                parts[-1].put(Run(words[edge:then], tuple(_change(row, "del") for row in gone)))
        parts[-1].mark = mark
        further = Passage(style=base.style, keep_with_next=base.keep_with_next)
        return [part.passage(base if at == 0 else further) for at, part in enumerate(parts)]

    def _mark(self, rows: list[Tabled]) -> tuple[Change, ...]:
        """The mark of a clause goes with the clause, if nobody asks for other words in its place, and with a merger."""
        asked = {row.asked.operation for row in rows}
        gone = [row for row in rows if row.asked.operation == Operation.MERGE]
        beside = {each for each in asked if not each.is_new_clause}
        if Operation.DELETE_CLAUSE in asked and beside <= {Operation.DELETE_CLAUSE, Operation.DELETE}:
            gone = [row for row in rows if row.asked.operation == Operation.DELETE_CLAUSE]
        return tuple(_change(row, "del") for row in gone)

    def _comment(self, row: Tabled, clause: BaseClause) -> Comment:
        """A position that is told in words."""
        asked = row.asked
        on = clause.words[asked.start : asked.end] if not row.is_stale else ""
        if asked.operation == Operation.COMMENT:
            return Comment(row.author, asked.words, row.moment, on, answers=_stances(row))
        head = asked.operation.head
        if asked.operation == Operation.MOVE:
            head += f" after {self._said(asked.target)}"
        if asked.operation == Operation.MERGE:
            head += f" with {self._said(asked.target)}"
        if asked.operation in (Operation.PLACEHOLDER, Operation.SPLIT):
            head += f" @{asked.start}"
        if row.is_stale:
            head = f"{STALE}] [{head}"
        why = f"\n({asked.why})" if asked.why else ""
        return Comment(row.author, f"[{head}] {asked.words}".rstrip() + why, row.moment, on, answers=_stances(row))

    def _reason(self, row: Tabled, clause: BaseClause) -> Comment:
        """Why a tracked change is asked for, and who else holds what of it."""
        asked = row.asked
        on = clause.words[asked.start : asked.end]
        return Comment(row.author, f"[{WHY}] {asked.why}".rstrip(), row.moment, on, answers=_stances(row))

    def _said(self, key: str) -> str:
        """A clause as comments name it: by its number, else by its place among all, ``#3``; the beginning is ``#0``."""
        if not key:
            return "#0"
        at = self._places[key]
        number = self._clauses[at].number
        is_one = sum(clause.number == number for clause in self._clauses) == 1
        return number if number and is_one else f"#{at + 1}"


def _stances(row: Tabled) -> tuple[Comment, ...]:
    held = (
        (SUPPORTS, row.asked.supporters),
        (OPPOSES, row.asked.opponents),
        (COULD_ACCEPT, row.acceptors),
    )
    return tuple(Comment(code, f"[{head}]", row.moment) for head, codes in held for code in codes)


def clause_named(said: str, clauses: Sequence[BaseClause]) -> str | None:
    """The key of a clause that a comment names: "" for the beginning, None where there is no such clause."""
    if said.startswith("#"):
        place = int(said[1:]) if said[1:].isdigit() else len(clauses) + 1
        return "" if place == 0 else (clauses[place - 1].key if place <= len(clauses) else None)
    return next((clause.key for clause in clauses if clause.number == said), None)


def asked_for(asked: Proposed) -> tuple[object, ...]:
    """What a position asks for, whoever asks and however it was written down: two files ask for the same when it is equal.

    The neighbour of a new clause does not count, nor does the stretch that a comment is about.
    """
    operation = Operation.NEW_CLAUSE if asked.operation.is_new_clause else asked.operation
    key = "" if operation.is_new_clause else asked.key
    words = asked.words if operation.is_spanned else " ".join(asked.words.split())
    return (operation, key, (asked.start, asked.end) if operation.has_place else (0, 0), words, asked.target)
