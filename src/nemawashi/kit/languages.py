"""Names of languages, and Japanese names in Russian letters after Yevgeny Polivanov (1917)."""

import re

from babel import Locale

_SYLLABLES = {
    "kya": "кя", "kyu": "кю", "kyo": "кё", "sha": "ся", "shu": "сю", "sho": "сё", "shi": "си", "cha": "тя", "chu": "тю",
    "cho": "тё", "chi": "ти", "tsu": "цу", "nya": "ня", "nyu": "ню", "nyo": "нё", "hya": "хя", "hyu": "хю", "hyo": "хё",
    "mya": "мя", "myu": "мю", "myo": "мё", "rya": "ря", "ryu": "рю", "ryo": "рё", "gya": "гя", "gyu": "гю", "gyo": "гё",
    "ja": "дзя", "ju": "дзю", "jo": "дзё", "ji": "дзи", "bya": "бя", "byu": "бю", "byo": "бё", "pya": "пя", "pyu": "пю",
    "pyo": "пё", "ka": "ка", "ki": "ки", "ku": "ку", "ke": "кэ", "ko": "ко", "sa": "са", "su": "су", "se": "сэ",
    "so": "со", "ta": "та", "te": "тэ", "to": "то", "na": "на", "ni": "ни", "nu": "ну", "ne": "нэ", "no": "но",
    "ha": "ха", "hi": "хи", "fu": "фу", "he": "хэ", "ho": "хо", "ma": "ма", "mi": "ми", "mu": "му", "me": "мэ",
    "mo": "мо", "ya": "я", "yu": "ю", "yo": "ё", "ra": "ра", "ri": "ри", "ru": "ру", "re": "рэ", "ro": "ро", "wa": "ва",
    "ga": "га", "gi": "ги", "gu": "гу", "ge": "гэ", "go": "го", "za": "дза", "zu": "дзу", "ze": "дзэ", "zo": "дзо",
    "da": "да", "de": "дэ", "do": "до", "ba": "ба", "bi": "би", "bu": "бу", "be": "бэ", "bo": "бо", "pa": "па",
    "pi": "пи", "pu": "пу", "pe": "пэ", "po": "по", "a": "а", "i": "и", "u": "у", "e": "э", "o": "о",
}  # fmt: skip
_VOWELS = frozenset("aiueo")
_LONG = {"ō": "o", "ū": "u", "ā": "a", "ē": "e", "ī": "i"}


def polivanov(name: str) -> str:
    """A name in Hepburn's letters in Russian ones: Yoriko Kawaguchi, Ёрико Кавагути. Other letters stay as they are.

    ``ei`` within a word is read as one sound (Кэйити); other vowels before an ``i`` are read apart, as in Коидзуми.
    """
    return re.sub(r"[A-Za-zāīūēō'’]+", lambda found: _word(found.group()), name)


def _word(word: str) -> str:
    rest, out = "".join(_LONG.get(c, c) for c in word.lower()), ""
    while rest:
        if rest[0] in "nm" and (len(rest) == 1 or rest[1] not in _VOWELS | {"y"}):
            out += "м" if len(rest) > 1 and rest[1] in "bpm" else "нъ" if rest[1:2] in ("'", "’") else "н"
            rest = rest[1:].lstrip("'’")
            continue
        if len(rest) > 1 and rest[0] == rest[1] and rest[0] not in _VOWELS:  # a doubled consonant: Hattori
            out += {"k": "к", "s": "с", "t": "т", "p": "п"}.get(rest[0], "")
            rest = rest[1:]
            continue
        if rest.startswith("tch"):
            out, rest = f"{out}т", rest[1:]
            continue
        size = next((size for size in (3, 2, 1) if rest[:size] in _SYLLABLES), 0)
        if not size:
            return word
        sound = _SYLLABLES[rest[:size]]
        out += "й" if sound == "и" and out.endswith("э") else sound
        rest = rest[size:]
    return out[:1].upper() + out[1:] if word[:1].isupper() else out


def name_of(code: str, reader: str) -> str:
    """The name of the language ``code`` in the reader's own; the code where no name is known."""
    names = Locale.parse((reader or "en")[:2]).languages
    return str(names.get(code, code))
