"""Dates as words say them: 6 June 2025, 6 июня 2025 года, 2025年6月6日, 令和7年6月6日, 2004 жылғы 28 тамыз, 06.06.2025.

``dates`` gives days and months, as two versions of a text are compared by them; ``spans`` whatever says when: ranges, years,
halves, seasons too. Claims, concordance, commitments and the flags of lineage read these; what a date binds is theirs to say.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from nemawashi.kit.languages import base
from nemawashi.kit.speech import months, numbers

LEAP = 2000  # a year that has every day, for days of which no year is known
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_ENGLISH_SHORT = [name + ("t?" if name == "sep" else "") for name in months.ENGLISH_SHORT]
_SAME_YEAR = re.compile(r"same year|that year|this year|того же года|этого года|текущего года|同年|本年|今年")


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month or a day of any year. ``year`` is None where none is told; ``is_wild`` where another date tells it.

    ``start`` and ``end`` count code points, here and everywhere in this module.
    """

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
    text, code = numbers.narrow(words), base(language)
    rows = list(_numeric(text))
    rows += _japanese(text) if code in ("ja", "zh") else _named(text, code)
    rows.sort(key=lambda row: row.start)
    years = bool(_SAME_YEAR.search(text)) or any(row.year for row in rows)
    return [replace(row, is_wild=True) if row.year is None and years else row for row in rows]


def _date(start: int, end: int, year: int | None, month: int, day: int | None) -> Iterator[Date]:
    if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
        yield Date(start, end, year, month, day)


_ISO = re.compile(
    r"(?<![\d-])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d-])(?:\s?(?:to|until|through|–|—|до|по|から)\s?(?P<to>\d{1,2})(?![\d.:/-]))?"
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?!\d)")


def _numeric(text: str) -> Iterator[Date]:
    for written in _ISO.finditer(text):
        yield from _date(*written.span(), int(written[1]), int(written[3]), int(written[4]))
        if written["to"]:
            yield from _date(written.start("to"), written.end(), int(written[1]), int(written[3]), int(written["to"]))
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
        forms = [
            rf"(?P<m{at}>(?:{'|'.join(names_of_one)})\b|(?:{brief})\.)"
            for at, (names_of_one, brief) in enumerate(zip(months.RUSSIAN, months.RUSSIAN_SHORT, strict=True), start=1)
        ]
        return re.compile(rf"\b(?:{'|'.join(forms)})", re.IGNORECASE), names
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None
    parts = []
    for at in range(1, 13):
        full = {str(locale.months[context]["wide"][at]) for context in ("format", "stand-alone")}
        full = {re.escape(name) for name in full if not name.isdigit() and len(name) > 2}
        short = [rf"{_ENGLISH_SHORT[at - 1]}\b\.?"] if code == "en" else []
        ending = "" if code == "en" else r"\w{0,4}"  # of its case
        if full:
            parts.append(rf"(?P<m{at}>(?:{'|'.join(sorted(full, reverse=True))}){ending}\b|{'|'.join(short) or '(?!)'})")
    return (re.compile(rf"\b(?:{'|'.join(parts)})", re.IGNORECASE), names) if parts else None


_NEAR = 60  # signs before the name of a month among which its day or year begins
_TH = r"(?:st|nd|rd|th|-?г?о|-?е|-?ое|-?а)?"
_LEFT = re.compile(
    rf"(?:(?<!\d)(?P<from>\d{{1,2}}){_TH}\s*(?:-|–|—|to|and|&|до|по|и|through)\s*)?(?<![\d.,])(?P<day>\d{{1,2}}){_TH}(?:[\s\u00a0]+(?:of\s+)?|-)$",
    re.IGNORECASE,
)
_RIGHT_DAY = re.compile(
    rf"[\s\u00a0]+(?P<day>\d{{1,2}}){_TH}(?!\d|[\s\u00a0]*(?:-|–)?\d{{3}})(?:\s*(?:-|–|—|to|and|through)\s*(?P<to>\d{{1,2}}){_TH}(?!\d))?(?:,?[\s\u00a0]+(?P<year>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
_RIGHT_YEAR = re.compile(r",?[\s\u00a0]+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b(?:[\s\u00a0]*(?:года|году|год|г\.|гг\.))?")
_LEFT_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d)[\s\u00a0]*(?:жылғы|жылы|жыл|ж\.|-?жылдын|йил|yil)?,?[\s\u00a0]+(?:\d{1,2}[\s\u00a0]*[-–]?\s*)?$"
)


_AT = re.compile(r"\b(?:in|of|by|since|until|from|to|late|early|mid|next|last|during)[\s-]+$", re.IGNORECASE)


def _is_month(word: str, before: str) -> bool:
    """Whether an English word that may be another one, such as May, is a month although no day or year is beside it."""
    if word.casefold() in ("may", "march"):
        return _AT.search(before) is not None
    return word.casefold() not in ("mar", "jan", "dec", "sep")


def _may_name_a_month(low: str) -> bool:
    """Whether the letters that an English month begins with are there at all."""
    return any(map(low.__contains__, months.ENGLISH_SHORT))


def _named(text: str, code: str) -> Iterator[Date]:
    forms = _months(code)
    if forms is None or (code == "en" and text.isascii() and not _may_name_a_month(text.lower())):
        return
    for name in forms[0].finditer(text):
        month = int((name.lastgroup or "m0")[1:])
        near = max(0, name.start() - _NEAR)
        left = _LEFT.search(text, near, name.start())
        right = None if left else _RIGHT_DAY.match(text, name.end())
        after = _RIGHT_YEAR.match(text, name.end())
        if code == "en" and not name[0][:1].isupper() and not (after or (right and right["year"])):
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


@dataclass(frozen=True, slots=True)
class DateSpan:
    """What words say of when: ``first`` to ``last``, both of it. Without a year both lie in ``LEAP``.

    ``grain``: day, days, monthday (days of any year), month, part (of a year), year or years.
    """

    start: int
    end: int
    first: dt.date
    last: dt.date
    grain: str

    @property
    def has_year(self) -> bool:
        return self.grain not in ("monthday", _ANY_MONTH)


_ISO_MONTH = re.compile(r"(?<![\d-])((?:19|20|21)\d\d)-(0[1-9]|1[0-2])(?![\d-])")
_HINT = re.compile(rf"\d|[{_SIGN}]{_GAP}[年月]")
# What is counted where a number only looks like a year.
_COUNTED = r"(?:persons|people|trainees|students|participants|experts|homes|schools|tonn?e?s?|km|ha|MW|человек|мест|тонн|км|га|МВт)\b"
_YEAR = re.compile(
    rf"(?<![\d.,])(?<!(?<!\d{{4}})(?<!\bmid)-)(?:19|20|21)\d\d(?!\d|\.\d|,\d|-\d(?!\d{{3}}(?!\d))|{_GAP}(?:[人名件校か%百千万億]|{_COUNTED}))"
    r"(?:[\s\u00a0]{0,3}(?:год\w{0,3}|гг?\.|жыл\w{0,4}|йил\w{0,4}|yil\w{0,4}|сол\w{0,3}|年度?))?"
    rf"|(?:{'|'.join(_ERAS)}){_GAP}(?:\d{{1,2}}|[{_SIGN}]{{1,3}}){_GAP}年度?|[{_SIGN}]{{4}}年度?"
)
_ERA_YEAR = re.compile(rf"(?P<era>{'|'.join(_ERAS)})?{_GAP}(?P<year>\d+|[{_SIGN}]+)")
# Parts of a year: their months, the words before the year, and those behind it. What "early" and "late" reach to is not
# agreed anywhere; four months let a source that says "early" agree with one that names a month of the spring.
_PARTS: dict[tuple[int, int], tuple[str, str]] = {
    (1, 6): (r"first half|H1|перв\w{2} половин\w|перв\w{2,3} полугоди\w{1,2}", r"前半|上半期|бірінші жартысы\w*"),
    (7, 12): (r"second half|H2|latter half|втор\w{2} половин\w|втор\w{2,3} полугоди\w{1,2}", r"後半|下半期|екінші жартысы\w*"),
    (1, 3): (r"first quarter|Q1|(?:I|1-?й|1-?го|перв\w{2,3}) квартал\w{0,2}", r"の?第[1一]四半期"),
    (4, 6): (r"second quarter|Q2|(?:II|2-?й|2-?го|втор\w{2,3}) квартал\w{0,2}", r"の?第[2二]四半期"),
    (7, 9): (r"third quarter|Q3|(?:III|3-?й|3-?го|трет\w{2,4}) квартал\w{0,2}", r"の?第[3三]四半期"),
    (10, 12): (r"fourth quarter|Q4|last quarter|(?:IV|4-?й|4-?го|четверт\w{2,3}) квартал\w{0,2}", r"の?第[4四]四半期"),
    (3, 5): (r"spring|весн\w{1,2}", r"の?春"),
    (6, 8): (r"summer|лет(?:о|а|ом)", r"の?夏"),
    (9, 11): (r"autumn|fall|осен\w{1,2}", r"の?秋"),
    (1, 4): (r"beginning|early|start|начал\w{1,2}", r"の?初頭|の?初め|の?はじめ|の?年?頭|бас(?:ы|т)\w*"),
    (4, 9): (r"middle|mid|середин\w{1,2}", r"の?半ば|の?中頃|орта(?:с|сы)\w*"),
    (9, 12): (r"end|late|close|кон(?:ец|ц\w{1,2})", r"の?末|の?終わり|(?:соң|аяғ)\w*"),
}  # fmt: skip
_PART_BEFORE = re.compile(
    r"(?<!\w)(?:the[\s]+)?(?:"
    + "|".join(f"(?P<p{first}_{last}>{before})" for (first, last), (before, _) in _PARTS.items())
    + r")[\s\u00a0-]+(?:of[\s\u00a0]+)?(?:the[\s\u00a0]+year[\s\u00a0]+)?$",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(
    r"[\s\u00a0]{0,3}(?:" + "|".join(f"(?P<p{first}_{last}>{after})" for (first, last), (_, after) in _PARTS.items()) + ")",
    re.IGNORECASE,
)
_TO = re.compile(r"[\s\u00a0]{0,3}(?:-|–|—|~|〜|～|to|until|till|through|по|до|から)[\s\u00a0]{0,3}", re.IGNORECASE)
_AND = re.compile(r"[\s\u00a0]{0,3}(?:and|&|и|、|と|及び)[\s\u00a0]{0,3}", re.IGNORECASE)
_LETTERS = (  # the languages in which a text of these letters is read, where nobody says which it is
    (re.compile(r"[a-z]", re.IGNORECASE), ("en",)),
    (re.compile(r"[а-яё]", re.IGNORECASE), ("ru",)),
    (re.compile(r"[әіңғүұқөһ]|\bж\.|жыл|наурыз|мамыр|маусым|тамыз", re.IGNORECASE), ("kk", "ky")),
    (re.compile(r"[ӣӯҳҷ]", re.IGNORECASE), ("tg",)),
    (re.compile(r"\b(?:yil|йил)", re.IGNORECASE), ("uz",)),
    (re.compile(r"[年月]"), ("ja",)),
)


_UZBEK = 4
_ANY_MONTH = "month of any year"  # says nothing of when, unless it is the beginning of a range that names a year


def spans(words: str, language: str = "") -> list[DateSpan]:
    """What the words say of when, in order: days, months, years, parts of years, ranges of them. No two overlap.

    Without a language each is tried whose letters the words have. What is no day of the calendar is left out.
    """
    if not _HINT.search(words):
        return []
    text = numbers.narrow(words)
    rows: list[DateSpan] = []
    for code in (language,) if language else _languages_of(text):
        _put(rows, (row for row in _joined(text, [*_days(text, code)]) if row.grain != _ANY_MONTH))
    _put(rows, _years(text, rows))
    rows.sort(key=lambda row: row.start)
    return _joined(text, rows)


def _languages_of(text: str) -> Iterator[str]:
    if text.isascii():  # most texts: no letter of the others can be there
        yield "en"
        if "yil" in text.lower() and _LETTERS[_UZBEK][0].search(text):
            yield "uz"
        return
    for letters, codes in _LETTERS:
        if letters.search(text):
            yield from codes
    if not any(letters.search(text) for letters, _ in _LETTERS):
        yield "en"


def _put(rows: list[DateSpan], more: Iterable[DateSpan]) -> None:
    """Add the rows that stand where none does yet."""
    rows += [row for row in more if not any(row.start < other.end and other.start < row.end for other in rows)]


def _days(text: str, language: str) -> Iterator[DateSpan]:
    """Days and months of one language; the two ends of ``6-8 June`` still apart. A day that no month has is none."""
    for row in dates(text, language):
        year = row.year or LEAP
        last_day = calendar.monthrange(year, row.month)[1]
        day = row.day if row.day and row.day <= last_day else None
        first = dt.date(year, row.month, day or 1)
        last = first if day else first.replace(day=last_day)
        grain = ("day" if day else "month") if row.year else "monthday" if day else _ANY_MONTH
        start = row.start
        if grain == "month" and (part := _PART_BEFORE.search(text, max(0, start - _NEAR), start)):
            start = part.start()
        yield DateSpan(start, row.end, first, last, grain)
    for written in _ISO_MONTH.finditer(text):
        first = dt.date(int(written[1]), int(written[2]), 1)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        yield DateSpan(*written.span(), first, last, "month")


def _years(text: str, taken: list[DateSpan]) -> Iterator[DateSpan]:
    for written in _YEAR.finditer(text):
        if any(row.start < written.end() and written.start() < row.end for row in taken):
            continue
        told_as = _ERA_YEAR.match(written[0])
        year = _number(told_as["year"]) + _ERAS.get(told_as["era"] or "", 0) if told_as else 0
        if not 1800 < year < 2200:
            continue
        start, end = written.span()
        before = _PART_BEFORE.search(text, max(0, start - _NEAR), start)
        after = None if before else _PART_AFTER.match(text, end)
        if part := before or after:
            first, last = (int(month) for month in (part.lastgroup or "")[1:].split("_"))
            start, end = min(start, part.start()), max(end, part.end())
            yield DateSpan(
                start, end, dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]), "part"
            )
        else:
            yield DateSpan(start, end, dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def _joined(text: str, rows: list[DateSpan]) -> list[DateSpan]:
    """Two dates that are the ends of a range as one; the first of them has the year of the second where it tells none."""
    out: list[DateSpan] = []
    for row in rows:
        if out and (whole := _range(text, out[-1], row)):
            out[-1] = whole
        else:
            out.append(row)
    return out


_WHOLES = {"day": "days", "monthday": "monthday", _ANY_MONTH: _ANY_MONTH, "month": "part", "part": "part", "year": "years"}


def _range(text: str, one: DateSpan, other: DateSpan) -> DateSpan | None:
    is_within = one.start <= other.start < one.end  # "June 6-8": the first end reaches over both
    gap = text[one.end : other.start]
    is_bare = text[one.start : one.end].isdigit() or one.end - one.start <= 3
    if not (is_within or _TO.fullmatch(gap) or (is_bare and _AND.fullmatch(gap))):
        return None
    first = one.first
    if not one.has_year and other.has_year:
        try:
            first = first.replace(year=other.first.year)
        except ValueError:
            return None
    if one.grain not in _WHOLES or other.grain not in _WHOLES or first > other.last:
        return None
    return DateSpan(one.start, max(one.end, other.end), first, other.last, _WHOLES[other.grain])


# What a date binds: words before it, and in languages with postpositions behind it.
_BEFORE = re.compile(
    r"(?:\b(?:before|by|until|till|(?:no|not) later than|prior to)\s+(?:the\s+)?"
    r"|(?<!\w)(?:до|к|ко|не позднее|не позже|ранее)\s+(?:наступления\s+)?)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:\b(?:after|since|from|as early as)\s+(?:the\s+)?(?:\w+\s+){0,3}|(?<!\w)(?:после|начиная с|с|со)\s+)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[\s\u00a0]{0,3}(?:(?P<before>より?前|以前|まで|ごろまで|頃まで|дейін|шейін|чейин|қадар|gacha)|(?P<after>以降|以後|より後|から|кейін|бастап))",
    re.IGNORECASE,
)
_NEAR_BEFORE = 40  # signs before a date among which the words that bind it begin


def bound(words: str, span: DateSpan) -> str:
    """How a date binds what is said: ``before`` it or by it, ``after`` it, or ``on`` it."""
    before = words[max(0, span.start - _NEAR_BEFORE) : span.start]
    behind = _BEHIND.match(words, span.end)
    if _BEFORE.search(before) or (behind and behind["before"]):
        return "before"
    if span.grain not in ("days", "years") and (_AFTER.search(before) or (behind and behind["after"])):
        return "after"  # "from 2015 to 2019" is a range
    return "on"
