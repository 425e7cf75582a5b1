"""Brackets that somebody typed to positions on the clauses of a text, and what of them is no position.

::

    from nemawashi.kit.brackets import files, reading, taking

    taken = taking.taken(reading.read(files.typed(path)), clauses)
    print(taken.positions, taken.left)

A bracket without a party becomes a position without one: who asked for it was taken out of the file. Whether words in it
are the text's own, which somebody wants out, or new ones, which somebody wants in, is told by the text itself.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from nemawashi.kit.brackets.heads import OPPOSE, SUPPORT
from nemawashi.kit.brackets.reading import Bracketed, ReadClause, ReadText, flat
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed
from nemawashi.kit.clauses.spans import pieces

# Whose words are never those of the text, and which of these say something beside it.
_NEW = (Operation.INSERT, Operation.RESERVE, Operation.COMMENT, Operation.PLACEHOLDER, Operation.FOOTNOTE)
_ASIDE = (Operation.RESERVE, Operation.COMMENT)
# How alike, of a hundred, a typed clause has to be to one of the text to be that one; a fifth either way changes no case of
# tests/kit/brackets/test_taking.py, at a third of it an option is taken for the clause above. The same number adds to it, the
# next place adds less, for numbers are typed on purpose; going back takes off enough to need a nearly equal clause.
_ALIKE = 60.0
_SAME_NUMBER, _NEXT_PLACE, _GOING_BACK = 10, 5, -20


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Something that became no position, where it stands, and why; a sentence for whoever reviews it."""

    clause: int
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class TakenPositions:
    positions: tuple[Proposed, ...]
    left: tuple[NotTaken, ...]


def taken(text: ReadText, clauses: Sequence[BaseClause]) -> TakenPositions:
    """The positions of a typed text. Nothing is dropped: what is not understood is in ``left``."""
    out: list[Proposed] = []
    left = [NotTaken(each.clause, each.near, f"the bracket {each.sign} has no partner") for each in text.imbalances]
    last = -1
    options: dict[int, str] = {}
    for number, clause in enumerate(text.clauses, start=1):
        place = _aligned(clause, clauses, last)
        group = clause.option.group if clause.option else 0
        if place is None:
            previous = clauses[max(last, 0)] if clauses else None
            if previous is None:
                left.append(NotTaken(number, clause.words, "the text has no clauses"))
            elif group and clause.option:
                key = options.setdefault(group, previous.key)
                base = next(each for each in clauses if each.key == key)
                words = _after_label(clause)
                operation = Operation.DELETE_CLAUSE if clause.option.is_empty else Operation.ALTERNATIVE
                said = "" if clause.option.is_empty else words
                out.append(Proposed(key, operation, base.wordings[-1][0], words=said, place=f"clause {number}"))
            elif (new := _new_clause(clause, clauses, last, number)) is not None:
                out.append(new)
            elif clause.kind not in ("other", "heading", "formula"):
                left.append(
                    NotTaken(
                        number, clause.words, "no clause of the text has these words, and no bracket stands around them"
                    )
                )
            continue
        last = place
        if group:
            options[group] = clauses[place].key
        _one(clause, clauses[place], number, out, left)
    return TakenPositions(tuple(out), tuple(left))


def places(text: ReadText, clauses: Sequence[BaseClause]) -> list[int | None]:
    """Which clause of the text each typed clause is; None for one that the text does not have."""
    aligned: list[int | None] = []
    last = -1
    for clause in text.clauses:
        place = _aligned(clause, clauses, last)
        last = last if place is None else place
        aligned.append(place)
    return aligned


def _own(clause: ReadClause) -> str:
    return "".join(sign for sign, _at in _flattened(clause))


def _flattened(clause: ReadClause) -> list[tuple[str, int]]:
    """The signs of a clause that may be the text's own, each with its place as typed: no brackets, heads or new words."""
    dropped = [False] * len(clause.words)
    for bracket in flat(clause.brackets):
        dropped[bracket.start] = True
        if bracket.closes is None:
            dropped[bracket.end - 1] = True
        inner = bracket.start + 1
        if _is_new(bracket):
            dropped[bracket.start : bracket.end] = [True] * (bracket.end - bracket.start)
        else:
            dropped[inner : inner + bracket.head] = [True] * bracket.head
    for remark in clause.remarks:
        if remark.kind in ("braces", "footnote", "omission", "sic"):
            dropped[remark.start : remark.end] = [True] * (remark.end - remark.start)
    start = _numbered(clause)
    if clause.option:
        start = len(clause.words) - len(_after_label(clause, whole=True))
    return [(sign, at) for at, sign in enumerate(clause.words) if at >= start and not dropped[at]]


def _is_new(bracket: Bracketed) -> bool:
    return bracket.kind in _NEW or (bracket.kind == Operation.ALTERNATIVE and bool(bracket.parties))


def _numbered(clause: ReadClause) -> int:
    """How many signs of the words are the number that the clause's own number repeats."""
    words = clause.words
    if not clause.number or clause.number not in words[: len(clause.number) + 6]:
        return 0
    at = words.index(clause.number) + len(clause.number)
    while words[at : at + 1] and words[at] in ".):： ":
        at += 1
    return at


def _aligned(clause: ReadClause, clauses: Sequence[BaseClause], last: int) -> int | None:
    words = _own(clause).strip()
    if not words:
        return None
    best, best_score = None, _ALIKE
    for place, base in enumerate(clauses):
        score = fuzz.ratio(words, base.words)
        if clause.number and clause.number == base.number:
            score += _SAME_NUMBER
        if place == last + 1:
            score += _NEXT_PLACE
        if place <= last:
            score += _GOING_BACK
        if score > best_score:
            best, best_score = place, score
    return best


def _new_clause(clause: ReadClause, clauses: Sequence[BaseClause], last: int, number: int) -> Proposed | None:
    """A clause that stands in a bracket as a whole and that the text does not have."""
    if len(clause.brackets) != 1 or clause.brackets[0].closes:
        return None
    bracket = clause.brackets[0]
    outside = clause.words[_numbered(clause) : bracket.start] + clause.words[bracket.end :]
    if outside.strip(" .;,"):
        return None
    base = clauses[max(last, 0)]
    beside = Operation.NEW_CLAUSE if last >= 0 else Operation.NEW_CLAUSE_BEFORE
    operation = Operation(bracket.kind) if bracket.kind in _ASIDE else beside
    if bracket.kind == Operation.ALTERNATIVE and bracket.parties:
        operation = Operation.ALTERNATIVE
    return _proposed(bracket, base, operation, number, words=bracket.words)


def _after_label(clause: ReadClause, *, whole: bool = False) -> str:
    label = clause.option.label if clause.option else ""
    at = clause.words.find(label.split()[0])
    words = clause.words[at + len(label) :].lstrip(" .:)–-：")
    if whole:
        return words
    return words.removesuffix("]") if words.count("]") > words.count("[") else words


def _one(clause: ReadClause, base: BaseClause, number: int, out: list[Proposed], left: list[NotTaken]) -> None:
    """The positions of one clause that the text has."""
    signs = _flattened(clause)
    ground = _Ground.of(signs, base.words)
    covered, new_until = 0, 0
    bracketed: list[tuple[int, int]] = []  # the outermost
    before: Proposed | None = None
    groups: dict[int, list[tuple[Bracketed, bool, int, int]]] = {}
    for bracket in flat(clause.brackets):
        if bracket.end > covered:
            bracketed.append((bracket.start, bracket.end))
            covered = bracket.end
        is_within_new = bracket.start < new_until
        new_until = max(new_until, bracket.end) if _is_new(bracket) else new_until
        if is_within_new:
            left.append(NotTaken(number, bracket.words, "the bracket stands within words that the text does not have yet"))
            continue
        start, end, stands = ground.under(bracket)
        if bracket.group and not bracket.parties and bracket.kind == Operation.ALTERNATIVE:
            groups.setdefault(bracket.group, []).append((bracket, stands, start, end))
            continue
        made = _of_bracket(bracket, base, stands, start, end, number, before)
        if made is None:
            left.append(NotTaken(number, bracket.words, "what is asked is not understood"))
            continue
        if made.operation == Operation.REPLACE and before is not None and out and out[-1] == before:
            out.pop()
        out.append(made)
        before = made
    for group in groups.values():
        out += _of_group(group, base, number)
    is_bracketed = bytearray(len(clause.words))
    for start, end in bracketed:
        is_bracketed[start:end] = b"\1" * (end - start)
    changed = "".join(
        sign for (sign, at), is_same in zip(signs, ground.same, strict=True)
        if not is_same and not is_bracketed[at] and not sign.isspace()
    ).strip()  # fmt: skip
    if changed:
        left.append(NotTaken(number, changed, "these words differ from the text and stand in no bracket"))


@dataclass(frozen=True, slots=True)
class _Ground:
    """The signs of a typed clause that may be the text's own, laid on its words.

    ``places``: where each stands as typed; ``where`` and ``same``: see ``_mapped``; ``so_far``: how many before it are the same.
    """

    places: list[int]
    where: list[int]
    same: list[bool]
    so_far: list[int]

    @classmethod
    def of(cls, signs: Sequence[tuple[str, int]], base: str) -> "_Ground":
        where, same = _mapped(signs, base)
        return cls([at for _sign, at in signs], where, same, list(accumulate(same, initial=0)))

    def under(self, bracket: Bracketed) -> tuple[int, int, bool]:
        """The words of the text under a bracket, and whether more than half of what stands in it is theirs."""
        low, high = bisect_right(self.places, bracket.start), bisect_left(self.places, bracket.end)
        same = self.so_far[high] - self.so_far[low]
        if _is_new(bracket) or same * 2 <= high - low:
            before = bisect_left(self.places, bracket.start)
            return self.where[before], self.where[high], False
        first = bisect_right(self.so_far, self.so_far[low]) - 1
        last = bisect_left(self.so_far, self.so_far[high]) - 1
        return self.where[first], self.where[last] + 1, True


def _of_bracket(
    bracket: Bracketed, base: BaseClause, stands: bool, start: int, end: int, number: int, before: Proposed | None
) -> Proposed | None:
    if bracket.kind in (SUPPORT, OPPOSE) and not stands:
        return _proposed(bracket, base, Operation.INSERT, number, start, start, bracket.words)
    if bracket.kind in _ASIDE:
        return _proposed(bracket, base, Operation(bracket.kind), number, words=bracket.words)
    if bracket.kind in (Operation.PLACEHOLDER, Operation.FOOTNOTE):
        return _proposed(bracket, base, Operation(bracket.kind), number, start, start, bracket.words)
    if bracket.kind == Operation.ALTERNATIVE and bracket.parties:
        if (
            before is not None
            and before.operation == Operation.DELETE
            and before.parties == bracket.parties
            and before.end <= start <= before.end + 1
        ):
            return _proposed(bracket, base, Operation.REPLACE, number, before.start, before.end, bracket.words)
        return _proposed(bracket, base, Operation.INSERT, number, start, start, bracket.words)
    if bracket.kind == Operation.INSERT or not stands:
        return _proposed(bracket, base, Operation.INSERT, number, start, start, bracket.words)
    if bracket.kind == SUPPORT:
        return None
    if start <= 0 and end >= len(base.words.rstrip(" .;,")):
        return _proposed(bracket, base, Operation.DELETE_CLAUSE, number)
    return _proposed(bracket, base, Operation.DELETE, number, start, end)


def _of_group(group: list[tuple[Bracketed, bool, int, int]], base: BaseClause, number: int) -> list[Proposed]:
    """Alternatives side by side: the one that the text has would be replaced by each of the others."""
    own = next(((start, end) for _bracket, stands, start, end in group if stands), None)
    out = []
    for bracket, stands, start, _end in group:
        if own is None:
            out.append(_proposed(bracket, base, Operation.INSERT, number, start, start, bracket.words))
        elif not stands or (start, _end) != own:
            out.append(_proposed(bracket, base, Operation.REPLACE, number, *own, bracket.words))
    return out


def _proposed(
    bracket: Bracketed, base: BaseClause, operation: Operation, number: int, start: int = 0, end: int = 0, words: str = ""
) -> Proposed:
    against = bracket.opponents
    parties = bracket.parties
    if bracket.kind == OPPOSE and operation in (Operation.DELETE, Operation.DELETE_CLAUSE):
        parties, against = bracket.opponents, ()
    return Proposed(
        base.key, operation, base.wordings[-1][0], start, end, words, "", parties, bracket.supporters, against,
        "" if parties else "attribution removed", f"clause {number}",
    )  # fmt: skip


def _mapped(signs: Sequence[tuple[str, int]], base: str) -> tuple[list[int], list[bool]]:
    """For each sign as typed, and for the end, its place in ``base``; and whether the sign stands there.

    A bracket ends a word: ``[shall][should]`` are two.
    """
    runs: list[list[str]] = []
    for count, (sign, at) in enumerate(signs):
        if count and signs[count - 1][1] == at - 1:
            runs[-1].append(sign)
        else:
            runs.append([sign])
    ours, theirs = [piece for run in runs for piece in pieces("".join(run))], pieces(base)
    starts = [0]
    for piece in theirs:
        starts.append(starts[-1] + len(piece))
    where: list[int] = []
    same: list[bool] = []
    for op in Indel.opcodes(ours, theirs):
        for place in range(op.src_start, op.src_end):
            equal = op.tag == "equal"
            at = starts[op.dest_start + (place - op.src_start if equal else 0)]
            for step in range(len(ours[place])):
                where.append(at + (step if equal else 0))
                same.append(equal)
    return [*where, len(base)], same
