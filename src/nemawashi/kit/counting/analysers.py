"""Versioned analysers: how each language is cut into words, and which forms count as one word.

The signs are cut by one rule for all scripts (``cutting``): letters and digits together, kanji and hiragana one by one to
be joined into runs of one script, ё as е. What differs by language is said here. A change of any rule changes ``VERSION``,
so that results of before are known from those of after.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from nemawashi.kit.counting import dictionaries
from nemawashi.kit.counting.dictionaries import NoDictionaryError
from nemawashi.kit.languages import base
from nemawashi.kit.words import stems

VERSION = 1


class Forms(StrEnum):
    """Which forms are one word."""

    EXACT = "exact"
    STEM = "stem"  # by rule: Snowball for English and Russian, endings cut off for KK, KY, UZ, TG, TK
    LEMMA = "lemma"  # by a dictionary, which is an extra


@dataclass(frozen=True, slots=True)
class Analyser:
    """How one language is read. ``name`` goes into every result."""

    language: str
    name: str
    prepare: Callable[[str], str] | None = None  # changes no length
    stem: Callable[[str], str] | None = None
    lemma: Callable[[], Callable[[str], str]] | None = None
    words: Callable[[], Callable[[str], Iterator[tuple[int, str, str]]]] | None = None  # where a dictionary cuts them


_LATIN_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[ʻʼ‘’'`´](?=[^\W\d_])")

_UZBEK = """
larimizning laringizning larining larimiz laringiz larning larini lariga larida laridan larda lardan larga larni lari lar
imizning ingizning ining imiz ingiz ning dagi dan da ga ka qa ni si miz man san
"""
_TURKMEN = """
larynyň lerinyň larynda lerinde laryny lerini laryna lerine larynyň leriniň laryň leriň lardan lerden larda lerde lary leri
lara lere lar ler ynyň iniň nyň niň uň üň yň iň yndan inden ynda inde yny ini yna ine ndan nden nda nde dan den da de ny ni
y i a e
"""


def _cutter_of(endings: str) -> Callable[[str], str]:
    ordered = sorted(set(endings.split()), key=lambda ending: (-len(ending), ending))

    @lru_cache(maxsize=65536)
    def cut(word: str) -> str:
        """At most twice, the longest ending first, while four letters stay."""
        for _ in range(2):
            size = next((len(e) for e in ordered if word.endswith(e) and len(word) - len(e) >= 4), 0)
            word = word[: len(word) - size]
        return word

    return cut


def _with_letters(text: str) -> str:
    return _LATIN_APOSTROPHE.sub("ʼ", text)


ANALYSERS = {
    each.language: each
    for each in (
        Analyser("en", f"en-{VERSION}", stem=stems.latin),
        Analyser("ru", f"ru-{VERSION}", stem=stems.cyrillic, lemma=dictionaries.russian),
        Analyser("ja", f"ja-{VERSION}", words=dictionaries.japanese),
        Analyser("kk", f"kk-{VERSION}", stem=stems.cut),
        Analyser("ky", f"ky-{VERSION}", stem=stems.cut),
        Analyser("tg", f"tg-{VERSION}", stem=stems.cut),
        Analyser("uz", f"uz-{VERSION}", prepare=_with_letters, stem=_cutter_of(_UZBEK)),
        Analyser("tk", f"tk-{VERSION}", stem=_cutter_of(_TURKMEN)),
    )
}
_OTHER = Analyser("", f"any-{VERSION}")


def analyser_of(language: str) -> Analyser:
    """The analyser of a language, of whatever script or country; one that cuts and stems nothing for others."""
    return ANALYSERS.get(base(language), _OTHER)


def namer(language: str, forms: Forms) -> Callable[[str], str]:
    """What a form is counted as. Raises ``NoDictionaryError``."""
    analyser = analyser_of(language)
    if forms is Forms.LEMMA:
        if analyser.words is not None:
            return str  # their words have their lemmas from where they were cut
        if analyser.lemma is None:
            raise NoDictionaryError(f"no lemmas are known for {language!r:.20}: take stems")
        return analyser.lemma()
    if forms is Forms.STEM and analyser.stem is not None:
        by_language = analyser.stem
        is_cyrillic = language.lower().endswith("cyrl")
        return stems.cut if is_cyrillic else by_language
    return str
