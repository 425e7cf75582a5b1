"""The lists of ``sheets.yaml``: how columns are called, and words of cells, each as a pattern."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    text = files("nemawashi.kit.sheets").joinpath("sheets.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    return data


@lru_cache(maxsize=1)
def heads() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By field and language; the first name of each is the one under which a column goes out."""
    return {
        name: {code: tuple(str(each) for each in names) for code, names in by_language.items()}
        for name, by_language in _data()["heads"].items()
    }


@lru_cache(maxsize=1)
def cells() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(str(each).casefold() for each in words) for name, words in _data()["cells"].items()}


@lru_cache(maxsize=1)
def currencies() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, _any(words)) for code, words in _data()["currencies"].items())


@lru_cache(maxsize=1)
def scales() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The largest first, so that 十億 is no 億."""
    return tuple((scale, _any(words)) for scale, words in sorted(_data()["scales"].items(), reverse=True))


@lru_cache(maxsize=1)
def qualifiers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, _any(words)) for name, words in _data()["qualifiers"].items())


def _any(words: Iterable[Any]) -> re.Pattern[str]:
    """One of the words, the longest first; one of letters stands by itself, one of signs anywhere."""
    ordered = sorted((str(word) for word in words), key=len, reverse=True)
    parts = [rf"(?<![^\W\d_]){word}(?![^\W\d_])" if word[0].isalpha() and word[0] < "\u3000" else word for word in ordered]
    return re.compile("|".join(parts), re.IGNORECASE)
