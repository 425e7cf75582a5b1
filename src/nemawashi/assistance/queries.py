"""Questions about assistance: what was promised and paid, by whom, to whom, for which sphere."""

import datetime as dt
import zlib
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Prefetch, Q, QuerySet, When

from nemawashi.access import origins
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.assistance.models import (
    Activity,
    ExchangeRate,
    IndicatorValue,
    Partner,
    ProjectEnd,
    ResultIndicator,
    Transaction,
    Undertaking,
)
from nemawashi.assistance.rules import Summand
from nemawashi.assistance.terms import REPORTED_KINDS, UndertakingKind
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.rules import is_due_soon
from nemawashi.commitments.terms import REMIND_AHEAD
from nemawashi.parties.models import Party


def undertaking_list(
    *, viewer: Viewer, kind: str | None = None, sphere: str | None = None, recipient: str | None = None
) -> QuerySet[Undertaking]:
    """Undertakings with their recipients in the order in which the source names them."""
    rows = Undertaking.objects.select_related("donor", "pillar").prefetch_related(
        Prefetch("recipients", queryset=Party.objects.order_by("order"))
    )
    rows = origins.shown(rows, viewer=viewer)
    if kind:
        rows = rows.filter(kind=kind)
    if recipient:
        rows = rows.filter(recipients__slug=recipient)
    if sphere:
        rows = rows.filter(pk__in=[pk for pk, named in _spheres(viewer) if sphere in named])
    return rows


def _spheres(viewer: Viewer) -> list[tuple[int, list[str]]]:
    return list(origins.shown(Undertaking.objects.all(), viewer=viewer).values_list("pk", "spheres"))


def spheres(*, viewer: Viewer) -> list[str]:
    """Every sphere that a source names, once, in alphabetical order."""
    return sorted({sphere for _, named in _spheres(viewer) for sphere in named})


def undertaking(slug: str, *, viewer: Viewer) -> Undertaking | None:
    return undertaking_list(viewer=viewer).select_related("commitment", "part_of").filter(slug=slug).first()


def undertakings_of(party: Party, *, viewer: Viewer) -> list[Undertaking]:
    """What a party gave or received."""
    rows = Undertaking.objects.filter(Q(donor=party) | Q(recipients=party)).distinct()
    return list(origins.shown(rows, viewer=viewer))


def amounts(heads: Callable[[Undertaking], Sequence[str]], *, viewer: Viewer) -> list[Summand]:
    """Every undertaking as sums see it, under the heads that ``heads`` names for it."""
    return [
        Summand(
            row.ref,
            row.kind,
            row.amount,
            row.currency or "",
            on.year if (on := row.on or row.start_on) else None,
            tuple(heads(row)),
            frozenset(party.slug for party in row.recipients.all()),
            frozenset(row.spheres or []),
            row.agency or "",
            row.part_of.ref if row.part_of else "",
            str(row.extra.get("not_added") or ""),
            bool(row.amount_note),
            row.on or row.start_on,
        )
        for row in undertaking_list(viewer=viewer).select_related("part_of").order_by("order", "pk")
    ]


def undertakings_for(commitment: Commitment, *, viewer: Viewer) -> list[Undertaking]:
    return list(origins.shown(Undertaking.objects.filter(commitment=commitment), viewer=viewer))


def parts_of(row: Undertaking, *, viewer: Viewer) -> list[Undertaking]:
    return list(origins.shown(row.parts.all(), viewer=viewer))


def visible_transactions(*, viewer: Viewer) -> QuerySet[Transaction]:
    return origins.shown(Transaction.objects.order_by("undertaking__order", "on", "pk"), viewer=viewer)


def transactions_of(row: Undertaking, *, viewer: Viewer) -> list[Transaction]:
    return list(visible_transactions(viewer=viewer).filter(undertaking=row).select_related("source"))


def paid_and_reached(*, viewer: Viewer) -> "list[Prefetch[Any, Any, Any]]":
    """What was paid under several undertakings and what came of them, for a question to bring along."""
    values = Prefetch("values", queryset=origins.shown(IndicatorValue.objects.all(), viewer=viewer))
    indicators = origins.shown(ResultIndicator.objects.all(), viewer=viewer).prefetch_related(values)
    payments = origins.shown(Transaction.objects.all(), viewer=viewer)
    return [Prefetch("transactions", queryset=payments), Prefetch("indicators", queryset=indicators)]


def under_each(*, viewer: Viewer) -> "list[Prefetch[Any, Any, Any]]":
    """What stands under several undertakings, for a question to bring along."""
    return [
        *paid_and_reached(viewer=viewer),
        Prefetch("parts", queryset=origins.shown(Undertaking.objects.all(), viewer=viewer)),
        Prefetch("partners", queryset=origins.shown(Partner.objects.filter(is_struck=False), viewer=viewer)),
        Prefetch("ends", queryset=origins.shown(ProjectEnd.objects.filter(is_taken_back=False), viewer=viewer)),
    ]


def partners_of(row: Undertaking, *, viewer: Viewer) -> list[Partner]:
    """Who else pays for it or carries it out; without those that were struck out."""
    rows = row.partners.filter(is_struck=False).select_related("source")
    return list(origins.shown(rows, viewer=viewer))


def to_remind(*, today: dt.date) -> list[Undertaking]:
    """Projects whose donor is to be reminded of their end now, for the clock; those of the historical record are past."""
    years = {str(today.year), str((today + REMIND_AHEAD).year)}
    soon = Q(*[("end_on__startswith", year) for year in sorted(years)], _connector=Q.OR)
    fresh = Q(reminded_for=None) | ~Q(reminded_for=F("end_on"))
    rows = Undertaking.objects.filter(soon, fresh, kind=UndertakingKind.PROJECT).exclude(origin=RowOrigin.RECORD)
    return [row for row in rows if is_due_soon(row.end_on, today=today)]


def end_of(row: Undertaking, *, viewer: Viewer) -> ProjectEnd | None:
    """When and how it ended, unless that was taken back."""
    rows: QuerySet[ProjectEnd] = row.ends.filter(is_taken_back=False).select_related("source")
    return origins.shown(rows, viewer=viewer).first()


def indicators_of(row: Undertaking, *, viewer: Viewer) -> QuerySet[ResultIndicator]:
    """What is to come of an undertaking, each with the values that were given for it."""
    values = origins.shown(IndicatorValue.objects.select_related("source"), viewer=viewer)
    return origins.shown(row.indicators.all(), viewer=viewer).prefetch_related(Prefetch("values", queryset=values))


def visible_rates(*, viewer: Viewer) -> QuerySet[ExchangeRate]:
    return origins.shown(ExchangeRate.objects.all(), viewer=viewer)


def currencies_with_rates(*, viewer: Viewer) -> list[str]:
    """Currencies that something can be said in, once each."""
    pairs = visible_rates(viewer=viewer).order_by().values_list("base", "quote").distinct()
    return sorted({code for pair in pairs for code in pair})


def activities(*, viewer: Viewer) -> QuerySet[Activity]:
    """What publishers reported, in the order in which it was taken in."""
    rows = Activity.objects.select_related("undertaking").order_by("pk")
    return origins.shown(rows, viewer=viewer)  # publishers have published it


def whole_of(row: Activity) -> bytes:
    """An activity as it was reported."""
    return zlib.decompress(bytes(row.content))


def activities_to_tie(*, viewer: Viewer) -> QuerySet[Activity]:
    """Those that wait for somebody first; without their whole words, which no list shows."""
    waits = Case(When(undertaking=None, is_aside=False, then=0), default=1)
    return activities(viewer=viewer).defer("content").annotate(waits=waits).order_by("waits", "pk")


def sums_of(row: Activity) -> list[tuple[str, Decimal, str]]:
    """What an activity says of money, by kind of transaction and currency, as its publisher wrote it."""
    return [
        (str(REPORTED_KINDS[kind]), Decimal(amount), currency)
        for kind in REPORTED_KINDS
        for currency, amount in row.sums.get(kind, {}).items()
    ]
