"""The one table of languages; names of languages; Japanese names in Russian letters after Yevgeny Polivanov (1917).

What a language is good for here stands in its row. ``docs/howto/add-a-language.md`` tells what else it needs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ISO 639-1 code. ``own``: its name in itself; ``short``: in the switch of the pages.

    ``tag`` is what Word calls it, ``three`` what Akoma Ntoso does (ISO 639-3). ``is_page``: the pages are worded in it;
    ``is_negotiated``: clauses may be worded in it. ``is_spaced``: blanks stand between its words.
    """

    code: str
    own: str
    tag: str
    three: str
    short: str = ""
    is_page: bool = False
    is_negotiated: bool = True
    is_right_to_left: bool = False
    is_spaced: bool = True


LANGUAGES = (
    Language("en", "English", "en-GB", "eng", short="EN", is_page=True),
    Language("ru", "Русский", "ru-RU", "rus", short="РУ", is_page=True),
    Language("ja", "日本語", "ja-JP", "jpn", short="日本語", is_page=True, is_spaced=False),
    Language("kk", "Қазақ тілі", "kk-KZ", "kaz"),
    Language("ky", "Кыргызча", "ky-KG", "kir"),
    Language("tg", "Тоҷикӣ", "tg-Cyrl-TJ", "tgk"),
    Language("tk", "Türkmen dili", "tk-TM", "tuk"),
    Language("uz", "Oʻzbekcha", "uz-Latn-UZ", "uzb"),
    Language("mn", "Монгол", "mn-MN", "mon"),
    Language("fa", "فارسی", "fa-IR", "fas", is_right_to_left=True),
    Language("zh", "中文", "zh-CN", "zho", is_spaced=False),
    Language("tr", "Türkçe", "tr-TR", "tur"),
    Language("de", "Deutsch", "de-DE", "deu"),
    Language("fr", "Français", "fr-FR", "fra"),
    Language("es", "Español", "es-ES", "spa"),
    Language("ar", "العربية", "ar-SA", "ara", is_right_to_left=True),
    Language("ko", "한국어", "ko-KR", "kor"),
    Language("he", "עברית", "he-IL", "heb", is_negotiated=False, is_right_to_left=True),
    Language("ur", "اردو", "ur-PK", "urd", is_negotiated=False, is_right_to_left=True),
)
TABLE: Mapping[str, Language] = {each.code: each for each in LANGUAGES}
PAGES = tuple(each.code for each in LANGUAGES if each.is_page)
NEGOTIATED = tuple(each.code for each in LANGUAGES if each.is_negotiated)
RIGHT_TO_LEFT = tuple(each.code for each in LANGUAGES if each.is_right_to_left)
UNSPACED = tuple(each.code for each in LANGUAGES if not each.is_spaced)
TAGS: Mapping[str, str] = {each.code: each.tag for each in LANGUAGES}
THREE: Mapping[str, str] = {each.code: each.three for each in LANGUAGES}


_IN_THE_UN = {"Republic of Korea": "KR", "Turkiye": "TR", "Viet Nam": "VN"}


@lru_cache(maxsize=1)
def lands() -> Mapping[str, str]:
    """Codes of the world's lands and regions by their usual English names, and by those of the United Nations."""
    return {name: code for code, name in Locale("en").territories.items()} | _IN_THE_UN


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


@lru_cache(maxsize=256)
def base(language: str) -> str:
    """The language without its script or country: ``uz-Cyrl`` is ``uz``."""
    return language.replace("_", "-").partition("-")[0].casefold()


def polivanov(name: str) -> str:
    """A name in Hepburn's letters in Russian ones: Yoriko Kawaguchi, Ёрико Кавагути. Other letters stay as they are.

    ``ei`` within a word is read as one sound (Кэйити); other vowels before an ``i`` are read apart, as in Коидзуми.
    """
    return re.sub(r"[A-Za-zāīūēō'’]+", lambda word: _word(word.group()), name)


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
