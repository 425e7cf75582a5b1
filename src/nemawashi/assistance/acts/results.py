"""Acts on what was paid and what came of it: payments, indicators with a unit, their values."""

import datetime as dt
import uuid
from decimal import Decimal

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, mended, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import rules
from nemawashi.assistance.models import IndicatorValue, ResultIndicator, Transaction, Undertaking
from nemawashi.assistance.terms import Act
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.sources.models import Source

__all__ = ["correct_payment", "record_indicator", "record_payment", "record_value"]


def _donor(row: Undertaking) -> str | None:
    return row.donor.slug if row.donor else None


@in_turn
def record_payment(
    undertaking: Undertaking,
    *,
    kind: str,
    amount: Decimal,
    currency: str,
    on: ImpreciseDate,
    qualifier: str = "",
    source: Source | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Transaction:
    """Record what was committed, paid out or spent under a pledge or project, as it was printed."""
    row = hold(undertaking, seen=seen)
    currency = currency.strip().upper()
    require(rules.may_record_payment(by, donor=_donor(row), kind=row.kind, amount=amount, currency=currency))
    paid = Transaction.objects.create(
        undertaking=row, kind=kind, amount=amount, currency=currency, on=on, qualifier=qualifier, source=source
    )
    facts = {
        "kind": kind, "amount": amount, "currency": currency, "on": str(on), "qualifier": qualifier,
        "source": source.slug if source else "",
    }  # fmt: skip
    log.enter(Act.RECORD_PAYMENT, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return paid


@in_turn
def correct_payment(
    payment: Transaction,
    *,
    amount: Decimal,
    currency: str,
    on: ImpreciseDate,
    qualifier: str = "",
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Transaction:
    """Set a payment right that was recorded wrongly; the log keeps what it said before, and why."""
    row = hold(payment, seen=seen)
    of = row.undertaking
    currency = currency.strip().upper()
    require(rules.may_record_payment(by, donor=_donor(of), kind=of.kind, amount=amount, currency=currency))
    require(rules.gives_a_reason(why))
    facts = mended(row, {"amount": amount, "currency": currency, "on": on, "qualifier": qualifier})
    facts["why"] = {"words": why.strip()}
    log.enter(Act.CORRECT_PAYMENT, of, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def record_indicator(
    undertaking: Undertaking,
    *,
    words: str,
    unit: str,
    baseline: Decimal | None = None,
    target: Decimal | None = None,
    due_on: ImpreciseDate | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> ResultIndicator:
    """Say what is to come of a pledge or project and in which unit it is counted: persons, places, per cent; no money."""
    row = hold(undertaking, seen=seen)
    words, unit = normal(words), normal(unit)
    require(rules.may_record_indicator(by, donor=_donor(row), kind=row.kind, words=words, unit=unit))
    indicator = ResultIndicator.objects.create(
        undertaking=row, words=words, unit=unit, baseline=baseline, target=target, due_on=due_on
    )
    facts = {"words": words, "unit": unit, "baseline": baseline, "target": target, "due_on": str(due_on or "")}
    log.enter(Act.RECORD_INDICATOR, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return indicator


@in_turn
def record_value(
    indicator: ResultIndicator,
    *,
    value: Decimal,
    on: ImpreciseDate,
    source: Source | None,
    qualifier: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> IndicatorValue:
    """Record how far an indicator has come on a day, by a source; earlier values stay beside it."""
    row = hold(indicator)
    require(rules.may_record_value(by, donor=_donor(row.undertaking), has_source=source is not None))
    reached = IndicatorValue.objects.create(indicator=row, value=value, on=on, qualifier=qualifier, source=source)
    facts = {
        "indicator": row.words, "value": value, "unit": row.unit, "on": str(on), "qualifier": qualifier,
        "source": source.slug if source else "",
    }  # fmt: skip
    log.enter(Act.RECORD_VALUE, row.undertaking, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return reached
