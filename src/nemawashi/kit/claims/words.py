"""The words in which sources state values: numbers, ranks, doubts, bases of counting; and texts cut to what they say."""

import re
import unicodedata
from functools import lru_cache

from babel import Locale

from nemawashi.kit.speech import numbers

NUMBERS = {word: number for number, word in enumerate([*numbers.EN_ONES, "twenty"])}
ORDINALS = {word: number for number, word in enumerate([*numbers.EN_ORDINALS[1:], "twentieth"], 1)}
SCALES = {word: float(scale) for word, scale in numbers.SCALES["en"].items()}
CURRENCIES = {
    "usd": "USD", "dollar": "USD", "dollars": "USD", "$": "USD", "us$": "USD", "yen": "JPY", "jpy": "JPY", "¥": "JPY",
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR", "rouble": "RUB", "roubles": "RUB", "rubles": "RUB",
    "ruble": "RUB", "rub": "RUB", "₽": "RUB", "yuan": "CNY", "renminbi": "CNY", "cny": "CNY", "rmb": "CNY", "won": "KRW",
    "krw": "KRW", "₩": "KRW", "pound": "GBP", "pounds": "GBP", "gbp": "GBP", "£": "GBP", "tenge": "KZT", "kzt": "KZT",
    "₸": "KZT", "rupee": "INR", "rupees": "INR", "inr": "INR", "₹": "INR",
}  # fmt: skip
# What stands behind a number in Russian, Kazakh and Japanese, before the endings of Russian and Kazakh.
CURRENCY_STEMS = {
    "USD": "долл|米ドル|ドル", "JPY": "иен|йен|円", "EUR": "евро|еуро|ユーロ", "RUB": "руб|ルーブル",
    "CNY": "юан|人民元|元", "KRW": "вон(?:а|ы)?\\b|ウォン", "GBP": "фунт|ポンド", "KZT": "тенге|теңге|テンゲ", "INR": "рупи|ルピー",
}  # fmt: skip
# Units of one US dollar, lowest and highest yearly average of 1990-2025: only tells whether two sums may be one.
RATES = {
    "USD": (1.0, 1.0), "JPY": (75.0, 160.0), "EUR": (0.65, 1.2), "RUB": (24.0, 110.0), "CNY": (5.5, 8.8),
    "KRW": (800.0, 1500.0), "GBP": (0.48, 0.86),
}  # fmt: skip
ABOUT = frozenset("about approximately around nearly almost roughly some circa ca estimated close".split())
ABOUT_ABROAD = re.compile(r"(?:около|примерно|приблизительно|почти|порядка|шамамен|約|およそ|ほぼ|概ね)\s*$")
AT_LEAST_BEFORE = re.compile(r"(?:свыше|более(?: чем)?|больше|не менее|как минимум|кемінде|最低|少なくとも)\s*$")
AT_LEAST_BEHIND = re.compile(r"[^\d.;]{0,16}?(?:以上|を?超|余り|余の|強|или более|и более|астам|артық)")
AT_MOST_BEFORE = re.compile(r"(?:не более|не свыше|менее|меньше|до|最大|最高)\s*$")
AT_MOST_BEHIND = re.compile(r"[^\d.;]{0,16}?(?:以下|未満|まで|弱)")
AT_LEAST = ("more than", "at least", "or more", "over", "surpassing", "above", "exceeding", "no fewer than")
AT_MOST = ("up to", "at most", "less than", "fewer than", "under", "no more than", "or fewer", "below")
BASES = (
    "plus", "including", "inclusive", "excluding", "counting", "not counting", "in person", "online", "additional",
    "virtual",
)  # fmt: skip
WHOLES = frozenset("all every both whole entire".split())
RANKS = ("president", "head", "prime", "minister", "deputy", "ambassador", "director", "expert", "scholar")
STOP = frozenset(
    "a an the of and or in on at to for from by with as is was were be been being it its their his her that this these "
    "those which who whom into per also then than so not no s".split()
)
# Properties that can hold one value only, so that two different answers cannot both be right.
EXCLUSIVE = frozenset(
    "first last next previous primary main principal only sole host initiator founder origin outcome status level capital "
    "chair winner result location".split()
)
# Whoever answers these gives a view, not a reading of a document.
VIEWS = frozenset(
    "reason reasons cause causes why motive motives relation relations significance importance impact aim opinion "
    "view".split()
)
PERSONS = frozenset(
    "by head minister president chair chairman leader representative ambassador author speaker delegate envoy "
    "signatory".split()
)
NAMES_OF_THINGS = frozenset("office title name names form wording acronym areas spheres level".split())
ANNOUNCED = re.compile(
    r"\b(announce|announcement|announced|plan|planned|expected|pledged|pledge|target|intended|budget at)\b", re.I
)
REPORTED = re.compile(r"\b(result|results|final|completed|completion|actual|achieved|audit|evaluation|delivered)\b", re.I)
OFFERED = re.compile(
    r"\b(offer|offers|offered|propose|proposes|proposed|proposal|candidate|wishes|possible|possibly)\b", re.I
)
UNSEEN = re.compile(r"\b(only|no|not)\b.*\b(mentioned|mention|seen|shown|named|stated)\b", re.I)
ITSELF = re.compile(r"\b(headline|caption|title|text|body)\b", re.I)

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_COMMENT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_QUOTE = re.compile(r"(?<!\w)['‘“\"«「]([^'’”\"»」]+(?:['’]s[^'’”\"»」]*)*)['’”\"»」](?!\w)")


def folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold().replace("’", "'")


def main_part(words: str) -> str:
    """The statement without what stands in parentheses, unless nothing else is there."""
    bare = _COMMENT.sub(" ", words).strip(" ,;")
    return bare or words


def quotes(words: str) -> tuple[str, ...]:
    """What the source is quoted with, case folded."""
    return tuple(folded(quotation).strip() for quotation in _QUOTE.findall(words))


@lru_cache(maxsize=65536)
def tokens(words: str) -> tuple[str, ...]:
    """Content words in order, case folded, plurals cut.

    Neither stems nor six letters: "Japan" and "Japanese", "minister" and "ministry" are different answers to one question.
    """
    out = []
    for run in _WORD.findall(folded(words)):
        word = run.removesuffix("'s").strip("'.-")
        if word and word not in STOP:
            out.append(word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word)
    return tuple(out)


def property_words(name: str) -> frozenset[str]:
    return frozenset(folded(name).replace("-", "_").split("_"))


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """English names of states and regions (CLDR) to their codes, with the regions that this field speaks of."""
    territories = Locale("en").territories
    codes = {folded(name): code for code, name in territories.items() if len(code) == 2 or code.isdigit()}
    codes |= {"central asia": "143", "caucasus": "caucasus", "usa": "US", "korea": "KR", "russia": "RU", "uk": "GB"}
    return {name: code for name, code in codes.items() if len(name) > 2}


@lru_cache(maxsize=65536)
def places(words: str) -> frozenset[str]:
    """Codes of the states and regions that a text names; ``Central Asia and the Caucasus`` names two."""
    low = " ".join(_WORD.findall(folded(words))).replace("-", " ")
    parts = low.split()
    known = _places()
    out: set[str] = set()
    taken: set[int] = set()
    for size in (4, 3, 2, 1):
        for start in range(len(parts) - size + 1):
            span = range(start, start + size)
            code = known.get(" ".join(parts[start : start + size]).removesuffix("'s"))
            if code and taken.isdisjoint(span):
                out.add(code)
                taken.update(span)
    return frozenset(out)
