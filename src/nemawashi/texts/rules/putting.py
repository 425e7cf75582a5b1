"""What is asked of a clause, as one value with one maker: by whatever way it is asked, the same words pass or fail."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.kit.clauses.operations import CUT, Operation, halves
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.clauses.spans import Span, normal
from nemawashi.texts.rules.standing import LONGEST_POSITION
from nemawashi.texts.terms import Refusal

__all__ = ["Put", "put"]


@dataclass(frozen=True, slots=True)
class Put:
    """What is asked of a clause and can be asked of it: only ``put`` makes one.

    The span is empty where the operation has none. ``target`` is the key of the clause behind which this one moves, or
    with which it merges, and empty for every other operation. ``language``: see ``models.Position``; only what asks for
    other words of the clause can be about those in another language than is negotiated.
    """

    operation: Operation
    start: int = 0
    end: int = 0
    words: str = ""
    target: str = ""
    language: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """As the rows of drafts and of tabled positions hold it."""
        return {
            "operation": self.operation,
            "language": self.language,
            "start": self.start,
            "end": self.end,
            "words": self.words,
            "target_id": uuid.UUID(self.target) if self.target else None,
        }


def put(asked: Proposed, *, clause: str, is_deleted: bool, standing: Sequence[str] = ()) -> Put | Verdict:
    """What is asked of a clause with the words ``clause``, in the language that is asked of, or why it cannot be.

    ``standing``: the keys of the clauses of this text that stand, in their order; only an operation with a target looks
    at them. A merger is with the next one, whether or not it is named.
    """
    operation = asked.operation
    words = asked.words if operation.is_spanned else normal(asked.words)
    words = words if operation.takes_words else ""
    if operation == Operation.SPLIT and CUT not in words:
        words = ""  # the halves stay as they are
    span = Span(asked.start, asked.end) if operation.has_place else Span(0, 0)
    target = _target(asked, standing) if operation.has_target else ""
    verdict = first(
        refuse(Refusal.CLAUSE_DELETED) if is_deleted else GRANTED,
        refuse(Refusal.OF_NO_LANGUAGE) if asked.language and not operation.rewords else GRANTED,
        refuse(Refusal.TOO_MANY_WORDS) if len(words) > LONGEST_POSITION else GRANTED,
        _span_stands(operation, span, clause),
        _words_stand(operation, span, words, clause),
        GRANTED if target or not operation.has_target else refuse(_NO_TARGET[operation]),
    )
    return Put(operation, span.start, span.end, words, target, asked.language) if verdict else verdict


_NO_TARGET = {Operation.MOVE: Refusal.NO_TARGET, Operation.MERGE: Refusal.NOTHING_TO_MERGE}


def _target(asked: Proposed, standing: Sequence[str]) -> str:
    """The clause that is meant, if it stands in this text and is another one; else nothing."""
    if asked.key not in standing:
        return ""
    if asked.operation == Operation.MERGE:
        following = standing[standing.index(asked.key) + 1 :][:1]
        return following[0] if following and asked.target in ("", following[0]) else ""
    return asked.target if asked.target in standing and asked.target != asked.key else ""


def _span_stands(operation: Operation, span: Span, clause: str) -> Verdict:
    if not operation.has_place:
        return GRANTED
    is_within = 0 <= span.start <= span.end <= len(clause)
    is_right = span.is_place if operation.is_placed else not (operation.takes_out and span.is_place)
    return GRANTED if is_within and is_right else refuse(Refusal.OUT_OF_THE_CLAUSE)


def _words_stand(operation: Operation, span: Span, words: str, clause: str) -> Verdict:
    stood = clause[span.start : span.end] if operation.is_spanned else clause
    if operation.needs_words and not words.strip():
        return refuse(Refusal.NO_WORDS)
    if operation.takes_out and operation.takes_words and stood == words:
        return refuse(Refusal.NO_CHANGE)
    if operation == Operation.SPLIT and not (clause[: span.start].strip() and clause[span.start :].strip()):
        return refuse(Refusal.NOTHING_TO_SPLIT)
    if operation == Operation.SPLIT and words and not _are_halves(words):
        return refuse(Refusal.NOTHING_TO_SPLIT)
    return GRANTED


def _are_halves(words: str) -> bool:
    """Whether one mark parts two halves, each of which has words."""
    parts = halves(words)
    return words.count(CUT) == 1 and parts is not None and all(parts)
