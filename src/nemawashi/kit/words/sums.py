"""Sums in a question: 700 million, семьсот миллионов, 七億, 240億; and small numbers in signs before what they count.

A row has a sum as figures (``24000000000``) or as words (``24 billion``), so each sum is asked for in both ways.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nemawashi.kit.speech import numbers

_SIGNS = "".join(numbers.SIGNS)
_SMALL = "".join(numbers.SMALL)
_LARGE = "".join(numbers.LARGE)
_IN_SIGNS = re.compile(rf"[0-9{_SIGNS}][0-9,.{_SIGNS}{_SMALL}{_LARGE}]*[{_LARGE}]|[{_SMALL}]+[{_LARGE}]")
_COUNTED = re.compile(rf"[{_SIGNS}{_SMALL}]{{1,6}}(?=回|年|人|名|件|か国|カ国|ヵ国)")
_SCALES = {word: value for of in numbers.SCALES.values() for word, value in of.items()}
_IN_WORDS = re.compile(
    r"\b(?P<digits>[0-9]{1,3}(?:[ ,][0-9]{3})+|[0-9]+(?:[.,][0-9]+)?)[ -]?(?P<scale>"
    + "|".join(sorted(_SCALES, key=len, reverse=True))
    + r")[а-яё]*\b\.?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_SCALE_NAMES = (("trillion", 10**12), ("billion", 10**9), ("million", 10**6))


@dataclass(frozen=True, slots=True)
class SumAsked:
    """Where a sum stands in a question, and what it comes to."""

    start: int
    end: int
    value: int

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """The figures with each scale under which they are whole or have one decimal: ("24", "billion")."""
        forms = []
        for name, scale in _SCALE_NAMES:
            whole, rest = divmod(self.value * 10, scale)
            if rest == 0 and 10 <= whole < 100_000:
                forms.append((f"{whole // 10}.{whole % 10}" if whole % 10 else str(whole // 10), name))
        return forms


def counted_in_figures(question: str) -> str:
    """第三回 as 第3回, 二千人 as 2000人: so that they are found as they are printed elsewhere."""
    return _COUNTED.sub(lambda run: str(int(numbers.signs(run[0]) or 0)) if numbers.signs(run[0]) else run[0], question)


def sums(question: str) -> list[SumAsked]:
    """The sums of a question in their order; none stands in another."""
    taken: list[SumAsked] = []
    for each in (*_in_signs(question), *_with_scale(question), *_spelled_out(question)):
        if each.value >= 1000 and not any(each.start < other.end and other.start < each.end for other in taken):
            taken.append(each)
    return sorted(taken, key=lambda each: each.start)


def _in_signs(question: str) -> Iterator[SumAsked]:
    for run in _IN_SIGNS.finditer(question):
        value = numbers.signs(run[0])
        if value is not None and value.denominator == 1:
            yield SumAsked(*run.span(), int(value))


def _with_scale(question: str) -> Iterator[SumAsked]:
    for match in _IN_WORDS.finditer(question):
        digits = match["digits"].replace(" ", "")
        digits = re.sub(r",(?=[0-9]{3}\b)", "", digits).replace(",", ".")
        value = float(digits) * _SCALES[match["scale"].lower()]
        yield SumAsked(*match.span(), round(value))


def _spelled_out(question: str) -> Iterator[SumAsked]:
    """Runs of number words that end in a scale: seven hundred million, семьсот миллионов."""
    words = [(word[0].casefold().replace("ё", "е"), *word.span()) for word in _WORD.finditer(question)]
    at = 0
    while at < len(words):
        end, total, part = at, 0, 0
        while end < len(words):
            value, scale = _spelled(words[end][0])
            if value is None and scale is None:
                break
            if scale is not None and scale > 100:
                total, part = total + (part or 1) * scale, 0
            elif scale is not None:
                part = (part or 1) * scale
            else:
                part += value or 0
            end += 1
        if end > at and total >= 1000 and end - at > 1:
            yield SumAsked(words[at][1], words[end - 1][2], total + part)
        at = max(end, at + 1)


def _spelled(word: str) -> tuple[int | None, int | None]:
    if word in numbers.ENGLISH_SCALES:
        return None, numbers.ENGLISH_SCALES[word]
    scale = next((value for stem, value in numbers.RUSSIAN_SCALES.items() if word.startswith(stem)), None)
    if scale is not None:
        return None, scale
    return numbers.ENGLISH.get(word) or numbers.RUSSIAN.get(word), None
