"""How alike an activity and an undertaking of the record are: what a person is shown before saying that they are one.

Names are compared by their words and by how these sound, so that Токмок is found in Tokmok and in トクモク; amounts in
their own currency, or through a rate that somebody has taken in; dates by years. Nothing is tied by likeness alone.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from nemawashi.kit.words import sounds

PROPOSED = 0.45  # from here on a pair is shown
_SHORTEST = 4  # letters of a word that tells titles apart
_WORD = re.compile(r"[^\W\d_]+|\d{3,}")
# Words that stand in half of all titles of aid; they tell nothing apart in any of the three languages.
_EMPTY = frozenset(
    "project projects programme program support assistance development improvement cooperation technical grant loan phase "
    "republic central asia through from with проект проекта проектов программа программы поддержка помощь развитие "
    "развития сотрудничество улучшение".split()
)
Convert = Callable[[Decimal, str, str, str], Decimal | None]  # amount, currency, other currency, day


@dataclass(frozen=True, slots=True)
class MatchSide:
    """One side of a pair: titles and givers in any language, country codes, amounts, the day it begins."""

    titles: tuple[str, ...]
    givers: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    amounts: tuple[tuple[Decimal, str], ...] = ()
    start: str = ""


@dataclass(frozen=True, slots=True)
class AidLikeness:
    """How alike, from 0 to 1, and by what: ``title``, ``giver``, ``country``, ``amount``, ``amount through a rate``,
    ``date``; what speaks against it begins with ``not``."""

    score: float
    because: tuple[str, ...]


def likeness(one: MatchSide, other: MatchSide, *, convert: Convert | None = None) -> AidLikeness:
    parts: list[tuple[str, float]] = []
    words = max((_shared(a, b) for a in one.titles for b in other.titles), default=0.0)
    if words >= 0.25:
        parts.append(("title", 0.55 * words))
    if one.givers and other.givers:
        is_one = any(_shared(a, b) >= 0.99 for a in one.givers for b in other.givers)
        parts.append(("giver", 0.15) if is_one else ("not the giver", -0.25))
    if one.countries and other.countries:
        parts.append(("country", 0.1) if one.countries & other.countries else ("not the country", -0.3))
    if amount := _amount(one, other, convert):
        parts.append(amount)
    if one.start and other.start:
        apart = abs(int(one.start[:4]) - int(other.start[:4]))
        if apart <= 1:
            parts.append(("date", 0.1))
        elif apart > 5:
            parts.append(("not the date", -0.1))
    score = max(0.0, min(1.0, sum(weight for _, weight in parts)))
    return AidLikeness(round(score, 3), tuple(name for name, _ in parts))


def proposals(
    one: MatchSide, others: Iterable[tuple[int, MatchSide]], *, convert: Convert | None = None, most: int = 3
) -> list[tuple[int, AidLikeness]]:
    """The likeliest of many by their keys, the best first; none where none is like enough."""
    rated = ((key, likeness(one, other, convert=convert)) for key, other in others)
    shown = [(key, each) for key, each in rated if each.score >= PROPOSED and {"title", "amount"} & set(each.because)]
    return sorted(shown, key=lambda pair: -pair[1].score)[:most]


def _amount(one: MatchSide, other: MatchSide, convert: Convert | None) -> tuple[str, float] | None:
    for amount, currency in one.amounts:
        for said, its in other.amounts:
            if currency == its and _near(amount, said, Decimal("0.03")):
                return "amount", 0.25
    if convert is None:
        return None
    for amount, currency in one.amounts:
        for said, its in other.amounts:
            through = convert(amount, currency, its, one.start or other.start) if currency != its else None
            if through is not None and _near(through, said, Decimal("0.1")):
                return "amount through a rate", 0.15
    return None


def _near(one: Decimal, other: Decimal, share: Decimal) -> bool:
    return bool(one and other) and abs(one - other) <= share * max(abs(one), abs(other))


def _shared(one: str, other: str) -> float:
    """Which part of the words of the shorter title stands in the other one, as written or as heard."""
    few, many = sorted((_keys(one), _keys(other)), key=len)
    if not few:
        return 0.0
    common = len(few & many)
    return common / len(few) if common > 1 or len(few) == 1 else common / (len(few) + 1)


def _keys(words: str) -> frozenset[str]:
    keys = set()
    for match in _WORD.finditer(words.casefold()):
        word = match[0]
        if word in _EMPTY or (len(word) < _SHORTEST and not word.isdigit() and word.isascii()):
            continue
        keys.add(sounds.key(word) or word)
    return frozenset(keys)
