"""Ordinals in words, English and Russian, to figures: ``thirty-eighth`` and ``тридцать восьмой`` to ``38th``."""

import re

_UNITS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}
_BIG = {"one": 1, "two": 2, "three": 3}
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_ENGLISH = {word: place for place, word in enumerate(_UNITS, start=1)}
for _stem, _value in _TENS.items():
    _ENGLISH[f"{_stem}ieth"] = _value
    for _place, _word in enumerate(_UNITS[:9], start=1):
        _ENGLISH[f"{_stem}y-{_word}"] = _value + _place
_WORDS = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_FORM = re.compile(
    rf"\b(?:(?P<big>(?:(?:one|two|three|a)[\s-])?hundred)(?:th\b|[\s-](?:and[\s-])?(?P<small>{_WORDS})\b)|(?P<alone>{_WORDS})\b)"
)
CARDINALS = {word: place for place, word in enumerate(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(), start=1
)}  # fmt: skip
_SPLIT = re.compile(rf"\b({'|'.join(f'{stem}y' for stem in _TENS)})\s?[-‐‑–]?\s?({'|'.join(_UNITS[:9])})\b")

_RU_UNITS = [
    "перв",
    "втор",
    "трет",
    "четверт",
    "пят",
    "шест",
    "седьм",
    "восьм",
    "девят",
    "десят",
    "одиннадцат",
    "двенадцат",
    "тринадцат",
    "четырнадцат",
    "пятнадцат",
    "шестнадцат",
    "семнадцат",
    "восемнадцат",
    "девятнадцат",
]
_RU_TENS = {
    "двадцат": 20, "тридцат": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяност": 90,
}  # fmt: skip
_ENDING = r"(?:ый|ой|ий|ого|его|ьего|ому|ему|ьему|ым|им|ьим|ом|ем|ьем|ьи|ую|ая|ья|ьей|ые|ых|ыми)"
_RU_TEN_ORDINALS = {
    "двадцат": 20, "тридцат": 30, "сороков": 40, "пятидесят": 50, "шестидесят": 60, "семидесят": 70, "восьмидесят": 80, "девяност": 90, "сот": 100,
}  # fmt: skip
_RU_FORM = re.compile(
    rf"\b(?:(?P<ten>двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто)\s+)?"
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
    ten = next((number for stem, number in _RU_TENS.items() if (ordinal["ten"] or "").startswith(stem)), 0)
    return f"{ten + value}th"
