"""Activities written as IATI 2.03, one after the other: the file may be of any length."""

import datetime as dt
from collections.abc import Iterable, Iterator

from lxml import etree

from nemawashi.kit.iati.parsing import (
    OWN,
    QUALIFIER,
    AidActivity,
    AidOrganisation,
    AidResult,
    Budget,
    Indicator,
    Payment,
    Portion,
    TargetPeriod,
    Words,
)
from nemawashi.kit.iati.rules import LANGUAGE

VERSION = "2.03"


def file(activities: Iterable[etree._Element], *, generated: dt.datetime) -> Iterator[bytes]:
    """A file of activities, in pieces."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    moment = generated.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield f'<iati-activities version="{VERSION}" generated-datetime="{moment}">\n'.encode()
    for node in activities:
        yield etree.tostring(node, encoding="utf-8") + b"\n"
    yield b"</iati-activities>\n"


def element(activity: AidActivity) -> etree._Element:
    """An activity of ours as an element; read back by ``parsing.activity`` it is the same again."""
    root = etree.Element("iati-activity", nsmap={"nemawashi": OWN})
    _set(root, {"default-currency": activity.currency, "hierarchy": activity.hierarchy, LANGUAGE: activity.language})
    etree.SubElement(root, "iati-identifier").text = activity.identifier
    reporting = _organisation(root, "reporting-org", activity.reporting, activity.language)
    if activity.is_secondary:
        reporting.set("secondary-reporter", "1")
    _words(root, "title", activity.titles, activity.language)
    for kind, words in activity.descriptions:
        _words(root, "description", words, activity.language).set("type", kind)
    for partner in activity.partners:
        _organisation(root, "participating-org", partner, activity.language)
    for kind, ref in activity.others:
        _set(etree.SubElement(root, "other-identifier"), {"ref": ref, "type": kind})
    etree.SubElement(root, "activity-status", code=activity.status)
    for kind, day in activity.days:
        _set(etree.SubElement(root, "activity-date"), {"type": kind, "iso-date": day})
    for share in activity.shares:
        _share(root, share, activity.language)
    for budget in activity.budgets:
        _budget(root, budget)
    for payment in activity.payments:
        _payment(root, payment, activity.language)
    for link in activity.links:
        node = etree.SubElement(root, "document-link", format=link.form, url=link.url)
        _words(node, "title", link.titles, activity.language)
        etree.SubElement(node, "category", code=link.category)
    for kind, ref in activity.related:
        _set(etree.SubElement(root, "related-activity"), {"ref": ref, "type": kind})
    for result in activity.results:
        _result(root, result, activity.language)
    return root


def _set(node: etree._Element, values: dict[str, str]) -> etree._Element:
    for name, value in values.items():
        if value:
            node.set(name, value)
    return node


def _words(parent: etree._Element, tag: str, words: Words, language: str) -> etree._Element:
    node = etree.SubElement(parent, tag)
    for spoken, said in words:
        narrative = etree.SubElement(node, "narrative")
        narrative.text = said
        if spoken and spoken != language:
            narrative.set(LANGUAGE, spoken)
    return node


def _organisation(parent: etree._Element, tag: str, who: AidOrganisation, language: str) -> etree._Element:
    node = _words(parent, tag, who.names, language)
    own = {"provider-org": "provider-activity-id", "receiver-org": "receiver-activity-id"}.get(tag, "activity-id")
    return _set(node, {"ref": who.ref, "type": who.kind, "role": who.role, own: who.activity})


def _share(parent: etree._Element, share: Portion, language: str) -> None:
    node = _words(parent, share.what, share.names, language)
    _set(node, {"vocabulary": share.vocabulary, "code": share.code, "percentage": share.share})


def _value(parent: etree._Element, amount: str, currency: str, day: str, qualifier: str = "") -> None:
    node = etree.SubElement(parent, "value")
    node.text = amount
    _set(node, {"currency": currency, "value-date": day, QUALIFIER: qualifier})


def _budget(parent: etree._Element, budget: Budget) -> None:
    node = etree.SubElement(parent, "budget", type=budget.kind, status=budget.status)
    _set(etree.SubElement(node, "period-start"), {"iso-date": budget.start})
    _set(etree.SubElement(node, "period-end"), {"iso-date": budget.end})
    _value(node, f"{budget.amount:f}", budget.currency, budget.value_on)


def _payment(parent: etree._Element, payment: Payment, language: str) -> None:
    node = _set(etree.SubElement(parent, "transaction"), {"ref": payment.ref})
    etree.SubElement(node, "transaction-type", code=payment.kind)
    _set(etree.SubElement(node, "transaction-date"), {"iso-date": payment.on})
    _value(node, f"{payment.amount:f}", payment.currency, payment.value_on, payment.qualifier)
    if payment.words:
        _words(node, "description", payment.words, language)
    for tag, who in (("provider-org", payment.provider), ("receiver-org", payment.receiver)):
        if who is not None:
            _organisation(node, tag, who, language)


def _result(parent: etree._Element, result: AidResult, language: str) -> None:
    node = etree.SubElement(parent, "result", type=result.kind)
    _words(node, "title", result.titles, language)
    if result.words:
        _words(node, "description", result.words, language)
    for indicator in result.indicators:
        _indicator(node, indicator, language)


def _indicator(parent: etree._Element, indicator: Indicator, language: str) -> None:
    node = etree.SubElement(parent, "indicator", measure=indicator.measure)
    _words(node, "title", indicator.titles, language)
    if indicator.baseline or indicator.baseline_year:
        _set(etree.SubElement(node, "baseline"), {"year": indicator.baseline_year, "value": indicator.baseline})
    for period in indicator.periods:
        _period(node, period, language)


def _period(parent: etree._Element, period: TargetPeriod, language: str) -> None:
    node = etree.SubElement(parent, "period")
    _set(etree.SubElement(node, "period-start"), {"iso-date": period.start})
    _set(etree.SubElement(node, "period-end"), {"iso-date": period.end})
    if period.target:
        etree.SubElement(node, "target", value=period.target)
    if period.actual or period.words:
        actual = _set(etree.SubElement(node, "actual"), {"value": period.actual})
        if period.words:
            _words(actual, "comment", period.words, language)
