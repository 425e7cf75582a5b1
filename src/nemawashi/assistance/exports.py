"""The chain of assistance as activities of IATI 2.03: packages, pledges (transaction 12), projects with what was paid and
what came of them.

What IATI has no place for, a date known to the year, an amount that is more than or about a number, the words of a note,
stands beside it in a namespace of our own, which others may pass over. Nothing is made up to fill a place that IATI would
like filled.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lxml import etree

from nemawashi.access.viewers import Viewer
from nemawashi.assistance import queries
from nemawashi.assistance.iso import iso_code
from nemawashi.assistance.models import Transaction, Undertaking
from nemawashi.assistance.terms import EndKind, PartnerKind, PartnerRole, TransactionKind, UndertakingKind
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.iati import codes, parsing, schema, writing
from nemawashi.kit.iati.parsing import OWN, AidOrganisation, Payment, Portion
from nemawashi.parties.models import Party
from nemawashi.sources import queries as sources

EXPORTED = (UndertakingKind.PACKAGE, UndertakingKind.PLEDGE, UndertakingKind.PROJECT)
KINDS = {TransactionKind.COMMITTED: "2", TransactionKind.DISBURSED: "3", TransactionKind.SPENT: "4"}
_UNDATED = "No source says when it begins; this is the day of the earliest source seen."
_NO_SECTOR = "99810"  # "sectors not specified": what a source calls a sphere is no code of the DAC
_SAID = f"{{{OWN}}}said"


def exported(
    *, reporter: AidOrganisation, viewer: Viewer, leave_out: Callable[[str, str], Any] = lambda name, why: None
) -> Iterator[etree._Element]:
    """The chain, and behind it the activities that publishers reported, as they were reported.

    ``leave_out`` hears the name of what cannot stand in a file of 2.03, and why.
    """
    ours = set()
    for node in chain(reporter=reporter, viewer=viewer, leave_out=leave_out):
        ours.add(node.findtext("iati-identifier"))
        yield node
    form = schema.of(writing.VERSION)
    for row in queries.activities(viewer=viewer).iterator(chunk_size=200):
        node = parsing.parsed(queries.whole_of(row))
        fault = schema.first_fault(form, node) if row.release != writing.VERSION else None
        if fault:
            leave_out(row.identifier, fault[1])
        elif row.identifier not in ours:  # our own words may have come back to us
            yield node


def chain(
    *, reporter: AidOrganisation, viewer: Viewer, leave_out: Callable[[str, str], Any] = lambda name, why: None
) -> Iterator[etree._Element]:
    rows = list(
        queries.undertaking_list(viewer=viewer)
        .filter(kind__in=EXPORTED)
        .select_related("commitment", "part_of")
        .prefetch_related(*queries.under_each(viewer=viewer))
    )
    cited = sources.citations_of([row.ref for row in rows], viewer=viewer)
    for row in rows:
        rests_on = [citation.source for citation in cited.get(row.ref, ()) if not citation.part]
        links = {source.url: source.title for source in rests_on if source.url}
        values = activity(row, reporter=reporter, links=links)
        seen_on = min((source.published_on.earliest for source in rests_on if source.published_on), default=None)
        if not values.days and seen_on is None:
            leave_out(values.identifier, "no source gives it a date")
            continue
        node = writing.element(values if values.days else replace(values, days=(("1", str(seen_on)),)))
        if not values.days:
            for narrative in _words_in(node.find("activity-date")):
                narrative.text = _UNDATED
        node.append(said(row))
        yield node


def _words_in(node: etree._Element | None) -> Iterator[etree._Element]:
    if node is not None:
        yield etree.SubElement(node, "narrative")


def identifier(row: Undertaking, reporter: AidOrganisation) -> str:
    return f"{reporter.ref}-{row.slug}"


def activity(row: Undertaking, *, reporter: AidOrganisation, links: Mapping[str, str]) -> parsing.AidActivity:
    """What IATI can say of a row. Several recipients stand without shares, as no source says them."""
    donor = _party(row.donor, "1") if row.donor else None
    agency = AidOrganisation(names=(("en", row.agency),), role="4") if row.agency else None
    return parsing.AidActivity(
        identifier=identifier(row, reporter),
        reporting=reporter,
        titles=(("en", row.title),),
        descriptions=(("1", (("en", row.planned or row.note or row.title),)),),
        partners=tuple(each for each in (donor, agency, *_partners(row)) if each)
        or (AidOrganisation(reporter.ref, reporter.names, role="2"),),
        others=((("A9", row.commitment.ref),) if row.commitment else ()),
        status=_status(row),
        days=tuple(_days(row)),
        shares=(*_places(row.recipients.all()), Portion("sector", _NO_SECTOR, "1")),
        currency=row.currency if row.currency in codes.CURRENCIES else "USD",
        language="en",
        hierarchy="2" if row.kind == UndertakingKind.PROJECT else "1",
        is_secondary=True,
        payments=tuple(_payments(row, donor)),
        links=tuple(parsing.DocumentLink(url, (("en", title),)) for url, title in links.items()),
        related=tuple(_related(row, reporter)),
        results=(*_units(row), *_indicators(row), *_results(row.results or [])),
    )


def said(row: Undertaking) -> etree._Element:
    """All of a row that the activity does not say, or says less exactly, as attributes of one element of our namespace."""
    node = etree.Element(_SAID, nsmap={"nemawashi": OWN})
    values: dict[str, Any] = {
        "kind": row.kind, "on": row.on, "start": row.start_on, "end": row.end_on, "amount": _plain(row.amount),
        "currency": row.currency, "amount-usd-stated": _plain(row.amount_usd_stated), "amount-note": row.amount_note,
        "note": row.note, "months": row.duration_months, "pillar": row.pillar.slug if row.pillar else None,
        "dialogue-link": row.dialogue_link, "planned": row.planned,
    }  # fmt: skip
    for name, value in values.items():
        if value not in (None, ""):
            node.set(name, str(value))
    for sphere in row.spheres:
        etree.SubElement(node, f"{{{OWN}}}sphere").text = sphere
    for part in row.components or []:
        etree.SubElement(node, f"{{{OWN}}}component").text = str(part)
    return node


_PARTNERS = {PartnerKind.PUBLIC: "10", PartnerKind.PRIVATE: "70", PartnerKind.INTERNATIONAL: "40"}
_ROLES = {
    PartnerRole.FUNDING: "1",
    PartnerRole.ACCOUNTABLE: "2",
    PartnerRole.EXTENDING: "3",
    PartnerRole.IMPLEMENTING: "4",
}


def _partners(row: Undertaking) -> Iterator[AidOrganisation]:
    for each in row.partners.all():
        names = (("en", each.name),)
        yield AidOrganisation(names=names, kind=_PARTNERS[PartnerKind(each.kind)], role=_ROLES[PartnerRole(each.role)])


def _status(row: Undertaking) -> str:
    """Closed, cancelled, only promised, or under way."""
    for end in row.ends.all():
        return "4" if end.kind == EndKind.COMPLETED else "5"
    return "1" if row.kind == UndertakingKind.PLEDGE else "2"


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount.normalize():f}"


def _party(party: Party, role: str) -> AidOrganisation:
    names = tuple(
        (language, str(name)) for language, name in party.names.items() if name and language in ("en", "ru", "ja")
    )
    return AidOrganisation(names=names, kind="10", role=role)


def _places(recipients: Iterable[Party]) -> Iterator[Portion]:
    for party in recipients:
        if code := iso_code(party):
            yield Portion("recipient-country", code)


def _days(row: Undertaking) -> Iterator[tuple[str, str]]:
    first = row.start_on or row.on
    if first:
        yield "1", first_day(first)
    if row.end_on:
        yield "3", last_day(row.end_on)
    for end in row.ends.all():
        if end.on and end.on.day:  # IATI wants a day that has come; a month may not be over
            yield "4", first_day(end.on)


def first_day(on: ImpreciseDate) -> str:
    return on.earliest.isoformat()


def last_day(on: ImpreciseDate) -> str:
    return on.latest.isoformat()


def _payments(row: Undertaking, donor: AidOrganisation | None) -> Iterator[Payment]:
    payer = AidOrganisation(donor.ref, donor.names, donor.kind) if donor else None
    is_promise = row.kind in (UndertakingKind.PACKAGE, UndertakingKind.PLEDGE)
    if is_promise and row.amount is not None and row.currency in codes.CURRENCIES and row.on:
        day = first_day(row.on)
        yield Payment("12", day, row.amount.normalize(), row.currency, day, provider=payer)
    paid_rows = list(row.transactions.all())
    if not (is_promise or paid_rows) and row.amount is not None and row.currency in codes.CURRENCIES and row.on:
        words = (("en", "The amount of the project, as its source states it."),)
        day = first_day(row.on)
        yield Payment("2", day, row.amount.normalize(), row.currency, day, words=words, provider=payer)
    for paid in paid_rows:
        if paid.currency in codes.CURRENCIES:
            yield _payment(paid, payer)


def _payment(paid: Transaction, payer: AidOrganisation | None) -> Payment:
    day = first_day(paid.on) if paid.on else ""
    return Payment(
        KINDS[TransactionKind(paid.kind)],
        day,
        paid.amount.normalize(),
        paid.currency,
        day,
        qualifier=paid.qualifier,
        provider=payer,
    )


def _related(row: Undertaking, reporter: AidOrganisation) -> Iterator[tuple[str, str]]:
    if row.part_of and row.part_of.kind in EXPORTED:
        yield "1", identifier(row.part_of, reporter)
    for part in row.parts.all():
        if part.kind in EXPORTED:
            yield "2", identifier(part, reporter)


def _units(row: Undertaking) -> Iterator[parsing.AidResult]:
    """What is counted in persons, documents or places is no money: a target of an indicator with its unit."""
    if row.amount is None or not row.currency or row.currency in codes.CURRENCIES:
        return
    start, end = row.start_on or row.on, row.end_on
    periods: tuple[parsing.TargetPeriod, ...] = ()
    if start is not None and end is not None:
        periods = (parsing.TargetPeriod(first_day(start), last_day(end), f"{row.amount.normalize():f}"),)
    unit = (("en", row.currency),)
    yield parsing.AidResult((("en", row.title),), "1", indicators=(parsing.Indicator(unit, "1", periods=periods),))


def _indicators(row: Undertaking) -> Iterator[parsing.AidResult]:
    """Indicators with their units, which stand in their titles: IATI has a place for a measure and none for a unit."""
    for item in row.indicators.all():
        periods = [
            parsing.TargetPeriod(first_day(value.on), last_day(value.on), actual=f"{value.value.normalize():f}")
            for value in item.values.all()
            if value.on
        ]
        if item.target is not None and item.due_on:
            target = f"{item.target.normalize():f}"
            periods.append(parsing.TargetPeriod(first_day(item.due_on), last_day(item.due_on), target))
        indicator = parsing.Indicator((("en", item.unit),), "1", periods=tuple(periods))
        yield parsing.AidResult((("en", item.words),), "1", indicators=(indicator,))


def _results(results: Iterable[Any]) -> Iterator[parsing.AidResult]:
    for result in results:
        words = str(result.get("text", "")) if isinstance(result, dict) else str(result)
        titles = (("en", words),)
        yield parsing.AidResult(titles, "1", indicators=(parsing.Indicator(titles, "5"),))
