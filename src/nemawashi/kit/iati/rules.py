"""What IATI asks of an activity beyond its schema. Each check has a word for programs and a sentence for whoever mends it.

A finding that *refuses* leaves a value without meaning: money in no currency or of no kind, an activity without a name of
its own. Nothing is taken in of such an activity. The others are noted, for publishers break them daily and their data are
of use all the same: shares that do not add up to 100 are still shares.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from nemawashi.kit.iati import codes

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
is_strange = re.compile(r"[/&|?\s]").search
_BAD_IN_NAMES = "/&|?"
_PLACES = frozenset(("recipient-country", "recipient-region"))
_OWN = frozenset(("sector", "policy-marker", "recipient-region"))  # those of own vocabularies
# What each attribute may say so that nothing of it is looked at further, by tag; None where it does not stand.
FINE: dict[str, tuple[tuple[str, frozenset[str | None]], ...]] = {
    tag: tuple(
        (name, frozenset({None, *known} - ({"98", "99"} if tag in _OWN and name == "vocabulary" else set())))
        for name, known in coded
    )
    for tag, coded in codes.CODED.items()
}
_ALWAYS = ("sector", "recipient-country", "recipient-region", "activity-date", "activity-status")  # what they say together
_HUNDRED = Decimal(100)
_NEAR = Decimal("0.01")  # what shares lose when they are written with two places
LONGEST_BUDGET = 366  # days
# Checks by what they look at, so that those of which nothing can come are left out.
NAMES, LISTS, PAYMENTS, PLANS, RESULTS, WORDS, UNPRICED = (1 << place for place in range(7))
ALL = NAMES | LISTS | PAYMENTS | PLANS | RESULTS | WORDS


_Parts = list[etree._Element]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong with an activity: on which line, which check, in words."""

    line: int
    word: str
    reason: str
    refuses: bool = False
    what: str = ""  # of what refuses: what its word does not say, for readers of any language


class Glimpse(NamedTuple):
    """What of an activity has to be looked at; ``UNPRICED``: its amounts, where it names no currency. ``listed``: the
    elements whose codes are looked up, None for all."""

    groups: int = ALL
    listed: frozenset[str] | None = None


IN_FULL = Glimpse()


class Asks(NamedTuple):
    """A check as the handbook lists it."""

    word: str
    refuses: bool
    asks: str


CHECKS = (
    Asks("no-identifier", True, "an activity has an identifier"),
    Asks("identifier-signs", False, "identifiers hold no / & | ? and no blank"),
    Asks("identifier-twice", True, "an identifier stands once in a file"),
    Asks("no-currency", True, "an amount has a currency, of its own or of the activity"),
    Asks("no-such-code", False, "codes stand in their lists"),
    Asks("no-such-kind", True, "the kind of a transaction, and the currency of an amount, stand in their lists"),
    Asks("impossible-date", True, "a date has a year of four digits and lies after 1900"),
    Asks("dates-backwards", False, "nothing ends before it begins"),
    Asks("date-ahead", False, "what has happened, or was paid, does not lie in the future"),
    Asks("budget-too-long", False, "a budget is for a year at most"),
    Asks("shares", False, "shares of countries and regions, and of the sectors of one vocabulary, add up to 100"),
    Asks("share-missing", False, "where there are several countries or sectors, each has its share"),
    Asks("no-start", False, "an activity has a planned or an actual start"),
    Asks("no-sector", False, "an activity, or each of its transactions, has a sector; not both"),
    Asks("no-recipient", False, "an activity, or each of its transactions, has a country or region; not both"),
    Asks("nameless", False, "a partner has a reference or a name"),
    Asks("own-vocabulary", False, "codes of a publisher's own vocabulary are explained in words"),
    Asks("no-language", False, "words are in a language that is named, and are not empty"),
    Asks("indicator-value", False, "an indicator of quality has no value, every other one has"),
    Asks("related-to-itself", False, "an activity is not related to itself"),
    Asks("over-without-end", False, "what is closed or completed has an end"),
)
REFUSING = frozenset(check.word for check in CHECKS if check.refuses)


def findings(activity: etree._Element, *, today: str, before: int = 0, look: Glimpse = IN_FULL) -> list[Flaw]:
    """All that is wrong with an activity that its schema allows; ``today`` as 2026-11-29, ``before``: lines of the file
    before what was parsed."""
    return _Activity(activity, today, before, look).all()


class _Activity:
    """An activity under the checks; most of their time goes into touching its elements."""

    def __init__(self, root: etree._Element, today: str, before: int, look: Glimpse) -> None:
        self.root, self.today, self.before, self.look = root, today, before, look
        self.wrong: list[Flaw] = []
        self.currency = root.get("default-currency", "")
        self.language = root.get(LANGUAGE, "")
        self.always: dict[str, _Parts] = {tag: [] for tag in _ALWAYS}
        for node in root.iterchildren(*_ALWAYS):
            self.always[str(node.tag)].append(node)
        self.with_places: list[bool] = []  # of each transaction, as they are walked
        self.with_sectors: list[bool] = []

    def parts(self, *tags: str) -> list[etree._Element]:
        return list(self.root.iterchildren(*tags))

    def add(self, node: etree._Element, word: str, reason: str, what: str = "") -> None:
        self.wrong.append(Flaw(line_of(node) + self.before, word, reason, word in REFUSING, what))

    def no_day(self, node: etree._Element, day: str) -> None:
        self.add(node, "impossible-date", f"{day:.20} is no day of our time", day[:20])

    def all(self) -> list[Flaw]:
        groups, listed = self.look
        if not self.currency and groups & UNPRICED:
            groups |= PAYMENTS | PLANS
        if groups & NAMES:
            self.names()
        self.days()
        self.coded(listed)
        if groups & PAYMENTS:
            for node in self.parts("transaction"):
                self.transaction(node)
        self.places_and_sectors()
        if groups & WORDS or not self.language:
            self.words()
        if groups & PLANS:
            for tag in ("budget", "planned-disbursement"):
                for node in self.parts(tag):
                    self.planned(node)
        if groups & RESULTS:
            for node in self.parts("result"):
                self.result(node)
        return self.wrong

    def names(self) -> None:
        node = self.parts("iati-identifier")[0]
        name = (node.text or "").strip()
        if not name:
            self.add(node, "no-identifier", "the identifier is empty")
        elif is_strange(name):
            self.add(node, "identifier-signs", f"the identifier holds {signs(name)}")
        for part in self.parts("related-activity"):
            if name and part.get("ref", "").strip() == name:
                self.add(part, "related-to-itself", "the activity is related to itself")
        for tag in ("reporting-org", "participating-org"):
            for part in self.parts(tag):
                ref = part.get("ref", "").strip()
                if ref and is_strange(ref):
                    self.add(part, "identifier-signs", f"the reference of <{tag}> holds {signs(ref)}")
                if not ref and not has_words(part):
                    self.add(part, "nameless", f"<{tag}> has neither a reference nor a name")

    def days(self) -> None:
        days: dict[str, str] = {}
        for node in self.always["activity-date"]:
            day, kind = node.get("iso-date", ""), node.get("type", "")
            days.setdefault(kind, day)
            if not is_day(day):
                self.no_day(node, day)
            elif kind in ("2", "4") and day[:10] > self.today:
                self.add(node, "date-ahead", f"an actual date lies in the future: {day[:10]}")
        if "1" not in days and "2" not in days:
            self.add(self.root, "no-start", "there is no planned or actual start")
        for first, last, which in (("1", "3", "planned"), ("2", "4", "actual")):
            if first in days and last in days and days[last][:10] < days[first][:10]:
                where = self.always["activity-date"][0]
                self.add(where, "dates-backwards", f"the {which} end lies before the {which} start")
        for node in self.always["activity-status"]:
            if node.get("code") in ("3", "4") and "3" not in days and "4" not in days:
                self.add(node, "over-without-end", "the activity is over and has no end date")

    def places_and_sectors(self) -> None:
        sectors, countries, regions = (self.always[tag] for tag in ("sector", "recipient-country", "recipient-region"))
        for own, carrying, word, name in (
            ([*countries, *regions], self.with_places, "no-recipient", "recipient country or region"),
            (sectors, self.with_sectors, "no-sector", "sector"),
        ):
            on_some = any(carrying)
            if not own and not (on_some and all(carrying)):
                self.add(self.root, word, f"there is no {name}" + (" on some transactions" if on_some else ""))
            elif own and on_some:
                self.add(own[0], word, f"a {name} stands on the activity and on transactions: it belongs on one of them")
        if regions:
            for among in _by_vocabulary(regions):
                self.shares([*countries, *among], "countries and regions")
        else:
            self.shares(countries, "countries and regions")
        for among in _by_vocabulary(sectors):
            self.shares(among, "sectors")

    def shares(self, nodes: list[etree._Element], what: str) -> None:
        """Shares of one whole. A single one without a number is all of it."""
        if not nodes:
            return
        said = [node.get("percentage") for node in nodes]
        if len(nodes) == 1 and said[0] in (None, "100"):
            return
        if None in said:
            self.add(nodes[said.index(None)], "share-missing", f"one of several {what} has no share")
            return
        total = sum((Decimal(each.strip()) for each in said if each), Decimal(0))
        if abs(total - _HUNDRED) > _NEAR * len(nodes):
            self.add(nodes[0], "shares", f"the shares of the {what} add up to {total.normalize():f}, not to 100")

    def coded(self, listed: frozenset[str] | None) -> None:
        if self.currency and self.currency not in codes.CURRENCIES:
            self.add(self.root, "no-such-kind", f"there is no currency {self.currency:.20}", self.currency[:20])
        if listed is not None and not listed:
            return
        by_tag: dict[str, list[etree._Element]] = {}  # in the order in which they come first
        for node in self.root.iterchildren(*(FINE if listed is None else listed)):
            by_tag.setdefault(str(node.tag), []).append(node)
        for tag, nodes in by_tag.items():
            for node in nodes:
                self.codes_of(node, tag)

    def codes_of(self, node: etree._Element, tag: str) -> None:
        get = node.get
        for name, fine in FINE[tag]:
            if get(name) not in fine:
                self.wrong_codes_of(node, tag)
                return

    def wrong_codes_of(self, node: etree._Element, tag: str) -> None:
        get = node.get
        for name, known in codes.CODED[tag]:
            code = get(name)
            if code is None or code in known:
                continue
            if name == "currency" or tag == "transaction-type":
                what = "currency" if name == "currency" else "kind of transaction"
                self.add(node, "no-such-kind", f"there is no {what} {code:.20}", code[:20])
            else:
                self.add(node, "no-such-code", f"<{tag} {name}> knows no code {code:.20}")
        if tag in _OWN and get("vocabulary") in ("98", "99") and not has_words(node):
            self.add(node, "own-vocabulary", f"<{tag}> is of an own vocabulary and has no words")

    def words(self) -> None:
        is_named = bool(self.language)
        for node in self.root.iter("narrative"):
            said = node.text
            if not said or said.isspace():
                self.add(node, "no-language", "the words are empty")
            elif not is_named and not node.get(LANGUAGE):
                self.add(node, "no-language", "the words are in no language that is named")
                return

    def transaction(self, node: etree._Element) -> None:
        has_place = has_sector = False
        for child in node:
            tag = child.tag
            if tag == "transaction-date":
                self.past(child, child.get("iso-date", ""), "the transaction")
            elif tag == "value":
                self.money(child)
                self.past(child, child.get("value-date", ""), "the value")
                self.codes_of(child, tag)
            elif tag in FINE:
                self.codes_of(child, tag)
                if tag == "sector":
                    has_sector = True
                elif tag in _PLACES:
                    has_place = True
        self.with_places.append(has_place)
        self.with_sectors.append(has_sector)

    def past(self, node: etree._Element, day: str, what: str) -> None:
        if is_past(day, self.today):
            return
        if not is_day(day):
            self.no_day(node, day)
        else:
            self.add(node, "date-ahead", f"{what} lies in the future: {day[:10]}")

    def money(self, node: etree._Element) -> None:
        if not (self.currency or node.get("currency")):
            self.add(node, "no-currency", "the amount has no currency, and the activity has none")

    def planned(self, node: etree._Element) -> None:
        first = last = ""
        for child in node:
            tag = child.tag
            if tag == "period-start":
                first = child.get("iso-date", "")
            elif tag == "period-end":
                last = child.get("iso-date", "")
            elif tag == "value":
                self.codes_of(child, tag)
                self.money(child)
                day = child.get("value-date", "")
                if day and not is_day(day):
                    self.no_day(child, day)
            elif tag in codes.CODED:
                self.codes_of(child, tag)
        self.runs(node, first, last)
        if node.tag == "budget" and is_day(first) and is_day(last) and days_between(first[:10], last[:10]) > LONGEST_BUDGET:
            self.add(node, "budget-too-long", f"a budget is for more than a year: {first[:10]} to {last[:10]}")

    def runs(self, node: etree._Element, first: str, last: str) -> None:
        if first and last and last[:10] < first[:10]:
            self.add(node, "dates-backwards", f"the period of <{node.tag}> ends before it begins")
        for day in (first, last):
            if day and not is_day(day):
                self.no_day(node, day)

    def result(self, node: etree._Element) -> None:
        for indicator in node.iterchildren("indicator"):
            self.codes_of(indicator, "indicator")
            is_quality = indicator.get("measure") == "5"
            for part in indicator.iter("baseline", "target", "actual"):
                if bool(part.get("value", "").strip()) == is_quality:
                    said = "of quality has a value" if is_quality else "has no value"
                    self.add(part, "indicator-value", f"<{part.tag}> of an indicator {said}")
            for period in indicator.iterchildren("period"):
                days = {child.tag: child.get("iso-date", "") for child in period.iterchildren("period-start", "period-end")}
                self.runs(period, days.get("period-start", ""), days.get("period-end", ""))


def _by_vocabulary(nodes: list[etree._Element]) -> Iterable[list[etree._Element]]:
    if len(nodes) < 2:
        return [nodes] if nodes else []
    among: dict[str, list[etree._Element]] = {}
    for node in nodes:
        among.setdefault(node.get("vocabulary", "1"), []).append(node)
    return among.values()


def line_of(node: etree._Element) -> int:
    line: Any = node.sourceline
    return line or 0


def signs(name: str) -> str:
    """Which sign a name must not hold, in words; empty where it holds none."""
    for sign in _BAD_IN_NAMES:
        if sign in name:
            return f"the sign {sign}"
    return "a blank" if len(name.split()) > 1 else ""


def has_words(node: etree._Element) -> bool:
    return any(child.text and child.text.strip() for child in node.iterchildren("narrative"))


@lru_cache(maxsize=8192)
def is_day(day: str) -> bool:
    """Whether a date of the schema is one of our time; the schema knows years before Christ and of five digits."""
    return len(day) >= 10 and day[4] == "-" and day[:4].isdigit() and day[:4] >= "1900"


@lru_cache(maxsize=8192)
def is_past(day: str, today: str) -> bool:
    return is_day(day) and day[:10] <= today


@lru_cache(maxsize=8192)
def days_between(first: str, last: str) -> int:
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days
