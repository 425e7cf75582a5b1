"""Which clause of a text a typed line is, whatever its brackets bring and take away."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from nemawashi.kit.brackets.reading import Bracketed, ReadClause, ReadText, flat
from nemawashi.kit.clauses.numbers import typed_number, unnumbered
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause

# Whose words are left aside when a typed line is compared with the clauses of the text.
_NEW = (Operation.INSERT, Operation.RESERVE, Operation.COMMENT, Operation.PLACEHOLDER, Operation.FOOTNOTE)
# How alike, of a hundred, a typed clause has to be to one of the text to be that one; a fifth either way changes no case of
# tests/kit/brackets/test_taking.py, at a third of it an option is taken for the clause above. The same number adds to it, the
# next place adds less, for numbers are typed on purpose; going back takes off enough to need a nearly equal clause.
ALIKE = 60.0
_SAME_NUMBER, _NEXT_PLACE, _GOING_BACK = 10, 5, -20
_MOSTLY_NEW = 0.5  # of a line outside of brackets with names: with less of it the words in them are compared, too


def plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def alike(words: str, clauses: Sequence[BaseClause], last: int) -> int | None:
    """The clause that words without a number are a rewording of, the one below the last first."""
    best, best_score = None, ALIKE
    for place, base in enumerate(clauses):
        score = fuzz.ratio(words, base.words) + (_NEXT_PLACE if place in (last, last + 1) else 0)
        if score > best_score:
            best, best_score = place, score
    return best


def places(text: ReadText, clauses: Sequence[BaseClause]) -> list[int | None]:
    """Which clause of the text each typed clause is; None for one that the text does not have."""
    out: list[int | None] = []
    last = -1
    for clause in text.clauses:
        place = aligned(clause, clauses, last)
        last = last if place is None else place
        out.append(place)
    return out


def own_words(clause: ReadClause) -> str:
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
            high = inner + bracket.head + len(bracket.words)
            if bracket.closes is None and high < bracket.end - 1:
                dropped[high : bracket.end - 1] = [True] * (bracket.end - 1 - high)
    for remark in clause.remarks:
        if remark.kind in ("braces", "footnote", "omission", "sic"):
            dropped[remark.start : remark.end] = [True] * (remark.end - remark.start)
    start = number_length(clause)
    if clause.option:
        rest = after_label(clause, whole=True)
        start = len(clause.words) - len(rest) + typed_number(rest).length
    return [(sign, at) for at, sign in enumerate(clause.words) if at >= start and not dropped[at]]


def _with_new(clause: ReadClause) -> str:
    """The words of a clause with those in brackets, whoever is named: a name may stand at words of the text."""
    out: list[str] = []
    at = number_length(clause)
    for bracket in clause.brackets:
        out.append(clause.words[at : bracket.start])
        if bracket.kind not in (Operation.RESERVE, Operation.COMMENT, Operation.PLACEHOLDER, Operation.FOOTNOTE):
            out.append(unnumbered(bracket.words))
        at = max(bracket.end, bracket.named[1])
    return " ".join("".join([*out, clause.words[at:]]).split())


def _outside(clause: ReadClause) -> str:
    """The words of a clause that stand in no bracket."""
    out, at = [], number_length(clause)
    for bracket in clause.brackets:
        out.append(clause.words[at : bracket.start])
        at = max(bracket.end, bracket.named[1])
    return "".join([*out, clause.words[at:]])


def _is_new(bracket: Bracketed) -> bool:
    return bracket.kind in _NEW or (bracket.kind == Operation.ALTERNATIVE and bool(bracket.parties))


def number_length(clause: ReadClause) -> int:
    """How many signs of the words are the number that the clause's own number repeats."""
    words = clause.words
    if not clause.number or clause.number not in words[: len(clause.number) + 6]:
        return 0
    at = words.index(clause.number) + len(clause.number)
    while words[at : at + 1] and words[at] in ".):：．） ":
        at += 1
    return at


def aligned(clause: ReadClause, clauses: Sequence[BaseClause], last: int) -> int | None:
    words = own_words(clause).strip()
    whole = _with_new(clause) if len(words) < len(clause.words) * _MOSTLY_NEW else ""
    bare = plain(_outside(clause)) if clause.brackets else ""
    if not words and not whole:
        return None
    best, best_score = None, ALIKE
    for place, base in enumerate(clauses):
        score = fuzz.ratio(words, base.words)
        if bare and bare == plain(base.words):
            score = 100.0
        if whole:
            score = max(score, fuzz.ratio(whole, base.words))
        if clause.number and clause.number == base.number:
            score += _SAME_NUMBER
        if place == last + 1:
            score += _NEXT_PLACE
        if place <= last:
            score += _GOING_BACK
        if score > best_score:
            best, best_score = place, score
    return best


def after_label(clause: ReadClause, *, whole: bool = False) -> str:
    label = clause.option.label if clause.option else ""
    at = clause.words.find(label.split()[0])
    words = clause.words[at + len(label) :].lstrip(" .:)–-：")
    if whole:
        return words
    return words.removesuffix("]") if words.count("]") > words.count("[") else words
