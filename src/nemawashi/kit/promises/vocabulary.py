"""The lists of ``words.yaml``, each as a pattern of its language."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from nemawashi.kit.speech import strength

NOTHING = re.compile(r"(?!)")
_YO = str.maketrans("ёЁ\u00a0\u202f", "еЕ  ")


@lru_cache(maxsize=4096)
def folded(words: str) -> str:
    """Words as the lists have them; every code point keeps its place."""
    return words.translate(_YO)


@cache
def listed(name: str, language: str) -> re.Pattern[str]:
    """A pattern for any word of a list."""
    return strength.any_of(_data()[name].get(language, ""))


@cache
def _data() -> Mapping[str, Any]:
    text = files("nemawashi.kit.promises").joinpath("words.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    return data
