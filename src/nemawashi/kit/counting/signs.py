"""Tables that say of each sign what it is to a reader of words: a part of one, folded, or a gap of some weight."""

import unicodedata
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nemawashi.kit.counting.gaps import TokenGap

Array = npt.NDArray[np.generic]

LETTER, KANJI, KATAKANA, HIRAGANA = 1, 2, 3, 4
DOCUMENT_END, CLAUSE_END = "\x1d", "\x1e"
POINT, COMMA = 8, 9  # single signs whose weight their neighbours decide

_PLANE = 0x10000
_APOSTROPHES = frozenset("'’ʼʻ`´‘＇")
_HYPHENS = frozenset("-‐‑－")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_ENDS = frozenset(".!?。！？…｡؟‼⁇⁈⁉")
_QUOTES = frozenset("\"'`´“”„‟‘’‚‛«»‹›「」『』〈〉《》＂＇")
_PRIVATE = 0xE000


def _is_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M" or sign in "々〆ー"


def _class(sign: str) -> int:
    if "\u3041" <= sign <= "\u309f":
        return HIRAGANA
    if "\u30a1" <= sign <= "\u30fa" or "\u31f0" <= sign <= "\u31ff" or "\uff66" <= sign <= "\uff9f" or sign == "ー":
        return KATAKANA
    if "\u3400" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff" or sign in "々〆〇":
        return KANJI
    return LETTER


def folded(sign: str) -> str:
    """A sign without case and width, ё as е. Always one sign, so that no place moves."""
    wide = unicodedata.normalize("NFKC", sign) if "\uff01" <= sign <= "\uff5e" else sign
    low = wide.lower()[:1]
    return "е" if low == "ё" else low


def _weight(sign: str) -> TokenGap:
    if sign == DOCUMENT_END:
        return TokenGap.DOCUMENT
    if sign == CLAUSE_END:
        return TokenGap.CLAUSE
    if sign in _INVISIBLE:
        return TokenGap.INSIDE
    if sign in _ENDS:
        return TokenGap.SENTENCE
    if sign in _QUOTES or unicodedata.category(sign)[0] != "P":
        return TokenGap.BLANK
    return TokenGap.PUNCTUATION


@lru_cache(maxsize=1)
def tables() -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint8], npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """For each sign of the first plane: its folded form or 0, its class, its weight in a gap, and its weight alone."""
    forms, classes = np.zeros(_PLANE, np.uint16), np.zeros(_PLANE, np.uint8)
    weights, alone = np.zeros(_PLANE, np.uint8), np.full(_PLANE, TokenGap.BLANK, np.uint8)
    for code in range(_PLANE):
        sign = chr(code)
        if 0xD800 <= code < 0xE000 + 6400:  # halves of pairs do not occur; private signs stand for those beyond the plane
            continue
        if _is_word(sign):
            form = ord(folded(sign))
            forms[code] = form if form < _PLANE else code
            classes[code] = _class(sign)
        else:
            weights[code] = alone[code] = _weight(sign)
    for code in range(_PRIVATE, _PRIVATE + 6400):
        forms[code], classes[code] = code, KANJI
    for sign in _APOSTROPHES:
        if not forms[ord(sign)]:
            alone[ord(sign)] = TokenGap.APOSTROPHE
    for sign in _HYPHENS:
        alone[ord(sign)] = TokenGap.HYPHEN
    alone[ord(".")], alone[ord(",")] = POINT, COMMA
    return forms, classes, weights, alone


@lru_cache(maxsize=1)
def digits() -> npt.NDArray[np.bool_]:
    return np.array([chr(code).isdecimal() for code in range(_PLANE)])


class Beyond:
    """Signs beyond the first plane, each with a private sign of the plane to stand for it while words are cut."""

    def __init__(self) -> None:
        self.codes: dict[int, int] = {}
        self.signs: dict[int, str] = {}

    def within(self, points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint16]:
        """The code points of a text as numbers of 16 bits. What is no word beyond the plane becomes a blank."""
        plane = points.astype(np.uint16)
        at = np.flatnonzero(points >= _PLANE)
        for code in np.unique(points[at]):
            plane[at[points[at] == code]] = self._code(int(code))
        return plane

    def _code(self, code: int) -> int:
        if code not in self.codes:
            is_word = _is_word(chr(code)) and len(self.signs) < 6400
            number = _PRIVATE + len(self.signs) if is_word else 0x20
            self.codes[code] = number
            if is_word:
                self.signs[number] = chr(code)
        return self.codes[code]

    def written(self, form: str) -> str:
        return form.translate(self.signs) if self.signs else form
