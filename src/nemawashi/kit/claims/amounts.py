"""Numbers in running words: ``about 24 billion yen``, ``38 schools and 12 preschools``, ``свыше 45 млн иен``, ``7億ドル``.

English is read here, since it says what is counted; Russian, Kazakh and Japanese by the reader that compares translations.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from nemawashi.kit.claims import words as said
from nemawashi.kit.claims.words import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    CURRENCIES,
    CURRENCY_STEMS,
    NUMBERS,
    ORDINALS,
    RATES,
    SCALES,
    folded,
    main_part,
)
from nemawashi.kit.concordance import figures
from nemawashi.kit.concordance.figures import Figure, Weight
from nemawashi.kit.limits import LONGEST_FIGURE
from nemawashi.kit.speech import dates, numbers

_NUMBER = re.compile(
    r"(?:(?P<sign>us\$|[$¥€£₽₩₸₹]|\b(?:usd|jpy|eur|gbp|cny|rmb|krw|rub|kzt|inr)(?=\s*\d))\s*)?(?<![\w.])(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<th>st|nd|rd|th)?"
    r"|(?P<word>" + "|".join([*NUMBERS, *ORDINALS]) + r")|(?P<tens>tens|hundreds|thousands|dozens) of)\b"
    r"(?:[\s-]*(?P<scale>"
    + "|".join(SCALES)
    + r")s?\b)?(?P<tail>(?:[\s-]+(?!(?:"
    + "|".join([*NUMBERS, *ORDINALS])
    + r")\b)[^\W\d_]+){0,3})"
)
MOST_ROUNDED = 0.15  # of a sum: one that is further off is another sum and not the same, rounded
_TENS = {"dozens": (24, 100), "tens": (20, 100), "hundreds": (200, 1000), "thousands": (2000, 10000)}
_NOT_UNITS = frozenset(
    "in of for from by to and or the a with worth as at on per over more than including plus additional new other further "
    "each "
    "intergovernmental interagency commercial central asian japanese".split()
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts. ``low`` and ``high`` bound what the words allow; ``unit`` is a currency or a noun."""

    value: float
    low: float
    high: float
    unit: str
    is_money: bool
    is_about: bool
    is_ordinal: bool = False


@lru_cache(maxsize=65536)
def amounts(words: str) -> tuple[Amount, ...]:
    """The numbers of a text outside its dates, in order; the two ends of a range are one."""
    text = unicodedata.normalize("NFKC", words)
    for span in dates.spans(text):
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    if code := _language(text):
        return tuple(_ranges(text, list(_abroad(text, code))))
    text = _BRIEF.sub(lambda hit: f"{hit[1]} {_BRIEF_SCALES[hit[2].lower()]}", _in_digits(text))
    text = folded(text)
    rows = [
        (*_number_span(match), amount)
        for match in _NUMBER.finditer(text)
        if len(match["digits"] or "") <= LONGEST_FIGURE and (amount := _amount(text, match))
    ]
    if not rows and (roman := _ROMAN.fullmatch(text)):
        value = float(figures.figures(roman[0].upper(), "en")[0].value)
        return (Amount(value, value, value, "", False, False, True),)
    return tuple(_ranges(text, rows))


_ROMAN = re.compile(r"\s*(?:x{0,3}(?:ix|iv|vi{1,3}|i{2,3})|x{1,3}v?i{0,3})\s*")
_BRIEF = re.compile(r"([$€¥£₽₩₸₹]\s?\d[\d.,]*)\s?(m|b|bn|tn|t|k)\b", re.IGNORECASE)
_BRIEF_SCALES = {
    "k": "thousand", "m": "million", "b": "billion", "bn": "billion", "t": "trillion", "tn": "trillion",
}  # fmt: skip
_RANGE = re.compile(r"\s*(?:-|–|—|~|〜|～|to|and|до|から|ないし)\s*")
_BETWEEN = re.compile(r"\b(?:between|from|от|между)\s*\W?$", re.IGNORECASE)
_Row = tuple[int, int, Amount]


def _number_span(match: re.Match[str]) -> tuple[int, int]:
    ends = [match.end(name) for name in ("digits", "th", "word", "scale") if match[name]]
    return match.start(), max(ends, default=match.end())


def _ranges(text: str, rows: list[_Row]) -> Iterator[Amount]:
    """``40-50 million dollars`` as one amount that may be any of these; ``4 and 5`` are two."""
    at = 0
    while at < len(rows):
        start, end, amount = rows[at]
        following = rows[at + 1] if at + 1 < len(rows) else None
        at += 1
        if following and (gap := _RANGE.fullmatch(text, end, following[0])):
            other = following[2]
            is_told = gap[0].strip() not in ("and", "to") or _BETWEEN.search(text, 0, start) or other.is_money
            low = amount.value * _scale_of(other) if amount.value < other.value / 1000 else amount.value
            if is_told and not other.is_ordinal and low < other.value:
                yield replace(other, value=(low + other.value) / 2, low=low, high=other.value, is_about=True)
                at += 1
                continue
        yield amount


def _scale_of(amount: Amount) -> float:
    """Thousand, million, ... of a sum: ``40`` of ``40-50 million`` is told without."""
    return 10.0 ** (3 * ((len(f"{amount.value:.0f}") - 1) // 3)) if amount.is_money else 1.0


def _language(text: str) -> str:
    """Whose numbers a text has that is not English; a Latin text with a name in other letters is English."""
    if re.search("[ぁ-ヺ\u3400-\u9fff]", text):
        return "ja"
    return "ru" if re.search("[\u0400-\u052f]", text) else ""


def _in_digits(text: str) -> str:
    """English with its numbers of several words in digits: ``twenty-one``, ``half a million``; one word stays one word."""
    for row in _widest(figures.figures(text, "en")):
        spoken = text[row.start : row.end].casefold()
        is_several = " " in spoken or "-" in spoken or spoken not in _READ_AS_THEY_ARE
        if spoken[0].isdigit() or not is_several or row.value.denominator != 1:
            continue
        if row.weight is Weight.QUIET and not spoken.startswith("half a") and spoken != "dozen":
            continue  # "bilateral", "annual"
        if spoken.endswith(_LARGE) and not spoken.startswith("half"):
            continue  # "five million" is read with how rough it is
        is_ordinal = spoken.endswith("ieth") or spoken.rsplit("-", 1)[-1] in said.ORDINALS
        digits = f"{int(row.value)}{'th' if is_ordinal else ''}"
        if len(digits) <= len(spoken):
            text = text[: row.start] + digits.ljust(len(spoken)) + text[row.end :]
    return text


_READ_AS_THEY_ARE = frozenset({*NUMBERS, *ORDINALS, "thousand", "million", "billion", "trillion", "hundred"})
_LARGE = ("thousand", "million", "billion", "trillion")
_UNITS_ABROAD = {
    unit: re.compile(rf"[\s\d.]*(?:сша|ақш|американск\w+|австралийск\w+)?\s*(?:{stems})")
    for unit, stems in CURRENCY_STEMS.items()
}
_KAZAKH = re.compile(r"[а-яёәғқңөұүһі]+")
_ONLY_SIGNS = re.compile(r"\s*([〇零一二三四五六七八九十百千万億兆]+)\s*")


def _abroad(text: str, code: str) -> Iterator[_Row]:
    """Russian, Kazakh and Japanese."""
    rows = figures.figures(text, code)
    loud = [row for row in rows if row.weight is not Weight.QUIET] or _widest(rows)
    if not loud:
        loud = _ones(text, code)
    low = text.casefold() if len(text.casefold()) == len(text) else text
    for row in loud:
        yield row.start, row.end, _amount_abroad(low, row)


def _widest(rows: list[Figure]) -> list[Figure]:
    """Quiet numbers, of those that overlap the longest."""
    out: list[Figure] = []
    for row in sorted(rows, key=lambda row: row.start - row.end):
        if not any(row.start < other.end and other.start < row.end for other in out):
            out.append(row)
    return sorted(out, key=lambda row: row.start)


def _ones(text: str, code: str) -> list[Figure]:
    """Numbers that a running text would hide and a bare value does not: ``八``, ``тоғыз``."""
    if code == "ja":
        bare = _ONLY_SIGNS.fullmatch(text)
        whole = numbers.signs(bare[1]) if bare else None
        return [Figure(bare.start(1), bare.end(1), frozenset({whole}), Weight.WORD)] if bare and whole is not None else []
    total, start, end = 0, -1, 0
    for word in _KAZAKH.finditer(text.casefold()):
        value = numbers.KAZAKH.get(word[0])
        if value is not None:
            total, end, start = total + value, word.end(), word.start() if start < 0 else start
        elif start >= 0:
            break
    return [Figure(start, end, frozenset({Fraction(total)}), Weight.WORD)] if start >= 0 else []


def _amount_abroad(text: str, row: Figure) -> Amount:
    spoken, value = text[row.start : row.end], float(min(row.values) if not row.unit else row.value)
    unit = {"usd": "USD", "yen": "JPY", "eur": "EUR"}.get(row.unit, "")
    if not unit:
        unit = next((name for name, stems in _UNITS_ABROAD.items() if stems.match(text, row.end)), "")
    sign = text[max(0, row.start - 4) : row.start].strip()
    unit = unit or next((CURRENCIES[known] for known in (sign, sign[-1:]) if known in CURRENCIES), "")
    written = re.match(r"\d[\d\s.,]*", spoken)
    digits = re.sub(r"\s", "", written[0]).rstrip(".,").replace(",", ".") if written else ""
    if not digits or digits.count(".") > 1 or not float(digits):
        digits = f"{value:.0f}"
    scale = value / (float(digits) or 1.0)
    before = text[max(0, row.start - 24) : row.start]
    is_about = said.ABOUT_ABROAD.search(before) is not None
    low, high = _rounding(digits, value, scale, is_about, bool(unit))
    if said.AT_LEAST_BEFORE.search(before) or said.AT_LEAST_BEHIND.match(text, row.end):
        low, high = value, value * 2
    elif said.AT_MOST_BEFORE.search(before) or said.AT_MOST_BEHIND.match(text, row.end):
        low, high = value / 2, value
    return Amount(value, low, high, unit, bool(unit), is_about)


def main_amounts(words: str) -> tuple[Amount, ...]:
    main = main_part(words)
    return amounts(main) or (amounts(words) if main != words else ())


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    part = match.groupdict()
    scale = SCALES.get(part["scale"] or "", 1.0)
    tail = re.findall(r"[^\W\d_]+", part["tail"] or "")
    unit, is_money = _unit(part["sign"], tail)
    if part["tens"]:
        low, high = (bound * scale for bound in _TENS[part["tens"]])
        return Amount(low, low, high, unit, is_money, True)
    digits = part["digits"]
    number = float(digits.replace(",", "")) if digits else float(NUMBERS.get(part["word"], ORDINALS.get(part["word"], 0)))
    is_ordinal = bool(part["th"]) or part["word"] in ORDINALS
    value = number * scale
    before = text[: match.start()].rstrip()
    after = text[match.end("digits" if digits else "word") :]
    is_about = before.rsplit(" ", 1)[-1] in ABOUT
    low, high = _rounding(digits or "", value, scale, is_about, is_money)
    if any(before.endswith(word) for word in AT_LEAST) or re.match(r"\W*(?:\w+\s+)?or more\b", after):
        low, high = value, value * 2
    elif any(before.endswith(word) for word in AT_MOST):
        low, high = value / 2, value
    return Amount(value, low, high, unit, is_money, is_about, is_ordinal)


def _unit(sign: str | None, tail: list[str]) -> tuple[str, bool]:
    if sign:
        return CURRENCIES[sign], True
    for word in tail:
        if word in CURRENCIES:
            return CURRENCIES[word], True
    for word in tail:
        if word not in _NOT_UNITS:
            return (word[:-1] if len(word) > 3 and word.endswith("s") else word), False
    return "", False


def _rounding(digits: str, value: float, scale: float, is_about: bool, is_money: bool) -> tuple[float, float]:
    """What a number may stand for: half a unit of its last digit; a whole number below a hundred means itself."""
    if is_about:
        return value * 0.93, value * 1.07
    if "." in digits:
        step = scale * 10.0 ** -len(digits.partition(".")[2])
    elif scale > 1 or (is_money and value >= 1000) or (value >= 100 and value % 10 == 0):
        whole = digits.replace(",", "")
        zeros = len(whole) - len(whole.rstrip("0")) if value >= 100 * scale or scale == 1 else 0
        step = scale * 10.0**zeros
    else:
        return value, value
    half = min(step / 2, MOST_ROUNDED * value)
    return value - half, value + half


def are_one(one: Amount, other: Amount) -> bool:
    """Whether two amounts of one unit may be the same amount, told with different care."""
    if max(one.low, other.low) <= min(one.high, other.high):
        return True
    is_rough = one.low != one.high or other.low != other.high
    return is_rough and abs(one.value - other.value) <= 0.01 * max(one.value, other.value)


def is_off_by_tens(one: Amount, other: Amount) -> bool:
    """Whether the digits agree and only the order of magnitude does not: 24 million for 24 billion."""
    small, large = sorted((one.value, other.value))
    if small <= 0 or large / small < 9:
        return False
    exponent = math.log10(large / small)
    return abs(exponent - round(exponent)) < 0.02


def may_be_converted(one: Amount, other: Amount) -> bool:
    """Whether two sums in different currencies may be one sum at some rate since 1990."""
    if one.unit not in RATES or other.unit not in RATES:
        return False
    first, second = RATES[one.unit], RATES[other.unit]
    return one.low / first[1] <= other.high / second[0] and other.low / second[1] <= one.high / first[0]
