"""An activity as values: what is compared, matched and shown. What stands in other namespaces, and forms that nobody here
asks for, stay in the words of the file, which are kept beside the values.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from nemawashi.kit.iati.rules import LANGUAGE

OWN = "urn:nemawashi:iati"  # the namespace of what IATI has no place for: how exact an amount is meant to be
QUALIFIER = f"{{{OWN}}}qualifier"
Words = tuple[tuple[str, str], ...]  # language and words, in the order of the file


@dataclass(frozen=True, slots=True)
class AidOrganisation:
    """Who takes part: a reference, names by language, the kind and, for a partner, the role (1 pays, 2 is accountable,
    3 passes on, 4 carries out)."""

    ref: str = ""
    names: Words = ()
    kind: str = ""
    role: str = ""
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """A transaction, with its amount as the file writes it."""

    kind: str
    on: str
    amount: Decimal
    currency: str
    value_on: str = ""
    words: Words = ()
    provider: AidOrganisation | None = None
    receiver: AidOrganisation | None = None
    ref: str = ""
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    start: str
    end: str
    amount: Decimal
    currency: str
    value_on: str = ""
    kind: str = "1"
    status: str = "1"


@dataclass(frozen=True, slots=True)
class TargetPeriod:
    """What was to be reached in a time, and what was."""

    start: str
    end: str
    target: str = ""
    actual: str = ""
    words: Words = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    titles: Words
    measure: str = "1"
    baseline: str = ""
    baseline_year: str = ""
    periods: tuple[TargetPeriod, ...] = ()


@dataclass(frozen=True, slots=True)
class AidResult:
    titles: Words
    kind: str = "1"
    words: Words = ()
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Portion:
    """A country, a region or a sector, with its share of the whole where one is said."""

    what: str
    code: str
    vocabulary: str = ""
    share: str = ""
    names: Words = ()


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A document that speaks of the activity."""

    url: str
    titles: Words = ()
    category: str = "A12"
    form: str = "text/html"


@dataclass(frozen=True, slots=True)
class AidActivity:
    """What an activity says. ``days``: date by type (1 planned start, 2 actual start, 3 planned end, 4 actual end)."""

    identifier: str
    reporting: AidOrganisation
    titles: Words
    descriptions: tuple[tuple[str, Words], ...] = ()
    partners: tuple[AidOrganisation, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    status: str = "2"
    days: tuple[tuple[str, str], ...] = ()
    shares: tuple[Portion, ...] = ()
    currency: str = ""
    language: str = ""
    hierarchy: str = ""
    is_secondary: bool = False
    budgets: tuple[Budget, ...] = ()
    payments: tuple[Payment, ...] = ()
    links: tuple[DocumentLink, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    results: tuple[AidResult, ...] = field(default=())


def activity(node: etree._Element) -> AidActivity:
    """The values of an activity that its schema allows."""
    return _Values(node).activity()


class _Values:
    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.language = root.get(LANGUAGE, "")
        self.currency = root.get("default-currency", "")

    def activity(self) -> AidActivity:
        root = self.root
        reporting = root.find("reporting-org")
        return AidActivity(
            identifier=(root.findtext("iati-identifier") or "").strip(),
            reporting=self.organisation(reporting) if reporting is not None else AidOrganisation(),
            titles=self.words(root.find("title")),
            descriptions=tuple((each.get("type", "1"), self.words(each)) for each in root.iterchildren("description")),
            partners=tuple(self.organisation(each) for each in root.iterchildren("participating-org")),
            others=tuple((each.get("type", ""), each.get("ref", "")) for each in root.iterchildren("other-identifier")),
            status=_code(root.find("activity-status")),
            days=tuple((each.get("type", ""), each.get("iso-date", "")) for each in root.iterchildren("activity-date")),
            shares=tuple(self.share(each) for each in root.iterchildren("recipient-country", "recipient-region", "sector")),
            currency=self.currency,
            language=self.language,
            hierarchy=root.get("hierarchy", ""),
            is_secondary=reporting is not None and reporting.get("secondary-reporter") in ("1", "true"),
            budgets=tuple(self.budgets()),
            payments=tuple(self.payments()),
            links=tuple(self.link(each) for each in root.iterchildren("document-link")),
            related=tuple((each.get("type", ""), each.get("ref", "")) for each in root.iterchildren("related-activity")),
            results=tuple(self.result(each) for each in root.iterchildren("result")),
        )

    def words(self, node: etree._Element | None) -> Words:
        if node is None:
            return ()
        return tuple(
            (each.get(LANGUAGE) or self.language, (each.text or "").strip()) for each in node.iterchildren("narrative")
        )

    def organisation(self, node: etree._Element) -> AidOrganisation:
        own = node.get("activity-id") or node.get("provider-activity-id") or node.get("receiver-activity-id") or ""
        return AidOrganisation(node.get("ref", ""), self.words(node), node.get("type", ""), node.get("role", ""), own)

    def share(self, node: etree._Element) -> Portion:
        return Portion(
            str(node.tag), node.get("code", ""), node.get("vocabulary", ""), node.get("percentage", ""), self.words(node)
        )

    def link(self, node: etree._Element) -> DocumentLink:
        return DocumentLink(
            node.get("url", ""), self.words(node.find("title")), _code(node.find("category")), node.get("format", "")
        )

    def budgets(self) -> Iterator[Budget]:
        for node in self.root.iterchildren("budget"):
            value = node.find("value")
            amount, currency = self.money(value)
            yield Budget(
                _day(node.find("period-start")), _day(node.find("period-end")), amount, currency,
                value.get("value-date", "") if value is not None else "", node.get("type", "1"), node.get("status", "1"),
            )  # fmt: skip

    def money(self, value: etree._Element | None) -> tuple[Decimal, str]:
        if value is None:
            return Decimal(0), self.currency
        return Decimal((value.text or "0").strip() or "0"), value.get("currency") or self.currency

    def payments(self) -> Iterator[Payment]:
        for node in self.root.iterchildren("transaction"):
            value = node.find("value")
            amount, currency = self.money(value)
            provider, receiver = node.find("provider-org"), node.find("receiver-org")
            yield Payment(
                kind=_code(node.find("transaction-type")),
                on=_day(node.find("transaction-date")),
                amount=amount,
                currency=currency,
                value_on=value.get("value-date", "") if value is not None else "",
                words=self.words(node.find("description")),
                provider=self.organisation(provider) if provider is not None else None,
                receiver=self.organisation(receiver) if receiver is not None else None,
                ref=node.get("ref", ""),
                qualifier=value.get(QUALIFIER, "") if value is not None else "",
            )

    def result(self, node: etree._Element) -> AidResult:
        return AidResult(
            self.words(node.find("title")),
            node.get("type", ""),
            self.words(node.find("description")),
            tuple(self.indicator(each) for each in node.iterchildren("indicator")),
        )

    def indicator(self, node: etree._Element) -> Indicator:
        baseline = node.find("baseline")
        return Indicator(
            self.words(node.find("title")),
            node.get("measure", ""),
            baseline.get("value", "") if baseline is not None else "",
            baseline.get("year", "") if baseline is not None else "",
            tuple(self.period(each) for each in node.iterchildren("period")),
        )

    def period(self, node: etree._Element) -> TargetPeriod:
        target, actual = node.find("target"), node.find("actual")
        return TargetPeriod(
            _day(node.find("period-start")),
            _day(node.find("period-end")),
            target.get("value", "") if target is not None else "",
            actual.get("value", "") if actual is not None else "",
            self.words(actual.find("comment")) if actual is not None else (),
        )


def _code(node: etree._Element | None) -> str:
    return node.get("code", "") if node is not None else ""


def _day(node: etree._Element | None) -> str:
    return node.get("iso-date", "") if node is not None else ""


def whole(node: etree._Element) -> bytes:
    """All that an activity says, in one form for the same content: blanks between elements and the order of attributes
    make no difference. It is read back by ``parsed``."""
    try:
        return etree.tostring(node, method="c14n", exclusive=True, with_comments=False)
    except etree.C14NError:  # the canonical form knows no namespace with a relative address
        return _without_its_form(node)


def _without_its_form(node: etree._Element) -> bytes:
    """In the canonical form where nothing uses the namespace that stood in its way, else as it was written."""
    bare = deepcopy(node)
    bare.tail = None
    etree.cleanup_namespaces(bare)
    try:
        return etree.tostring(bare, method="c14n", exclusive=True, with_comments=False)
    except etree.C14NError:
        return etree.tostring(bare, encoding="utf-8", xml_declaration=False)


def parsed(content: bytes) -> etree._Element:
    """An activity that ``whole`` wrote; our own words, and read with the same care."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)
