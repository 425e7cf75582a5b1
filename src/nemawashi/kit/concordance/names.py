"""Names in the words of a clause: parties, organisations and places, each under all that it is called."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

import yaml

from nemawashi.kit.concordance.values import Name
from nemawashi.kit.languages import base

# What the parties of the Dialogue are called beside their plain names, which the caller passes in or which stand here.
PARTIES: tuple[Name, ...] = (
    Name("party/japan", {"en": ("Japan", "Japanese"), "ru": ("Япони*", "японск*"), "ja": ("日本国", "日本", "我が国"), "code": ("JPN",)}),
    Name("party/kazakhstan", {
        "en": ("Republic of Kazakhstan", "Kazakhstan", "Kazakh", "Kazakhstani"),
        "ru": ("Казахстан*", "казахстанск*", "казахск*", "РК"),
        "ja": ("カザフスタン", "カザフ"), "code": ("KAZ",),
    }),
    Name("party/kyrgyzstan", {
        "en": ("Kyrgyz Republic", "Kyrgyzstan", "Kyrgyz"),
        "ru": ("Кыргызск* Республик*", "Киргизск* Республик*", "Кыргызстан*", "Киргизи*", "кыргызск*", "кыргызстанск*", "киргизск*", "КР"),
        "ja": ("キルギスタン", "キルギス"), "code": ("KGZ",),
    }),
    Name("party/tajikistan", {
        "en": ("Republic of Tajikistan", "Tajikistan", "Tajik"),
        "ru": ("Таджикистан*", "таджикистанск*", "таджикск*", "РТ"),
        "ja": ("タジキスタン", "タジク"), "code": ("TJK",),
    }),
    Name("party/turkmenistan", {
        "en": ("Turkmenistan", "Turkmen"), "ru": ("Туркменистан*", "туркменистанск*", "туркменск*", "Туркмени*"),
        "ja": ("トルクメニスタン", "トルクメン"), "code": ("TKM",),
    }),
    Name("party/uzbekistan", {
        "en": ("Republic of Uzbekistan", "Uzbekistan", "Uzbek"),
        "ru": ("Узбекистан*", "узбекистанск*", "узбекск*", "РУз"),
        "ja": ("ウズベキスタン", "ウズベク"), "code": ("UZB",),
    }),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A place in the words where somebody is called by a name."""

    start: int
    end: int
    key: str


@lru_cache(maxsize=1)
def known() -> tuple[Name, ...]:
    """Organisations, places and standing expressions."""
    rows = yaml.safe_load((resources.files("nemawashi.kit.concordance") / "names.yaml").read_text(encoding="utf-8"))
    return tuple(
        Name(key, {code: tuple(forms) for code, forms in by_language.items()}) for key, by_language in rows.items()
    )


def named(words: str, language: str, names: Sequence[Name]) -> list[Named]:
    """Who is named, longest names first, so that no name is found within another."""
    forms = _built(base(language), names if isinstance(names, Names) else Names(names))
    rows, at = [], 0
    for place in _STARTS.finditer(words):
        form = forms.get(place[0]) if place.start() >= at else None
        name = form[0].match(words, place.start()) if form else None
        if form and name:
            rows.append(Named(name.start(), name.end(), form[1][int((name.lastgroup or "f0")[1:])]))
            at = name.end()
    if base(language) == "ja":
        rows += [Named(name.start(), name.end(), "?party/japan") for name in _JAPAN_AND.finditer(words)]
    return rows


# Where a name may begin: at the first letter of a word, at any sign of Japanese, at a mark such as «.
_STARTS = re.compile(r"(?<![^\W\u3000-\u9fff])[^\s]|[\u3040-\u9fff]")
# 日カザフスタン, 日・中央アジア: one sign stands for Japan before the other party.
_JAPAN_AND = re.compile(
    r"日(?=[・ー]?(?:カザフ|キルギス|タジ|トルクメン|ウズベ|中央アジア|ASEAN|EU|欧|米|中|韓|露|ロ)(?!本))"
)
# 諸国連携 is cooperation of states and not the United Nations.
_UN = r"(?<![諸各両同他全自当かカヶ])国連(?![携帯絡])"


def known_in(language: str, names: Sequence[Name]) -> set[str]:
    """The bearers of whom this language has a name: of the others nothing can be missed."""
    return _known_in(base(language), names if isinstance(names, Names) else Names(names))


@lru_cache(maxsize=64)
def _known_in(language: str, names: "Names") -> set[str]:
    return {name.key for name in names if name.forms.get(language)}


class Names(tuple[Name, ...]):
    """A table of names that can be a key: forms are mappings, which have no hash. Whoever asks often keeps one."""

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(row.key for row in self))

    def __hash__(self) -> int:
        return self._hash


@lru_cache(maxsize=64)
def _built(language: str, names: Names) -> dict[str, tuple[re.Pattern[str], tuple[str, ...]]]:
    """By the first sign of a name: the pattern of all that begin so, and whose each of its groups is."""
    rows = [(form, name.key) for name in names for form in name.forms.get(language, ())]
    rows += [(form, name.key) for name in names for form in name.forms.get("code", ())]
    by_sign: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for form, key in sorted(rows, key=lambda row: (-len(row[0].rstrip("*")), row[0])):
        for sign in {form[0], form[0].upper(), form[0].lower()} if _is_either(form) else {form[0]}:
            by_sign[sign].append((form, key))
    patterns = {}
    for sign, those in by_sign.items():
        parts = [f"(?P<f{at}>{_form(form, language)})" for at, (form, _) in enumerate(those)]
        patterns[sign] = re.compile("|".join(parts)), tuple(key for _, key in those)
    return patterns


def _is_either(form: str) -> bool:
    """Whether a name may begin with a small or a capital letter: at the beginning of a sentence, or транскаспийский."""
    return form[0].isalpha() and not form.isupper() and (form[0].islower() or not form[0].isascii())


def _form(form: str, language: str) -> str:
    if language in ("ja", "zh") and not form.isascii():
        return _UN if form == "国連" else re.escape(form)
    pattern = r"[\s\u00a0]+".join(re.escape(word).replace(r"\*", r"\w*") for word in form.split())
    if _is_either(form):
        pattern = f"[{form[0].upper()}{form[0].lower()}]{pattern[1:]}"
    if language in ("ja", "zh"):
        return rf"(?<![A-Za-z]){pattern}(?![A-Za-z])"
    return rf"(?<!\w){pattern}(?!\w)"
