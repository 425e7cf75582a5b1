"""What a clause that somebody typed anew asks for: the words that were touched, and no more.

    asked = proposals(words, typed, key=key, wording=3)

Changes that lie apart are asked for one by one, so that each can be agreed without the others. Where little is left of the
clause it is an alternative; lines put in front of it or behind it are new clauses, an emptied box deletes it, and a line
broken in two splits it.
"""

import re

from nemawashi.kit.clauses.operations import Operation, of_edit
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.word.differing import Hunk, hunks

LEAST_KEPT = 0.35  # of the words of a clause; with less of them it is another clause


def proposals(words: str, typed: str, *, key: str, wording: int) -> list[Proposed]:
    """What ``typed`` asks of a clause with the words ``words``, in the order of the text; nothing if they are the same."""
    typed = normal(typed)
    if typed == words:
        return []
    if not typed:
        return [Proposed(key, Operation.DELETE_CLAUSE, wording=wording)]
    lines = [typed] if "\n" in words else [line.strip() for line in re.split(r"\n+", typed) if line.strip()]
    if len(lines) == 2 and (place := _cut(words, lines)):
        return [Proposed(key, Operation.SPLIT, wording=wording, start=place, end=place)]
    own = max(range(len(lines)), key=lambda at: _kept(words, lines[at]))
    asked = [Proposed(key, Operation.NEW_CLAUSE_BEFORE, wording=wording, words=line) for line in lines[:own]]
    asked += _within(words, lines[own], key=key, wording=wording)
    return asked + [Proposed(key, Operation.NEW_CLAUSE, wording=wording, words=line) for line in lines[own + 1 :]]


def _cut(words: str, lines: list[str]) -> int:
    """Where the clause is broken in two, if nothing else was changed; else 0."""
    head, tail = lines
    place = len(head)
    return place if words.startswith(head) and words[place:].strip() == tail else 0


def _within(words: str, line: str, *, key: str, wording: int) -> list[Proposed]:
    changes = hunks(words, line)
    if changes and _left(words, changes) < LEAST_KEPT:
        return [Proposed(key, Operation.ALTERNATIVE, wording=wording, words=line)]
    return [_change(hunk, key=key, wording=wording) for hunk in changes]


def _change(hunk: Hunk, *, key: str, wording: int) -> Proposed:
    operation = of_edit(hunk.start, hunk.end, hunk.words)
    return Proposed(key, operation, wording=wording, start=hunk.start, end=hunk.end, words=hunk.words)


def _kept(words: str, line: str) -> float:
    return _left(words, hunks(words, line))


def _left(words: str, changes: list[Hunk]) -> float:
    """The share of a clause that changes leave."""
    return 1 - sum(hunk.end - hunk.start for hunk in changes) / max(len(words), 1)
