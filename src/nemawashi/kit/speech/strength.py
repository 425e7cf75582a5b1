"""How strongly a verb binds: one ladder for English, Russian and Japanese, for whoever asks what is promised or turned.

The words and the reasons for their places are in ``strength.yaml``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("en", "ru", "ja")
_YO = str.maketrans("ёЁ", "еЕ")
NO_PROMISE = "none"
Hits = Callable[[re.Pattern[str], str], list[re.Match[str]]]


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb as it stands in the words. ``promise``: the class of promise that it makes, strongest first: shall, will,
    intend, endeavour, welcome.
    """

    promise: str
    words: str
    start: int
    end: int


def is_known(language: str) -> bool:
    """Whether there is a ladder for the language; a text in another one says nothing, which has to be told."""
    return language in LANGUAGES


def rung(words: str, hits: Hits = lambda pattern, said: list(pattern.finditer(said))) -> tuple[int, str] | None:
    """The first word on the ladder, in whatever language, with the number of its rung from the top.

    ``hits``: which of those that a pattern finds in the words count.
    """
    said = words.translate(_YO)
    ranked = [
        (hit.start(), -hit.end(), number, words[hit.start() : hit.end()])
        for number, row in enumerate(_ladder(), 1)
        for hit in hits(row, said)[:1]
    ]
    return min(ranked)[2:] if ranked else None


def rungs_between(promise: str, other: str) -> int:
    """How many rungs lie between two classes of promise."""
    order = [row["promise"] for row in _data()["rungs"]]
    return abs(order.index(promise) - order.index(other))


def promises(words: str, language: str) -> list[Verb]:
    """The verbs by which parties promise something, in the order of the words. Those of one rung that are asked of others,
    or that only take note, are none of them.
    """
    said = words.translate(_YO)
    verbs = [
        Verb(promise, words[hit.start() : hit.end()], hit.start(), hit.end())
        for promise, row in _promises(language)
        for hit in row.finditer(said)
    ]
    return sorted(verbs, key=lambda verb: (verb.start, -verb.end))


@cache
def pattern(name: str, language: str) -> re.Pattern[str]:
    """The words of another list of the file: bare, recalls, stances, hedges, intensifiers."""
    words = _data()[name][language]
    return any_of(words)


@cache
def anywhere(language: str) -> re.Pattern[str]:
    return any_of(_data()["bare"]["anywhere"][language])


@cache
def stances_by_strength() -> list[tuple[re.Pattern[str], ...]]:
    """Rows of words of which each says more than the one before (regret, deplore, condemn)."""
    return [tuple(any_of(words) for words in row) for row in _data()["stronger"]]


@cache
def plain_form(language: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """The end of a sentence that promises by its form alone, and what looks like it and does not."""
    form = _data()["plain"].get(language)
    return (re.compile(f"(?:{form['ends']})$"), re.compile(f"(?:{form['never']})$")) if form else None


@cache
def nouns(language: str) -> str:
    """What nouns of promise look like, as a part of a pattern."""
    return any_of(" ".join(words.get(language, "") for words in _data()["nouns"].values())).pattern


def of_noun(word: str, language: str) -> str:
    """The class of promise that a noun makes."""
    said = word.translate(_YO)
    of_class: Mapping[str, Mapping[str, str]] = _data()["nouns"]
    return next(name for name, words in of_class.items() if any_of(words.get(language, "")).fullmatch(said))


def bare() -> str:
    """The class of an act that is named without a verb of promise."""
    promise: str = _data()["bare"]["promise"]
    return promise


def asked() -> str:
    """The class of what somebody is requested, tasked or instructed to do."""
    promise: str = _data()["asked"]
    return promise


@cache
def future(language: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """The form of the verb that promises by itself, and what looks like it and does not."""
    form = _data()["future"].get(language)
    if not form:
        return None
    said = " ".join(form["form"].split()).replace(" |", "|").strip()
    return re.compile(rf"(?<!\w)(?:{said})(?!\w)", re.IGNORECASE), re.compile("".join(form["never"].split()), re.IGNORECASE)


def any_of(words: str) -> re.Pattern[str]:
    """A pattern for any of these words, the longest first; one that matches nothing where there are none.

    What all have in common, that they begin and end as words do, is asked once and not of each.
    """
    listed = sorted(words.split(), key=len, reverse=True)
    unspaced = [re.escape(word) for word in listed if "\u3040" <= word[0] <= "\u9fff"]
    spaced = [_pattern(word) for word in listed if not "\u3040" <= word[0] <= "\u9fff"]
    forms = [rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)"] if spaced else []
    return re.compile("|".join(unspaced + forms) or r"(?!)", re.IGNORECASE)


def _pattern(word: str) -> str:
    return re.escape(word).replace(r"\-", r"[\s-]+").replace(r"\*", r"\w*")


@cache
def _data() -> Mapping[str, Any]:
    text = files("nemawashi.kit.speech").joinpath("strength.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    return data


@cache
def _ladder() -> list[re.Pattern[str]]:
    return [
        any_of(" ".join(row[whose][language] for whose in ("own", "others") for language in LANGUAGES))
        for row in _data()["rungs"]
    ]


@cache
def _promises(language: str) -> list[tuple[str, re.Pattern[str]]]:
    rows = [row for row in _data()["rungs"] if row["promise"] != NO_PROMISE]
    return [(row["promise"], any_of(row["own"][language])) for row in rows]
