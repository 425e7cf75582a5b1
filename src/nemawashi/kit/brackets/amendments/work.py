"""What one instruction does to the clauses, and what it asks for on the words of the base."""

from collections.abc import Sequence

from nemawashi.kit.brackets.amendments import naming, seeking
from nemawashi.kit.brackets.amendments.seeking import Occurrence
from nemawashi.kit.brackets.amendments.standing import PLACES, AmendedClause
from nemawashi.kit.brackets.amendments.values import CannotError, Statement, Target
from nemawashi.kit.clauses.operations import Operation, of_edit
from nemawashi.kit.clauses.proposals import Proposed

MANY = ("all", "pp", "op", "annex")
ONE_TIME = "the words stand there {} times and the instruction does not say which"


class Work:
    """What one instruction does. ``notes``: what was allowed; ``proposals``: what it asks for, on the base's own words."""

    def __init__(self, clauses: list[AmendedClause], number: int) -> None:
        self.clauses = clauses
        self.number = number
        self.notes: list[str] = []
        self.proposals: list[Proposed] = []
        self.took_brings = False
        self.brings: list[str] = []

    def put(self, clause: AmendedClause, occurrence: Occurrence, into: str) -> None:
        if occurrence.note:
            self.notes.append(f"{clause.name}: {occurrence.note}")
        start, end, text = occurrence.start, occurrence.end, clause.words
        put = into.strip()
        if not put:
            start, end = seeking.without(text, start, end)
        elif put[-1:] in ",;." and text[end : end + 1] == put[-1:]:
            put = put[:-1]
            self.notes.append("the base already has the mark that follows")
        elif put[-1:] == "," and text[end : end + 1] in (";", ".", ":"):
            put = put[:-1]
            self.notes.append("the base has another mark where the words end with a comma")
        self.edit(clause, start, end, put)

    def edit(self, clause: AmendedClause, start: int, end: int, words: str) -> None:
        low, high, put = clause.edit(start, end, words, self.number)
        self.propose(clause, of_edit(low, high, put), low, high, put)

    def propose(
        self, clause: AmendedClause, operation: Operation, start: int = 0, end: int = 0, words: str = "", target: str = ""
    ) -> None:
        if clause.new:
            words = words if operation == Operation.NEW_CLAUSE else clause.words
            operation, start, end = Operation.NEW_CLAUSE, 0, 0
        key = clause.anchor or clause.key
        self.proposals.append(Proposed(key, operation, clause.wording, start, end, words, target))

    def has_cut(self, words: str) -> bool:
        return any(words in each.words for each in self.clauses)

    def where(self, statement: Statement) -> list[Target]:
        where = statement.where or statement.targets
        if (not where or all(t.family == "here" and not t.part for t in where)) and statement.which == "all":
            where = [Target("all")]
        if not where:
            if sum(len(c.path) == 1 for c in self.clauses) == 1:
                return [Target(next(c.family for c in self.clauses if len(c.path) == 1), "1")]
            raise CannotError("the instruction does not say in which paragraph")
        if any(t.family == "here" for t in where):
            raise CannotError("the instruction does not say in which paragraph")
        return where

    def spread(self, target: Target) -> list[AmendedClause]:
        """The clauses that a target names, with what stands under them, but none that an earlier instruction deleted."""
        meant = naming.named(self.clauses, target)
        gone = [each.gone for each in meant if each.gone]
        if (target.number or target.begins) and gone:
            raise CannotError(f"instruction {gone[0]} deleted {naming.called(target)}")
        is_one = bool(target.number or target.begins) or target.family in PLACES
        if is_one and not target.part:
            meant = [under for each in meant for under in naming.whole(self.clauses, each)]
        return [each for each in meant if not each.gone and each.family not in ("formula",)]

    def called(self, target: Target) -> str:
        if target.number or target.family == "title":
            return naming.called(target) if target.number else "the title"
        return {"all": "the text", "pp": "the preamble", "op": "the operative paragraphs", "annex": "the annex"}.get(
            target.family, target.family
        )

    def elsewhere(self, words: str) -> str:
        """Where else the words stand, so that whoever sees to a refusal need not search."""
        holders = [
            each.name
            for each in self.clauses
            if not each.gone and each.path and each.family not in PLACES and seeking.places(each.words, words)
        ]
        if not holders and any(words in each.words for each in self.clauses if not each.gone):
            return " (it stands only within a longer word)"
        return f" (it stands in {', '.join(holders[:3])}{' and more' if len(holders) > 3 else ''})" if holders else ""

    def single(self, statement: Statement) -> list[tuple[AmendedClause, Target]]:
        where = self.where(statement)
        return [(clause, target) for target in where for clause in self.spread(target)][: None if len(where) > 1 else 1]

    def not_one(self, occurrences: Sequence[Occurrence], words: str, clause: AmendedClause) -> str:
        if not occurrences:
            return f"“{short(words)}” is not found in {clause.name}{self.elsewhere(words)}"
        return f"{clause.name}: “{short(words)}”: {ONE_TIME.format(len(occurrences))}"

    def put_in(self, clause: AmendedClause, at: int, words: str) -> None:
        text = clause.words
        put, note = seeking.seam(text[:at], words.strip(), text[at:])
        if note:
            self.notes.append(note)
        self.edit(clause, at, at, put)

    def taken(self) -> list[str]:
        self.took_brings = True
        return list(self.brings)


def short(words: str) -> str:
    return words if len(words) <= 60 else words[:57].rstrip() + "…"
