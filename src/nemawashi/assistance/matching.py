"""To which package, pledge or project of the record a reported activity may belong; a person says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nemawashi.access.viewers import Viewer
from nemawashi.assistance import queries
from nemawashi.assistance.iso import iso_code
from nemawashi.assistance.models import Activity, Undertaking
from nemawashi.assistance.terms import UndertakingKind
from nemawashi.kit.iati import matching
from nemawashi.kit.iati.matching import AidLikeness, MatchSide

KINDS = (UndertakingKind.PACKAGE, UndertakingKind.PLEDGE, UndertakingKind.PROJECT)


@dataclass(frozen=True, slots=True)
class TieProposal:
    """An undertaking that is like an activity, and by what."""

    undertaking: Undertaking
    likeness: AidLikeness


def proposals(rows: Sequence[Activity], *, viewer: Viewer, most: int = 3) -> dict[int, list[TieProposal]]:
    """For each activity the undertakings that it is like, the likeliest first."""
    candidates = list(queries.undertaking_list(viewer=viewer).filter(kind__in=KINDS))
    known = {row.pk: row for row in candidates}
    sides = [(row.pk, _of_undertaking(row)) for row in candidates]
    return {
        row.pk: [
            TieProposal(known[key], likeness) for key, likeness in matching.proposals(of_activity(row), sides, most=most)
        ]
        for row in rows
    }


def of_activity(row: Activity) -> MatchSide:
    return MatchSide(
        titles=tuple(row.titles.values()),
        givers=tuple(row.names),
        countries=frozenset(row.countries),
        amounts=tuple(_amounts(row.sums)),
        start=row.start_on,
    )


def _amounts(sums: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[Decimal, str]]:
    for by_currency in sums.values():
        for currency, amount in by_currency.items():
            yield Decimal(amount), currency


def _of_undertaking(row: Undertaking) -> MatchSide:
    start = row.start_on or row.on
    amounts = [(row.amount, row.currency)] if row.amount is not None and row.currency else []
    if row.amount_usd_stated is not None:
        amounts.append((row.amount_usd_stated, "USD"))
    return MatchSide(
        titles=(row.title,),
        givers=tuple(str(name) for name in row.donor.names.values() if name) if row.donor else (),
        countries=frozenset(code for code in (iso_code(party) for party in row.recipients.all()) if code),
        amounts=tuple(amounts),
        start=str(start.year) if start else "",
    )
