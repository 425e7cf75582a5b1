"""Dates in the words of a clause: 6 June 2025, 6 июня 2025 года, 2025年6月6日, 令和7年6月6日, 2025-06-06, 06.06.2025."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from nemawashi.kit.concordance.figures import narrow
from nemawashi.kit.concordance.values import base
from nemawashi.kit.speech import months, numbers

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_ENGLISH_SHORT = [name + ("t?" if name == "sep" else "") for name in months.ENGLISH_SHORT]
_SAME_YEAR = re.compile(r"same year|that year|this year|того же года|этого года|текущего года|同年|本年|今年")


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month or a day of any year. ``year`` is None where none is told; ``is_wild`` where another date tells it."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    is_wild: bool = False

    def agrees(self, other: "Date") -> bool:
        years = self.year == other.year or self.is_wild or other.is_wild
        return years and (self.month, self.day) == (other.month, other.day)


def dates(words: str, language: str) -> list[Date]:
    """All dates, in order; of a range both ends. A year that is told once for several dates counts for all of them."""
    text, code = narrow(words), base(language)
    rows = list(_numeric(text))
    rows += _japanese(text) if code in ("ja", "zh") else _named(text, code)
    rows.sort(key=lambda row: row.start)
    years = bool(_SAME_YEAR.search(text)) or any(row.year for row in rows)
    return [replace(row, is_wild=True) if row.year is None and years else row for row in rows]


def _date(start: int, end: int, year: int | None, month: int, day: int | None) -> Iterator[Date]:
    if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
        yield Date(start, end, year, month, day)


_ISO = re.compile(r"(?<![\d-])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d-])")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?!\d)")


def _numeric(text: str) -> Iterator[Date]:
    for written in _ISO.finditer(text):
        yield from _date(*written.span(), int(written[1]), int(written[3]), int(written[4]))
    for written in _DOTTED.finditer(text):
        yield from _date(*written.span(), int(written[3]), int(written[2]), int(written[1]))


_SIGN = "〇零元一二三四五六七八九十"
_GAP, _ASIDE = r"\s{0,4}", r"\([^)]{0,40}\)"  # blanks within a date, and what stands in round brackets behind a part of it
_JAPANESE = re.compile(
    rf"(?:(?P<era>{'|'.join(_ERAS)})?{_GAP}(?P<year>\d{{1,4}}|[{_SIGN}]{{1,4}}){_GAP}年{_GAP}(?:{_ASIDE}{_GAP})?)?"
    rf"(?<![\d{_SIGN}])(?P<month>1[0-2]|0?[1-9]|[一二三四五六七八九]|十[一二]?){_GAP}月{_GAP}"
    rf"(?:(?P<day>\d{{1,2}}|[{_SIGN}]{{1,3}}){_GAP}日?(?:{_GAP}{_ASIDE})?(?:{_GAP}(?:から|[~～〜・–-]|及び|、|と){_GAP}(?P<to>\d{{1,2}}|[{_SIGN}]{{1,3}})(?={_GAP}日))?(?:{_GAP}日)?)?"
)


def _number(digits: str) -> int:
    value = numbers.signs(digits.replace("元", "一"))
    return int(value) if value is not None else 0


def _japanese(text: str) -> Iterator[Date]:
    for written in _JAPANESE.finditer(text):
        year = _number(written["year"]) if written["year"] else None
        if year is not None and written["era"]:
            year += _ERAS[written["era"]]
        elif year is not None and year < 100:
            year += 2000
        month, day = _number(written["month"]), written["day"]
        end = written.end()
        if day and "日" not in text[written.start("day") : end + 1]:
            day, end = None, written.start("day")
        yield from _date(written.start(), end, year, month, _number(day) if day else None)
        if day and written["to"]:
            yield from _date(written.start("to"), end, year, month, _number(written["to"]))


@lru_cache(maxsize=64)
def _months(code: str) -> tuple[re.Pattern[str], dict[str, int]] | None:
    """Names of months with their endings; in Russian all cases, elsewhere what Babel knows."""
    names: dict[str, int] = {}
    if code == "ru":
        forms = [rf"(?P<m{at}>{'|'.join(names_of_one)})" for at, names_of_one in enumerate(months.RUSSIAN, start=1)]
        return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE), names
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None
    parts = []
    for at in range(1, 13):
        full = {str(locale.months[context]["wide"][at]) for context in ("format", "stand-alone")}
        full = {re.escape(name) for name in full if not name.isdigit() and len(name) > 2}
        short = [rf"{_ENGLISH_SHORT[at - 1]}\b\.?"] if code == "en" else []
        ending = "" if code == "en" else r"\w{0,4}"
        if full:
            parts.append(rf"(?P<m{at}>(?:{'|'.join(sorted(full, reverse=True))})\b{ending}|{'|'.join(short) or '(?!)'})")
    return (re.compile(rf"\b(?:{'|'.join(parts)})", re.IGNORECASE), names) if parts else None


_NEAR = 60  # signs before the name of a month among which its day or year begins
_TH = r"(?:st|nd|rd|th|-?г?о|-?е|-?ое|-?а)?"
_LEFT = re.compile(
    rf"(?:(?P<from>\d{{1,2}}){_TH}\s*(?:-|–|—|to|and|&|до|по|и|through)\s*)?(?<![\d.,])(?P<day>\d{{1,2}}){_TH}[\s\u00a0]+(?:of\s+)?$",
    re.IGNORECASE,
)
_RIGHT_DAY = re.compile(
    rf"[\s\u00a0]+(?P<day>\d{{1,2}}){_TH}(?!\d|[\s\u00a0]*(?:-|–)?\d{{3}})(?:\s*(?:-|–|—|to|and|through)\s*(?P<to>\d{{1,2}}){_TH}(?!\d))?(?:,?[\s\u00a0]+(?P<year>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
_RIGHT_YEAR = re.compile(r",?[\s\u00a0]+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b(?:[\s\u00a0]*(?:года|году|год|г\.|гг\.))?")
_LEFT_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d)[\s\u00a0]*(?:жылғы|жылы|жыл|-?жылдын|йил|yil)?,?[\s\u00a0]+(?:\d{1,2}[\s\u00a0]*[-–]?\s*)?$"
)


_AT = re.compile(r"\b(?:in|of|by|since|until|from|to|late|early|mid|next|last|during)[\s-]+$")


def _is_month(word: str, before: str) -> bool:
    """Whether an English word that may be another one, such as May, is a month although no day or year is beside it."""
    if word.casefold() in ("may", "march"):
        return _AT.search(before) is not None
    return word.casefold() not in ("mar", "jan", "dec", "sep")


def _named(text: str, code: str) -> Iterator[Date]:
    forms = _months(code)
    if forms is None:
        return
    for name in forms[0].finditer(text):
        month = int((name.lastgroup or "m0")[1:])
        near = max(0, name.start() - _NEAR)
        left = _LEFT.search(text, near, name.start())
        right = None if left else _RIGHT_DAY.match(text, name.end())
        after = _RIGHT_YEAR.match(text, name.end())
        if code == "en" and not name[0][:1].isupper():
            continue
        if code == "en" and not (left or right or after) and not _is_month(name[0], text[near : name.start()]):
            continue
        start, end = name.span()
        year = int(after["year"]) if after else None
        end = after.end() if after else end
        if year is None and not right:
            before = _LEFT_YEAR.search(text, near, name.start())
            if before and code != "en":
                year, start = int(before["year"]), before.start()
        if left:
            start = min(start, left.start())
            if left["from"]:
                yield from _date(left.start("from"), left.end("from"), year, month, int(left["from"]))
                start = left.start("day")
            yield from _date(start, end, year, month, int(left["day"]))
        elif right:
            year = int(right["year"]) if right["year"] else year
            yield from _date(start, right.end(), year, month, int(right["day"]))
            if right["to"]:
                yield from _date(right.start("to"), right.end(), year, month, int(right["to"]))
        else:
            yield from _date(start, end, year, month, None)
