"""What stands: a position as rules see it, what a clause is, who acts for the chair, when two positions are alike."""

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz.distance import Indel

from nemawashi.access.rules import GRANTED, Verdict, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.spans import Span, pieces
from nemawashi.texts.terms import OPEN_STATES, ClauseKind, ClauseStatus, Refusal, TextState

__all__ = [
    "Held",
    "LEAST_ALIKE",
    "LONGEST_POSITION",
    "alike",
    "clause_status",
    "is_clean",
    "is_not_silent",
    "is_open",
    "is_secretariat",
    "numbers",
]

LONGEST_POSITION = 10_000  # code points; a position is about a clause, not a text


class Held(NamedTuple):
    """What a rule needs to know of a tabled position. ``span`` is None where its words changed beneath it.

    A named tuple as what is made beside it for each of thousands: a frozen class costs three times as much to make.
    """

    key: str
    operation: Operation
    span: Span | None
    proposers: tuple[str, ...]
    is_chair: bool = False
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    words: str = ""
    target: object = None
    acceptors: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  # keys of the positions that the chair's words would reconcile
    language: str = ""  # of the words that it is about; empty: those that are negotiated


def is_secretariat(by: Viewer) -> Verdict:
    """The host's secretariat acts for the chair."""
    return GRANTED if by.is_secretariat else refuse(Refusal.NOT_THE_SECRETARIAT)


def is_not_silent(*statuses: str) -> Verdict:
    """Words under silence rest until it is broken or concluded: the chair changes nothing beneath it."""
    return refuse(Refusal.SILENCE_RUNS) if ClauseStatus.UNDER_SILENCE in statuses else GRANTED


def is_open(state: str) -> Verdict:
    """Whether words can still be negotiated."""
    return GRANTED if state in OPEN_STATES else refuse(Refusal.NOT_UNDER_NEGOTIATION)


LEAST_ALIKE = 0.8  # share of what two positions ask for that must be the same words before they may be streamlined


def alike(one: Held, other: Held, *, clause: str) -> float:
    """How much two live positions on one clause ask for the same, 0 to 1, by the words as they would stand then.

    ``clause`` are its words in the language that both are about; in two languages nothing is alike. Stances are not
    merged away: positions that some party opposes are alike only to themselves.
    """
    kinds = {one.operation, other.operation}
    if any(kind.is_reserve or not kind.blocks for kind in kinds):
        return 0.0
    if one.span is None or other.span is None or one.is_chair or other.is_chair or one.language != other.language:
        return 0.0
    if not all(kind.rewords for kind in kinds):
        if len(kinds) > 1:
            return 0.0
        if not one.operation.needs_words:
            return float(one.span == other.span and one.words == other.words and one.target == other.target)
        return float(Indel.normalized_similarity(pieces(one.words), pieces(other.words)))
    touched_one, touched_other = _asked_for(one, clause), _asked_for(other, clause)
    start = min(touched_one[0], touched_other[0])
    end = max(touched_one[1], touched_other[1])
    if not one.operation == other.operation == Operation.ALTERNATIVE and not (
        touched_one[0] <= touched_other[1] and touched_other[0] <= touched_one[1]
    ):
        return 0.0
    would_be = [clause[start:first_] + words + clause[last:end] for first_, last, words in (touched_one, touched_other)]
    return float(Indel.normalized_similarity(pieces(would_be[0]), pieces(would_be[1])))


def _asked_for(held: Held, clause: str) -> tuple[int, int, str]:
    if held.operation == Operation.ALTERNATIVE:
        return 0, len(clause), held.words
    assert held.span is not None  # noqa: S101  asked before
    return held.span.start, held.span.end, held.words if held.operation.takes_words else ""


def clause_status(
    *,
    text_state: str,
    is_deleted: bool,
    live: Iterable[Held],
    agreed_at_wording: int | None,
    wording: int,
    is_opened: bool,
    is_awaited: bool = False,
    is_refused: bool = False,
    is_held: bool = False,
    is_closed: bool = False,
    is_under_silence: bool = False,
) -> ClauseStatus:
    """What a clause is, from acts alone: nobody types a status.

    An agreement holds for the wording at which it was made; a later change or a new position reopens the clause. It is
    ad referendum while a capital is awaited. ``is_refused``: a party cannot join consensus on it, whatever its brackets. A
    clause of a package is agreed with the package or not at all.
    """
    if is_deleted:
        return ClauseStatus.DELETED
    if text_state in (TextState.ADOPTED, TextState.ISSUED):
        return ClauseStatus.ADOPTED
    if text_state == TextState.UNDER_SILENCE or is_under_silence:
        return ClauseStatus.UNDER_SILENCE
    operations = {held.operation for held in live}
    if is_refused or any(operation.contests for operation in operations):
        return ClauseStatus.CONTESTED
    if any(operation.is_reserve and not operation.is_on_text for operation in operations):
        return ClauseStatus.RESERVED
    if is_held:
        return ClauseStatus.HELD
    if agreed_at_wording == wording:
        return ClauseStatus.AD_REFERENDUM if is_awaited else ClauseStatus.AGREED
    if is_closed:
        return ClauseStatus.CLOSED
    return ClauseStatus.CLEAN if is_opened else ClauseStatus.OPEN


def is_clean(live: Iterable[Held]) -> bool:
    """Whether nothing that a party asks for on this clause stands open; comments, and reserves on the whole text, do
    not count."""
    return not any(held.operation.blocks and not held.operation.is_on_text for held in live)


def numbers(kinds: Iterable[str]) -> list[str]:
    """The number of each clause from the order of kinds: PP1, 1, (a), A1; titles and headings have none."""
    out, counts, letters = [], {ClauseKind.PREAMBULAR: 0, ClauseKind.OPERATIVE: 0, ClauseKind.ANNEX: 0}, 0
    for kind in kinds:
        if kind == ClauseKind.SUB:
            letters += 1
            out.append(f"({_letter(letters)})")
            continue
        letters = 0
        counted = ClauseKind.OPERATIVE if kind == ClauseKind.CHAPEAU else kind
        if counted in counts:
            counts[ClauseKind(counted)] += 1
            prefix = {ClauseKind.PREAMBULAR: "PP", ClauseKind.ANNEX: "A"}.get(ClauseKind(counted), "")
            out.append(f"{prefix}{counts[ClauseKind(counted)]}")
        else:
            out.append("")
    return out


def _letter(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    word = ""
    while number:
        number, rest = divmod(number - 1, 26)
        word = chr(ord("a") + rest) + word
    return word
