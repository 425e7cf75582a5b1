"""Dates in running words: ``2012-11``, ``19-20 December 2025``, ``second half of 2017``, ``before May 2020``."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from nemawashi.kit.claims.words import folded, main_part
from nemawashi.kit.speech import months

MONTHS = {name: at for names in (months.ENGLISH, months.ENGLISH_SHORT) for at, name in enumerate(names, start=1)}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_MONTH = "(?P<{0}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<mm>\d\d)-(?P<d>\d\d)(?![\d-])",
        r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<mm>0[1-9]|1[0-2])(?![\d-])",
        rf"(?P<d>\d\d?)\s*{_MONTH.format('m')}\s*(?:-|–|to)\s*(?P<d2>\d\d?)\s*{_MONTH.format('m2')}(?:\s*{_YEAR.format('y')})?",
        rf"(?P<d>\d\d?)\s*(?:-|–|to|and)\s*(?P<d2>\d\d?)\s+{_MONTH.format('m')}(?:\s+{_YEAR.format('y')})?",
        rf"(?P<d>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('m')}(?:,?\s+{_YEAR.format('y')})?\b",
        rf"\b{_MONTH.format('m')}\s+(?P<d>\d\d?)(?:,?\s+{_YEAR.format('y')})?\b(?!\s*-\s*\d)",
        rf"(?:(?P<part>early|late|end of|middle of|mid|beginning of)[\s-]+)?\b{_MONTH.format('m')}\s+{_YEAR.format('y')}\b",
        rf"(?P<part>first half|second half|(?:first|second|third|fourth) quarter|end|beginning|middle|early|late)"
        rf" (?:of )?{_YEAR.format('y')}\b",
        r"(?<![\d-])(?P<y>(?:19|20)\d\d)\s*(?:-|–|to|until)\s*(?P<y2>(?:19|20)\d\d)(?![\d-])",
        r"(?<![\d.,-])(?P<y>(?:19|20)\d\d)(?![\d-]|\.\d|,\d)",
    )
)
_PARTS = {
    "first half": (1, 6), "second half": (7, 12), "first quarter": (1, 3), "second quarter": (4, 6),
    "third quarter": (7, 9), "fourth quarter": (10, 12), "end": (9, 12), "late": (9, 12), "beginning": (1, 4),
    "early": (1, 4), "middle": (4, 9),
}  # fmt: skip
_HINT = re.compile(r"(?:19|20)\d\d|\b(?:" + "|".join(months.ENGLISH_SHORT) + ")")
_NEUTRAL = frozenset(
    "in on at the about circa c around likely probably as early late of since from between year decided now is was".split()
)
_BEFORE = re.compile(r"\b(before|by|until|till|no later than|prior to)\s+(the\s+)?$")
_AFTER = re.compile(r"\b(after|since|from|as early as)\s+(the\s+)?(\w+\s+){0,3}$")
_DENIED = re.compile(r"\b(not|no longer|never|nothing)\b")
_ASIDE = re.compile(r"\((?:[^()]*\b)?(reported|said|citing|quoted|published|seen)\b[^()]*\)", re.I)
LEAP = 2000  # a year that has every day, for days without a year


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


def moments(words: str) -> tuple[Moment, ...]:
    """All dates of a text in its order; what a parenthesis only reports of the source's own date is left out."""
    return tuple(moment for moment, _, _ in spans(folded(_ASIDE.sub(" ", words))))


def main_moment(words: str) -> Moment | None:
    """The date that a text answers with. One that stands after other content is only known by the way."""
    text = folded(main_part(_ASIDE.sub(" ", words)))
    dates = spans(text)
    if not dates:
        text = folded(_ASIDE.sub(" ", words))
        dates = spans(text)
    if not dates:
        return None
    moment, start, _ = dates[0]
    before = text[:start]
    bound = "on"
    if (_DENIED.search(before) and _AFTER.search(before)) or _BEFORE.search(before):
        bound = "before"
    elif _AFTER.search(before):
        bound = "after"
    elif [word for word in re.findall(r"\w+", before) if word not in _NEUTRAL]:
        bound = "seen"
    return Moment(moment.first, moment.last, moment.grain, bound)


def spans(text: str) -> list[tuple[Moment, int, int]]:
    """The dates of a case-folded text with where each starts and ends."""
    if not _HINT.search(text):
        return []
    taken: list[tuple[Moment, int, int]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < end and start < match.end() for _, start, end in taken):
                continue
            moment = _moment(match.groupdict())
            if moment:
                taken.append((moment, match.start(), match.end()))
    return sorted(taken, key=lambda item: item[1])


def _moment(part: dict[str, str | None]) -> Moment | None:
    year = int(part["y"] or 0) if part.get("y") else None
    month = int(part["mm"] or 0) if part.get("mm") else MONTHS.get(part.get("m") or "")
    day = int(part["d"] or 0) if part.get("d") else None
    try:
        if part.get("y2"):
            return Moment(dt.date(year or 1, 1, 1), dt.date(int(part["y2"] or 0), 12, 31), "years")
        if day and month:
            first = dt.date(year or LEAP, month, day)
            if part.get("d2"):
                last = dt.date(year or LEAP, MONTHS.get(part.get("m2") or "", month), int(part["d2"] or 0))
                return Moment(first, last, "days" if year else "monthday") if last >= first else None
            return Moment(first, first, "day" if year else "monthday")
        if year and month:
            return Moment(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month")
        if year and part.get("part"):
            first_month, last_month = _PARTS[(part["part"] or "").removesuffix(" of")]
            last_day = calendar.monthrange(year, last_month)[1]
            return Moment(dt.date(year, first_month, 1), dt.date(year, last_month, last_day), "part")
        if year:
            return Moment(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")
    except (ValueError, KeyError):
        return None
    return None


def weekday(words: str) -> int | None:
    """Monday is 0; None where a text is not just the name of a day."""
    return WEEKDAYS.get(folded(words).strip())
