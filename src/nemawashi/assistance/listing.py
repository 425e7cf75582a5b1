"""What is recorded of a party as lines of a sheet, so that the same sheet, sent back, changes nothing."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.db.models import Q

from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import queries
from nemawashi.assistance.models import IndicatorValue, Transaction, Undertaking
from nemawashi.assistance.rules import MONEY
from nemawashi.assistance.sheets import LISTED
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.models import ProgressReport
from nemawashi.commitments.sheets import last_report
from nemawashi.commitments.terms import CommitmentState, Delivery
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party


def assistance(donor: Party, columns: Sequence[str], *, viewer: Viewer) -> list[list[Any]]:
    """A line for each package, pledge and project of a donor; further payments and values stand in lines of their own."""
    rows = queries.undertaking_list(viewer=viewer).filter(donor=donor, kind__in=LISTED).order_by("order", "pk")
    rows = rows.select_related("commitment", "part_of").prefetch_related(
        "own_numbers", "transactions__source", "indicators__values__source"
    )
    return [[line.get(name) for name in columns] for row in rows for line in _lines(row)]


def _lines(row: Undertaking) -> Iterator[dict[str, Any]]:
    is_money = bool(MONEY.fullmatch(row.currency or ""))
    number = next((each.number for each in row.own_numbers.all()), row.slug)
    line: dict[str, Any] = {
        "number": number,
        "kind": str(row.kind),
        "title": row.title,
        "recipients": "; ".join(str(party) for party in row.recipients.all()),
        "amount": row.amount if is_money else None,
        "currency": (row.currency or "") if is_money else "",
        "on": row.on,
        "start_on": row.start_on,
        "end_on": row.end_on,
        "agency": row.agency or "",
        "spheres": "; ".join(row.spheres or [])
        + (";" if any("," in each for each in (row.spheres or [])) and len(row.spheres) == 1 else ""),
        "commitment": row.commitment.slug if row.commitment else "",
        "part_of": row.part_of.slug if row.part_of else "",
    }
    values = [(each, value) for each in row.indicators.all() for value in each.values.all()]
    more = list(zip_longest(row.transactions.all(), values)) or [(None, None)]
    for payment, reached in more:
        yield line | (_payment(payment) if payment else {}) | (_value(*reached) if reached else {})
        line = {name: line[name] for name in ("number", "kind", "title")}


def _payment(row: Transaction) -> dict[str, Any]:
    source = row.source.slug if row.source else ""
    return {
        "paid": row.amount,
        "paid_currency": row.currency,
        "paid_on": row.on,
        "paid_kind": str(row.kind),
        "source": source,
    }


def _value(indicator: Any, row: IndicatorValue) -> dict[str, Any]:
    source = row.source.slug if row.source else ""
    return {
        "counted": indicator.words,
        "unit": indicator.unit,
        "reached": Decimal(row.value),
        "reached_on": row.on,
        "source": source,
    }


def reports(party: Party, columns: Sequence[str], *, viewer: Viewer) -> list[list[Any]]:
    """A line for each commitment that a party owes and can report on, with its last report and the evidence for it."""
    groups = [each.key for each in parties.forum().groups if party.slug in each.parties]
    rows = commitments.visible_commitments(viewer=viewer).filter(
        Q(owner=party) | Q(owner=None), state=CommitmentState.CONFIRMED
    )
    rows = rows.exclude(origin=RowOrigin.RECORD).prefetch_related("reports__evidence__source").order_by("order", "pk")
    owed = {party.slug, "all", *groups}
    return [
        [line.get(name) for name in columns]
        for row in rows
        if row.owner_id == party.pk or owed & set(row.by)
        for line in [_report(row.slug, row.words, last_report(row, party))]
    ]


def _report(slug: str, words: str, last: ProgressReport | None) -> dict[str, Any]:
    evidence = next(iter(last.evidence.all()), None) if last else None
    return {
        "commitment": slug,
        "promise": words,
        "words": last.words if last else "",
        "delivery": str(Delivery(last.delivery_said).label) if last and last.delivery_said else "",
        "source": evidence.source.slug if evidence else "",
        "locator": evidence.locator if evidence else "",
    }
