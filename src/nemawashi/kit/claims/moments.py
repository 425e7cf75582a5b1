"""The dates of claims: ``2012-11``, ``19-20 December 2025``, ``second half of 2017``, ``before May 2020``."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from nemawashi.kit.claims.words import folded, main_part
from nemawashi.kit.speech import dates
from nemawashi.kit.speech.dates import LEAP

__all__ = ["LEAP", "Moment", "main_moment", "moments", "weekday"]

WEEKDAYS = {
    str(name).casefold(): number
    for language in ("en", "ru", "kk", "ja")
    for context in Locale(language).days.values()
    for number, name in context["wide"].items()
}
_NEUTRAL = frozenset(
    "in on at the about circa c around likely probably as early late of since from between year decided now is was "
    "в во на с около к г году".split()
)
_NEUTRAL |= WEEKDAYS.keys() | frozenset("среду пятницу субботу".split())
_SINCE = re.compile(r"\b(after|since|from|as early as)\s+(the\s+)?(\w+\s+){0,3}$")
_DENIED = re.compile(r"\b(not|no longer|never|nothing)\b")
_ASIDE = re.compile(r"\((?:[^()]*\b)?(reported|said|citing|quoted|published|seen)\b[^()]*\)", re.I)


@dataclass(frozen=True, slots=True)
class Moment:
    """A span of days that a text names. ``bound`` tells how it binds: on it, before, after, or only by the way."""

    first: dt.date
    last: dt.date
    grain: str  # day, days, month, part, year, years, monthday
    bound: str = "on"

    def overlaps(self, other: "Moment") -> bool:
        return self.first <= other.last and other.first <= self.last

    def within(self, other: "Moment") -> bool:
        return other.first <= self.first and self.last <= other.last


@lru_cache(maxsize=65536)
def moments(words: str) -> tuple[Moment, ...]:
    """All dates of a text in its order; what a parenthesis only reports of the source's own date is left out."""
    return tuple(Moment(span.first, span.last, span.grain) for span in dates.spans(_said(words)))


@lru_cache(maxsize=65536)
def main_moment(words: str) -> Moment | None:
    """The date that a text answers with. One that stands after other content is only known by the way."""
    said = _said(words)
    for text in dict.fromkeys((main_part(said), said)):
        if spans := dates.spans(text):
            span = spans[0]
            return Moment(span.first, span.last, span.grain, _bound(text, span))
    return None


def is_bare(words: str) -> bool:
    """Whether a text is a date and nothing else."""
    text = unicodedata.normalize("NFKC", words)
    spans = dates.spans(text)
    if len(spans) != 1:
        return False
    rest = folded(f"{text[: spans[0].start]} {text[spans[0].end :]}")
    return all(word in _NEUTRAL and word not in _ROUGH for word in _LETTERS.findall(rest))


_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ROUGH = frozenset("about circa around likely probably early late around около".split())


def _said(words: str) -> str:
    return unicodedata.normalize("NFKC", _ASIDE.sub(" ", words))


def _bound(text: str, span: dates.DateSpan) -> str:
    before = folded(text[: span.start])
    if _DENIED.search(before) and _SINCE.search(before):
        return "before"
    bound = dates.bound(text, span)
    if bound == "on" and [word for word in re.findall(r"\w+", before) if word not in _NEUTRAL]:
        return "seen"
    return bound


@lru_cache(maxsize=65536)
def weekday(words: str) -> int | None:
    """Monday is 0; None where a text is not just the name of a day."""
    return WEEKDAYS.get(folded(words).strip())
