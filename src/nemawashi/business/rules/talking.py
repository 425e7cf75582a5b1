"""Who proposes talks, asks for one, accepts and declines. Its sides are the parties of offer and need."""

from collections.abc import Collection

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.business.terms import Refusal, TalkState

__all__ = ["BEFORE_THE_TALK", "is_a_side", "may_accept_talk", "may_ask_for_talk", "may_decline_talk", "may_propose_talks"]

BEFORE_THE_TALK = (TalkState.PROPOSED, TalkState.ACCEPTED, TalkState.AGREED)


def is_a_side(by: Viewer, *, sides: Collection[str]) -> Verdict:
    """The delegation of either side speaks for its firm; the host does not."""
    return GRANTED if by.may_act and by.party in sides else refuse(Refusal.NOT_A_SIDE)


def may_propose_talks(by: Viewer, *, count: int) -> Verdict:
    """The host proposes talks between all, a delegation those of its own firms; ``count``: how many are new."""
    return first(
        GRANTED if by.is_secretariat or by.may_act else refuse(Refusal.NOT_ITS_PARTY),
        GRANTED if count else refuse(Refusal.NO_NEW_TALK),
    )


def may_ask_for_talk(
    by: Viewer, *, own: str, other: str, kinds: Collection[str], are_open: bool, is_there: bool
) -> Verdict:
    """A delegation asks for one by name, between an own offer and a need of another party, or the other way round."""
    return first(
        GRANTED if by.may_act and by.party == own else refuse(Refusal.NOT_A_SIDE),
        refuse(Refusal.OF_ONE_PARTY) if own == other else GRANTED,
        GRANTED if len(set(kinds)) == 2 else refuse(Refusal.OF_ONE_KIND),
        GRANTED if are_open else refuse(Refusal.NOT_OPEN),
        refuse(Refusal.TALK_IS_THERE) if is_there else GRANTED,
    )


def may_accept_talk(
    by: Viewer, *, sides: Collection[str], state: str, accepted: Collection[str], are_open: bool
) -> Verdict:
    """Each side accepts once, while offer and need are open. ``accepted``: the sides that did."""
    return first(
        is_a_side(by, sides=sides),
        refuse(Refusal.ACCEPTED_ALREADY) if by.party in accepted else GRANTED,
        GRANTED if state in (TalkState.PROPOSED, TalkState.ACCEPTED) else refuse(Refusal.TALK_IS_OVER),
        GRANTED if are_open else refuse(Refusal.NOT_OPEN),
    )


def may_decline_talk(by: Viewer, *, sides: Collection[str], state: str, why: str) -> Verdict:
    """Either side declines until the talk was held, with a reason that the other side reads."""
    return first(
        is_a_side(by, sides=sides),
        GRANTED if state in BEFORE_THE_TALK else refuse(Refusal.TALK_IS_OVER),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )
