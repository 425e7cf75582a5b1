"""Decisions about what later words take up of a recommendation: a program proposes by likeness, a person says."""

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.texts.terms import Refusal

__all__ = ["may_rule_on_uptake"]


def may_rule_on_uptake(by: Viewer, *, is_ruled: bool, may_follow: bool, is_standing: bool) -> Verdict:
    """The secretariat and those who act for a participant, who may put it on an agenda, too; once for each pair.

    ``may_follow``: the pair came in this order and is of one origin; ``is_standing``: what takes it up holds and says more
    than a title does.
    """
    return first(
        GRANTED if by.is_secretariat or (by.may_act and by.is_participant) else refuse(Refusal.NOT_A_PARTICIPANT),
        refuse(Refusal.UPTAKE_RULED) if is_ruled else GRANTED,
        GRANTED if may_follow else refuse(Refusal.UPTAKE_CANNOT_FOLLOW),
        GRANTED if is_standing else refuse(Refusal.UPTAKE_NOT_STANDING),
    )
