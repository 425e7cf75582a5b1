"""What a bracket asks, in the names of those who stand in its head."""

from nemawashi.kit.brackets.reading import Bracketed
from nemawashi.kit.brackets.verbs import OPPOSE, SUPPORT
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import UNNAMED, BaseClause, Proposed


def proposed(
    bracket: Bracketed, base: BaseClause, operation: Operation, number: int, span: tuple[int, int] = (0, 0), words: str = ""
) -> Proposed:
    """What a bracket asks, in the name of those who stand in its head."""
    against, parties = bracket.opponents, bracket.parties
    if bracket.kind == OPPOSE and operation in (Operation.DELETE, Operation.DELETE_CLAUSE):
        parties, against = bracket.opponents, ()
    return Proposed(
        base.key, operation, base.wordings[-1][0], *span, words, "", parties, bracket.supporters, against,
        "" if parties else UNNAMED, f"clause {number}",
    )  # fmt: skip


def askers(bracket: Bracketed) -> tuple[str, ...]:
    return bracket.parties or (bracket.opponents if bracket.kind == OPPOSE else ())


def keepers(bracket: Bracketed) -> tuple[str, ...]:
    """Who would keep the words of which a bracket without words says what others want."""
    return bracket.supporters if bracket.kind in (SUPPORT, OPPOSE) else bracket.opponents


def backed(
    made: Proposed, parties: tuple[str, ...], against: tuple[str, ...], backing: tuple[str, ...] | None = None
) -> Proposed:
    return Proposed(
        made.key, made.operation, made.wording, made.start, made.end, made.words, made.target, parties,
        made.supporters if backing is None else tuple(dict.fromkeys(backing)), tuple(dict.fromkeys(against)),
        "" if parties else made.why, made.place,
    )  # fmt: skip
