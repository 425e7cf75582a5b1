"""The act that takes in exchange rates."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nemawashi.access import log
from nemawashi.access.acts import in_turn, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import rules
from nemawashi.assistance.models import ExchangeRate
from nemawashi.assistance.terms import Act
from nemawashi.parties.models import Dialogue
from nemawashi.sources.models import Source

__all__ = ["SourcedRate", "import_rates", "weighed"]


@dataclass(frozen=True, slots=True)
class SourcedRate:
    """A rate of a table with the source that the record has for it."""

    on: dt.date
    base: str
    quote: str
    rate: Decimal
    source: Source


def weighed(rates: Sequence[SourcedRate]) -> tuple[list[ExchangeRate], list[tuple[ExchangeRate, Decimal]], int]:
    """What is new, what is there with another rate and that rate, and how many say nothing new."""
    sources = {each.source.pk for each in rates}
    rows = ExchangeRate.objects.filter(source__in=sources) if rates else ExchangeRate.objects.none()
    held = {(row.on, row.base, row.quote, row.source_id): row for row in rows}
    new: list[ExchangeRate] = []
    changed: list[tuple[ExchangeRate, Decimal]] = []
    for each in rates:
        row = held.get((each.on, each.base, each.quote, each.source.pk))
        if row is None:
            new.append(ExchangeRate(on=each.on, base=each.base, quote=each.quote, rate=each.rate, source=each.source))
        elif row.rate != each.rate:
            changed.append((row, each.rate))
    return new, changed, len(rates) - len(new) - len(changed)


@in_turn
def import_rates(
    dialogue: Dialogue,
    *,
    rates: Sequence[SourcedRate],
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> int:
    """Take in what is new or changed of a table of rates; all of it or nothing. The answer is how many rows were written.

    A rate that a source gives otherwise now replaces that of the same source and day; the log keeps the one before.
    """
    new, changed, unchanged = weighed(rates)
    require(rules.may_import_rates(by, fresh=len(new) + len(changed)))
    was = [f"{row.on} {row}" for row, _rate in changed]
    ExchangeRate.objects.bulk_create(new, batch_size=1000)
    for row, rate in changed:
        row.rate, row.version = rate, row.version + 1
    ExchangeRate.objects.bulk_update([row for row, _rate in changed], ["rate", "version"], batch_size=500)
    facts: dict[str, Any] = {
        "new": len(new),
        "changed": len(changed),
        "unchanged": unchanged,
        "before": was,
        "sources": sorted({each.source.slug for each in rates}),
    }
    log.enter(Act.IMPORT_RATES, dialogue, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return len(new) + len(changed)
