"""The one analyser that stands before the index and before every question, so that both speak of the same tokens.

A token is a letter for its kind, a colon and the word: ``e:`` a Latin stem, ``c:`` a Cyrillic stem, ``n:`` a number,
``j:`` two Japanese signs that stand together, ``k:`` how a name sounds (``sounds``), ``t:`` what words of several
languages say alike (``lexicon``).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from nemawashi.kit.words import sounds
from nemawashi.kit.words.folding import composed
from nemawashi.kit.words.lexicon import Lexicon, Mention
from nemawashi.kit.words.reading import Script, Word, pairs, read, runs
from nemawashi.kit.words.sums import SumAsked, counted_in_figures, sums


class Sign(NamedTuple):
    """A token and where in the text it stands."""

    token: str
    start: int
    end: int


def signs(text: str, lexicon: Lexicon) -> Iterator[Sign]:
    """Everything by which a text can be found."""
    words = list(read(text))
    for at, word in enumerate(words):
        if word.script is Script.JAPANESE:
            yield from _japanese_signs(word, lexicon)
            continue
        yield Sign(word.token, word.start, word.end)
        if word.is_capital:
            for key in _keys(word):
                yield Sign(f"k:{key}", word.start, word.end)
        for match in lexicon.beginning(words, at):
            for each in match.keys:
                yield Sign(f"t:{each}", word.start, words[match.end - 1].end)


def _keys(word: Word) -> list[str]:
    """How a name sounds, and how without its Russian ending: Токаев, Токаевым."""
    said = {word.folded.removesuffix("'s"): None}
    if word.script is Script.CYRILLIC:
        said[word.stem] = None
    return list(dict.fromkeys(key for each in said if each and (key := sounds.key(each))))


def _japanese_signs(word: Word, lexicon: Lexicon) -> Iterator[Sign]:
    for kind, at, run in runs(word.folded):
        start = word.start + at
        for place, pair in enumerate(pairs(run)):
            yield Sign(f"j:{pair}", start + place, start + place + len(pair))
        if kind == "kanji" and len(run) > 1:
            for place, single in enumerate(run):
                yield Sign(f"j:{single}", start + place, start + place + 1)
        if kind == "katakana" and (key := sounds.key(run)):
            yield Sign(f"k:{key}", start, start + len(run))
    for at in range(len(word.folded)):
        for match in lexicon.beginning_signs(word.folded, at):
            for each in match.keys:
                yield Sign(f"t:{each}", word.start + at, word.start + match.end)


def tokens(text: str, lexicon: Lexicon) -> set[str]:
    return {sign.token for sign in signs(text, lexicon)}


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a row may answer: it has all the tokens. ``weight``: how surely it means what was asked."""

    tokens: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A part of a question that one row must answer, in one way or another.

    ``said``: the folded words typed; ``run``: for Japanese the whole run that they were cut from.
    """

    said: str
    script: Script
    ways: tuple[Way, ...]
    run: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether the lexicon knows it: then it holds no typing error."""
        return any(token.startswith("t:") for way in self.ways for token in way.tokens)


SURE, LIKE, SOUND = 1.0, 0.9, 0.6
EXACTLY = 2.0  # of a sum in figures: as rows hold their own, and words about it do not


def asked(question: str, lexicon: Lexicon, instead: Mapping[str, str] | None = None) -> list[QuestionPart]:
    """The units of a question: the longest forms that the lexicon knows, and the words between them.

    ``instead``: stems that are read for other ones, where a typing error was mended.
    """
    question = counted_in_figures(composed(question))
    units = [_of_sum(each, question) for each in sums(question)]
    for each in reversed(sums(question)):
        question = f"{question[: each.start]} {question[each.end :]}"
    words = [_put(word, instead or {}) for word in read(question)]
    at = 0
    while at < len(words):
        word = words[at]
        match = next(lexicon.beginning(words, at), None)
        if word.script is Script.JAPANESE and match is None:
            beside = (at > 0 and words[at - 1].script, at + 1 < len(words) and words[at + 1].script)
            units += _japanese_units(_without_counters(word.folded, *beside), lexicon)
            at += 1
            continue
        said = words[at : match.end] if match else [word]
        ways = [Way(tuple(each.token for each in said), SURE)]
        if match:
            ways += [Way((f"t:{key}",), LIKE) for key in match.keys]
        elif word.script is not Script.NUMBER:
            ways += [Way((f"k:{key}",), SOUND) for key in _keys(word)]
        units.append(QuestionPart(" ".join(each.folded for each in said), word.script, tuple(ways)))
        at += len(said)
    return _once(units)


def _of_sum(sum_asked: SumAsked, question: str) -> QuestionPart:
    """A sum as figures, and with each scale in words: 24000000000, 24 billion."""
    ways = [Way((f"n:{sum_asked.value}",), EXACTLY)]
    for figures, scale in sum_asked.in_words:
        ways.append(Way((*(f"n:{part}" for part in figures.split(".")), f"t:{scale}"), SURE))
    return QuestionPart(question[sum_asked.start : sum_asked.end], Script.NUMBER, tuple(ways))


def _put(word: Word, instead: Mapping[str, str]) -> Word:
    return replace(word, stem=instead[word.token][2:]) if word.token in instead else word


_COUNTERS = re.compile("^(?:回|年|月|日|人|名|件|か国|カ国|ヵ国)+")


def _without_counters(run: str, before: object, after: object) -> str:
    """A run without what only counts the number beside it: 第 12 回, 2022 年."""
    run = _COUNTERS.sub("", run) if before == Script.NUMBER else run
    return run.removesuffix("第") if after == Script.NUMBER else run


def _japanese_units(japanese: str, lexicon: Lexicon) -> Iterator[QuestionPart]:
    """Forms that the lexicon knows, then what is left between them, without the hiragana that only joins."""
    at = rest = 0
    while at < len(japanese):
        match = next(lexicon.beginning_signs(japanese, at), None)
        if match is None or not _stands_alone(japanese, rest, match, lexicon):
            at += 1
            continue
        yield from _rest(japanese[rest:at], japanese)
        form = japanese[at : match.end]
        ways = [Way((f"t:{key}",), LIKE) for key in match.keys]
        yield QuestionPart(form, Script.JAPANESE, (Way(_pairs_of(form), SURE), *ways))
        at = rest = match.end
    yield from _rest(japanese[rest:], japanese)


_KATAKANA = re.compile("[ァ-ヺー]")


def _stands_alone(japanese: str, rest: int, match: Mention, lexicon: Lexicon) -> bool:
    """Whether a form is no mere part of a katakana word: カザフ is one in カザフ人, but none in カザフスタソ."""
    before, after = (
        japanese[match.start - 1 : match.start] if match.start > rest else "",
        japanese[match.end : match.end + 1],
    )
    if before and _KATAKANA.match(before) and _KATAKANA.match(japanese[match.start]):
        return False
    if after and _KATAKANA.match(after) and _KATAKANA.match(japanese[match.end - 1]):
        return next(lexicon.beginning_signs(japanese, match.end), None) is not None
    return True


def _pairs_of(form: str) -> tuple[str, ...]:
    return tuple(f"j:{pair}" for _, _, run in runs(form) for pair in pairs(run))


def _rest(japanese: str, whole: str) -> Iterator[QuestionPart]:
    for kind, _, run in runs(japanese):
        key = sounds.key(run) if kind != "kanji" else ""
        if kind == "hiragana" and (len(run) < 3 or not key):
            continue
        ways = [Way(tuple(f"j:{pair}" for pair in pairs(run)), SURE)]
        if key:
            ways.append(Way((f"k:{key}",), SOUND))
        yield QuestionPart(run, Script.JAPANESE, tuple(ways), whole)


def _once(units: Sequence[QuestionPart]) -> list[QuestionPart]:
    """Each unit once, however often it was typed."""
    return list({unit.ways: unit for unit in units}.values())
