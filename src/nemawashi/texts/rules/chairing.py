"""What the chair may and may not do: accept, bridge, streamline, close, package, agree ad referendum."""

import datetime as dt
from collections.abc import Iterable

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import CHAIR
from nemawashi.kit.clauses.spans import collide
from nemawashi.texts.rules.consenting import nobody_stands_out
from nemawashi.texts.rules.standing import LEAST_ALIKE, LONGEST_POSITION, Held, alike, is_clean, is_open, is_secretariat
from nemawashi.texts.terms import Outcome, Refusal

__all__ = [
    "answer_by",
    "can_be_ordered",
    "is_answered_by_silence",
    "may_accept",
    "may_agree_ad_referendum",
    "may_ask_to_let_go",
    "may_bridge",
    "may_close",
    "may_end_package",
    "may_make_package",
    "may_mark_not_retained",
    "may_open_again",
    "may_reopen",
    "may_streamline",
]

# What needs the end of the clause, or its place, where a merger puts the words of the next clause.
_AT_ODDS_WITH_MERGING = (Operation.NEW_CLAUSE, Operation.MOVE, Operation.SPLIT)


def may_accept(
    by: Viewer,
    *,
    state: str,
    chosen: Held,
    others: Iterable[Held],
    stands_last: bool = False,
    unanswered: Iterable[str] = (),
    is_older: bool = False,
) -> Verdict:
    """The chair accepts only what nobody opposes and what collides with no other live position.

    Consensus is not a majority: one standing objection is enough, and colliding positions are bridged or withdrawn
    first, so that no words vanish without their party. ``stands_last``: the chair orders words for one place, and these
    are to stand behind all the others, which stay where they are. The positions beside the chair's words end with them: so
    each party behind these has said that it could accept them, and ``unanswered`` are the codes of those that have not.
    ``is_older``: it is about words in another language that do not follow those negotiated; accepted, they would seem to.
    """
    base = first(is_secretariat(by), is_open(state))
    if not base:
        return base
    if not chosen.operation.can_be_accepted:
        return refuse(Refusal.NOTHING_TO_ACCEPT)
    if chosen.span is None:
        return refuse(Refusal.WORDS_CHANGED_BENEATH)
    if is_older:
        return refuse(Refusal.TRANSLATION_IS_OLDER)
    if chosen.opponents:
        return refuse(Refusal.STANDING_OBJECTION, ", ".join(chosen.opponents))
    for other in others:
        if other.key in chosen.beside or (stands_last and _wants_order(chosen, other)):
            continue
        if other.key != chosen.key and _at_odds(chosen, other):
            return refuse(Refusal.COLLIDES, ", ".join(other.proposers) or CHAIR)
    return _answered(unanswered)


def _answered(unanswered: Iterable[str]) -> Verdict:
    """No position ends without its party: those behind it have answered, or are named."""
    codes = ", ".join(sorted(unanswered))
    return refuse(Refusal.AWAITS_ANSWER, codes) if codes else GRANTED


def _at_odds(one: Held, other: Held) -> bool:
    """Whether two live positions on one clause cannot be decided apart from each other.

    Clauses that move, split or merge take the positions on their words along, so that these do not collide with them. Words
    in two languages are decided apart, as long as the clause stays.
    """
    mine, theirs = one.operation, other.operation
    if not theirs.can_be_accepted or other.span is None:
        return False
    if one.language != other.language:
        return Operation.DELETE_CLAUSE in (mine, theirs)
    if mine == Operation.DELETE_CLAUSE and theirs == Operation.MOVE:
        return True  # nothing is left to move; once it has moved it can still be deleted
    if mine.is_new_clause or mine.has_target or theirs.is_new_clause or theirs.has_target:
        return mine == theirs or (
            Operation.MERGE in (mine, theirs)
            and any(each.is_whole or each in _AT_ODDS_WITH_MERGING for each in (mine, theirs))
        )
    if mine.is_whole or theirs.is_whole:
        return True
    if one.span is None:
        return False
    if (mine.is_placed or theirs.is_placed) and one.span.is_place and other.span.is_place:
        return False  # notes need no order, and new words at the place of a cut stay before it
    return collide(one.span, other.span, both_delete=mine == theirs == Operation.DELETE)


def can_be_ordered(operation: Operation) -> bool:
    """Whether two positions of this kind on one place may both be accepted, once somebody says which comes first."""
    return operation in (Operation.INSERT, Operation.NEW_CLAUSE)


def _wants_order(one: Held, other: Held) -> bool:
    """Whether two live positions stand in each other's way only because somebody has to say which comes first."""
    if one.operation != other.operation or one.language != other.language or not can_be_ordered(one.operation):
        return False
    return one.operation == Operation.NEW_CLAUSE or (one.span is not None and one.span == other.span)


def may_mark_not_retained(by: Viewer, *, state: str, outcome: str, why: str, unanswered: Iterable[str] = ()) -> Verdict:
    """The chair lets a position go in the open and with a reason, once no party stands behind it any longer.

    ``unanswered`` are the codes of those behind it that have not let it go; the chair's own words have none.
    """
    return first(
        is_secretariat(by),
        is_open(state),
        GRANTED if outcome == Outcome.LIVE else refuse(Refusal.NOT_LIVE),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
        _answered(unanswered),
    )


def answer_by(asked_at: dt.datetime, *, days: int | None) -> dt.datetime | None:
    """Until when a party that was asked has to answer; None where no number of days is named, and silence is no answer."""
    return asked_at + dt.timedelta(days=days) if days else None


def is_answered_by_silence(answer_by: dt.datetime | None, at: dt.datetime) -> bool:
    """Whether the moment is over until which a party had to answer; at that moment itself it still can."""
    return answer_by is not None and at > answer_by


def may_ask_to_let_go(by: Viewer, *, state: str, outcome: str, is_chair: bool, is_asked: bool, why: str) -> Verdict:
    """The chair asks those behind a position to let it go; its own words it withdraws."""
    return first(
        is_secretariat(by),
        is_open(state),
        GRANTED if outcome == Outcome.LIVE else refuse(Refusal.NOT_LIVE),
        refuse(Refusal.OWN_POSITION) if is_chair else GRANTED,
        refuse(Refusal.ASKED_ALREADY) if is_asked else GRANTED,
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_streamline(
    by: Viewer,
    *,
    state: str,
    kept: Held,
    others: Iterable[Held],
    clause: str,
    why: str,
    unanswered: Iterable[str] = (),
) -> Verdict:
    """The chair puts near-identical positions together under the words of one, with a reason; no party is lost.

    ``unanswered`` are the codes of the parties whose own words would go, and who have not said that they could accept those
    that stay.
    """
    rows = list(others)
    return first(
        is_secretariat(by),
        is_open(state),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
        GRANTED if rows else refuse(Refusal.NOTHING_TO_BRIDGE),
        GRANTED if all(alike(kept, row, clause=clause) >= LEAST_ALIKE for row in rows) else refuse(Refusal.NOT_ALIKE),
        _answered(unanswered),
    )


def may_close(by: Viewer, *, state: str, is_deleted: bool, is_closed: bool) -> Verdict:
    """The chair closes a clause: what is tabled stands, nothing more is tabled until it is opened again."""
    return first(
        is_secretariat(by),
        is_open(state),
        refuse(Refusal.CLAUSE_DELETED) if is_deleted else GRANTED,
        refuse(Refusal.CLAUSE_CLOSED) if is_closed else GRANTED,
    )


def may_open_again(by: Viewer, *, state: str, is_closed: bool) -> Verdict:
    return first(is_secretariat(by), is_open(state), GRANTED if is_closed else refuse(Refusal.NOT_CLOSED))


def may_reopen(by: Viewer, *, state: str, is_agreed: bool, why: str) -> Verdict:
    """A participant, or the chair, undoes an agreement on a clause; it is recorded who and why."""
    who = GRANTED if by.is_secretariat or (by.may_act and by.is_participant) else refuse(Refusal.NOT_A_PARTICIPANT)
    return first(
        who,
        is_open(state),
        GRANTED if is_agreed else refuse(Refusal.NOT_AGREED),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_make_package(by: Viewer, *, state: str, clauses: int, is_any_held: bool) -> Verdict:
    """Two clauses or more, none of them in another package, are held to be agreed only together."""
    return first(
        is_secretariat(by),
        is_open(state),
        GRANTED if clauses > 1 else refuse(Refusal.TOO_FEW_CLAUSES),
        refuse(Refusal.IN_PACKAGE) if is_any_held else GRANTED,
    )


def may_end_package(by: Viewer, *, state: str, is_ended: bool) -> Verdict:
    return first(is_secretariat(by), is_open(state), refuse(Refusal.PACKAGE_ENDED) if is_ended else GRANTED)


def may_bridge(by: Viewer, *, state: str, words: str, clause: str, named: int) -> Verdict:
    """The chair offers words of its own beside named positions, which stay live until its words are accepted."""
    return first(
        is_secretariat(by),
        is_open(state),
        GRANTED if named else refuse(Refusal.NOTHING_TO_BRIDGE),
        GRANTED if words.strip() else refuse(Refusal.NO_WORDS),
        refuse(Refusal.NO_CHANGE) if words.strip() == clause else GRANTED,
        refuse(Refusal.TOO_MANY_WORDS) if len(words) > LONGEST_POSITION else GRANTED,
    )


def may_agree_ad_referendum(
    by: Viewer,
    *,
    state: str,
    live: Iterable[Held],
    is_deleted: bool,
    is_held: bool = False,
    standing_out: Iterable[str] = (),
) -> Verdict:
    """A clause without brackets or reserves, to which nobody objects, is agreed, subject to the capitals that are awaited.

    ``standing_out`` are the codes of the parties that said they cannot join consensus on it.
    """
    return first(
        is_secretariat(by),
        is_open(state),
        refuse(Refusal.CLAUSE_DELETED) if is_deleted else GRANTED,
        GRANTED if is_clean(live) else refuse(Refusal.NOT_CLEAN),
        refuse(Refusal.IN_PACKAGE) if is_held else GRANTED,
        nobody_stands_out(standing_out),
    )
