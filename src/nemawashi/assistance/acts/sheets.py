"""The act that takes in a ministry's own sheet of packages, pledges, projects, payments and results."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils.text import slugify

from nemawashi.access import log
from nemawashi.access.acts import in_turn, mended, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import rules, sheets
from nemawashi.assistance.models import IndicatorValue, OwnNumber, Recipient, ResultIndicator, Transaction, Undertaking
from nemawashi.assistance.sheet_rows import SheetUndertaking
from nemawashi.assistance.terms import Act
from nemawashi.commitments import columns as known
from nemawashi.kit.sheets.lines import SheetLine
from nemawashi.parties.models import Party

__all__ = ["take_in_sheet"]


@in_turn
def take_in_sheet(
    donor: Party,
    *,
    lines: Sequence[SheetLine],
    kind: str,
    columns: Sequence[tuple[str, str]] = (),
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> int:
    """Take in what is new or changed of a sheet; all of that or nothing. The answer is how many lines say something new.

    ``kind``: what a line is that does not say it; ``columns``: heads with what they are, kept for the next sheet.
    """
    sheet = sheets.weighed(donor, lines, kind=kind, by=by)
    require(rules.may_take_in_sheet(by, donor=donor.slug, fresh=sheet.fresh))
    new = _recorded(donor, sheet.items)
    changed = [
        facts for item in sheet.items if item.row is not None and item.is_changed for facts in [_mended(item, donor)]
    ]
    paid, reached = _paid(sheet.items), _reached(sheet.items)
    known.keep(columns, purpose=known.ASSISTANCE, by=by)
    facts: dict[str, Any] = {
        "lines": len(lines),
        "new": new,
        "changed": [each for each in changed if each],
        "payments": paid,
        "values": reached,
        "refused": len(sheet.refused),
    }
    log.enter(Act.TAKE_IN_SHEET, donor, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return sheet.fresh


def _recorded(donor: Party, items: Sequence[SheetUndertaking]) -> list[str]:
    """Write what is new, what it is out of before it; the references."""
    order = Undertaking.objects.aggregate(top=Max("order"))["top"] or 0
    refs: list[str] = []
    for batch in sheets.in_order(items):
        for place, item in enumerate(batch, start=order + 1):
            item.row = _row(donor, item, place)
        order += len(batch)
        Undertaking.objects.bulk_create([item.row for item in batch if item.row], batch_size=500)
        Recipient.objects.bulk_create(
            Recipient(undertaking=item.row, party=party, order=number)
            for item in batch
            for number, party in enumerate(item.recipients)
        )
        numbers = [OwnNumber(donor=donor, number=item.number, undertaking=item.row) for item in batch if item.number]
        OwnNumber.objects.bulk_create(numbers, batch_size=500)
        refs += [item.row.ref for item in batch if item.row]
        for item in batch:
            item.differs, item.is_numbered, item.are_recipients_changed = {}, False, False
    return refs


def _row(donor: Party, item: SheetUndertaking, order: int) -> Undertaking:
    whole = item.whole.row if isinstance(item.whole, SheetUndertaking) else item.whole
    commitment = item.commitment or (whole.commitment if whole else None)
    values = {name: value for name, value in item.values.items() if value not in (None, "")}
    return Undertaking(
        slug=f"{item.kind}-{slugify(values['title'])[:60] or 'untitled'}-{order}",
        kind=item.kind,
        donor=donor,
        order=order,
        commitment=commitment,
        pillar=commitment.pillar if commitment else None,
        part_of=whole,
        **values,
    )


def _mended(item: SheetUndertaking, donor: Party) -> dict[str, Any]:
    """Set a row right; what it said before and says now. A new number changes nothing of it."""
    row = item.row
    if row is None:
        return {}
    if item.is_numbered:
        OwnNumber.objects.create(donor=donor, number=item.number, undertaking=row)
    if not (item.differs or item.are_recipients_changed):
        return {}
    was = list(row.recipient_rows.order_by("order").values_list("party__slug", flat=True))
    facts: dict[str, Any] = {"ref": row.ref, **mended(row, item.differs, is_more=item.are_recipients_changed)}
    if item.are_recipients_changed:
        row.recipient_rows.all().delete()
        Recipient.objects.bulk_create(
            Recipient(undertaking=row, party=party, order=number) for number, party in enumerate(item.recipients)
        )
        facts["before"]["recipients"], facts["after"]["recipients"] = was, [party.slug for party in item.recipients]
    return facts


def _paid(items: Sequence[SheetUndertaking]) -> list[dict[str, Any]]:
    rows = [
        Transaction(
            undertaking=item.row,
            kind=each.kind,
            amount=each.amount,
            currency=each.currency,
            on=each.on,
            qualifier=each.qualifier,
            source=each.source,
        )
        for item in items
        for each in item.payments
    ]
    Transaction.objects.bulk_create(rows, batch_size=500)
    return [
        {"of": row.undertaking.ref, "kind": row.kind, "amount": row.amount, "currency": row.currency, "on": str(row.on)}
        for row in rows
    ]


def _reached(items: Sequence[SheetUndertaking]) -> list[dict[str, Any]]:
    """Write values under their indicators, which are made where the undertaking has none of these words and unit."""
    facts = []
    for item in items:
        for each in item.reached:
            indicator, _made = ResultIndicator.objects.get_or_create(
                undertaking=item.row, words=each.counted, unit=each.unit
            )
            row = IndicatorValue.objects.create(indicator=indicator, value=each.value, on=each.on, source=each.source)
            facts.append(
                {"of": item.row.ref if item.row else "", "value": row.value, "unit": each.unit, "on": str(each.on)}
            )
    return facts
