"""A claim as it is compared: its value read once into truth, date, weekday, amounts, names and words."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nemawashi.kit.claims import words
from nemawashi.kit.claims.amounts import Amount, amounts, main_amounts
from nemawashi.kit.claims.moments import Moment, is_bare, main_moment, moments, weekday
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.limits import LONGEST_FIGURE

STANDING: Mapping[str, int] = {
    "official": 5, "intl_org": 5, "database": 4, "academic": 4, "thinktank": 3, "seed": 3, "reference": 2, "news": 2,
    "blog": 1,
}  # fmt: skip
LONGEST_TERM, MOST_TERM_WORDS, MOST_AMOUNT_WORDS = 48, 3, 5
_AUTHOR = re.compile(r"\bauthor\s+([^;,]+)", re.I)
_BETWEEN = re.compile("[;,、]")
_DATED_NAME = re.compile(r"(?P<name>.*?)[_-](?P<date>(?:19|20)\d\d(?:-\d\d){0,2})$")

if TYPE_CHECKING:
    from functools import cached_property
else:

    class cached_property:  # noqa: N801  the same without its lock, which takes a tenth of the time of a comparison
        """Worked out where it is first asked for, and kept; two threads at once work out the same twice."""

        def __init__(self, work_out):
            self.work_out, self.__doc__ = work_out, work_out.__doc__

        def __set_name__(self, owner, name):
            self.name = name

        def __get__(self, claim, owner=None):
            if claim is None:
                return self
            value = claim.__dict__[self.name] = self.work_out(claim)
            return value


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
        return _speaker(self.publisher) if self.publisher else self.source.strip().casefold()


@lru_cache(maxsize=8192)
def _speaker(publisher: str) -> str:
    author = _AUTHOR.search(publisher)
    return (author.group(1) if author else publisher).strip().casefold()


def _is_of_name(word: str) -> bool:
    """Whether a word beside an office is of the name: an initial is, ``of`` and the name of a state are not."""
    plain = word.strip(",.").casefold()
    return word[:2] == f"{word[:1].upper()}." or (plain not in words.STOP and not words.places(word))


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
    def comment(self) -> str:
        """What stands in parentheses beside the value."""
        return self.text if words.has_comment(self.text) else ""

    @cached_property
    def name(self) -> str:
        """The property without a date that its name ends in: ``count_of_meetings_2016-12``; visits of two years are two."""
        if self.kind not in ("count", "status"):
            return self.property
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
        word = words.TRUTH.match(self.text)
        if word:
            return bool(word["yes"])
        return False if self.kind != "name" and words.DENIED_BEHIND.search(self.text) else None

    @cached_property
    def moment(self) -> Moment | None:
        if isinstance(self.value, int) and not isinstance(self.value, bool) and not 1900 <= self.value <= 2100:
            return None
        if self.is_bare_count:
            return None
        return main_moment(self.text)

    @cached_property
    def is_dated(self) -> bool:
        """Whether the answer is a date and nothing else, whatever its kind says."""
        if not all(token[0].isdigit() for token in self.tokens):
            return False
        moment = self.moment
        return moment is not None and moment.bound == "on"

    @cached_property
    def is_bare_date(self) -> bool:
        """Whether nothing stands beside the date."""
        return is_bare(self.text)

    @cached_property
    def is_rough(self) -> bool:
        """Whether the date is given as about right only."""
        return bool(words.ABOUT & set(words.tokens(self.main)))

    @cached_property
    def is_bare_amount(self) -> bool:
        """Whether nothing but what is counted stands beside the number."""
        return len(self.amounts) == 1 and "(" not in self.text and len(self.tokens) <= MOST_AMOUNT_WORDS

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        return () if self.is_bare_count else moments(self.text)

    @cached_property
    def weekday(self) -> int | None:
        return weekday(self.text)

    @cached_property
    def is_bare_count(self) -> bool:
        """Whether the text is a number and nothing else where things are counted: 2150 officers are no year."""
        return self.kind == "count" and self.text.strip().isdecimal() and "year" not in self.about

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        if self.is_bare_count and len(self.text) < LONGEST_FIGURE:
            number = float(self.text)
            return (Amount(number, number, number, "", False, False),)
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
    def city(self) -> str:
        return words.city(self.main)

    @cached_property
    def mode(self) -> str:
        return words.mode(self.main)

    @cached_property
    def is_place(self) -> bool:
        """Whether the text names one or more states or a city, and nothing else."""
        return bool(self.city) or (bool(self.places) and len(self.tokens) <= 2 * len(self.places))

    @cached_property
    def is_term(self) -> bool:
        """Whether the text is a name or a word or two, not a sentence: what one property has one of."""
        if len(self.main) > LONGEST_TERM or not 0 < len(self.tokens) <= MOST_TERM_WORDS:
            return False
        return not (self.amounts or self.moment)

    @cached_property
    def person(self) -> str:
        """A person's name without the office that stands beside it."""
        named = words.RANKS_OF_PERSONS.sub(" ", self.main)
        kept = [word for word in named.split() if _is_of_name(word)]
        return " ".join(kept).strip(" ,.'\"")

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
        if self.kind == "count" and self.amounts and not self.amounts[0].is_money and words.COUNTED_WITH.search(low):
            return True
        return any(map(low.__contains__, words.BASES_BESIDE))

    @cached_property
    def is_faulty(self) -> bool:
        """Whether the words as they stand are said to be faulty."""
        return words.is_faulty(self.text)

    @cached_property
    def is_silent(self) -> bool:
        """Whether the comment says that the source does not name what is asked for."""
        return bool(self.comment) and words.SILENT.search(self.comment) is not None

    @cached_property
    def named_in_part(self) -> tuple[frozenset[str], ...]:
        """The words of each item of a list that says it is not whole: ``finance; farming; others``."""
        if not words.OPEN_LIST.search(self.main):
            return ()
        parts = (frozenset(words.tokens(part)) for part in _BETWEEN.split(words.OPEN_LIST.sub("", self.main)))
        return tuple(part for part in parts if part)

    @cached_property
    def is_exact(self) -> bool:
        return "exactly" in self.text.casefold()
