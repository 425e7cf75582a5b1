"""Changes of a clause that a negotiator must see at once: polarity, verb strength, numbers, dates.

Read from the changed steps of an alignment alone. Words of polarity stand in pairs (increase, decrease); a pair that
changes sides turns the clause, as does a negation that comes or goes. Words of strength stand on the ladder of
``kit.speech.strength``; a step on it is a flag. English, Russian and Japanese.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from nemawashi.kit.speech import dates, numbers, strength

if TYPE_CHECKING:
    from nemawashi.kit.lineage.aligning import Step


class FlagKind(StrEnum):
    POLARITY = "polarity"
    STRENGTH = "strength"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Flag:
    """One such change: the words before and after, either empty when they were only added or taken out.

    ``weight``: for strength, how many rungs up (above 0) or down (below); otherwise 0.
    """

    kind: FlagKind
    before: str
    after: str
    weight: int = 0


# Each row: what goes one way / what goes the other. A star stands for any ending.
_PAIRS = """
increas* rais* expand* enlarg* grow* add added adds / decreas* reduc* lower* cut cuts diminish* set-off deduct*
strengthen* reinforc* / weaken* undermin*
support* welcom* prais* commend* / oppos* reject* condemn* deplor* denounc*
allow* permit* authoriz* authoris* / prohibit* forbid* forbidden ban bans banned
includ* / exclud*
accept* approv* endors* / refus* declin* disapprov*
lift* eas* remov* / impos* introduc* maintain*
begin* start* launch* resum* / end ends ended terminat* suspend* discontinu* ceas*
accelerat* hasten* / delay* postpon* slow*
encourag* promot* facilitat* / discourag* prevent* hinder* impede*
progress* improv* / deteriorat* worsen* regress*
success* / fail*
legal lawful / illegal unlawful
before / after
at-least / at-most
увелич* повы* расшир* / уменьш* сни* сокра*
укреп* усил* / ослаб* подрыв*
поддерж* приветств* / осужд* отверг*
разреш* допуска* / запре*
増加 拡大 増大 / 減少 縮小 削減
強化 / 弱化
支持 歓迎 / 反対 非難
許可 / 禁止
"""
_NEGATIONS = """not no never neither nor without cannot lack lacks не нет ни без никогда ない ず ぬ なく 無"""
_NUMBER = re.compile(r"(?<![\w/.-])\d[\d.,\u00a0\u202f]*\d(?![\w/-])|(?<![\w/.-])\d(?![\w/.-])")
# Words for numbers; those of rhythm and of parts change what is promised as much as a number does.
_RHYTHM = ("half", "third", "quarter", "annually", "biennially", "twice")
_SPELLED = (
    {*numbers.EN_ONES[1:], *numbers.EN_TENS, *numbers.EN_ORDINALS[1:], *numbers.ENGLISH_SCALES, *_RHYTHM}
    | {word for word, value in numbers.RUSSIAN.items() if value > 1}
)  # fmt: skip
_AMOUNT = re.compile(rf"{_NUMBER.pattern}|[^\W\d_]+")


# A negation inside a whole sentence that comes or goes turns nothing of what stays; in code points.
_SHORT = 60


@cache
def _pairs() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    rows = [row.split(" / ") for row in _PAIRS.strip().splitlines()]
    return [(strength.any_of(one), strength.any_of(other)) for one, other in rows]


@cache
def _negation() -> re.Pattern[str]:
    return strength.any_of(_NEGATIONS)


def flags(steps: "Iterable[Step]") -> tuple[Flag, ...]:
    """What the changed words of an alignment turn, in the order of the text; each kind once a step, polarity first.

    A deletion and the insertion next to it are read as one change. Words that moved turn nothing.
    """
    turned: list[Flag] = []
    for before, after in _changes(steps):
        turned += _polarity(before, after)
        turned += _strength(before, after)
        turned += _figures(before, after)
    return tuple(dict.fromkeys(turned))


def _changes(steps: "Iterable[Step]") -> Iterable[tuple[str, str]]:
    for step in steps:
        if step.op != "keep" and not step.move:
            yield step.before, step.after


def _polarity(before: str, after: str) -> Iterable[Flag]:
    for one, other in _pairs():
        for mine, theirs in ((one, other), (other, one)):
            gone, come = mine.search(before), theirs.search(after)
            if gone and come and not mine.search(after) and not theirs.search(before):
                yield Flag(FlagKind.POLARITY, gone.group(), come.group())
    was, now = _negation().findall(before), _negation().findall(after)
    if len(was) % 2 != len(now) % 2 and max(len(before), len(after)) <= _SHORT:
        yield Flag(FlagKind.POLARITY, was[0] if was else "", now[0] if now else "")


def _strength(before: str, after: str) -> Iterable[Flag]:
    was, now = strength.rung(before), strength.rung(after)
    if was and now and was[0] != now[0]:
        yield Flag(FlagKind.STRENGTH, was[1], now[1], was[0] - now[0])
        return
    if was and now:
        return
    # A hedge alone ("will work to provide") makes of an act an attempt; "strongly" alone is one rung up.
    attempt = strength.rungs_between("will", "endeavour")
    for name, weight in (("hedges", attempt), ("intensifiers", -1)):
        gone, come = _alone(name, before), _alone(name, after)
        if bool(gone) != bool(come):
            yield Flag(FlagKind.STRENGTH, gone, come, weight if gone else -weight)


def _alone(name: str, words: str) -> str:
    """The hedge or the intensifier that these words begin with, after the verb that it stands behind; else nothing."""
    for language in strength.LANGUAGES:
        if hit := strength.pattern(name, language).match(words.strip(" ,")):
            return hit[0]
    return ""


def _figures(before: str, after: str) -> Iterable[Flag]:
    was, now = dates.spans(before), dates.spans(after)
    if [(one.first, one.last) for one in was] != [(one.first, one.last) for one in now]:
        yield Flag(FlagKind.DATE, _listed(before, was), _listed(after, now))
    before, after = _without(before, was), _without(after, now)
    counted, counts = _numbers(before), _numbers(after)
    if counted != counts:
        yield Flag(FlagKind.NUMBER, ", ".join(counted), ", ".join(counts))


def _listed(words: str, spans: Iterable[dates.DateSpan]) -> str:
    return ", ".join(words[span.start : span.end] for span in spans)


def _without(words: str, spans: Iterable[dates.DateSpan]) -> str:
    for span in spans:
        words = words[: span.start] + " " * (span.end - span.start) + words[span.end :]
    return words


def _numbers(words: str) -> list[str]:
    amounts = (match.group() for match in _AMOUNT.finditer(words))
    return [word.rstrip(".,") for word in amounts if word[0].isdigit() or word.casefold() in _SPELLED]
