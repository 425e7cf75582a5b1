"""Decisions about what later words take up of a recommendation: a program proposes by likeness, a person says."""

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.texts.terms import Refusal

__all__ = ["may_rule_on_uptake"]


def may_rule_on_uptake(by: Viewer, *, is_ruled: bool) -> Verdict:
    """The secretariat and those who act for a participant, who may put it on an agenda, too; once for each pair."""
    return first(
        GRANTED if by.is_secretariat or (by.may_act and by.is_participant) else refuse(Refusal.NOT_A_PARTICIPANT),
        refuse(Refusal.UPTAKE_RULED) if is_ruled else GRANTED,
    )
