"""One key for the spellings of a name in Latin letters, Cyrillic and kana: Tokayev, Токаев, トカエフ.

The key is the row of consonants, because vowels are where transliterations part. Sounds that one of the scripts cannot
tell apart are one sound here: l and r, f and h and v and w, ch and ts and t, j and z. A name with fewer than three
consonants keeps its vowels, or Aso and Isa would be one.
"""

import re
from functools import lru_cache

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіӣӯҳҷў"
_SOUNDS = "a b v g d e z z i - k r m n o p r s t u v v t t s s - i - e u a a g k n o u u v i i u v z u"
_CYRILLIC = dict(zip(_LETTERS, _SOUNDS.split(), strict=True))
_DIGRAPHS = (
    (re.compile("kh|gh(?=[aeiou])"), "v"),
    (re.compile("sch|sh"), "s"),
    (re.compile("zh|dzh|dj|dz"), "z"),
    (re.compile("tch|ch|ts"), "t"),
    (re.compile("ph"), "v"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("ck|c|q"), "k"),
    (re.compile("x"), "ks"),
)
_LATIN = str.maketrans({"f": "v", "h": "v", "w": "v", "l": "r", "j": "z", "y": "", "'": ""})
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ", "t": "タチツテト",
    "d": "ダヂヅデド", "n": "ナニヌネノ", "v": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ",
    "r": "ラリルレロ",
}  # fmt: skip
_KANA = {kana: row + vowel for row, kanas in _ROWS.items() for kana, vowel in zip(kanas, "aiueo", strict=True)}
_KANA |= {"ヤ": "a", "ユ": "u", "ヨ": "o", "ワ": "va", "ヲ": "o", "ン": "n", "ヴ": "vu", "ッ": "", "ー": ""}
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "a", "ュ": "u", "ョ": "o", "ヮ": "a"}
_HIRAGANA = re.compile("[ぁ-ゖ]")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiou-]+")
_GLIDES = re.compile("i(?=[aeou])")
_LONG = (("ou", "o"), ("oo", "o"), ("uu", "u"), ("aa", "a"), ("ii", "i"), ("ei", "e"))
_MOST_WITH_VOWELS = 3


def _from_kana(word: str) -> str:
    said = ""
    for kana in word:
        if kana in _SMALL:
            said = said[:-1] + _SMALL[kana]
        else:
            said += _KANA.get(kana, "")
    return said


def _from_latin(word: str) -> str:
    for digraph, sound in _DIGRAPHS:
        word = digraph.sub(sound, word)
    return word.translate(_LATIN)


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """The key of a folded word in one script; empty where it is too short to tell names apart."""
    spoken = _said(word)
    bare = _bare(spoken)
    if len(bare) >= _MOST_WITH_VOWELS:
        return bare
    spoken = _short(spoken.replace("-", ""))
    return f"-{spoken}" if len(spoken) >= _MOST_WITH_VOWELS else ""


def consonants(word: str) -> str:
    """The row of consonants of a folded word, however short."""
    return _bare(_said(word))


def short(word: str) -> str:
    """A folded word with its vowels, long ones short and no glides: Yoko, Ёко, ヨウコ. For names too short for a key."""
    return _GLIDES.sub("", _short(_said(word).replace("-", "")))


def _bare(spoken: str) -> str:
    return _TWICE.sub(r"\1", re.sub("n(?=[bpm])", "m", _VOWELS.sub("", spoken)))


def _said(word: str) -> str:
    if _HIRAGANA.search(word):
        word = _HIRAGANA.sub(lambda kana: chr(ord(kana[0]) + 0x60), word)
    if word[0] in _KANA:
        return _from_kana(word)
    if word[0] in _CYRILLIC:
        return "".join(_CYRILLIC.get(letter, "") for letter in word.replace("дз", "з").replace("дж", "з"))
    return _from_latin(word)


def _short(spoken: str) -> str:
    spoken = _TWICE.sub(r"\1", spoken)
    for long, brief in _LONG:
        spoken = spoken.replace(long, brief)
    return spoken
