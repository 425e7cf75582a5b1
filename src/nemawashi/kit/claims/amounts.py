"""Numbers in running words: ``about 24 billion yen``, ``38 schools and 12 preschools``, ``more than 150``, ``14th``."""

import math
import re
import unicodedata
from dataclasses import dataclass

from nemawashi.kit.claims.words import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    CURRENCIES,
    NUMBERS,
    ORDINALS,
    RATES,
    SCALES,
    folded,
    main_part,
)
from nemawashi.kit.limits import LONGEST_FIGURE
from nemawashi.kit.speech import dates

_NUMBER = re.compile(
    r"(?P<sign>us\$|\$|¥|€)?\s*(?<![\w.])(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<th>st|nd|rd|th)?"
    r"|(?P<word>" + "|".join([*NUMBERS, *ORDINALS]) + r")|(?P<tens>tens|hundreds|thousands|dozens) of)\b"
    r"(?:[\s-]*(?P<scale>" + "|".join(SCALES) + r")s?\b)?(?P<tail>(?:[\s-]+[^\W\d_]+){0,3})"
)
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


def amounts(words: str) -> tuple[Amount, ...]:
    """The numbers of a text outside its dates, in order."""
    text = unicodedata.normalize("NFKC", words)
    for span in dates.spans(text):
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    text = folded(text)
    return tuple(
        amount
        for match in _NUMBER.finditer(text)
        if len(match["digits"] or "") <= LONGEST_FIGURE and (amount := _amount(text, match))
    )


def main_amounts(words: str) -> tuple[Amount, ...]:
    return amounts(main_part(words)) or amounts(words)


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
    return value - step / 2, value + step / 2


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
