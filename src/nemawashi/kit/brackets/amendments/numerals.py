"""Ordinals in words, English and Russian, to figures: ``thirty-eighth`` and ``тридцать восьмой`` to ``38th``."""

import re

from nemawashi.kit.speech import numbers

_UNITS = numbers.EN_ORDINALS[1:]
_TENS = {word[:-1]: 10 * value for value, word in enumerate(numbers.EN_TENS, start=2)}
_BIG = {"one": 1, "two": 2, "three": 3}
COUNTS = {"a": 1, "an": 1} | {word: value for value, word in enumerate(numbers.EN_ONES[:11]) if value}
_ENGLISH = {word: place for place, word in enumerate(_UNITS, start=1)}
for _stem, _value in _TENS.items():
    _ENGLISH[f"{_stem}ieth"] = _value
    for _place, _word in enumerate(_UNITS[:9], start=1):
        _ENGLISH[f"{_stem}y-{_word}"] = _value + _place
_WORDS = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_FORM = re.compile(
    rf"\b(?:(?P<big>(?:(?:one|two|three|a)[\s-])?hundred)(?:th\b|[\s-](?:and[\s-])?(?P<small>{_WORDS})\b)|(?P<alone>{_WORDS})\b)"
)
CARDINALS = {word: value for value, word in enumerate([*numbers.EN_ONES, "twenty"]) if value}
_SPLIT = re.compile(rf"\b({'|'.join(f'{stem}y' for stem in _TENS)})\s?[-‐‑–]?\s?({'|'.join(_UNITS[:9])})\b")

_RU_UNITS = [numbers.RU_ORDINALS.get(value, "трет") for value in range(1, 20)]
_RU_TENS = [numbers.RU_CARDINALS[value].split()[0] for value in range(20, 100, 10)]
_ENDING = r"(?:ый|ой|ий|ого|его|ьего|ому|ему|ьему|ым|им|ьим|ом|ем|ьем|ьи|ую|ая|ья|ьей|ые|ых|ыми)"
_RU_TEN_ORDINALS = {stem: value for value, stem in numbers.RU_ORDINALS.items() if value >= 20}
_RU_FORM = re.compile(
    rf"\b(?:(?P<ten>{'|'.join(_RU_TENS)})\s+)?"
    rf"(?P<unit>{'|'.join(sorted([*_RU_UNITS, *_RU_TEN_ORDINALS], key=len, reverse=True))}){_ENDING}\b"
)


def figures(text: str) -> str:
    """The text, in lower case, with ordinals in figures."""
    return _RU_FORM.sub(_russian, _FORM.sub(_english, _SPLIT.sub(r"\1-\2", text)))


def _english(ordinal: re.Match[str]) -> str:
    if ordinal["alone"]:
        return f"{_ENGLISH[ordinal['alone']]}th"
    hundreds = _BIG.get(ordinal["big"].split()[0].split("-")[0], 1)
    return f"{hundreds * 100 + (_ENGLISH[ordinal['small']] if ordinal['small'] else 0)}th"


def _russian(ordinal: re.Match[str]) -> str:
    unit = ordinal["unit"]
    value = _RU_TEN_ORDINALS.get(unit) or _RU_UNITS.index(unit) + 1
    ten = numbers.RUSSIAN.get(ordinal["ten"] or "", 0)
    return f"{ten + value}th"
