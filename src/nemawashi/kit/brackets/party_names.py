"""Which words name parties: codes of states, names in English, Russian and Japanese, groups, and who holds the pen."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global

_NEAR = 200  # signs of a head in which names are looked for
_EXTRA = {
    "chair", "the chair", "co-chair", "co-chairs", "the co-chairs", "facilitator", "facilitators", "co-facilitators", "secretariat",
    "the secretariat", "president", "presidency", "host", "bureau", "eu", "european union", "group of 77 and china", "g77", "g-77",
    "g77 and china", "g-77 and china", "g77/china", "african group", "arab group", "aosis", "ldcs", "grulac", "asean", "canz",
    "united states", "united states of america", "us", "usa", "uk", "russia", "russian federation", "republic of korea", "dprk",
    "holy see", "state of palestine", "kyrgyz republic", "korea", "umbrella group", "eig", "lmdcs", "nam", "oic", "cis",
    "председатель", "сопредседатели", "секретариат", "ес", "сша", "рф", "россия", "республика казахстан", "республика узбекистан",
    "кыргызская республика", "кыргызстан", "туркмения", "великобритания", "кнр", "кндр", "иран", "сирия", "вьетнам", "беларусь",
    "türkiye", "viet nam", "iran", "syria", "laos", "キルギス共和国", "英国", "イラン", "республика таджикистан", "рк", "кр", "рт", "руз", "рб", "rf", "rok", "議長", "共同議長", "事務局", "議長国", "韓国", "米国", "露", "日", "欧州連合",
}  # fmt: skip
_NOT_CODES = {
    "NOTE", "TBC", "TBD", "XX", "XXX", "PP", "OP", "NB", "PM", "AM", "ADP", "COP", "CMA", "CMP", "INDC", "NDC", "NDMC", "ANNEX",
    "ООН", "ЦУР", "ВТО", "ВОЗ", "СНГ", "ЕЭК", "МИД", "НПО", "США", "TEXT", "OPTION", "ALT", "TITLE", "DATE", "PLACE", "NAME", "SDG", "GHG", "UN", "IPCC", "ID", "II", "III", "IV", "VI", "VII",
}  # fmt: skip
_STYLED = re.compile(r"^(?:the\s+)?(?:Republic of (?:the )?|Республика\s+|State of )", re.I)
_CYRILLIC_CODE = re.compile(r"^[А-ЯЁ]{3}$")
_CODE = re.compile(r"^[A-Z]{2,6}\d{0,2}$")
_SHORTENED = re.compile(r"[^\W\d_]{3,7}\.")  # ``Узб.``
_NO_STATE = {"par", "para", "пар"}  # paragraphs, and the beginnings of a name, too


@cache
def _names() -> frozenset[str]:
    out = set(_EXTRA)
    for language in ("en", "ru", "ja"):
        out |= {name.casefold() for code, name in Locale.parse(language).territories.items() if len(code) == 2}
    return frozenset(out)


@cache
def codes() -> frozenset[str]:
    """Codes of states in three letters; other abbreviations in round brackets are none of parties."""
    return frozenset(code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha())


_ABBREVIATIONS = {"AC", "CC", "CP", "DG", "EA", "EZ", "GE", "IC", "MC", "NC", "PF", "QO", "SC", "TA", "UN", "XA", "XB", "ZZ", "AI", "AM", "AS", "AT", "BE", "BY", "CD", "CV", "DO", "HR", "ID", "IN", "IO", "IS", "IT", "ME", "MP", "MS", "NO", "PM", "PR", "PS", "SO", "TO", "TV"}  # fmt: skip


@cache
def _short_codes() -> frozenset[str]:
    """Codes of states in two letters, but for those that are words or common abbreviations, too."""
    codes = Locale.parse("en").territories
    return frozenset(str(code) for code in codes if len(str(code)) == 2 and str(code).isalpha()) - _ABBREVIATIONS


@cache
def _beginnings() -> frozenset[str]:
    """How the names of states of one word begin, as far as they are cut off."""
    return frozenset(name[:length] for name in _names() if " " not in name for length in range(3, 8)) - _NO_STATE


def _is_shortened(name: str) -> bool:
    """Whether a word is the beginning of the name of a state, cut off with a full stop or written in capitals."""
    return name.strip(".").casefold() in _beginnings()


def is_known(name: str) -> bool:
    name = _STYLED.sub("", name)
    if _SHORTENED.fullmatch(name) and name[0].isupper() and _is_shortened(name):
        return True
    if _CYRILLIC_CODE.match(name) and name not in _NOT_CODES and _is_shortened(name):
        return True
    return name.casefold() in _names() or name in codes() or name in _short_codes()


def is_party(name: str) -> bool:
    """Whether a name is one of a party: a code in capitals, a state in three languages, or the chair."""
    if _SHORTENED.fullmatch(name.strip()) and name.strip()[0].isupper() and _is_shortened(name.strip()):
        return True
    name = re.sub(r"^the\s+", "", name.strip().strip("*."), flags=re.I)
    if _CYRILLIC_CODE.match(name):
        return name not in _NOT_CODES
    if _CODE.match(name):
        return name.rstrip("0123456789") not in _NOT_CODES
    return _STYLED.sub("", name).casefold() in _names()


def parties(said: str) -> tuple[str, ...]:
    """The parties of a list, or nothing where any part of it is no party."""
    said = said.strip()
    if not said:
        return ()
    if is_party(said):
        return (said,)
    names = [name.strip() for name in re.split(r"\s*[,/／、・;&+]\s*|\s+(?:and|и)\s+|と", said) if name.strip()]
    return tuple(dict.fromkeys(names)) if names and all(is_party(name) for name in names) else ()


_ENDINGS = ("а", "у", "ом", "е", "и", "ю", "ей", "я", "ы", "ов")
_BESIDE_NAME = re.compile(
    r"\b(?:the|of|by|from|for|proposals?|proposed|amendments?|suggestions?|positions?|comments?|text|wording|new|version|delegations?|delegation"
    r"|предложени[а-я]+|вариант[а-я]*|новое|новый|новая|предлагаем[а-я]+|поправк[а-я]+|позици[а-я]+|редакци[а-я]+|текст|замечани[а-я]+|делегаци[а-я]+)\b"
    r"|\b(?:нов|предл|вар|ред)\.|['’]s\b|(?:による|の)?(?:提案|修正案?|意見|案)",
    re.I,
)


def headed(column: str) -> tuple[str, ...]:
    """The parties that the head of a column names: ``Proposal of Luxembourg``, ``Предложение Люксембурга``, ``LUX``."""
    words = " ".join(_BESIDE_NAME.sub(" ", column).split()).strip(" :：-–—()")
    if not words or len(words) > _NEAR:
        return ()
    if names := parties(words):
        return names
    stems = [words.removesuffix(ending) for ending in _ENDINGS if words.endswith(ending)]
    return next((names for stem in stems for each in (stem, f"{stem}я", f"{stem}а") if (names := outside(each))), ())


def outside(said: str) -> tuple[str, ...]:
    """Parties named in round brackets beside a bracket: only names that are known, for abbreviations stand there too."""
    names = parties(said)
    return names if names and all(is_known(name) for name in names) else ()


_SHORT = re.compile(r"\s*[(（]\s*(?P<letters>[A-ZА-ЯЁ]{2,8})\s*[)）]\s*$")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "и", "в", "по", "на"})


def spells_out(words: str) -> bool:
    """Whether letters in round brackets at the end are those of the words right before: ``the European Union (EU)``."""
    short = _SHORT.search(words, max(0, len(words.rstrip()) - _NEAR))
    if short is None:
        return False
    before = re.findall(r"[^\W\d_]+", words[max(0, short.start() - _NEAR) : short.start()])
    large = [word[0] for word in before if word.casefold() not in _SMALL]
    letters = short["letters"].casefold()
    return any("".join(each).casefold().endswith(letters) for each in ([word[0] for word in before], large))
