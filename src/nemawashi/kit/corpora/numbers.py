"""Numbers as documents print them before a clause, in Latin, Cyrillic and Japanese, and bullets, which are no numbers."""

import re
from dataclasses import dataclass
from enum import Enum, auto


class Style(Enum):
    """How a number looks: what it usually counts."""

    NONE = auto()
    ARABIC = auto()  # 12.  12 bis.  OP4.
    LETTER = auto()  # (a)  b)  (iv)  а)
    BULLET = auto()
    PREAMBLE = auto()  # PP3
    ROMAN = auto()  # IV.  IV
    CAPITAL = auto()  # B.


@dataclass(frozen=True, slots=True)
class Numbered:
    """Words without the number before them. ``number`` is as printed, without the dot or the closing mark."""

    style: Style
    number: str
    words: str


_AGAIN = r"(?:\s?(?:bis|ter|quater|quinquies|alt(?:\.?\s?\d)?))*"
_BULLETS = "•●○◦▪■□‣∙·*-–—―・\uf0b7"
_IN_BRACKETS = "[a-zа-яａ-ｚ]{1,2}|[ivxlc]{1,6}|[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[ア-ン]"
_COUNTED = "[年月日時分円人名国回件本条章項か億万千百ヶヵ]"  # what a number before it counts is no clause
_FORMS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    (Style.BULLET, re.compile(r"^(?P<n>)[•●○◦▪■□‣∙·*\-–—―・\uf0b7]+(?:\s+|(?<=[・●○■]))(?=\S)")),
    (Style.PREAMBLE, re.compile(rf"^(?P<b>\[*)(?P<n>PP\s?\d{{1,3}}{_AGAIN})[.:)]?\s+", re.I)),
    (Style.ARABIC, re.compile(rf"^(?P<b>\[*)(?P<n>OP\s?\d{{1,3}}{_AGAIN})[.:)]?\s+", re.I)),
    (Style.ARABIC, re.compile(rf"^(?P<b>\[*)(?P<n>\d{{1,4}}(?:\.\d{{1,3}}){{0,3}}{_AGAIN})[.．:]\s*(?=[^\s\d.])")),
    (Style.ARABIC, re.compile(r"^(?P<b>\[*)(?P<n>\d{1,3}(?:\.\d{1,3}){1,3})\s+(?=[A-ZА-Я(\u3040-\u9fff])")),
    (Style.ARABIC, re.compile(r"^(?P<b>\[*)(?P<n>[0-9０-９]{1,3})[．、]\s*")),
    (Style.ARABIC, re.compile(rf"^(?P<b>\[*)(?P<n>[0-9０-９]{{1,3}}) (?=[\u3040-\u9fff])(?!{_COUNTED})")),
    (Style.LETTER, re.compile(rf"^(?P<b>\[*)[(（](?P<n>{_IN_BRACKETS})(?: (?:bis|ter))?[)）]\s*")),
    (Style.LETTER, re.compile(r"^(?P<b>\[*)(?P<n>[a-zа-я]|[ivxlc]{1,6}|\d{1,2})\)\s+")),
    (Style.LETTER, re.compile(r"^(?P<b>\[*)(?P<n>[a-z]|[ivx]{2,5})\.\s+")),
    (Style.LETTER, re.compile(r"^(?P<n>[①-⑳])\s*")),
    (Style.LETTER, re.compile(r"^(?P<n>[ア-ン一二三四五六七八九十])[ 、]\s*")),
    (Style.ROMAN, re.compile(r"^(?P<n>[IVXLC]{1,6})(?:[.．]|(?=\s+[A-ZА-Я\u3040-\u9fff]))\s*(?=\S)")),
    (Style.CAPITAL, re.compile(r"^(?P<n>[A-ZА-Я])[.．]\s+(?=\S)")),
)  # fmt: skip
_GLUED = re.compile(r"^(?P<b>\[*)(?P<n>\d{1,3}(?:\s?bis|ter)?)\.(?=[A-ZА-Я])")


def without_number(words: str) -> Numbered:
    """The number that ``words`` begin with, and the words after it; opening brackets stay with the words."""
    for style, form in (*_FORMS, (Style.ARABIC, _GLUED)):
        number = form.match(words)
        if number:
            kept = number.groupdict().get("b") or ""
            return Numbered(style, " ".join(number["n"].split()), kept + words[number.end() :].lstrip())
    return Numbered(Style.NONE, "", words)


def counted(number: str, words: str) -> Numbered:
    """Words with a number that their file counts by itself and does not print."""
    if not number.strip(_BULLETS):
        return Numbered(Style.BULLET, "", words)
    return Numbered(Style.ARABIC if number[0].isdecimal() else Style.LETTER, number, words)
