"""Decisions about pledges and projects. Pure functions."""

from decimal import Decimal

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.assistance.terms import Refusal, UndertakingKind
from nemawashi.kit.dates import ImpreciseDate


def may_record_pledge(
    by: Viewer, *, donor: str, title: str, amount: Decimal | None, currency: str, recipients: int
) -> Verdict:
    """A donor records its own pledge, the secretariat any; money has a currency, and somebody receives it."""
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return first(
        GRANTED if title.strip() else refuse(Refusal.NO_TITLE),
        GRANTED if recipients else refuse(Refusal.NO_RECIPIENT),
        refuse(Refusal.NOT_POSITIVE) if amount is not None and amount <= 0 else GRANTED,
        refuse(Refusal.NO_CURRENCY) if (amount is None) != (not currency.strip()) else GRANTED,
    )


def lasts(start: ImpreciseDate | None, end: ImpreciseDate | None) -> Verdict:
    """A project does not end before it begins, as far as both are known."""
    is_over = bool(start and end and end.certainly_before(start))
    return refuse(Refusal.ENDS_BEFORE_IT_BEGINS) if is_over else GRANTED


def may_edit(by: Viewer, *, donor: str | None, kind: str, wanted: str, is_from_record: bool, is_built_on: bool) -> Verdict:
    """What was recorded here is set right by its donor or the secretariat until projects or payments rest on it.

    ``wanted``: the kind that the act is for, pledge or project.
    """
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    is_pledge = wanted == UndertakingKind.PLEDGE
    return first(
        GRANTED if kind == wanted else refuse(Refusal.NOT_A_PLEDGE if is_pledge else Refusal.NOT_A_PROJECT),
        refuse(Refusal.FROM_A_SOURCE) if is_from_record else GRANTED,
        refuse(Refusal.PLEDGE_BUILT_ON if is_pledge else Refusal.PROJECT_BUILT_ON) if is_built_on else GRANTED,
    )


def may_link_project(by: Viewer, *, donor: str | None, kind: str, pledge_kind: str, is_linked: bool) -> Verdict:
    """A project is tied, once, to the pledge or package that pays for it, by its donor or the secretariat."""
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return first(
        GRANTED if kind == UndertakingKind.PROJECT else refuse(Refusal.NOT_A_PROJECT),
        GRANTED if pledge_kind in (UndertakingKind.PLEDGE, UndertakingKind.PACKAGE) else refuse(Refusal.NOT_A_PLEDGE),
        refuse(Refusal.LINKED_ALREADY) if is_linked else GRANTED,
    )
