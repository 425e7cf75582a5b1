"""Of the money of a package or pledge, how much is tied to what: spheres, projects, payments, each with its sources, and
how much no source accounts for.

Amounts of another currency, payments that publishers report beside those of the record, and parts that say more than the
whole are shown and not added: they may be the same money twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nemawashi.access.viewers import Viewer
from nemawashi.assistance import queries
from nemawashi.assistance.models import Activity, Transaction, Undertaking
from nemawashi.assistance.terms import TransactionKind, UndertakingKind
from nemawashi.kit.iati.codes import CURRENCIES
from nemawashi.sources import queries as sources
from nemawashi.sources.queries import CitedSource

PAID = (TransactionKind.DISBURSED, TransactionKind.SPENT)
REPORTED_PAID = ("3", "4")
Money = tuple[Decimal, str]


@dataclass(frozen=True, slots=True)
class PartShare:
    """A project or pledge under the whole: its amount as printed, and what it rests on."""

    row: Undertaking
    cited: Sequence[CitedSource]
    is_added: bool


@dataclass(frozen=True, slots=True)
class PackageCoverage:
    """``tied`` and ``paid``: in the currency of the whole. ``left``: what no source accounts for; None where the parts say
    more than the whole, so that some of them are counted twice. ``others``: amounts that are not added, by currency.
    """

    amount: Decimal
    currency: str
    spheres: Sequence[str]
    parts: Sequence[PartShare]
    tied: Decimal
    paid: Decimal
    left: Decimal | None
    unpaid: Decimal | None
    others: Sequence[Money]
    without_amount: int
    reported: Sequence[tuple[Activity, Sequence[Money]]]

    @property
    def percent(self) -> str:
        """Of the whole, tied to projects; one decimal where it is less than ten."""
        return share(self.tied, self.amount)

    @property
    def percent_paid(self) -> str:
        return share(self.paid, self.amount)


def share(part: Decimal, whole: Decimal) -> str:
    """A part of a whole in per cent; *less than 0.1* is never written as nothing."""
    value = part * 100 / whole
    if 0 < value < Decimal("0.1"):
        return "< 0.1"
    return f"{value:.1f}" if 0 < value < 10 else f"{value:.0f}"


def is_covered(row: Undertaking) -> bool:
    """Whether it makes sense to ask: a package or pledge of money."""
    kinds = (UndertakingKind.PACKAGE, UndertakingKind.PLEDGE)
    return row.kind in kinds and bool(row.amount) and row.currency in CURRENCIES


def coverage(row: Undertaking, parts: Sequence[Undertaking], *, viewer: Viewer) -> PackageCoverage:
    """What is known of a package or pledge for which ``is_covered`` says yes; ``parts`` are the rows right under it."""
    amount, currency = row.amount or Decimal(0), row.currency or ""
    cited = sources.cited_by([part.ref for part in parts], viewer=viewer)
    rests_on = {part.pk: [each for each in cited.get(part.ref, ()) if not each.part] for part in parts}
    kept = [
        PartShare(part, rests_on[part.pk], bool(part.amount) and part.currency == currency and bool(rests_on[part.pk]))
        for part in parts
    ]
    tied = sum((each.row.amount or Decimal(0) for each in kept if each.is_added), Decimal(0))
    rows = [row.pk, *(part.pk for part in parts)]
    paid, paid_abroad = _paid(
        queries.visible_transactions(viewer=viewer).filter(undertaking__in=rows, kind__in=PAID), currency
    )
    reported = queries.activities(viewer=viewer).select_related(None).defer("content")
    others = [(each.row.amount, each.row.currency) for each in kept if each.row.amount and not each.is_added]
    return PackageCoverage(
        amount,
        currency,
        row.spheres,
        kept,
        tied,
        paid,
        amount - tied if tied <= amount else None,
        amount - paid if paid <= amount else None,
        _by_currency([*((value, name) for value, name in others if value and name), *paid_abroad]),
        sum(1 for each in kept if not each.row.amount),
        [(each, _reported(each)) for each in reported.filter(undertaking__in=rows)],
    )


def _paid(rows: Iterable[Transaction], currency: str) -> tuple[Decimal, list[Money]]:
    own, abroad = Decimal(0), []
    for paid in rows:
        if paid.currency == currency:
            own += paid.amount
        else:
            abroad.append((paid.amount, paid.currency))
    return own, abroad


def _by_currency(amounts: Iterable[Money]) -> list[Money]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for amount, currency in amounts:
        totals[currency] += amount
    return [(total, currency) for currency, total in sorted(totals.items())]


def _reported(activity: Activity) -> list[Money]:
    """What a publisher says was paid under an activity, by currency."""
    return _by_currency(
        (Decimal(amount), currency) for kind in REPORTED_PAID for currency, amount in activity.sums.get(kind, {}).items()
    )
