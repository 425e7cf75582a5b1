"""Decisions about pledges and projects. Pure functions."""

from decimal import Decimal

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.assistance.terms import Refusal, UndertakingKind


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


def may_link_project(by: Viewer, *, donor: str | None, kind: str, pledge_kind: str, is_linked: bool) -> Verdict:
    """A project is tied, once, to the pledge or package that pays for it, by its donor or the secretariat."""
    if not (by.is_secretariat or (by.may_act and by.party == donor)):
        return refuse(Refusal.NOT_THE_DONOR)
    return first(
        GRANTED if kind == UndertakingKind.PROJECT else refuse(Refusal.NOT_A_PROJECT),
        GRANTED if pledge_kind in (UndertakingKind.PLEDGE, UndertakingKind.PACKAGE) else refuse(Refusal.NOT_A_PLEDGE),
        refuse(Refusal.LINKED_ALREADY) if is_linked else GRANTED,
    )
