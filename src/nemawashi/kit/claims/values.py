"""A claim as it is compared: its value read once into truth, date, weekday, amounts, names and words."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from nemawashi.kit.claims import words
from nemawashi.kit.claims.amounts import Amount, amounts, main_amounts
from nemawashi.kit.claims.moments import Moment, main_moment, moments, weekday
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.limits import LONGEST_FIGURE

STANDING: Mapping[str, int] = {
    "official": 5, "intl_org": 5, "database": 4, "academic": 4, "thinktank": 3, "seed": 3, "reference": 2, "news": 2,
    "blog": 1,
}  # fmt: skip
_TRUTH = re.compile(r"\s*(true|false|yes|no)\b(?!\s+(?:dialogue|summit|meeting|plan|rule))", re.I)
_AUTHOR = re.compile(r"\bauthor\s+([^;,]+)", re.I)
_DATED_NAME = re.compile(r"(?P<name>.*?)[_-](?P<date>(?:19|20)\d\d(?:-\d\d){0,2})$")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a source. Two sources of one author or publisher are one voice."""

    source: str
    kind: str = ""
    language: str = ""
    publisher: str = ""
    on: ImpreciseDate | None = None

    @property
    def standing(self) -> int:
        return STANDING.get(self.kind, 2)

    @property
    def name(self) -> str:
        author = _AUTHOR.search(self.publisher)
        return (author.group(1) if author else self.publisher or self.source).strip().casefold()


@dataclass(frozen=True)
class Said:
    """One source's claim. ``value`` keeps the source's form: text, number, truth or day; ``key`` names the claim."""

    key: str
    subject: str
    property: str
    kind: str
    value: str | int | float | bool | dt.date
    voice: Voice
    as_of: ImpreciseDate | None = None
    locator: str = ""
    group: str = ""

    @cached_property
    def text(self) -> str:
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return self.value.isoformat() if isinstance(self.value, dt.date) else str(self.value)

    @cached_property
    def main(self) -> str:
        return words.main_part(self.text)

    @cached_property
    def name(self) -> str:
        """The property without a date that its name ends in: ``count_of_meetings_2016-12``."""
        dated = _DATED_NAME.fullmatch(self.property)
        return dated.group("name") if dated else self.property

    @cached_property
    def when(self) -> ImpreciseDate | None:
        """When the value held: as told, or by the date in the property's name."""
        dated = _DATED_NAME.fullmatch(self.property)
        return self.as_of or (ImpreciseDate.parse(dated.group("date")) if dated else None)

    @cached_property
    def about(self) -> frozenset[str]:
        return words.property_words(self.name)

    @cached_property
    def truth(self) -> bool | None:
        if isinstance(self.value, bool):
            return self.value
        word = _TRUTH.match(self.text)
        return word.group(1).lower() in ("true", "yes") if word else None

    @cached_property
    def moment(self) -> Moment | None:
        if isinstance(self.value, int) and not isinstance(self.value, bool) and not 1900 <= self.value <= 2100:
            return None
        return main_moment(self.text)

    @cached_property
    def is_dated(self) -> bool:
        """Whether the answer is a date and nothing else, whatever its kind says."""
        moment = self.moment
        return moment is not None and moment.bound == "on" and all(token[0].isdigit() for token in self.tokens)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        return moments(self.text)

    @cached_property
    def weekday(self) -> int | None:
        return weekday(self.text)

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            if not abs(self.value) < 10**LONGEST_FIGURE:
                return ()
            number = float(self.value)
            return (Amount(number, number, number, "", False, False),)
        return main_amounts(self.text)

    @cached_property
    def all_amounts(self) -> tuple[Amount, ...]:
        return amounts(self.text)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        return words.tokens(self.main)

    @cached_property
    def places(self) -> frozenset[str]:
        return words.places(self.main)

    @cached_property
    def all_places(self) -> frozenset[str]:
        return words.places(self.text)

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        return words.quotes(self.text)

    @cached_property
    def form(self) -> str:
        """The kind of the value itself: truth, date, money, count, name, status or text."""
        if self.truth is not None:
            return "truth"
        if self.kind == "status":
            return "status"
        if self.kind in ("date", "plan") and (self.moment or self.weekday is not None):
            return "date"
        if self.kind in ("count", "arithmetic") and self.amounts:
            return "money" if self.amounts[0].is_money else "count"
        return "name" if self.kind == "name" else "text"

    @cached_property
    def has_base(self) -> bool:
        """Whether the text says what was counted along: in person, plus, including online."""
        low = f" {words.folded(self.text)} "
        return any(f" {base} " in low or f"{base})" in low for base in words.BASES)

    @cached_property
    def is_exact(self) -> bool:
        return "exactly" in self.text.casefold()
