"""Changes of a clause that a negotiator must see at once: polarity, verb strength, numbers, dates.

Read from the changed steps of an alignment, of sentences that are one another's alone: a sentence that came, went or moved
turns nothing. A word counts when the change touches it, be it ever so little of it; so it is read whole. Words of polarity
stand in pairs (increase, decrease); a pair that changes sides turns the clause, as does a negation that comes or goes, also
inside a word (consistent, inconsistent). Words of strength stand on the ladder of ``kit.speech.strength``, and beside it
what qualifies them (strongly, where appropriate). English, Russian and Japanese.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from nemawashi.kit.lineage.reading import CJK
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


# Words of negation that deny nothing. 「～なければならない」is an obligation.
_NO_DENIAL = re.compile(
    r"(?<!\w)(?:without (?:further |undue )?delay|without (?:any )?prejudice|not? (?:later|less|fewer|more) than|not only|"
    r"(?:if|whether or) not|nor only|no doubt|без (?:дальнейшего )?промедления|без ущерба|"
    r"не (?:позднее|позже|менее|более|только|обязательно))(?!\w)|"
    r"(?:なければ|ねば|なくては|ないと)(?:なら|いけ)(?:ない|ません|ず)|だけでなく|のみならず|ほかならない|少なく|遅くとも|"
    r"やむを得ない|間もなく|まもなく|に限らず|に関わらず|にかかわらず",
    re.IGNORECASE,
)
_DENYING = {
    "en": ("in", "un", "im", "il", "ir", "non-", "non", "dis"),
    "ru": ("не", "без", "бес"),
    "ja": ("不", "非", "無", "未"),
}
_NOT_DENIED = re.compile(
    r"(?:form|port|pos|prov|press|cover|clos|miss|creas|vest|plement|tens|sist|dicat|vit)\w*", re.IGNORECASE
)
_SHORT_ONES = frozenset("able like fair just safe even wise true real".split())
_LEAST_DENIED = {"en": 5, "ru": 4, "ja": 2}
_WORD = re.compile(rf"[^\W\d_{CJK}]+(?:-[^\W\d_{CJK}]+)*|[{CJK}]+")

_LETTER = rf"[^\W{CJK}]"  # Japanese counts without a blank
_NUMBER = rf"(?<!{_LETTER})(?<![/.-])\d(?:[\d.,\u00a0\u202f]*\d)?(?!{_LETTER})(?![/-]\d)"
_SYMBOL = rf"(?<!{_LETTER})(?<!/)\d+/\d+(?!{_LETTER})(?!/)"
# Words for numbers; those of rhythm and of parts change what is promised as much as a number does.
_RHYTHM = {
    "1/2": "half halve halves halved halving", "1/4": "quarter",
    "2": "double вдвое", "3": "third triple втрое", "12": "dozen",
    "once": "once однажды",
    "twice": "twice дважды", "thrice": "thrice трижды", "a day": "daily", "a week": "weekly еженедельно 毎週",
    "a month": "monthly ежемесячно 毎月", "a quarter": "quarterly ежеквартально",
    "a year": "annual annually yearly ежегодно 毎年 年1回 年一回", "two years": "biennial biennially 隔年",
    "three years": "triennial triennially",
}  # fmt: skip
_SPELLED: dict[str, str] = (
    {word: str(value) for word, value in numbers.ENGLISH.items()}
    | {word: str(value) for word, value in numbers.ENGLISH_SCALES.items()}
    | {word: str(value) for word, value in numbers.RUSSIAN.items() if value > 1}
    | {word: value for value, words in _RHYTHM.items() for word in words.split()}
)
_KANJI = "一二三四五六七八九十百千万億兆"
_AMOUNT = re.compile(
    rf"{_SYMBOL}|{_NUMBER}|毎[年月週]|年[1一]回|隔年|[^\W\d_{CJK}]+|[{_KANJI}]+(?=[か箇ヶカ]?[年月日国名人回件度割次]|分の)"
)
_OF_KANJI = re.compile(f"[{_KANJI}]+")
_QUIET_ALONE = frozenset({"one", "first", "second", "third"})  # come or gone alone they count nothing
# What stands behind these is the place of a clause, which moves with every edit.
_PLACES = re.compile(
    r"(?:\b(?:paragraphs?|paras?|clauses?|items?|пункт\w*|подпункт\w*|пп?)\.?(?: [\dа-яa-z]+[,)]?(?: and| и| to)?)? |第)$",
    re.IGNORECASE,
)

# A negation inside a whole sentence that comes or goes turns nothing of what stays; in code points.
_SHORT = 60
_MOST_DENIED = 2_500  # pairs of words of one change that are compared; a longer one was written anew
_SHORT_CHANGE = 6  # words; a modal in a longer one belongs to what is new
_DRAWN = 4  # signs of Japanese that stand between two changes: a verb and its ending are one
_NOT_A_VERB = frozenset(
    "a an the its their his her our your any each such no of on in under at by for with from political joint".split()
)
_MODALS = frozenset("shall must will would should ought may might can could".split())


class _Said:
    """A whole text, and what is read of it once for all of its changes."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def dates(self) -> list[dates.DateSpan]:
        return dates.spans(self.text)

    @cached_property
    def undated(self) -> str:
        return _without(self.text, self.dates)

    @cached_property
    def verbs(self) -> str:
        """The text without its dates: May is a month in them."""
        return self.undated if "May" in self.text else self.text

    @cached_property
    def plain(self) -> str:
        """The text with what only looks like a negation blanked out."""
        return _NO_DENIAL.sub(lambda hit: " " * len(hit.group()), self.text)


@dataclass(frozen=True, slots=True)
class _Change:
    """A stretch that differs, inside both whole texts."""

    before: _Said
    gone: tuple[int, int]
    after: _Said
    come: tuple[int, int]

    def sides(self) -> tuple[tuple[str, tuple[int, int]], tuple[str, tuple[int, int]]]:
        return (self.before.text, self.gone), (self.after.text, self.come)

    @property
    def lost(self) -> str:
        return self.before.text[slice(*self.gone)]

    @property
    def gained(self) -> str:
        return self.after.text[slice(*self.come)]


@cache
def _data() -> Mapping[str, Any]:
    text = files("nemawashi.kit.lineage").joinpath("turns.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    return data


@cache
def _pairs() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    return [(strength.any_of(one), strength.any_of(other)) for one, other in _data()["pairs"]]


@cache
def _paired_words() -> re.Pattern[str]:
    """Any word of any pair: most changes have none, and are not asked for each."""
    return strength.any_of(" ".join(side for pair in _data()["pairs"] for side in pair))


@cache
def _negation() -> re.Pattern[str]:
    return strength.any_of(_data()["negations"])


@cache
def _listed_in(name: str) -> re.Pattern[str]:
    patterns = [strength.pattern(name, language).pattern for language in strength.LANGUAGES]
    return re.compile("|".join(patterns), re.IGNORECASE)


def flags(steps: "Iterable[Step]") -> tuple[Flag, ...]:
    """What the changed words of an alignment turn, in the order of the text; polarity first.

    A deletion and the insertion next to it are read as one change. Words that moved turn nothing, unless they changed on
    the way.
    """
    turned: list[Flag] = []
    dated: set[tuple[int, int]] = set()
    for change in _changes(list(steps)):
        if any(map(str.isalpha, change.lost + change.gained)):
            turned += _polarity(change)
            turned += _strength(change)
        turned += _dates(change, dated)
        turned += _figures(change)
    return tuple(dict.fromkeys(turned))


def _changes(steps: "list[Step]") -> Iterator[_Change]:
    before, after = "".join(step.before for step in steps), "".join(step.after for step in steps)
    a = c = 0
    spans: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for step in steps:
        b, d = a + len(step.before), c + len(step.after)
        if step.op != "keep" and not step.move and not step.is_apart:
            if spans and _is_drawn(before[spans[-1][0][1] : a], after[spans[-1][1][1] : c]):
                spans[-1] = ((spans[-1][0][0], b), (spans[-1][1][0], d))
            else:
                spans.append(((a, b), (c, d)))
        a, c = b, d
    one, other = _Said(before), _Said(after)
    yield from (_Change(one, gone, other, come) for gone, come in spans)
    moved: dict[int, list[str]] = {}
    for step in steps:
        if step.move:
            moved.setdefault(step.move, ["", ""])[0 if step.before else 1] += step.before + step.after
    for was, now in moved.values():
        if was.split() != now.split():
            from nemawashi.kit.lineage.aligning import align  # noqa: PLC0415  each reads of the other

            yield from _changes([step for step in align(was, now) if not step.move])


def _is_drawn(before: str, after: str) -> bool:
    """Whether so little stands between two changes that they are one: a few signs of a verb in Japanese."""
    return before == after and len(before) <= _DRAWN and bool(re.fullmatch(rf"[{CJK}]*", before))


def _touched(pattern: re.Pattern[str], text: str, span: tuple[int, int]) -> list[re.Match[str]]:
    """What the pattern finds that the change touches; where nothing stands on this side, what was parted there."""
    start, end = span
    first = max(0, start - 80)
    hits = pattern.finditer(text, first, min(len(text), end + 80))
    return [hit for hit in hits if _meet(hit, start, end)]


def _meet(hit: re.Match[str], start: int, end: int) -> bool:
    return hit.start() < start < hit.end() if start == end else hit.start() < end and hit.end() > start


def _polarity(change: _Change) -> Iterator[Flag]:
    denied = list(_denied(change))
    yield from denied
    before, after = change.sides()
    turned = False
    for one, other in _pairs() if _touched(_paired_words(), *before) and _touched(_paired_words(), *after) else ():
        for mine, theirs in ((one, other), (other, one)):
            gone = _touched(mine, *before)
            come = _touched(theirs, *after) if gone else []
            if gone and come and not _touched(mine, *after) and not _touched(theirs, *before):
                turned = True
                yield Flag(FlagKind.POLARITY, gone[0].group(), come[0].group())
    if denied or turned:
        return
    was, now = (
        _touched(_negation(), said.plain, span)
        for said, span in ((change.before, change.gone), (change.after, change.come))
    )
    if len(was) % 2 != len(now) % 2 and max(len(change.lost), len(change.gained)) <= _SHORT:
        yield Flag(FlagKind.POLARITY, was[0].group() if was else "", now[0].group() if now else "")


def _denied(change: _Change) -> Iterator[Flag]:
    """A word and its denial by a prefix: consistent, inconsistent."""
    was, now = ([hit.group() for hit in _touched(_WORD, *side)] for side in change.sides())
    if len(was) * len(now) > _MOST_DENIED:
        return
    for mine in was:
        for theirs in now:
            if _denies(theirs.casefold(), mine.casefold()) or _denies(mine.casefold(), theirs.casefold()):
                yield Flag(FlagKind.POLARITY, mine, theirs)


def _denies(word: str, other: str) -> bool:
    language = "ja" if "\u3040" <= other[0] <= "\u9fff" else "ru" if "а" <= other[0] <= "я" else "en"
    if language == "ja":
        return any(prefix in word and word.replace(prefix, "", 1) == other for prefix in _DENYING["ja"])
    is_short = len(other) < _LEAST_DENIED[language] and other not in _SHORT_ONES
    if is_short or _NOT_DENIED.fullmatch(other):
        return False
    return any(word == prefix + other for prefix in _DENYING[language])


def _strength(change: _Change) -> Iterator[Flag]:
    sides = change.sides()
    was, now = _rung(change.before.verbs, change.gone), _rung(change.after.verbs, change.come)
    if was and now and was[0] != now[0]:
        yield Flag(FlagKind.STRENGTH, was[1], now[1], was[0] - now[0])
        return
    for row in strength.stances_by_strength():
        mine, theirs = (_first_of(row, text, span) for text, span in sides)
        if mine and theirs and mine[0] != theirs[0]:
            yield Flag(FlagKind.STRENGTH, mine[1], theirs[1], theirs[0] - mine[0])
            return
    # A hedge ("will work to provide") makes of an act an attempt; "strongly" is one rung up.
    attempt = strength.rungs_between("will", "endeavour")
    for name, weight in (("hedges", attempt), ("intensifiers", -1)):
        gone, come = (_touched(_listed_in(name), text, span) for text, span in sides)
        if bool(gone) != bool(come):
            one, other = gone[0].group() if gone else "", come[0].group() if come else ""
            yield Flag(FlagKind.STRENGTH, one, other, weight if gone else -weight)
            return
    if bool(was) != bool(now):
        yield from _alone(change, was, now)


def _alone(change: _Change, was: tuple[int, str] | None, now: tuple[int, str] | None) -> Iterator[Flag]:
    """A modal that came or went by itself: "may" weakens what was said plainly, "must" makes it a duty."""
    number, said = was or now or (0, "")
    if said.casefold() not in _MODALS or max(len(change.lost.split()), len(change.gained.split())) > _SHORT_CHANGE:
        return
    binds = 1 if number == 1 else 0 if number == 2 else -1
    if binds:
        yield Flag(FlagKind.STRENGTH, said if was else "", said if now else "", binds if now else -binds)


def _rung(text: str, span: tuple[int, int]) -> tuple[int, str] | None:
    """The first word on the ladder that the change touches, with the number of its rung from the top."""

    def touched(pattern: re.Pattern[str], said: str) -> list[re.Match[str]]:
        return [hit for hit in _touched(pattern, said, span) if not _is_noun(said, hit)]

    return strength.rung(text, touched)


def _is_noun(text: str, hit: re.Match[str]) -> bool:
    if hit.group().casefold() in _MODALS or not hit.group().isascii():
        return False
    before = text[max(0, hit.start() - 20) : hit.start()].split()
    return bool(before) and before[-1].casefold() in _NOT_A_VERB


def _first_of(row: tuple[re.Pattern[str], ...], text: str, span: tuple[int, int]) -> tuple[int, str] | None:
    hits = [(hit.start(), number, hit.group()) for number, one in enumerate(row) for hit in _touched(one, text, span)]
    return min(hits)[1:] if hits else None


def _dates(change: _Change, known: set[tuple[int, int]]) -> Iterator[Flag]:
    """``known``: where the dates of both sides begin that were told before; a date in several pieces is one change."""
    (before, gone), (after, come) = change.sides()
    was, now = _in_span(change.before.dates, gone), _in_span(change.after.dates, come)
    was = [one for one in was if (0, one.start) not in known]
    now = [one for one in now if (1, one.start) not in known]
    known.update((0, one.start) for one in was)
    known.update((1, one.start) for one in now)
    if [(one.first, one.last) for one in was] != [(one.first, one.last) for one in now]:
        yield Flag(FlagKind.DATE, _listed(before, was), _listed(after, now))


def _figures(change: _Change) -> Iterator[Flag]:
    counted, counts = _numbers(change.before.undated, change.gone), _numbers(change.after.undated, change.come)
    if [value for _, value in counted] != [value for _, value in counts]:
        words = [said.casefold() for said, _ in counted + counts]
        if (counted and counts) or not _QUIET_ALONE.issuperset(words):
            yield Flag(FlagKind.NUMBER, ", ".join(said for said, _ in counted), ", ".join(said for said, _ in counts))


def _in_span(spans: Iterable[dates.DateSpan], touched: tuple[int, int]) -> list[dates.DateSpan]:
    start, end = touched
    return [one for one in spans if one.start < end and one.end > start]


def _listed(words: str, spans: Iterable[dates.DateSpan]) -> str:
    return ", ".join(words[span.start : span.end] for span in spans)


def _without(words: str, spans: Iterable[dates.DateSpan]) -> str:
    for span in spans:
        words = words[: span.start] + " " * (span.end - span.start) + words[span.end :]
    return words


def _numbers(words: str, span: tuple[int, int]) -> list[tuple[str, str]]:
    """The numbers that a change touches, as they are said and by their value."""
    amounts = []
    for hit in _touched(_AMOUNT, words, span):
        said = hit.group().rstrip(".,")
        is_figure = said[0].isdigit() or _OF_KANJI.fullmatch(said)
        value = said if is_figure else _SPELLED.get(said.casefold(), "")
        if value and not _PLACES.search(words, max(0, hit.start() - 40), hit.start()):
            amounts.append((said, value))
    return amounts
